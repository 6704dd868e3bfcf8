"""The file that `init` writes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect_toml_lsp.actions.migration.model import Item
from prefect_toml_lsp.actions.migration.planning import is_secret
from prefect_toml_lsp.actions.migration.writing import CannotGoError, DotenvTarget, SettingsTarget
from prefect_toml_lsp.analysis.starter import Group, starter, starter_variables
from prefect_toml_lsp.cli.context import runtime_of, schema_of
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.meant import did_you_mean
from prefect_toml_lsp.cli.rewriting import content_of
from prefect_toml_lsp.cli.source_names import SOURCES
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, judge
from prefect_toml_lsp.project.runtime import Runtime
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import FileKind, Holds, file_kind
from prefect_toml_lsp.sources.source import broken_line, is_ours
from prefect_toml_lsp.sources.variable import Where
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.nodes import KeyValue


class Wanted(NamedTuple):
    """The options of `init`.

    to
        One of `FILES_TO_START`.
    settings
        Each as ``PATH=VALUE``.
    force
        Whether an existing file may be replaced.
    """

    to: str
    groups: Sequence[Group]
    settings: Sequence[str] = ()
    force: bool = False


class NewFile(NamedTuple):
    """A file to write, and its current text; None if it does not exist.

    secrets
        The settings whose values may be secrets, but can be read by others in the file.
    """

    path: Path
    shown: str
    text: str
    before: bytes | None
    secrets: tuple[str, ...]

    def __repr__(self) -> str:
        return f"NewFile({self.shown})"  # the text may contain secrets


def new_file(folder: str, wanted: Wanted) -> NewFile:
    """The file to write. Raises `CannotRunError` if it must not be written."""
    kind = file_kind(SOURCES[wanted.to])
    path = Path(os.path.abspath(folder), kind.name)
    shown = os.path.normpath(os.path.join(folder, kind.name))
    runtime = runtime_of(os.path.abspath(folder), None)
    schema = schema_of(runtime)
    before = content_of(path, shown)
    _check(kind, shown, before, wanted)
    items = [_item(each, schema) for each in wanted.settings]
    given = {item.node.dotted for item in items}
    if len(given) < len(items):
        raise CannotRunError("--setting names a setting twice")
    try:
        text = _text(kind, (before or b"").decode("utf-8"), items, wanted, runtime)
    except CannotGoError as error:
        raise CannotRunError(f"{shown}: {error}") from None
    secrets = tuple(
        item.node.dotted for item in items if not kind.often_ignored and is_secret(item)
    )
    return NewFile(path, shown, text, before, secrets)


def _check(kind: FileKind, shown: str, before: bytes | None, wanted: Wanted) -> None:
    """Check that no existing text is lost. Raises `CannotRunError`."""
    text = (before or b"").decode("utf-8")
    if kind.is_settings:
        if before is not None and not wanted.force:
            raise CannotRunError(f"{shown} already exists; --force replaces it")
        return
    if wanted.force:
        raise CannotRunError(f"--force replaces prefect.toml only; {shown} has more than settings")
    if kind.holds is Holds.SETTINGS:
        if before is None:
            raise CannotRunError(f"{shown}: there is no such file; --to prefect.toml creates one")
        document = Document(text)
        line = broken_line(document)
        if line is not None:
            raise CannotRunError(f"{shown}: line {line + 1} is not TOML; correct the file first")
        if document.claims(kind.prefix):
            raise CannotRunError(f"{shown} already has [{dotted(kind.prefix)}]")
    elif any(map(is_ours, DotenvDocument(text).statements)):
        raise CannotRunError(f"{shown} already has Prefect variables")


def _text(
    kind: FileKind, before: str, items: Sequence[Item], wanted: Wanted, runtime: Runtime
) -> str:
    """The whole text; in a file shared with other tools, it is appended."""
    schema, given = schema_of(runtime), {item.node.dotted for item in items}
    own = "" if kind.is_settings else before
    gap = "" if not own else "\n" if own.endswith("\n") else "\n\n"
    if kind.holds is Holds.VARIABLES:
        text = own + gap + starter_variables(schema, wanted.groups, kind.id, given)
        where = Where(kind.id, readers=runtime.readers)
        dotenv = DotenvTarget(f"{text}\n" if items else text, schema, where)
        for item in items:
            dotenv.check(item, None)
        return dotenv.written(items, None)
    text = own + gap + starter(schema, wanted.groups, kind.id, given)
    target = SettingsTarget(text, kind.name, kind.prefix)
    for item in items:
        target.check(item, None)
    return target.written(items, None)


def _item(written: str, schema: Schema) -> Item:
    """Raises `CannotRunError`, without the value, if the setting does not accept it."""
    name, equals, text = written.partition("=")
    name, text = name.strip(), text.strip()
    if not equals:
        raise CannotRunError("--setting needs PATH=VALUE, such as server.api.port=4300")
    node = schema.by_path.get(name) or schema.by_variable.get(name.upper())
    if node is None or not node.is_setting or not node.is_offered:
        names = [each.dotted for each in schema.offered]
        raise CannotRunError(f"there is no setting {name!r}{did_you_mean(name, names)}")
    for value in _values(text):
        verdict = judge(node.dotted, node.keywords, value, node.release)
        if isinstance(verdict, Accepted | Converted):
            return Item(node.dotted, None, node, value, verdict)
    raise CannotRunError(f"Prefect refuses the value for {node.dotted}; see explain {node.dotted}")


def _values(text: str) -> list[Any]:
    """The possible meanings of a value on a command line: as TOML, and the text itself."""
    document = Document(f"x = {text}")
    statements = [each for each in document.statements if isinstance(each, KeyValue)]
    if len(document.statements) != 1 or len(statements) != 1 or statements[0].problems:
        return [text]
    try:
        return [decode(statements[0].pair.value), text]
    except UndecodableError:
        return [text]
