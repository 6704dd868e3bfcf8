"""The text of one file as a list of lines that can be edited in place."""

from __future__ import annotations

import re

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.common_ends import common_ends
from prefect_toml_lsp.text.positions import Position, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def split_lines(text: str) -> list[str]:
    """Split at LF, CRLF and CR, the line breaks of LSP (3.17, Text Documents), and keep them.

    The last line has no break and may be empty, so the result is never empty and
    ``"".join(split_lines(text)) == text``.
    """
    lines = _LINE.findall(text)
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


def content_length(line: str) -> int:
    """Characters of `line` without its line break."""
    return len(line.rstrip("\r\n"))


class LineChange(NamedTuple):
    """Lines ``[first, first + removed)`` were replaced by lines ``[first, first + added)``."""

    first: int
    removed: int
    added: int


class Source:
    """Editable text. `lines` is read-only for everyone else; every line but the last ends in its
    own line break.
    """

    __slots__ = ("lines",)

    def __init__(self, text: str) -> None:
        self.lines = split_lines(text)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    @property
    def end(self) -> Position:
        """The position after the last character."""
        return Position(len(self.lines) - 1, len(self.lines[-1]))

    def content(self, line: int) -> str:
        """Line `line` (0-based) without its line break."""
        return self.lines[line].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """The text of `span`."""
        if span.line == span.end_line:
            return self.lines[span.line][span.column : span.end_column]
        first = self.lines[span.line][span.column :]
        middle = self.lines[span.line + 1 : span.end_line]
        return "".join((first, *middle, self.lines[span.end_line][: span.end_column]))

    def clamp(self, position: tuple[int, int]) -> Position:
        """The nearest position that exists: past the last line is the end of the text, past the
        end of a line is before its line break.
        """
        line, column = position
        if line < 0:
            return Position(0, 0)
        if line >= len(self.lines):
            return self.end
        return Position(line, max(0, min(column, content_length(self.lines[line]))))

    def replace(self, span: Span, text: str) -> LineChange:
        """Replace `span` by `text` in place and return which lines changed. Positions outside the
        text are clamped; reversed ends are swapped.
        """
        start, end = sorted((self.clamp(span.start), self.clamp(span.end)))
        first = start.line
        middle = self.lines[first][: start.column] + text + self.lines[end.line][end.column :]
        if first and middle.startswith("\n") and self.lines[first - 1].endswith("\r"):
            # A CR that ended the line above becomes one line break with the LF that now follows.
            first -= 1
            middle = self.lines[first] + middle
        new = split_lines(middle)
        if end.line < len(self.lines) - 1:
            new.pop()  # The region ended in a line break; split_lines adds the next line.
        removed = end.line + 1 - first
        self.lines[first : end.line + 1] = new
        return LineChange(first, removed, len(new))

    def replace_all(self, text: str) -> LineChange:
        """Replace the whole text by `text`; equal lines at both ends do not count as changed."""
        old, new = self.lines, split_lines(text)
        head, tail = common_ends(old, new)
        self.lines = new
        return LineChange(head, len(old) - head - tail, len(new) - head - tail)
