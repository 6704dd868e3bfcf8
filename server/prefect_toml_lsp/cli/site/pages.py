"""The pages of the site, by the path of the file that each is."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from prefect_toml_lsp import __version__
from prefect_toml_lsp.analysis.codes import CODES, FAMILIES, Code
from prefect_toml_lsp.analysis.codes.page import FAMILY_TITLES, page_of
from prefect_toml_lsp.cli.explain_formats import data_of
from prefect_toml_lsp.cli.site import settings
from prefect_toml_lsp.cli.site.checker import EXAMPLES, megabytes
from prefect_toml_lsp.cli.site.groups import groups
from prefect_toml_lsp.cli.site.markdown import Markdown
from prefect_toml_lsp.cli.site.packages import packages_of
from prefect_toml_lsp.cli.site.release_data import release_script
from prefect_toml_lsp.cli.site.releases import changes_of
from prefect_toml_lsp.cli.site.search_data import search_script
from prefect_toml_lsp.prefect import Catalogue, Node, Packages, show_release
from prefect_toml_lsp.prefect.json_schema import as_text, file_name, published_schema

_TEMPLATES = (
    *("base.html", "index.html", "node.html", "releases.html", "compare.html", "groups.html"),
    *("packages.html", "404.html", "checker.html", "rule.html", "rules.html"),
)


def site(
    catalogue: Catalogue, checker: Mapping[str, bytes] | None = None
) -> Iterator[tuple[str, str | bytes]]:
    """(path with slashes, contents) of each file of the site. It has the settings of the newest
    release and those that only earlier ones have. With the files of a checker (by name), it has the
    page of the checker.
    """
    maker = _Maker(catalogue, has_checker=checker is not None)
    if checker is not None:
        size = megabytes(checker)
        yield "checker.html", maker.page("checker.html", megabytes=size, files=EXAMPLES)
        yield from ((f"checker/{name}", content) for name, content in checker.items())
    for name in ("style.css", "site.js"):
        yield name, _packaged(name)
    yield "index.html", maker.index()
    for node in maker.nodes:
        yield settings.page_of(node), maker.node(node)
    yield "releases.html", maker.releases()
    yield "data/releases.js", release_script(catalogue, maker.nodes)
    yield "404.html", maker.page("404.html")
    yield "compare.html", maker.page("compare.html")
    yield "groups.html", maker.page("groups.html", groups=[*groups(maker.root)])
    yield "packages.html", maker.page("packages.html", packages=packages_of(catalogue, maker.nodes))
    yield "rules/index.html", maker.rules()
    for code in CODES.values():
        yield f"rules/{code.name}.html", maker.rule(code)
    data = [data_of(node) for node in maker.nodes]
    yield "settings.json", json.dumps(data, indent=1, default=str) + "\n"
    yield f"schemas/{file_name()}", as_text(published_schema(catalogue))
    for release in catalogue.releases:
        schema = published_schema(catalogue, release)
        yield f"schemas/{file_name(show_release(release))}", as_text(schema)
    # Last, as it takes longest.
    yield "data/search.js", search_script(catalogue.schema(None, Packages()))


def _packaged(name: str) -> str:
    found = pkgutil.get_data("prefect_toml_lsp.cli.site", f"templates/{name}")
    assert found is not None  # as it would be for a loader without `get_data`
    return found.decode()


class _Maker:
    """Fills the templates."""

    def __init__(self, catalogue: Catalogue, *, has_checker: bool) -> None:
        self._has_checker = has_checker
        self._catalogue = catalogue
        self.root = catalogue.schema(None, Packages()).root
        self.nodes = [*self.root.walk()]
        self._release = show_release(catalogue.newest)
        self._templates = Environment(
            loader=DictLoader({name: _packaged(name) for name in _TEMPLATES}),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        pages = {node.dotted: settings.page_of(node) for node in self.nodes}
        pages |= {name: f"rules/{name}.html" for name in CODES}
        pages |= {each.name: f"groups.html#{each.name}" for each in groups(self.root)}
        self._pages = pages | {name: f"packages.html#{name}" for name in catalogue.packages}
        self._top, self._below = Markdown(self._pages, ""), Markdown(self._pages, "../")

    def _fill(self, template: str, markdown: Markdown, **more: Any) -> str:
        up = "" if markdown is self._top else "../"
        common: Mapping[str, Any] = {
            "up": up,
            "release": self._release,
            "version": __version__,
            "block": markdown.block,
            "line": markdown.line,
            "page_of": settings.page_of,
            "count_of": settings.count_of,
            "has_checker": self._has_checker,
        }
        return self._templates.get_template(template).render({**common, **more})

    def index(self) -> str:
        """All settings as a tree."""
        tops = [*self.root.known.values()]
        return self._fill("index.html", self._top, tops=tops)

    def page(self, template: str, **more: Any) -> str:
        """A page at the root of the site."""
        return self._fill(template, self._top, **more)

    def node(self, node: Node) -> str:
        """The page of a setting or table."""
        return self._fill(
            "node.html",
            self._below,
            node=node,
            parents=settings.parents_of(node),
            rows=settings.rows_of(node),
            examples=settings.examples_of(node),
        )

    def releases(self) -> str:
        """The changes of each release."""
        first = show_release(self._catalogue.releases[0])
        changes = changes_of(self._catalogue, self.nodes)
        return self._fill("releases.html", self._top, first=first, changes=changes)

    def rules(self) -> str:
        """The list of all codes."""
        return self._fill("rules.html", self._below, families=FAMILIES, titles=FAMILY_TITLES)

    def rule(self, code: Code) -> str:
        """The page of a code."""
        text = "\n".join(page_of(code))
        return self._fill("rule.html", self._below, name=code.name, text=text)
