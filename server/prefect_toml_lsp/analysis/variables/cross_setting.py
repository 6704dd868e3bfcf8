"""Prefect's rules for several settings, held against the variables of one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.cross_setting import finding_of
from prefect_toml_lsp.analysis.variables.outside import is_set_outside
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, effective, find
from prefect_toml_lsp.sources.variable import Variable
from prefect_toml_lsp.sources.variable_values import Given

# What a rule looks at beside the settings that it names; where another source sets any of these,
# what the document sets is not the whole of it.
_CONCERNED = (
    "api.url",
    "cloud.api_url",
    "cloud.max_log_size",
    "debug_mode",
    "home",
    "silence_api_url_misconfiguration",
    "testing.test_mode",
)


def check_together(
    variables: Sequence[Variable], given: Sequence[tuple[int, Given]], context: Context
) -> Iterator[Finding]:
    """Findings on what nothing else overrides: `given` with the index of its variable."""
    values: dict[str, Any] = {}
    unsettled: set[str] = set()
    written: dict[str, int] = {}
    for index, each in given:
        path = each.node.dotted
        written.setdefault(path, index)
        if isinstance(each.verdict, Accepted | Converted):
            values[path] = effective(each.value, each.verdict)
        else:
            unsettled.add(path)
    for found in find(values, context.schema.release):
        concerned = {*found.paths, *found.detail.get("missing", ())}
        if not concerned.isdisjoint(unsettled) or _is_elsewhere(concerned, context):
            continue
        index = next(written[path] for path in found.paths if path in written)
        yield finding_of(found, variables[index].span)


def _is_elsewhere(concerned: set[str], context: Context) -> bool:
    """Whether another source has a say in a rule for these settings."""
    if context.sources is None:
        return False
    tables = {path.rpartition(".")[0] for path in concerned} - {""}
    siblings = {
        child.dotted
        for table in tables
        if (node := context.schema.by_path.get(table)) is not None
        for child in node.children.values()
    }
    paths = {*concerned, *siblings, *_CONCERNED}
    return any(is_set_outside(path, context.sources) for path in paths)
