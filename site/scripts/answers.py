"""Print the answers of `explain` and `upgrade` to questions by a fixed seed, as JSON. The tests of
the site compare them with its search and its comparison of releases.
"""

from __future__ import annotations

import json
import random
import string
from collections.abc import Iterator, Sequence

from prefect_toml_lsp.cli.context import catalogue, newest_schema
from prefect_toml_lsp.cli.search import Search, others_names
from prefect_toml_lsp.prefect import show_release
from prefect_toml_lsp.prefect.changes import changes_between
from prefect_toml_lsp.prefect.terms import TERMS

EACH = 120
"""The number of random questions in a family."""
PAIRS = 40


def questions(drawn: random.Random, search: Search) -> Iterator[tuple[str, str]]:
    """The questions by family."""
    schema = newest_schema()
    for name in search.names:
        yield "names", name
    settings = [node.dotted for node in schema.offered]
    nested = [name for name in settings if "." in name]
    words = sorted({word for name in settings for word in name.replace(".", "_").split("_")})
    for word in words:
        yield "words", word
        yield "questions", f"how do i set the {word}"
        for form in _forms(word):
            if search.matching(form):
                yield "forms of words", form
    for other in others_names():
        yield "others' names", other
    for _ in range(EACH):
        first, *_, last = drawn.choice(nested).split(".")
        yield "in another table", f"{first}.{last}"
        yield "two words", f"{first.split('_')[0]} {last.split('_')[-1]}"
        yield "two of others' words", " ".join(_reworded(drawn, drawn.choice(nested)))
        yield "misspelled paths", _misspelled(drawn, drawn.choice(settings))
        yield "misspelled words", _misspelled(drawn, drawn.choice([x for x in words if len(x) > 4]))


def _forms(word: str) -> Iterator[str]:
    """The word with an ending, and in two pieces."""
    yield from (f"{word}s", f"{word}ing")
    yield from (f"{word[:at]} {word[at:]}" for at in range(3, len(word) - 2))


def _reworded(drawn: random.Random, name: str) -> Iterator[str]:
    """The last two parts of a path, with words of other programs."""
    for word in "_".join(name.split(".")[-2:]).split("_"):
        same = [each for row in TERMS for each in row.words.split() if word in row.words.split()]
        yield drawn.choice(same or [word])


def _misspelled(drawn: random.Random, name: str) -> str:
    at = drawn.randrange(1, len(name) - 1)
    letter = drawn.choice(string.ascii_lowercase)
    return drawn.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def found(search: Search, query: str) -> Sequence[str]:
    """What `explain` shows for a query: the page of a name, a list, or suggestions."""
    exact = search.exact(query)
    return ([exact] if exact else search.matching(query) or search.nearest(query))[:5]


def comparisons(drawn: random.Random) -> Iterator[dict[str, object]]:
    """Pairs of releases, with the settings that differ according to `upgrade`."""
    known = catalogue()
    for _ in range(PAIRS):
        one, other = drawn.sample(known.releases, 2)
        changes = changes_between(known.schema(one), known.schema(other))
        kinds = {"added": "new", "removed": "gone", "moved": "moved"}
        told = {
            each.path: kinds.get(each.parts[0], "changed") for each in changes if each.was is None
        }
        yield {"from": show_release(one), "to": show_release(other), "changes": told}


def main() -> None:
    """Print the questions and answers."""
    drawn = random.Random(1)  # noqa: S311
    search = Search(newest_schema())
    asked = dict.fromkeys(questions(drawn, search))
    answers = [
        {"family": family, "query": query, "found": found(search, query)} for family, query in asked
    ]
    print(json.dumps({"answers": answers, "comparisons": [*comparisons(drawn)]}))


if __name__ == "__main__":
    main()
