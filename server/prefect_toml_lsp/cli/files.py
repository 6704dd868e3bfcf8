"""One file: read, analysed, and its findings made ready to be shown."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.codes.files import NOT_UTF_8
from prefect_toml_lsp.cli.context import Options, context_of, newest_schema
from prefect_toml_lsp.cli.reports import Report, unreadable
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.redaction import Redactor

FILE_NAME = "prefect.toml"
PYPROJECT = "pyproject.toml"
_VARIABLES = {".env": "dotenv", "profiles.toml": "profile"}
STDIN = "-"
STDIN_NAME = "<stdin>"


def check_file(path: str, options: Options) -> list[Report]:
    """The findings of the file at `path` (`-` is standard input), in the order of the text."""
    try:
        if path == STDIN:
            return check_content(STDIN_NAME, sys.stdin.buffer.read(), options)
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        return [unreadable(path, error)]
    return check_content(path, content, options)


def check_content(path: str, content: bytes, options: Options) -> list[Report]:
    """The findings of what a file at `path` holds; it is not read."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return [_not_utf8(path, content, error)]
    document = Document(text)
    folder = os.path.dirname(os.path.abspath(path))  # that of standard input is the current one
    kind = _VARIABLES.get(os.path.basename(path))
    if kind is not None:
        return _check_variables(path, text, context_of(folder, kind, options))
    kind = PYPROJECT if os.path.basename(path) == PYPROJECT else FILE_NAME
    findings = Analysis(document, context_of(folder, kind, options)).findings()
    if not findings:
        return []
    redactor = _redactor(document)
    return [
        _report(path, redactor, each.severity.label, each.code, each.message, each.span)
        for each in findings
    ]


def _check_variables(path: str, text: str, context: Context) -> list[Report]:
    """The findings of a file of variables; as any value may be a secret, no line of it is shown."""
    from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
    from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
    from prefect_toml_lsp.dotenv.document import DotenvDocument

    if context.kind == "dotenv":
        return [
            _place(path, each.severity.label, each.code, each.message, each.span)
            for each in DotenvAnalysis(DotenvDocument(text), context).findings()
        ]
    document = Document(text)
    redactor = _redactor(document)
    return [
        _place(path, each.severity.label, each.code, redactor.message(each.message, each.span),
               each.span)
        for each in ProfilesAnalysis(document, context).findings()
    ]  # fmt: skip


def _not_utf8(path: str, content: bytes, error: UnicodeDecodeError) -> Report:
    """The finding on the first byte that UTF-8 does not allow."""
    document = Document(content.decode("utf-8", "replace"))
    before = Document(content[: error.start].decode("utf-8")).source.end
    span = Span(before.line, before.column, before.line, before.column + 1)
    redactor = _redactor(document)
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    found = NOT_UTF_8.at(span, is_utf_16=is_utf_16, byte=content[error.start])
    return _report(path, redactor, found.severity.label, found.code, found.message, span)


def _redactor(document: Document) -> Redactor:
    # Only findings need it.
    from prefect_toml_lsp.cli.redaction import Redactor

    return Redactor(document, newest_schema())


def _report(
    path: str, redactor: Redactor, severity: str, code: str, message: str, span: Span
) -> Report:
    report = _place(path, severity, code, redactor.message(message, span), span)
    return report._replace(excerpt=redactor.excerpt(span))


def _place(path: str, severity: str, code: str, message: str, span: Span) -> Report:
    start, end = span.start, span.end
    return Report(
        path, start.line + 1, start.column + 1, end.line + 1, end.column + 1,
        severity, code, message,
    )  # fmt: skip
