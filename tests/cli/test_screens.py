"""Whole screens at 40, 80 and 120 columns, compared with the files in `screens/`.

`PREFECT_TOML_SCREENS=write` writes them again.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from prefect_toml_lsp import __main__
from prefect_toml_lsp.analysis.code_links import explained_at
from prefect_toml_lsp.cli.columns import aligned, cells, width_of, wrapped
from tests.cli.command import COMMAND, EXAMPLES, environment, run, write

SCREENS = Path(__file__).parent / "screens"
WIDTHS = (40, 80, 120)
LAID_OUT_BY = (3, 11)
"""The Python version that wrote the screens with options; others lay them out differently."""
LABEL = 15
"""The width of the indentation before the facts about a setting."""
COMMANDS = {
    "check": "check --prefect-version 3.8.8 env-file refused-numbers",
    "summary": "check --prefect-version 3.8.8 clean converted moved --severity error",
    "statistics": "check --prefect-version 3.8.8 --statistics ignored moved env-file",
    "settings": "settings --isolated project",
    "settings-diff": (
        "settings --isolated --setting worker --prefect-version 3.9.1 --diff 3.4.0 clean"
    ),
    "upgrade": "upgrade --isolated --from 3.6.0 --to 3.9.1 moved",
    "upgrade-all": "upgrade --all --from 3.6.20 --to 3.6.23",
    "explain-code": "explain unknown-setting",
    "explain-setting": "explain client.custom_headers",
    "explain-table": "explain server.services.late_runs",
    "explain-word": "explain retries",
    "help": "--help",
    "help-check": "check --help",
}


def screen(command: str, width: int) -> str:
    return run(*command.split(), cwd=EXAMPLES, COLUMNS=str(width)).out


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_screen(name: str, width: int) -> None:
    if name.startswith("help") and sys.version_info[:2] != LAID_OUT_BY:
        pytest.skip("this Python lays out options differently")
    shown, file = screen(COMMANDS[name], width), SCREENS / f"{name}-{width}.txt"
    if os.environ.get("PREFECT_TOML_SCREENS") == "write":
        write(file, shown)
    assert shown == file.read_text("utf-8")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [each for each in COMMANDS if not each.startswith("help")])
def test_only_a_word_is_wider_than_the_screen(name: str, width: int) -> None:
    for line in screen(COMMANDS[name], width).splitlines():
        if width_of(cells(line)) > width:
            longest = line.split()[-1]
            assert line.strip() == longest or len(longest) + LABEL > width or " = " in line, line


def test_no_screen_is_unused() -> None:
    wanted = {f"{name}-{width}.txt" for name in COMMANDS for width in WIDTHS}
    assert {path.name for path in SCREENS.iterdir()} == wanted


@pytest.mark.parametrize(
    ("text", "width", "taken", "lines"),
    [
        ("one two three", None, 90, ["one two three"]),
        ("one two three", 7, 0, ["one two", "three"]),
        ("one two three", 7, 5, ["", "one two", "three"]),
        ("日本 語", 5, 0, ["日本", "語"]),
        ("日本 語", 7, 0, ["日本 語"]),
        ("a longest_word_of_all b", 8, 0, ["a", "longest_word_of_all", "b"]),
        ("", 8, 0, [""]),
    ],
)
def test_words_are_wrapped(text: str, width: int | None, taken: int, lines: list[str]) -> None:
    assert wrapped(text, width, taken) == lines


def test_columns_shrink_on_a_narrow_screen() -> None:
    rows = [("name", "value", "where it comes from, in some words"), ("日", "x", "")]
    assert aligned(rows) == ["name  value  where it comes from, in some words", "日    x"]
    assert aligned(rows, 34) == [
        "name  value  where it comes from,", "             in some words", "日    x",
    ]  # fmt: skip
    assert aligned(rows, 20) == [
        "name  value", "    where it comes", "    from, in some", "    words", "日    x",
    ]  # fmt: skip
    assert aligned(rows, 8)[:3] == ["name", "    value", "    where"]
    assert aligned([], 20) == []


LONG = f'[server]\napi.host = "日本\t{"x " * 60}"; port = 4200 {"y" * 90}\n'


@pytest.mark.parametrize("width", [30, 40, 80, 120, 200])
def test_carets_are_below_the_text_they_point_at(width: int, tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", LONG)
    out = run("check", "prefect.toml", cwd=tmp_path, COLUMNS=str(width)).out
    source, carets = re.findall(r"^(?:2|  *) \| ?(.+)$", out, re.MULTILINE)[:2]
    shown = cells(source)
    assert width_of(shown) + 4 <= width
    at = carets.index("^")
    first = next(i for i in range(len(shown)) if width_of(shown[:i]) == at)
    assert source[first] == ";"
    assert source.startswith("…")


def test_lines_are_not_wrapped_if_the_width_is_unknown(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "[server]\nport = 4300\n")
    first = run("check", cwd=tmp_path).out.splitlines()[0]
    assert first.endswith("did you mean `port` in `[server.api]`?")
    narrow = run("check", "--output-format", "concise", cwd=tmp_path, COLUMNS="20")
    assert narrow.out.splitlines()[0] == first
    file = run("check", "--output-file", "found.txt", cwd=tmp_path, COLUMNS="20")
    assert file.status == 1
    assert (tmp_path / "found.txt").read_text("utf-8").splitlines()[0] == first


# In a terminal

LINK = "\x1b]8;;{address}\x1b\\unknown-setting\x1b]8;;\x1b\\"


def in_terminal(folder: Path, *arguments: str, columns: int = 60, **extra: str) -> str:
    """What `check` prints in a terminal with this many columns."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals")
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    known = {name: value for name, value in environment(**extra).items() if name != "COLUMNS"}
    with subprocess.Popen(
        [*COMMAND, "check", *arguments],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=known,
    ) as process:  # fmt: skip
        process.wait(timeout=30)
    os.close(theirs)
    found = os.read(ours, 1 << 16).decode("utf-8").replace("\r\n", "\n")
    os.close(ours)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "prefect.toml", "[server]\nport = 4300\n")
    return tmp_path


def test_a_terminal_has_links_and_a_width(folder: Path) -> None:
    shown = in_terminal(folder, TERM="xterm-kitty")
    assert LINK.format(address=explained_at("unknown-setting")) in shown
    assert (
        explained_at("unknown-setting")
        == (Path(__main__.__file__).parents[2] / "docs" / "rules" / "unknown-setting.md").as_uri()
    )
    bare = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\", "", shown)
    assert bare.splitlines()[0] == "prefect.toml:2:1: warning[unknown-setting]: Prefect has no"
    assert max(map(len, bare.splitlines())) <= 60


class Terminal:
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("extra", "wish", "has_links"),
    [
        ({"TERM": "xterm-256color"}, "auto", False),
        ({"TERM": "xterm-kitty"}, "auto", True),
        ({"TERM": "xterm-kitty"}, "never", False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "6800"}, "auto", True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, "auto", False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "x"}, "auto", False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, "auto", True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "auto", False),
        ({"TERM": "screen", "TERM_PROGRAM": "vscode"}, "auto", False),
        ({"TERM": "dumb", "VTE_VERSION": "6800"}, "auto", False),
        ({"TERM": "xterm-256color", "FORCE_HYPERLINK": "1"}, "auto", True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, "auto", False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, "auto", True),
    ],
)
def test_which_terminals_have_links(
    extra: dict[str, str], wish: str, has_links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect_toml_lsp.cli.palette import palette_for

    for name in ("VTE_VERSION", "TERM_PROGRAM", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM",
                 "KITTY_WINDOW_ID", "FORCE_HYPERLINK", "NO_COLOR", "SSH_CONNECTION"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    for name, value in extra.items():
        monkeypatch.setenv(name, value)
    palette = palette_for(Terminal(), wish)  # type: ignore[arg-type]
    assert palette.has_links is has_links
    assert ("\x1b]8;;" in palette.linked("unknown-setting")) is has_links


def test_a_pipe_has_no_links(folder: Path) -> None:
    out = run("check", "--color", "always", cwd=folder, TERM="xterm-kitty", FORCE_HYPERLINK="1").out
    assert "\x1b[" in out
    assert "\x1b]8" not in out
