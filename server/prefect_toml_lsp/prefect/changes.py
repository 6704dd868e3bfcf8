"""Differences between two releases of Prefect: settings that were added, removed or moved, and
their types, bounds and defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.prefect.acceptance.rules import RULES, Rule
from prefect_toml_lsp.prefect.nodes import Node, Schema
from prefect_toml_lsp.prefect.releases import Release
from prefect_toml_lsp.records import NamedTuple

Part = Literal["added", "removed", "moved", "type", "allowed", "default"]
"""added, removed: only one of the releases has the setting; moved: the other one has it under
another path; type: another sort of value is taken; allowed: other bounds or words; default."""

LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "enum")
"""The keywords that say which values of a sort are allowed."""


class Change(NamedTuple):
    """A setting that is not the same in two releases.

    path
        Dotted, in the release that has it; where both do, in both.
    before, after
        The setting in either release, None if it has none; for one that moved `after` is the
        setting that took its place.
    parts
        What is different. A setting that moved may be different, too.
    was
        For an added setting: the path of the one that it replaced.
    """

    path: str
    before: Node | None
    after: Node | None
    parts: tuple[Part, ...]
    was: str | None = None


def changes_between(one: Schema, other: Schema) -> list[Change]:
    """All differences between the settings of `one` and `other`, in the order of the paths; without
    those of integration packages.
    """
    before, after = settings_of(one), settings_of(other)
    places = {**_places(one), **_former_places(other)}
    found: list[Change] = []
    moved: dict[str, str] = {}
    for path, node in before.items():
        if path in after:
            parts = tuple(_differences(node, after[path]))
            if parts:
                found.append(Change(path, node, after[path], parts))
            continue
        successor = after.get(places.get(path, ""))
        if successor is None:
            found.append(Change(path, node, None, ("removed",)))
        else:
            moved[successor.dotted] = path
            parts = ("moved", *_differences(node, successor))
            found.append(Change(path, node, successor, parts))
    found += (
        Change(path, None, after[path], ("added",), moved.get(path))
        for path in after.keys() - before.keys()
    )
    return sorted(found, key=lambda each: each.path)


def rules_between(one: Release, other: Release) -> list[Rule]:
    """The rules about several settings that only one of the releases has."""
    first, last = sorted((one, other))
    return [rule for rule in RULES if first < rule.since <= last]


@lru_cache(maxsize=128)
def settings_of(schema: Schema) -> Mapping[str, Node]:
    """Prefect's settings that the release has, by their paths."""
    return {
        node.dotted: node
        for node in schema.root.walk()
        if node.is_setting
        and node.package is None
        and node.exists
        and schema.find(node.path) is not None
    }


def _places(schema: Schema) -> dict[str, str]:
    """The new paths of moved settings, by their old paths."""
    nodes = schema.by_path.items()
    return {path: node.moved_to for path, node in nodes if node.is_setting and node.moved_to}


def _former_places(schema: Schema) -> dict[str, str]:
    """The old paths of settings of a later release that `schema`, an earlier one, has."""
    had = settings_of(schema)
    return {
        node.moved_to: path
        for path, node in had.items()
        if node.moved_to and node.moved_to not in had
    }


def _differences(before: Node, after: Node) -> Iterator[Part]:
    if _types(before) != _types(after):
        yield "type"
    if _bounds(before) != _bounds(after):
        yield "allowed"
    one, other = before.default, after.default
    if (one, type(one)) != (other, type(other)):
        yield "default"


def _types(node: Node) -> list[Any]:
    """The sort of its values: how Prefect reads them, and what it declares."""
    kind = kind_of(node.dotted, node.keywords, node.release).name
    declared = [
        (branch.get("type"), branch.get("format"), branch.get("items", {}).get("type"))
        for branch in node.branches
    ]
    return [kind, *declared]


def _bounds(node: Node) -> list[dict[str, Any]]:
    """What is allowed: what Prefect declares, and what only its code has."""
    own = kind_of(node.dotted, node.keywords, node.release).facts
    found = ({key: each[key] for key in LIMITS if key in each} for each in (*node.branches, own))
    return [each for each in found if each]
