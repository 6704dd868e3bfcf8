"""The settings of each release, as a script for choosing and comparing releases on the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from prefect_toml_lsp.analysis.documentation import default_of, facts, type_of
from prefect_toml_lsp.prefect import Catalogue, Node, Packages, Release, parse_release, show_release
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.prefect.changes import LIMITS


def release_script(catalogue: Catalogue, nodes: Sequence[Node]) -> str:
    """The script: releases, and for each setting and table of Prefect's the runs of releases in
    which nothing changed.
    """
    data = {
        "releases": [show_release(each) for each in catalogue.releases],
        "nodes": {node.dotted: _node(catalogue, node) for node in nodes if not node.package},
    }
    return f"prefectReleases = {json.dumps(data, separators=(',', ':'))};\n"


def _node(catalogue: Catalogue, node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"runs": [*_runs(catalogue, node)]}
    if node.is_table:
        found["table"] = 1
    if node.moved_to:
        found["moved"] = node.moved_to
    return found


def _runs(catalogue: Catalogue, node: Node) -> Iterator[list[Any]]:
    """For each run: the numbers of its first and last release, type, default, allowed values, and
    how values are read.
    """
    releases = catalogue.releases
    first = releases.index(parse_release(node.since)) if node.since else 0
    last = releases.index(parse_release(node.until)) if node.until else len(releases) - 1
    starts = {first, *(_after(releases, run["to"]) for run in node.history)}
    begun = sorted(each for each in starts if first <= each <= last)
    for start, end in _spans(begun, last):
        there = catalogue.schema(releases[start], Packages()).by_path[node.dotted]
        if node.is_table:
            yield [start, end]
            continue
        told = _told(there)
        read = [_reading(there, each) for each in releases[start : end + 1]]
        changed = [start, *(start + at for at in range(1, len(read)) if read[at] != read[at - 1])]
        for begin, until in _spans(changed, end):
            yield [begin, until, *told, read[begin - start]]


def _spans(starts: Sequence[int], last: int) -> Iterator[tuple[int, int]]:
    """Each start with the number before the next one, and the latest start with `last`."""
    return zip(starts, [*(each - 1 for each in starts[1:]), last], strict=True)


def _reading(node: Node, release: Release) -> str:
    """How a release reads values, which may differ from what it declares."""
    kind = kind_of(node.dotted, node.keywords, release)
    limits = [f"{key} {kind.facts[key]}" for key in LIMITS if key in kind.facts]
    return " ".join((kind.name, *limits))


def _after(releases: Sequence[Release], text: str) -> int:
    """The number of the first release after one."""
    last = parse_release(text)
    return next(number for number, each in enumerate(releases) if each > last)


def _told(node: Node) -> list[str]:
    told = dict(facts(node))
    allowed = [
        *filter(None, (told.get("Must be"), told.get("Values"))),
        *(f"`{member}`" for member in node.members),
    ]
    return [type_of(node), default_of(node) or "", ", ".join(allowed)]
