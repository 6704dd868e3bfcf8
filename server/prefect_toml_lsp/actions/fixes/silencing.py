"""Add comments that silence findings, and remove unused ones."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.analysis.ignores import comment_with
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.source import content_length


def propose_silence(case: Case) -> Iterator[Proposal]:
    """Silence the finding with a comment after its last line, or above it if that line cannot have
    one; not if Prefect refuses the value, because a comment does not change that.
    """
    code, row, line = case.finding.code, case.finding.span.end_line, case.span.end_line
    if case.finding.severity is Severity.ERROR or code == "unused-ignore":
        return
    title = f"Silence `{code}` here"
    text = case.source.lines[line]
    found = [each for each in case.directives() if each.span.line == row]
    place = case.where_to_comment(line)
    if place == "after":
        end = len(text.rstrip())
        comment, where = f" {comment_with(code)}", Span(row, end, row, end)
    elif found and found[0].codes:
        comment, where = comment_with(*found[0].codes, code), found[0].span
    elif place == "above":
        margin = text[: len(text) - len(text.lstrip())]
        comment = f"{margin}{comment_with(code)}{text[content_length(text) :] or chr(10)}"
        where = Span(row, 0, row, 0)
    else:
        return
    yield case.replacing(title, comment, where, preferred=False)


def propose_no_silence(case: Case) -> Iterator[Proposal]:
    """Remove a comment that silences nothing, or its code that does not."""
    span = case.finding.span
    found = [each for each in case.directives() if each.span == span]
    unused = case.finding.data.get("unused")
    kept = [code for code in found[0].codes if code != unused] if found else []
    before = case.source.lines[case.span.line][: span.column].rstrip()
    if kept:
        yield case.replacing(f"Remove `{unused}` from the comment", comment_with(*kept))
    elif before:
        yield case.replacing("Remove the comment", "", span._replace(column=len(before)))
    else:
        yield Proposal("Remove the comment", case.remove_line(), preferred=True)
