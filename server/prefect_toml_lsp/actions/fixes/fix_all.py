"""All safe fixes of a document at once (`source.fixAll`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import partial

from prefect_toml_lsp.actions.fixes.kinds import case_type
from prefect_toml_lsp.actions.fixes.model import Case, Path, Proposal, all_of
from prefect_toml_lsp.actions.fixes.registry import safe_proposals
from prefect_toml_lsp.analysis.documents import Judged
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.draft import Draft
from prefect_toml_lsp.text.edits import Edit

_ROUNDS = (
    7  # a fix may make another one possible, for the next round: first a moved key, then its value
)

Choice = Callable[[Case], Iterable[Proposal]]
"""The proposals that may be made for a finding."""


class Made(NamedTuple):
    """A fix that was made.

    line
        What it is about, in the text before all fixes; for text that another fix has put there,
        the line above it.
    subject
        The key, header or variable that it is about (`Case.subject`).
    title
        That of the proposal.
    """

    line: int
    subject: str
    title: str


class Fixed(NamedTuple):
    """All fixes that were made, and the edits that make them."""

    edits: Sequence[Edit] = ()
    made: Sequence[Made] = ()


def fix_all(analysis: Judged, choice: Choice = safe_proposals) -> list[Edit]:
    """The edits of `fixed`."""
    return [*fixed(analysis, choice).edits]


def fixed(analysis: Judged, choice: Choice = safe_proposals) -> Fixed:
    """Apply all fixes of the `choice`. Afterwards Prefect refuses nothing that it did not refuse
    before; if all fixes are safe it reads the same settings, or more. None are applied to a
    document that is only partly read.
    """
    if not analysis.document.is_whole:
        return Fixed()
    severities = analysis.context.severities
    off = {code for code, severity in severities.items() if severity is None}
    found = _fix(analysis, off, choice)
    if found is None:
        found = _fix(analysis, off, partial(_activating_none, choice))
    return found or Fixed()


def corrected(analysis: Judged, findings: Iterable[Finding]) -> list[bool]:
    """For each of the findings, which `analysis` has now, whether `fix_all` has a fix for it."""
    if not analysis.document.is_whole:
        return [False for _ in findings]
    kind = case_type(analysis)
    found = [_first(kind(analysis, each)) for each in findings]
    if any(each is not None and each.activates is not None for each in found):
        activates = _fix(analysis, (), safe_proposals) is not None
        return [each is not None and (activates or each.activates is None) for each in found]
    return [each is not None for each in found]


def _first(case: Case) -> Proposal | None:
    """The safe proposal that can be made for a finding."""
    return next((each for each in safe_proposals(case) if each.edits(case.changes())), None)


def _activating_none(choice: Choice, case: Case) -> Iterator[Proposal]:
    return (proposal for proposal in choice(case) if proposal.activates is None)


def _fix(analysis: Judged, off: Collection[str], choice: Choice) -> Fixed | None:
    """All that `choice` has, except for findings whose code is `off`; None if Prefect would refuse
    something then.
    """
    current = case_type(analysis).copy(analysis)
    draft = Draft(analysis.document.source, current.document)
    before = _refusals(current)
    made: list[Made] = []
    for _ in range(_ROUNDS):
        step, chosen = _round(current, off, choice)
        if not step:
            break
        made += (
            Made(draft.origin(case.span.line), case.subject, proposal.title)
            for case, proposal in chosen
        )
        draft.apply(step, current.update)
    return None if _refusals(current) > before else Fixed(draft.edits(), made)


def _refusals(analysis: Judged) -> int:
    return sum(each.severity is Severity.ERROR for each in analysis.findings())


def _round(
    current: Judged, off: Collection[str], choice: Choice
) -> tuple[Sequence[Edit], Sequence[tuple[Case, Proposal]]]:
    """All fixes that do not get into each other's way, and their edits."""
    chosen = list(_disjoint(current, off, choice))
    while chosen:
        together = Proposal("", all_of(proposal for _, proposal in chosen))
        edits = together.edits(chosen[0][0].changes())
        if edits is not None:
            return edits, chosen
        del chosen[len(chosen) // 2 :]
    return (), ()


def _disjoint(
    analysis: Judged, off: Collection[str], choice: Choice
) -> Iterator[tuple[Case, Proposal]]:
    kind = case_type(analysis)
    moved: set[Hashable] = set()
    touched: set[Hashable] = set()
    set_already: set[Path] = set()
    for finding in analysis.findings():
        if finding.code in off:
            continue
        case = kind(analysis, finding)
        if case.statement in moved:
            continue
        for proposal in choice(case):
            taken = proposal.activates in set_already or not touched.isdisjoint(proposal.moves)
            if taken or proposal.edits(case.changes()) is None:
                continue
            touched.add(case.statement)
            moved.update(proposal.moves)
            if proposal.activates is not None:
                set_already.add(proposal.activates)
            yield case, proposal
            break
