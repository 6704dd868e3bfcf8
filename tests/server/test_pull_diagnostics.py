"""Diagnostics for clients that pull them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pygls.uris import to_fs_path
from pytest_lsp import ClientServerConfig, LanguageClient

from prefect_toml_lsp.server.scan import PATIENCE, Scan
from prefect_toml_lsp.server.session import Session
from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import open_at

pytestmark = pytest.mark.slow

WRONG = "prot = 1\n"


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))
async def puller(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    """An editor that pulls diagnostics, with a workspace on the disk."""
    able = capabilities()
    assert able.text_document
    able.text_document.diagnostic = lsp.DiagnosticClientCapabilities()
    able.workspace = lsp.WorkspaceClientCapabilities(
        diagnostics=lsp.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    )
    able.text_document.publish_diagnostics = lsp.PublishDiagnosticsClientCapabilities(
        related_information=True,
        code_description_support=True,
        tag_support=lsp.ClientDiagnosticsTagOptions([*lsp.DiagnosticTag]),
    )
    able.window = lsp.WindowClientCapabilities(work_done_progress=True)
    folder = lsp.WorkspaceFolder(tmp_path.as_uri(), "work")
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=able, workspace_folders=[folder])
    )
    yield
    assert not lsp_client.diagnostics, "one or the other, never both"
    await lsp_client.shutdown_session()


def saved_and_open(client: LanguageClient, path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return open_at(client, path, text)


async def pull(client: LanguageClient, uri: str, previous: str | None = None) -> Any:
    params = lsp.DocumentDiagnosticParams(
        lsp.TextDocumentIdentifier(uri), previous_result_id=previous
    )
    return await client.text_document_diagnostic_async(params)


@pytest.mark.asyncio
async def test_a_document_and_then_no_change(puller: LanguageClient, tmp_path: Path) -> None:
    uri = saved_and_open(puller, tmp_path / "prefect.toml", WRONG)
    first = await pull(puller, uri)
    assert [each.code for each in first.items] == ["unknown-setting"]
    again = await pull(puller, uri, first.result_id)
    assert (again.kind, again.result_id) == ("unchanged", first.result_id)
    edit = lsp.TextDocumentContentChangePartial(
        range=lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)), text="# é\n"
    )
    version = lsp.VersionedTextDocumentIdentifier(2, uri)
    puller.text_document_did_change(lsp.DidChangeTextDocumentParams(version, [edit]))
    moved = await pull(puller, uri, first.result_id)
    assert [each.range.start.line for each in moved.items] == [1]


@pytest.mark.asyncio
async def test_tags_links_and_related_places(puller: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("\nPREFECT_LOGGING_LEVEL=INFO\n")
    text = "prot = 1\n[runner]\nheartbeat_frequency = 5\n[logging]\nlevel = 'DEBUG'\n[logging]\n"
    uri = saved_and_open(puller, tmp_path / "prefect.toml", text)
    report = await pull(puller, uri)
    found = {each.code: each for each in report.items}
    assert found["unknown-setting"].tags == (lsp.DiagnosticTag.Unnecessary,)
    assert found["wrong-release"].tags == (lsp.DiagnosticTag.Deprecated,)
    assert len(found) == 4
    for code, each in found.items():
        page = Path(to_fs_path(each.code_description.href) or "")
        assert page.read_text(encoding="utf-8").startswith("<!--"), code
        assert f"# `{code}`" in page.read_text(encoding="utf-8")
    [first] = found["duplicate-table"].related_information
    assert (first.location.uri, first.location.range.start.line) == (uri, 3)
    [winner] = found["overridden"].related_information
    assert winner.location.uri == (tmp_path / ".env").as_uri()
    assert winner.location.range.start.line == 1
    assert "INFO" not in str(found["overridden"])


@pytest.mark.asyncio
async def test_a_document_that_is_not_ours(puller: LanguageClient, tmp_path: Path) -> None:
    uri = saved_and_open(puller, tmp_path / "Cargo.toml", WRONG)
    assert not (await pull(puller, uri)).items


async def pull_all(client: LanguageClient, *known: lsp.PreviousResultId) -> dict[str, Any]:
    report = await client.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams(list(known)))
    return {each.uri: each for each in report.items}


@pytest.mark.asyncio
async def test_all_files_of_the_workspace(puller: LanguageClient, tmp_path: Path) -> None:
    closed = tmp_path / "a" / "prefect.toml"
    closed.parent.mkdir()
    closed.write_text(WRONG)
    (tmp_path / "pyproject.toml").write_text("[tool.prefect]\nprot = 1\n[x]\nx = x\n")
    opened = saved_and_open(puller, tmp_path / "prefect.toml", "")
    found = await pull_all(puller)
    assert {uri: [each.code for each in report.items] for uri, report in found.items()} == {
        opened: [],
        closed.as_uri(): ["unknown-setting"],
        (tmp_path / "pyproject.toml").as_uri(): ["unknown-setting", "invalid-value"],
    }
    assert [found[opened].version, found[closed.as_uri()].version] == [1, None]

    known = [lsp.PreviousResultId(uri, report.result_id) for uri, report in found.items()]
    closed.write_text("debug_mode = true\n")
    (tmp_path / "pyproject.toml").unlink()
    again = await pull_all(puller, *known)
    assert again[opened].kind == "unchanged"
    assert not again[closed.as_uri()].items
    assert not again[(tmp_path / "pyproject.toml").as_uri()].items


@pytest.mark.asyncio
async def test_folders_come_and_go(puller: LanguageClient, tmp_path: Path) -> None:
    other = tmp_path.parent / f"{tmp_path.name}-other"
    other.mkdir()
    (other / "prefect.toml").write_text(WRONG)
    assert await pull_all(puller) == {}
    folders = [lsp.WorkspaceFolder(path.as_uri(), path.name) for path in (tmp_path, other)]
    event = lsp.WorkspaceFoldersChangeEvent(added=folders[1:], removed=folders[:1])
    puller.workspace_did_change_workspace_folders(lsp.DidChangeWorkspaceFoldersParams(event))
    assert [*await pull_all(puller)] == [(other / "prefect.toml").as_uri()]


async def scanned(session: Session, clock: Any) -> list[int]:
    reports: list[int] = []

    async def report(count: int) -> None:
        reports.append(count)

    async for _ in Scan(session, clock).files(report):
        pass
    return reports


def test_progress_is_shown_for_a_long_scan_only(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "prefect.toml").write_text("")
    session = Session()
    session.roots = (tmp_path,)
    times = iter(range(1000))
    assert asyncio.run(scanned(session, lambda: 0.0)) == []
    slow = asyncio.run(scanned(session, lambda: next(times) * PATIENCE))
    assert slow
    assert slow[-1] == 3


def test_a_file_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    (tmp_path / "prefect.toml").write_bytes(b"\xff")
    session = Session()
    session.roots = (tmp_path,)
    asyncio.run(scanned(session, lambda: 0.0))
    assert session.notes.take() == [f"{tmp_path / 'prefect.toml'}: the file is not UTF-8 (byte 0)"]


def test_a_scan_can_be_cancelled_between_two_files(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "prefect.toml").write_text("")
    session = Session()
    session.roots = (tmp_path,)
    times = iter(range(1000))
    seen: list[str] = []

    async def run() -> None:
        async def report(_: int) -> None:
            task.cancel()

        async def work() -> None:
            files = Scan(session, lambda: float(next(times))).files(report)
            seen.extend([each.view.uri async for each in files])

        task = asyncio.ensure_future(work())
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert seen == []


@pytest.mark.asyncio
async def test_every_result_has_its_own_id() -> None:
    """A document that is closed and opened again is new, even with the same address in memory and
    the same version.
    """
    session = Session()
    ids = []
    for text in ("prot = 1\n", "debug_mode = true\n") * 20:
        item = lsp.TextDocumentItem("untitled:prefect.toml", "prefect-toml", 1, text)
        opened = session.open(item)
        assert opened is not None
        ids.append(opened.result_id)
        session.refresh()
        ids.append(opened.result_id)
        edit = lsp.TextDocumentContentChangeWholeDocument("x = 1")
        version = lsp.VersionedTextDocumentIdentifier(2, item.uri)
        session.change(lsp.DidChangeTextDocumentParams(version, [edit]))
        ids.append(opened.result_id)
        assert opened.file.result_id == ids[-1]
        session.close(item.uri)
    assert len(set(ids)) == len(ids)
