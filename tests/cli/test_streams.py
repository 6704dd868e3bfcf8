"""Without a standard stream, or in a removed folder, a command prints one line and exits with 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, environment, write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="closes descriptors as a shell of POSIX does"),
]

FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
COMMANDS = ("check", "explain api.key", "--version", "upgrade --all --from 3.1.0")


def shell(redirected: str, cwd: Path, **extra: str) -> tuple[int, list[str], str]:
    """Run the command in a shell with these redirections: its exit status, the lines on standard
    error, and standard output.
    """
    program = f'exec "{COMMAND[0]}" -m prefect_toml_lsp {redirected}'
    done = subprocess.run(
        ["sh", "-c", program],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(**extra),
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.splitlines(), done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "prefect.toml", "debug_mode = 'x'\n")
    return tmp_path


@FULL
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", COMMANDS)
def test_output_that_cannot_be_written(command: str, unbuffered: str, folder: Path) -> None:
    found = shell(f"{command} > /dev/full", folder, PYTHONUNBUFFERED=unbuffered)
    reason = "cannot write to standard output: No space left on device"
    assert found == (2, [f"prefect-toml-lsp: {reason}"], "")


@pytest.mark.parametrize("command", COMMANDS)
def test_output_that_is_closed(command: str, folder: Path) -> None:
    assert shell(f"{command} >&-", folder) == (
        2,
        ["prefect-toml-lsp: standard output is closed"],
        "",
    )


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("check - <&-", "input"),
        ("--stdio <&-", "input"),
        ("<&-", "input"),
        ("--stdio >&-", "output"),
    ],
)
def test_streams_that_are_needed_and_closed(command: str, name: str, folder: Path) -> None:
    assert shell(command, folder)[:2] == (2, [f"prefect-toml-lsp: standard {name} is closed"])


@pytest.mark.parametrize("redirected", ["2>&-", pytest.param("2> /dev/full", marks=FULL)])
def test_errors_that_cannot_be_written_change_nothing(redirected: str, folder: Path) -> None:
    assert shell(f"check {redirected}", folder)[0] == 1
    assert shell(f"check --prefect-version x {redirected}", folder)[0] == 2
    assert shell(f"check --no-such-option {redirected}", folder)[0] == 2


def test_input_without_an_end(folder: Path) -> None:
    status, errors, _ = shell("check - < /dev/zero", folder)
    assert (status, errors) == (
        2,
        ["prefect-toml-lsp: cannot read standard input: it is too large"],
    )


def test_a_working_directory_that_was_removed(folder: Path) -> None:
    gone = folder / "gone"
    script = f'mkdir "{gone}"; cd "{gone}"; rmdir "{gone}"; exec "{COMMAND[0]}" -m prefect_toml_lsp'
    done = [
        subprocess.run(
            ["sh", "-c", f"{script} {command}"], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, env=environment(), timeout=60, check=False,
        )
        for command in ("check", f'check "{folder}"', "settings", "explain api.key", "--version")
    ]  # fmt: skip
    lost = "prefect-toml-lsp: the working directory does not exist\n"
    assert [(each.returncode, each.stderr) for each in done] == [(2, lost)] * 3 + [(0, "")] * 2


def test_names_of_files_cannot_control_the_terminal(folder: Path) -> None:
    strange = folder / "\x1b[31m\nx"
    write(strange / "prefect.toml", "x = 1\n")
    write(strange / "uv.lock", b"\xff")
    _, errors, out = shell("check", folder)
    assert "\x1b" not in out
    assert errors == [
        f"prefect-toml-lsp: {folder}/\u241b[31m\u240ax/uv.lock: the file is not UTF-8 (byte 0)"
    ]


# Where modules come from

NAMES = ("argparse", "asyncio", "concurrent", "json", "lsprotocol", "multiprocessing", "packaging",
         "pygls", "re", "toml", "tqdm")  # fmt: skip


@pytest.fixture
def trap(folder: Path) -> Path:
    """A folder with modules named like those that we import; each prints a line if imported."""
    for name in NAMES:
        write(folder / f"{name}.py", "import os\nopen(os.environ['CAUGHT'], 'w').close()\n")
    return folder


@pytest.mark.parametrize("command", ["check", "--stdio", "explain api.key"])
def test_nothing_is_imported_from_the_working_directory(command: str, trap: Path) -> None:
    caught = trap / "caught"
    status, errors, _ = shell(command, trap, CAUGHT=str(caught))
    assert (status, errors) == ({"check": 1, "--stdio": 1}.get(command, 0), [])
    assert not caught.exists()


def test_a_package_with_our_name_is_not_imported(trap: Path) -> None:
    """Editors start the command, which is safe; `python -m` is safe with `-P`."""
    write(trap / "prefect_toml_lsp" / "__init__.py", (trap / "json.py").read_bytes())
    caught = trap / "caught"
    script = Path(sys.executable).with_name("prefect-toml-lsp")
    ways = [[str(script)]] if script.exists() else []
    if sys.version_info >= (3, 11):
        ways.append([sys.executable, "-P", "-m", "prefect_toml_lsp"])
    for way in ways:
        done = subprocess.run(
            [*way, "check"], cwd=trap, capture_output=True, timeout=60, check=False,
            env=environment(CAUGHT=str(caught)),
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (1, b"")
    assert not caught.exists()


@pytest.mark.skipif(sys.version_info < (3, 11), reason="PYTHONSAFEPATH is new in 3.11")
def test_processes_import_nothing_from_the_working_directory(trap: Path) -> None:
    for index in range(201):
        write(trap / f"{index:03}" / "prefect.toml", "x = 1\n")
    # as on macOS, where processes are not forked
    started = "import sys; sys.path.pop(0); sys.platform = 'darwin'; sys.argv[1:] = ['check']"
    program = f"{started}; from prefect_toml_lsp.__main__ import main; sys.exit(main())"
    caught = trap / "caught"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=trap, capture_output=True, timeout=60,
        check=False, env=environment(CAUGHT=str(caught)),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    assert not caught.exists()
