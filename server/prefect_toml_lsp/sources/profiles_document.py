"""The contents of a `profiles.toml`: named groups of variables, and the active one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.variable import UNKNOWN, Variable
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Claim, Document
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.nodes import (
    ArrayHeader,
    Header,
    InlineTable,
    KeyPart,
    KeyValue,
    Statement,
    Value,
)
from prefect_toml_lsp.toml.occurrences import occurrences, pairs_of

ACTIVE, PROFILES = "active", "profiles"
EPHEMERAL = "server.ephemeral.enabled"
"""The setting that a built-in profile sets where there is no file of profiles."""
OWN_PROFILES: Mapping[str, Mapping[str, str | bool]] = {
    "ephemeral": {EPHEMERAL: True},
    "local": {"api.url": "http://127.0.0.1:4200/api"},
    "test": {EPHEMERAL: True, "server.database.connection_url": "sqlite+aiosqlite:///:memory:"},
    "cloud": {},
}
"""Prefect's built-in profiles and their settings (`prefect/settings/profiles.toml`); the first one
counts if there is no other.
"""
BUILT_IN = tuple(OWN_PROFILES)


class Key(NamedTuple):
    """A key, its value (`UNKNOWN` where it is broken) and their places in the document."""

    name: str
    value: Any
    key: Span
    literal: Span | None

    @property
    def span(self) -> Span:
        """The value, or the key if there is none."""
        return self.literal or self.key


class Profiles(NamedTuple):
    """The contents of a `profiles.toml`.

    profiles
        The variables of each profile by its name, in the order of the text.
    strays
        Keys and tables at the top that Prefect does not know.
    no_tables
        The places of values or arrays instead of a profile, or of the table of profiles.
    """

    active: Key | None
    profiles: dict[str, dict[str, Variable]]
    strays: list[Key]
    no_tables: list[Key]


def is_of_prefect(document: Document) -> bool:
    """Whether a `profiles.toml` is Prefect's by its contents: other tools have files with this
    name, but only Prefect's has keys that begin with ``PREFECT_``.
    """
    for statement in document.statements:
        if isinstance(statement, KeyValue):
            for pair, _ in pairs_of(statement):
                if any(part.name.startswith(PREFIX) for part in pair.key.parts):
                    return True
    return False


def find_profile(document: Document, name: str) -> Span | None:
    """Where a profile is named first, by its header if it has one; None if there is none."""
    found = occurrences(document, (PROFILES, name))
    header = next((each for each in found if each.claim is Claim.TABLE), None)
    first = header or next(iter(found), None)
    return first.part if first else None


def read_profiles(document: Document) -> Profiles:
    """The profiles in `document`, without statements that clash with earlier ones."""
    reader = _Reader()
    clashing = set(document.clashing)
    for statement, start in zip(document.statements, document.starts, strict=True):
        if statement not in clashing:
            reader.read(statement, start)
    return reader.found


class _Reader:
    """Goes over the statements once."""

    def __init__(self) -> None:
        self.found = Profiles(None, {}, [], [])

    def read(self, statement: Statement, start: int) -> None:
        if isinstance(statement, Header):
            self._header(statement, start)
        elif isinstance(statement, KeyValue):
            header = statement.section.header
            if header is None or (header.key.whole and not isinstance(header, ArrayHeader)):
                self._pairs(statement, start)

    def _header(self, header: Header, start: int) -> None:
        key = header.key
        if not key.whole:
            return
        names, parts = key.names, key.parts
        is_array = isinstance(header, ArrayHeader)
        if names[0] != PROFILES:
            if names[0] != ACTIVE:
                self.found.strays.append(_key(parts[0], {}, None, start))
        elif is_array and len(parts) < 3:
            self.found.no_tables.append(_key(parts[-1], [], None, start))
        elif len(parts) > 1:
            profile = self.found.profiles.setdefault(names[1], {})
            if len(parts) > 2:
                value: Any = [{}] if is_array else {}
                _put(profile, parts[2], value, names[3:], None, start)

    def _pairs(self, statement: KeyValue, start: int) -> None:
        for pair, path in pairs_of(statement):
            if not pair.key.whole:
                continue
            above = len(path) - len(pair.key.parts)
            last = pair.key.parts[-1]
            if path[0] == ACTIVE:
                self._active(path, last, pair.value, start)
            elif path[0] != PROFILES:
                if above == 0:
                    self.found.strays.append(_key(pair.key.parts[0], {}, None, start))
            else:
                self._below(path, above, pair.key.parts, pair.value, start)

    def _active(
        self, path: tuple[str, ...], part: KeyPart, value: Value | None, start: int
    ) -> None:
        if self.found.active is None:
            key = _key(part, _decoded(value) if len(path) == 1 else {path[1]: True}, value, start)
            self.found = self.found._replace(active=key)

    def _below(
        self,
        path: tuple[str, ...],
        above: int,
        parts: tuple[KeyPart, ...],
        value: Value | None,
        start: int,
    ) -> None:
        if len(path) < 3 and value is not None and not isinstance(value, InlineTable):
            decoded = _decoded(value)
            if decoded is not UNKNOWN:
                self.found.no_tables.append(_key(parts[-1], decoded, value, start))
        if len(path) > 1:
            profile = self.found.profiles.setdefault(path[1], {})
            if len(path) > 2 and above <= 2:
                _put(profile, parts[2 - above], _decoded(value), path[3:], value, start)
            elif len(path) > 3 and path[2] in profile:
                table = profile[path[2]].value
                if isinstance(table, dict):
                    table[path[3]] = True


def _put(
    profile: dict[str, Variable],
    part: KeyPart,
    value: Any,
    below: tuple[str, ...],
    literal: Value | None,
    start: int,
) -> None:
    """Take up a variable; one with names below it is a table of them."""
    if below:
        value = {below[0]: value}
    earlier = profile.get(part.name)
    if earlier is None:
        span = literal.span.down(start) if literal and not below else None
        profile[part.name] = Variable(part.name, value, part.span.down(start), span)
    elif isinstance(earlier.value, dict) and isinstance(value, dict):
        earlier.value.update(value)


def _key(part: KeyPart, value: Any, literal: Value | None, start: int) -> Key:
    span = literal.span.down(start) if literal else None
    return Key(part.name, value, part.span.down(start), span)


def _decoded(value: Value | None) -> Any:
    try:
        return decode(value)
    except UndecodableError:
        return UNKNOWN
