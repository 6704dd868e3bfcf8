"""The command on Windows, as far as another system can show it."""

from __future__ import annotations

import errno
import io
import ntpath
from pathlib import PureWindowsPath

import pytest

from prefect_toml_lsp.cli import paths, streams


class Gone(io.TextIOWrapper):
    """A closed pipe as Windows reports it."""

    def writelines(self, _lines: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")


class Windows:
    """The functions of `os` and `os.path` for paths, as on Windows."""

    path = ntpath
    sep = "\\"
    pardir = ".."


@pytest.fixture
def in_flows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory is `C:\\work\\flows`."""
    here = PureWindowsPath("C:/work/flows")
    monkeypatch.setattr(ntpath, "abspath", lambda path: ntpath.normpath(here / path))
    monkeypatch.setattr(paths, "os", Windows)


@pytest.mark.usefixtures("in_flows")
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("etl\\prefect.toml", "etl/prefect.toml"),
        ("C:\\work\\flows\\prefect.toml", "prefect.toml"),
        ("c:\\WORK\\flows\\etl\\prefect.toml", "etl/prefect.toml"),
        ("..\\other\\prefect.toml", "C:/work/other/prefect.toml"),
        ("D:\\elsewhere\\prefect.toml", "D:/elsewhere/prefect.toml"),
        ("\\\\server\\team\\prefect.toml", "//server/team/prefect.toml"),
    ],
)
def test_reports_name_files_with_slashes(path: str, shown: str) -> None:
    assert paths.in_project(path) == shown
    assert paths.is_outside(shown) == (":" in shown or shown.startswith("//"))


@pytest.mark.parametrize(("name", "ends"), [("nt", "well"), ("posix", "badly")])
def test_a_pipe_that_nobody_reads(monkeypatch: pytest.MonkeyPatch, name: str, ends: str) -> None:
    monkeypatch.setattr(streams.os, "name", name)
    monkeypatch.setattr(streams, "_discard", lambda _: None)
    monkeypatch.setattr(streams.sys, "stdout", Gone(io.BytesIO()))
    if ends == "well":
        assert streams.say(["a"]) is False
    else:
        with pytest.raises(streams.Lost, match="Invalid argument"):
            streams.say(["a"])


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp1252", "cp932"])
def test_a_console_that_cannot_show_a_character(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    console = io.BytesIO()
    monkeypatch.setattr(streams.sys, "stdout", io.TextIOWrapper(console, encoding, newline="\r\n"))
    assert streams.say(["日本 – ∞ é", "plain"])
    written = console.getvalue()
    assert written.endswith(b"\r\nplain\r\n")
    assert written.decode(encoding)
    if encoding != "cp932":
        assert b"\\u65e5" in written
