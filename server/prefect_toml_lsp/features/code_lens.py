"""`textDocument/codeLens` (LSP 3.17): what each table sets, and the way to what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.entries import Entry, Known
from prefect_toml_lsp.analysis.rules.overridden import winner_over
from prefect_toml_lsp.features.commands import SHOW_EFFECTIVE
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.schema.acceptance import Accepted, Converted, effective
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import Header, KeyValue, Statement

OPTIONS = lsp.CodeLensOptions(resolve_provider=False)


def code_lenses(snapshot: Snapshot, _: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """One above each table that sets something, and above what is set before the first table;
    none unless the user wants them.

    Its command shows the settings in force in the folder.
    """
    if not snapshot.settings.code_lens:
        return None
    found = []
    overridden: dict[str, bool] = {}
    for span, entries in _sections(snapshot):
        counts = _count(snapshot, entries, overridden)
        if counts.settings or counts.ignored:
            command = lsp.Command(counts.in_words(), SHOW_EFFECTIVE, arguments=[snapshot.uri])
            found.append(lsp.CodeLens(snapshot.range(span), command))
    return found


class _Counts(NamedTuple):
    """How many keys are settings, and of these how many something else overrides or would be the
    same if left out; and how many keys Prefect ignores.
    """

    settings: int = 0
    overridden: int = 0
    default: int = 0
    ignored: int = 0

    def in_words(self) -> str:
        parts = [f"{self.settings} setting{'' if self.settings == 1 else 's'}"]
        if self.overridden:
            parts.append(f"{self.overridden} overridden")
        if self.default:
            parts.append(f"{self.default} equal to the default")
        if self.ignored:
            parts.append(f"{self.ignored} ignored")
        return ", ".join(parts)


def _sections(snapshot: Snapshot) -> Iterator[tuple[Span, list[Entry]]]:
    """The place of each section that sets something of Prefect's, and what it sets."""
    span: Span | None = None
    entries: list[Entry] = []
    document = snapshot.document
    for statement, line in zip(document.statements, document.starts, strict=True):
        if isinstance(statement, Header):
            if span is not None:
                yield span, entries
            span, entries = None, []
            if not _is_table(snapshot, statement):
                continue
            span = statement.key.span.down(line)
        elif isinstance(statement, KeyValue):
            if span is None and statement.section.header is not None:
                continue
            found = _of(snapshot, statement)
            if span is None and found:
                span = statement.pair.key.span.down(line)
            entries.extend(found)
    if span is not None:
        yield span, entries


def _is_table(snapshot: Snapshot, header: Header) -> bool:
    """Whether a header opens a table in which settings, or what may be meant for some, stand."""
    prefix = snapshot.analysis.context.prefix
    names = header.key.names
    if names[: len(prefix)] != prefix:
        return False
    node = snapshot.find(names)
    return node is None or node.is_table


def _of(snapshot: Snapshot, statement: Statement) -> list[Entry]:
    return [
        entry
        for entry in snapshot.analysis.entries(statement)
        if not (isinstance(entry, Known) and entry.node.is_table)
    ]


def _count(snapshot: Snapshot, entries: Iterable[Entry], known: dict[str, bool]) -> _Counts:
    """What the entries of a section are; `known` keeps by path whether a setting is overridden."""
    settings = overridden = default = ignored = 0
    for entry in entries:
        verdict = entry.verdict if isinstance(entry, Known) else None
        if not isinstance(entry, Known) or (verdict and verdict.outcome == "ignored"):
            ignored += 1
            continue
        settings += 1
        path = entry.node.dotted
        if path not in known or entry.node.is_free_form:
            known[path] = winner_over(entry, snapshot.analysis.context) is not None
        if known[path]:
            overridden += 1
        elif isinstance(verdict, Accepted | Converted) and _is_default(entry, verdict):
            default += 1
    return _Counts(settings, overridden, default, ignored)


def _is_default(entry: Known, verdict: Accepted | Converted) -> bool:
    value, default = effective(entry.value, verdict), entry.node.default
    return default is not None and type(value) is type(default) and value == default
