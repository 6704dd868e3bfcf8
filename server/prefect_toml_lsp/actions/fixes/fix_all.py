"""All safe fixes of a document at once (`source.fixAll`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator

from prefect_toml_lsp.actions.fixes.kinds import case_of, copy_of
from prefect_toml_lsp.actions.fixes.model import Case, Path, Proposal
from prefect_toml_lsp.actions.fixes.registry import safe_proposals
from prefect_toml_lsp.analysis.documents import Judged
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.text.draft import Draft
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.edit import NoPlaceError

_ROUNDS = 7  # what a fix uncovers is fixed in the next round: a moved key, then its value

Choice = Callable[[Proposal], bool]


def fix_all(analysis: Judged) -> list[Edit]:
    """The edits that leave no safe fix to be made. Prefect reads the same settings afterwards, or
    more of them, and refuses nothing that it did not refuse before.
    """
    severities = analysis.context.severities
    off = {code for code, severity in severities.items() if severity is None}
    edits = _fix(analysis, off, lambda _: True)
    if edits is None:
        edits = _fix(analysis, off, lambda proposal: proposal.activates is None)
    return edits or []


def _fix(analysis: Judged, off: Collection[str], choice: Choice) -> list[Edit] | None:
    """The edits of all that `choice` wants, except for findings whose code is `off`; None where
    Prefect would refuse something then.
    """
    current = copy_of(analysis)
    draft = Draft(analysis.document.source, current.document)
    before = _refusals(current)
    for _ in range(_ROUNDS):
        step = _round(current, off, choice)
        if not step:
            break
        draft.apply(step, current.update)
    return None if _refusals(current) > before else draft.edits()


def _refusals(analysis: Judged) -> int:
    return sum(each.severity is Severity.ERROR for each in analysis.findings())


def _round(analysis: Judged, off: Collection[str], choice: Choice) -> list[Edit]:
    """The edits of all fixes that do not get into each other's way."""
    chosen = list(_disjoint(analysis, off, choice))
    while chosen:
        edits = _together(chosen)
        if edits is not None:
            return edits
        del chosen[len(chosen) // 2 :]
    return []


def _together(chosen: list[tuple[Case, Proposal]]) -> list[Edit] | None:
    changes = chosen[0][0].changes()
    try:
        for _, proposal in chosen:
            proposal.change(changes)
        return changes.edits()
    except NoPlaceError:
        return None


def _disjoint(
    analysis: Judged, off: Collection[str], choice: Choice
) -> Iterator[tuple[Case, Proposal]]:
    moved: set[Hashable] = set()
    touched: set[Hashable] = set()
    set_already: set[Path] = set()
    for finding in analysis.findings():
        if finding.code in off:
            continue
        case = case_of(analysis, finding)
        if case.statement in moved:
            continue
        for proposal in filter(choice, safe_proposals(case)):
            taken = proposal.activates in set_already or not touched.isdisjoint(proposal.moves)
            if taken or not proposal.has_place(case.changes()):
                continue
            touched.add(case.statement)
            moved.update(proposal.moves)
            if proposal.activates is not None:
                set_already.add(proposal.activates)
            yield case, proposal
            break
