"""The places that name a path."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import KeyValue
from prefect_toml_lsp.toml.occurrences import occurrences, pairs_of

TEXT = """\
[a]
b.c = 1
[a.b]
"c" = 2
[d]
e = { f = { c = 3 }, f.c = 4, "f" . g = 5 }
[[l]]
x = 1
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", ["table 0 a [a]", "passed 2 a [a.b]"]),
        ("a.b", ["dotted 1 b [b.c = 1]", "table 2 b [a.b]"]),
        ("a.b.c", ["value 1 c [b.c = 1]", 'value 3 "c" ["c" = 2]']),
        ("d.e.f", ["value 5 f [f = { c = 3 }]", "dotted 5 f [f.c = 4]",
                   'dotted 5 "f" ["f" . g = 5]']),
        ("d.e.f.c", ["value 5 c [c = 3]", "value 5 c [f.c = 4]"]),
        ("d.e.f.g", ['value 5 g ["f" . g = 5]']),
        ("l", ["array 6 l [l]"]),
        ("l.x", []),
        ("a.x", []),
        ("a.b.c.d", []),
    ],
)  # fmt: skip
def test_all_places_that_name_a_path(path, found):
    document = Document(TEXT)
    assert [
        f"{each.claim.value} {each.part.line} {document.source.slice(each.part)} "
        f"[{document.source.slice(each.whole)}]"
        for each in occurrences(document, path.split("."))
    ] == found


def test_pairs_of_a_statement():
    statement = Document("[t]\na.b = { c = 1, d.e = { f = 2 } }").statements[1]
    assert isinstance(statement, KeyValue)
    assert [".".join(path) for _, path in pairs_of(statement)] == [
        "t.a.b",
        "t.a.b.c",
        "t.a.b.d.e",
        "t.a.b.d.e.f",
    ]
