"""Values that completion offers for a setting, as TOML text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.features.completion.proposals import choice, escape_snippet
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.toml.encode import encode


def allowed_values(node: Node) -> Iterator[Any]:
    """All values that a setting takes, where they can be listed: booleans and enum members."""
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


def value_snippet(node: Node) -> str:
    """A snippet for the value of a setting that is being added."""
    allowed = [encode(each) for each in allowed_values(node)]
    if len(allowed) > 1 and len(node.branches) == 1:
        first = encode(not node.default) if isinstance(node.default, bool) else allowed[0]
        return choice(sorted(allowed, key=lambda text: text != first))
    sample = node.default if node.default is not None else next(iter(node.suggestions), None)
    types = [branch.get("type") for branch in node.branches]
    if isinstance(sample, bool | int | float):
        return f"${{1:{encode(sample)}}}"
    if isinstance(sample, list) or types == ["array"]:
        return "[$1]"
    if node.is_free_form:
        return "{ $1 }"
    if isinstance(sample, str) and not node.secret:
        return f'"${{1:{escape_snippet(encode(sample)[1:-1])}}}"'
    return '"$1"' if "string" in types else "$1"
