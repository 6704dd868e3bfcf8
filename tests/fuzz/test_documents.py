"""Random documents: every feature answers, with ranges in the document, and no action makes a
valid document invalid.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.actions.sorting import sort
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.documents import document_kind
from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.excerpt import block
from prefect_toml_lsp.cli.files import check_text
from prefect_toml_lsp.cli.palette import PLAIN
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.features.documents import read, view_of
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.text import Edit, Span
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml.format import format_document
from tests.fuzz.asking import EVERYTHING, answers, as_json, features, ranges
from tests.fuzz.budget import Tally
from tests.fuzz.mutate import NAMES, mutated
from tests.toml.reading import is_toml

pytestmark = pytest.mark.slow


def actions(judged: Any, chance: random.Random) -> Iterator[tuple[str, Sequence[Edit]]]:
    """The code actions for a document, by title; refactorings only for some lines."""
    for fix in fixes(judged, judged.findings()):
        yield fix.title, fix.edits
    yield "fix all", fix_all(judged)
    document = judged.document
    if isinstance(judged, Analysis):
        rows = range(len(document.source.lines))
        for row in chance.sample(rows, min(len(rows), 12)):
            for column in (0, len(document.source.content(row)) // 2):
                for fix in refactorings(judged, Span(row, column, row, column)):
                    yield fix.title, fix.edits
        yield "sort", sort(document, judged.context.schema, judged.context.prefix)
    if file_kind(judged.context.kind).holds is not Holds.VARIABLES:
        yield "format", list(format_document(document))


def test_no_action_makes_a_document_invalid() -> None:
    tally = Tally("documents with their actions", least=8)
    for number, chance in enumerate(tally.rounds()):
        kind = [*NAMES][number % len(NAMES)]
        context, text = Context(newest_schema(), kind=kind), mutated(kind, chance)
        readable = file_kind(kind).holds is not Holds.VARIABLES and is_toml(text)
        judged = document_kind(kind).analyse(document_kind(kind).read(text), context)
        with tally.one():
            made = [*actions(judged, chance)]
        for title, edits in made:
            changed = apply_edits(text, edits)
            assert not readable or is_toml(changed), (title, text)


def test_every_feature_answers_with_ranges_in_the_document() -> None:
    tally = Tally("documents with their features", least=8)
    asked = {name for name, _ in features()}
    for number, chance in enumerate(tally.rounds()):
        kind = [*NAMES][number % len(NAMES)]
        text = mutated(kind, chance)
        with tally.one():
            context = Context(newest_schema(), kind=kind)
            view = view_of(read(kind, text), context, EVERYTHING, ServerOptions(), "file:///x/y")
            found = dict(answers(view, chance))
        assert asked < found.keys()
        lines = [len(line.encode("utf-16-le", "surrogatepass")) // 2 for line in view.source.lines]
        for method, answer in found.items():
            for row, column, end_row, end_column in ranges(as_json(answer)):
                assert (row, column) <= (end_row, end_column), (method, text)
                assert end_row < len(lines), (method, text)
                assert column <= lines[row], (method, text)
                assert end_column <= lines[end_row], (method, text)


def test_check_answers() -> None:
    tally = Tally("documents that were checked", least=8)
    for number, chance in enumerate(tally.rounds()):
        kind = [*NAMES][number % len(NAMES)]
        text = mutated(kind, chance)
        with tally.one():
            for report in check_text(Target("x", kind), text, Context(newest_schema(), kind=kind)):
                assert list(block(report, PLAIN))
