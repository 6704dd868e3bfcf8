"""Findings as a JUnit report: a suite for each file, a case for each finding in it.

A case fails at warning or above, like the command. The others have their message as output.
GitLab and others read ``file`` and ``line`` of a case, which are in no schema of JUnit reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from prefect_toml_lsp.cli.formats import Outcome
from prefect_toml_lsp.cli.paths import in_project
from prefect_toml_lsp.cli.reports import FAILING, Report

# XML 1.0, section 2.2: characters that no document may contain, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = "prefect-toml-lsp"


def lines(outcome: Outcome) -> Iterator[str]:
    """A file without a finding is a suite of one case, which passed."""
    reports = sorted(outcome.reports, key=lambda each: each.path)
    found = {path: [*group] for path, group in groupby(reports, key=lambda each: each.path)}
    paths = [*dict.fromkeys((*outcome.targets, *found))]
    total = sum(max(1, len(found.get(path, ()))) for path in paths)
    failures = _failures(reports)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<testsuites name="{_NAME}" tests="{total}" failures="{failures}" errors="0">'
    for path in paths:
        yield from _suite(in_project(path), found.get(path, ()))
    yield "</testsuites>"


def _suite(path: str, reports: Sequence[Report]) -> Iterator[str]:
    name = _attribute(path)
    counts = f'tests="{max(1, len(reports))}" failures="{_failures(reports)}"'
    yield f'  <testsuite name={name} {counts} errors="0" skipped="0">'
    for report in reports:
        case = _attribute(f"{report.code}:{report.line}:{report.column}")
        where = f"line {report.line}, column {report.column}, {report.word}: {report.message}"
        yield f'    <testcase name={case} classname={name} file={name} line="{report.line}">'
        if report.severity in FAILING:
            message = _attribute(report.message)
            yield f"      <failure type={_attribute(report.code)} message={message}>"
            yield f"{_text(where)}</failure>"
        else:
            yield f"      <system-out>{_text(where)}</system-out>"
        yield "    </testcase>"
    if not reports:
        yield f'    <testcase name="{_NAME}" classname={name} file={name}/>'
    yield "  </testsuite>"


def _failures(reports: Iterable[Report]) -> int:
    return sum(report.severity in FAILING for report in reports)


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
