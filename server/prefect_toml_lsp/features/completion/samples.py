"""Values that completion offers for a setting, as TOML text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from prefect_toml_lsp.features.completion.proposals import choice, escape_snippet
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml.encode import encode

_EMPTY = {"boolean": False, "string": "", "array": [], "object": {}}


def allowed_values(node: Node) -> Iterator[Any]:
    """All values of a setting, if they can be listed: booleans and enum members."""
    for branch in node.branches:
        if branch.get("type") == "boolean":
            yield from (True, False)
        yield from branch.get("enum", ())


def sample_values(node: Node) -> list[Any]:
    """Allowed, known and usual values, the default among them; no value twice."""
    samples = [*allowed_values(node)]
    if node.default is not None:
        samples.append(node.default)
    samples.extend(node.suggestions)
    if node.item is None:
        samples.extend(node.members)
    samples.extend(node.keywords.get("examples", ()))
    return list({encode(sample): sample for sample in samples}.values())


def default_first(node: Node, values: list[Any]) -> list[Any]:
    """The values with the default first, so that a quick Enter accepts it."""
    if node.default is None:
        return values
    default = encode(node.default)
    return sorted(values, key=lambda value: encode(value) != default)


def starting_value(node: Node) -> Any:
    """The value for a setting when the user has not chosen one: its default, a usual value, or the
    smallest value of its type.
    """
    samples = [node.default, *node.suggestions, *node.keywords.get("examples", ())]
    found = next((each for each in samples if each is not None), None)
    if found is not None:
        return found
    for branch in node.branches:
        if "enum" in branch:
            return branch["enum"][0]
        if branch.get("type") in _EMPTY:
            return _EMPTY[branch["type"]]
        if branch.get("type") in ("integer", "number"):
            return branch.get("minimum", branch.get("exclusiveMinimum", 0) + 1)
    return ""


class Assignment(NamedTuple):
    """A key that is being added, up to the place of its value; see `Proposal`."""

    text: str
    snippet: str
    goes_on: bool


@lru_cache(maxsize=1024)
def assignment(key: str, node: Node, reopens_lists: bool) -> Assignment:
    """``key = `` with a list of values if the client opens one automatically, else with a
    placeholder.
    """
    text = f"{key} = "
    goes_on = bool(not node.secret and sample_values(node))
    if goes_on and reopens_lists and not _is_bracketed(node):
        return Assignment(text, f"{escape_snippet(text)}$0", goes_on)
    return Assignment(text, escape_snippet(text) + value_snippet(node), goes_on)


def value_snippet(node: Node) -> str:
    """A snippet for the value of a setting that is being added."""
    allowed = [encode(each) for each in allowed_values(node)]
    if len(allowed) > 1 and len(node.branches) == 1:
        default = encode(node.default) if node.default is not None else ""
        return choice(sorted(allowed, key=lambda text: text != default))
    sample = node.default if node.default is not None else next(iter(node.suggestions), None)
    types = [branch.get("type") for branch in node.branches]
    if isinstance(sample, bool | int | float):
        return f"${{1:{encode(sample)}}}"
    if _is_bracketed(node):
        return "{ $1 }" if node.is_free_form else "[$1]"
    if isinstance(sample, str) and not node.secret:
        return f'"${{1:{escape_snippet(encode(sample)[1:-1])}}}"'
    return '"$1"' if "string" in types else "$1"


def _is_bracketed(node: Node) -> bool:
    """Whether the value is an array or a table, whose members are then proposed."""
    types = [branch.get("type") for branch in node.branches]
    return isinstance(node.default, list) or types == ["array"] or node.is_free_form
