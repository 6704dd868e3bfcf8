"""Compare our findings on a whole file with the engine's prediction and with Prefect."""

from __future__ import annotations

from collections.abc import Set
from functools import cache

from prefect_toml_lsp.analysis import Analysis, Context, Severity
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.acceptance.verdicts import Ignored, Release
from prefect_toml_lsp.project.readers import NEWEST, Readers
from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import Header, KeyValue

from .client import Answer
from .expect import Expectation
from .generate import Case
from .write import document

IGNORED = frozenset({"unknown-setting", "unknown-table", "wrong-release", "ignored-table",
                     "not-read-by-old-toml"})  # fmt: skip


@cache
def _catalogue() -> Catalogue:
    return Catalogue.load()


def differences(
    case: Case, expected: Expectation, answer: Answer, release: Release, readers: Readers = NEWEST
) -> list[str]:
    """The differences between our findings on `case` and what Prefect did; empty if there are none.

    Each begins with its category and a colon: ``analysis-missed-refusal``,
    ``analysis-false-error``, ``analysis-ignored`` (an ignored key without a warning) or
    ``analysis-warning`` (a warning on a key that Prefect silently accepts).
    """
    live = Document(document(list(case.assignments)))
    findings = Analysis(live, Context(_catalogue().schema(release), readers=readers)).findings()
    errors = [each for each in findings if each.severity is Severity.ERROR]
    if answer["verdict"] == "refused":
        return [] if errors else [f"analysis-missed-refusal: {answer['error']}"]
    if errors:
        return [f"analysis-false-error: {errors[0].code}"]
    warned = {each.span.start for each in findings if each.code in IGNORED}
    tables = _tables_told(live, warned)
    wrong: list[str] = []
    for statement, line in zip(live.statements, live.starts, strict=True):
        if not isinstance(statement, KeyValue):
            continue
        path = ".".join((*statement.section.path, *statement.pair.key.names))
        verdict = expected.verdicts.get(path)
        # A key in an unknown or ignored table has no separate verdict.
        ignored = verdict is None or isinstance(verdict, Ignored)
        if isinstance(verdict, Ignored) and verdict.rule == "overridden":
            continue  # a note, not a warning: another setting of the file wins
        key = statement.pair.key
        on_key = any(part.span.down(line).start in warned for part in key.parts)
        names = (*statement.section.path, *key.names)
        in_table = any(names[:length] in tables for length in range(1, len(names)))
        pair = statement.pair.span.down(line)
        in_pair = any(pair.start <= each < pair.end for each in warned)  # in an inline table
        if ignored and not in_pair and not in_table:
            wrong.append(f"analysis-ignored: {path}")
        if not ignored and on_key:
            wrong.append(f"analysis-warning: {path}")
    return wrong


def _tables_told(live: Document, warned: Set[Position]) -> set[tuple[str, ...]]:
    """The tables reported at their headers or in dotted keys, with all their keys."""
    told: set[tuple[str, ...]] = set()
    for statement, line in zip(live.statements, live.starts, strict=True):
        if isinstance(statement, KeyValue):
            key, outer = statement.pair.key, statement.section.path
        elif isinstance(statement, Header):
            key, outer = statement.key, ()
        else:
            continue
        for count, part in enumerate(key.parts, 1):
            if part.span.down(line).start in warned:
                told.add((*outer, *key.names[:count]))
    return told
