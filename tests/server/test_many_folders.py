"""Thousands of folders and documents: the work for each, and what stays in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import configuration
from prefect_toml_lsp.analysis.options import Chosen
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.project import configuration_file, runtime
from prefect_toml_lsp.server import notes, session
from prefect_toml_lsp.server.notes import Notes
from prefect_toml_lsp.server.session import Session
from prefect_toml_lsp.sources.kinds import PREFECT

TEXT = "[server.api]\nport = 4300\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a release, and 30 folders without information."""
    (tmp_path / "requirements.txt").write_text("prefect==3.4.25\n")
    for each in range(30):
        folder = tmp_path / f"team-{each % 3}" / f"flow-{each}"
        folder.mkdir(parents=True)
        (folder / PREFECT).write_text(TEXT)
    return tmp_path


def folders(project: Path) -> list[Path]:
    return sorted(path.parent for path in project.rglob(PREFECT))


def started(*roots: Path) -> Session:
    found = Session()
    found.roots = roots
    return found


class Count:
    """Counts the calls of a function."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
        self.count = 0
        original = getattr(where, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            return original(*arguments, **named)

        monkeypatch.setattr(where, name, counted)


@pytest.mark.parametrize("is_in_workspace", [True, False])
def test_folders_without_information_have_the_runtime_above_them(
    project: Path, monkeypatch: pytest.MonkeyPatch, is_in_workspace: bool
) -> None:
    (project / ".git").mkdir()
    decided = Count(monkeypatch, runtime, "decide_runtime")
    server = started(*[project][:is_in_workspace])
    assert {server.contexts.decision_of(each).release for each in folders(project)} == {(3, 4, 25)}
    assert decided.count == 1


def test_a_folder_with_information_is_read(project: Path) -> None:
    own = folders(project)[5]
    (own / "requirements.txt").write_text("prefect==3.8.8\n")
    server = started(project)
    releases = [server.contexts.decision_of(each).release for each in folders(project)]
    assert releases == [(3, 8, 8) if each == own else (3, 4, 25) for each in folders(project)]
    (project / "team-0" / "Dockerfile").write_text("FROM prefecthq/prefect:3.6.1-python3.12\n")
    assert server.contexts.decision_of(folders(project)[0]).release == (3, 4, 25)  # unchanged
    server.refresh()
    assert server.contexts.decision_of(own).release == (3, 8, 8)


def test_a_changed_setting_of_the_user_applies_at_once(project: Path) -> None:
    server = started(project)
    inner = folders(project)[0]
    assert server.contexts.decision_of(inner).release == (3, 4, 25)
    assert server.configure(ServerOptions(Chosen(prefect_version="3.8.8"))) == []
    assert server.contexts.decision_of(inner).release == (3, 8, 8)


def test_only_folders_of_projects_are_searched_for_a_configuration(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "prefect-toml-lsp.toml").write_text('plainSecrets = "warning"\n')
    looked = Count(monkeypatch, configuration_file, "configuration_in")
    read = Count(monkeypatch, configuration, "read_configuration")
    server = started(project)
    for each in folders(project) * 2:
        assert server.contexts.of_folder(each).plain_secrets == 2
    assert looked.count == 1  # The others have no file that marks a project.
    assert read.count == 1


def test_each_folder_is_checked_for_changes_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = started(project)
    for each in folders(project):
        server.load(each / PREFECT)
    asked = Count(monkeypatch, server.contents, "has_changed")
    server.forget_changed()
    files = len(server.contexts.of_folder(folders(project)[0]).folder.files)  # type: ignore[union-attr]
    assert asked.count == 30 * files
    generation = server.generation
    beside = folders(project)[7] / "pyproject.toml"
    beside.write_text("[tool.prefect.server.api]\nport = 4400\n")
    server.forget_changed()
    assert server.generation > generation
    assert server.contexts.of_folder(folders(project)[7]).folder.of("server.api.port")  # type: ignore[union-attr]


@pytest.mark.parametrize("is_told_of_files", [True, False])
def test_the_number_of_closed_folders_in_memory_is_limited(
    project: Path, monkeypatch: pytest.MonkeyPatch, is_told_of_files: bool
) -> None:
    monkeypatch.setattr(session, "_LEFT", 4)
    server = started()
    server.is_told_of_files = is_told_of_files
    stays = uri_of(folders(project)[0] / PREFECT)
    server.open(lsp.TextDocumentItem(stays, "toml", 1, TEXT))
    context = server.view(stays)
    for each in folders(project) * 2:
        uri = uri_of(each / PREFECT)
        if uri != stays:
            server.open(lsp.TextDocumentItem(uri, "toml", 1, TEXT))
            server.close(uri)
    contexts = server.contexts
    kept = (
        contexts._read, server._left, contexts._surroundings._chains, contexts._runtimes._known,
        contexts._runtimes._speaking, contexts._runtimes._nearest._known, server.classes._found,
    )  # fmt: skip
    assert max(map(len, kept)) <= 2 * 4 + 1 + 10  # including the folders above them
    server.follow(folders(project)[0] / PREFECT)
    assert server.view(stays) is context


def test_folders_read_by_a_search_of_the_workspace_stay(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_LEFT", 1)
    server = started(project)
    for each in folders(project):
        server.load(each / PREFECT)
    for each in folders(project):
        uri = uri_of(each / PREFECT)
        server.open(lsp.TextDocumentItem(uri, "toml", 1, TEXT))
        server.close(uri)
    assert len(server.contexts._read) == 30


def test_notes_are_reported_once_and_then_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notes, "_MOST", 3)
    said = Notes()
    said.add("a", "b", "a")
    assert said.take() == ["a", "b"]
    said.add("b", "c")
    assert said.take() == ["c"]
    said.add("d")
    assert said.take() == ["d"]
    assert len(said._said) == 3
    said.add("c", "a")
    assert said.take() == ["a"]


def test_a_file_is_read_once_for_its_folder_and_its_own_findings(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect_toml_lsp.toml import document

    server = started(project)
    server.contexts.of_folder(project)
    read = Count(monkeypatch, document, "read_statement")
    view = server.load(folders(project)[0] / PREFECT)
    assert view is not None
    assert read.count == len(view.analysis.document.statements)
    view.analysis.document.replace_all("")
    readers = view.analysis.context.readers
    read_again = server.contexts.read_folder(folders(project)[0], view.schema, readers)
    assert read_again.of("server.api.port")  # the store returns another document


def test_unchanged_settings_judge_nothing_again(project: Path) -> None:
    server = started(project)
    uri = uri_of(folders(project)[0] / PREFECT)
    server.open(lsp.TextDocumentItem(uri, "toml", 1, TEXT))
    view, generation = server.view(uri), server.generation
    assert server.configure(ServerOptions()) == []
    assert server.view(uri) is view
    assert server.generation == generation
    server.configure(ServerOptions(environment=not ServerOptions().environment))
    assert server.view(uri) is not view
