"""Find what changes for a folder with another release of Prefect."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.cli.context import (
    Options,
    catalogue,
    folder_of,
    named_release,
    runtime_of,
    schema_of,
)
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.files import check_target
from prefect_toml_lsp.cli.machine import check_machine
from prefect_toml_lsp.cli.paths import as_named
from prefect_toml_lsp.cli.reports import FAILING, Report
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.prefect import Release, show_release
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, effective, judge
from prefect_toml_lsp.prefect.changes import Change, changes_between
from prefect_toml_lsp.prefect.defaults import is_default
from prefect_toml_lsp.prefect.releases import nearest_known
from prefect_toml_lsp.project.images import release_named
from prefect_toml_lsp.project.runtime import Runtime
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.affected import Affected, Effect, affected_by
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.kinds import DOTENV
from prefect_toml_lsp.sources.precedence import SourceLocation

_SEVERITIES = {Effect.REFUSED: Severity.ERROR, Effect.IGNORED: Severity.WARNING}


class Row(NamedTuple):
    """The change for a setting.

    affected
        The place in the folder that sets it, and its effect; None for a default.
    change
        The change of the setting itself, if any.
    findings
        The findings of `check` at the place for the other release only.
    """

    setting: str
    affected: Affected | None
    change: Change | None
    findings: tuple[Report, ...] = ()

    @property
    def severity(self) -> Severity:
        """How bad it is, as `check` has it."""
        if self.affected is None or self.affected.is_overridden:
            return Severity.INFORMATION
        return _SEVERITIES.get(self.affected.effect, Severity.INFORMATION)


class Upgrade(NamedTuple):
    """The changes for a folder.

    one, other
        The releases.
    reason
        Where the first one comes from: ``uv.lock``.
    new, gone
        Findings of `check` for the other release only, and for the first one only, that are in no
        row.
    targets
        The files of the folder.
    assumed
        What was assumed about how either release reads files.
    notes
        The errors in the files, because of which either release may not start.
    """

    one: Release
    other: Release
    reason: str
    rows: list[Row]
    new: list[Report]
    gone: list[Report]
    targets: list[Target]
    assumed: list[str]
    notes: list[str]

    @property
    def fails(self) -> bool:
        """Whether the other release refuses or ignores a value that the first one accepts."""
        rows = (row.severity <= Severity.WARNING for row in self.rows)
        return any(rows) or any(each.severity in FAILING for each in self.new)


class Asked(NamedTuple):
    """Which releases are compared, and how the sources of the folder are read.

    written
        The first release as the user named it; None for that of the project.
    """

    one: Release
    other: Release
    written: str | None
    isolated: bool
    profile: str | None

    def options(self, version: str | None) -> Options:
        """How to judge by a release."""
        counts = not self.isolated or self.profile is not None
        return Options(prefect_version=version, environment=counts, profile=self.profile)

    @property
    def first(self) -> Options:
        """How to judge by the first one."""
        return self.options(self.written)

    @property
    def second(self) -> Options:
        """How to judge by the other one."""
        return self.options(show_release(self.other))


def releases_asked(folder: str, options: argparse.Namespace) -> Asked:
    """The releases on the command line, or that of the project if it names none; `folder` is an
    absolute path. Raises `CannotRunError`.
    """
    other = catalogue().newest if options.to is None else known_release(options.to)
    written = None if options.one is None else show_release(known_release(options.one))
    decision = runtime_of(folder, written).decision
    if decision.is_prefect_2:
        raise CannotRunError("the project runs Prefect 2; name a later release with --from")
    if decision.source == "newest":
        raise CannotRunError("nothing says which Prefect runs here; name it with --from")
    return Asked(decision.release, other, written, options.isolated, options.profile)


def known_release(text: str) -> Release:
    """The release that a text names, such as 3.4.1, or 3.4 for its newest. Raises
    `CannotRunError`, also for one that is not known.
    """
    named_release(text)
    written, known = text.strip(), catalogue().releases
    found = release_named(written, known)
    if found is not None and found in known:
        return found
    nearest = show_release(nearest_known(found or known[-1], known))
    raise CannotRunError(f"Prefect {written} is not a known release; the nearest is {nearest}")


def read_upgrade(folder: str, asked: Asked) -> Upgrade:
    """The changes for `folder`, whose path is as in messages."""
    absolute = os.path.abspath(folder)
    first, second = asked.first, asked.second
    before, after = folder_of(absolute, first), folder_of(absolute, second)
    runtimes = [runtime_of(absolute, each.prefect_version) for each in (first, second)]
    changes = changes_between(*map(schema_of, runtimes))
    targets = _targets(folder, absolute, (before, after))
    here, there = ([*_findings(targets, each)] for each in (first, second))
    new, gone = _only(there, here), _only(here, there)
    rows = [*_rows([*affected_by(before, after)], changes, new)]
    told = {id(each) for row in rows for each in row.findings}
    lines = {_line_of(row.affected.place) for row in rows if row.affected}
    return Upgrade(
        asked.one,
        asked.other,
        runtimes[0].explained.reason,
        rows,
        [each for each in new if id(each) not in told],
        [each for each in gone if _line(each) not in lines],
        targets,
        _assumed(targets, runtimes),
        [*dict.fromkeys(map(str, (*before.notes, *after.notes)))],
    )


def _assumed(targets: Iterable[Target], runtimes: Iterable[Runtime]) -> list[str]:
    if all(each.kind != DOTENV for each in targets):
        return []
    return [each for each in dict.fromkeys(each.assumes() for each in runtimes) if each]


def _targets(shown: str, folder: str, read: Iterable[Folder]) -> list[Target]:
    """The files of the folder that either Prefect reads, each once."""
    found: dict[str, Target] = {}
    for source in (source for each in read for source in each.sources):
        if source.path is not None and os.path.lexists(source.path):
            path = as_named(str(source.path), shown)
            found.setdefault(path, Target(path, source.kind, is_named=False, folder=folder))
    return [*found.values()]


def _findings(targets: Sequence[Target], options: Options) -> Iterator[Report]:
    for target in targets:
        yield from check_target(target, options).reports
    yield from check_machine(targets, options)


def _only(these: Iterable[Report], those: Iterable[Report]) -> list[Report]:
    """The findings that the others do not have at the same place; a message may name a release."""
    known = {each[:7] for each in those}
    return [each for each in these if each[:7] not in known]


def _rows(
    affected: Sequence[Affected], changes: Iterable[Change], new: Sequence[Report]
) -> Iterator[Row]:
    by_path = {each.path: each for each in changes}
    by_line: dict[tuple[str, int], list[Report]] = {}
    for each in new:
        by_line.setdefault(_line(each), []).append(each)
    is_set: set[str] = set()
    for place in affected:
        given = [one.node.dotted for one in (place.before, place.after) if one]
        is_set.update(given)
        change = next((by_path[path] for path in given if path in by_path), None)
        if place.effect is Effect.SAME and (change is None or change.parts == ("added",)):
            continue
        line = _line_of(place.place)
        yield Row(given[0], place, change, tuple(by_line.pop(line, ())) if line else ())
    for path, change in by_path.items():
        paths = {path, change.after.dotted if change.after else path}
        if "default" in change.parts and is_set.isdisjoint(paths) and not _is_same_default(change):
            yield Row(path, None, change)


def _is_same_default(change: Change) -> bool:
    """Whether the default is only written differently: Prefect converts the old one to the new."""
    before, after = change.before, change.after
    if before is None or after is None or before.default is None:
        return False
    verdict = judge(after.dotted, after.keywords, before.default, after.release)
    if not isinstance(verdict, Accepted | Converted):
        return False
    return is_default(after, effective(before.default, verdict))


def _line(report: Report) -> tuple[str, int]:
    return os.path.abspath(report.path), report.line


def _line_of(place: SourceLocation) -> tuple[str, int] | None:
    if place.where is None or place.line is None:
        return None
    return os.path.abspath(place.where), place.line + 1
