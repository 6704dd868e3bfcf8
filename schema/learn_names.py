"""Learn which setting the names of other programs mean: write ``names.json`` from ``names/``.

    python schema/learn_names.py            write names.json, which takes two minutes
    python schema/learn_names.py --check    exit 1 if the file on disk is stale

An averaged perceptron with a margin (Freund and Schapire 1999; Crammer and Singer 2001): the rows
are gone through in random order, several times. Whenever a row's setting does not win by a margin,
the weights of its features grow for that setting and shrink for the one that won; what is kept is
the average over all steps. Nothing in it depends on the machine.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from name_rows import files, read

from prefect_toml_lsp.prefect import Catalogue, Node, Schema
from prefect_toml_lsp.prefect.learned import NONE, features, packed, scores, sort_of, words_of
from prefect_toml_lsp.prefect.spelling import fold

OUTPUT = Path(__file__).with_name("names.json")
EPOCHS = 8
ORDERS = 2
MARGIN = 1.0
SEED = 20261128
_LEAST = 2  # features of fewer rows are left out
_WITHOUT_VALUE = 0.3  # of all times that a row is looked at
_ELSEWHERE = 4  # other tables in which the name of one setting is learned
_SORTS = {"integer": ("int",), "number": ("int", "float"), "boolean": ("bool",), "array": ("list",),
          "object": ("dict",), "string": ("str",)}  # fmt: skip


_NOTHING: dict[str, float] = {}


Weights = dict[str, dict[str, float]]
"""By feature, and then by setting."""


class Example(NamedTuple):
    """A row as it is learned: words, the sorts that its value may have, what is right."""

    name: Sequence[str]
    tables: Sequence[str]
    sorts: Sequence[str]
    right: Sequence[str]


def examples(schema: Schema) -> Iterator[Example]:
    """All rows; the settings' own paths and the ends of these; and the names that only one setting
    has, in some other tables.
    """
    known = {node.path for node in schema.root.walk()}
    for path in files():
        for row in read(path):
            yield _example(row.written, _settings(row.right, schema), row.value, schema)
    settings = [node for node in schema.root.walk() if node.is_setting and node.exists]
    often = Counter(node.name for node in settings)
    tables = sorted({node.path[:-1] for node in settings})
    chance = random.Random(SEED)  # noqa: S311 - no secret
    for node in settings:
        places = {node.path[at:] for at in range(max(1, len(node.path) - 1))}
        if often[node.name] == 1:
            places |= {(*table, node.name) for table in [(), *chance.sample(tables, _ELSEWHERE)]}
        for path in sorted(places):
            if path == node.path or path not in known:
                yield _example(path, [node.dotted], None, schema)


def _settings(right: frozenset[str], schema: Schema) -> list[str]:
    """Those that are settings, not tables. Raises `ValueError` if there are only tables."""
    found = sorted(each for each in right if schema.by_path[each].is_setting)
    if right and not found:
        raise ValueError(f"only tables are right: {', '.join(sorted(right))}")
    return found


def _example(
    written: tuple[str, ...], right: Sequence[str], value: object, schema: Schema
) -> Example:
    name, tables = words_of(tuple(map(fold, written)))
    sorts = _sorts(schema.by_path[right[0]]) if right else (sort_of(value),)
    return Example(name, tables, sorts, right or [NONE])


def _sorts(node: Node) -> Sequence[str]:
    declared = node.keywords.get("type", "string")
    kinds = [declared] if isinstance(declared, str) else declared
    return tuple(sort for kind in kinds for sort in _SORTS.get(kind, ())) or ("str",)


def learn(rows: Sequence[Example]) -> tuple[frozenset[str], Weights]:
    """The words that count as known, and the weights: the average of several orders of the rows."""
    often = Counter(word for row in rows for word in {*row.name, *row.tables})
    known = frozenset(word for word, count in often.items() if count >= _LEAST)
    average: Weights = {}
    for order in range(ORDERS):
        for feature, row in _learn_once(rows, known, SEED + order).items():
            found = average.setdefault(feature, {})
            for setting, weight in row.items():
                found[setting] = found.get(setting, 0.0) + weight / ORDERS
    return known, average


def _learn_once(rows: Sequence[Example], known: frozenset[str], seed: int) -> Weights:
    counts = Counter(each for row in rows for each in features(row.name, row.tables, "", known))
    chance = random.Random(seed)  # noqa: S311 - no secret
    order = list(rows)
    weights: Weights = {}
    spent: Weights = {}
    step = 0
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for row in order:
            step += 1
            sort = "" if chance.random() < _WITHOUT_VALUE else chance.choice(row.sorts)
            found = [
                each
                for each in features(row.name, row.tables, sort, known)
                if each[0] == ":" or counts[each] >= _LEAST
            ]
            _look(row, found, step, weights, spent)
    for feature, row_of in weights.items():
        for setting in row_of:
            row_of[setting] -= spent[feature][setting] / step
    return weights


def _look(
    row: Example,
    found: Sequence[str],
    step: int,
    weights: Weights,
    spent: Weights,
) -> None:
    """Change the weights if the row's setting does not win by the margin."""
    sums = scores(iter(found), lambda feature: weights.get(feature, _NOTHING))
    right = max(row.right, key=lambda each: (sums.get(each, 0.0), each))
    others = [each for each in sums if each not in row.right]
    if not others or not found:
        return
    wrong = max(others, key=lambda each: (sums[each], each))
    if sums.get(right, 0.0) - sums[wrong] >= MARGIN:
        return
    much = len(found) ** -0.5
    for feature in found:
        row_of, spent_of = weights.setdefault(feature, {}), spent.setdefault(feature, {})
        for setting, change in ((right, much), (wrong, -much)):
            row_of[setting] = row_of.get(setting, 0.0) + change
            spent_of[setting] = spent_of.get(setting, 0.0) + change * step


def digest(rows: Sequence[Example]) -> str:
    """What the weights depend on: examples, their features, and how they are learned."""
    found = hashlib.sha256()
    for row in rows:
        found.update(repr((row, *features(row.name, row.tables, "", ()))).encode())
    for code in (learn, _learn_once, _look, packed):
        found.update(inspect.getsource(code).encode())
    found.update(repr((EPOCHS, ORDERS, MARGIN, SEED, _LEAST, _WITHOUT_VALUE)).encode())
    return found.hexdigest()


def text_of(data: dict[str, Any], made_of: str) -> str:
    """The file: one line for each feature."""
    lines = (f"  {json.dumps(name)}: {_dense(row)}" for name, row in data["weights"].items())
    settings, words = _dense(data["settings"]), _dense(data["words"])
    weights = ",\n".join(lines)
    return (
        f'{{"digest": "{made_of}",\n "settings": {settings},\n "words": {words},\n'
        f' "weights": {{\n{weights}\n}}}}\n'
    )


def _dense(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def main() -> int:
    """Write the file, or check that it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    options = parser.parse_args()
    rows = list(examples(Catalogue.load().schema()))
    made_of = digest(rows)
    if options.check:
        if OUTPUT.exists() and json.loads(OUTPUT.read_text(encoding="utf-8"))["digest"] == made_of:
            return 0
        print(f"{OUTPUT} is stale: run python schema/learn_names.py", file=sys.stderr)
        return 1
    OUTPUT.write_text(text_of(packed(*learn(rows)), made_of), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
