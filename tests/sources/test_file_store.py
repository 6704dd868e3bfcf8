"""Files as they are open, or on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given

from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.dotenv.grammar import Assignment, Skipped, read_statements
from prefect_toml_lsp.files.reading import Unreadable
from prefect_toml_lsp.sources.file_store import Contents, Opened
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.as_data import TomlError, assigned_at, assignments_of
from prefect_toml_lsp.toml.nodes import Header
from tests.toml import generate


def paths(contents: Contents, path: Path) -> list[str]:
    return [".".join(each.path) for each in contents.assigned(path)]


def test_the_disk_is_read_again_when_a_file_changes(tmp_path: Path) -> None:
    path, contents = tmp_path / "prefect.toml", Contents()
    assert contents.assigned(path) == []
    assert contents.text(path) is contents.document(path) is contents.stamp(path) is None
    path.write_text("a = 1")
    stamp = contents.stamp(path)
    assert paths(contents, path) == ["a"]
    path.write_text("b = 1")
    os.utime(path, ns=(1, 1))
    assert paths(contents, path) == ["b"]
    assert contents.stamp(path) != stamp
    path.unlink()
    assert contents.assigned(path) == []


def test_a_file_that_has_not_changed_is_parsed_once(tmp_path: Path) -> None:
    path, contents = tmp_path / ".env", Contents()
    path.write_text("A=1\n= x\nB")
    found = contents.statements(path)
    assert found == [Assignment("A", "1", 0), Skipped(1), Assignment("B", None, 2)]
    assert contents.statements(path) is found
    assert contents.without(tmp_path / "prefect.toml").statements(path) is found


def test_only_so_many_files_are_kept(tmp_path: Path) -> None:
    contents = Contents()
    files = [tmp_path / str(number) for number in range(30)]
    for each in files:
        each.write_text("A=1")
        contents.statements(each)
    first = contents.statements(files[-1])
    assert contents.statements(files[-1]) is first
    assert len(contents._kept) < len(files)


def test_an_open_document_counts_as_it_is_now(tmp_path: Path) -> None:
    toml, dotenv, text = (tmp_path / name for name in ("prefect.toml", ".env", "profiles.toml"))
    toml.write_text("a = 1")
    live, variables = Document("b = 1"), DotenvDocument("A=1\n= x")
    opened: dict[Path, Opened] = {toml: live, dotenv: variables, text: "active = 'a'"}
    contents = Contents(opened)
    assert contents.document(toml) is live
    assert contents.stamp(toml) is None
    assert paths(contents, toml) == ["b"]
    live.edit(Span(0, 0, 0, 1), "c.d")
    assert paths(contents, toml) == ["c.d"]
    assert contents.text(toml) == "c.d = 1"
    assert contents.statements(dotenv) == list(read_statements("A=1\n= x"))
    assert paths(contents, text) == ["active"]
    del opened[toml]
    assert paths(contents, toml) == ["a"]


def test_a_file_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "prefect.toml"
    path.write_text("a = 1")
    hidden = Contents({path: "b = 1"}).without(path)
    assert (hidden.text(path), hidden.assigned(path), hidden.stamp(path)) == ("", [], None)


def test_what_cannot_be_read_is_said_each_time(tmp_path: Path) -> None:
    path, contents = tmp_path / "prefect.toml", Contents()
    for content, error in ((b"a = ", TomlError), (b"a = '\xff'", Unreadable)):
        path.write_bytes(content)
        for _ in range(2):
            with pytest.raises(error):
                contents.assigned(path)
    with pytest.raises(TomlError):
        Contents({path: Document("a = ")}).assigned_at(path, ("b",))


@given(generate.documents)
def test_what_is_at_a_key_is_found_without_the_rest(text: str) -> None:
    document = Document(text)
    try:
        every = assignments_of(document)
    except TomlError:
        return
    names = {each.path[:length] for each in every for length in range(1, len(each.path) + 1)}
    headers = {each.key.names for each in document.statements if isinstance(each, Header)}
    for path in {*names, *headers, ("none",)}:
        expected = [each for each in every if each.path[: len(path)] == path]
        assert assigned_at(document, path) == expected
