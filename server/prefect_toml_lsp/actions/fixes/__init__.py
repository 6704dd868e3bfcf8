"""What can be done about findings: edits that a person may choose, plain tuples as findings are.

A family is a module with functions that propose fixes for one finding; `registry` says which are
for which code. To add one, write its function and list it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prefect_toml_lsp.actions.fixes.fix_all import fix_all
from prefect_toml_lsp.actions.fixes.model import Case, Fix
from prefect_toml_lsp.actions.fixes.registry import proposals
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.findings import Placed
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.nodes import Statement

__all__ = ["Fix", "fix_all", "fixes"]


def fixes(analysis: Analysis, placed: Iterable[Placed]) -> Iterator[Fix]:
    """What can be done about each of the findings, which `analysis` has now; one
    that several have in common is given once.
    """
    found: dict[tuple[str, tuple[Edit, ...]], Fix] = {}
    blocks: dict[tuple[str, tuple[Statement, ...]], list[Edit]] = {}
    for statement, finding in placed:
        about = finding.down(analysis.document.start(statement))
        for proposal in proposals(Case(analysis, statement, finding)):
            whole = (proposal.title, proposal.moves)
            edits = blocks.get(whole) or proposal.edits(analysis.document)
            if edits:
                if len(proposal.moves) > 1:  # each line of a block proposes the whole block
                    blocks[whole] = edits
                key = (proposal.title, tuple(edits))
                fix = Fix(proposal.title, edits, (), proposal.preferred, proposal.safe)
                same = found.get(key, fix)
                found[key] = same._replace(findings=(*same.findings, about))
    yield from found.values()
