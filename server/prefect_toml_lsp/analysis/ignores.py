"""Comments that silence findings: ``# prefect-toml: ignore[code, code]``.

A comment after something applies to its own line; one alone on its line, to the next line that is
not a comment. It silences findings with these codes that touch the line. An unused comment is
itself a finding, except for codes that depend on other files.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from prefect_toml_lsp.analysis.codes import CODES, current_name
from prefect_toml_lsp.analysis.codes.settings import UNUSED_IGNORE
from prefect_toml_lsp.analysis.findings import Finding, Placed
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import Statement

MARK = "prefect-toml:"
_OPENING, _CLOSING = "ignore[", "]"


class Directive(NamedTuple):
    """One such comment; `span` is relative to its statement, no `codes` means that it is wrong."""

    span: Span
    codes: tuple[str, ...]


class Ignores:
    """The directives of a document by statement."""

    def __init__(self) -> None:
        self._directives: dict[Statement, tuple[Directive, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._directives)

    def add(self, statement: Statement) -> None:
        """Add the directives in a statement's comments."""
        found = tuple(directives(statement))
        if found:
            self._directives[statement] = found

    def remove(self, statement: Statement) -> None:
        """Forget a statement."""
        self._directives.pop(statement, None)

    def aim(self, document: Document) -> Silencer:
        """The findings that they silence in the current document."""
        aims, targets = _Aims(), _Targets(document.source.lines)
        for statement, each in self._directives.items():
            start = document.start(statement)
            for directive in each:
                aims.add(targets.of(directive.span.down(start)), directive, statement)
        return Silencer(document, aims)

    def settle(self, document: Document, found: Iterable[Placed]) -> Iterator[Placed]:
        """`found` without silenced findings, and the directives that silence nothing."""
        silencer = self.aim(document)
        yield from (each for each in found if not silencer.silences(each))
        yield from silencer.useless()


class Silencer:
    """What the directives of a document silence; it remembers which of them were used."""

    def __init__(self, document: Document, aims: _Aims) -> None:
        self._document = document
        self._aims = aims

    def __bool__(self) -> bool:
        return bool(self._aims)

    def silences(self, placed: Placed) -> bool:
        """Whether a directive is for a finding."""
        return self.silences_code(placed.finding.code, placed.statement, placed.finding.span)

    def silences_code(self, code: str, statement: Statement, span: Span) -> bool:
        """The same for what a finding would be: its code, and its span in its statement."""
        if not self._aims:
            return False
        return self._aims.silence(code, span.down(self._document.start(statement)))

    def useless(self) -> Iterator[Placed]:
        """Findings on directives that have silenced nothing."""
        for finding, statement in self._aims.useless():
            yield Placed(statement, finding)


def settle_lines(
    lines: Sequence[str], comments: Iterable[Directive], found: Sequence[Finding]
) -> Iterator[Finding]:
    """The same for a file without statements: all spans are in the document."""
    aims, targets = _Aims(), _Targets(lines)
    for directive in comments:
        aims.add(targets.of(directive.span), directive, None)
    yield from (each for each in found if not aims.silence(each.code, each.span))
    yield from (finding for finding, _ in aims.useless())


class _Aims:
    """The lines and codes of directives; `about` is returned with unused ones."""

    def __init__(self) -> None:
        self._unused: dict[tuple[int, str], list[tuple[Directive, Any]]] = {}
        self._lines: list[int] = []
        self._used: set[tuple[int, str]] = set()
        self._malformed: list[tuple[Directive, Any]] = []

    def __bool__(self) -> bool:
        return bool(self._unused)

    def add(self, line: int, directive: Directive, about: Any) -> None:
        for code in directive.codes:
            self._unused.setdefault((line, code), []).append((directive, about))
        if not directive.codes:
            self._malformed.append((directive, about))
        elif bisect_left(self._lines, line) == bisect_right(self._lines, line):
            insort(self._lines, line)

    def silence(self, code: str, span: Span) -> bool:
        """Whether a directive is for this code on a line of `span`."""
        first = bisect_left(self._lines, span.line)
        last = bisect_left(self._lines, span.end_line + 1)
        hits = {(line, code) for line in self._lines[first:last]} & self._unused.keys()
        self._used |= hits
        return bool(hits)

    def useless(self) -> Iterator[tuple[Finding, Any]]:
        """Findings on directives that have silenced nothing."""
        for directive, about in self._malformed:
            yield UNUSED_IGNORE.at(directive.span), about
        for line, code in self._unused.keys() - self._used:
            if code in CODES and CODES[code].needs_surroundings:
                continue
            for directive, about in self._unused[line, code]:
                data = {"unused": code}
                yield UNUSED_IGNORE.at(directive.span, data=data, code=code, line=line + 1), about


def comment_with(*codes: str) -> str:
    """A comment that silences findings of these codes."""
    return f"# {MARK} {_OPENING}{', '.join(codes)}{_CLOSING}"


def directives(statement: Statement) -> Iterator[Directive]:
    """The directives in a statement's comments."""
    for comment in statement.comments:
        directive = read_directive(comment.text, comment.span)
        if directive is not None:
            yield directive


def read_directive(comment: str, span: Span) -> Directive | None:
    """The directive that a comment, from its ``#`` to the end of the line, is."""
    before, mark, rest = comment.partition(MARK)
    if not mark or before.strip("# \t"):
        return None
    rest = rest.strip()
    codes, closing, _ = rest.removeprefix(_OPENING).partition(_CLOSING)
    named = tuple(filter(None, (current_name(code.strip()) for code in codes.split(","))))
    right = rest.startswith(_OPENING) and closing
    return Directive(span, named if right else ())


class _Targets:
    """The lines (0-based) that directives are for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._after: dict[int, int] = {}
        """By line of a run of comments: the line after the run."""

    def of(self, span: Span) -> int:
        """The line that the directive at `span` is for."""
        lines, line = self._lines, span.line
        if lines[line][: span.column].strip():
            return line
        line += 1
        passed: list[int] = []
        while line < len(lines) and line not in self._after:
            if not lines[line].lstrip().startswith("#"):
                break
            passed.append(line)
            line += 1
        line = self._after.get(line, line)
        self._after.update(dict.fromkeys(passed, line))
        return line
