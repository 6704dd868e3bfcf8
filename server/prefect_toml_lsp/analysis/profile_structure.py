"""Find keys and tables in the wrong place of a `profiles.toml`, and the right place.

Prefect reads `active`, the tables in `profiles`, and the variables in them; it ignores the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prefect_toml_lsp.analysis.codes.settings import UNKNOWN_SETTING
from prefect_toml_lsp.analysis.codes.variables import UNKNOWN_VARIABLE
from prefect_toml_lsp.analysis.findings import NO_DATA, Finding
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.prefect.spelling import fold, nearest
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.profile_settings import PathInProfile, paths_below
from prefect_toml_lsp.sources.profiles_document import (
    ACTIVE,
    BUILT_IN,
    PROFILES,
    Profiles,
)
from prefect_toml_lsp.sources.variable import Variable
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.nodes import Header, KeyValue

Path = tuple[str, ...]

_ALSO_ACTIVE = ("active_profile", "default", "default_profile", "profile")


class _Home(NamedTuple):
    """The right place of a misplaced key: the details for the message and for a fix."""

    detail: Mapping[str, Any]
    data: Mapping[str, Any]


class Structure:
    """The shape of a `profiles.toml`."""

    def __init__(self, document: Document, profiles: Profiles, schema: Schema) -> None:
        self._document = document
        self._profiles = profiles
        self._schema = schema

    def strays(self) -> Iterator[Finding]:
        """Warnings on keys and tables at the top that Prefect does not know."""
        for key in self._profiles.strays:
            statement = self._document.at(key.key.line)
            home: _Home | None = None
            if isinstance(statement, Header):
                home = self._home_of_table(statement)
            elif isinstance(statement, KeyValue):
                home = self._home_of_key(statement)
            detail = dict(home.detail) if home else {}
            detail |= {"profiles": key.name.startswith(PREFIX), "name": key.name}
            yield UNKNOWN_SETTING.at(key.key, data=home.data if home else NO_DATA, **detail)

    def paths(self, profile: str, variables: Mapping[str, Variable]) -> dict[str, Finding]:
        """By their names: the tables of settings in a profile, with a warning on each."""
        found: dict[str, Finding] = {}
        for name, variable in variables.items():
            table = self._schema.root.children.get(name)
            if table is None or not table.is_table or not isinstance(variable.value, dict):
                continue
            place = (PROFILES, profile, name)
            below = paths_below(self._document, place, 2, self._schema)
            if below:
                found[name] = self._on_paths(variable, place, below)
        return found

    def _on_paths(self, variable: Variable, place: Path, below: Sequence[PathInProfile]) -> Finding:
        known = next((each for each in below if each.node is not None), below[0])
        names = known.node.environment if known.node else self._suggested(known.path)
        return UNKNOWN_VARIABLE.at(
            variable.key,
            data={"paths": list(place), "profile": place[1]},
            name=".".join(known.path),
            who="Prefect",
            is_key=bool(names),
            warns=True,
            meant=next(iter(names), None),
        )

    def _suggested(self, path: Path) -> Sequence[str]:
        from prefect_toml_lsp.prefect.suggest import suggest

        found = suggest(self._schema, path, most=1)
        node = self._schema.find(found[0].path) if found and not found[0].opposite else None
        return node.environment[:1] if node is not None else ()

    # At the top

    @property
    def _profile(self) -> str | None:
        """The profile that is meant if none is named: the active one, or the only one."""
        active, names = self._profiles.active, [*self._profiles.profiles]
        if active is not None and isinstance(active.value, str) and active.value:
            return active.value
        return names[0] if len(names) == 1 else None

    def _home_of_table(self, header: Header) -> _Home | None:
        names = header.key.names
        is_profiles = bool(nearest(names[0], (PROFILES,)))
        if is_profiles and len(names) > 1:
            return _table((PROFILES, *names[1:]))
        if PROFILES in names[1:-1]:
            return _table(names[names.index(PROFILES) :])
        keys = [
            each.pair.key.names[0]
            for each in self._document.section_statements(header)
            if isinstance(each, KeyValue) and each.pair.key.names
        ]
        if len(names) == 1 and any(each.startswith(PREFIX) for each in keys):
            name = self._profile if is_profiles else names[0]
            return _table((PROFILES, name)) if name else None
        node = self._schema.find(names)
        if node is not None and node.is_table:
            return self._home_of_settings(names)
        if len(names) == 1 and names[0] in (*BUILT_IN, self._profile):
            return _table((PROFILES, names[0]))
        return None

    def _home_of_settings(self, table: Path) -> _Home | None:
        profile = self._profile
        below = paths_below(self._document, table, 0, self._schema)
        node = next((each.node for each in below if each.node is not None), None)
        if node is None or profile is None:
            return None
        return _Home(
            {"place": _place(node.environment[0], profile)},
            {"paths": list(table), "profile": profile},
        )

    def _home_of_key(self, statement: KeyValue) -> _Home | None:
        names, profile = statement.pair.key.names, self._profile
        if len(names) == 1 and self._profiles.active is None and _is_active(names[0]):
            return _Home({"meant": f"`{ACTIVE}`"}, {"key": [ACTIVE]})
        if profile is None:
            return None
        if len(names) == 1 and names[0].startswith(PREFIX):
            where = [PROFILES, profile, names[0]]
            return _Home({"place": _place(names[0], profile)}, {"into": where})
        return self._home_of_settings(names)


def _is_active(name: str) -> bool:
    return fold(name) in _ALSO_ACTIVE or bool(nearest(name, (ACTIVE,)))


def _table(path: Path) -> _Home:
    return _Home({"meant": f"`[{dotted(path)}]`"}, {"table": list(path)})


def _place(variable: str, profile: str) -> str:
    return f"`{variable}` in `[{dotted((PROFILES, profile))}]`"
