"""The JSON Schema (draft 2020-12) for other tools: Prefect's verdict on a file, as far as JSON
Schema can express it. It is made from the same facts as the rest of this package.
`schema/prefect.schema.json` says what Prefect declares; this one accepts what Prefect converts and
refuses what it refuses or ignores.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

import prefect_toml_lsp
from prefect_toml_lsp.prefect.acceptance.kinds import EVERY, Kind, KindName, kind_of
from prefect_toml_lsp.prefect.json_schema.values import TOGETHER, Keywords, keywords_of
from prefect_toml_lsp.prefect.nodes import Catalogue, Node
from prefect_toml_lsp.prefect.releases import Packages, Release, parse_release, show_release

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_WIDENED: Mapping[KindName, KindName] = {
    "boolean": "vacuum-types",
    "delimited-string": "string-set",
    "duration": "seconds-duration",
    "number-or-list": "retry-delay",
    "string-map-json": "string-map",
}
"""Kind -> one that takes all of it, and more."""


def file_name(release: str | None = None) -> str:
    """The file name of the schema of a release, or of all releases."""
    return f"prefect-{release}.schema.json" if release else "prefect.schema.json"


def address(release: str | None = None) -> str:
    """The address of that schema on the project's site, or its name while there is none."""
    if prefect_toml_lsp.SITE:
        return f"{prefect_toml_lsp.SITE}/schemas/{file_name(release)}"
    return f"urn:prefect-toml-lsp:published:{release or 'all'}"


def as_text(schema: Keywords) -> str:
    """The text of a file with the schema, in ASCII."""
    return json.dumps(schema, indent=2) + "\n"


def published_schema(catalogue: Catalogue, release: Release | None = None) -> Keywords:
    """The schema of `release`, or of the nearest known one; None gives that of all known releases
    together, which accepts what any of them accepts. The settings of integration packages are those
    of all their versions.
    """
    schema = catalogue.schema(release, Packages())
    releases = catalogue.releases if release is None else (schema.release,)
    first, last = show_release(releases[0]), show_release(releases[-1])
    which = f"{first} reads" if release else f"releases {first} to {last} read"
    return {
        "$schema": DIALECT,
        "$id": address(first if release else None),
        "title": "prefect.toml",
        "description": f"The settings that Prefect {which} from prefect.toml.",
        **_Maker(releases).table(schema.root),
        "x-prefect": {
            "releases": [*map(show_release, releases)],
            "packages": {
                name: [*map(show_release, each)] for name, each in catalogue.packages.items()
            },
        },
    }


class _Maker:
    """Makes the schema of one or more releases of Prefect, oldest first."""

    def __init__(self, releases: Sequence[Release]) -> None:
        self._releases = releases
        self._is_one = len(releases) == 1

    def table(self, node: Node) -> Keywords:
        """The keywords of a table; Prefect takes any value for the one that is open to packages."""
        return {
            **({} if node.is_open else {"type": "object"}),
            "properties": {each.name: self._node(each) for each in self._members(node)},
            "additionalProperties": node.is_open,
            **TOGETHER.get(node.dotted, {}),
        }

    def _members(self, table: Node) -> Iterator[Node]:
        for node in table.known.values():
            of_any = node.package or node.is_open or not self._is_one
            if of_any or node.exists or node.is_honoured:
                yield node

    def _node(self, node: Node) -> Keywords:
        keywords = self.table(node) if node.is_table else self._setting(node)
        gone = not node.exists or (node.until and not self._is_one)
        facts = {key: each for key, each in node.facts.items() if key != "history"}
        return {
            "description": _description(node),
            **({"deprecated": True} if gone else {}),
            **keywords,
            "x-prefect": facts,
        }

    def _setting(self, node: Node) -> Keywords:
        made = self._keywords(node)
        if node.default is not None:
            made["default"] = node.default
            if "anyOf" in made:  # Taplo completes the defaults of branches only
                first, *others = made["anyOf"]
                made["anyOf"] = [{**first, "default": node.default}, *others]
        if node.secret:
            made["writeOnly"] = True
        elif node.suggestions:
            made["examples"] = [*node.suggestions]
        return made

    def _keywords(self, node: Node) -> Keywords:
        """The kinds of values that the releases accept."""
        forms: list[Keywords] = []
        for kind in _widest(self._kinds(node)):
            form = keywords_of(kind)
            if form not in forms:
                forms.append(form)
        return {**forms[0]} if len(forms) == 1 else {"anyOf": forms}

    def _kinds(self, node: Node) -> list[Kind]:
        """The kinds that a setting has had, the newest first."""
        runs = [(parse_release(run["to"]), run["facts"]) for run in node.history]
        if node.package:
            facts = [node.keywords, *(each for _, each in reversed(runs))]
            return [kind_of(node.dotted, each, EVERY) for each in facts]
        releases = self._releases if self._is_one else _releases_with(node, self._releases)
        return [
            kind_of(
                node.dotted,
                next((facts for end, facts in runs if release <= end), node.keywords),
                release,
            )
            for release in reversed(releases)
        ]


def _releases_with(node: Node, releases: Sequence[Release]) -> Sequence[Release]:
    """The `releases` that have a setting of Prefect."""
    first, last = parse_release(node.since), parse_release(node.until) if node.until else None
    return [each for each in releases if first <= each and (last is None or each <= last)]


def _widest(kinds: Iterable[Kind]) -> list[Kind]:
    """`kinds` without those that another one includes."""
    kept = [*kinds]
    names = {kind.name for kind in kept}
    return [kind for kind in kept if _WIDENED.get(kind.name) not in names]


def _description(node: Node) -> str:
    """The description of the setting, with facts that editors do not show elsewhere."""
    parts = [node.description]
    if node.members and not node.is_table:
        parts.append("\n".join(f"- `{name}`: {text}" for name, text in node.members.items()))
    if node.default_note:
        parts.append(f"Default: {node.default_note}")
    if node.environment:
        names = ", ".join(f"`{name}`" for name in node.environment)
        word = "variable" if len(node.environment) == 1 else "variables"
        parts.append(f"Environment {word}: {names}")
    parts.append(_releases(node))
    return "\n\n".join(filter(None, parts))


def _releases(node: Node) -> str:
    owner = node.package or "Prefect"
    moved = f" Use `{node.moved_to}` instead." if node.moved_to else ""
    if node.until:
        return f"In {owner} {node.since} to {node.until}.{moved}"
    return f"Since {owner} {node.since}" if node.since else ""
