"""A cursor over the lines of one statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import bounds
from prefect_toml_lsp.toml.nodes import Comment
from prefect_toml_lsp.toml.problems import Problem

_BLANKS = re.compile(r"[ \t]*")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

# Compiled where a value is broken, or spreads over lines.
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_ASSIGNMENT = rf"[ \t]*{_KEY}[ \t]*="
_HEADER = rf"[ \t]*\[{{1,2}}[ \t]*{_KEY}[ \t]*\]{{1,2}}[ \t]*(?:#.*)?$"


class Reader:
    """Reads `lines` from line `first` on.

    row, column
        The cursor; rows count from `first`.
    line
        The text of the cursor's line without its line break.
    furthest
        The last row that was looked at.
    weight
        Steps that were taken so far (`bounds`). Methods raise `TooMuch` at too many.
    """

    __slots__ = (
        "_lines",
        "column",
        "comments",
        "first",
        "furthest",
        "line",
        "problems",
        "row",
        "weight",
    )

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self._lines = lines
        self.first = first
        self.row = self.furthest = 0
        self.column = 0
        self.weight = bounds.STATEMENT
        self.line = lines[first].rstrip("\r\n")
        self.comments: list[Comment] = []
        self.problems: list[Problem] = []

    @property
    def position(self) -> Position:
        """The cursor."""
        return Position(self.row, self.column)

    @property
    def char(self) -> str:
        """The character right of the cursor; empty at the end of the line."""
        return self.line[self.column : self.column + 1]

    def span_from(self, start: Position) -> Span:
        """From `start` to the cursor."""
        return Span(start[0], start[1], self.row, self.column)

    def take(self, length: int) -> Span:
        """Move over `length` characters of this line."""
        start = self.column
        self.column = start + length
        return Span(self.row, start, self.row, self.column)

    def skip_blanks(self) -> None:
        """Move over spaces and tabs."""
        match = _BLANKS.match(self.line, self.column)
        assert match is not None  # the pattern matches the empty string
        self.column = match.end()

    def peek_line(self, row: int) -> str | None:
        """The text of another row, which counts as looked at; None past the end."""
        index = self.first + row
        if index >= len(self._lines):
            return None
        if row > self.furthest:
            self.weigh(row - self.furthest)
            self.furthest = row
        return self._lines[index].rstrip("\r\n")

    def next_line(self) -> bool:
        """Go to the start of the next line; False at the end of the document."""
        text = self.peek_line(self.row + 1)
        if text is None:
            return False
        self.go_to(Position(self.row + 1, 0))
        return True

    def go_to(self, position: Position) -> None:
        """Put the cursor at `position`."""
        self.row, self.column = position
        text = self.peek_line(self.row)
        assert text is not None, "the cursor left the document"
        self.line = text

    def weigh(self, steps: int) -> None:
        """Count steps that are taken."""
        self.weight += steps
        if self.weight > bounds.STATEMENT_MOST:
            raise bounds.TooMuch

    def report(self, code: str, message: str, span: Span, earlier: Span | None = None) -> None:
        """Record a syntax error."""
        self.weigh(bounds.PIECE)
        self.problems.append(Problem(code, message, span, earlier))

    def read_comment(self) -> None:
        """Read the comment at the cursor up to the end of the line."""
        text = self.line[self.column :]
        span = self.take(len(text))
        self.check_controls(span)
        self.comments.append(Comment(text, span))

    def check_controls(self, span: Span) -> None:
        """Report the first control character in a one-line `span` (TOML 1.0, Comment, String)."""
        match = _CONTROL.search(self.line, span.column, span.end_column)
        if match:
            where = Span(self.row, match.start(), self.row, match.end())
            self.report(
                "control-character",
                f"TOML does not allow the control character U+{ord(match.group()):04X} here; "
                "remove it, or write an escape",
                where,
            )


def starts_statement(line: str) -> bool:
    """Whether a reader would take `line` for the start of a statement: a header, or ``key =``."""
    return bool(re.match(_ASSIGNMENT, line) or re.match(_HEADER, line))


def is_header(line: str) -> bool:
    """Whether `line` as a whole has the form of a header."""
    return bool(re.match(_HEADER, line))


def is_assignment(line: str) -> bool:
    """Whether `line` starts with ``key =``."""
    return bool(re.match(_ASSIGNMENT, line))
