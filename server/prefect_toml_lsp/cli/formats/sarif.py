"""Findings as SARIF 2.1.0, which code scanning of GitHub and others take (OASIS, sarif-v2.1.0)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from prefect_toml_lsp import __version__
from prefect_toml_lsp.analysis.codes import CODES, Code
from prefect_toml_lsp.cli.fingerprints import fingerprints
from prefect_toml_lsp.cli.formats import Outcome
from prefect_toml_lsp.cli.paths import in_project, is_outside
from prefect_toml_lsp.cli.reports import Repair, Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}
_SEVERITIES = {1: "error", 2: "warning", 3: "note", 4: "note"}
_ROOT = "PROJECT"
"""The root of relative paths; the reader of the report knows where it is."""


def lines(outcome: Outcome) -> Iterator[str]:
    """One log with one run. Columns count characters (``unicodeCodePoints``)."""
    names = sorted({report.code for report in outcome.reports})
    driver = {
        "name": "prefect-toml-lsp",
        "semanticVersion": __version__,
        "rules": [_rule(CODES[name]) for name in names],
    }
    pairs = zip(outcome.reports, fingerprints(outcome.reports), strict=True)
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that was checked."}}},
        "results": [
            _result(report, names.index(report.code), fingerprint) for report, fingerprint in pairs
        ],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: Code) -> dict[str, Any]:
    described = f"{code.meaning} {code.effect} {code.remedy}"
    rule: dict[str, Any] = {
        "id": code.name,
        "shortDescription": {"text": f"{code.title}."},
        "fullDescription": {"text": described},
        "help": {"text": described, "markdown": described},
        "defaultConfiguration": {"level": _SEVERITIES[code.severity]},
    }
    if code.reference:
        rule["helpUri"] = code.reference
    return rule


def _result(report: Report, rule: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": report.code,
        "ruleIndex": rule,
        "level": _LEVELS[report.severity],
        "message": {"text": report.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(report.path), "region": {
                "startLine": report.line,
                "startColumn": report.column,
                "endLine": report.end_line,
                "endColumn": report.end_column,
            }}}
        ],
        "partialFingerprints": {"prefectTomlLsp/v1": fingerprint},
    }  # fmt: skip
    if report.repair is not None:
        result["fixes"] = [_fix(report.path, report.repair)]
    return result


def _fix(path: str, repair: Repair) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {
                "startLine": each.line,
                "startColumn": each.column,
                "endLine": each.end_line,
                "endColumn": each.end_column,
            },
            "insertedContent": {"text": each.text},
        }
        for each in repair.replacements
    ]
    changes = [{"artifactLocation": _artifact(path), "replacements": replacements}]
    return {"description": {"text": repair.title}, "artifactChanges": changes}


def _artifact(path: str) -> dict[str, str]:
    text = in_project(path)
    escaped = quote(text.encode("utf-8", "surrogateescape"))
    if is_outside(text):
        return {"uri": f"file://{escaped if escaped.startswith('/') else f'/{escaped}'}"}
    return {"uri": escaped, "uriBaseId": _ROOT}
