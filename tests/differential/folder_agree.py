"""Hold what we say of a folder against what Prefect does when it starts there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from . import folder_judge as ours
from .agree import same
from .client import Answer
from .folder_case import FolderCase
from .folder_client import FolderOracleProcess
from .folder_judge import Judged, judge

MOST_ROUNDS = 4
"""How often the errors are taken out and the rest is judged again."""
MOST_CAUSES = 6

CATEGORIES = ("false-error", "missed-refusal", "misplaced", "value", "warning", "ignored", "crash")

_PREFECT_WARNS = {
    "`PREFECT_API_URL`": "api-url",
    "PREFECT_SERVER_DATABASE_PASSWORD is set": "password",
    "is not recognized": "profile-variable",
    "WARNING: Active profile": "profile-name",
    "has been moved to the `sqlalchemy`": "sqlalchemy",
}
_WE_WARN = {
    "api-url-misconfigured": "api-url",
    "password-unused": "password",
    "unknown-profile": "profile-name",
}
_IN_PROFILES = frozenset(("unknown-variable", "table-variable", "wrong-release",
                          "process-variable"))  # fmt: skip
_NOT_ONE_ASSIGNMENT = frozenset(("unreadable-line",))


class Trouble(NamedTuple):
    """One disagreement: its category, what it is alike with, and what to tell of it."""

    category: str
    kind: str
    detail: str


class FolderComparison:
    """One oracle and one release."""

    def __init__(self, oracle: FolderOracleProcess, release: str) -> None:
        self.oracle = oracle
        self.release = release
        self.home = Path(oracle.greeting["home"])

    def check(self, case: FolderCase) -> list[Trouble]:
        """The disagreements about `case`; empty when we and Prefect agree."""
        if case.environment and self._refused(case._replace(files={})):
            case = case._replace(environment={})  # what no file has a part in
        try:
            return self._check(case, MOST_ROUNDS)
        except Exception as error:
            name = type(error).__name__
            return [Trouble("crash", name, f"we raise {name}: {error}")]

    def _check(self, case: FolderCase, rounds: int) -> list[Trouble]:
        answer = self.oracle.ask_folder(case)
        findings = self._judge(case)
        errors = [each for each in findings if each.severity == "error"]
        if answer["verdict"] == "loads":
            if errors:
                return [Trouble("false-error", errors[0].code, f"we say {_told(errors)}")]
            return [*self._values(case, answer), *self._warnings(case, answer, findings)]
        if not errors:
            return [Trouble("missed-refusal", _kind(answer), f"Prefect refuses: {_why(answer)}")]
        return self._causes(case, answer, errors, rounds)

    def _judge(self, case: FolderCase) -> list[Judged]:
        with case.written(self.home) as folder:
            return judge(folder, self.release, case.environment, self.home)

    def _refused(self, case: FolderCase) -> bool:
        return bool(self.oracle.ask_folder(case)["verdict"] == "refused")

    def _causes(
        self, case: FolderCase, answer: Answer, errors: Sequence[Judged], rounds: int
    ) -> list[Trouble]:
        """Whether each error is on an assignment that stops Prefect.

        It is if Prefect still refuses when all other errors are taken out, and does something else
        when this one is taken out, too. What is left without any of them is judged again.
        """
        places = {(each.file, each.line): each for each in errors if each.file in case.files}
        if not places:
            return [Trouble("misplaced", "nowhere", f"we say {_told(errors)}")]
        rest = _without(case, places)
        left = self.oracle.ask_folder(rest)
        for place, error in list(places.items())[:MOST_CAUSES]:
            alone = self.oracle.ask_folder(_without(case, places.keys() - {place}))
            if alone["verdict"] == "loads" or alone.get("errors") == left.get("errors"):
                detail = f"we say {_told([error])}\n  Prefect refuses: {_why(answer)}"
                return [Trouble("misplaced", error.code, detail)]
        if left["verdict"] == "loads" or rounds == 0:
            return []
        found = self._check(rest, rounds - 1)
        return [each._replace(detail=f"{each.detail}\n  (left: {rest.files})") for each in found]

    def _values(self, case: FolderCase, answer: Answer) -> Iterator[Trouble]:
        """Settings that are not what we say they are."""
        theirs = answer["values"]
        with case.written(self.home) as folder:
            found = ours.values_in_force(folder, self.release, case.environment, self.home)
        paths = {ours.shown(each)[0] for each in found}
        for path in sorted(paths ^ theirs.keys()):
            yield Trouble("value", f"{path} is not on both sides", path)
        for each in found:
            path, value = ours.shown(each)
            if path in theirs and not self._is_right(each, theirs[path]):
                state = "hidden" if ours.is_hidden(each) else "unset" if ours.is_unset(each) else ""
                detail = f"{path}: we say {state or repr(value)}, Prefect has {theirs[path]!r}"
                yield Trouble("value", path, detail)

    def _is_right(self, each: Any, theirs: Any) -> bool:
        if ours.is_hidden(each):
            return theirs is not None
        if ours.is_worked_out(each):
            return True
        if ours.is_unset(each):
            return theirs in (None, {"dict": {}}, {"set": []})
        value = ours.shown(each)[1]
        return same(value, theirs) or (
            isinstance(theirs, dict)
            and "path" in theirs
            and str(Path(str(value)).expanduser()) == theirs["path"].replace(str(self.home), "~")
        )

    def _warnings(
        self, case: FolderCase, answer: Answer, findings: Sequence[Judged]
    ) -> Iterator[Trouble]:
        """Warnings that only one side gives, and keys that we say are ignored and that count."""
        theirs = {_warning(text) for _, text in answer["warnings"]}
        mine = {_our_warning(each) for each in findings} - {None}
        for kind in sorted(theirs - mine):
            yield Trouble(
                "warning", f"Prefect: {kind}", f"only Prefect warns: {answer['warnings']}"
            )
        for kind in sorted(filter(None, mine - theirs)):
            alike = [each for each in findings if _our_warning(each) == kind]
            yield Trouble("warning", f"we: {kind}", f"only we warn: {_told(alike)}")
        for each in findings:
            if each.severity != "warning" or _our_warning(each) or each.file not in case.files:
                continue
            if "{" in case.files[each.file].splitlines()[each.line - 1]:
                continue  # The finding may be on a part of the table, and not on the assignment.
            without = self.oracle.ask_folder(case.without_lines({each.file: {each.line}}))
            if without.get("values") != answer["values"] and each.code not in _NOT_ONE_ASSIGNMENT:
                yield Trouble("ignored", each.code, f"it counts, and we say {_told([each])}")


def _without(case: FolderCase, places: Collection[tuple[str, int]]) -> FolderCase:
    where: dict[str, set[int]] = {}
    for file, line in places:
        where.setdefault(file, set()).add(line)
    return case.without_lines(where)


def _told(findings: Sequence[Judged]) -> str:
    return "; ".join(f"{e.file}:{e.line} {e.severity} {e.code}: {e.message}" for e in findings[:3])


def _why(answer: Answer) -> str:
    first = answer["errors"][0]
    where = ".".join(first["loc"])
    return f"{first['class']} {first['title']} {where} {first['type']}: {first['msg']}"


def _kind(answer: Answer) -> str:
    """What a refusal has in common with others of its kind."""
    first = answer["errors"][0]
    message = re.sub(r"'[^']*'|\"[^\"]*\"|\S*/\S*|\d+", "…", first["msg"])
    return f"{answer['stage']} {first['class']} {first['type']} {message[:70]}"


def _warning(text: str) -> str:
    return next((kind for part, kind in _PREFECT_WARNS.items() if part in text), text)


def _our_warning(each: Judged) -> str | None:
    if each.severity != "warning":
        return None
    if each.code in _IN_PROFILES and not each.file.startswith((".env", "prefect", "pyproject")):
        return "profile-variable"
    return _WE_WARN.get(each.code)
