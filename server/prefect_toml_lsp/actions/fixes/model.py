"""Fixes and the cases that they are made from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any, Literal, Protocol, TypeVar

from prefect_toml_lsp.analysis.documents import document_kind
from prefect_toml_lsp.analysis.findings import NO_DATA, Finding
from prefect_toml_lsp.analysis.ignores import Directive
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.meant import takes
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Source, Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.edit import NoPlaceError, SetAlreadyError

Path = tuple[str, ...]


class Fix(NamedTuple):
    """A change that the user may choose.

    title
        What it does, in the imperative; never a value that may be a secret.
    edits
        Edits of the current document, in the order of the text.
    findings
        What it fixes, with spans in the document; none for a refactoring.
    preferred
        Whether it is the fix that most people want (LSP 3.17, CodeAction.isPreferred).
    safe
        Whether Prefect reads the same settings afterwards, or reads one that it ignored or refused
        and that has one clear meaning.
    """

    title: str
    edits: Sequence[Edit]
    findings: tuple[Finding, ...] = ()
    preferred: bool = False
    safe: bool = False


class Changes(Protocol):
    """Changes of a document that are made together."""

    def edits(self) -> list[Edit]:
        """All of them, in the order of the text. Raises `NoPlaceError`."""


Change = Callable[[Any], None]
"""Adds itself to the `Changes` of its kind of document."""


class Proposal(NamedTuple):
    """A fix whose edits are not computed yet; `change` computes them, or raises `NoPlaceError`.

    activates
        What Prefect reads only afterwards: the path of a setting, for a variable in a profile
        after the profile's name.
    moves
        The statements that it removes or moves.
    """

    title: str
    change: Change
    preferred: bool = False
    safe: bool = False
    activates: Path | None = None
    moves: tuple[Hashable, ...] = ()

    def edits(self, changes: Changes) -> list[Edit] | None:
        """The edits, for `changes` that are empty; None if it cannot be made there."""
        try:
            self.change(changes)
            return changes.edits()
        except NoPlaceError:
            return None

    def is_set_already(self, changes: Changes) -> bool:
        """Whether it cannot be made because its result is already there, in another place."""
        try:
            self.change(changes)
            changes.edits()
        except NoPlaceError as error:
            return isinstance(error, SetAlreadyError)
        return False


def all_of(proposals: Iterable[Proposal]) -> Change:
    """The changes of all of them."""
    made = [each.change for each in proposals]

    def change(changes: Changes) -> None:
        for each in made:
            each(changes)

    return change


class Refusal(NamedTuple):
    """A value that Prefect refuses: the setting, the reason, and the value as written or, with
    `in_part`, one of its items or entries.
    """

    node: Node
    refused: Refused
    written: Any
    in_part: bool = False

    def takes(self, value: Any) -> bool:
        """Whether Prefect takes a value there instead."""
        return takes(self.node, value, self.in_part)


CommentPlace = Literal["after", "above"]
"""Place a comment after the text of a line, or on a separate line."""


class Case(ABC):
    """A finding in its document: everything that the families of fixes need, for any kind of
    document.

    finding
        Its spans are relative to the statement that it is about, as far as the kind has such.
    span
        The finding's in the document.
    statement
        What the finding is about.
    schema
        The settings of the release in force.
    candidates
        Suggestions, the most likely first: paths of settings, or names.
    """

    statement: Hashable

    def __init__(self, analysis: Any, finding: Finding) -> None:
        self.analysis = analysis
        self.finding = finding
        self.span = finding.span
        self.source: Source = analysis.document.source
        self.schema: Schema = analysis.context.schema
        self.candidates: Sequence[Any] = finding.data.get("candidates", ())

    @classmethod
    def copy(cls, analysis: Any) -> Any:
        """The analysis of a copy of the document, to be edited on its own; its findings have the
        severities that Prefect gives them.
        """
        kind = document_kind(analysis.context.kind)
        context = analysis.context._replace(severities=NO_DATA)
        return kind.analyse(kind.read(analysis.document.text), context)

    @property
    def is_likely(self) -> bool:
        """Whether most people mean the first candidate."""
        return True

    @property
    def subject(self) -> str:
        """The key, header or variable that the finding is about, as written; empty if there is
        none.
        """
        return ""

    @property
    def has_comments_inside(self) -> bool:
        """Whether comments would be lost if the value were written again."""
        return False

    @property
    @abstractmethod
    def refusal(self) -> Refusal | None:
        """Why Prefect refuses the value, or the array item, that the finding covers; None if it
        does not.
        """

    @property
    @abstractmethod
    def given(self) -> tuple[Node, Any] | None:
        """The setting and its value, if the finding covers exactly that."""

    @abstractmethod
    def placements(self) -> Iterator[Proposal]:
        """How to write each candidate in place of the text of the finding; `safe` if it fits."""

    @abstractmethod
    def removals(self) -> Iterator[Proposal]:
        """Remove what the finding is about."""

    def replacing(
        self, title: str, text: str, span: Span | None = None, *, preferred: bool = True
    ) -> Proposal:
        """Replace a span, relative like those of the finding, by `text`; the finding's own span
        where none is given.
        """
        return Proposal(title, self.replace(span or self.finding.span, text), preferred=preferred)

    @abstractmethod
    def changes(self) -> Changes:
        """No changes of the document yet."""

    @abstractmethod
    def replace(self, span: Span, text: str) -> Change:
        """Replace a span, relative like those of the finding, by `text`."""

    @abstractmethod
    def write(self, value: Any) -> str:
        """A value as the document must write it instead of the text that the finding covers."""

    # Comments, by the lines of the document

    @abstractmethod
    def directives(self) -> Sequence[Directive]:
        """The comments that silence findings, with spans that count as those of the finding."""

    @abstractmethod
    def where_to_comment(self, row: int) -> CommentPlace | None:
        """Where a comment about the text of a line can be inserted."""

    @abstractmethod
    def remove_line(self) -> Change:
        """Take out the comment that the finding is about, and a line that has nothing else."""


Provider = Callable[[Case], Iterator[Proposal]]
C = TypeVar("C", bound=Case)


def only_for(kind: type[C]) -> Callable[[Callable[[C], Iterator[Proposal]]], Provider]:
    """Make a family of one kind of case a family of all, which has nothing for the others."""

    def register(provider: Callable[[C], Iterator[Proposal]]) -> Provider:
        @wraps(provider)
        def narrowed(case: Case) -> Iterator[Proposal]:
            if isinstance(case, kind):
                yield from provider(case)

        return narrowed

    return register
