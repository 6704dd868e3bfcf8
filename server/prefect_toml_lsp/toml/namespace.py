"""The rules between statements (TOML 1.0, Keys, Table, Array of Tables), as `tomllib` applies them.

Every statement lays claims to names: ``[a.b]`` passes through ``a`` and defines ``a.b``; under it
``c.d = 1`` opens ``a.b.c`` and sets ``a.b.c.d``. Two claims to one name may clash, and then the
later statement is wrong. The names form a tree, in which claims come and go with their statements;
only names whose claims changed are looked at again.

Each ``[[a]]`` opens an element with a tree of its own, which is where later headers that pass
through ``a`` go; so when such a header comes or goes, the headers of that array are claimed again.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from operator import attrgetter

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml.bounds import CLASHES
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, KeyValue, Section, Statement


class Claim(Enum):
    """How a statement uses a name."""

    VALUE = "value"  # key = …
    DOTTED = "dotted"  # key.… = …
    TABLE = "table"  # [key]
    PASSED = "passed"  # [key.…] or [[key.…]]
    ARRAY = "array"  # [[key]]


# What an earlier claim rules out. DOTTED after DOTTED is ruled out only in another section.
_RULES_OUT = {
    Claim.VALUE: frozenset(Claim),
    Claim.DOTTED: frozenset({Claim.VALUE, Claim.DOTTED, Claim.TABLE, Claim.ARRAY}),
    Claim.TABLE: frozenset({Claim.VALUE, Claim.DOTTED, Claim.TABLE, Claim.ARRAY}),
    Claim.PASSED: frozenset({Claim.VALUE, Claim.ARRAY}),
    Claim.ARRAY: frozenset({Claim.VALUE, Claim.DOTTED, Claim.TABLE}),
}


_ORDER = attrgetter("order")
_FIRST: dict[Claim, tuple[Claim, int, Section | None]] = {each: (each, 0, None) for each in Claim}


class Clash(NamedTuple):
    """A claim that an earlier statement rules out; `part` counts from 0 in the statement's key."""

    claim: Claim
    part: int
    earlier: Statement
    earlier_claim: Claim


class Elements:
    """The trees of the elements of one array, by the ``[[header]]`` that opens each."""

    def __init__(self) -> None:
        self._trees: dict[Statement, Name] = {}
        self._in_order: list[Statement] | None = []

    def __bool__(self) -> bool:
        return bool(self._trees)

    def open(self, header: Statement) -> Name:
        """A new tree for the element of `header`."""
        if header not in self._trees:
            insort(self._headers(), header, key=_ORDER)
        tree = self._trees[header] = Name()
        return tree

    def close(self, header: Statement) -> None:
        """Forget the element of a statement, if it opened one."""
        if self._trees.pop(header, None) is not None:
            self._in_order = None  # What is no longer in the document has no place in the order.

    def last_above(self, statement: Statement) -> Name | None:
        """The tree of the last element that is opened above `statement`."""
        headers = self._headers()
        above = bisect_left(headers, statement.order, key=_ORDER)
        return self._trees[headers[above - 1]] if above else None

    def _headers(self) -> list[Statement]:
        if self._in_order is None:
            self._in_order = sorted(self._trees, key=_ORDER)
        return self._in_order


class Name:
    """A node of the tree of names, with the claims to it in no particular order.

    key, outer
        The name, and the table that it is a name in; None for the document and array elements.
    claims
        By statement: what it does here, with which part of its key, and for DOTTED in which
        section.
    elements
        Those of the array of tables that is here.
    values, tables, arrays, dotted
        How many claims there are of each kind; for DOTTED by section.
    """

    __slots__ = (
        "arrays",
        "children",
        "claims",
        "clashing",
        "dotted",
        "elements",
        "key",
        "outer",
        "tables",
        "values",
    )

    def __init__(self, key: str = "", outer: Name | None = None) -> None:
        self.key = key
        self.outer = outer
        self.claims: dict[Statement, tuple[Claim, int, Section | None]] = {}
        self.children: dict[str, Name] | None = None
        self.elements: Elements | None = None
        self.dotted: dict[Section, int] | None = None
        self.clashing: set[Statement] | None = None
        self.values = self.tables = self.arrays = 0

    @property
    def unused(self) -> bool:
        """Whether nothing needs this node any more."""
        return not (self.claims or self.children or self.elements)

    def child(self, name: str) -> Name:
        """The node of `name` in this table, made when there is none."""
        if self.children is None:
            self.children = {}
        found = self.children.get(name)
        if found is None:
            found = self.children[name] = Name(name, self)
        return found

    def within(self, statement: Statement) -> Name:
        """The element that a header which passes through here leads into: the last one above it."""
        if not self.elements:
            return self
        return self.elements.last_above(statement) or self

    def who(self) -> list[tuple[Statement, Claim]]:
        """The statements that claim the name, and how."""
        return [(statement, entry[0]) for statement, entry in self.claims.items()]

    def may_clash(self) -> bool:
        """Whether the claims need to be compared at all, by their numbers alone."""
        if len(self.claims) < 2:
            return False
        if self.values:
            return True
        if self.arrays:
            return self.arrays < len(self.claims)
        return self.tables + len(self.dotted or ()) > 1

    def tally(self, claim: Claim, section: Section | None, step: int) -> None:
        """Count a claim that came (`step` 1) or went (-1)."""
        if claim is Claim.VALUE:
            self.values += step
        elif claim is Claim.TABLE:
            self.tables += step
        elif claim is Claim.ARRAY:
            self.arrays += step
        elif section is not None:
            dotted = self.dotted = self.dotted or {}
            dotted[section] = dotted.get(section, 0) + step
            if not dotted[section]:
                del dotted[section]


class Namespace:
    """The names of one document and the clashes between its statements."""

    def __init__(self) -> None:
        self.root = Name()
        self._clashes: dict[Statement, dict[Name, Clash]] = {}
        self._claimed: dict[Statement, tuple[Name, ...]] = {}
        self._homes: dict[Section, Name] = {}
        self._headers: dict[str, dict[Header, None]] = {}

    def clashes(self, statement: Statement) -> list[Clash]:
        """The clashes of `statement` with others, in the order of its key."""
        found = self._clashes.get(statement)
        return sorted(found.values(), key=lambda clash: clash.part) if found else []

    def claims(self, path: Sequence[str]) -> list[tuple[Statement, Claim]]:
        """The statements that claim the name at `path`, from the top of the document, and how."""
        names = [self.root, *self._along(path)]
        return names[-1].who() if len(names) > len(path) else []

    def claims_along(self, path: Sequence[str]) -> Iterator[list[tuple[Statement, Claim]]]:
        """The same for each name on the way to `path`, up to the first that nobody claims."""
        return (name.who() for name in self._along(path))

    def _along(self, path: Sequence[str]) -> Iterator[Name]:
        name = self.root
        for key in path:
            found = name.children.get(key) if name.children else None
            if found is None:
                return
            name = found
            yield name

    @property
    def clashing(self) -> Iterable[Statement]:
        """The statements that have clashes."""
        return self._clashes

    def update(
        self,
        removed: Iterable[Statement],
        added: Iterable[Statement],
        members: Callable[[Header], Sequence[Statement]],
    ) -> None:
        """Remove the claims of `removed` and add those of `added`.

        A statement may be in both, as one that stays does when its section's path changed.
        `members` gives a header of the document and the statements of its section.
        """
        out = dict.fromkeys(removed)
        into = dict.fromkeys(added)
        arrays = {each.key.names for each in {**out, **into} if isinstance(each, ArrayHeader)}
        self._claim_below_again(arrays, out, into, members)
        touched: dict[Name, None] = {}
        for statement in out:
            self._withdraw(statement, touched)
        for statement in sorted(into, key=lambda statement: statement.order):
            self._lay(statement, touched)
        for name in touched:
            self._settle(name)

    def _claim_below_again(
        self,
        arrays: set[tuple[str, ...]],
        out: dict[Statement, None],
        into: dict[Statement, None],
        members: Callable[[Header], Sequence[Statement]],
    ) -> None:
        """Add the sections below the arrays at these paths, whose headers pass through them, to
        both `out` and `into`, since what they claim depends on the elements before them.
        """
        lengths = {len(path) for path in arrays}
        for first in {path[0] for path in arrays if path}:
            for header in self._headers.get(first, ()):
                names = header.key.names
                if header not in out and any(
                    length < len(names) and names[:length] in arrays for length in lengths
                ):
                    for statement in members(header):
                        out[statement] = into[statement] = None

    def _lay(self, statement: Statement, touched: dict[Name, None]) -> None:
        if isinstance(statement, Header):
            home = self._lay_header(statement, touched)
            self._homes[statement.section] = home
        elif isinstance(statement, KeyValue) and statement.pair.key.whole:
            name = self._homes.get(statement.section, self.root)
            last = len(statement.pair.key.parts) - 1
            names: list[Name] = []
            for index, part in enumerate(statement.pair.key.parts):
                name = name.child(part.name)
                claim = Claim.VALUE if index == last else Claim.DOTTED
                self._claim(name, statement, claim, index, touched)
                names.append(name)
            self._claimed[statement] = tuple(names)

    def _lay_header(self, header: Header, touched: dict[Name, None]) -> Name:
        """Claim the names of a header; the node under which its section's keys go."""
        if header.closing is None or not header.key.whole:
            return (
                Name()
            )  # A header that is being typed clashes with nothing, nor does what follows
        self._headers.setdefault(header.key.parts[0].name, {})[header] = None
        last = len(header.key.parts) - 1
        defines = Claim.ARRAY if isinstance(header, ArrayHeader) else Claim.TABLE
        names: list[Name] = []
        name = self.root
        for index, part in enumerate(header.key.parts):
            name = name.child(part.name)
            names.append(name)
            if index == last:
                self._claim(name, header, defines, index, touched)
            elif (inner := name.within(header)) is name:
                self._claim(name, header, Claim.PASSED, index, touched)
            else:
                name = inner
                names.append(name)
        self._claimed[header] = tuple(names)
        if defines is Claim.ARRAY:
            name.elements = name.elements or Elements()
            return name.elements.open(header)
        return name

    def _claim(
        self, name: Name, statement: Statement, claim: Claim, part: int, touched: dict[Name, None]
    ) -> None:
        section = statement.section if claim is Claim.DOTTED else None
        # Most are alike, of thousands of statements: `VALUE` of a key with one part.
        first = part == 0 and section is None
        name.claims[statement] = _FIRST[claim] if first else (claim, part, section)
        name.tally(claim, section, 1)
        touched[name] = None

    def _withdraw(self, statement: Statement, touched: dict[Name, None]) -> None:
        for name in reversed(self._claimed.pop(statement, ())):
            entry = name.claims.pop(statement, None)
            if entry:
                name.tally(entry[0], entry[2], -1)
                touched[name] = None
            if name.elements:
                name.elements.close(statement)
            if name.unused and name.outer and name.outer.children:
                name.outer.children.pop(name.key, None)
        if isinstance(statement, Header) and statement.key.parts:
            self._homes.pop(statement.section, None)
            self._headers.get(statement.key.parts[0].name, {}).pop(statement, None)

    def _settle(self, name: Name) -> None:
        """Find the clashes of one name again, those that come first in the text."""
        for statement in name.clashing or ():
            known = self._clashes.get(statement, {})
            known.pop(name, None)
            if not known:
                self._clashes.pop(statement, None)
        name.clashing = None
        if not name.may_clash():
            return
        first: dict[tuple[Claim, Section | None], Statement] = {}
        sections = 0
        for statement in sorted(name.claims, key=lambda statement: statement.order):
            claim, part, section = name.claims[statement]
            for (earlier_claim, opened), earlier in first.items():
                same_section = section is not None and section is opened
                if claim in _RULES_OUT[earlier_claim] and not same_section:
                    clash = Clash(claim, part, earlier, earlier_claim)
                    self._clashes.setdefault(statement, {})[name] = clash
                    name.clashing = name.clashing or set()
                    name.clashing.add(statement)
                    break
            if name.clashing and len(name.clashing) == CLASHES:
                return
            # What two sections open clashes with all others: a third adds nothing.
            if section is None or sections < 2:
                sections += (claim, section) not in first and section is not None
                first.setdefault((claim, section), statement)
