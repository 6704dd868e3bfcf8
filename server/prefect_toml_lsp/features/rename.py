"""`textDocument/prepareRename` and `textDocument/rename` (LSP 3.17): of a profile.

A profile is named by headers, by dotted keys, by keys of inline tables, and by ``active``. Names of
settings and variables are Prefect's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.refusal import RequestRefused
from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import ProfilesSnapshot, View
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.sources.profiles_document import ACTIVE, PROFILES, find_profile
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Document, Place, locate
from prefect_toml_lsp.toml.encode import encode_key, encode_string
from prefect_toml_lsp.toml.nodes import KeyValue, String
from prefect_toml_lsp.toml.occurrences import occurrences

RENAME = Feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
PREPARE_RENAME = Feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)


class _Named(NamedTuple):
    """A place that names a profile; `span` is that of the name in the document, with quotes."""

    name: str
    span: Span


@RENAME.on(Holds.SETTINGS, Holds.VARIABLES)
@PREPARE_RENAME.on(Holds.SETTINGS, Holds.VARIABLES)
def refuse_rename(_: View[Any], __: Any) -> None:
    """The answer in files without names that a user may choose. Raises `RequestRefused`."""
    raise RequestRefused("only profiles can be renamed; the names of settings are Prefect's")


@PREPARE_RENAME.on(Holds.PROFILES)
def prepare_rename(
    snapshot: ProfilesSnapshot, params: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder:
    """The name at a position. Raises `RequestRefused` if it is not the name of a profile."""
    named = _at(snapshot.document, snapshot.position(params.position))
    return lsp.PrepareRenamePlaceholder(snapshot.range(named.span), named.name)


@RENAME.on(Holds.PROFILES)
def rename(snapshot: ProfilesSnapshot, params: lsp.RenameParams) -> lsp.WorkspaceEdit:
    """The edits that rename the profile at a position. Raises `RequestRefused` if the name is empty
    or already used.
    """
    document, new = snapshot.document, params.new_name
    if not snapshot.is_whole:
        raise RequestRefused("the file is too large to be read to its end")
    named = _at(document, snapshot.position(params.position))
    if not new.strip():
        raise RequestRefused("a profile needs a name", lsp.ErrorCodes.InvalidParams)
    if new != named.name and find_profile(document, new) is not None:
        raise RequestRefused(f"the profile `{new}` already exists")
    edits = snapshot.text_edits(_edits(document, named.name, new))
    return lsp.WorkspaceEdit(changes={snapshot.uri: edits})


def _at(document: Document, position: Position) -> _Named:
    """The profile that is named at `position`, which must be there. Raises `RequestRefused`."""
    at = locate(document, position)
    line = document.start(at.statement)
    named: _Named | None = None
    if at.place in (Place.KEY, Place.HEADER) and at.part is not None:
        if len(at.path) == 2 and at.path[0] == PROFILES:
            named = _Named(at.part.name, at.part.span.down(line))
    elif at.place is Place.VALUE and at.path == (ACTIVE,) and isinstance(at.value, String):
        named = _Named(at.value.value, at.value.span.down(line))
    if named is None:
        raise RequestRefused("only profiles can be renamed; place the cursor on the name of one")
    if find_profile(document, named.name) is None:
        raise RequestRefused(f"there is no profile `{named.name}` in this file")
    return named


def _edits(document: Document, old: str, new: str) -> Iterator[tuple[Span, str]]:
    for each in occurrences(document, (PROFILES, old)):
        yield each.part, encode_key(new)
    for statement, _ in document.claims((ACTIVE,)):
        value = statement.pair.value if isinstance(statement, KeyValue) else None
        if isinstance(value, String) and value.closed and value.value == old:
            literal = value.opening == "'" and "'" not in new and new.isprintable()
            text = f"'{new}'" if literal else encode_string(new)
            yield value.span.down(document.start(statement)), text
