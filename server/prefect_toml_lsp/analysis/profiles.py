"""`profiles.toml`: named groups of variables, and which of them is active.

What Prefect does (3.8.8; 3.1.15, 3.4.25, 3.6.29 and 3.9.1 agree): it reads all profiles when it
starts (`prefect.context.root_settings_context`), but only the values of the active one. If the
active one is missing, the built-in profile `ephemeral` counts; the other three built-in profiles
only count if they are in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.analysis.analysis import FIRST_LINE, syntax_finding
from prefect_toml_lsp.analysis.codes.files import TOO_MUCH_TEXT
from prefect_toml_lsp.analysis.codes.refusals import WRONG_TYPE
from prefect_toml_lsp.analysis.codes.settings import OVERRIDDEN_SETTING
from prefect_toml_lsp.analysis.codes.variables import UNKNOWN_PROFILE
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Placed, Severity
from prefect_toml_lsp.analysis.ignores import Ignores
from prefect_toml_lsp.analysis.profile_structure import Structure
from prefect_toml_lsp.analysis.rules.legacy_reader import (
    changed,
    lost,
    refusal,
    stops,
    taken_now,
    too_long,
)
from prefect_toml_lsp.analysis.variables import Where, check_variables
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.sources.active_profile import active_name
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.legacy_view import (
    LegacyView,
    ProfilesRead,
    look,
    read_profiles_as,
)
from prefect_toml_lsp.sources.profiles_document import (
    ACTIVE,
    BUILT_IN,
    PROFILES,
    Key,
    Profiles,
    is_of_prefect,
    read_profiles,
)
from prefect_toml_lsp.sources.source import is_fatal
from prefect_toml_lsp.sources.variable import UNKNOWN
from prefect_toml_lsp.toml import Change, Document, Problem


class ProfilesAnalysis:
    """The findings on a `profiles.toml` in its `context`. The document keeps its statements up to
    date; they are judged again at the first request after an edit.
    """

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self._ignores = Ignores()
        for statement in document.statements:
            self._ignores.add(statement)
        self._profiles: ProfilesRead | None = None
        self._seen: LegacyView | None = None
        self._findings: list[Finding] | None = None

    @property
    def schema(self) -> Schema:
        """Prefect's settings as the release in force has them."""
        return self.context.schema

    @property
    def profiles(self) -> Profiles:
        """The profiles in the document, as Prefect reads them."""
        return self._read().profiles

    def _read(self) -> ProfilesRead:
        if self._profiles is None:
            found = read_profiles(self.document)
            with_toml = self.context.readers.toml == "toml"
            self._seen = look(self.document) if with_toml else None
            self._profiles = (
                read_profiles_as(found, self._seen) if self._seen else ProfilesRead(found)
            )
        return self._profiles

    @property
    def active(self) -> str | None:
        """The name of the active profile; None if nothing says it."""
        folder = self.context.folder
        return active_name(self.profiles, (folder and folder.environment) or {})

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
            self._findings = [] if self._is_foreign() else self._find()
        return self.context.as_asked(self._findings)

    def _is_foreign(self) -> bool:
        """Whether the file is not Prefect's: other tools have files of this name, too."""
        if self.context.is_prefect_2:
            return True
        return self.context.may_be_foreign and not is_of_prefect(self.document)

    def _find(self) -> list[Finding]:
        read = self._read()
        use = self.context.profiles_use
        structure = Structure(self.document, self.profiles, self.schema)
        strays = [*structure.strays()]
        found = [*self._syntax(), *self._check_shape(), *strays, *self._check_active(strays)]
        if use.gives_values:
            found += (lost(None, each.key, self.context) for each in read.lost)
            found += (changed(each.span, self.context) for each in read.changed)
        for name, variables in self.profiles.profiles.items():
            is_active = use.gives_values and name == self.active
            where = Where(PROFILE, active=is_active, readers=self.context.readers)
            paths = structure.paths(name, variables)
            found += paths.values()
            left = [each for key, each in variables.items() if key not in paths]
            found.extend(check_variables(left, where, self.context))
        if self._ignores:
            found = [*self._settle(found)]
        return sorted(found, key=lambda each: each.span)

    def _settle(self, found: list[Finding]) -> Iterator[Finding]:
        """`found` without findings that comments silence."""
        document = self.document
        statements = [document.at(each.span.line) for each in found]
        placed = [
            Placed(statement, each.down(-document.start(statement)))
            for statement, each in zip(statements, found, strict=True)
        ]
        for statement, finding in self._ignores.settle(document, placed):
            yield finding.down(document.start(statement))

    def _syntax(self) -> Iterator[Finding]:
        """Where Prefect only takes values from the file, it warns that it cannot read it."""
        if self.context.profiles_use.is_checked:
            yield from self._syntax_errors()
        else:
            for each in self._syntax_errors():
                yield each._replace(severity=max(each.severity, Severity.WARNING))

    def _syntax_errors(self) -> Iterator[Finding]:
        document, seen = self.document, self._seen
        clashing = set(document.clashing)
        if seen and seen.is_too_long:
            yield too_long()
        if document.unread is not None:
            yield TOO_MUCH_TEXT.at(FIRST_LINE.down(document.starts[-1]))
        for statement, start in zip(document.statements, document.starts, strict=True):
            problems: list[Problem] = []
            if statement.problems or statement in clashing:
                problems = document.problems(statement)
            for problem in problems:
                found = syntax_finding(problem).down(start)
                is_taken = seen is not None and not stops(seen, statement)
                yield taken_now(found, self.context) if is_taken else found
            if seen and statement in seen.refused and not any(map(is_fatal, problems)):
                yield refusal(statement, self.context).down(start)

    def _check_shape(self) -> Iterator[Finding]:
        is_checked = self.context.profiles_use.is_checked
        looked_at = (PROFILES, self.active) if self.active else ()
        for name, _, key, literal in self.profiles.no_tables:
            if is_checked or name in looked_at:
                wanted = "a table"
                if name == ACTIVE:
                    wanted = "a table here; name the active profile above `[profiles]`"
                elif name.startswith(PREFIX):
                    wanted = "a table here; variables belong in a profile, as in `[profiles.local]`"
                yield WRONG_TYPE.at(literal or key, subject=f"`{name}`", wanted=wanted)

    def _check_active(self, strays: Sequence[Finding]) -> Iterator[Finding]:
        """If a table is meant as the active profile, its finding covers everything in it."""
        active, profiles = self.profiles.active, self.profiles.profiles
        if active is None or active.value is UNKNOWN or not active.value:
            return
        folder = self.context.folder
        use = self.context.profiles_use
        if isinstance(active.value, list | dict) and not self._is_active_elsewhere():
            wanted = "the name of a profile in quotes"
            yield WRONG_TYPE.at(active.span, subject="`active`", wanted=wanted)
            return
        if folder is not None and folder.profile:
            winner = "`PREFECT_PROFILE` in the environment"
            yield OVERRIDDEN_SETTING.at(active.key, name="active", winner=winner)
        elif use.is_checked and active.value not in profiles and active.value != BUILT_IN[0]:
            if any(each.data.get("table") == [PROFILES, active.value] for each in strays):
                return
            yield _missing(active, [*profiles])

    def _is_active_elsewhere(self) -> bool:
        """Whether Prefect does not look at `active`; to check the file, an empty name is enough."""
        folder = self.context.folder
        if folder is None or self.context.profiles_use.gives_values:
            return bool(folder and folder.profile)
        return "PREFECT_PROFILE" in (folder.environment or {})


def _missing(active: Key, names: list[str]) -> Finding:
    """A warning; Prefect gives one itself, except for its built-in profiles."""
    why = "missing" if isinstance(active.value, str) else "unnamed"
    if active.value in BUILT_IN:
        why = "own"
    candidates: list[str] = []
    if isinstance(active.value, str):
        from prefect_toml_lsp.prefect.spelling import nearest

        candidates = nearest(active.value, names)
    return UNKNOWN_PROFILE.at(
        active.span,
        data={"candidates": candidates},
        why=why,
        meant=next(iter(candidates), None),
        default=BUILT_IN[0],
    )
