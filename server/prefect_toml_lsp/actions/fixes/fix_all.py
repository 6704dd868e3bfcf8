"""All safe fixes of a document at once (`source.fixAll`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prefect_toml_lsp.actions.fixes.model import Case, Path, Proposal
from prefect_toml_lsp.actions.fixes.registry import safe_proposals
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import Draft, NoPlaceError, Rewrite
from prefect_toml_lsp.toml.nodes import Statement

_ROUNDS = 7  # what a fix uncovers is fixed in the next round: a moved key, then its value

Choice = Callable[[Proposal], bool]


def fix_all(analysis: Analysis) -> list[Edit]:
    """The edits that leave no safe fix to be made. Prefect reads the same settings afterwards, or
    more of them, and refuses nothing that it did not refuse before.
    """
    edits = _fix(analysis, lambda _: True)
    if edits is None:
        edits = _fix(analysis, lambda proposal: proposal.activates is None)
    return edits or []


def _fix(analysis: Analysis, choice: Choice) -> list[Edit] | None:
    """The edits of all that `choice` wants; None where Prefect would refuse something then."""
    step = _round(analysis, choice)
    if not step:
        return []
    current = analysis.copy()
    draft = Draft(analysis.document, current.document)
    for _ in range(_ROUNDS):
        draft.apply(step, current.update)
        step = _round(current, choice)
        if not step:
            break
    if _refusals(current) > _refusals(analysis):
        return None
    return draft.edits()


def _refusals(analysis: Analysis) -> int:
    return sum(found.severity is Severity.ERROR for _, found in analysis.placed())


def _round(analysis: Analysis, choice: Choice) -> list[Edit]:
    """The edits of all fixes that do not get into each other's way."""
    chosen = list(_disjoint(analysis, choice))
    while chosen:
        edits = _together(analysis.document, chosen)
        if edits is not None:
            return edits
        del chosen[len(chosen) // 2 :]
    return []


def _together(document: Document, chosen: list[Proposal]) -> list[Edit] | None:
    rewrite = Rewrite(document)
    try:
        for proposal in chosen:
            proposal.change(rewrite)
        return rewrite.edits()
    except NoPlaceError:
        return None


def _disjoint(analysis: Analysis, choice: Choice) -> Iterator[Proposal]:
    moved: set[Statement] = set()
    touched: set[Statement] = set()
    set_already: set[Path] = set()
    off = {code for code, severity in analysis.context.severities.items() if severity is None}
    for statement, finding in analysis.placed():
        if finding.code in off or statement in moved:
            continue
        for proposal in filter(choice, safe_proposals(Case(analysis, statement, finding))):
            taken = proposal.activates in set_already or not touched.isdisjoint(proposal.moves)
            if taken or not proposal.has_place(analysis.document):
                continue
            touched.add(statement)
            moved.update(proposal.moves)
            if proposal.activates is not None:
                set_already.add(proposal.activates)
            yield proposal
            break
