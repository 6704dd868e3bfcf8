"""`files.reading`: the errors for bad files, and that it waits for none of them."""

from __future__ import annotations

import ast
import codecs
import os
import stat
from pathlib import Path

import pytest

from prefect_toml_lsp.files import reading
from prefect_toml_lsp.files.reading import (
    FolderInstead,
    Unreadable,
    read_bytes,
    read_exact,
    read_lenient,
)
from tests.bad_files import WAYS, is_possible
from tests.calls import calls_in, modules

SAID = {
    "pipe": ("this is not a regular file, so it was skipped", True),
    "device": ("this is not a regular file, so it was skipped", True),
    "loop": ("Too many levels of symbolic links", False),
    "folder": ("this is a folder, not a file", False),
    "huge": ("the file is too large, so it was skipped", True),
    "forbidden": ("Permission denied", False),
}


@pytest.mark.parametrize("way", SAID)
def test_errors_name_the_file(way: str, tmp_path: Path) -> None:
    if not is_possible(way):
        pytest.skip("not possible for this user")
    path = tmp_path / "prefect.toml"
    WAYS[way](path)
    with pytest.raises(Unreadable) as raised:
        read_bytes(path)
    assert raised.value.note.where == path
    assert (raised.value.note.message, raised.value.is_ours) == SAID[way]
    assert str(path) in str(raised.value)


def test_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "file").write_text("")
    assert read_bytes(tmp_path / "none") is None
    assert read_bytes(tmp_path / "link") is None
    assert read_exact(tmp_path / "file" / "below") is None


def test_text_that_is_not_utf_8_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"PREFECT_API_KEY=hunter2\xff")
    with pytest.raises(Unreadable) as raised:
        read_exact(path)
    assert raised.value.note.message == "the file is not UTF-8 (byte 23)"
    assert raised.value.__cause__ is None
    assert "hunter2" not in repr(raised.value)


def test_exact_and_lenient_reading(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(codecs.BOM_UTF8 + b"a\r\nb\rc")
    assert read_exact(path) == "\ufeffa\nb\nc"
    assert read_lenient(path) == "a\nb\nc"
    path.write_bytes(codecs.BOM_UTF16_LE + "prefect".encode("utf-16-le"))
    assert read_lenient(path) == "prefect"


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    assert read_lenient(tmp_path) is None
    with pytest.raises(FolderInstead):
        read_exact(tmp_path)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    """The limit counts the bytes that were read, not the size that the system reports."""
    path = tmp_path / "prefect.toml"
    path.write_bytes(b"#" * 11)
    assert read_bytes(path, 11) == b"#" * 11
    with pytest.raises(Unreadable, match="too large"):
        read_bytes(path, 10)


def test_a_file_of_another_size_than_the_system_says_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in `/proc`, where all have none, and `/sys`, where all have 4096 bytes."""
    path = tmp_path / "prefect.toml"
    path.write_bytes(b"#" * 200_000)
    for size in (0, 200_001, 4096):
        status = os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, size, 0, 0, 0))
        monkeypatch.setattr(reading.os, "fstat", lambda _, status=status: status)
        assert read_bytes(path) == b"#" * 200_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="makes a pipe")
def test_a_pipe_that_replaces_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`stat` still reported a file."""
    path, before = tmp_path / "prefect.toml", tmp_path / "before"
    before.write_text("")
    os.mkfifo(path)
    monkeypatch.setattr(reading.os, "stat", lambda _, ask=os.stat: ask(before))
    with pytest.raises(Unreadable, match="not a regular file"):
        read_bytes(path)


RAISING = {"exists", "is_dir", "is_file", "resolve", "samefile", "is_symlink"}


def test_os_path_is_used_instead_of_pathlib() -> None:
    """Before Python 3.14, methods of `pathlib` raise for paths that the system cannot have."""
    asked = [
        f"{name}:{call.lineno} {ast.unparse(call)}"
        for name, text in modules()
        for call in calls_in(text, RAISING)
        if isinstance(call.func, ast.Attribute)
        and not call.keywords  # `os.DirEntry.is_dir(follow_symlinks=False)` reads nothing again
        and not call.args
    ]
    assert asked == []
