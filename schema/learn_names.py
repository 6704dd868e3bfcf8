"""Learn which setting the names of other programs mean: write ``names.json`` from ``names/``.

    python schema/learn_names.py            write names.json, which takes some minutes and needs JAX
    python schema/learn_names.py --check    exit 1 if the file on disk is stale

What it learns, and how, is in `prefect_toml_lsp.prefect.network` and `train.py`.
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
from typing import Any

from name_rows import Example, files, read

from prefect_toml_lsp.prefect import Catalogue, Node, Schema
from prefect_toml_lsp.prefect.learned import NONE, parts_of, phrases_of, sort_of, words_of
from prefect_toml_lsp.prefect.network import letters_of, packed, vector_text, whole_matrix
from prefect_toml_lsp.prefect.spelling import fold

OUTPUT = Path(__file__).with_name("names.json")
TRAINING = Path(__file__).with_name("train.py")
SEED = 20261128
_ELSEWHERE = 4  # other tables in which the name of one setting is learned
_SORTS = {"integer": ("int",), "number": ("int", "float"), "boolean": ("bool",), "array": ("list",),
          "object": ("dict",), "string": ("str",)}  # fmt: skip


def examples(schema: Schema) -> Iterator[Example]:
    """All rows; the settings' own paths and the ends of these; and the names that only one setting
    has, in some other tables.
    """
    known = {node.path for node in schema.root.walk()}
    for file in files():
        for row in read(file):
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
    sorts = _sorts(schema.by_path[right[0]]) if right else (sort_of(value),)
    return Example(words_of(tuple(map(fold, written))), sorts, right or [NONE])


def _sorts(node: Node) -> Sequence[str]:
    declared = node.keywords.get("type", "string")
    kinds = [declared] if isinstance(declared, str) else declared
    return tuple(sort for kind in kinds for sort in _SORTS.get(kind, ())) or ("str",)


def digest(rows: Sequence[Example]) -> str:
    """What the network depends on: examples, how they are read, and how they are learned."""
    found = hashlib.sha256(TRAINING.read_bytes())
    for row in rows:
        found.update(repr((row, parts_of(row.words), phrases_of(row.words))).encode())
    for code in (letters_of, packed, vector_text, whole_matrix):
        found.update(inspect.getsource(code).encode())
    return found.hexdigest()


def text_of(data: dict[str, Any], made_of: str) -> str:
    """The file: a line for each name and each row of a matrix."""
    parts = [f'"digest": "{made_of}"', f'"settings": {_dense(data["settings"])}']
    for group in ("tables", "biases"):
        inner = ",\n".join(f"{_dense(name)}: {_lines(of)}" for name, of in data[group].items())
        parts.append(f'"{group}": {{\n{inner}}}')
    matrices = (
        f'{_dense(name)}: {{"unit": {of["unit"]}, "rows": {_lines(of["rows"])}}}'
        for name, of in data["matrices"].items()
    )
    parts.append('"matrices": {\n' + ",\n".join(matrices) + "}")
    return "{" + ",\n".join(parts) + "}\n"


def _lines(value: Any) -> str:
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{_dense(k)}: {_dense(v)}" for k, v in value.items()) + "}"
    return "[\n" + ",\n".join(map(_dense, value)) + "]"


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
    from train import train  # needs JAX, which nothing else does

    OUTPUT.write_text(text_of(train(rows), made_of), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
