"""Reads and analyses one file, and makes its findings ready to be shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Analysis, Context, Finding
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.codes.files import NOT_UTF_8
from prefect_toml_lsp.analysis.findings import most_severe
from prefect_toml_lsp.cli.context import (
    Options,
    catalogue,
    context_of,
    newest_schema,
    opened,
    runtime_of,
)
from prefect_toml_lsp.cli.notes import note
from prefect_toml_lsp.cli.own_configuration import is_own
from prefect_toml_lsp.cli.reports import SHOWN, Excerpt, Report, unreadable
from prefect_toml_lsp.cli.streams import read_input
from prefect_toml_lsp.cli.targets import Target, kind_of
from prefect_toml_lsp.files.reading import Unreadable, read_bytes
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document

if TYPE_CHECKING:
    from prefect_toml_lsp.analysis.documents import Judged
    from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
    from prefect_toml_lsp.cli.redaction import Redactor
    from prefect_toml_lsp.project.runtime import Explained

NO_OPTIONS = Options()


class Checked(NamedTuple):
    """The findings of one file in the order of the text.

    judged_as
        The runtime by which it was checked; None for a file that was not read.
    assumed
        What was assumed because the project does not say (`Runtime.assumes`), else empty.
    """

    reports: list[Report]
    judged_as: Explained | None
    assumed: str = ""
    is_missing: bool = False


def check_target(target: Target, options: Options) -> Checked:
    """The findings of a file. Raises `streams.Lost`."""
    path = target.path
    if target.is_stdin:
        return check_content(target, read_input(), options)
    try:
        content = read_bytes(Path(path), file_kind(target.kind).largest)
    except Unreadable as error:
        message = error.note.message
        reports = [unreadable(path, message, is_ours=error.is_ours)]
        return Checked(reports, None, is_missing=target.is_named)
    if content is None and target.is_named:
        return Checked([unreadable(path, "there is no such file")], None, is_missing=True)
    if content is None:
        return Checked([unreadable(path, "it was removed in the meantime", is_ours=True)], None)
    return check_content(target, content, options)


def check_content(target: Target, content: bytes, options: Options) -> Checked:
    """The findings on a text, without reading a file."""
    target = target._replace(kind=kind_of(target, content.decode("utf-8", "replace")))
    # The folder of standard input is the current one.
    absolute = os.path.abspath(target.path)
    folder = target.folder or os.path.dirname(absolute)
    runtime = runtime_of(folder, options.prefect_version)
    judged_as = runtime.explained
    assumed = "" if target.holds_toml else runtime.assumes()
    text, broken = "", None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    document = Document(text) if target.holds_toml and broken is None else None
    with opened(Path(absolute), document):
        context = context_of(folder, target.kind, absolute, options)
    if target.is_named and context.folder is not None:
        note(*context.folder.notes)  # Nothing else reports on the other files of its folder.
    if broken is not None:
        reports = [_not_utf8(target, content, broken)]
    elif document is not None:
        reports = _check_toml(target, document, context, options)
    else:
        reports = check_text(target, text, context, options)
    return Checked(reports, judged_as, assumed)


def check_text(
    target: Target, text: str, context: Context, options: Options = NO_OPTIONS
) -> list[Report]:
    """The findings of a text. For a file of variables no value and no fix is shown, because any
    value may be a secret.
    """
    if file_kind(target.kind).holds is not Holds.VARIABLES:
        return _check_toml(target, Document(text), context, options)
    from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
    from prefect_toml_lsp.dotenv.document import DotenvDocument

    document = DotenvDocument(text)
    analysis = DotenvAnalysis(document, context)
    found = analysis.findings()
    if not found:
        return []
    from prefect_toml_lsp.cli.masking import hidden_variables
    from prefect_toml_lsp.cli.redaction import masked_line

    hidden = hidden_variables(document)
    placed = [_place(target.path, each, each.message) for each in found]
    reports = _with_excerpts(placed, found, lambda span: masked_line(document.source, span, hidden))
    return _with_fixable(reports, analysis, found) if options.fixable else reports


def _check_toml(
    target: Target, document: Document, context: Context, options: Options
) -> list[Report]:
    path = target.path
    if is_own(path):
        from prefect_toml_lsp.analysis.configuration import check_configuration

        found = check_configuration(document, (), catalogue().releases)
        return [_place(path, each, each.message) for each in found]
    holds_profiles = file_kind(target.kind).holds is Holds.PROFILES
    analysis = _profiles(document, context) if holds_profiles else Analysis(document, context)
    found = analysis.findings()
    if not found:
        return []
    redactor = _redactor(document)
    placed = [_place(path, each, redactor.message(each.message, each.span)) for each in found]
    excerpt = redactor.excerpt_without_values if holds_profiles else redactor.excerpt
    reports = _with_excerpts(placed, found, excerpt)
    if options.fixable:
        reports = _with_fixable(reports, analysis, found)
    if options.repairs and isinstance(analysis, Analysis):
        from prefect_toml_lsp.cli.repairs import repair_of

        repairs = [repair_of(analysis, each, redactor) for each in found]
        pairs = zip(reports, repairs, strict=True)
        return [report._replace(repair=repair) for report, repair in pairs]
    return reports


def _profiles(document: Document, context: Context) -> ProfilesAnalysis:
    # Few files hold profiles.
    from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis

    return ProfilesAnalysis(document, context)


def _with_fixable(
    reports: Sequence[Report], analysis: Judged, found: Sequence[Finding]
) -> list[Report]:
    """The reports, which say whether `--fix` corrects their findings."""
    if not any(CODES[each.code].has_safe_fix for each in found):
        return [*reports]
    from prefect_toml_lsp.actions.fixes.fix_all import corrected

    pairs = zip(reports, corrected(analysis, found), strict=True)
    return [report._replace(is_fixable=is_fixable) for report, is_fixable in pairs]


def _with_excerpts(
    reports: Sequence[Report], found: Sequence[Finding], excerpt: Callable[[Span], Excerpt]
) -> list[Report]:
    """Reports for findings; those that are shown as text have excerpts."""
    shown = set(map(id, most_severe(found, SHOWN, lambda each: each.severity)))
    return [
        report._replace(excerpt=excerpt(each.span)) if id(each) in shown else report
        for report, each in zip(reports, found, strict=True)
    ]


def _not_utf8(target: Target, content: bytes, error: UnicodeDecodeError) -> Report:
    """The finding on the first byte that UTF-8 does not allow."""
    before = Document(content[: error.start].decode("utf-8")).source.end
    span = Span(before.line, before.column, before.line, before.column + 1)
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    found = NOT_UTF_8.at(span, is_utf_16=is_utf_16, byte=content[error.start])
    report = _place(target.path, found, found.message)
    if file_kind(target.kind).holds is not Holds.SETTINGS:
        return report  # The line may be a secret.
    redactor = _redactor(Document(content.decode("utf-8", "replace")))
    return report._replace(excerpt=redactor.excerpt(span))


def _redactor(document: Document) -> Redactor:
    # Only findings need it.
    from prefect_toml_lsp.cli.redaction import Redactor

    return Redactor(document, newest_schema())


def _place(path: str, finding: Finding, message: str) -> Report:
    start, end = finding.span.start, finding.span.end
    return Report(
        path, start.line + 1, start.column + 1, end.line + 1, end.column + 1,
        finding.severity.label, finding.code, message,
    )  # fmt: skip
