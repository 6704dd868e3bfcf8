"""Generate slips of every kind for every setting of a release, by seed."""

from __future__ import annotations

import random
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from prefect_toml_lsp.prefect import Catalogue, Node, Schema
from prefect_toml_lsp.prefect.acceptance import judge, taken
from prefect_toml_lsp.prefect.not_settings import is_said_elsewhere
from tests.prefect.slips.slip import Slip
from tests.prefect.slips.synonyms import (
    known_synonyms,
    known_without_setting,
    unseen_synonyms,
    unseen_without_setting,
    voted_synonyms,
    voted_without_setting,
)

SCHEMA: Schema = Catalogue.load().schema()
SETTINGS = [node for node in SCHEMA.root.walk() if node.exists and node.is_setting]
TABLES = [SCHEMA.root, *(node for node in SCHEMA.root.walk() if node.exists and node.is_table)]
PLACES = Counter(node.name for node in SETTINGS)


def _slip(path: tuple[str, ...], node: Node) -> Slip:
    return Slip(path, frozenset((node.dotted,)))


def letter(name: str, rng: random.Random) -> str:
    """`name` with one letter inserted, deleted, replaced, or swapped with the next."""
    at, other = rng.randrange(len(name)), rng.choice(string.ascii_lowercase + "_")
    return rng.choice(
        [
            name[:at] + other + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + other + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
        ]
    )


def typos(rng: random.Random) -> Iterator[Slip]:
    """Every setting with a typo in its name, and with a typo in the name of one of its tables."""
    for node in SETTINGS:
        for at in {len(node.path) - 1, rng.randrange(len(node.path))}:
            written = list(node.path)
            written[at] = letter(written[at], rng)
            if written[at] and SCHEMA.find(written) is None:
                yield _slip(tuple(written), node)


def _elsewhere(rng: random.Random) -> Iterator[Slip]:
    for node in SETTINGS:
        for table in rng.sample(TABLES, 5):
            written = (*table.path, node.name)
            if ".".join(written) not in SCHEMA.by_path and not is_said_elsewhere(written):
                yield _slip(written, node)


def unique_names(rng: random.Random) -> Iterator[Slip]:
    """Settings whose name is in one table only, written in other tables."""
    return (each for each in _elsewhere(rng) if PLACES[each.written[-1]] == 1)


def shared_names_elsewhere(rng: random.Random) -> Iterator[Slip]:
    """Settings whose name is in several tables, written in unrelated tables."""
    for each in _elsewhere(rng):
        tables = SCHEMA.by_path[min(each.right)].path[:-1]
        if PLACES[each.written[-1]] > 1 and {*each.written[:-1]}.isdisjoint(tables):
            yield each


def _regrouped(node: Node, rng: random.Random) -> Iterator[tuple[str, ...]]:
    """Wrong paths that contain the setting's own table: some tables left out, added or swapped."""
    *above, own = node.path[:-1]
    kept = [name for name in above if rng.random() < 0.5]
    yield (*kept, own)
    yield (rng.choice([table.name for table in TABLES if table.path]), own)
    yield (own, *above)
    yield (letter(above[0], rng), *above[1:], own) if above else (own, letter(own, rng))
    yield ("tool", "prefect", *above, own)


def shared_names_own_table(rng: random.Random) -> Iterator[Slip]:
    """Settings whose name is in several tables, in a wrong path with the setting's own table."""
    for node in SETTINGS:
        if PLACES[node.name] > 1 and len(node.path) > 1:
            for tables in _regrouped(node, rng):
                written = (*tables, node.name)
                if ".".join(written) not in SCHEMA.by_path:
                    yield _slip(written, node)


def shared_names_outer_table(rng: random.Random) -> Iterator[Slip]:
    """The same in existing tables that share an outer table with the setting, but not its own."""
    for node in SETTINGS:
        if PLACES[node.name] == 1 or len(node.path) < 3:
            continue
        near = [
            (*table.path, node.name)
            for table in TABLES
            if {*table.path} & {*node.path[:-2]}
            and node.path[-2] not in table.path
            and ".".join((*table.path, node.name)) not in SCHEMA.by_path
        ]
        for written in rng.sample(near, min(3, len(near))):
            yield _slip(written, node)


def variables(rng: random.Random) -> Iterator[Slip]:
    """Every variable of every setting, split into a table and a key, or as a key of `[prefect]`."""
    for node in SETTINGS:
        for variable in node.environment:
            words = variable.lower().split("_")[1:]
            at = rng.randrange(len(words))
            cut = ("_".join(words[:at]) if at else "prefect", "_".join(words[at:]))
            if ".".join(cut) not in SCHEMA.by_path and SCHEMA.by_variable[variable].exists:
                yield _slip(cut, SCHEMA.by_variable[variable])


KINDS = (
    typos,
    unique_names,
    shared_names_own_table,
    shared_names_outer_table,
    shared_names_elsewhere,
    variables,
    known_synonyms,
    known_without_setting,
    unseen_synonyms,
    unseen_without_setting,
    voted_synonyms,
    voted_without_setting,
)

# Values

_PLAIN: Mapping[str, Any] = {
    "api.url": "http://h:4200/api",
    "server.ui.api_url": "http://h:4200/api",
    "server.api.base_path": "/prefect",
    "server.database.sqlalchemy.connect_args.search_path": "public",
    "cloud.api_url": "https://api.prefect.cloud/api",
    "ui_url": "http://h:4200",
    "server.database.connection_url": "postgresql+asyncpg://u:p@h/db",
    "server.docket.url": "redis://h:6379/0",
    "home": "/opt/prefect",
    "server.database.driver": "postgresql+asyncpg",
    "server.database.port": 5432,
    "client.custom_headers": {"X-A": "b"},
}
_SAMPLES = ("text", 30, 429, 2.5, "P1D", "memory://", [], {"a": "b"})


def value_of(slip: Slip, rng: random.Random) -> Any:
    """A value that a person may have written: one for the setting that is meant."""
    return sample(SCHEMA.by_path[min(slip.right)], rng) if slip.right else slip.value


def sample(node: Node, rng: random.Random) -> Any:
    """A value that the setting accepts, seldom the default."""
    if node.dotted in _PLAIN:
        return _PLAIN[node.dotted]
    default = node.default
    values = [*node.keywords.get("enum", ()), *node.suggestions, default]
    if isinstance(default, bool):
        values = [True, False]
    elif isinstance(default, int | float) and default:
        values += [default * 2, default + 1]
    if node.name.endswith(("_file", "_path", "directory")):
        values = ["/opt/prefect/x"]
    fitting = [each for each in values if each is not None and _takes(node, each)]
    return rng.choice(fitting or [each for each in (*_SAMPLES, True) if _takes(node, each)][:1])


def _takes(node: Node, value: Any) -> bool:
    return taken(judge(node.dotted, node.keywords, value, node.release))
