"""Settings that a stronger source sets, too, so that the file's value has no effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis.codes.settings import OVERRIDDEN_SETTING
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Related
from prefect_toml_lsp.analysis.wording import who_reads
from prefect_toml_lsp.sources.assignment import current, table_given
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span

if TYPE_CHECKING:
    from prefect_toml_lsp.sources.precedence import SourceLocation


def check_overridden(entry: Entry, context: Context) -> Iterator[Finding]:
    """Information that names the variable or the line that wins, never its value."""
    winner = winner_over(entry, context) if isinstance(entry, Known) else None
    if not isinstance(entry, Known) or winner is None:
        return
    yield overridden(entry.node.dotted, winner, entry.part.span, who_reads(entry.node))


def overridden(name: str, winner: SourceLocation, span: Span, who: str) -> Finding:
    """Information that `name`, at `span`, is overridden; `who` reads the setting."""
    data = {
        "winner": {
            "kind": winner.kind,
            "name": winner.name,
            "path": str(winner.where) if winner.where else None,
            "line": winner.line,
        }
    }
    related: tuple[Related, ...] = ()
    if winner.where and winner.line is not None:
        place = Span(winner.line, 0, winner.line, 0)
        related = (Related(winner.where, place, f"`{winner.name}` is set here"),)
    return OVERRIDDEN_SETTING.at(
        span, data=data, related=related, name=name, winner=describe_place(winner), who=who
    )


def winner_over(entry: Known, context: Context) -> SourceLocation | None:
    """The place that wins over a setting of the document. Prefect merges its sources before it
    looks at the values, so a value that is overridden is never refused.
    """
    folder, node = context.folder, entry.node
    if folder is None or node.is_table or node.is_absent or entry.syntax is None:
        return None
    entries = table_given(node, entry.value)
    strength = (folder.rank(node.dotted, context.kind), 0)
    present = context.schema.by_path.get(current(node.dotted, context.schema.release), node)
    found = folder.assignments.winner_over(present, strength, entries)
    if found is None:
        return None
    first = {next(iter(entries))} if entries else None
    return next(found.locations(first), found.place)


def describe_place(place: SourceLocation) -> str:
    """A source as text: ``PREFECT_API_URL in the environment``, ``… on line 3 of .env``."""
    if place.where is None:
        return f"`{place.name}` in the environment"
    line = "" if place.line is None else f"line {place.line + 1} of "
    return f"`{place.name}` on {line}`{place.where.name}`"
