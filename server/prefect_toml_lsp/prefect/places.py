"""The settings and tables of one release, and the names that they go by."""

from __future__ import annotations

from prefect_toml_lsp.prefect.nodes import Node, Schema
from prefect_toml_lsp.prefect.spelling import Names, fold
from prefect_toml_lsp.prefect.synonyms import NAMES
from prefect_toml_lsp.records import NamedTuple

Path = tuple[str, ...]
Readers = frozenset[str | None]
"""Packages, and None for Prefect."""

# The scores of paths that are written as one name.
_FLAT = 1.0  # `server_api_port`
_FLAT_END = 0.78  # `ui_api_url` for `server.ui.api_url`
_VAGUE = 0.85  # what is left of a name's weight when many settings have it, or it is one word

INTEGRATIONS = "integrations"  # the table in which most packages have theirs
_TELLING_WORDS = 3  # that two names share if they can only mean the same, in whatever table


class Place:
    """A setting or table of the release, ready to compare."""

    __slots__ = ("flat", "name", "node", "tables")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.name = node.name
        self.tables = node.path[:-1]
        self.flat = "_".join(node.path)


class Alias(NamedTuple):
    """Tables in which a name stands for a place; `moved` where only other releases have it."""

    number: int
    tables: Path
    moved: bool


class Places:
    """All places of one release that one of some readers has, by every name that they have or
    had.
    """

    def __init__(self, schema: Schema, readers: Readers) -> None:
        self._nodes = [node for node in schema.by_path.values() if node.package in readers]
        self.places = [Place(node) for node in self._nodes if node.exists]
        self.tables = frozenset(place.name for place in self.places if place.node.is_table)
        self.numbers = {place.node.path: number for number, place in enumerate(self.places)}
        self.by_name: dict[str, list[Alias]] = {}
        self.by_flat: dict[str, list[tuple[int, float]]] = {}
        self.by_variable: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            self._add_names(number, place)
        self.moves = self._all_moves()
        self._add_old_names(schema)
        self.by_other_name = self._other_names()
        self.names = Names(self.by_name)
        self.flat_names = Names(self.by_flat)
        self.variables = Names(self.by_variable)
        self.telling = {
            name: 1.0 if len({each.number for each in aliases}) == 1 and "_" in name else _VAGUE
            for name, aliases in self.by_name.items()
        }

    def _other_names(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in NAMES:
            number = self.numbers.get(tuple(row.ours.split(".")))
            if number is not None:
                for name in row.theirs.split():
                    found.setdefault(name, []).append(number)
        return found

    def _add_names(self, number: int, place: Place) -> None:
        alias = Alias(number, place.tables, moved=False)
        self.by_name.setdefault(place.name, []).append(alias)
        for start in range(len(place.node.path)):
            flat = "_".join(place.node.path[start:])
            if start < len(place.tables) or not start:
                score = _FLAT_END if start else _FLAT
                self.by_flat.setdefault(flat, []).append((number, score))
        for variable in place.node.environment:
            name = fold(variable).removeprefix("prefect_")
            self.by_variable.setdefault(name, []).append(number)
            if name != place.flat:
                self.by_flat.setdefault(name, []).append((number, _FLAT))

    def _add_old_names(self, schema: Schema) -> None:
        """Old names of settings that moved lead to their new places."""
        for path, numbers in self.moves.items():
            variables = schema.by_path[".".join(path)].environment
            for number in numbers:
                alias = Alias(number, path[:-1], moved=True)
                self.by_name.setdefault(path[-1], []).append(alias)
                self.by_flat.setdefault("_".join(path), []).append((number, _FLAT))
                for variable in variables:
                    name = fold(variable).removeprefix("prefect_")
                    self.by_variable.setdefault(name, []).append(number)

    def _all_moves(self) -> dict[Path, list[int]]:
        """For each path that only other releases have, the places that took over from it, or had
        its part before it came: the schema says so, or they share an environment variable.
        """
        missing = [node for node in self._nodes if node.path not in self.numbers]
        earlier: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            for key in filter(None, (place.node.moved_to, *place.node.environment)):
                earlier.setdefault(key, []).append(number)
        moves: dict[Path, list[int]] = {}
        for node in missing:
            later = self.numbers.get(tuple((node.moved_to or "").split(".")))
            found = [] if later is None else [later]
            for key in (node.dotted, *node.environment):
                found.extend(earlier.get(key, ()))
            moves[node.path] = list(dict.fromkeys(found))
        return moves

    def settings_named(self, name: str) -> set[int]:
        """The settings that are called so, or were."""
        found = {alias.number for alias in self.by_name.get(name, ())}
        return {number for number in found if self.places[number].node.is_setting}

    def is_in_other_table(self, folded: Path, number: int) -> bool:
        """Whether a setting of a package has another name than the written one and is in a table
        that has nothing to do with the written one, which the package has, too: `namespaces` of an
        observer for `namespace` of a worker.
        """
        place = self.places[number]
        *tables, name = folded
        if place.node.package is None or name == place.name:
            return False
        for written in (tuple(tables), (INTEGRATIONS, *tables), tuple(tables[1:])):
            if written in self.numbers and self.places[self.numbers[written]].node.package:
                return is_in_other_table(written, name, place.node)
        return False

    def is_gone(self, path: Path) -> bool:
        """Whether another release has `path` as it is written, and nothing here has its part."""
        return path in self.moves and not self.moves[path]


def is_in_other_table(table: Path, name: str, node: Node) -> bool:
    """Whether `node` is neither in `table`, in one inside it nor in one around it, and `name` has
    too few of the words of its name to mean it nevertheless. In a table inside it, a name that only
    begins with `name` is that of something else: `namespaces` and `api_key_secret_key` are not what
    `namespace` and `api_key` mean.
    """
    shared = min(len(table), len(node.path) - 1)
    if node.path[:shared] == table[:shared]:
        is_inside = len(node.path) - 1 > len(table)
        return (
            is_inside
            and f"{node.name}_".startswith((f"{name}_", f"{name}s_"))
            and name != node.name
        )
    return len(set(name.split("_")) & set(node.name.split("_"))) < _TELLING_WORDS
