"""The kinds of documents: how each is recognized, read and judged.

A kind is the source of Prefect's that a document is (`workspace.places.KINDS`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlparse

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.features import (
    Client,
    DotenvSnapshot,
    ProfilesSnapshot,
    ServerOptions,
    Snapshot,
)
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.sources.precedence import DOTENV, PREFECT, PROFILE, PYPROJECT
from prefect_toml_lsp.toml import Document

NAMES = {PREFECT: PREFECT, PYPROJECT: PYPROJECT, "profiles.toml": PROFILE, ".env": DOTENV}
"""Kinds by the names of files; a file of profiles may have another name."""


def kind_of(uri: str, language: str) -> str | None:
    """The kind of a document, by its name or by the language that the client gives it; None for
    what is not Prefect's.
    """
    name = unquote(urlparse(uri).path).rpartition("/")[2]
    return NAMES.get(name) or (PREFECT if language == "prefect-toml" else None)


def read(kind: str, text: str) -> Document | DotenvDocument:
    """A document of this kind."""
    return DotenvDocument(text) if kind == DOTENV else Document(text)


def look(
    document: Any, context: Context, client: Client, settings: ServerOptions, uri: str
) -> View[Any]:
    """A snapshot of a document, which `read` has made for the context's kind."""
    if context.kind == DOTENV:
        return DotenvSnapshot(DotenvAnalysis(document, context), client, settings, uri)
    if context.kind == PROFILE:
        return ProfilesSnapshot(ProfilesAnalysis(document, context), client, settings, uri)
    return Snapshot(Analysis(document, context), client, settings, uri)
