"""Fixes for keys in the tables of a project's own classes."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from tests.analysis.one_file_project import OneFileProject

SOURCE = b"""\
from prefect.settings.base import PrefectBaseSettings, build_settings_config


class AcmeSettings(PrefectBaseSettings):
    model_config = build_settings_config(("acme",))
    host: str = ""
    port: int = 1
"""


def offered(text: str, kind: str = "prefect.toml") -> dict[str, str]:
    """The text after each fix, by the title of the fix."""
    context = Context(Catalogue.load().schema(), kind=kind, classes=OneFileProject(SOURCE))
    analysis = Analysis(Document(text), context)
    assert [*fix_all(analysis)] == []
    found = fixes(analysis, analysis.findings())
    return {each.title: apply_edits(text, each.edits) for each in found}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[acme]\nhots = 1 # x\n", "[acme]\nhost = 1 # x\n"),
        ("acme.hots = 1\n", "acme.host = 1\n"),
        ("acme = {port = 1, hots = 2}\n", "acme = {port = 1, host = 2}\n"),
    ],
)
def test_a_misspelled_field(text: str, after: str) -> None:
    assert after in offered(text).values()


def test_in_pyproject() -> None:
    text = "[tool.prefect.acme]\nhots = 1\n"
    assert text.replace("hots", "host") in offered(text, "pyproject.toml").values()


@pytest.mark.parametrize("text", ["[acme]\nhost = 1\nhots = 2\n", "[acme]\nzzzzzz = 2\n"])
def test_no_rename_to_an_existing_key_or_an_unlike_one(text: str) -> None:
    assert not any(title.startswith("Change to") for title in offered(text))
