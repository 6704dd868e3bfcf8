"""The forms of a word: `retry`, `retries` and `retrying` find the same.

The search of the site (`site/src/forms.ts`) has the same forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from prefect_toml_lsp.prefect.words import root

FILLERS = frozenset((
    "a", "an", "and", "are", "can", "change", "configure", "do", "does", "for", "how", "i", "in",
    "is", "it", "my", "of", "or", "set", "the", "to", "turn", "what", "when", "where", "which",
    "with",
))  # fmt: skip
"""Words of a question that say nothing about what it asks for."""


class Forms:
    """The forms of words that occur.

    names
        Names of settings, in lower case.
    texts
        What else is searched, in lower case.
    """

    def __init__(self, names: Iterable[str], texts: Iterable[str]) -> None:
        self._named = dict.fromkeys(_words(names))
        self._by_root: dict[str, list[str]] = {}  # words of names first
        for word in dict.fromkeys((*self._named, *_words(texts))):
            self._by_root.setdefault(root(word), []).append(word)

    def known(self, query: Sequence[str]) -> Sequence[str]:
        """The words of a query as names of settings have them: `timeout` for `timeouts`, and for
        `time out`. Fillers are left out, unless there is nothing else.
        """
        fillers = () if FILLERS.issuperset(query) else FILLERS
        found: list[str] = []
        for word in query:
            last = word if word in fillers else self._known(word)
            joined = self._in_names(found[-1] + last) if found else None
            found[-1:] = [joined] if joined else [*found[-1:], last]
        return [each for each in found if each not in fillers]

    def _known(self, word: str) -> str:
        return self._in_names(re.sub("[-_]", "", word)) or word

    def _in_names(self, word: str) -> str | None:
        """The word, or the first form of it, in the names."""
        forms = self._by_root.get(root(word), ())
        return next((each for each in (word, *forms) if each in self._named), None)

    def of(self, word: str) -> Iterable[str]:
        """The word and its other forms."""
        return {word, *self._by_root.get(root(word), ())}


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[a-z0-9]+", text)
