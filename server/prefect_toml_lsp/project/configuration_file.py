"""The file in which a project configures this tool: `prefect-toml-lsp.toml`, or the table
`[tool.prefect-toml-lsp]` of `pyproject.toml`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp.files.reading import SMALL, Note, Unreadable, read_lenient
from prefect_toml_lsp.records import NamedTuple

if TYPE_CHECKING:  # few projects have such a file
    from prefect_toml_lsp.text import Span
    from prefect_toml_lsp.toml import Document

OWN = "prefect-toml-lsp.toml"
TABLE = ("tool", "prefect-toml-lsp")
_SHARED = "pyproject.toml"


class ConfigurationFile(NamedTuple):
    """The contents of one file.

    prefix
        The text before the name of a key in messages.
    values
        The TOML values by key.
    document
        The whole file; None if that could not be read.
    table
        The table that configures this tool.
    note
        Why the file is unreadable; it then counts as empty.
    """

    where: Path
    prefix: str = ""
    values: Mapping[str, Any] = {}
    document: Document | None = None
    table: tuple[str, ...] = ()
    note: Note | None = None

    def place(self, option: str) -> Span | None:
        """Where an option, or the outer one of ``outer.inner``, is named first."""
        from prefect_toml_lsp.toml.occurrences import occurrences

        outer, _, inner = option.partition(".")
        for names in ((outer, inner), (outer,)):
            found = (
                self.document and all(names) and occurrences(self.document, (*self.table, *names))
            )
            if found:
                return found[0].part
        return None

    def __repr__(self) -> str:
        return f"ConfigurationFile({self.where}, {sorted(self.values)})"


def configuration_in(folder: Path) -> ConfigurationFile | None:
    """The configuration of one folder: the tool's own file comes first."""
    return _read(folder / OWN, ()) or _read(folder / _SHARED, TABLE)


class NearestConfiguration:
    """The file that counts in a folder: the nearest one at or above it. A folder is read once,
    until it is forgotten.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Path, Path | None], ConfigurationFile | None] = {}

    def of(self, folder: Path, root: Path | None = None) -> ConfigurationFile | None:
        """The file for a folder, not above `root` or, for a folder that is in none, not above the
        one that has `.git`.
        """
        found, passed, each = None, list[Path](), folder
        while (each, root) not in self._known:
            passed.append(each)
            found = configuration_in(each)
            is_top = each == root or (root is None and os.path.lexists(each / ".git"))
            if found is not None or is_top or each.parent == each:
                break
            each = each.parent
        else:
            found = self._known[each, root]
        self._known.update(dict.fromkeys(((each, root) for each in passed), found))
        return found

    def forget(self, folder: Path, root: Path | None) -> None:
        """Read a folder again when it is next needed, but not those above it."""
        self._known.pop((folder, root), None)

    def clear(self) -> None:
        """Forget all folders."""
        self._known.clear()


def _read(path: Path, table: tuple[str, ...]) -> ConfigurationFile | None:
    try:
        text = read_lenient(path, SMALL)
    except Unreadable as error:
        # other tools report errors in pyproject.toml
        return None if table else ConfigurationFile(path, note=error.note)
    if text is None or (table and table[-1] not in text):
        return None
    from prefect_toml_lsp.toml import Document

    return configuration_of(path, Document(text), table)


def configuration_of(
    path: Path, document: Document, table: tuple[str, ...]
) -> ConfigurationFile | None:
    """The contents of `table` in the document at `path`; None if there is no such table."""
    from prefect_toml_lsp.toml.as_data import TomlError, assignments_of
    from prefect_toml_lsp.toml.nodes import ArrayHeader, Header

    headers = [each for each in document.statements if isinstance(each, Header)]
    ours = [each for each in headers if each.key.names[: len(table)] == table]
    prefix = ".".join((*table, ""))
    try:
        assigned = [each for each in assignments_of(document) if each.path[: len(table)] == table]
    except TomlError as error:
        if table:
            return None
        return ConfigurationFile(path, note=Note(path, f"{error}, so the file is skipped"))
    if table and not ours and not assigned:
        return None
    if any(each.path == table for each in assigned) or any(
        isinstance(each, ArrayHeader) and each.key.names == table for each in ours
    ):
        note = Note(path, f"{'.'.join(table)} must be a table; it is skipped")
        return ConfigurationFile(path, prefix, note=note)
    values: dict[str, Any] = {}
    for each in assigned:
        *outer, name = each.path[len(table) :]
        at = values
        for key in outer:
            at = at.setdefault(key, {})
        at[name] = each.value
    for header in ours:
        # an empty table, or an array of tables, instead of a value
        for name in header.key.names[len(table) : len(table) + 1]:
            values.setdefault(name, [{}] if isinstance(header, ArrayHeader) else {})
    return ConfigurationFile(path, prefix, values, document, table)
