"""Text as editable lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.text import LineChange, Position, Source, Span
from prefect_toml_lsp.text.source import content_length, split_lines

texts = st.text(alphabet="ab\r\n\u2028é😀", max_size=30)
numbers = st.integers(-2, 12)
spans = st.builds(Span, numbers, numbers, numbers, numbers)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a\n", ""]),
        ("a\nb", ["a\n", "b"]),
        ("a\r\nb\rc\n", ["a\r\n", "b\r", "c\n", ""]),
        ("\n\r", ["\n", "\r", ""]),
        ("\r\r\n", ["\r", "\r\n", ""]),
        (
            "a\u2028b\x0bc\x85",
            ["a\u2028b\x0bc\x85"],
        ),  # characters that are line breaks elsewhere, but not in LSP
    ],
)
def test_lines_end_at_lf_crlf_and_cr(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines


@given(texts)
def test_split_lines_loses_nothing(text: str) -> None:
    lines = split_lines(text)
    assert "".join(lines) == text
    assert all(line.endswith(("\r", "\n")) for line in lines[:-1])
    assert content_length(lines[-1]) == len(lines[-1])


def test_content_length_leaves_the_line_break_out() -> None:
    assert [content_length(line) for line in ("ab\r\n", "ab\n", "ab\r", "ab", "\n", "")] == [
        2, 2, 2, 2, 0, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("position", "clamped"),
    [
        ((0, 1), (0, 1)),
        ((0, 9), (0, 2)),  # before CRLF
        ((1, 9), (1, 1)),  # before CR
        ((2, 9), (2, 3)),
        ((0, -1), (0, 0)),
        ((-1, 5), (0, 0)),
        ((3, 0), (2, 3)),
    ],
)
def test_positions_that_do_not_exist_are_clamped(
    position: tuple[int, int], clamped: tuple[int, int]
) -> None:
    assert Source("ab\r\nc\rdef").clamp(position) == clamped


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(0, 1, 0, 2), "b"),
        (Span(0, 1, 1, 1), "b\r\nc"),
        (Span(0, 0, 2, 3), "ab\r\nc\rdef"),
        (Span(1, 1, 1, 1), ""),
    ],
)
def test_slices(span: Span, text: str) -> None:
    assert Source("ab\r\nc\rdef").slice(span) == text


def test_the_end_is_after_the_last_character() -> None:
    assert Source("ab\ncd").end == (1, 2)
    assert Source("ab\n").end == (1, 0)
    assert Source("").end == (0, 0)


@pytest.mark.parametrize(
    ("text", "span", "new", "result", "change"),
    [
        ("a\nb\nc", Span(1, 0, 1, 1), "x", "a\nx\nc", LineChange(1, 1, 1)),
        ("a\nb\nc", Span(1, 1, 1, 1), "\n", "a\nb\n\nc", LineChange(1, 1, 2)),
        ("a\nb\nc", Span(0, 1, 1, 0), "", "ab\nc", LineChange(0, 2, 1)),
        ("a\nb\nc", Span(2, 1, 2, 1), "\n", "a\nb\nc\n", LineChange(2, 1, 2)),
        ("a\nb\nc", Span(9, 9, 9, 9), "d", "a\nb\ncd", LineChange(2, 1, 1)),
        ("a\nb\nc", Span(1, 1, 0, 0), "x", "x\nc", LineChange(0, 2, 1)),  # crossed ends
        (
            "a\rb",
            Span(1, 0, 1, 0),
            "\n",
            "a\r\nb",
            LineChange(0, 2, 2),
        ),  # CR and LF join to one line break
        ("a\r\nb", Span(0, 1, 1, 0), "\r", "a\rb", LineChange(0, 2, 2)),
        ("", Span(0, 0, 0, 0), "a\n", "a\n", LineChange(0, 1, 2)),
    ],
)
def test_replacing(text: str, span: Span, new: str, result: str, change: LineChange) -> None:
    source = Source(text)
    assert source.replace(span, new) == change
    assert source.text == result
    assert source.lines == split_lines(result)


@given(texts, spans, texts)
def test_replacing_equals_editing_the_string(text: str, span: Span, new: str) -> None:
    source = Source(text)
    old_lines = list(source.lines)
    start, end = sorted((source.clamp(span.start), source.clamp(span.end)))
    offsets = [sum(map(len, old_lines[:line])) + column for line, column in (start, end)]
    first, removed, added = source.replace(span, new)
    assert source.text == text[: offsets[0]] + new + text[offsets[1] :]
    assert source.lines == split_lines(source.text)
    assert source.lines[:first] == old_lines[:first]
    assert source.lines[first + added :] == old_lines[first + removed :]


@given(texts, texts)
def test_replacing_all_reports_only_the_changed_lines(text: str, new: str) -> None:
    source = Source(text)
    old_lines = list(source.lines)
    first, removed, added = source.replace_all(new)
    assert source.text == new
    assert source.lines[:first] == old_lines[:first]
    assert source.lines[first + added :] == old_lines[first + removed :]
    if text == new:
        assert removed == added == 0


def test_replacing_all_leaves_lines_at_both_ends_alone() -> None:
    assert Source("a\nb\nc\n").replace_all("a\nx\ny\nc\n") == LineChange(1, 1, 2)


def test_spans() -> None:
    span = Span.between(Position(1, 2), Position(3, 4))
    assert span == (1, 2, 3, 4)
    assert (span.start, span.end) == ((1, 2), (3, 4))
    assert span.down(2) == (3, 2, 5, 4)
    inside, last = (2, 99), (3, 4)
    assert span.contains(span.start)
    assert span.contains(inside)
    assert not span.contains(last)
    assert span.touches(last)
    assert not span.touches((3, 5))
    assert not span.touches((1, 1))
