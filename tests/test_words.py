"""No text that people read has a word or phrase that `words.toml` bans."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.banned_words import banned, hits, may_hit
from tests.prose import (
    ROOT,
    Text,
    of_comments,
    of_html,
    of_json,
    of_markdown,
    of_python,
    of_test_names,
    of_toml,
    tracked,
)

COMMENTED = [f"*{suffix}" for suffix in (".lua", ".el", ".vim", ".ts", ".js", ".mjs", ".toml",
                                         ".yml", ".yaml", ".sh", ".kak")]  # fmt: skip

_NO_SUBJECT = re.compile(r'(?:"""|# )(?:Those|That of)\b.*')


def _python() -> Iterator[Text]:
    for path in tracked("*.py"):
        # Strings of the package are messages, titles and --help; strings in tests are data.
        if may_hit((ROOT / path).read_text(encoding="utf-8"), "everywhere"):
            yield from of_python(path, strings=path.startswith("server/"))


def _markdown() -> Iterator[Text]:
    for path in tracked("*.md"):
        yield from of_markdown(path)


def _comments() -> Iterator[Text]:
    for path in tracked(*COMMENTED):
        yield from of_comments(path)


def _descriptions() -> Iterator[Text]:
    for path in tracked("schema/descriptions/*.toml"):
        yield from of_toml(path)


def _pages_and_manifests() -> Iterator[Text]:
    for path in tracked("*.html"):
        yield from of_html(path)
    yield from of_json("editors/vscode/package.json")


def _test_names() -> Iterator[Text]:
    for path in tracked("tests/*.py", "editors/*.test.ts", "editors/*.test.mjs"):
        yield from of_test_names(path)


@pytest.mark.parametrize("texts", [_python, _markdown, _comments, _descriptions,
                                   _pages_and_manifests, _test_names])  # fmt: skip
def test_what_people_read(texts: object) -> None:
    assert callable(texts)
    found = [*texts()]
    assert len(found) > 20
    wrong = [f"{each.path}:{each.line}: {hit}" for each in found
             for hit in hits(each.text, "everywhere")]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_docstrings_name_their_subject() -> None:
    """A reader who comes from a search does not know what "those" refers to."""
    wrong = [
        f"{path}: {found[0]}"
        for path in tracked("server/*.py")
        for found in _NO_SUBJECT.finditer((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("This is no URL", "is no"),
        ("There is no URL, and it is no longer one", None),
        ("A file of Prefect's", "of Prefect's"),
        ("The names of Prefect's settings", None),
        ("What comes behind it", "behind"),
        ("The server is behind a proxy", None),
        ("Mended anew", "anew"),
        ("Amended and remade", None),
        ("Two\tREMARKS", "remark*"),
    ],
)
def test_whole_words_and_their_exceptions(text: str, phrase: str | None) -> None:
    found = hits(text, "everywhere")
    assert any(each.startswith(repr(phrase)) for each in found) if phrase else not found


@pytest.mark.parametrize("source", ['"is no URL"', "# is\n    # no URL", '"is "\n    f"no URL"'])
def test_the_quick_test_finds_phrases_across_lines(source: str) -> None:
    assert may_hit(source, "everywhere")
    assert not may_hit(source.replace("no", "not a"), "everywhere")


def test_every_phrase_says_what_to_write() -> None:
    for each in banned("everywhere", "messages"):
        assert each.say
        assert each.pattern.search(each.phrase.replace("*", ""))
        assert not hits(each.say, "everywhere")
