"""`textDocument/codeLens` (LSP 3.17): what each table sets, and the settings in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import SHOW_EFFECTIVE_PAGE, Snapshot
from prefect_toml_lsp.prefect.acceptance import Ignored
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.sources.toml_entries import Entry, Known, Unknown, is_open
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import Header, KeyValue

CODE_LENS = Feature(lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensOptions(resolve_provider=False))


@CODE_LENS.on(Holds.SETTINGS)
def code_lenses(snapshot: Snapshot, _: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """A lens above each table that sets something, and above the settings before the first table;
    none unless the user has switched them on.

    Its command shows the settings in force in the folder, which the client must implement; for
    other clients there are no lenses.
    """
    if not (snapshot.settings.code_lens and snapshot.client.shows_effective):
        return None
    found = []
    for span, entries, unknown in _sections(snapshot):
        counts = _count(snapshot, entries, unknown)
        if counts.settings or counts.ignored:
            command = lsp.Command(counts.in_words(), SHOW_EFFECTIVE_PAGE, arguments=[snapshot.uri])
            found.append(lsp.CodeLens(snapshot.range(span), command))
    return found


class _Counts(NamedTuple):
    """The number of settings, of those that are overridden, of those that equal their default, and
    of keys that Prefect ignores.
    """

    settings: int = 0
    overridden: int = 0
    default: int = 0
    ignored: int = 0

    def in_words(self) -> str:
        parts = [counted(self.settings, "settings")]
        if self.overridden:
            parts.append(f"{self.overridden} overridden")
        if self.default:
            parts.append(f"{self.default} equal to the default")
        if self.ignored:
            parts.append(f"{self.ignored} ignored")
        return ", ".join(parts)


def _sections(snapshot: Snapshot) -> Iterator[tuple[Span, list[Entry], int]]:
    """The place of each section that sets one of Prefect's settings, what it sets, and how many
    other keys it has.
    """
    document, prefix = snapshot.document, snapshot.analysis.context.prefix
    span: Span | None = None
    entries: list[Entry] = []
    unknown = 0
    is_unknown = False
    for statement, line in zip(document.statements, document.starts, strict=True):
        if isinstance(statement, Header):
            if span is not None:
                yield span, entries, unknown
            span, entries, unknown = None, [], 0
            names = statement.key.names
            node = snapshot.find(names)
            is_ours = names[: len(prefix)] == prefix and not _is_of_unknown_package(snapshot, names)
            if is_ours and (node is None or node.is_table):
                span = statement.key.span.down(line)
                is_unknown = node is None and is_open(statement)
        elif isinstance(statement, KeyValue):
            if span is None and statement.section.header is not None:
                continue
            if is_unknown:  # Its keys are not read, which would take 30 ms for 5,000 such tables.
                unknown += statement.pair.key.whole
                continue
            for entry in snapshot.analysis.entries(statement):
                if isinstance(entry, Known) and entry.node.is_table:
                    continue
                if isinstance(entry, Unknown) and entry.table.is_open:
                    continue
                if span is None:
                    span = statement.pair.key.span.down(line)
                entries.append(entry)
    if span is not None:
        yield span, entries, unknown


def _is_of_unknown_package(snapshot: Snapshot, names: tuple[str, ...]) -> bool:
    """Whether a table may be that of a package that is not known here."""
    length = len(snapshot.analysis.context.prefix)
    table = snapshot.find(names[: length + 1])
    return table is not None and table.is_open and snapshot.find(names[: length + 2]) is None


def _count(snapshot: Snapshot, entries: Iterable[Entry], unknown: int) -> _Counts:
    """Counts the entries of a section, which also has `unknown` other keys."""
    settings = overridden = default = 0
    ignored = unknown
    for entry in entries:
        if not isinstance(entry, Known):
            ignored += 1
            continue
        if entry.node.is_absent or isinstance(entry.verdict, Ignored):
            ignored += 1
            continue
        settings += 1
        if snapshot.analysis.winner_over(entry):
            overridden += 1
        elif entry.is_default:
            default += 1
    return _Counts(settings, overridden, default, ignored)
