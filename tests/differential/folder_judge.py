"""What we say of a folder. The one module of the folder tests that knows how we are asked."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.cli import files
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue, Release, Schema
from prefect_toml_lsp.project.runtime import Runtime
from prefect_toml_lsp.sources import kinds
from prefect_toml_lsp.sources.effective import InForce, State, effective_settings
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.toml import Document

IGNORED = frozenset((
    "unknown-setting", "unknown-table", "wrong-release", "ignored-table", "unknown-variable",
    "process-variable", "unknown-profile", "overridden", "legacy-overridden",
    "level-overridden",
))  # fmt: skip
"""Codes that say that Prefect ignores an assignment, or uses another value."""

_KEPT = ("PATH", "LANG", "TEMP", "TMP", "TMPDIR", "SYSTEMROOT")


class Judged(NamedTuple):
    """A finding: its file as `FolderCase.files` names it, its line (1-based), and what it is."""

    file: str
    line: int
    severity: str
    code: str
    message: str


@cache
def schema_of(release: Release) -> Schema:
    """The settings of a release."""
    return Catalogue.load().schema(release)


def judge(
    folder: Path, runtime: Runtime, environment: Mapping[str, str], home: Path
) -> list[Judged]:
    """All findings on the files that Prefect reads when it starts in `folder`."""
    schema, store, readers = schema_of(runtime.release), FileStore(), runtime.readers
    environment = {**environment, "HOME": str(home)}
    with _surroundings(environment, home):
        profiles = Folder.read(folder, environment, schema, home, store, readers).profiles_path
        places = {row.id: folder / row.name for row in kinds.FILES}
        places[kinds.PROFILE] = profiles or folder / "nowhere"
        found: list[Judged] = []
        for kind, path in places.items():
            if path.is_file():
                without = store.without(path)
                others = Folder.read(folder, environment, schema, home, without, readers)
                context = Context(schema, others, kind=kind, readers=readers)
                found += _check(path, context, folder, home)
    return found


def _check(path: Path, context: Context, folder: Path, home: Path) -> list[Judged]:
    """The findings on the file at `path`, which is one of the sources of `context`."""
    name = _name(str(path), folder, home)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        report = files._not_utf8(Target(str(path), context.kind), content, error)
        return [Judged(name, report.line, report.severity, report.code, report.message)]
    analysis: Analysis | DotenvAnalysis | ProfilesAnalysis
    if context.kind == kinds.DOTENV:
        analysis = DotenvAnalysis(DotenvDocument(text), context)
    else:
        read = ProfilesAnalysis if context.kind == kinds.PROFILE else Analysis
        analysis = read(Document(text), context)
    return [
        Judged(name, each.span.start.line + 1, each.severity.label, each.code, each.message)
        for each in analysis.findings()
    ]


def values_in_force(
    folder: Path, runtime: Runtime, environment: Mapping[str, str], home: Path
) -> list[InForce]:
    """Every setting as we say that Prefect has it."""
    environment = {**environment, "HOME": str(home)}
    with _surroundings(environment, home):
        schema = schema_of(runtime.release)
        read = Folder.read(folder, environment, schema, home, readers=runtime.readers)
        return effective_settings(read, schema).settings


def is_hidden(each: InForce) -> bool:
    """Whether there is a value that we do not show."""
    return each.state is State.HIDDEN


def is_unset(each: InForce) -> bool:
    """Whether there is no value, or one that depends on the machine."""
    return each.state is State.UNSET


def is_worked_out(each: InForce) -> bool:
    """Whether Prefect makes the value out of others, which we say in words."""
    return bool(each.node.default_note) and not each.sources


def shown(each: InForce) -> tuple[str, Any]:
    """The dotted path and the value."""
    return each.node.dotted, each.value


@contextlib.contextmanager
def _surroundings(environment: Mapping[str, str], home: Path) -> Iterator[None]:
    """The variables that Prefect is asked with, and nothing printed."""
    before = dict(os.environ)
    kept = {name: value for name, value in before.items() if name in _KEPT}
    try:
        os.environ.clear()
        os.environ.update(kept, HOME=str(home), USERPROFILE=str(home))
        os.environ.update(environment)
        with contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _name(path: str, folder: Path, home: Path) -> str:
    where = Path(path)
    if where.is_relative_to(folder):
        return where.relative_to(folder).as_posix()
    return "~/" + where.relative_to(home).as_posix() if where.is_relative_to(home) else path
