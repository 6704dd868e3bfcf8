"""The grammar of `.env` files; the expected values are those of *python-dotenv* 1.2.4."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.dotenv.expansion import LONGEST, TOO_LONG, UNDECIDED, expand
from prefect_toml_lsp.dotenv.grammar import read_written


def assignments(text):
    return [each.assignment for each in read_written(text) if each.assignment]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n  \n# PREFECT=1\n", []),
        ("A=1", [("A", "1", 0)]),
        ("\n\n  A = 1 \nB=2", [("A", "1", 2), ("B", "2", 3)]),
        ("A=1\r\nB=2\r\n", [("A", "1", 0), ("B", "2", 1)]),
        ("A=1\rB=2", [("A", "1", 0), ("B", "2", 1)]),
        ("\ufeffA=1", [("A", "1", 0)]),
        ("A", [("A", None, 0)]),
        ("A\nA=", [("A", None, 0), ("A", "", 1)]),
        ("export A=1\nexport\tB=2\nexport=3", [("A", "1", 0), ("B", "2", 1), ("export", "3", 2)]),
        ("exportA=1", [("exportA", "1", 0)]),
        ("'A b'=1", [("A b", "1", 0)]),
        ("A=x # c\nB=x#c\nC=# c\nD= # c\nE #=1", [
            ("A", "x", 0), ("B", "x#c", 1), ("C", "# c", 2), ("D", "", 3), ("E", None, 4),
        ]),
        ("A='x # y' # c", [("A", "x # y", 0)]),
        ('A="x"', [("A", "x", 0)]),
        (r'A="a\nb\"c\\d\q"', [("A", 'a\nb"c\\d\\q', 0)]),
        (r"A='a\nb\'c\\d'", [("A", "a\\nb'c\\d", 0)]),
        (r"A=a\nb", [("A", r"a\nb", 0)]),
        ('A="one\ntwo"\nB=3', [("A", "one\ntwo", 0), ("B", "3", 2)]),
        ("A='one\n\ntwo'\nB=3", [("A", "one\n\ntwo", 0), ("B", "3", 3)]),
        ("A=1\nA=2", [("A", "1", 0), ("A", "2", 1)]),
        ("A=x y  z", [("A", "x y  z", 0)]),
        ("A==b", [("A", "=b", 0)]),
        ("A:b=1", [("A:b", "1", 0)]),
        ("A=${B}", [("A", "${B}", 0)]),
        ("Ä=ö", [("Ä", "ö", 0)]),
    ],
)  # fmt: skip
def test_assignments(text, expected):
    assert [tuple(each) for each in assignments(text)] == expected


@pytest.mark.parametrize(
    ("text", "lines", "names"),
    [
        ("=1\nA=1", [0], ["A"]),
        ("\n\n=1\nA=1", [2], ["A"]),
        ('A="x\nB=1', [0], ["B"]),
        ('A="x" y\nB=1', [0], ["B"]),
        ("A B=1\nC=1", [0], ["C"]),
        ("'A=1\nB=1", [0], ["B"]),
        ("export =1\nB=1", [0], ["B"]),
    ],
)
def test_an_unreadable_line_is_skipped_to_its_end(text, lines, names):
    statements = list(read_written(text))
    assert [each.line for each in statements if each.assignment is None] == lines
    assert [each.assignment.name for each in statements if each.assignment] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1\nB=${A}/x", {"A": "1", "B": "1/x"}),
        ("B=${A}/x\nA=1", {"B": "env/x", "A": "1"}),
        ("B='${A}'", {"B": "env"}),
        ("B=${NO}${NO:-d}${NO:-}", {"B": "d"}),
        ("A\nB=${A}${A:-d}", {"A": None, "B": ""}),
        ("B=$A", {"B": "$A"}),
        ("A=1\nA=${A}2", {"A": "12"}),
        ("A=1\nA", {"A": None}),
    ],
)
def test_expansion(text, expected):
    found = assignments(text)
    names = (each.name for each in found)
    assert dict(zip(names, expand(found, {"A": "env"}), strict=True)) == expected


def test_references_to_the_environment_are_undecided():
    text = "A=${B}\nC=${B:-d}\nD=x${A}\nE=1\nF=${E}"
    assert expand(assignments(text), None) == [UNDECIDED, UNDECIDED, UNDECIDED, "1", "1"]


def test_references_that_grow_without_end_are_not_expanded():
    lines = ["A=" + "x" * 100, *(f"A={'${A}' * 9}" for _ in range(60)), "B=1"]
    text = "\n".join(lines)
    found = expand(assignments(text), {})
    assert found[-2:] == [TOO_LONG, "1"]
    assert sum(len(each) for each in found if isinstance(each, str)) <= LONGEST + len(text)


def test_no_repr_shows_a_value():
    assert "hunter2" not in repr(assignments("PREFECT_API_KEY=hunter2"))
