"""What each release of Prefect added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.analysis.documentation import default_text, facts, type_of
from prefect_toml_lsp.prefect import Catalogue, Node, Release, parse_release, show_release
from prefect_toml_lsp.records import NamedTuple


class Changes(NamedTuple):
    """The settings and tables that a release added and removed, and its changes of others, in
    Markdown.
    """

    release: str
    new: Sequence[Node]
    gone: Sequence[Node]
    changed: Sequence[tuple[Node, str]]


def changes_of(catalogue: Catalogue, nodes: Sequence[Node]) -> Iterator[Changes]:
    """The changes of each release with changes, the newest first; `nodes` are all settings and
    tables. Those of integration packages have their own releases, and are left out.
    """
    own = [node for node in nodes if not node.package and node.since]
    changed = [each for node in own for each in _changed(catalogue, node)]
    for before, release in reversed(
        [*zip(catalogue.releases, catalogue.releases[1:], strict=False)]
    ):
        made = Changes(
            show_release(release),
            [node for node in own if parse_release(node.since) == release],
            [node for node in own if node.until and parse_release(node.until) == before],
            [(node, text) for at, node, text in changed if at == release],
        )
        if made.new or made.gone or made.changed:
            yield made


def _changed(catalogue: Catalogue, node: Node) -> Iterator[tuple[Release, Node, str]]:
    """In which releases a setting became different, and how."""
    for run in node.history:
        last = parse_release(run["to"])
        release = next(each for each in catalogue.releases if each > last)
        before, after = (catalogue.schema(each).find(node.path) for each in (last, release))
        if before is not None and after is not None:
            text = "; ".join(_differences(before, after))
            if text:
                yield release, node, text


def _differences(before: Node, after: Node) -> Iterator[str]:
    for label, old, new in (
        ("type", type_of(before), type_of(after)),
        ("default", default_text(before), default_text(after)),
        ("must be", _bounds(before), _bounds(after)),
    ):
        if old != new:
            yield f"{label} {_shown(new)}, was {_shown(old)}"


def _bounds(node: Node) -> str:
    return dict(facts(node)).get("Must be", "")


def _shown(text: str) -> str:
    return f"`{text}`" if text else "nothing"
