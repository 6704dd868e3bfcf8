"""Findings on the machine: errors and advice on values in the environment, errors in the user's
profile, and a profile in the environment that does not exist.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Finding, Severity
from prefect_toml_lsp.analysis.codes import FAMILIES
from prefect_toml_lsp.analysis.codes.variables import UNKNOWN_PROFILE
from prefect_toml_lsp.analysis.variables import Where, check_variables
from prefect_toml_lsp.cli.context import Options, context_of, folder_of, machine
from prefect_toml_lsp.cli.files import check_target
from prefect_toml_lsp.cli.reports import Report
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.sources.kinds import ENVIRONMENT, PROFILE
from prefect_toml_lsp.sources.profiles_document import BUILT_IN
from prefect_toml_lsp.sources.source import environment_variables
from prefect_toml_lsp.sources.variable import Variable
from prefect_toml_lsp.text import Span

if TYPE_CHECKING:
    from prefect_toml_lsp.sources.folder import Folder

_PROFILE = "PREFECT_PROFILE"
_ON_VALUES = frozenset(
    code.name for family in ("advice", "cross_setting") for code in FAMILIES[family]
)
"""Codes about values: variables that Prefect does not have may be those of other programs. What
Prefect replaces by another value (information) is not a mistake.
"""
NAME = "<environment>"
"""The word for the environment in place of a path."""


def check_machine(targets: Sequence[Target], options: Options) -> list[Report]:
    """What is wrong in the folders of `targets` but not in their files: errors that stop Prefect,
    values in the environment that it warns about or that cannot work, and its warning about
    `PREFECT_PROFILE`; empty unless the machine counts.
    """
    if not options.environment:
        return []
    files = [each for each in targets if not each.is_stdin]
    folders = {each.folder or os.path.dirname(os.path.abspath(each.path)) for each in files}
    known = {os.path.abspath(each.path) for each in files}
    found: dict[Report, None] = {}
    for folder in sorted(folders):
        found.update(dict.fromkeys(_in_environment(folder, options)))
        found.update(dict.fromkeys(_missing_profile(folder_of(folder, options))))
        reports: list[Report] = []
        for path in folder_of(folder, options).files_of_profiles:
            if os.path.abspath(path) not in known:
                reports += _in_profile(path, folder, options)
        found.update(dict.fromkeys(each for each in reports if each.severity == "error"))
    return [*found]


def _in_environment(folder: str, options: Options) -> list[Report]:
    context = context_of(folder, ENVIRONMENT, NAME, options)
    # The line of a finding tells its variable.
    variables = [
        each._replace(key=Span(row, 0, row, 0))
        for row, each in enumerate(environment_variables(machine(options.profile).variables or {}))
    ]
    where = Where(ENVIRONMENT, readers=context.readers)
    return [
        Report(NAME, 1, 1, 1, 1, each.severity.label, each.code, _naming(variables, each))
        for each in check_variables(variables, where, context)
        if each.severity is Severity.ERROR
        or (each.code in _ON_VALUES and each.severity is not Severity.INFORMATION)
    ]


def _naming(variables: Sequence[Variable], finding: Finding) -> str:
    """The message of a finding, with the name of its variable."""
    name = f"`{variables[finding.span.line].name}`"
    return finding.message if name in finding.message else f"{name}: {finding.message}"


def _missing_profile(folder: Folder) -> Iterator[Report]:
    """Prefect's own warning at its start (`prefect.context.root_settings_context`)."""
    environment: Mapping[str, str] = folder.environment or {}
    if _PROFILE not in environment:
        return
    names = folder.names_of_profiles()
    if names is not None and environment[_PROFILE] not in names:
        detail = {"why": "variable", "meant": None, "default": BUILT_IN[0]}
        code, message = UNKNOWN_PROFILE.name, UNKNOWN_PROFILE.say(detail)
        yield Report(NAME, 1, 1, 1, 1, UNKNOWN_PROFILE.severity.label, code, message)


def _in_profile(path: Path, folder: str, options: Options) -> list[Report]:
    target = Target(str(path), PROFILE, is_named=False, folder=folder)
    return check_target(target, options).reports
