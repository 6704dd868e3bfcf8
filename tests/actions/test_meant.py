"""Fixes for values that Prefect refuses."""

from __future__ import annotations

import random
from typing import Any

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.actions.fixes.registry import PROVIDERS
from prefect_toml_lsp.analysis import Analysis, Context, Severity
from prefect_toml_lsp.analysis.codes import FAMILIES
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.acceptance import Refused, judge
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.encode import encode
from tests.actions.meant import OFFERED, SURE
from tests.analysis.variables import dotenv, profiles

SCHEMA = Catalogue.load().schema((3, 8, 8))


def analyze(file: str, text: str) -> Any:
    if file == ".env":
        return dotenv(text)
    if file == "profiles.toml":
        return profiles(text)
    return Analysis(Document(text), Context(SCHEMA, kind=file))


def errors(analysis: Any) -> list[str]:
    return [each.code for each in analysis.findings() if each.severity is Severity.ERROR]


@pytest.mark.parametrize(("file", "text", "becomes"), SURE)
def test_fix_all_corrects_values_whose_meaning_is_clear(file: str, text: str, becomes: str) -> None:
    analysis = analyze(file, text)
    assert errors(analysis)
    assert apply_edits(text, fix_all(analysis)) == becomes
    assert errors(analyze(file, becomes)) == []


@pytest.mark.parametrize(("file", "text", "titles"), OFFERED)
def test_guesses_are_offered_but_not_applied_by_fix_all(
    file: str, text: str, titles: tuple[str, ...]
) -> None:
    analysis = analyze(file, text)
    refused = [each for each in analysis.findings() if each.severity is Severity.ERROR]
    found = list(fixes(analysis, refused))
    assert tuple(each.title for each in found) == titles
    assert not any(each.safe for each in found)
    assert fix_all(analysis) == []


REFUSED = [
    "", " ", "soon", "Warn", "none", "True;", "enabled", "5 minutes", "5m", "604800", "1e3", "0x1F",
    "1,000", "x=1", "postgres", "-1", "http://h/api", "{'a': 1}", True, 0, 3, 2.5, 10**30,
    float("inf"), float("nan"), [], ["a"], ["a", "b"], [1], [[1]], {"a": 1}, {},
]  # fmt: skip


REFUSALS = {code.name for code in FAMILIES["refusals"]}


def test_a_safe_fix_writes_a_value_that_prefect_accepts() -> None:
    """Tries random refused values for every setting."""
    rng = random.Random("meant")
    safe = 0
    for node in SCHEMA.root.walk():
        for value in rng.sample(REFUSED, 3):
            facts = {"section": True} if node.is_table else node.keywords
            if not isinstance(judge(node.dotted, facts, value, node.release), Refused):
                continue
            text = f"{node.dotted} = {encode(value)}\n"
            analysis = analyze("prefect.toml", text)
            offered = list(fixes(analysis, analysis.findings()))
            assert offered, text
            for each in offered:
                fixed = apply_edits(text, each.edits)
                left = REFUSALS.intersection(errors(analyze("prefect.toml", fixed)))
                assert not each.safe or not left, (text, each.title, fixed)
                safe += each.safe
    assert safe > 20


def test_no_title_shows_a_secret() -> None:
    for text in (
        "[api]\nkey = ['hunter2']\n", "[api]\nkey = 12345\n",
        "[client]\ncustom_headers = \"{'Authorization': 'hunter2'}\"\n",
        "[client.custom_headers]\nAuthorization = 12345\n",
    ):  # fmt: skip
        analysis = analyze("prefect.toml", text)
        titles = [each.title for each in fixes(analysis, analysis.findings())]
        assert titles
        assert not any("hunter2" in title or "12345" in title for title in titles)


def test_every_code_of_a_refusal_has_a_fix() -> None:
    assert PROVIDERS.keys() >= REFUSALS
