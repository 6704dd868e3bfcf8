"""Tables of `pyproject.toml` that are meant for Prefect, but that it never reads."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.settings import OTHER_TABLE
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import Header, KeyPart, KeyValue, Statement

_NEAR = 0.85  # one slip in seven letters


def check_near_miss(statement: Statement, context: Context) -> Iterator[Finding]:
    """A hint at a header, or at a dotted key above all headers, with the table that is meant."""
    prefix = context.prefix
    if not prefix:
        return
    key = None
    if isinstance(statement, Header):
        key = statement.key
    elif isinstance(statement, KeyValue) and statement.section.header is None:
        key = statement.pair.key
    if key is None or not key.whole or key.names[: len(prefix)] == prefix:
        return
    meant = _meant(key.parts, prefix)
    if meant:
        span = Span.between(key.parts[0].span.start, key.parts[meant - 1].span.end)
        rest = "".join(f".{name}" for name in key.names[meant:])
        yield OTHER_TABLE.at(span, table=".".join(prefix) + rest)


def _meant(parts: tuple[KeyPart, ...], prefix: tuple[str, ...]) -> int:
    """How many first parts of a key are meant as Prefect's table; 0 if none are."""
    first = parts[0].name.casefold()
    if first in (".".join(prefix), prefix[-1]):
        return 1
    if len(parts) < 2 or first != prefix[0]:
        return 0
    second = parts[1].name
    if second.casefold() == prefix[-1]:
        return 2
    if abs(len(second) - len(prefix[-1])) > 1:
        return 0
    from prefect_toml_lsp.prefect.spelling import Names, fold

    near = Names((prefix[-1],)).near(fold(second), _NEAR)
    return 2 if near else 0
