"""Many files: several processes, and a progress bar."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from prefect_toml_lsp.cli import parallel
from prefect_toml_lsp.cli.context import Options
from prefect_toml_lsp.cli.files import check_target
from prefect_toml_lsp.cli.targets import named
from tests.cli.command import AS_NEWEST, COMMAND, as_findings, environment, run_process, write

pytestmark = pytest.mark.slow

WRONG = '[server]\nport = 4200\n[api]\nkey = ["S3CRET"]\n'


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """230 files, enough for several processes; every third is wrong, and one is not UTF-8."""
    root = tmp_path_factory.mktemp("crowd")
    for index in range(230):
        text = WRONG if index % 3 == 0 else "[server.api]\nport = 4200\n"
        write(root / f"{index:03}" / "prefect.toml", text)
    write(root / "100" / "prefect.toml", b"\xff")
    return root


def test_the_order_is_that_of_the_files(crowd: Path) -> None:
    found = as_findings(run_process("check", "--output-format", "json", cwd=crowd))
    paths = [each["path"] for each in found]
    assert paths == sorted(paths)
    assert len(set(paths)) == 78
    assert [each["path"] for each in found if each["code"] == "not-utf-8"] == [
        os.path.join("100", "prefect.toml")
    ]
    assert [each["line"] for each in found if each["path"] == paths[0]] == [2, 4]


def test_the_text_is_that_of_checking_files_one_by_one(crowd: Path) -> None:
    blocks = run_process("check", cwd=crowd).out.split("\n\n")
    few = [os.path.join(f"{index:03}", "prefect.toml") for index in range(40)]
    one_process = run_process("check", *few, cwd=crowd).out.split("\n\n")
    assert blocks[: len(one_process) - 1] == one_process[:-1]
    summary, what_next = blocks[-1].splitlines()
    assert summary == f"Found 78 errors and 77 warnings in 78 of 230 files, {AS_NEWEST}."
    assert what_next.startswith("Next: ")
    assert "S3CRET" not in "".join(blocks)


def test_processes_are_only_started_for_many_files(crowd: Path) -> None:
    if parallel._cores() == 1:
        pytest.skip("there is one core")
    command = [sys.executable, "-X", "importtime", *COMMAND[1:], "check"]
    imported = [
        subprocess.run(
            [*command, *paths], cwd=crowd, capture_output=True, env=environment(), check=False
        ).stderr
        for paths in (["."], ["000", "001"])
    ]
    assert b"concurrent.futures.process" in imported[0]
    assert b"concurrent.futures" not in imported[1]


def test_if_no_processes_can_be_started(crowd: Path, tmp_path: Path) -> None:
    # Python without semaphores, as on some small systems
    write(
        tmp_path / "sitecustomize.py",
        "import sys\nsys.modules['multiprocessing.synchronize'] = None\n",
    )
    done = run_process("check", cwd=crowd, PYTHONPATH=str(tmp_path))
    assert (done.status, done.out) == run_process("check", cwd=crowd)[:2]
    if parallel._cores() > 1:
        assert done.err.startswith("prefect-toml-lsp: checking in one process: ")


class _DyingPool:
    """A pool whose processes are killed after 60 files."""

    def __enter__(self) -> _DyingPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None

    def map(self, function: Any, files: list[str], chunksize: int) -> Iterator[Any]:
        assert chunksize
        yield from map(function, files[:60])
        raise BrokenProcessPool("killed")


def test_if_a_process_is_killed(
    crowd: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sorted(map(str, crowd.glob("*/prefect.toml")))
    monkeypatch.setattr(parallel, "_start_pool", _DyingPool)
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    targets = [named(file) for file in files]
    alone = [check_target(each, Options()) for each in targets]
    assert parallel.check_targets(targets, Options()) == alone
    assert "killed" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("count", "shown"), [(51, True), (50, False), (230, True)])
def test_the_progress_bar(count: int, shown: bool, crowd: Path) -> None:
    files = [os.path.join(f"{index:03}", "prefect.toml") for index in range(count)]
    controller, terminal = os.openpty()
    _widen(terminal)
    with subprocess.Popen(
        [*COMMAND, "check", *files],
        cwd=crowd,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=environment(TERM="xterm"),
    ) as process:
        os.close(terminal)
        assert process.stdout
        out = process.stdout.read().decode()
    seen = b""
    try:
        while read := os.read(controller, 10_000):
            seen += read
    except OSError:  # Linux says so when the other end is closed.
        pass
    os.close(controller)
    assert (b"Checking" in seen and f"/{count}".encode() in seen) == shown
    assert "Checking" not in out
    assert f" of {count} files, " in out


def _widen(terminal: int) -> None:
    """Set a pseudo-terminal's size, which is 0, to 24 rows of 80 columns."""
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))


def test_no_progress_bar_in_a_pipe(crowd: Path) -> None:
    assert run_process("check", cwd=crowd).err == ""
