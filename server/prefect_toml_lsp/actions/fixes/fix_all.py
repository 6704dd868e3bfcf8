"""All safe fixes of a document at once (`source.fixAll`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator, Sequence
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

_MOST_TRIES = 24
"""How often the fixes are made with some left out, to find those after which Prefect refuses
something.
"""
_MOST_ACTIVATED = 200
"""In a document with more of them, all are left out if Prefect would refuse something then."""

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
    """Apply all fixes of the `choice`, except for those after which Prefect would refuse something
    that it did not refuse before; if all fixes are safe it reads the same settings, or more. None
    are applied to a document that is only partly read.
    """
    if not analysis.document.is_whole:
        return Fixed()
    severities = analysis.context.severities
    off = {code for code, severity in severities.items() if severity is None}
    return _best(analysis, off, choice).fixed


def corrected(analysis: Judged, findings: Iterable[Finding]) -> list[bool]:
    """For each of the findings, which `analysis` has now, whether `fix_all` has a fix for it."""
    if not analysis.document.is_whole:
        return [False for _ in findings]
    kind = case_type(analysis)
    found = [_first(kind(analysis, each)) for each in findings]
    if any(each is not None and each.activates is not None for each in found):
        activated = {*_best(analysis, (), safe_proposals).activated, None}
        return [each is not None and each.activates in activated for each in found]
    return [each is not None for each in found]


def _first(case: Case) -> Proposal | None:
    """The safe proposal that can be made for a finding."""
    return next((each for each in safe_proposals(case) if each.edits(case.changes())), None)


class _Attempt(NamedTuple):
    """What fixes come to: the paths that they activate, and whether Prefect would refuse something
    then.
    """

    fixed: Fixed
    activated: Sequence[Path]
    refuses: bool


def _best(analysis: Judged, off: Collection[str], choice: Choice) -> _Attempt:
    """All that `choice` has, except for findings whose code is `off`, and for what Prefect would
    refuse once it is read: a moved setting may need another one that is missing.
    """
    attempt = _fix(analysis, off, choice)
    if not attempt.refuses:
        return attempt
    good: list[Path] = []
    best = _fix(analysis, off, partial(_activating, choice, good))
    if best.refuses:
        return _Attempt(Fixed(), (), False)
    small = len(attempt.activated) <= _MOST_ACTIVATED
    waiting = _halves(attempt.activated) if small else []
    for _ in range(_MOST_TRIES):
        if not waiting:
            break
        group = waiting.pop()
        attempt = _fix(analysis, off, partial(_activating, choice, {*good, *group}))
        if not attempt.refuses:
            best, good = attempt, [*good, *group]
        elif len(group) > 1:
            waiting += _halves(group)
    return best


def _halves(paths: Sequence[Path]) -> list[Sequence[Path]]:
    """The second half, if any, and the first."""
    half = (len(paths) + 1) // 2
    return [each for each in (paths[half:], paths[:half]) if each]


def _activating(choice: Choice, paths: Container[Path], case: Case) -> Iterator[Proposal]:
    """The proposals that activate nothing except for these `paths`."""
    return (each for each in choice(case) if each.activates is None or each.activates in paths)


def _fix(analysis: Judged, off: Collection[str], choice: Choice) -> _Attempt:
    """All that `choice` has, except for findings whose code is `off`."""
    current = case_type(analysis).copy(analysis)
    draft = Draft(analysis.document.source, current.document)
    before = _refusals(current)
    made: list[Made] = []
    activated: list[Path] = []
    for _ in range(_ROUNDS):
        step, chosen = _round(current, off, choice)
        if not step:
            break
        for case, proposal in chosen:
            line = draft.origin(case.span.line)
            made.append(Made(line, case.subject, proposal.title))
            if proposal.activates is not None:
                activated.append(proposal.activates)
        draft.apply(step, current.update)
    return _Attempt(Fixed(draft.edits(), made), activated, _refusals(current) > before)


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
    activated: set[Path] = set()
    above: set[Path] = set()
    for finding in analysis.findings():
        if finding.code in off:
            continue
        case = kind(analysis, finding)
        if case.statement in moved:
            continue
        for proposal in choice(case):
            path = proposal.activates or ()
            upwards = {path[:length] for length in range(1, len(path) + 1)}
            # Next to another fix of this path, or of one above or below, it may look different.
            taken = path in above or not activated.isdisjoint(upwards)
            if taken or not touched.isdisjoint(proposal.moves):
                continue
            if proposal.edits(case.changes()) is None:
                continue
            touched.add(case.statement)
            moved.update(proposal.moves)
            if path:
                activated.add(path)
                above.update(upwards)
            yield case, proposal
            break
