"""The tree of tables and keys, and which values it shows."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.analysis.outline import Symbol, outline
from prefect_toml_lsp.analysis.outline_tables import is_gone
from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.toml import Document

ROOT = Catalogue.load().schema(parse_release("3.8.8")).root
PYPROJECT = ("tool", "prefect")


def tree(text: str, prefix: tuple[str, ...] = ()) -> list[str]:
    """One line per symbol, indented by depth: its lines, kind, name and detail."""
    lines: list[str] = []
    source = Document(text).source

    def show(symbol: Symbol, depth: int) -> None:
        named = source.slice(symbol.selection)
        rows = f"{symbol.start[0]}-{symbol.end[0]}"
        parts = (rows, symbol.kind.name.lower(), symbol.name, f"({named})", symbol.detail)
        lines.append("  " * depth + " ".join(part for part in parts if part))
        for child in symbol.children:
            show(child, depth + 1)

    for symbol in outline(Document(text), ROOT, prefix):
        show(symbol, 0)
    return lines


def test_tables_are_nested_as_toml_nests_them() -> None:
    text = (
        "debug_mode = true\n\n[server.api] # c\nport = 1\n\n[server.ui]\n# end\n\n"
        '[logging]\nlevel = "INFO"\nto_api.enabled = false\nto_api.batch_size = 7\n[server]\n'
    )
    assert tree(text) == [
        "0-0 boolean debug_mode (debug_mode) true",
        "2-5 namespace server (server)",
        "  2-3 namespace api (api)",
        "    3-3 number port (port) 1",
        "  5-5 namespace ui (ui)",
        "8-11 namespace logging (logging)",
        '  9-9 string level (level) "INFO"',
        "  10-11 namespace to_api (to_api)",
        "    10-10 boolean enabled (enabled) false",
        "    11-11 number batch_size (batch_size) 7",
        "12-12 namespace server (server)",
    ]


def test_a_table_in_several_parts_is_one_symbol() -> None:
    assert tree("[server]\n[server.api]\nport = 1\n['server'.ui]") == [
        "0-3 namespace server (server)",
        "  1-2 namespace api (api)",
        "    2-2 number port (port) 1",
        "  3-3 namespace ui (ui)",
    ]


def test_inline_tables_and_arrays_of_tables() -> None:
    text = (
        "server = { api.port = 1, api.host = 'h', ui = {} }\nx = [{ y = 1 }, 2, [{}]]\n"
        "[[a.b]]\n[a.b.c]\nd = 1\n[[a.b]]\nd = 2"
    )
    assert tree(text) == [
        "0-0 object server (server)",
        "  0-0 namespace api (api)",
        "    0-0 number port (port) 1",
        "    0-0 string host (host) 'h'",
        "  0-0 object ui (ui)",
        "1-1 array x (x)",
        "  1-1 object 0 ({ y = 1 })",
        "    1-1 number y (y)",
        "  1-1 array 2 ([{}])",
        "    1-1 object 0 ({})",
        "2-6 namespace a (a)",
        "  2-6 array b (b)",
        "    2-4 object 0 (b)",
        "      3-4 namespace c (c)",
        "        4-4 number d (d)",
        "    5-6 object 1 (b)",
        "      6-6 number d (d)",
    ]


def test_in_pyproject_only_prefects_tables() -> None:
    text = (
        "[project]\nname = 1\n[tool.prefect]\ndebug_mode = true\n[tool.prefect.api]\n[tool.ruff]\n"
        "x = 1\n[tool]\nprefect.server.api.port = 1\nblack.x = 1\nprefect.ui_url = ''"
    )
    assert tree(text, PYPROJECT) == [
        "2-4 namespace tool.prefect (prefect)",
        "  3-3 boolean debug_mode (debug_mode) true",
        "  4-4 namespace api (api)",
        "8-8 namespace tool.prefect (prefect)",
        "  8-8 namespace server (server)",
        "    8-8 namespace api (api)",
        "      8-8 number port (port) 1",
        "10-10 namespace tool.prefect (prefect)",
        "  10-10 string ui_url (ui_url) ''",
    ]
    assert tree("tool.prefect = { debug_mode = 1 }", PYPROJECT) == [
        "0-0 object tool.prefect (prefect)",
        "  0-0 number debug_mode (debug_mode) 1",
    ]


SHOWN = [
    ("logging.level = 'INFO' # c", "'INFO'"),
    ("client.retry_extra_codes = [\n  404, # c\n  429,\n]", "[404, 429]"),
    ("logging.extra_loggers = 'a'", "'a'"),
    (f"ui_url = '{'x' * 80}'", f"'{'x' * 58}…"),
    ("logging.extra_loggers = '''\na,\n  b'''", "''' a, b'''"),
    ("server.services.db_vacuum.event_retention_overrides.x = 'P1D'", "'P1D'"),
    ("runner.heartbeat_frequency = 30", "30"),
]
MASKED = [
    "api.key = 'x'",
    "api.key = 1",
    "server = { database = { password = 'x' } }",
    "client.custom_headers.X-Team = 'x'",
    "client.custom_headers = { X = 'x' }",
    'client.custom_headers = \'{"X": "x"}\'',
    "api.url = 'https://me:pw@example.com'",
    "logging.extra_loggers = ['pnu_abc']",
]
SILENT = [
    "pin = 1234",
    "server = 'x'",
    "logging.level = 'INFO' x",
    "api.key = ",
    "logging.extra_loggers = [{ a = 1 }]",
    "ui_url = what",
]


def _leaf(text: str) -> Symbol:
    (symbol, *_) = outline(Document(text), ROOT)
    while symbol.children:
        symbol = symbol.children[0]
    return symbol


@pytest.mark.parametrize(("text", "detail"), [*SHOWN, *((text, "***") for text in MASKED)])
def test_details_are_values_as_written_without_secrets(text: str, detail: str) -> None:
    assert _leaf(text).detail == detail


@pytest.mark.parametrize("text", SILENT)
def test_unknown_and_broken_keys_have_no_detail(text: str) -> None:
    assert _leaf(text).detail == ""


def test_without_settings_no_value_is_shown() -> None:
    (symbol,) = outline(Document("PREFECT_API_KEY = 'x'"), None)
    assert (symbol.name, symbol.detail) == ("PREFECT_API_KEY", "")


def test_settings_of_other_releases_are_recognized() -> None:
    gone = {
        text: is_gone(_leaf(text).node)
        for text in ("runner.heartbeat_frequency = 1", "nowhere = 1")
    }
    assert gone == {"runner.heartbeat_frequency = 1": True, "nowhere = 1": False}


@pytest.mark.parametrize(
    "text", ["a." * 2_000 + "b = 1", "a = " + "[{b = " * 90 + "1" + "}]" * 90, f"[{'a.' * 2_000}b]"]
)
def test_deep_nesting_is_cut(text: str) -> None:
    depth, symbols = 0, outline(Document(text), ROOT)
    while symbols:
        depth, symbols = depth + 1, symbols[0].children
    assert 30 < depth < 80
