"""What a value reveals about the setting that it was meant for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from prefect_toml_lsp.prefect.acceptance import judge, taken
from prefect_toml_lsp.prefect.acceptance.lists import TEXT_WITH_COMMAS
from prefect_toml_lsp.prefect.nodes import Node

MISSING: Final = object()
"""Stands for a value that is not known."""

_MISFIT = -0.12  # Prefect would refuse or ignore the value there
_SPEAKS = 0.12  # the value is of a kind that only few settings have, and this is one
_OTHER_KIND = -0.3  # other settings take that kind

# Kinds of text, and the settings that take them by how their dotted paths end.
_KINDS: Sequence[tuple[re.Pattern[str], re.Pattern[str]]] = tuple(
    (re.compile(text, re.IGNORECASE), re.compile(path))
    for text, path in (
        (r"(postgres|sqlite|mysql)[\w+]*:", r"connection_url$"),
        (r"(rediss?|memory)://", r"docket\.url$"),
        (r"(postgresql|sqlite)(\+\w+)?$", r"driver$"),
        (r"https?://api\.prefect\.cloud/api/?$", r"^cloud\.api_url$"),
        (r"https?://.*/api(/accounts/.*)?/?$", r"^api\.url$|^server\.ui\.api_url$"),
        (r"https?://", r"^(api\.url|(cloud\.)?ui_url)$|origins$"),
        (r"(debug|info|warn|warning|error|critical)$", r"level$|when_missing_flow$"),
        (r"(0\.0\.0\.0|127\.0\.0\.1|localhost|::1?)$", r"(?<!database\.)host$"),
        (r"([~.]|\w:)?[/\\]", r"(path|file|directory|home|serve_base)$"),
        (r"-?P\d|-?PT\d", r"period|seconds|timeout|interval|ttl|time|buffer|expiration|backfill|"
                          r"granularity|frequency|delay|overrides"),
    )
)  # fmt: skip
_ALSO = re.compile(
    r"^api\.url$|^(server\.ui|cloud)\.api_url$|(^|\.)ui_url$"
)  # take such a URL, too


def fit(node: Node, value: object) -> float:
    """How well `value` fits the setting; negative if it does not fit; 0 for a table and for
    `MISSING`.
    """
    if value is MISSING or node.is_table:
        return 0.0
    if node.dotted in TEXT_WITH_COMMAS and isinstance(value, list):
        if not all(isinstance(each, str) and "," not in each for each in value):
            return _MISFIT
        value = ",".join(value)  # as a fix writes it
    if not taken(judge(node.dotted, node.keywords, value, node.release)):
        return _MISFIT
    if isinstance(value, bool) and not is_switch(node):
        return _MISFIT
    return _text(node.dotted, value) if isinstance(value, str) else 0.0


def speaks_for(node: Node, value: object) -> bool:
    """Whether `value` is of a kind that only few settings have, and this is one."""
    return fit(node, value) >= _SPEAKS


def is_written_as_default(node: Node, value: object) -> bool:
    """Whether a value, as it is written, is the setting's default, in the same type; never for
    text, which other rules read. What it becomes is compared by `defaults.is_default`.
    """
    if node.is_table or isinstance(value, str):
        return False
    return type(value) is type(node.default) and value == node.default


def is_switch(node: Node) -> bool:
    """Whether the setting takes true and false."""
    return any(branch.get("type") == "boolean" for branch in node.branches)


def _text(path: str, value: str) -> float:
    for kind, settings in _KINDS:
        if kind.match(value):
            if settings.search(path):
                return _SPEAKS
            return 0.0 if _ALSO.search(path) and value.startswith("http") else _OTHER_KIND
    return 0.0


def may_hold(node: Node, value: Any) -> bool:
    """False for a table in place of a setting or the other way round: Prefect would crash, or
    ignore it.
    """
    if value is MISSING:
        return True
    if node.is_table:
        return isinstance(value, dict)
    if node.is_free_form and not isinstance(value, dict):  # JSON in a string
        return taken(judge(node.dotted, node.keywords, value, node.release))
    return node.is_free_form or not isinstance(value, dict)
