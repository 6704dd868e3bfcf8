"""One line on the errors and warnings in a folder, for `settings`, which does not show them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.names import listed
from prefect_toml_lsp.cli.columns import printable
from prefect_toml_lsp.cli.context import Options
from prefect_toml_lsp.cli.files import check_target
from prefect_toml_lsp.cli.relevance import is_prefects
from prefect_toml_lsp.cli.reports import FAILING
from prefect_toml_lsp.cli.targets import Target, named
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.sources.kinds import FILES


def findings_in(folder: str, prefect_version: str | None) -> str | None:
    """A sentence on how many lines of Prefect's files in `folder` have errors or warnings, and the
    command that shows them; None if there are none. Files in the folders below do not count.
    """
    options = Options(prefect_version=prefect_version)
    parts: list[str] = []
    for target in _files(folder):
        reports = check_target(target, options).reports
        lines = {report.line for report in reports if report.severity in FAILING}
        if lines:
            name = printable(os.path.basename(target.path))
            parts.append(f"{counted(len(lines), 'lines')} of {name}")
    if not parts:
        return None
    command = ["prefect-toml-lsp", "check", *([folder] if folder != os.curdir else [])]
    if prefect_version is not None:
        command += ["--prefect-version", prefect_version]
    return f"Found errors or warnings on {listed(parts)}; run `{printable(shlex.join(command))}`."


def _files(folder: str) -> Iterator[Target]:
    """Prefect's files in the folder itself."""
    for row in FILES:
        path = os.path.join(folder, row.name)
        target = Target(path, named(path).kind, is_named=False)
        if os.path.lexists(path) and is_prefects(target):
            yield target
