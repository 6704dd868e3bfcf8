"""The file store: open documents, and files on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.files.reading import Unreadable
from prefect_toml_lsp.sources.file_store import FileStore, Opened
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document


def test_the_disk_is_read_again_when_a_file_changes(tmp_path: Path) -> None:
    path, contents = tmp_path / "prefect.toml", FileStore()
    assert contents.text(path) is contents.document(path) is contents.stamp(path) is None
    path.write_text("a = 1")
    stamp = contents.stamp(path)
    assert text_of(contents, path) == "a = 1"
    path.write_text("b = 1")
    os.utime(path, ns=(1, 1))
    assert text_of(contents, path) == "b = 1"
    assert contents.stamp(path) != stamp
    path.unlink()
    assert contents.document(path) is None


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    path, contents = tmp_path / "prefect.toml", FileStore()
    path.write_text("a = 1")
    before = os.stat(path)
    assert text_of(contents, path) == "a = 1"
    path.write_text("a = 2")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert text_of(contents, path) == "a = 2"
    other = tmp_path / "other"
    other.write_text("a = 3")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert text_of(contents, path) == "a = 3"


def text_of(contents: FileStore, path: Path) -> str:
    document = contents.document(path)
    assert document is not None
    return document.text


def test_a_file_that_has_not_changed_is_parsed_once(tmp_path: Path) -> None:
    toml, dotenv, contents = tmp_path / "prefect.toml", tmp_path / ".env", FileStore()
    dotenv.write_text("A=1\n= x\nB")
    toml.write_text("a = 1")
    found = contents.dotenv(dotenv), contents.document(toml)
    assert (contents.dotenv(dotenv), contents.document(toml)) == found


def test_a_limited_number_of_files_is_kept(tmp_path: Path) -> None:
    contents = FileStore()
    files = [tmp_path / str(number) for number in range(30)]
    for each in files:
        each.write_text("A=1")
        contents.dotenv(each)
    last = contents.dotenv(files[-1])
    assert contents.dotenv(files[-1]) is last
    assert len(contents._kept) < len(files)


def test_an_open_document_counts_as_it_is_now(tmp_path: Path) -> None:
    toml, dotenv, text = (tmp_path / name for name in ("prefect.toml", ".env", "profiles.toml"))
    toml.write_text("a = 1")
    live, variables = Document("b = 1"), DotenvDocument("A=1\n= x")
    opened: dict[Path, Opened] = {toml: live, dotenv: variables, text: "active = 'a'"}
    contents = FileStore(opened)
    assert contents.document(toml) is live
    assert contents.stamp(toml) is None
    live.edit(Span(0, 0, 0, 1), "c.d")
    assert contents.text(toml) == "c.d = 1"
    assert contents.dotenv(dotenv) is variables
    assert text_of(contents, text) == "active = 'a'"
    del opened[toml]
    assert text_of(contents, toml) == "a = 1"


def test_what_cannot_be_read_is_reported_each_time(tmp_path: Path) -> None:
    path, contents = tmp_path / "prefect.toml", FileStore()
    path.write_bytes(b"a = '\xff'")
    for _ in range(2):
        with pytest.raises(Unreadable):
            contents.document(path)


def test_a_dotenv_has_a_lower_size_limit_than_a_settings_file(tmp_path: Path) -> None:
    for name in (".env", "prefect.toml"):
        (tmp_path / name).write_text("#" * 300_000)
    assert FileStore().document(tmp_path / "prefect.toml")
    with pytest.raises(Unreadable, match="too large"):
        FileStore().dotenv(tmp_path / ".env")


@pytest.mark.skipif(os.name == "nt", reason="needs a right to make links")
def test_an_unknown_state_is_not_taken_for_missing(tmp_path: Path) -> None:
    path, contents = tmp_path / "prefect.toml", FileStore()
    path.symlink_to("prefect.toml")
    assert contents.stamp(path) is not None
    with pytest.raises(Unreadable):
        contents.document(path)


def test_a_document_that_was_taken_out_is_read_again(tmp_path: Path) -> None:
    path, contents = tmp_path / "prefect.toml", FileStore()
    assert contents.take_file(path, Document) is None
    path.write_text("a = 1")
    taken = contents.take_file(path, Document)
    assert taken is not None
    assert contents.document(path) is not taken
