"""What each kind of document has of its own for fixes: one row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from prefect_toml_lsp.actions.fixes.model import Case
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase
from prefect_toml_lsp.actions.fixes.variable_case import DotenvCase, ProfilesCase
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.documents import Judged, document_kind
from prefect_toml_lsp.analysis.findings import NO_DATA, Finding
from prefect_toml_lsp.sources.kinds import Holds, file_kind


class Kind(NamedTuple):
    """How a finding becomes a case, and how an analysis is copied."""

    case: Callable[[Any, Finding], Case]
    copy: Callable[[Any], Any]


def _copied(analysis: Analysis) -> Analysis:
    """Nothing is judged again."""
    copy = analysis.copy()
    copy.context = analysis.context._replace(severities=NO_DATA)
    return copy


def _read_again(analysis: Judged) -> Judged:
    kind = document_kind(analysis.context.kind)
    context = analysis.context._replace(severities=NO_DATA)
    return kind.analyse(kind.read(analysis.document.text), context)


_KINDS: Mapping[Holds, Kind] = {
    Holds.SETTINGS: Kind(SettingsCase, _copied),
    Holds.PROFILES: Kind(ProfilesCase, _read_again),
    Holds.VARIABLES: Kind(DotenvCase, _read_again),
}


def case_of(analysis: Judged, finding: Finding) -> Case:
    """The case of a finding that `analysis` has now, with spans in the document."""
    return _kind(analysis).case(analysis, finding)


def copy_of(analysis: Judged) -> Judged:
    """The same for a copy of the document, to be edited on its own; its findings have the
    severities that Prefect gives them.
    """
    copy: Judged = _kind(analysis).copy(analysis)
    return copy


def _kind(analysis: Judged) -> Kind:
    return _KINDS[file_kind(analysis.context.kind).holds]
