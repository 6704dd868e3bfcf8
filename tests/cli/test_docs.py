"""`docs`: a site with all settings and codes, and the folder it is written to."""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import prefect_toml_lsp
from prefect_toml_lsp.analysis.code_links import explained_at
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.commands import docs
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.site.checker import NAMES
from prefect_toml_lsp.cli.site.folder import check_folder, write_site
from prefect_toml_lsp.cli.site.markdown import Markdown
from prefect_toml_lsp.cli.site.pages import site
from prefect_toml_lsp.cli.site.search_data import CODE, search_script
from prefect_toml_lsp.cli.site.settings import examples_of
from prefect_toml_lsp.prefect import Catalogue, Packages, show_release
from tests.cli.command import run

LARGEST = 500_000
"""The most bytes that a page may have, with its style, scripts and data."""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages of the site, without the schemas of single releases and the search data, which
    come last and are slow to make.
    """
    found: dict[str, str] = {}
    for name, text in site(Catalogue.load()):
        if name.startswith("schemas/prefect-"):
            break
        assert isinstance(text, str)
        found[name] = text
    return found


def test_there_is_a_page_for_everything(pages: dict[str, str]) -> None:
    nodes = Catalogue.load().schema(None, Packages()).by_path
    assert {f"settings/{path}.html" for path in nodes} <= pages.keys()
    assert {f"rules/{code}.html" for code in CODES} <= pages.keys()
    assert {each["name"] for each in json.loads(pages["settings.json"])} == nodes.keys()


def test_a_code_links_to_its_page(pages: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_toml_lsp, "SITE", "https://example.org")
    address = explained_at.__wrapped__("unknown-setting")  # without its cache
    assert address is not None
    assert address.removeprefix("https://example.org/") in pages


def test_every_link_leads_somewhere(pages: dict[str, str]) -> None:
    links = 0
    for name, text in pages.items():
        for target in re.findall(r'(?:href|src)="([^"#][^"]*)"', text):
            if "://" not in target and not target.startswith("data:"):
                links += 1
                path, _, fragment = target.partition("#")
                parts = [*name.split("/")[:-1], *path.split("/")]
                while ".." in parts:
                    at = parts.index("..")
                    del parts[at - 1 : at + 1]
                assert "/".join(parts) in pages, (name, target)
                assert not fragment or f'id="{fragment}"' in pages["/".join(parts)], (name, target)
    assert links > 3000


def test_a_page_shows_all_facts_about_a_setting(pages: dict[str, str]) -> None:
    page = pages["settings/server.api.port.html"]
    assert "<title>server.api.port – Prefect settings</title>" in page
    assert '<a href="../settings/server.api.html"><code>[server.api]</code></a>' in page
    assert '<dt>Default</dt><dd data-fact="Default"><code>4200</code></dd>' in page
    assert "<code>[tool.prefect.server.api]\nport = 4200</code>" in page
    assert "<code>export PREFECT_SERVER_API_PORT=4200</code>" in page
    table = pages["settings/server.api.html"]
    assert '<dt>Settings</dt><dd data-count="server.api">14</dd>' in table
    assert '<a href="../groups.html#ServerAPISettings"><code>ServerAPISettings</code></a>' in table
    assert '<dd><a href="../groups.html#ServerAPISettings"><code>ServerAPISettings' in page
    assert '<dd><a href="../groups.html#Settings"><code>' in pages["settings/home.html"]
    assert page.count('class="copy') == 4
    old = pages["settings/client.metrics.enabled.html"]
    assert "<dt>Aliases</dt><dd><code>PREFECT_CLIENT_ENABLE_METRICS</code></dd>" in old
    packaged = pages["settings/redis.messaging.host.html"]
    assert '<a href="../packages.html#prefect-redis">' in packaged
    assert "<h2>Settings of integration packages</h2>" in pages["rules/index.html"]
    gone = pages["settings/experiments.plugins.strict.html"]
    assert "does not have this\nsetting" in gone
    assert "</strong> has this setting" in page
    assert "Examples" not in gone
    assert '<a href="../settings/plugins.strict.html"><code>plugins.strict</code></a> took' in gone


def test_a_page_shows_what_releases_changed(pages: dict[str, str]) -> None:
    page = pages["releases.html"]
    parts = re.split(r'<h2 id="([0-9.]+)">', page)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    assert "3.1.0" not in sections, "there is none before it"
    assert next(iter(sections)) == "3.9.0", "3.9.1 changed nothing"
    plugins = sections["3.7.0"]
    assert "plugins.strict</code></a></li>" in plugins.partition("<dt>Gone")[0]
    assert ", now " in plugins.partition("<dt>Gone")[2]
    assert (
        "type <code>boolean or array of strings</code>, was <code>boolean</code>"
        in sections["3.6.21"]
    )


def test_no_example_shows_a_secret() -> None:
    password = Catalogue.load().schema().by_path["server.database.password"]
    assert {each.text.rpartition("=")[2].strip(" \"'") for each in examples_of(password)} == {"…"}


def test_pages_are_small_and_well_formed(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        if name.endswith(".html"):
            assert len(text.encode()) + len(pages["style.css"]) < LARGEST, name
            assert text.count("<h1") == 1, name
            assert text.count("<script") == 3, name
            assert "http://" not in re.sub(r"<code.*?</code>", "", text, flags=re.S), name


def test_markdown_is_escaped_and_linked() -> None:
    markdown = Markdown({"api.url": "settings/api.url.html"}, "../")
    link = '<a href="../settings/api.url.html"><code>api.url</code></a>'
    assert markdown.line("`api.url` <b>") == f"{link} &lt;b&gt;"
    assert markdown.line("[`api.url`](x.md)") == '<a href="x.html"><code>api.url</code></a>'
    assert markdown.block("`api.url`", "api.url") == "<p><code>api.url</code></p>\n"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    done = run("docs", ".", cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "has files that are not from such a site" in done.err
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotRunError, match="is not a folder"):
        check_folder(tmp_path / "file")
    with pytest.raises(CannotRunError, match="cannot write to"):
        write_site(tmp_path / "file", [("a.html", "")])


def test_a_site_is_written_again(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    assert write_site(tmp_path, [("index.html", "1"), ("settings/old.html", "1")]) == 2
    check_folder(tmp_path)
    assert write_site(tmp_path, [("index.html", "2")]) == 1
    assert (tmp_path / "index.html").read_text() == "2"
    assert not (tmp_path / "settings" / "old.html").exists()
    assert (tmp_path / "mine.txt").exists()


def test_nothing_outside_of_the_folder_is_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "mine.txt").touch()
    write_site(out, [("index.html", "1")])
    listed = f"../mine.txt\n{tmp_path / 'mine.txt'}\n"
    (out / ".prefect-toml-lsp-site").write_text(listed)
    write_site(out, [("index.html", "1")])
    assert (tmp_path / "mine.txt").exists()


def test_a_missing_dependency_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import argparse

    monkeypatch.delitem(sys.modules, "prefect_toml_lsp.cli.site.pages")
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(CannotRunError, match=r"jinja2 is not installed.*\[site\]"):
        docs.run(argparse.Namespace(out=tmp_path, force=False, checker=None))


def test_the_data_of_releases_is_that_of_each_release(pages: dict[str, str]) -> None:
    text = pages["data/releases.js"]
    data = json.loads(text.removeprefix("prefectReleases = ").removesuffix(";\n"))
    catalogue = Catalogue.load()
    assert data["releases"] == [show_release(each) for each in catalogue.releases]
    asked = 0
    for number, release in enumerate(catalogue.releases):
        had = {path for path, node in data["nodes"].items() if _run_at(node, number)}
        own = catalogue.schema(release, Packages()).by_path.values()
        assert had == {node.dotted for node in own if node.exists and not node.package}
        asked += len(had)
    assert asked > 20_000
    assert "redis.messaging.host" not in data["nodes"]


def _run_at(node: Mapping[str, Any], number: int) -> bool:
    return any(first <= number <= last for first, last, *_ in node["runs"])


def test_other_names_of_a_setting_lead_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = Catalogue.load().schema(None, Packages())
    asked = {"db_password", "token", "qqqq", "server.port"}
    monkeypatch.setattr("prefect_toml_lsp.cli.site.search_data._queries", lambda _: asked)
    data = json.loads(search_script(schema).removeprefix("prefectSearch(").removesuffix(");\n"))
    paths = [name for name, kind, *_ in data["entries"] if kind != CODE]
    advised = {query: [paths[each] for each in found] for query, found in data["advice"].items()}
    assert advised["db_password"][0] == "server.database.password"
    assert advised["token"][0] == "api.key"
    assert advised["server.port"][0] == "server.api.port"
    assert "qqqq" not in advised
    assert len(paths) + len(CODES) == len(data["entries"])


def test_a_checker_adds_its_page_and_files() -> None:
    files = {name: name.encode() for name in NAMES}
    pages = dict(itertools.islice(site(Catalogue.load(), files), len(files) + 4))
    assert pages["checker/worker.js"] == b"worker.js"
    page = str(pages["checker.html"])
    assert 'id="panel-profiles.toml"' in page
    assert "Load the checker (0.0 MB)" in page
    assert 'href="checker.html"' in str(pages["index.html"])


def test_a_checker_that_is_not_built_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    done = run("docs", "out", "--checker", "built", cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "built is not a checker: it has no checker.js" in done.err
    assert not (tmp_path / "out").exists()
