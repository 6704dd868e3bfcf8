"""Fixes for references to variables that Prefect reads as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.actions.fixes.variable_case import DotenvCase

_BARE = re.compile(r"(?<![\w$\\])\$([A-Za-z_]\w*)")


def propose_braces(case: Case) -> Iterator[Proposal]:
    """In `.env`, the braces without which a reference is not replaced."""
    if isinstance(case, DotenvCase):
        text = case.source.slice(case.span)
        braced = _BARE.sub(r"${\1}", text)
        if braced != text:
            yield case.replacing("Put variable names in braces", braced)
