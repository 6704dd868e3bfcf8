"""Documents above a limit: the text up to the limit is read, the rest is one statement."""

from __future__ import annotations

import random
import re

import pytest

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document, bounds, document, statements, values
from prefect_toml_lsp.toml.format import format_document
from prefect_toml_lsp.toml.nodes import Unread
from tests.toml.tree import tree

PIECES = (
    "a = 1\n",
    'b = "x"\n',
    "[s]\n",
    "[[a]]\n",
    "b.c = [1,\n2]\n",
    "\n",
    "# c\n",
    'x = """\n',
    *"[]\"'\n",
    "k = {a = 1, b = 2}\n",
    "\n" * 9,
    f"q = [{'1,' * 22}]\n",
    'q = ["a", "b",\n\n"c", d,]\n',
)
NEVER = re.compile(r"(?!)")


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST", 150)
    monkeypatch.setattr(bounds, "STATEMENT_MOST", 120)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("seed", range(40))
def test_after_edits_as_much_is_read_as_of_a_new_document(seed: int) -> None:
    chance = random.Random(seed)
    live = Document("".join(chance.choice(PIECES) for _ in range(chance.randint(0, 30))))
    known = set(live.statements)
    for _ in range(12):
        line = chance.randrange(len(live.source.lines))
        span = Span(line, chance.randint(0, 5), line + chance.choice((0, 0, 1, 3)), 3)
        change = live.edit(span, chance.choice((*PIECES, "", "", "", "")))
        assert not set(change.added) & set(change.removed)
        known = (known - set(change.removed)) | set(change.added)
        assert known == set(live.statements)
        assert known.issuperset(change.moved)
        assert tree(live) == tree(Document(live.text))
        assert sum(each.weight for each in live.statements) <= bounds.MOST


@pytest.mark.usefixtures("_small")
def test_no_more_statements_are_read_than_the_limit_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count = 0

    def counted(*arguments: object) -> object:
        nonlocal count
        count += 1
        return statements.read_statement(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(document, "read_statement", counted)
    live = Document("a = 1\n" * 1000)
    most = bounds.MOST // live.statements[0].weight
    assert count == most + 1
    assert live.unread is live.statements[most]
    assert live.unread.height == 1001 - most
    live.edit(Span(500, 0, 500, 0), "[")  # in the part that is not read
    assert count == most + 2
    live.edit(Span(0, 0, 1, 0), "")
    assert (
        count == most + 5
    )  # the line, the line that is now within the limit, and the one below that


@pytest.mark.usefixtures("_small")
def test_a_statement_that_is_too_long_is_not_read() -> None:
    for text in (
        "a = [1,\n" + "1," * 100 + "\n]\n",
        "a" + ".a" * 100 + " = 1",
        "a = [" + "\n" * 200,
    ):
        live = Document(f"x = 1\n{text}")
        assert [type(each) for each in live.statements][1:] == [Unread]
        assert live.starts == [0, 1]


@pytest.mark.usefixtures("_small")
def test_text_that_is_not_read_is_not_formatted() -> None:
    live = Document("".join(f"a{each}=1\n" for each in range(10, 30)))
    count = live.starts[-1]
    text = apply_edits(live.text, format_document(live))
    lines = live.text.splitlines(keepends=True)
    assert text == "".join((*(each.replace("=", " = ") for each in lines[:count]), *lines[count:]))


def test_plain_lines_and_items_are_read_like_any_others(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = (
        'a = "b"\n',
        'a = "b"\r\nc = ""',
        'a-1_B = "é😀"\n',
        'a = "b" \n',
        'a = "b"\r',
        'a = """b"""\n',
        'a = "\x07"\n',
        'a = "\\n"\n',
        'a = ["x", "y" , "",\n  "z",\n"w"]\n',
        'a = ["x" "y", """z""", "w", ]\n',
        'a = [1, "x", {b = "y"}, ["z", 2], "v",\nb = 1\n',
        'a = ["x", # c\n "y",]\n',
    )
    at_once = [tree(Document(text)) for text in texts]
    monkeypatch.setattr(statements, "_PLAIN", NEVER)
    monkeypatch.setattr(values, "_PLAIN_ITEM", NEVER)
    for text, found in zip(texts, at_once, strict=True):
        slow = tree(Document(text))
        for one, other in zip(found, slow, strict=True):
            one[2][1].pop("weight"), other[2][1].pop("weight")
        assert found == slow
