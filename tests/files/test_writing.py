"""Writing replaces a regular file atomically, and streams lines to anything else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from prefect_toml_lsp.files.writing import write_lines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such devices")
WRITE = "from prefect_toml_lsp.files.writing import write_lines; write_lines(['a', 'é'], {!r})"


def test_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("before")
    write_lines(["a"], str(path))
    assert path.read_text() == "a\n"
    assert os.listdir(tmp_path) == ["x"]


def test_an_open_descriptor_keeps_the_old_contents(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    for name in ("/dev/stdout", "/dev/fd/1"):
        with log.open("ab") as stream:
            subprocess.run([sys.executable, "-c", WRITE.format(name)], check=True, stdout=stream)
    assert log.read_text("utf-8") == "before\na\né\na\né\n"
    done = subprocess.run(
        [sys.executable, "-c", WRITE.format("/dev/stdout")], check=True, capture_output=True
    )
    assert done.stdout.decode() == "a\né\n"


def test_a_pipe_gets_more_than_it_holds(tmp_path: Path) -> None:
    path, found = tmp_path / "pipe", list[bytes]()
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: found.append(path.read_bytes()))
    reader.start()
    write_lines(["x" * 300_000], str(path))
    reader.join()
    assert found == [b"x" * 300_000 + b"\n"]
    assert path.is_fifo()


def test_a_failed_write_is_an_error(tmp_path: Path) -> None:
    for path in (str(tmp_path), str(tmp_path / "a" / "b"), ""):
        with pytest.raises(OSError, match=r"directory|file"):
            write_lines(["a"], path)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /dev/full")
def test_a_full_device_is_an_error() -> None:
    with pytest.raises(OSError, match="No space left"):
        write_lines(["a"], "/dev/full")
