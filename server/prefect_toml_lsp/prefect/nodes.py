"""The settings and tables of Prefect as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from prefect_toml_lsp.prefect.acceptance.rules import LEGACY_PLUGINS, PLUGINS_MOVED_IN
from prefect_toml_lsp.prefect.data import read_schema
from prefect_toml_lsp.prefect.releases import (
    Installed,
    Packages,
    Release,
    Releases,
    leading_release,
    nearest_known,
    parse_release,
)

Keywords = Mapping[str, Any]
_PROSE = ("description", "x-prefect", "deprecated")


class Node:
    """A place in Prefect's configuration: a table, a setting, or a part of a setting's value.

    path
        From the document's root; an item of an array is ``"[]"``, an entry of a free-form table
        ``"*"``.
    keywords
        The facts in `release`, as JSON Schema keywords (draft 2020-12).
    package
        The integration package that reads it, as PyPI names it; None if Prefect does.
    release
        Of Prefect, or of `package`: `since`, `until` and `history` are counted in the same.
    is_absent
        Whether the project does not have `package`, so that nothing reads it.
    """

    def __init__(
        self, path: tuple[str, ...], keywords: Keywords, parent: Node | None, releases: Releases
    ) -> None:
        self.path = path
        self.parent = parent
        self._facts: Keywords = keywords.get("x-prefect", {})
        self.package: str | None = self._facts.get("package", parent.package if parent else None)
        self.release = releases.of(self.package)
        self.is_absent = self.package in releases.absent
        self._releases = releases
        self.keywords = self._at_release(keywords)

    def _at_release(self, keywords: Keywords) -> Keywords:
        for run in self.history:
            if parse_release(run["from"]) <= self.release <= parse_release(run["to"]):
                kept = {key: keywords[key] for key in _PROSE if key in keywords}
                return {**run["facts"], **kept}
        return keywords

    # The kind of node

    @property
    def name(self) -> str:
        """The last part of the path; empty for the root."""
        return self.path[-1] if self.path else ""

    @cached_property
    def dotted(self) -> str:
        """The path as Prefect's documentation writes it: `server.api.port`."""
        return ".".join(self.path)

    @property
    def is_table(self) -> bool:
        """Whether this is a table of Prefect, such as the root, with fixed names."""
        return "properties" in self.keywords

    @property
    def is_open(self) -> bool:
        """Whether this is a table in which any package may have a table."""
        return self.keywords.get("additionalProperties") is True and self.is_table

    @cached_property
    def is_free_form(self) -> bool:
        """Whether this is a setting whose value is a table with any keys."""
        return isinstance(self.keywords.get("additionalProperties"), Mapping)

    @cached_property
    def is_duration(self) -> bool:
        """Whether the value, or each entry of a free-form table, is a duration."""
        formats = (self.keywords.get("format"), self.entry and self.entry.keywords.get("format"))
        return "duration" in formats

    @property
    def is_setting(self) -> bool:
        """Whether this is a setting: neither one of Prefect's tables nor a part of a value."""
        return not self.is_table and bool(self.parent and self.parent.is_table)

    @cached_property
    def readers(self) -> Sequence[Node]:
        """The tables of packages, directly in this open table, that the project may have; only
        those of packages that it is known to have, if there are any.
        """
        may_be = [each for each in self.children.values() if each.package and not each.is_absent]
        return [each for each in may_be if each.installed] or may_be

    @property
    def is_unread(self) -> bool:
        """Whether the project has no known package that reads it, or a table in it."""
        return self.is_absent or (self.is_open and not self.readers)

    @property
    def branches(self) -> Sequence[Keywords]:
        """The kinds of value that are allowed: the branches of `anyOf`, or the node's own."""
        branches: Sequence[Keywords] = self.keywords.get("anyOf") or (self.keywords,)
        return branches

    @cached_property
    def exists(self) -> bool:
        """Whether the release has it; parts of values always do."""
        if self.since and self.release < parse_release(self.since):
            return False
        return not self.until or self.release <= parse_release(self.until)

    @property
    def is_offered(self) -> bool:
        """Whether it is useful to write it: the release has it, and the project has the package
        that reads it.
        """
        return self.exists and not self.is_absent

    @property
    def is_honoured(self) -> bool:
        """Whether the release still reads it though it has moved (`acceptance.rules`)."""
        moved = not self.exists and self.release >= PLUGINS_MOVED_IN
        return moved and f"{self.dotted}.".startswith(LEGACY_PLUGINS)

    # Facts

    @property
    def description(self) -> str:
        """The description in Markdown."""
        return str(self.keywords.get("description", ""))

    @property
    def default(self) -> Any:
        """The default as a TOML value; None if leaving it out means something else."""
        return self.keywords.get("default")

    @property
    def default_note(self) -> str | None:
        """A description of the default if it depends on the machine or on other settings."""
        note: str | None = self._facts.get("default_note")
        return note

    @property
    def environment(self) -> Sequence[str]:
        """The environment variables that set it, the preferred one first."""
        found: Sequence[str] = self._facts.get("environment", ())
        return found

    @property
    def installed(self) -> Installed | None:
        """The installed `package` of the project; None if it is not known to be installed."""
        return self._releases.installed.get(self.package) if self.package else None

    @property
    def package_version(self) -> str | None:
        """The version of `package` that is in force, as it was written; None if not known."""
        return self.installed.version if self.installed else None

    @cached_property
    def reader(self) -> str | None:
        """The class of `package` that reads it, as ``module.Name``.

        None for Prefect's settings, and for a table that only holds those of several classes.
        """
        reader: str | None = self._facts.get("reader")
        return reader or (self.parent.reader if self.parent else None)

    @property
    def since(self) -> str:
        """The first release that has it."""
        return str(self._facts.get("since", ""))

    @property
    def until(self) -> str | None:
        """The last release that has it, if the newest one does not."""
        until: str | None = self._facts.get("until")
        return until

    @property
    def moved_to(self) -> str | None:
        """The dotted path that took its place."""
        path: str | None = self._facts.get("moved_to")
        return path

    @property
    def unit(self) -> str | None:
        """The unit of a plain number: seconds, bytes, rows and so on."""
        unit: str | None = self._facts.get("unit")
        return unit

    @property
    def secret(self) -> bool:
        """Whether the value must never be shown."""
        return bool(self._facts.get("secret"))

    @property
    def members(self) -> Mapping[str, str]:
        """The meaning of each known string."""
        found: Mapping[str, str] = self._facts.get("members", {})
        return found

    @property
    def suggestions(self) -> Sequence[Any]:
        """Usual values."""
        found: Sequence[Any] = self._facts.get("suggest", ())
        return found

    @property
    def see_also(self) -> Sequence[str]:
        """Dotted paths of related settings."""
        found: Sequence[str] = self._facts.get("see", ())
        return found

    @property
    def facts(self) -> Keywords:
        """The facts that are not keywords of JSON Schema: its `x-prefect`."""
        return self._facts

    @property
    def history(self) -> Sequence[Keywords]:
        """Earlier runs of releases in which it was different: `from`, `to` and `facts`."""
        found: Sequence[Keywords] = self._facts.get("history", ())
        return found

    # The tree

    @cached_property
    def known(self) -> Mapping[str, Node]:
        """A table's settings and subtables by name, including those of other releases."""
        properties: Mapping[str, Keywords] = self.keywords.get("properties", {})
        return {name: self._below(name, each) for name, each in properties.items()}

    @cached_property
    def children(self) -> Mapping[str, Node]:
        """A table's settings and tables in this release, by name."""
        return {name: node for name, node in self.known.items() if node.exists}

    @cached_property
    def item(self) -> Node | None:
        """An item of this setting's array value."""
        found = (branch["items"] for branch in self.branches if "items" in branch)
        return next((self._below("[]", keywords) for keywords in found), None)

    @cached_property
    def entry(self) -> Node | None:
        """An entry of this setting's free-form table."""
        return (
            self._below("*", self.keywords["additionalProperties"]) if self.is_free_form else None
        )

    def _below(self, name: str, keywords: Keywords) -> Node:
        return Node((*self.path, name), keywords, self, self._releases)

    def step(self, name: str | int) -> Node | None:
        """The node below this one for a name in a table or an index in an array."""
        if isinstance(name, int):
            return self.item
        known = self.known.get(name)
        if known is not None and (known.exists or known.is_honoured):
            return known
        return self.entry

    def walk(self) -> Iterator[Node]:
        """All tables and settings below this node, including those of other releases."""
        for child in self.known.values():
            yield child
            yield from child.walk()


class Schema:
    """Settings as one release of Prefect, and of each integration package, has them."""

    def __init__(self, keywords: Keywords, releases: Releases) -> None:
        self.release = releases.prefect
        self.root = Node((), keywords, None, releases)
        self._releases = releases

    @property
    def installed(self) -> Mapping[str, Installed]:
        """The packages that the project is known to have."""
        return self._releases.installed

    @cached_property
    def packages(self) -> Mapping[str, bool]:
        """The packages that the project may have, each with whether it is known to be there."""
        there = self.installed
        absent = self._releases.absent
        return {name: name in there for name in self._releases.packages if name not in absent}

    @cached_property
    def by_path(self) -> Mapping[str, Node]:
        """Every table and setting of any release by its dotted path."""
        return {node.dotted: node for node in self.root.walk()}

    @cached_property
    def by_variable(self) -> Mapping[str, Node]:
        """Settings by environment variable; for one that moved, a place that this release has."""
        found: dict[str, Node] = {}
        for node in self.root.walk():
            for variable in node.environment:
                if variable not in found or not found[variable].exists:
                    found[variable] = node
        return found

    @cached_property
    def offered(self) -> Sequence[Node]:
        """The settings that may be proposed."""
        return [node for node in self.root.walk() if node.is_setting and node.is_offered]

    def find(self, path: Sequence[str | int]) -> Node | None:
        """The node at `path`; None if this release has nothing."""
        node: Node | None = self.root
        for name in path:
            if node is None:
                return None
            node = node.step(name)
        return node


class Catalogue:
    """The settings of all releases, oldest release first."""

    def __init__(self, keywords: Keywords) -> None:
        facts = keywords["x-prefect"]
        self._keywords = keywords
        self.releases = tuple(map(parse_release, facts["releases"]))
        self.packages: Mapping[str, Sequence[Release]] = {
            name: tuple(map(parse_release, versions))
            for name, versions in facts.get("packages", {}).items()
        }
        self._schemas: dict[object, Schema] = {}

    @classmethod
    def load(cls) -> Catalogue:
        """The catalogue that ships with this package."""
        return cls(read_schema())

    @property
    def newest(self) -> Release:
        """The newest release that is known."""
        return self.releases[-1]

    def schema(self, release: Release | None = None, packages: Packages | None = None) -> Schema:
        """The settings of `release`, by default the newest.

        With `packages`, it has the settings of all integration packages, too: for a known version
        those of the nearest known release, otherwise those of the newest.
        """
        release = nearest_known(release or self.newest, self.releases)
        found = None if packages is None else self._known_of(packages)
        key = release, found and (frozenset(found.found.items()), found.is_complete)
        if key not in self._schemas:
            self._schemas[key] = self._make(release, found)
        return self._schemas[key]

    def _known_of(self, packages: Packages) -> Packages:
        known = {name: each for name, each in packages.found.items() if name in self.packages}
        return packages._replace(found=known)

    def _make(self, release: Release, packages: Packages | None) -> Schema:
        if packages is None:
            return Schema(_without_packages(self._keywords), Releases(release))
        installed = packages.found
        versions = {name: each.version or "" for name, each in installed.items()}
        nearest = {
            name: nearest_known(leading_release(versions.get(name, "")) or known[-1], known)
            for name, known in self.packages.items()
        }
        absent = (
            frozenset(self.packages.keys() - installed) if packages.is_complete else frozenset()
        )
        return Schema(self._keywords, Releases(release, nearest, installed, absent))


def tables_of_packages(keywords: Keywords) -> Keywords:
    """The tables of the root that integration packages read, by their names."""
    tables: Mapping[str, Keywords] = keywords["properties"]
    marks = {"package", "packages"}
    return {name: each for name, each in tables.items() if marks & each.get("x-prefect", {}).keys()}


def _without_packages(keywords: Keywords) -> Keywords:
    """`keywords` of the root without the tables of integration packages."""
    others = tables_of_packages(keywords)
    own = {name: each for name, each in keywords["properties"].items() if name not in others}
    return {**keywords, "properties": own}
