"""Properties of the ranges in any document, even a broken one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from prefect_toml_lsp.features.document_link import links
from prefect_toml_lsp.features.folding_range import folding_ranges
from prefect_toml_lsp.features.selection_range import selection_ranges
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.text import PositionEncoding
from tests.examples import times
from tests.features.structure import IDENTIFIER, NESTED, at, highlighted, span, symbol_tree, view
from tests.toml.generate import broken_documents, documents, fragments

texts = documents | broken_documents | st.lists(fragments).map("".join)
prefixed = st.tuples(texts, st.sampled_from(["[tool.prefect]\n", "[tool]\nprefect.", ""]), texts)
positions = st.builds(lsp.Position, st.integers(0, 14), st.integers(0, 20))
clients = st.sampled_from(
    [NESTED, NESTED._replace(encoding=PositionEncoding.UTF8, whole_line_folds=True)]
)
views = st.one_of(
    st.builds(view, texts, clients),
    st.builds(lambda parts, client: view("\n".join(parts), client, kind="pyproject.toml"),
              prefixed, clients),
)  # fmt: skip


def check_symbols(
    snapshot: Snapshot, symbols: list[lsp.DocumentSymbol], outer: lsp.DocumentSymbol | None
) -> None:
    spans = [span(snapshot, symbol.range) for symbol in symbols]
    for symbol, whole in zip(symbols, spans, strict=True):
        assert symbol.name.strip()
        named = span(snapshot, symbol.selection_range)
        assert whole.start <= named.start
        assert named.end <= whole.end
        if outer:
            around = span(snapshot, outer.range)
            assert around.start <= whole.start
            assert whole.end <= around.end
        check_symbols(snapshot, list(symbol.children or ()), symbol)
    if outer is None:
        assert all(above.end <= below.start for above, below in pairwise(spans))


@pytest.mark.slow
@given(views)
@times(5)
def test_symbols_enclose_their_children_and_their_names(snapshot: Snapshot) -> None:
    check_symbols(snapshot, symbol_tree(snapshot), None)


@pytest.mark.slow
@given(views)
@times(5)
def test_folds_hide_something(snapshot: Snapshot) -> None:
    lines = snapshot.source.lines
    for fold in folding_ranges(snapshot, lsp.FoldingRangeParams(IDENTIFIER)):
        assert fold.start_line < fold.end_line < len(lines)
        if fold.start_character is not None and fold.end_character is not None:
            start = lsp.Position(fold.start_line, fold.start_character)
            span(snapshot, lsp.Range(start, lsp.Position(fold.end_line, fold.end_character)))


@pytest.mark.slow
@given(views, st.lists(positions, max_size=4))
@times(5)
def test_selections_grow_around_their_position(
    snapshot: Snapshot, where: list[lsp.Position]
) -> None:
    found = selection_ranges(snapshot, lsp.SelectionRangeParams(IDENTIFIER, where))
    assert len(found) == len(where)
    for position, selection in zip(where, found, strict=True):
        inner = span(snapshot, selection.range)
        assert inner.touches(snapshot.position(position))
        outer = selection.parent
        while outer:
            larger = span(snapshot, outer.range)
            assert larger != inner
            assert larger.start <= inner.start
            assert inner.end <= larger.end
            inner, outer = larger, outer.parent


@pytest.mark.slow
@given(views, positions)
@times(5)
def test_a_highlighted_name_is_highlighted_from_all_places(
    snapshot: Snapshot, position: lsp.Position
) -> None:
    found = highlighted(snapshot, position)
    if not found:
        return
    spans = [span(snapshot, each.range) for each in found]
    assert all(above.end <= below.start for above, below in pairwise(spans))
    for each in found:
        assert highlighted(snapshot, each.range.start) == found


@pytest.mark.slow
@given(views)
@times(3)
def test_links_are_inside_the_document(snapshot: Snapshot) -> None:
    for link in links(snapshot, lsp.DocumentLinkParams(IDENTIFIER)):
        assert span(snapshot, link.range)


def test_an_empty_document_has_no_structure() -> None:
    snapshot = view("")
    assert symbol_tree(snapshot) == []
    assert folding_ranges(snapshot, lsp.FoldingRangeParams(IDENTIFIER)) == []
    assert links(snapshot, lsp.DocumentLinkParams(IDENTIFIER)) == []
    where = at(snapshot.source.end)
    assert highlighted(snapshot, where) is None
