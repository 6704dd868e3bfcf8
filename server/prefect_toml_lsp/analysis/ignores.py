"""Comments that silence findings: ``# prefect-toml: ignore[code, code]``.

Behind something, a comment is for its own line; alone on its line, for the next one that is no
comment. It silences findings of these codes that touch the line. One that silences nothing is a
finding itself, but for codes that depend on the surroundings of the file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prefect_toml_lsp.analysis.findings import Finding, Placed, Severity
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import Statement

MARK = "prefect-toml:"
_OPENING, _CLOSING = "ignore[", "]"
_ELSEWHERE = frozenset({"overridden"})


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
        """Take up the directives in a statement's comments."""
        found = tuple(directives(statement))
        if found:
            self._directives[statement] = found

    def remove(self, statement: Statement) -> None:
        """Forget a statement."""
        self._directives.pop(statement, None)

    def settle(self, document: Document, found: Sequence[Placed]) -> Iterator[Placed]:
        """`found` without what is silenced, and the directives that silence nothing."""
        unused: dict[tuple[int, str], list[tuple[Statement, Directive]]] = {}
        for statement, each in self._directives.items():
            for directive in each:
                line = _target(document.source.lines, document.start(statement), directive.span)
                for code in directive.codes:
                    unused.setdefault((line, code), []).append((statement, directive))
                if not directive.codes:
                    yield Placed(statement, _finding(directive, _MALFORMED))
        targets = sorted({line for line, _ in unused})
        used: set[tuple[int, str]] = set()
        for placed in found:
            silent = _touched(document, placed, targets)
            hits = {(line, placed.finding.code) for line in silent} & unused.keys()
            used |= hits
            if not hits:
                yield placed
        for line, code in unused.keys() - used:
            if code not in _ELSEWHERE:
                message = f"this silences nothing: line {line + 1} has no finding `{code}`"
                for statement, directive in unused[line, code]:
                    finding = _finding(directive, message)._replace(data={"unused": code})
                    yield Placed(statement, finding)


def comment_with(*codes: str) -> str:
    """A comment that silences findings of these codes."""
    return f"# {MARK} {_OPENING}{', '.join(codes)}{_CLOSING}"


def directives(statement: Statement) -> Iterator[Directive]:
    """The directives in a statement's comments."""
    for comment in statement.comments:
        before, mark, rest = comment.text.partition(MARK)
        if not mark or before.strip("# \t"):
            continue
        rest = rest.strip()
        codes, closing, _ = rest.removeprefix(_OPENING).partition(_CLOSING)
        named = tuple(filter(None, (code.strip() for code in codes.split(","))))
        right = rest.startswith(_OPENING) and closing
        yield Directive(comment.span, named if right else ())


_MALFORMED = "write the codes that this is to silence: `# prefect-toml: ignore[unknown-setting]`"


def _finding(directive: Directive, message: str) -> Finding:
    return Finding("unused-ignore", Severity.HINT, message, directive.span)


def _target(lines: Sequence[str], start: int, span: Span) -> int:
    """The line (0-based) that a directive is for."""
    line = start + span.line
    if lines[line][: span.column].strip():
        return line
    line += 1
    while line < len(lines) and lines[line].lstrip().startswith("#"):
        line += 1
    return line


def _touched(document: Document, placed: Placed, targets: Sequence[int]) -> Sequence[int]:
    span = placed.finding.span.down(document.start(placed.statement))
    return targets[bisect_left(targets, span.line) : bisect_left(targets, span.end_line + 1)]
