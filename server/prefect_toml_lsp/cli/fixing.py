"""The fixes that `check --fix` writes."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.actions.fixes import fix_all
from prefect_toml_lsp.actions.fixes.registry import preferred_proposals, safe_proposals
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.context import Options
from prefect_toml_lsp.cli.rewriting import Rewrite, judged
from prefect_toml_lsp.cli.selection import Selection
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.text.edits import Edit


def fixing(options: Options, selection: Selection, *, unsafe: bool) -> Rewrite:
    """A rewrite that applies every safe fix of the selected findings; with `unsafe` also the likely
    fixes of the others.
    """
    off = dict.fromkeys(
        code.name
        for code in CODES.values()
        if not selection.takes_code(code.name) or code.severity > selection.least
    )
    choice = preferred_proposals if unsafe else safe_proposals

    def edits(target: Target, text: str) -> Sequence[Edit]:
        return fix_all(judged(target, text, options, off), choice)

    return edits
