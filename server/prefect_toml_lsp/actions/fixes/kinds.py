"""The cases of each kind of document: one row for each."""

from __future__ import annotations

from collections.abc import Mapping

from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase
from prefect_toml_lsp.actions.fixes.variable_case import DotenvCase, ProfilesCase
from prefect_toml_lsp.analysis.documents import Judged
from prefect_toml_lsp.sources.kinds import Holds, file_kind

CaseType = type[SettingsCase] | type[ProfilesCase] | type[DotenvCase]

_CASES: Mapping[Holds, CaseType] = {
    Holds.SETTINGS: SettingsCase,
    Holds.PROFILES: ProfilesCase,
    Holds.VARIABLES: DotenvCase,
}


def case_type(analysis: Judged) -> CaseType:
    """Makes a case of the analysis and a finding that it has now, with spans in the document."""
    return _CASES[file_kind(analysis.context.kind).holds]
