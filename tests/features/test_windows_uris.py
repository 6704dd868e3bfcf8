"""URIs on Windows, tried on other systems with pure paths."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pygls.uris
import pytest

from prefect_toml_lsp.features import uris

DRIVE = PureWindowsPath("c:/Users/Ann Lee/flows/prefect.toml")
SHARE = PureWindowsPath("//server/team/flows/prefect.toml")


class _Nt:
    name = "nt"
    fspath = staticmethod(str)


@pytest.fixture(autouse=True)
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uris, "os", _Nt)
    monkeypatch.setattr(uris, "Path", PureWindowsPath)
    monkeypatch.setattr(pygls.uris, "IS_WIN", True)


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Users/Ann%20Lee/flows/prefect.toml", DRIVE),  # VS Code
        ("file:///c:/Users/Ann%20Lee/flows/prefect.toml", DRIVE),
        ("file:///C:/Users/Ann%20Lee/flows/prefect.toml", DRIVE),  # Neovim, Emacs
        ("file:///C:/users/ann%20lee/flows/PREFECT.toml", DRIVE),
        ("file://server/team/flows/prefect.toml", SHARE),
    ],
)
def test_all_forms_that_clients_send_are_one_path(uri: str, path: PureWindowsPath) -> None:
    assert uris.path_of(uri) == path


@pytest.mark.parametrize("path", [DRIVE, SHARE])
def test_there_and_back(path: PureWindowsPath) -> None:
    assert uris.path_of(uris.uri_of(path)) == path


def test_drive_letters_are_lower_case_and_spaces_are_escaped() -> None:
    path = PureWindowsPath("C:\\Users\\Ann Lee\\prefect.toml")
    assert uris.uri_of(path) == "file:///c:/Users/Ann%20Lee/prefect.toml"


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "file:///c%3A/a%00b", "vscode-vfs://x/y"])
def test_uris_that_name_no_file_on_the_disk(uri: str) -> None:
    assert uris.path_of(uri) is None
