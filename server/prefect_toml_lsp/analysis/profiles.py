"""`profiles.toml`: named groups of variables, and which of them is active.

What Prefect does (3.8.8; 3.1.15, 3.4.25, 3.6.29 and 3.9.1 agree): all profiles are looked at when
it starts (`prefect.context.root_settings_context`), but the values of the active one only. Where
the active one is missing, the profile `ephemeral` that comes with Prefect counts; the other three
that come with it count only if they are in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from prefect_toml_lsp.analysis.analysis import syntax_finding
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Placed, Severity
from prefect_toml_lsp.analysis.ignores import Ignores
from prefect_toml_lsp.analysis.variables import Variable, Where, check_variables
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.sources.variable import UNKNOWN
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Change, Claim, Document
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
BUILT_IN = ("ephemeral", "local", "test", "cloud")
"""The profiles that come with Prefect; the first is the one that counts without any other."""


class Key(NamedTuple):
    """A key, its value (`UNKNOWN` where it is broken) and their places in the document."""

    name: str
    value: Any
    key: Span
    literal: Span | None

    @property
    def span(self) -> Span:
        """The value, or the key where there is none."""
        return self.literal or self.key


class Profiles(NamedTuple):
    """What a `profiles.toml` says.

    profiles
        The variables of each profile by its name, in the order of the text.
    strays
        Keys and tables at the top that Prefect does not know.
    no_tables
        Where a value or an array stands in the place of a profile, or of the table of them.
    """

    active: Key | None
    profiles: dict[str, dict[str, Variable]]
    strays: list[Key]
    no_tables: list[Key]


class ProfilesAnalysis:
    """What there is to say about a `profiles.toml` in its `context`.

    The statements are kept up to date by the document; they are gone over again when something is
    asked for after an edit.
    """

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self._ignores = Ignores()
        for statement in document.statements:
            self._ignores.add(statement)
        self._profiles: Profiles | None = None
        self._findings: list[Finding] | None = None

    @property
    def schema(self) -> Schema:
        """Prefect's settings as the release in force has them."""
        return self.context.schema

    @property
    def profiles(self) -> Profiles:
        """What the document says."""
        if self._profiles is None:
            self._profiles = read_profiles(self.document)
        return self._profiles

    @property
    def active(self) -> str | None:
        """The name of the active profile; None where nothing says it."""
        sources = self.context.sources
        if sources is not None and sources.profile:
            return sources.profile
        said = self.profiles.active
        return said.value if said and isinstance(said.value, str) and said.value else None

    def update(self, change: Change) -> None:
        """Follow an edit of the document."""
        for statement in change.removed:
            self._ignores.remove(statement)
        for statement in change.added:
            self._ignores.add(statement)
        self._profiles = self._findings = None

    def findings(self) -> list[Finding]:
        """All findings with spans in the document, in the order of the text."""
        if self._findings is None:
            self._findings = [] if self.context.is_prefect_2 else self._find()
        return self.context.as_asked(self._findings)

    def _find(self) -> list[Finding]:
        found = [*self._syntax(), *self._check_shape(), *self._check_active()]
        for name, variables in self.profiles.profiles.items():
            where = Where("profile", active=name == self.active)
            found.extend(check_variables([*variables.values()], where, self.context))
        if self._ignores:
            found = [*self._settle(found)]
        return sorted(found, key=lambda each: each.span)

    def _settle(self, found: list[Finding]) -> Iterator[Finding]:
        """`found` without what comments silence."""
        document = self.document
        statements = [document.at(each.span.line) for each in found]
        placed = [
            Placed(statement, each.down(-document.start(statement)))
            for statement, each in zip(statements, found, strict=True)
        ]
        for statement, finding in self._ignores.settle(document, placed):
            yield finding.down(document.start(statement))

    def _syntax(self) -> Iterator[Finding]:
        document = self.document
        clashing = set(document.clashing)
        for statement, start in zip(document.statements, document.starts, strict=True):
            if statement.problems or statement in clashing:
                for problem in document.problems(statement):
                    yield syntax_finding(problem).down(start)

    def _check_shape(self) -> Iterator[Finding]:
        for name, _, key, literal in self.profiles.no_tables:
            message = f"`{name}` must be a table. Prefect refuses to start with this"
            yield Finding("wrong-type", Severity.ERROR, message, literal or key)
        for name, _, key, _ in self.profiles.strays:
            message = f"Prefect knows `active` and `profiles` here, and ignores `{name}`"
            if name.startswith("PREFECT_"):
                message += "; a variable belongs into a profile: `[profiles.NAME]`"
            yield Finding("unknown-setting", Severity.WARNING, message, key)

    def _check_active(self) -> Iterator[Finding]:
        active, profiles = self.profiles.active, self.profiles.profiles
        if active is None or active.value is UNKNOWN or not active.value:
            return
        if isinstance(active.value, list | dict):
            message = "`active` takes the name of a profile in quotes"
            message += ". Prefect refuses to start with this"
            yield Finding("wrong-type", Severity.ERROR, message, active.span)
            return
        sources = self.context.sources
        if sources is not None and sources.profile:
            message = "`active` has no effect here: `PREFECT_PROFILE` in the environment wins"
            yield Finding("overridden", Severity.INFORMATION, message, active.key)
        elif active.value not in profiles and active.value != BUILT_IN[0]:
            yield _missing(active, [*profiles])


def _missing(active: Key, names: list[str]) -> Finding:
    """A warning, as Prefect gives one itself but for its own profiles."""
    default = f"Prefect uses its own profile `{BUILT_IN[0]}` instead"
    message = f"there is no profile of this name; {default}"
    if not isinstance(active.value, str):
        message = f"`active` takes the name of a profile in quotes; {default}"
    if active.value in BUILT_IN:
        message = f"this profile of Prefect's own counts only if it is in this file; {default}"
    candidates: list[str] = []
    if isinstance(active.value, str):
        from prefect_toml_lsp.prefect.spelling import Names, fold

        near = Names(map(fold, names)).near(fold(active.value))
        candidates = [name for name in names if fold(name) in near]
        candidates.sort(key=lambda name: -near[fold(name)])
    if candidates:
        message += f". Did you mean `{candidates[0]}`?"
    data = {"candidates": candidates}
    return Finding("unknown-profile", Severity.WARNING, message, active.span, data)


def find_profile(document: Document, name: str) -> Span | None:
    """Where a profile is named first, by its header if it has one; None where there is none."""
    found = occurrences(document, (PROFILES, name))
    header = next((each for each in found if each.claim is Claim.TABLE), None)
    first = header or next(iter(found), None)
    return first.part if first else None


# Reading


def read_profiles(document: Document) -> Profiles:
    """What `document` says; statements that clash with earlier ones are left out."""
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
            if header is None or (
                header.key.whole
                and not isinstance(header, ArrayHeader)
                and header.key.names[0] in (ACTIVE, PROFILES)
            ):
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
