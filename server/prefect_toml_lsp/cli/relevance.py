"""Whether a file is Prefect's, by its contents."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path

from prefect_toml_lsp.analysis import Analysis
from prefect_toml_lsp.cli.context import (
    Options,
    catalogue,
    folder_of,
    newest_context,
    reading_context,
    runtime_of,
    store,
)
from prefect_toml_lsp.cli.notes import note
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.files.reading import Unreadable
from prefect_toml_lsp.prefect.variable_names import bare_names
from prefect_toml_lsp.sources.kinds import FileKind, Holds, file_kind
from prefect_toml_lsp.sources.profiles_document import is_of_prefect
from prefect_toml_lsp.sources.profiles_use import NOT_USED
from prefect_toml_lsp.sources.source import is_ours
from prefect_toml_lsp.sources.toml_entries import entries


def is_prefects(target: Target) -> bool:
    """Whether a file is Prefect's, or shows that its folder is: a `pyproject.toml` with Prefect's
    table, a `.env` with one of its variables, a `profiles.toml` with one of its profiles. A file
    that cannot be read shows nothing, except for its name.
    """
    row = file_kind(target.kind)
    if row.is_settings:
        return True
    path = Path(os.path.abspath(target.path))
    try:
        if row.holds is Holds.SETTINGS:
            return _has_table(path, row)
        if row.holds is Holds.VARIABLES:
            document = store().dotenv(path)
            return document is not None and any(
                is_ours(each) or (each.name or "").lower() in _bare_names(path)
                for each in document.statements
            )
        return _has_profiles(path)
    except Unreadable:
        return False


def may_stop_prefect(target: Target) -> bool:
    """Whether Prefect reads a file that is not its own, and is stopped by it."""
    path, holds = Path(os.path.abspath(target.path)), file_kind(target.kind).holds
    try:
        if holds is Holds.SETTINGS:
            document = store().document(path)
            context = reading_context(target.kind, str(path.parent))
            return document is not None and bool(Analysis(document, context).findings())
        return holds is Holds.VARIABLES and store().dotenv(path) is None
    except Unreadable:
        return holds is not Holds.PROFILES


def _bare_names(path: Path) -> Container[str]:
    release = runtime_of(str(path.parent), None).release
    return bare_names(catalogue().schema(release))


def _has_table(path: Path, row: FileKind) -> bool:
    text = store().text(path)
    if text is None or "prefect" not in text.casefold():
        return False  # Most files are told by this, without reading TOML.
    document = store().document(path)
    assert document is not None
    context = newest_context(row.id)
    for each in document.statements:
        if each.section.path[: len(row.prefix)] == row.prefix:
            return True
        if any(True for _ in entries(each, context.schema, row.prefix)):
            return True  # from outside the table, as in `tool.prefect.debug_mode = true`
    return bool(Analysis(document, context).findings())


def _has_profiles(path: Path) -> bool:
    sources = folder_of(str(path.parent), Options())
    if path.parent.name == ".prefect" or sources.use_of_profiles(path) != NOT_USED:
        return True
    try:
        document = store().document(path)
    except Unreadable as error:
        note(error.note)  # Nothing else tells whether it is Prefect's.
        return False
    return document is not None and is_of_prefect(document)
