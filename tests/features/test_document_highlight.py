"""`textDocument/documentHighlight`: the same setting or table elsewhere."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from tests.features.structure import at, highlighted, span, view
from tests.toml.marks import marked as take_marks
from tests.toml.marks import with_cursor

READ, WRITE = lsp.DocumentHighlightKind.Read, lsp.DocumentHighlightKind.Write


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        ("[«ser|ver».api]\nport = 1\n[«server»]\n[«'server'».ui]", "rwr"),
        ("[server.«a|pi»]\nport = 1\n", "w"),
        ("[server]\n«a|pi».port = 1\n«api».host = ''\n[server.«api»]", "rrw"),
        ("[server.api]\n«po|rt» = 1\n«port» = 2\n[server]\napi.«port» = 1", "www"),
        ("server = { «a|pi».port = 1, ui = {} }\n[server.«api»]", "rw"),
        ("server = { api = { «po|rt» = 1 } }\n[server.api]\n«port» = 1", "ww"),
        ("server.api = { «port» = 1 }\n[server.api]\n«po|rt» = 1", "ww"),
        # A value stands for its key.
        ("«x» = 'a|'\n«x» = 1", "ww"),
        ("«x» = [1, [2|]]", "w"),
        # Keys inside an array are not highlighted elsewhere.
        ("x = [{ «a|» = 1 }]\n[x]\na = 2", "w"),
        ("[[x]]\n«a|» = 1\n[[x]]\na = 1", "w"),
        ("[x.«y|»", "w"),
    ],
)
def test_all_names_of_a_setting_or_table(marked: str, kinds: str) -> None:
    text, position = with_cursor(marked.replace("«", "").replace("»", ""))
    snapshot = view(text)
    found = highlighted(snapshot, at(position))
    assert found is not None
    spans = take_marks(marked.replace("|", ""))[1]
    assert [span(snapshot, each.range) for each in found] == sorted(spans)
    assert [each.kind for each in found] == [{"r": READ, "w": WRITE}[kind] for kind in kinds]


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("x = 1 # |x", "prefect.toml"),
        ("x |= 1", "prefect.toml"),
        ("|", "prefect.toml"),
        ("[project]\nname|  = 1", "pyproject.toml"),
        ("[tool.ru|ff]\n", "pyproject.toml"),
        ("[to|ol.prefect]\n", "pyproject.toml"),
    ],
)
def test_nothing(marked: str, kind: str) -> None:
    text, position = with_cursor(marked)
    assert highlighted(view(text, kind=kind), at(position)) is None
