"""The summary: which files were checked, by which release, and the number of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.analysis.codes.files import UNREADABLE_FILE
from prefect_toml_lsp.cli.columns import printable
from prefect_toml_lsp.cli.files import Checked
from prefect_toml_lsp.cli.reports import FAILING, Report
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple

if TYPE_CHECKING:
    from prefect_toml_lsp.project.runtime import Explained


class Summary(NamedTuple):
    """The checked files and their releases; `unread` are files that were not checked."""

    paths: list[str]
    unread: list[str]
    judged_as: list[Explained]
    assumed: list[str]

    @classmethod
    def of(cls, targets: Sequence[Target], checked: Sequence[Checked]) -> Summary:
        """The summary for `targets`, one for each of `checked`."""
        pairs = [*zip((each.path for each in targets), checked, strict=True)]
        read = [path for path, each in pairs if each.judged_as is not None]
        unread = [path for path, each in pairs if each.judged_as is None]
        judged_as = dict.fromkeys(each.judged_as for each in checked if each.judged_as)
        assumed = dict.fromkeys(each.assumed for each in checked if each.assumed)
        return cls(read, unread, [*judged_as], [*assumed])

    def judged(self) -> str:
        """``checked as Prefect 3.9.1 (uv.lock)``."""
        if not self.paths:
            return _UNREAD[min(len(self.unread), 2)]
        reasons: dict[tuple[str, str], list[str]] = {}
        for release, reason, beside in self.judged_as:
            reasons.setdefault((release, beside), []).append(reason)
        shown = [
            f"{release} ({', '.join(why[:MOST_NAMED])}){beside}"
            for (release, beside), why in [*reasons.items()][:MOST_NAMED]
        ]
        text = f"checked as {', '.join(shown)}"
        if len(reasons) > len(shown):
            text += f" and {counted(len(reasons) - len(shown), 'other releases')}"
        return f"{text}, {len(self.unread)} not read" if self.unread else text

    def names(self) -> str | None:
        """The names of the files, if they are few, on a separate line."""
        if 1 < len(self.paths) <= MOST_NAMED:
            return f"Checked: {', '.join(map(printable, self.paths))}"
        return None


_UNREAD = ("no file was read", "which was not read", "none of which was read")

MOST_NAMED = 5
"""Files, releases or reasons that the summary names one by one."""


def closing(reports: Sequence[Report], summary: Summary) -> Iterator[str]:
    """The last lines: the names of few files, assumptions, and the number of findings."""
    names = summary.names()
    if names:
        yield names
    for each in summary.assumed:
        yield f"Note: {each}."
    yield summarize(reports, summary)


def next_step(reports: Sequence[Report]) -> str | None:
    """What to do about the errors and warnings, in a sentence; None if there are none."""
    code = next((report.code for report in reports if report.severity in FAILING), None)
    if code is None:
        return None
    explain = f"`prefect-toml-lsp explain {code}`"
    if any(report.is_fixable for report in reports):
        return f"Next: add `--fix` to write the safe fixes, or run {explain}."
    return f"Next: run {explain}."


def summarize(reports: Sequence[Report], summary: Summary) -> str:
    """How much was found in the files that were checked."""
    if not reports:
        return f"All good: {counted(len(summary.paths), 'files')} {summary.judged()}."
    words = Counter(report.word for report in reports)
    counts = ((words[severity.word], severity.word) for severity in Severity)
    *others, last = [counted(count, f"{word}s") for count, word in counts if count]
    found = f"{', '.join(others)} and {last}" if others else last
    return f"Found {found}{_where(reports, summary)}, {summary.judged()}."


def _where(reports: Sequence[Report], summary: Summary) -> str:
    """Phrase saying where the findings are: in files, on the machine, or both. Folders that could
    not be searched do not count.
    """
    known = {*summary.paths, *summary.unread}
    concerned = len(known.intersection(report.path for report in reports))
    files = counted(len(known), "files")
    if concerned and len(known) > 1:
        files = f"{concerned} of {files}"
    is_on_machine = any(
        report.path not in known and report.code != UNREADABLE_FILE.name for report in reports
    )
    if concerned:
        return f" in {files} and on this machine" if is_on_machine else f" in {files}"
    machine = " on this machine" if is_on_machine else ""
    return f"{machine} and nothing in {files}" if known else machine
