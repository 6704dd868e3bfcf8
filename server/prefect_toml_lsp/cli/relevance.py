"""Whether a file that was found is Prefect's, by what is in it."""

from __future__ import annotations

import os
from pathlib import Path

from prefect_toml_lsp.analysis import Analysis
from prefect_toml_lsp.cli.context import Options, folder_of, newest_context, store
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.files.reading import Unreadable
from prefect_toml_lsp.sources.kinds import DOTENV, PREFECT, PROFILE, PYPROJECT, file_kind
from prefect_toml_lsp.sources.profiles_document import is_of_prefect
from prefect_toml_lsp.sources.source import is_ours
from prefect_toml_lsp.toml import Document


def is_prefects(target: Target) -> bool:
    """Whether a file is Prefect's, or shows that its folder is: a `pyproject.toml` with Prefect's
    table, a `.env` with one of its variables, a `profiles.toml` with one of its profiles. A file
    that cannot be read shows nothing, except for its name.
    """
    path = Path(os.path.abspath(target.path))
    if target.kind == PREFECT:
        return True
    try:
        if target.kind == PYPROJECT:
            return _has_table(path)
        if target.kind == DOTENV:
            document = store().dotenv(path)
            return document is not None and any(map(is_ours, document.statements))
        return _has_profiles(path)
    except Unreadable:
        return False


def may_stop_prefect(target: Target) -> bool:
    """Whether a file that is not Prefect's is read by it all the same, and stops it."""
    path = Path(os.path.abspath(target.path))
    try:
        if target.kind == PYPROJECT:
            document = store().document(path)
            return document is not None and _has_findings(document)
        return target.kind == DOTENV and store().dotenv(path) is None
    except Unreadable:
        return target.kind != PROFILE


def _has_table(path: Path) -> bool:
    text = store().text(path)
    if text is None or "prefect" not in text.casefold():
        return False  # Most files are told by this, without reading TOML.
    document = store().document(path)
    assert document is not None
    names = (each.section.path for each in document.statements)
    prefix = file_kind(PYPROJECT).prefix
    if any(each[: len(prefix)] == prefix for each in names):
        return True
    return _has_findings(document)


def _has_findings(document: Document) -> bool:
    return bool(Analysis(document, newest_context(PYPROJECT)).findings())


def _has_profiles(path: Path) -> bool:
    document = store().document(path)
    if document is not None and is_of_prefect(document):
        return True
    stated = folder_of(str(path.parent), Options()).profiles_path
    in_home = path.parent.name == ".prefect"
    return in_home or (stated is not None and os.path.abspath(stated) == str(path))
