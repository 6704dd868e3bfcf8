"""Which findings to report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.analysis.codes import CODES, codes_named
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.meant import did_you_mean
from prefect_toml_lsp.cli.reports import Report
from prefect_toml_lsp.records import NamedTuple


class Selection(NamedTuple):
    """The findings to report; None and an empty tuple mean no choice.

    select, ignore
    Names of codes. Ignored codes are left out even if selected.
        least
            The least severity that counts.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    least: Severity = Severity.HINT

    def takes(self, report: Report) -> bool:
        """Whether a finding counts."""
        return self.takes_code(report.code) and report.level <= self.least

    def takes_code(self, code: str) -> bool:
        """Whether findings of a code count if they are severe enough."""
        return (self.select is None or code in self.select) and code not in self.ignore


def selected(select: Sequence[str] | None, ignore: Iterable[str], least: str | None) -> Selection:
    """The selection of the command line; `least` is the word of a severity.

    Raises `CannotRunError`.
    """
    if select is not None and not any(each.strip(" ,") for each in select):
        raise CannotRunError("--select names no code; leave it out, or write all")
    return Selection(
        None if select is None else codes_of(select),
        codes_of(ignore),
        next((each for each in Severity if each.word == least), Severity.HINT),
    )


def codes_of(written: Iterable[str]) -> tuple[str, ...]:
    """The names of the codes in `written`: names, former names, beginnings of names or `all`,
    separated by commas. Raises `CannotRunError` for any other text.
    """
    found: dict[str, None] = {}
    for text in written:
        for part in filter(None, map(str.strip, text.split(","))):
            named = codes_named(part)
            if not named:
                hint = did_you_mean(part.lower(), CODES)
                raise CannotRunError(f"no code is {part!r} or starts with it{hint}")
            found.update(dict.fromkeys(named))
    return tuple(found)
