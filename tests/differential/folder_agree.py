"""Compare our findings and values for a folder with what Prefect does when it starts there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.codes.model import UNREADABLE

from . import folder_judge as ours
from .agree import same
from .client import Answer
from .folder_case import FolderCase
from .folder_client import FolderOracleProcess
from .folder_judge import Judged, judge
from .oracle_runtime import runtime_of

MOST_ROUNDS = 6
"""How many times the errors are removed and the rest is judged again."""
MOST_CAUSES = 6

_PREFECT_WARNS = {
    "`PREFECT_API_URL`": "api-url",
    "PREFECT_SERVER_DATABASE_PASSWORD is set": "password",
    "is not recognized": "profile-variable",
    "WARNING: Active profile": "profile-name",
    "Failed to load profiles": "profile-syntax",
}
_WE_WARN = {
    "api-url-misconfigured": "api-url",
    "password-unused": "password",
    "unknown-profile": "profile-name",
}
_SYNTAX = {name for name, code in CODES.items() if code.effect == UNREADABLE}
_IN_PROFILES = (
    "unknown-variable",
    "table-variable",
    "wrong-release",
    "process-variable",
    "past-variable",
)
_HIDDEN = ("DeprecationWarning", "PendingDeprecationWarning")


Place = tuple[str, int]
"""(file name in the case, line, 1-based)."""


class Error(NamedTuple):
    """An error that we report, and the round in which it was found."""

    found: Judged
    number: int


class Trouble(NamedTuple):
    """One disagreement: its category, the kind by which it is grouped, and the text to print."""

    category: str
    kind: str
    detail: str


class FolderComparison:
    """Compares folders with one oracle, for the runtime of the oracle."""

    def __init__(self, oracle: FolderOracleProcess) -> None:
        self.oracle = oracle
        self.runtime = runtime_of(oracle.greeting)
        self.home = Path(oracle.greeting["home"])

    def check(self, case: FolderCase) -> list[Trouble]:
        """The disagreements about `case`; empty if we agree with Prefect."""
        if case.environment and self._refused(case._replace(files={})):
            case = case._replace(environment={})  # findings that no file has caused
        try:
            return self._check(case)
        except Exception as error:
            name = type(error).__name__
            return [Trouble("crash", name, f"we raise {name}: {error}")]

    def _check(self, case: FolderCase) -> list[Trouble]:
        """Remove what we call an error, again and again, until Prefect loads the rest."""
        left, errors = case, dict[Place, Error]()
        for number in range(MOST_ROUNDS):
            answer = self.oracle.ask_folder(left)
            findings = self.judged(left)
            new = [each for each in findings if each.severity == "error"]
            if answer["verdict"] == "loads" and new:
                return [
                    Trouble("false-error", new[0].code, f"we say {_told(new)}{_of(case, left)}")
                ]
            if answer["verdict"] == "loads":
                found = [*self._values(left, answer), *self._warnings(left, answer, findings)]
                return [*self._misplaced(case, errors), *found]
            if not new:
                told = f"Prefect refuses: {_why(answer)}{_of(case, left)}"
                return [Trouble("missed-refusal", _kind(answer), told)]
            places = {
                (each.file, each.line): Error(each, number)
                for each in new
                if each.file in case.files
            }
            if not places.keys() - errors.keys():
                return [Trouble("misplaced", "nowhere", f"we say {_told(new)}{_of(case, left)}")]
            errors = {**places, **errors}
            left = _without(case, errors)
        return []

    def _misplaced(self, case: FolderCase, errors: Mapping[Place, Error]) -> Iterator[Trouble]:
        """Errors that are not on an assignment that stops Prefect.

        An error is right if Prefect refuses the folder with this error alone. If it only matters
        together with another one, such as a second header, Prefect must report something else
        without it. If a rule compares two settings, the error moves to the other one when the first
        is removed; then both of them must stop Prefect together.
        """
        for place, (found, number) in list(errors.items())[:MOST_CAUSES]:
            others = errors.keys() - {place}
            partners = {at for at, (e, n) in errors.items() if e.code == found.code and n > number}
            alone = _without(case, others)
            if not others or self._refused(alone):
                continue
            if not _line(alone, place).strip():
                continue  # It is removed with the table of another error.
            if partners and self._refused(_without(case, others - partners)):
                continue
            if not any(self._changes(case, place, others - {other}) for other in others):
                yield Trouble("misplaced", found.code, f"Prefect loads with {_told([found])} alone")

    def _changes(self, case: FolderCase, place: Place, without: Collection[Place]) -> bool:
        """Whether Prefect's reasons to refuse change when the assignment at a place is removed."""
        there = self.oracle.ask_folder(_without(case, without))
        gone = self.oracle.ask_folder(_without(case, {*without, place}))
        return _reasons(there) != _reasons(gone)

    def judged(self, case: FolderCase) -> list[Judged]:
        """Our findings on a folder."""
        with case.written(self.home) as folder:
            return judge(folder, self.runtime, case.environment, self.home)

    def _refused(self, case: FolderCase) -> bool:
        return bool(self.oracle.ask_folder(case)["verdict"] == "refused")

    def _values(self, case: FolderCase, answer: Answer) -> Iterator[Trouble]:
        """Settings whose values are not what we say."""
        theirs = answer["values"]
        with case.written(self.home) as folder:
            found = ours.values_in_force(folder, self.runtime, case.environment, self.home)
        paths = {ours.shown(each)[0] for each in found}
        home = theirs["home"]["path"]
        for path in sorted(paths ^ theirs.keys()):
            yield Trouble("value", f"{path} is not on both sides", path)
        for each in found:
            path, value = ours.shown(each)
            if path in theirs and not self._is_right(each, theirs[path], home):
                state = "hidden" if ours.is_hidden(each) else "unset" if ours.is_unset(each) else ""
                detail = f"{path}: we say {state or repr(value)}, Prefect has {theirs[path]!r}"
                yield Trouble("value", path, detail)

    def _is_right(self, each: Any, theirs: Any, home_in_force: str) -> bool:
        if ours.is_hidden(each):
            return theirs is not None
        if ours.is_worked_out(each):
            return True
        if ours.is_unset(each):
            return theirs in (None, {"dict": {}}, {"set": []})
        path, value = ours.shown(each)
        # Home directories differ between people, so we show these paths as written.
        if path == "home" and str(value).split("/")[0] == "~":
            value = str(Path(f"{self.home}{value[1:]}"))
        if path == "profiles_path" and "$PREFECT_HOME" in str(value):
            value = str(Path(value.replace("$PREFECT_HOME", home_in_force)))
        return same(value, theirs)

    def _warnings(
        self, case: FolderCase, answer: Answer, findings: Sequence[Judged]
    ) -> Iterator[Trouble]:
        """Warnings that only one side gives, and keys that we call ignored although they count."""
        machine = self.oracle.ask_folder(case._replace(files={})) if case.environment else answer
        known = _warned(machine) if case.environment else set()
        theirs = _warned(answer) - known
        mine = {_our_warning(each) for each in findings} - {None} - known
        for kind in sorted(theirs - mine):
            told = f"only Prefect warns: {answer['warnings']}"
            yield Trouble("warning", f"Prefect: {kind}", told)
        for each in findings:
            if each.code in ours.IGNORED:
                if self._counts(case, answer, each):
                    yield Trouble("ignored", each.code, f"it counts, and we say {_told([each])}")
            elif _our_warning(each) in mine - theirs:
                told = f"only we warn: {_told([each])}"
                yield Trouble("warning", f"we: {_our_warning(each)}", told)

    def _counts(self, case: FolderCase, answer: Answer, each: Judged) -> bool:
        """Whether Prefect's values change when the assignment of a finding is removed."""
        if each.file not in case.files:
            return False
        line = _line(case, (each.file, each.line))
        if "{" in line or "[profiles." in line:
            # The finding may be on a part of the table and not on the assignment, and a header
            # below a profile also creates the profile.
            return False
        left = self.oracle.ask_folder(case.without_lines({each.file: {each.line}}))
        # Prefect may then refuse another value, which comes into force instead.
        return left["verdict"] == "loads" and bool(left["values"] != answer["values"])


def _line(case: FolderCase, place: Place) -> str:
    return case.files[place[0]].splitlines()[place[1] - 1]


def _of(case: FolderCase, left: FolderCase) -> str:
    return "" if left == case else f"\n  when what we call wrong is taken out:\n{left.shown()}"


def _without(case: FolderCase, places: Collection[Place]) -> FolderCase:
    where: dict[str, set[int]] = {}
    for file, line in places:
        where.setdefault(file, set()).add(line)
    return case.without_lines(where)


def _told(findings: Sequence[Judged]) -> str:
    return "; ".join(f"{e.file}:{e.line} {e.severity} {e.code}: {e.message}" for e in findings[:3])


def _reasons(answer: Answer) -> list[dict[str, object]]:
    """Prefect's errors, without the input of those about a whole table."""
    return [
        {name: part for name, part in each.items() if name != "input" or each["loc"]}
        for each in answer.get("errors", ())
    ]


def _why(answer: Answer) -> str:
    first = answer["errors"][0]
    where = ".".join(first["loc"])
    return f"{first['class']} {first['title']} {where} {first['type']}: {first['msg']}"


def _kind(answer: Answer) -> str:
    """A text that is the same for all refusals of one kind."""
    first = answer["errors"][0]
    message = re.sub(r"'[^']*'|\"[^\"]*\"|\S*/\S*|\d+", "…", first["msg"])
    return f"{answer['stage']} {first['class']} {first['type']} {message[:70]}"


def _warned(answer: Answer) -> set[str]:
    """The kinds of warnings that a person sees: Python hides the others by default."""
    return {
        next((kind for part, kind in _PREFECT_WARNS.items() if part in text), text)
        for category, text in answer["warnings"]
        if category not in _HIDDEN
    }


def _our_warning(each: Judged) -> str | None:
    if each.severity != "warning":
        return None
    in_profiles = not each.file.startswith((".env", "prefect", "pyproject"))
    if each.code in _IN_PROFILES and in_profiles:
        return "profile-variable"
    if each.code in _SYNTAX:
        # Elsewhere it is an error, or a warning about newer releases.
        return "profile-syntax" if in_profiles else None
    return _WE_WARN.get(each.code)
