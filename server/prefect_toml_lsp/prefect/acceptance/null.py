"""A null, which only JSON for a whole table can give to a setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance.judging import judge
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.prefect.acceptance.verdicts import Converted, Release, Verdict

_NULLABLE_KINDS = ("any", "retry-delay", "vacuum-types")
_NULLABLE = (
    "flows.heartbeat_frequency",
    "server.database.connection_timeout",
    "server.database.sqlalchemy.pool_timeout",
    "server.database.timeout",
)
"""Settings that have a default and may be unset nevertheless."""
_NEVER_UNSET = ("path", "string-map")
"""Kinds whose settings without a default get one that depends on the machine, or an empty one."""


def judge_null(path: str, facts: Mapping[str, Any], release: Release) -> Verdict:
    """What Prefect `release` does with a null for the setting at the dotted `path`, for which the
    release declares `facts`: it unsets most settings without a default.
    """
    kind = kind_of(path, facts, release).name
    verdict = judge(path, facts, None, release)
    if isinstance(verdict, Converted):
        return verdict
    unset = kind in _NULLABLE_KINDS or path in _NULLABLE
    if unset or (facts.get("default") is None and kind not in _NEVER_UNSET):
        return Converted(None, "unset-from-empty")
    return verdict
