"""The forms of a word: `retry`, `retries` and `retrying` find the same.

The search of the site (`site/src/forms.ts`) has the same forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r".[aeiouy]([bdfgkmnprt])\1$")  # not `l`, `s` and `z`: `polling` is of `poll`
_SHORT = re.compile("[^aeiouy][aeiouy][^aeiouwxy]")


def root(word: str) -> str:
    """What the forms of a word in lower case have in common: `log` of `logs` and `logging`."""
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return f"{word[:-3]}y"
    if word.endswith(("ss", "us", "is")):
        return word
    for ending in ("ings", "ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest):
            if _SHORT.fullmatch(rest):
                return f"{rest}e"
            return rest[:-1] if _DOUBLED.search(rest) else rest
    for ending, least in (("es", 4), ("e", 4), ("s", 3)):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= least:
            return rest
    return word


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

    def known(self, words: Iterable[str]) -> Sequence[str]:
        """The words of a query as names of settings have them: `timeout` for `timeouts`, and for
        `time out`.
        """
        found: list[str] = []
        for word in words:
            last = self._in_names(re.sub("[-_]", "", word)) or word
            joined = self._in_names(found[-1] + last) if found else None
            found[-1:] = [joined] if joined else [*found[-1:], last]
        return found

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
