"""Find settings, tables and codes by words, by names in other programs, or by a misspelling.

The search of the site (`site/src/ranking.ts`) finds the same in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from string import ascii_lowercase, digits

from prefect_toml_lsp.analysis.codes import CODES, current_name
from prefect_toml_lsp.cli.word_forms import Forms
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.spelling import Names, fold
from prefect_toml_lsp.prefect.suggest import suggest
from prefect_toml_lsp.prefect.synonyms import NAMES, TABLES
from prefect_toml_lsp.prefect.terms import TERMS
from prefect_toml_lsp.prefect.words import root

_LETTERS = frozenset(ascii_lowercase + digits)


class Search:
    """Searches the settings and tables of `schema`, and the codes."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._settings = [*schema.offered]
        self.names = (*CODES, *schema.by_path, *schema.by_variable)
        """All that has a page, and the variables."""

    def exact(self, query: str) -> str | None:
        """The code, the path of the setting or table, or the path of the setting with the variable,
        that has exactly this name; brackets and ``tool.prefect.`` are ignored.
        """
        if current_name(query) in CODES:
            return current_name(query)
        node = self.node(query)
        return node.dotted if node else None

    def node(self, query: str) -> Node | None:
        """The setting or table of a dotted path, or the setting of a variable."""
        path = query.strip("[]").strip().removeprefix("tool.prefect.")
        return self._schema.by_path.get(path) or self._schema.by_variable.get(path.upper())

    def matching(self, query: str) -> list[str]:
        """The settings and codes with all words of the query, except for fillers, in any form, in
        their name, a variable or, where a word begins, their description: first the suggestions for
        it, then those with it in their name, Prefect's before those of packages, codes last; and
        then those with it in their description. A path with dots is not a word.
        """
        wanted = query.lower().strip("[] ")
        words = self._forms.known(wanted.split())
        if not words or "." in wanted:
            return []
        wanted = " ".join(words)
        forms = [self._forms.of(each) for each in words]
        advised = self.advised(wanted)
        named: list[tuple[int, bool, str]] = []
        described: list[str] = []
        for node in self._settings:
            names = _names(node)
            if _has(forms, names):
                rank = _rank(wanted, node, advised)
                named.append((rank, node.package is not None, node.dotted))
            elif _has(forms, names, node.description.lower()):
                described.append(node.dotted)
        named.sort(key=lambda each: each[:2])  # stable: the order of the tree stays
        codes = [code for code in CODES if _has(forms, code)]
        return [*(name for *_, name in named), *codes, *described]

    def nearest(self, query: str) -> list[str]:
        """Suggestions of codes, paths and variables, the most likely first: names with one slip,
        results for the corrected words, suggestions for the key, and less similar names.
        """
        name = fold(query)
        found = [*self._named(_slips(self._spelling, name))]
        respelled = self._respelled(query)
        if respelled:
            found += self.advised(respelled) or self.matching(respelled)
        found += self.advised(query)
        return list(dict.fromkeys((*found, *self._named(self._spelling.near(name)))))

    def advised(self, query: str) -> list[str]:
        """The suggestions for an unknown key with this path."""
        path = tuple(part for part in query.strip("[] ").split(".") if part)
        return [".".join(each.path) for each in suggest(self._schema, path)] if path else []

    def _named(self, folded: Iterable[str]) -> Iterator[str]:
        for each in folded:
            yield from self._by_folded[each]

    def _respelled(self, query: str) -> str | None:
        """The query with misspelled words corrected; None if there are none."""
        words = fold(query).split("_")
        right = [next(_slips(self._words, each), each) for each in words]
        return "_".join(right) if right != words else None

    @cached_property
    def _forms(self) -> Forms:
        settings = self._settings
        return Forms(map(_names, settings), (node.description.lower() for node in settings))

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.names:
            found.setdefault(fold(name), []).append(name)
        return found

    @cached_property
    def _spelling(self) -> Names:
        return Names(self._by_folded)

    @cached_property
    def words(self) -> Sequence[str]:
        """The known words: those of settings, and of their names in other programs."""
        found = {word for name in others_names() for word in name.split("_")}
        for node in self._settings:
            found.update("_".join(node.path).split("_"))
        return sorted(found)

    @cached_property
    def _words(self) -> Names:
        return Names(self.words)


def others_names() -> Iterator[str]:
    """Folded names of settings, tables and their parts in other programs."""
    for row in (*NAMES, *TABLES):
        yield from map(fold, row.theirs.split())
    for term in TERMS:
        yield from term.words.split()


def _names(node: Node) -> str:
    """The names of a setting and of its variables, in lower case."""
    return " ".join((node.dotted, *node.environment)).lower()


def _has(words: Iterable[Iterable[str]], names: str, text: str = "") -> bool:
    """Whether one form of each word is in the names, or begins a word of the text."""
    return all(any(form in names or _begins_word(form, text) for form in forms) for forms in words)


def _begins_word(form: str, text: str) -> bool:
    """Whether a word of the text begins so: `port` is in `the port`, not in `support`."""
    at = text.find(form)
    while at > 0 and text[at - 1] in _LETTERS:
        at = text.find(form, at + 1)
    return at >= 0


def _slips(names: Names, name: str) -> Iterator[str]:
    """The names that a name may be a slip of, the nearest first."""
    slips = names.slips(name)
    return (each for each in names.near(name) if each in slips)


def _rank(wanted: str, node: Node, advised: Sequence[str]) -> int:
    """How well the name of a setting fits a word, from 0; lower fits better."""
    if node.dotted in advised:
        return advised.index(node.dotted)
    if root(node.name) == root(wanted):
        return len(advised)
    words = map(root, fold(node.dotted).split("_"))
    return len(advised) + (1 if root(wanted) in words else 2)


@lru_cache(maxsize=4)
def search_of(schema: Schema) -> Search:
    """The search in a schema."""
    return Search(schema)
