"""Fixes for findings: edits that the user may choose, plain tuples like findings.

A family is a function that proposes fixes for one finding, whatever the document holds: it asks a
`Case`, of which each kind of document has its own. `registry` says which families are for which
code; to add one, write its function and list it there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from prefect_toml_lsp.actions.fixes.fix_all import fix_all
from prefect_toml_lsp.actions.fixes.kinds import case_type
from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.fixes.registry import SAFE_PROVIDERS, proposals
from prefect_toml_lsp.analysis.documents import Judged
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.text.edits import Edit

__all__ = ["Fix", "fix_all", "fixes", "set_already"]


def fixes(analysis: Judged, findings: Iterable[Finding]) -> Iterator[Fix]:
    """The fixes for the findings, which `analysis` has now, with spans in the document; a fix for
    several of them is given once. There are none for a document that is only partly read.
    """
    if not analysis.document.is_whole:
        return
    found: dict[tuple[str, tuple[Edit, ...]], Fix] = {}
    blocks: dict[tuple[str, tuple[Hashable, ...]], list[Edit]] = {}
    kind = case_type(analysis)
    for finding in findings:
        case = kind(analysis, finding)
        for proposal in proposals(case):
            whole = (proposal.title, proposal.moves)
            edits = blocks.get(whole) or proposal.edits(case.changes())
            if edits:
                if len(proposal.moves) > 1:  # each line of a block proposes the whole block
                    blocks[whole] = edits
                key = (proposal.title, tuple(edits))
                safe = proposal.safe and finding.code in SAFE_PROVIDERS  # as *fix all* has it
                fix = Fix(proposal.title, edits, (), proposal.preferred, safe)
                same = found.get(key, fix)
                found[key] = same._replace(findings=(*same.findings, finding))
    yield from found.values()


def set_already(
    analysis: Judged, findings: Iterable[Finding]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The titles of fixes that cannot be made because their result is there already, with the
    findings of each.
    """
    found: dict[str, tuple[Finding, ...]] = {}
    kind = case_type(analysis)
    for finding in findings:
        case = kind(analysis, finding)
        for proposal in proposals(case):
            if proposal.is_set_already(case.changes()):
                found[proposal.title] = (*found.get(proposal.title, ()), finding)
    yield from found.items()
