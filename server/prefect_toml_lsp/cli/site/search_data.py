"""The data of the site's search, as a script: names, texts, and the suggestions for other names,
which are computed here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.search import others_names, search_of
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.spelling import fold
from prefect_toml_lsp.prefect.synonyms import NAMES, Row
from prefect_toml_lsp.prefect.terms import TERMS

CODE, SETTING, TABLE, FORMER = range(4)
"""The kinds of entries: a former setting is one that the newest release does not have."""

_ENDS: Final = (1, 2)
"""How many last parts of paths are also looked up in words of other programs."""


def search_script(schema: Schema) -> str:
    """The script, which calls `prefectSearch` with the data."""
    words = search_of(schema).words
    data = {
        "entries": [*_entries(schema)],
        "words": words,
        "things": _things(),
        "advice": advice(schema),
    }
    return f"prefectSearch({json.dumps(data, separators=(',', ':'))});\n"


def _entries(schema: Schema) -> Iterator[Sequence[Any]]:
    """Name, kind, a text without marks, variables, and whether a package reads it."""
    for code in CODES.values():
        yield code.name, CODE, _plain(code.title)
    for node in schema.by_path.values():
        yield node.dotted, kind_of(node), _plain(node.description), [*node.environment], _of(node)


def kind_of(node: Node) -> int:
    """The kind of entry that a setting or table is."""
    if node.is_table:
        return TABLE
    return SETTING if node.is_offered else FORMER


def _of(node: Node) -> int:
    return int(node.package is not None)


def _plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def advice(schema: Schema) -> Mapping[str, Sequence[int]]:
    """The numbers of the suggested nodes, by what people may write."""
    numbers = {path: number for number, path in enumerate(schema.by_path)}
    advised = search_of(schema).advised
    found = {
        query: [numbers[path] for path in advised(query)] for query in sorted(_queries(schema))
    }
    return {query: paths for query, paths in found.items() if paths}


def _dotted(rows: Iterable[Row]) -> Iterator[str]:
    """The names in other programs that have a table."""
    for row in rows:
        for name in row.theirs.split():
            if "." in name:
                yield ".".join(map(fold, name.split(".")))


def _queries(schema: Schema) -> set[str]:
    """Names and words, and both in words of other programs."""
    others, things = _other_words(), _things()
    found = {*others_names(), *others.keys(), *_dotted(NAMES)}
    for node in schema.offered:
        found.update(word for part in node.path for word in part.split("_"))
        found.update("_".join(node.path[start:]) for start in range(len(node.path)))
        # In a table above its own.
        found.update(f"{'.'.join(node.path[:end])}.{node.name}" for end in range(1, len(node.path)))
        for before in "_".join(node.path).split("_")[:-1]:
            found.add(f"{before}_{node.name.rpartition('_')[2]}")
        for parts in _ENDS:
            words = "_".join(node.path[-parts:]).split("_")
            found.update(_reworded(words, others))
            found.add("_".join(things.get(word, word) for word in words))
    return {query for query in found if "." not in query or query not in schema.by_path}


def _reworded(words: Sequence[str], others: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The words with one of them replaced by that of another program."""
    for at, word in enumerate(words):
        for other in others.get(word, ()):
            yield "_".join((*words[:at], other, *words[at + 1 :]))


def _things() -> dict[str, str]:
    """One of the words that mean the same, by each of the others."""
    found: dict[str, str] = {}
    for row in TERMS:
        found.update(dict.fromkeys(row.words.split(), row.thing))
    return {word: thing for word, thing in found.items() if word != thing}


def _other_words() -> dict[str, set[str]]:
    """For each word, the words with the same meaning."""
    found: dict[str, set[str]] = {}
    for row in TERMS:
        words = row.words.split()
        for word in words:
            found.setdefault(word, set()).update(words)
    return found
