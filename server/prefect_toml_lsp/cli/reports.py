"""Findings ready to be shown, without their documents."""

from __future__ import annotations

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.analysis.codes.files import UNREADABLE_FILE
from prefect_toml_lsp.records import NamedTuple

SHOWN = 100
"""Findings of a file that are shown as text; JSON has all."""
FAILING = ("error", "warning")
"""The severities that make a check fail."""


class Excerpt(NamedTuple):
    """The line of a finding with secrets masked.

    `start` and `end` are the 0-based columns (characters of `text`) of the part of the finding's
    range in this line; they are equal for an empty range. `text` may be a part of a long line;
    `cut_before` and `cut_after` say whether the line continues there.
    """

    text: str
    start: int
    end: int
    cut_before: bool = False
    cut_after: bool = False


class Replacement(NamedTuple):
    """A text that replaces a range; lines and columns as in `Report`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Repair(NamedTuple):
    """The fix that most people want, for programs; None if it would show a secret."""

    title: str
    replacements: tuple[Replacement, ...]


VERSION = 1
"""The version of what `as_record` returns. It goes up when a key goes away or changes its meaning,
and stays when one is added.
"""
_FIELDS = ("path", "line", "column", "end_line", "end_column", "severity", "code", "message")


class Report(NamedTuple):
    """One finding in one file.

    Lines and columns are 1-based and count characters; `end_column` is the column after the last
    character. `severity` is error, warning, information or hint (`Severity.label`). `is_fixable`
    says whether `--fix` corrects it, where that was asked for (`Options.fixable`).
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    code: str
    message: str
    excerpt: Excerpt | None = None
    repair: Repair | None = None
    is_fixable: bool = False

    @property
    def word(self) -> str:
        """The severity as people write it."""
        return self.level.word

    @property
    def level(self) -> Severity:
        """The severity that `severity` names."""
        return Severity[self.severity.upper()]


def as_record(report: Report) -> dict[str, str | int]:
    """A finding as the JSON object that programs get; `docs/ci.md` describes its keys."""
    return {"version": VERSION, **{field: getattr(report, field) for field in _FIELDS}}


def unreadable(path: str, reason: str, *, is_ours: bool = False) -> Report:
    """The finding of a file or folder that cannot be read; a note if only our own bounds prevent
    that.
    """
    code = UNREADABLE_FILE
    severity = Severity.INFORMATION if is_ours else code.severity
    message = code.say({"reason": reason})
    return Report(path, 1, 1, 1, 1, severity.label, code.name, message)
