"""Rules about several settings together, wherever they are set."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.codes.names import Names
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.prefect.acceptance.advice import ADVICE
from prefect_toml_lsp.prefect.acceptance.rules import (
    PROFILES_PATH_IS_FOLDER,
    RuleFinding,
    culprit,
    find,
)
from prefect_toml_lsp.sources.assignment import Values
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.kinds import ENVIRONMENT
from prefect_toml_lsp.text import Span


def check_together(own: Values, context: Context) -> Iterator[tuple[str, RuleFinding]]:
    """The rules that the values in force break and that are best shown in the document with the
    values `own`, each with the setting (dotted path) at which to show it.

    Rules that read a setting in doubt, in any source, are skipped.
    """
    values, hidden = own, Values()
    unseen: Container[str] = ()
    if context.folder is not None:
        weaker, hidden = context.folder.values_around(context.kind)
        values = weaker.under(own).under(hidden)
        # A conflict between a file and the environment is shown once, in the file.
        is_environment = context.kind == ENVIRONMENT
        unseen = own.known if is_environment else context.folder.set_by_environment
    release = context.schema.release
    python = context.readers.python
    broken = [*find(values.known, release, values.in_doubt, python)]
    broken += find(values.known, release, values.in_doubt, python, ADVICE)
    broken += _on_the_disk(broken, values.known, context.folder)
    for found in broken:
        # If another setting replaces a value, the finding is at the value, in whatever source it
        # is.
        elsewhere = () if found.effect == "overridden" else unseen
        path = culprit(found, values.known, release, elsewhere)
        if path in own.known and path not in hidden.known and _is_known(found, context):
            yield path, found


def _is_known(found: RuleFinding, context: Context) -> bool:
    """Whether the setting that would cure it exists: the version of a package may not have it."""
    node = context.schema.by_path.get(found.detail.get("by", ""))
    return node is None or node.exists


def _on_the_disk(
    broken: Sequence[RuleFinding], values: Mapping[str, Any], folder: Folder | None
) -> Iterator[RuleFinding]:
    """The rules that are only broken because of other files."""
    rule = PROFILES_PATH_IS_FOLDER
    if folder is None or rule.reads[0] not in values or any(rule is each.rule for each in broken):
        return
    path = folder.checked_profiles
    if path is not None and os.path.isdir(path):
        yield RuleFinding(rule, rule.reads, {})


def finding_of(found: RuleFinding, span: Span, context: Context) -> Finding | None:
    """The finding of a broken rule, at the given setting; None if the missing value may still come
    from the environment and such findings are off.
    """
    detail = {"names": Names(context.kind, context.schema), **found.detail}
    if not found.rule.waits:
        return CODES[found.code].at(span, **detail)
    if context.missing is None:
        return None
    return CODES[found.code].at(span, severity=context.missing, **detail)
