"""The meaning of a variable's name for Prefect.

As Prefect 3.8.8 answered: a setting has one or more variables; a table has one that takes JSON for
the whole table; Prefect reads a few only from the environment of the process, without settings
(`prefect.settings.sources`, `prefect.context`, `prefect.logging.configuration`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.other_variables import (
    PREFIX,
    PROCESS,
    is_of_process,
    past_of,
    todays_names,
)
from prefect_toml_lsp.records import NamedTuple

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect.spelling import Names

_OF_PACKAGES = f"{PREFIX}INTEGRATIONS_"


class Sort(Enum):
    """The kinds of names."""

    SETTING = "setting"
    TABLE = "table"
    OTHER_RELEASE = "other"  # a setting or table that this release does not have
    UNREAD = "unread"  # a setting that this Prefect would read under another spelling only
    PROCESS = "process"  # read from the environment of the process, from no file
    PAST = "past"  # read by Prefect 1 or 2; the setting is the one that took its place
    UNKNOWN = "unknown"


class Meaning(NamedTuple):
    """The kind of a name, and its setting or table; None if there is neither."""

    sort: Sort
    node: Node | None = None

    @property
    def known(self) -> Node | None:
        """The setting or table of this release."""
        return self.node if self.sort in (Sort.SETTING, Sort.TABLE) else None


def meaning_of(name: str, schema: Schema) -> Meaning:
    """The meaning of `name`, in upper case, for the schema's release."""
    node = schema.by_variable.get(name)
    if node is not None:
        return Meaning(Sort.SETTING if node.exists else Sort.OTHER_RELEASE, node)
    node = table_variables(schema).get(name)
    if node is not None:
        return Meaning(Sort.TABLE if node.exists else Sort.OTHER_RELEASE, node)
    if is_of_process(name):
        return Meaning(Sort.PROCESS)
    if past_of(name) is not None:
        known = (schema.by_variable.get(each) for each in todays_names(name))
        return Meaning(Sort.PAST, next((each for each in known if each and each.exists), None))
    return Meaning(Sort.UNKNOWN)


# Settings whose only variable Prefect spells out itself, in lower case (3.1.2 to 3.6.27).
_NAMED_IN_LOWER_CASE = frozenset((
    "server.events.maximum_event_name_length",
    "server.services.event_persister.batch_size_delete",
    "server.services.triggers.pg_notify_heartbeat_interval_seconds",
    "server.services.triggers.pg_notify_reconnect_interval_seconds",
))  # fmt: skip


def exact_meaning_of(name: str, schema: Schema) -> Meaning:
    """The meaning of `name` if names are case-sensitive (`project.runtime`): the prefix in upper
    case and the setting's name as in TOML, or one of its other names in lower case.
    """
    meaning = meaning_of(name.upper(), schema)
    node = meaning.known
    return meaning if node is None or name in _exact_names(node) else Meaning(Sort.UNREAD, node)


def _exact_names(node: Node) -> Sequence[str]:
    if has_aliases(node) or node.dotted in _NAMED_IN_LOWER_CASE:
        return [each.lower() for each in node.environment]
    return ("_".join(("PREFECT", *(part.upper() for part in node.path[:-1]), node.name)),)


_ALIASED = (
    "server.events.maximum_event_name_length",
    "server.services.triggers.pg_notify_heartbeat_interval_seconds",
    "server.services.triggers.pg_notify_reconnect_interval_seconds",
)
"""Settings whose only variable follows from their path, but is also named explicitly."""


def has_aliases(node: Node) -> bool:
    """Whether Prefect names the variables of a setting explicitly (``validation_alias``), because
    there are more than the one that follows from its path.
    """
    if node.is_table:
        return False
    return node.dotted in _ALIASED or tuple(node.environment) != (plain_name(node),)


def plain_name(node: Node) -> str:
    """The variable that follows from the path of a setting or table, even if Prefect ignores it."""
    return "_".join(("PREFECT", *node.path)).upper()


_BARE_UNTIL = (3, 1, 1)


@lru_cache(maxsize=8)
def bare_names(schema: Schema) -> Mapping[str, Sequence[Node]]:
    """Settings by their own names, without a table or prefix, where `.env` may set them by these:
    up to 3.1.1 those with variables that Prefect states. A name may be that of several.
    """
    found: dict[str, list[Node]] = {}
    for node in schema.root.walk() if schema.release <= _BARE_UNTIL else ():
        if node.is_setting and node.exists and not node.package and has_aliases(node):
            found.setdefault(node.name, []).append(node)
    return found


@lru_cache(maxsize=8)
def table_variables(schema: Schema) -> Mapping[str, Node]:
    """Tables by the variable that takes JSON for the whole table, including those of other
    releases.
    """
    tables = [node for node in schema.root.walk() if node.is_table and _has_variable(node)]
    return {plain_name(node): node for node in tables}


def _has_variable(table: Node) -> bool:
    """Whether the class that reads `table` is a part of the one that reads the table around it;
    the tables of integration packages may be read by classes of their own.
    """
    if table.is_open:
        return False
    parent = table.parent
    return table.package is None or bool(parent and parent.reader and parent.reader == table.reader)


def table_of_packages(name: str, schema: Schema) -> Node | None:
    """The innermost table of integration packages that `name` is called after, or its settings are;
    None for any other name.
    """
    found = (node for prefix, node in _packages_prefixes(schema) if f"{name}_".startswith(prefix))
    return next(found, None)


@lru_cache(maxsize=8)
def _packages_prefixes(schema: Schema) -> Sequence[tuple[str, Node]]:
    """The prefixes of the variables of each table of packages, the longest first."""
    tables = [
        node for node in schema.root.walk() if node.is_open or (node.package and node.is_table)
    ]
    found = [(f"{plain_name(node)}_", node) for node in tables]
    return sorted(found, key=lambda each: -len(each[0]))


@cache
def _process_names() -> Names:
    from prefect_toml_lsp.prefect.spelling import Names

    # Prefect itself sets those with two underscores: nobody writes them.
    return Names(sorted(name for name in PROCESS if not name.startswith("PREFECT__")))


@lru_cache(maxsize=1024)
def suggest_variables(name: str, schema: Schema) -> Sequence[str]:
    """Suggestions of variables for the unknown `name`, the best first. A slip of a variable of the
    process is nothing else, and neither is one of a package that only lacks `INTEGRATIONS`.
    """
    slips = _process_names().slips(name.upper())
    if slips:
        return tuple(sorted(slips))
    from prefect_toml_lsp.prefect.places import is_in_other_table
    from prefect_toml_lsp.prefect.suggest import suggest

    otherwise = otherwise_named(name, schema)
    if otherwise is not None:
        return (otherwise,)
    found = [each for each in suggest(schema, (name,), most=5) if not each.opposite]
    nodes = [schema.find(each.path) for each in found]
    table = table_of_packages(name, schema)
    if table is not None and table.package is not None:
        rest = name.lower().removeprefix(f"{plain_name(table)}_".lower())
        nodes = [each for each in nodes if each and not is_in_other_table(table.path, rest, each)]
    return tuple(node.environment[0] for node in nodes if node is not None and node.environment)


def otherwise_named(name: str, schema: Schema) -> str | None:
    """The variable of a package that is `name` with `INTEGRATIONS`, or without; None if there is
    none.
    """
    upper = name.upper()
    is_below = upper.startswith(_OF_PACKAGES)
    ends = (_OF_PACKAGES, PREFIX) if is_below else (PREFIX, _OF_PACKAGES)
    node = schema.by_variable.get(upper.replace(*ends, 1))
    return node.environment[0] if node is not None and node.package and node.is_offered else None


def is_spelled_like(name: str, variable: str, schema: Schema) -> bool:
    """Whether `name` may be a misspelling of `variable`, or of another one of its setting, and not
    only mean the same.
    """
    from prefect_toml_lsp.prefect.spelling import fold, nearest

    node = schema.by_variable.get(variable)
    names = node.environment if node is not None else (variable,)
    bare = fold(name).removeprefix("prefect_")
    return bool(nearest(bare, (fold(each).removeprefix("prefect_") for each in names)))


def setting_named(key: str, schema: Schema) -> Node | None:
    """The setting whose dotted path is `key`, which profiles do not read."""
    node = schema.by_path.get(key)
    return node if node is not None and node.is_setting and node.exists else None
