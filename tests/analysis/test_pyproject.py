"""`[tool.prefect]` in `pyproject.toml`: judged like `prefect.toml`; the rest is another tool's."""

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
        ("[project]\nname = \nname = \n[tool.ruff\nx", []),
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
def test_only_what_is_prefects_is_judged(text: str, found: list[tuple[str, str]]) -> None:
    document = Document(text)
    findings = Analysis(document, CONTEXT).findings()
    assert [(each.code, document.source.slice(each.span)) for each in findings] == found
