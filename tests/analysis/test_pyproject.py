"""`[tool.prefect]` in `pyproject.toml` is judged like `prefect.toml`; other tables are not."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.toml import Document

CONTEXT = Context(Catalogue.load().schema(), kind="pyproject.toml")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[project]\nname = 1\n[tool.ruff]\nx = 1", []),
        ("[project]\nname = \nname = \n[tool.ruff\nx", [("missing-value", "")]),
        ("[tool.prefect]\ndebug_mode = true", []),
        ("[tool.prefect]\ndebug_mod = true", [("unknown-setting", "debug_mod")]),
        ("[tool.prefect.server.api]\nport = 'x'", [("int-string", "'x'")]),
        ("[tool.prefect.sever]", [("unknown-table", "sever")]),
        ("[tool]\nprefect.server.api.prt = 1\nruff.x = 1", [("unknown-setting", "prt")]),
        ("tool.prefect.debug_mod = 1", [("unknown-setting", "debug_mod")]),
        ("tool.prefect = { debug_mod = 1 }", [("unknown-setting", "debug_mod")]),
        ("tool.prefect = 1", [("wrong-type", "1")]),
        ("[tool.prefect]\nserver = 1", [("wrong-type", "1")]),
        ("[tool.prefect]\nurl = ", [("unknown-setting", "url"), ("missing-value", "")]),
        (
            "[tool.prefect]\ndebug_mode = true\ndebug_mode = true",
            [("duplicate-key", "debug_mode")],
        ),
        ("[tool.prefect.client.custom_headers]\nX = 1", [("wrong-type", "1")]),
    ],
)
def test_only_prefects_tables_are_judged(text: str, found: list[tuple[str, str]]) -> None:
    document = Document(text)
    findings = Analysis(document, CONTEXT).findings()
    assert [(each.code, document.source.slice(each.span)) for each in findings] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[project\nname = 'x'", [("unclosed-header", 0)]),
        ("[project]\nname = 'x\n[tool.prefect]\nserver.api.port = 'x'",
         [("unclosed-string", 1), ("int-string", 3)]),
        ("[[tool.prefect]]", [("wrong-type", 0)]),
        ("[[tool]]\n[tool.prefect]\ndebug_mode = true", [("wrong-type", 0)]),
        ("tool = 5", [("wrong-type", 0)]),
        ("tool = []", [("wrong-type", 0)]),
        ("[tool]\nprefect = ''", [("wrong-type", 1)]),
        ("tool = { prefect = { server.api.port = 'x' }, ruff = 1 }", [("int-string", 0)]),
        ("tool = { prefect = { debug_mode = true } }", []),
        ("tool = { ruff = { } }", []),
        ("[tool.Prefect]\nx = 1\n[Tool.prefect]\n['tool.prefect'.api]\n[prefect.api]\n"
         "[tool.perfect]", [("other-table", row) for row in (0, 2, 3, 4, 5)]),
        ("[tool.prefect-toml-lsp]\n[tool.perfectly]\n[tools.prefect]", []),
    ],
)  # fmt: skip
def test_what_prefect_reads_of_other_tables(text: str, found: list[tuple[str, int]]) -> None:
    findings = Analysis(Document(text), CONTEXT).findings()
    assert [(each.code, each.span.line) for each in findings] == found


def test_prefect_2_is_reported() -> None:
    context = CONTEXT._replace(is_prefect_2=True)
    assert Analysis(Document("[project]\nname = 'x'"), context).findings() == []
    text = "[project]\n[tool.prefect]\ndebug_mode = true"
    (found,) = Analysis(Document(text), context).findings()
    assert (found.code, found.span.line) == ("prefect-2", 2)
    silenced = f"{text} # prefect-toml: ignore[prefect-2]"
    assert Analysis(Document(silenced), context).findings() == []
