"""Findings: what the analysis reports about a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import Statement

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
NO_DATA: Mapping[str, Any] = MappingProxyType({})


class Severity(IntEnum):
    """What Prefect does; the numbers are those of LSP 3.17, DiagnosticSeverity."""

    ERROR = 1  # refuses to start with this file
    WARNING = 2  # Prefect loads the file but ignores this, or warns about it itself
    INFORMATION = 3  # Prefect converts it, or another source overrides it
    HINT = 4  # Prefect accepts it, but there is a better way to write it

    @property
    def label(self) -> str:
        """The name in LSP, which the JSON output has, too."""
        return self.name.lower()

    @property
    def word(self) -> str:
        """The name as people write it."""
        return "note" if self is Severity.INFORMATION else self.label


class Related(NamedTuple):
    """Another place that a finding is about.

    where
        The file; None for the document itself.
    span
        As that of the finding; in another file it covers the start of the line.
    """

    where: Path | None
    span: Span
    message: str


class Finding(NamedTuple):
    """One problem in a range of text.

    code
        Stable and kebab-case.
    message
        The problem and the remedy, from the row of the code; never a secret value.
    span
        Relative to the statement if it comes from a rule, and in the document if it comes from
        `Analysis.findings`.
    data
        What a fix needs (JSON types), such as ``{"candidates": [["server", "api", "port"]]}``.
    related
        Related places: the first key, the line that wins.
    waits
        Whether it depends on a search for the project's classes that has not ended.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    data: Mapping[str, Any] = NO_DATA
    related: tuple[Related, ...] = ()
    waits: bool = False

    def down(self, lines: int) -> Finding:
        """The same finding `lines` lines further down."""
        related = tuple(
            each if each.where else each._replace(span=each.span.down(lines))
            for each in self.related
        )
        return self._replace(span=self.span.down(lines), related=related)


class Placed(NamedTuple):
    """A finding and the statement that its span is relative to."""

    statement: Statement
    finding: Finding


def most_severe(found: Sequence[T], most: int, severity: Callable[[T], Severity]) -> Sequence[T]:
    """The `most` most severe of `found`, in their order; of equal severity, the first ones."""
    if len(found) <= most:
        return found
    ranked = sorted(range(len(found)), key=lambda at: severity(found[at]))
    return [found[at] for at in sorted(ranked[:most])]
