"""One file: read, analysed, and its findings made ready to be shown."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Analysis
from prefect_toml_lsp.check.folders import Options, context_of, newest_schema
from prefect_toml_lsp.check.reports import NOT_UTF8, Report, unreadable
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document

if TYPE_CHECKING:
    from prefect_toml_lsp.check.redaction import Redactor

FILE_NAME = "prefect.toml"
PYPROJECT = "pyproject.toml"
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
    kind = PYPROJECT if os.path.basename(path) == PYPROJECT else FILE_NAME
    findings = Analysis(document, context_of(folder, kind, options)).findings()
    if not findings:
        return []
    redactor = _redactor(document)
    return [
        _report(path, redactor, each.severity.label, each.code, each.message, each.span)
        for each in findings
    ]


def _not_utf8(path: str, content: bytes, error: UnicodeDecodeError) -> Report:
    """The finding on the first byte that UTF-8 does not allow."""
    document = Document(content.decode("utf-8", "replace"))
    before = Document(content[: error.start].decode("utf-8")).source.end
    span = Span(before.line, before.column, before.line, before.column + 1)
    redactor = _redactor(document)
    message = f"the byte 0x{content[error.start]:02X} is not UTF-8; save the file in that encoding"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "this is UTF-16; save the file as UTF-8"
    message += ". Prefect cannot read this file"
    return _report(path, redactor, "error", NOT_UTF8, message, span)


def _redactor(document: Document) -> Redactor:
    # Only findings need it.
    from prefect_toml_lsp.check.redaction import Redactor

    return Redactor(document, newest_schema())


def _report(
    path: str, redactor: Redactor, severity: str, code: str, message: str, span: Span
) -> Report:
    return Report(
        path,
        span.line + 1,
        span.column + 1,
        span.end_line + 1,
        span.end_column + 1,
        severity,
        code,
        redactor.message(message, span),
        redactor.excerpt(span),
    )
