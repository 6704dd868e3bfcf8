"""Whether a tree of settings can be made of a JSON Schema: what `Node` reads has the right type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_RELEASE = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}")
_Check = Callable[[Any], bool]


def _is_release(value: Any) -> bool:
    return isinstance(value, str) and _RELEASE.fullmatch(value) is not None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _list_of(check: _Check) -> _Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _by_name(check: _Check) -> _Check:
    return lambda value: isinstance(value, dict) and all(map(check, value.values()))


def _is_filled(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_release, value))


# By key of `x-prefect`: at the root, and at a setting or table.
_OF_ROOT: Mapping[str, _Check] = {"releases": _is_filled, "packages": _by_name(_is_filled)}
_OF_NODE: Mapping[str, _Check] = {
    "since": _is_release,
    "until": _is_release,
    "environment": _list_of(_is_text),
    "see": _list_of(_is_text),
    "suggest": _list_of(lambda _: True),
    "members": _by_name(_is_text),
    "history": _list_of(
        lambda run: isinstance(run, dict) and {"from", "to", "facts"} <= run.keys()
    ),
    "nullable": _is_flag,
    "secret": _is_flag,
    "packages": _is_flag,
    **dict.fromkeys(("unit", "default_note", "moved_to", "package", "reader"), _is_text),
}
_BRANCHES = ("anyOf", "oneOf", "allOf")


def first_misfit(schema: Mapping[str, Any]) -> str | None:
    """The JSONPath of the first thing that cannot become a setting; None if everything can."""
    facts = schema.get("x-prefect")
    if not isinstance(facts, dict):
        return "$.x-prefect"
    for key, check in _OF_ROOT.items():
        if key in facts and not check(facts[key]):
            return f"$.x-prefect.{key}"
    packages = facts.get("packages", {})
    waiting: list[tuple[str, Any]] = [*_below("$", schema)]
    while waiting:
        path, node = waiting.pop()
        if not isinstance(node, dict):
            return path
        wrong = _wrong_fact(node.get("x-prefect", {}), packages)
        if wrong is not None:
            return f"{path}.x-prefect{wrong}"
        waiting.extend(_below(path, node))
    return None


def _wrong_fact(facts: Any, packages: Mapping[str, Any]) -> str | None:
    """The end of the path of a fact of a wrong type: ``.name``, or empty if `facts` is not an
    object; None if all are right.
    """
    if not isinstance(facts, dict):
        return ""
    for key, value in facts.items():
        if key in _OF_NODE and not _OF_NODE[key](value):
            return f".{key}"
    if "package" in facts and facts["package"] not in packages:
        return ".package"
    for run in facts.get("history", ()):
        if not (_is_release(run["from"]) and _is_release(run["to"])):
            return ".history"
    return None


def _below(path: str, node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Path and value of what must be a schema with keywords below a node; a boolean schema has no
    place in the tree.
    """
    for name, each in _items(node.get("properties", {})):
        yield f"{path}.properties.{name}", each
    for key in _BRANCHES:
        branches = node.get(key, ())
        if not isinstance(branches, list | tuple):
            yield f"{path}.{key}", None
            continue
        yield from ((f"{path}.{key}[{index}]", each) for index, each in enumerate(branches))
    if "items" in node:
        yield f"{path}.items", node["items"]
    if not isinstance(node.get("additionalProperties", True), bool):
        yield f"{path}.additionalProperties", node["additionalProperties"]
    facts = node.get("x-prefect")
    history = facts.get("history", ()) if isinstance(facts, dict) else ()
    for index, run in enumerate(history):
        yield f"{path}.x-prefect.history[{index}].facts", run["facts"]


def _items(properties: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(properties, dict):
        yield from properties.items()
    else:
        yield "*", None
