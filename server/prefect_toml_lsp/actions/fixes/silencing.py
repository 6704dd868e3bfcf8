"""Comments that silence findings: one more where it is wanted, one less where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.analysis.ignores import comment_with, directives
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.nodes import Array, Blank, InlineTable, KeyValue, String


def propose_silence(case: Case) -> Iterator[Proposal]:
    """Silence the finding behind its last line, or above it where that has a comment or ends within
    a string; not what Prefect refuses, which no comment makes it take.
    """
    code, row = case.finding.code, case.finding.span.end_line
    refused = case.finding.severity is Severity.ERROR
    if refused or code == "unused-ignore" or case.statement.problems:
        return
    title = f"Silence `{code}` here"
    here = [each for each in case.statement.comments if each.span.line == row]
    strings = list(_long_strings(case))
    if not here and not any(each.line <= row < each.end_line for each in strings):
        end = len(_line(case, row).rstrip())
        where, text = Span(row, end, row, end), f" {comment_with(code)}"
    else:
        spans = [each.span for each in here]
        found = [each for each in directives(case.statement) if each.span in spans]
        if found and found[0].codes:
            where, text = found[0].span, comment_with(*found[0].codes, code)
        elif any(each.line < row <= each.end_line for each in strings):
            return
        else:
            line = case.document.source.lines[case.document.start(case.statement) + row]
            margin = line[: len(line) - len(line.lstrip())]
            where = Span(row, 0, row, 0)
            text = f"{margin}{comment_with(code)}{line[content_length(line) :] or chr(10)}"
    yield Proposal(title, lambda rewrite: rewrite.replace(case.statement, where, text))


def propose_no_silence(case: Case) -> Iterator[Proposal]:
    """Remove a comment that silences nothing, or its code that does not."""
    span = case.finding.span
    found = [each for each in directives(case.statement) if each.span == span]
    unused = case.finding.data.get("unused")
    kept = [code for code in found[0].codes if code != unused] if found else []
    if kept:
        text = comment_with(*kept)
        yield Proposal(
            f"Remove `{unused}` from the comment",
            lambda rewrite: rewrite.replace(case.statement, span, text),
            preferred=True,
        )
    elif isinstance(case.statement, Blank):
        yield Proposal(
            "Remove the comment", lambda rewrite: rewrite.remove(case.statement), preferred=True
        )
    else:
        start = len(_line(case, span.line)[: span.column].rstrip())
        gone = span._replace(column=start)
        yield Proposal(
            "Remove the comment",
            lambda rewrite: rewrite.replace(case.statement, gone, ""),
            preferred=True,
        )


def _long_strings(case: Case) -> Iterator[Span]:
    """The strings of several lines in a statement."""
    statement = case.statement
    waiting = [statement.pair.value] if isinstance(statement, KeyValue) else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, Array):
            waiting += value.items
        elif isinstance(value, InlineTable):
            waiting += [pair.value for pair in value.pairs]
        elif isinstance(value, String) and value.span.line < value.span.end_line:
            yield value.span


def _line(case: Case, row: int) -> str:
    return case.document.source.content(case.document.start(case.statement) + row)
