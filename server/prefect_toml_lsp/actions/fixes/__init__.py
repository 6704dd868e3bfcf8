"""What can be done about findings: edits that a person may choose, plain tuples as findings are.

A family is a function that proposes fixes for one finding, whatever the document holds: it asks a
`Case`, of which each kind of document has its own. `registry` says which families are for which
code; to add one, write its function and list it there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from prefect_toml_lsp.actions.fixes.fix_all import fix_all
from prefect_toml_lsp.actions.fixes.kinds import case_type
from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.fixes.registry import proposals
from prefect_toml_lsp.analysis.documents import Judged
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.text.edits import Edit

__all__ = ["Fix", "fix_all", "fixes", "set_already"]


def fixes(analysis: Judged, findings: Iterable[Finding]) -> Iterator[Fix]:
    """What can be done about each of the findings, which `analysis` has now, with spans in the
    document; what several have in common is given once. Nothing is done to a document of which
    a part is not read.
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
                fix = Fix(proposal.title, edits, (), proposal.preferred, proposal.safe)
                same = found.get(key, fix)
                found[key] = same._replace(findings=(*same.findings, finding))
    yield from found.values()


def set_already(
    analysis: Judged, findings: Iterable[Finding]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The titles of what cannot be done about findings because its result is there already, with
    the findings that each is for.
    """
    found: dict[str, tuple[Finding, ...]] = {}
    kind = case_type(analysis)
    for finding in findings:
        case = kind(analysis, finding)
        for proposal in proposals(case):
            if proposal.is_set_already(case.changes()):
                found[proposal.title] = (*found.get(proposal.title, ()), finding)
    yield from found.items()
