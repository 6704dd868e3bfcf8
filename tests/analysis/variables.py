"""Findings on variables, for tests."""

from __future__ import annotations

from pathlib import Path

from prefect_toml_lsp.analysis import Context, Finding
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.toml import Document

CATALOGUE = Catalogue.load()


def context(kind: str, release: str = "3.8.8", sources: Folder | None = None) -> Context:
    return Context(CATALOGUE.schema(parse_release(release)), sources, kind=kind)


def dotenv(text: str, release: str = "3.8.8") -> DotenvAnalysis:
    return DotenvAnalysis(DotenvDocument(text), context("dotenv", release))


def profiles(text: str, release: str = "3.8.8") -> ProfilesAnalysis:
    return ProfilesAnalysis(Document(text), context("profile", release))


def sources(folder: Path, environment: dict[str, str], **files: str) -> Folder:
    """The sources of a folder with these files, named without their dots (`prefect`, `env`, …)."""
    names = {"prefect": "prefect.toml", "dotenv": ".env"}
    for name, text in files.items():
        (folder / names[name]).write_text(text, encoding="utf-8")
    schema = CATALOGUE.schema(parse_release("3.8.8"))
    return Folder.read(folder, environment, schema, folder / "home")


def short(analysis: DotenvAnalysis | ProfilesAnalysis) -> list[str]:
    """``severity code text`` for each finding; the text is what the finding covers."""
    source = analysis.document.source
    return [
        f"{each.severity.label} {each.code} {source.slice(each.span)}"
        for each in analysis.findings()
    ]


def only(analysis: DotenvAnalysis | ProfilesAnalysis) -> Finding:
    (found,) = analysis.findings()
    return found
