"""`textDocument/documentLink`: addresses, and files as Prefect finds them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.features.document_link import _trim, links
from prefect_toml_lsp.features.snapshot import Client, Snapshot
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.toml import Document
from tests.features.structure import CATALOGUE, IDENTIFIER, covered, view

PARAMS = lsp.DocumentLinkParams(IDENTIFIER)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ui_url = 'http://a.b:4200/c?d=1#e' # see https://x.y/z.", ["http://a.b:4200/c?d=1#e", "https://x.y/z"]),
        ("# (see http://x/a_(b)), HTTPS://y.", ["http://x/a_(b)", "HTTPS://y"]),
        ("# http://[::1]:80/ and <https://x>!", ["http://[::1]:80/", "https://x"]),
        ('x = "http://x/\\u0041"', ["http://x/"]),
        ("x = [\n'http://x', # http://y\n'''\nhttp://z''']", ["http://x", "http://y", "http://z"]),
        ("x = 'https://medium.com/@me'", ["https://medium.com/@me"]),
        # No link where a name or password may be, and none outside of strings and comments.
        ("x = 'https://me:pw@x/y'\ny = 'https://token@x'\nz = 'http://me:p/w@x'", []),
        ("x = 'https://x/?token=T'\ny = 'https://x/#access_token=T' # http://x?a=1;api-key=T", []),
        ("'http://x' = 1\nx = http://y\n[http://z]", []),
        ("x = 'http://' # https://{host}/ file:///etc ftp://x", []),
    ],
)  # fmt: skip
def test_addresses(text: str, found: list[str]) -> None:
    snapshot = view(text)
    links_found = links(snapshot, PARAMS)
    assert [each.target for each in links_found] == found
    assert [covered(snapshot, each.range) for each in links_found] == found


def test_in_pyproject_only_prefects_tables() -> None:
    text = "# http://a\n[project]\nx = 'http://b'\n[tool.prefect]\nui_url = 'http://c'\n# http://d"
    found = [each.target for each in links(view(text, kind="pyproject.toml"), PARAMS)]
    assert found == ["http://c", "http://d"]


def targets(folder: Path, text: str, release: str = "3.8.8") -> list[str]:
    """The targets of the links in a `prefect.toml` in `folder`, relative to `folder`."""
    snapshot = view(text, uri=(folder / "prefect.toml").as_uri(), release=release)
    found = []
    for each in links(snapshot, PARAMS):
        assert each.target is not None
        assert each.tooltip is not None
        found.append(each.target.removeprefix(folder.as_uri() + "/"))
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home folder with some files."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    for name in ("~/a", "a", ".prefect/p.toml", "other/p.toml", "ca.pem"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[logging]\nconfig_path = 'a'", ["a"]),
        ("[logging]\nconfig_path = './other/../a'", ["a"]),
        ("[logging]\nconfig_path = 'b'", []),
        ("[logging]\nconfig_path = ''", []),
        ("[logging]\nlevel = 'a'", []),
        ("api.ssl_cert_file = 'ca.pem'", ["ca.pem"]),
        # Prefect expands ~ only in two settings; elsewhere it is an ordinary name.
        ("home = '~/other'", ["other"]),
        ("results.local_storage_path = '~/a'", ["a"]),
        ("[logging]\nconfig_path = '~/a'", ["~/a"]),
        # Prefect replaces $PREFECT_HOME in one.
        ("profiles_path = '$PREFECT_HOME/p.toml'", [".prefect/p.toml"]),
        ("home = '~/other'\nprofiles_path = '$PREFECT_HOME/p.toml'", ["other", "other/p.toml"]),
        ("[logging]\nconfig_path = '$PREFECT_HOME/p.toml'", []),
        ("[logging]\nconfig_path = '//server/a'", []),
        ('[logging]\nconfig_path = "a\\u0000"', []),
    ],
)
def test_files_as_prefect_finds_them(folder: Path, text: str, found: list[str]) -> None:
    assert sorted(target.replace("%7E", "~") for target in targets(folder, text)) == found


def test_prefect_home_is_kept_if_the_release_does_not_replace_it(folder: Path) -> None:
    assert targets(folder, "profiles_path = '$PREFECT_HOME/p.toml'", "3.4.7") == []


def test_the_environment_says_where_home_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(folder / "other"))
    schema = CATALOGUE.schema()
    sources = Folder.read(folder, os.environ, schema, folder)
    text = "home = '~/nowhere'\nprofiles_path = '$PREFECT_HOME/p.toml'"
    analysis = Analysis(Document(text), Context(schema, sources))
    found = links(Snapshot(analysis, Client(), uri=(folder / "prefect.toml").as_uri()), PARAMS)
    assert [each.target for each in found] == [(folder / "other/p.toml").as_uri()]
    assert found[0].tooltip is None


def test_a_document_without_a_folder_has_links_to_absolute_paths_only(folder: Path) -> None:
    text = f"[logging]\nconfig_path = 'a'\n[api]\nssl_cert_file = '{folder.as_posix()}/ca.pem'"
    assert [each.target for each in links(view(text), PARAMS)] == [(folder / "ca.pem").as_uri()]


def test_an_address_with_a_million_brackets_after_it() -> None:
    # Code that scans the rest for each bracket would take minutes.
    assert _trim("http://x/(a)" + ")" * 1_000_000 + "." * 1_000_000) == "http://x/(a)"
    assert _trim("http://x/[a]),;)") == "http://x/[a]"
