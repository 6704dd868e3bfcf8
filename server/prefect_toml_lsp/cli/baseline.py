"""Baselines: a file with the findings that a project had, so that only new ones count.

It is JSON, ``{"version": 1, "findings": {PATH: {CODE: {MESSAGE: COUNT}}}}``: lines may move, and no
value of a file is in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.paths import in_project
from prefect_toml_lsp.cli.reports import Report
from prefect_toml_lsp.files.reading import Unreadable, read_exact

_VERSION = 1
_Key = tuple[str, str, str]


def to_baseline(reports: Iterable[Report]) -> str:
    """The baseline with all `reports`, in an order that keeps diffs small."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for (path, code, message), count in sorted(Counter(map(_key, reports)).items()):
        found.setdefault(path, {}).setdefault(code, {})[message] = count
    return json.dumps({"version": _VERSION, "findings": found}, indent=2)


def beyond(reports: Iterable[Report], path: str) -> list[Report]:
    """The reports that the baseline at `path` does not have; if it has one less often than
    `reports`, only the additional ones. Raises `CannotRunError`.
    """
    known = _read(path)
    found = []
    for report in reports:
        key = _key(report)
        if known[key]:
            known[key] -= 1
        else:
            found.append(report)
    return found


def _key(report: Report) -> _Key:
    return in_project(report.path), report.code, report.message


def _read(path: str) -> Counter[_Key]:
    try:
        text = read_exact(Path(path))
    except Unreadable as error:
        raise CannotRunError(str(error)) from None
    if text is None:
        raise CannotRunError(f"{path}: there is no such file; make it with --write-baseline")
    try:
        return _counts(json.loads(text))
    except (ValueError, RecursionError):
        raise CannotRunError(f"{path}: this is not a baseline of check") from None


def _counts(content: Any) -> Counter[_Key]:
    """Raises ValueError if `to_baseline` has not written the text."""
    counts: Counter[_Key] = Counter()
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        raise ValueError
    for path, codes in _items(content.get("findings")):
        for code, messages in _items(codes):
            for message, count in _items(messages):
                if not isinstance(count, int):
                    raise ValueError
                counts[path, code, message] = count
    return counts


def _items(found: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(found, dict):
        raise ValueError
    return found.items()
