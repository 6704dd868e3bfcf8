"""Fixes for references to variables that Prefect reads as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.actions.fixes.variable_case import DotenvCase
from prefect_toml_lsp.prefect.acceptance.rules import BARE_PLACEHOLDER

_BARE = re.compile(r"(?<![\w$\\])\$([A-Za-z_]\w*)")


def propose_braces(case: Case) -> Iterator[Proposal]:
    """The braces without which Prefect does not replace a reference: in `.env`, or in the URL of
    the database.
    """
    text = case.source.slice(case.span)
    bare = _BARE if isinstance(case, DotenvCase) else re.compile(BARE_PLACEHOLDER)
    braced = bare.sub(r"${\1}", text)
    if braced != text:
        yield case.replacing("Put variable names in braces", braced)
