"""Keys and tables in the order of the reference."""

from __future__ import annotations

import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.actions.sorting import sort
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text import apply_edits
from prefect_toml_lsp.toml import Document
from tests.examples import times
from tests.toml.generate import broken_documents, documents
from tests.toml.layouts import untidy

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCHEMA = Catalogue.load().schema()

# Text before and after. In the reference api, debug_mode, flows, logging and server come in this
# order, below server api and ui, below server.api host and port.
SORTED = [
    ("server = {}\ndebug_mode = true\n", "debug_mode = true\nserver = {}\n"),
    ("[server.api]\nport = 1\nhost = 'h'\n", "[server.api]\nhost = 'h'\nport = 1\n"),
    ("[server]\n\n[api]\n", "[api]\n\n[server]\n"),
    ("[server.ui]\n[server.api]\n[server]\n", "[server]\n[server.api]\n[server.ui]\n"),
    ("server.ui.a = 1\nserver.api.port = 1", "server.api.port = 1\nserver.ui.a = 1"),
    ("[server]\nui.a = 1\napi.port = 1\n", "[server]\napi.port = 1\nui.a = 1\n"),
    # Keys that are not in the reference come last, in their order.
    ("[z]\n[y]\n[api]\nz = 1\ny = 1\nurl = 'u'\n", "[api]\nurl = 'u'\nz = 1\ny = 1\n[z]\n[y]\n"),
    ("[client.custom_headers]\nb = '1'\na = '1'\n", None),
    # Comments move with the key or table next to them.
    (
        "server = {} # s\n# about d\n# more\ndebug_mode = true\n",
        "# about d\n# more\ndebug_mode = true\nserver = {} # s\n",
    ),
    ("server = {}\n# s\n\ndebug_mode = true\n", "debug_mode = true\n\nserver = {}\n# s\n"),
    (
        "server = {}\n\n# about d\n\ndebug_mode = true\n",
        "# about d\n\ndebug_mode = true\n\nserver = {}\n",
    ),
    (
        "# s\n[server]\n# in s\n\nui.a = 1\napi.port = 1\n\n# end\n\n# a\n[api]\n",
        "# a\n[api]\n\n# s\n[server]\n# in s\n\napi.port = 1\nui.a = 1\n\n# end\n",
    ),
    # A comment at the top of the file stays there.
    ("# head\n\n# s\n[server]\n[api]\n", "# head\n\n[api]\n# s\n[server]\n"),
    ("# head\n\n\nserver = {}\napi = {}\n", "# head\n\n\napi = {}\nserver = {}\n"),
    ("#:schema x\n# s\nserver = {}\napi = {}\n", "#:schema x\napi = {}\n# s\nserver = {}\n"),
    ("# a\n\n# b\n", None),
    # Empty lines and line breaks stay where they are.
    ("server = {}\n\n\nlogging = {}\napi = {}", "api = {}\n\n\nlogging = {}\nserver = {}"),
    ("[server]\r\n[api]\r\nurl = 'u'", "[api]\r\nurl = 'u'\r\n[server]"),
    # Arrays of tables keep their order, and their elements keep their tables.
    (
        "[[server]]\nui.a = 1\n[server.ui]\n[[server]]\n[server.api]\n[api]\n",
        None,
    ),
    # Values and broken documents do not change.
    ("server = { ui = 1, api = 2 }\n", None),
    ("server = {}\napi = \n", None),
    ("server = {}\napi = {}\napi = {}\n", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), SORTED)
def test_the_order_is_that_of_the_reference(before: str, after: str | None) -> None:
    assert sorted_text(before) == (before if after is None else after)


def test_in_pyproject_only_prefects_tables_move() -> None:
    before = (
        "[tool.prefect.server]\nui.a = 1\napi.port = 1\n# r\n[tool.ruff]\nb = 1\na = 1\n"
        "# p\n[tool.prefect.api]\n[tool.black]\n[tool]\nprefect.tasks.a = 1\nb = 1\n"
        "prefect.flows.a = 1\n"
    )
    after = (
        "# p\n[tool.prefect.api]\n# r\n[tool.ruff]\nb = 1\na = 1\n"
        "[tool.prefect.server]\napi.port = 1\nui.a = 1\n[tool.black]\n[tool]\n"
        "prefect.flows.a = 1\nb = 1\nprefect.tasks.a = 1\n"
    )
    assert apply_edits(before, sort(Document(before), SCHEMA, ("tool", "prefect"))) == after


def test_only_lines_that_change_are_edited() -> None:
    text = "[api]\nurl = 'u'\n[server.api]\nport = 1\nhost = 'h'\ncsrf_protection_enabled = true\n"
    found = [(edit.span.line, edit.span.end_line) for edit in sort(Document(text), SCHEMA)]
    assert found == [(3, 3), (5, 5)]


def sorted_text(text: str) -> str:
    return apply_edits(text, sort(Document(text), SCHEMA))


NAMES = ["api", "server", "server.api", "server.ui", "server.api.port", "url", "port", "host", "x",
         "debug_mode", "ui.enabled", "'api'.url", "client.custom_headers"]  # fmt: skip
lines = st.sampled_from(["", "", "# c", "# d", "#:schema x"]) | st.sampled_from(NAMES).flatmap(
    lambda name: st.sampled_from(
        [f"{name} = 1 # k", f"{name} = [\n1\n]", f"[{name}]", f"[{name}] # h", f"[[{name}]]"]
    )
)
prefects = st.lists(lines, max_size=10).map("\n".join)


@pytest.mark.slow
@given(prefects | prefects | untidy | documents | broken_documents)
@times(8)
def test_sorting_keeps_all_lines_and_the_data(text: str) -> None:
    before = Document(text)
    after = sorted_text(text)
    contents = [line.rstrip("\r\n") for line in before.source.lines]
    assert Counter(line.rstrip("\r\n") for line in Document(after).source.lines) == Counter(
        contents
    )
    if any(before.problems(statement) for statement in before.statements):
        assert after == text
    else:
        read, reread = (tomllib.loads(each, parse_float=str) for each in (text, after))
        assert read == reread
    assert sort(Document(after), SCHEMA) == []
