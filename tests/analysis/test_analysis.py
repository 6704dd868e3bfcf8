"""Findings of an edited document equal those of a new document with the same text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.analysis import Analysis, Context, Finding, analysis
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from tests.examples import times

CONTEXT = Context(Catalogue.load().schema())
LINES = [
    "debug_mode = true", 'debug_mode = "yes"', "debug_mod = 1", "[server]", "[server.api]", "[api]",
    "[sever]", "[[server]]", "[server", "port = 4200", 'port = "x"', "port = ", "prt = 1",
    'url = "https://app.prefect.cloud/x"', 'key = "k"', "[logging]", 'level = "info"',
    "[experiments.plugins]", "[plugins]", "enabled = true", 'enabled = "x"', "",
    "[client.custom_headers]", "X = 1", 'X = "1"', "metrics = { enabled = 1, x = 2 }", "[client]",
    "[server.database]", 'driver = "postgresql+asyncpg"', 'host = "h"', '"""', "[", "a = [",
    "api = { port = 1, port = 2 }",
]  # fmt: skip
SILENCING = ["debug_mod = 1 # prefect-toml: ignore[unknown-setting]", "# prefect-toml: ignore[x]"]
texts = st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)
edits = st.tuples(
    st.integers(0, 12), st.integers(0, 20), st.integers(0, 2), st.integers(0, 20),
    st.sampled_from([*LINES, "\n", "x", '"']),
)  # fmt: skip


@pytest.mark.slow
@given(texts, st.lists(edits, min_size=1, max_size=6))
@times(6)
def test_findings_follow_edits(text: str, edits: list[tuple[int, int, int, int, str]]) -> None:
    live = Analysis(Document(text), CONTEXT)
    live.findings()  # Nothing was judged before this call.
    for line, column, down, end, new in edits:
        live.update(live.document.edit(Span(line, column, line + down, end), new))
        fresh = Analysis(Document(live.document.text), CONTEXT)
        assert live.findings() == fresh.findings()
        assert live.settings.values.known == fresh.settings.values.known
        assert live.settings.values.in_doubt == fresh.settings.values.in_doubt


def test_nothing_is_judged_until_findings_are_requested(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []

    def rule(entry: Known, _: Context) -> Iterator[Finding]:
        judged.append(entry.value)
        yield from ()

    monkeypatch.setattr(analysis, "ENTRY_RULES", (rule,))
    live = Analysis(Document("[server.api]\nport = 1\n"), CONTEXT)
    live.update(live.document.edit(Span(1, 7, 1, 8), "2"))
    twin = live.copy()
    twin.update(twin.document.edit(Span(1, 7, 1, 8), "3"))
    assert judged == []
    assert [*live.settings.values.known.items()] == [("server.api.port", 2)]
    assert [*twin.settings.values.known.items()] == [("server.api.port", 3)]
    live.findings()
    assert [each for each in judged if isinstance(each, int)] == [2, 3]


@pytest.mark.slow
@given(st.lists(st.sampled_from([*LINES, *SILENCING]), max_size=12).map("\n".join), edits)
@times(3)
def test_a_copy_has_the_same_findings_and_is_independent(
    text: str, edit: tuple[int, int, int, int, str]
) -> None:
    line, column, down, end, new = edit
    original = Analysis(Document(text), CONTEXT)
    before = original.findings()
    copied = original.copy()
    assert copied.findings() == before
    copied.update(copied.document.edit(Span(line, column, line + down, end), new))
    fresh = Analysis(Document(copied.document.text), CONTEXT)
    assert copied.findings() == fresh.findings()
    assert copied.settings.values.known == fresh.settings.values.known
    assert copied.settings.values.in_doubt == fresh.settings.values.in_doubt
    assert original.document.text == text
    original.update(original.document.edit(Span(0, 0, 0, 0), "\n"))
    assert original.findings() == Analysis(Document("\n" + text), CONTEXT).findings()


@given(st.lists(st.sampled_from([*LINES, *SILENCING]), max_size=12).map("\n".join))
def test_findings_come_in_the_order_of_the_text(text: str) -> None:
    analysis = Analysis(Document(text), CONTEXT._replace(is_prefect_2=True))
    statements = analysis.document.statements
    assert list(analysis.placed_on(statements)) == list(analysis.placed())
    assert list(analysis.placed_on([])) == []
    half = statements[len(statements) // 3 : len(statements) // 2]
    found = [each for each in analysis.placed() if each.statement in half]
    assert list(analysis.placed_on(half)) == found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[experiments.plugins]\nstrict = 'x'", ["moved-setting", "bool-string"]),
        ("[plugins]\nstrict = true\n[experiments.plugins]\nstrict = 'x'", ["moved-setting"]),
        ("[experiments]\nplugins.strict = true\nplugins.allow = ['a']", ["moved-setting"] * 2),
        ("[client.custom_headers.X]\na = 'b'\nc = 1", ["wrong-type"]),
        ("[client.custom_headers]\nX.a = 'b'\nY = 1", ["wrong-type"] * 2),
        ("[logging.to_api]\nbatch_size = 500", ["log-size-over-batch"]),
        ('[server.database]\ndriver = "postgresql+asyncpg"', ["database-incomplete"]),
        (
            '[server.database]\ndriver = "postgresql+asyncpg"\nhost = 1',
            ["database-incomplete", "wrong-type"],
        ),
        ("debug_mode = true\n[logging]\nlevel = 'INFO'", ["level-overridden"]),
        ("[api]\nurl = 'https://app.prefect.cloud/api'", ["api-url-misconfigured"]),
        (
            "[server.database]\nconnection_url = 'postgres://u:${P}@h/db'",
            ["variable-literal", "database-driver"],
        ),
        (
            "[server.database]\nconnection_url = 'postgres://u:p@h/db'",
            ["plain-secret", "database-driver"],
        ),
        ("[server.database]\npassword = ''", []),
    ],
)  # fmt: skip
def test_rules_about_several_settings(text: str, codes: list[str]) -> None:
    found = Analysis(Document(text), CONTEXT).findings()
    assert [finding.code for finding in found] == codes
