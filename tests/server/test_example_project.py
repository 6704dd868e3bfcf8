"""Every feature, on the example project, as an editor uses it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from prefect_toml_lsp.features.snapshot import SHOW_EFFECTIVE_PAGE
from tests.cli.command import EXAMPLES
from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import apply

pytestmark = pytest.mark.slow

NAMES = ("prefect.toml", "pyproject.toml", "profiles.toml", ".env")


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))
async def editor(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    """An editor with all capabilities, with the example project open."""
    shutil.copytree(EXAMPLES / "project", tmp_path, dirs_exist_ok=True)
    able = capabilities()
    text = able.text_document
    assert text
    text.code_action = lsp.CodeActionClientCapabilities(
        code_action_literal_support=lsp.ClientCodeActionLiteralOptions(
            lsp.ClientCodeActionKindOptions([*lsp.CodeActionKind])
        )
    )
    text.document_symbol = lsp.DocumentSymbolClientCapabilities(
        hierarchical_document_symbol_support=True
    )
    text.rename = lsp.RenameClientCapabilities(prepare_support=True)
    text.diagnostic = lsp.DiagnosticClientCapabilities()
    able.workspace = lsp.WorkspaceClientCapabilities(
        diagnostics=lsp.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    )
    able.experimental = {"commands": {"commands": [SHOW_EFFECTIVE_PAGE]}}  # type: ignore[assignment]
    folder = lsp.WorkspaceFolder(tmp_path.as_uri(), "project")
    await lsp_client.initialize_session(
        lsp.InitializeParams(
            capabilities=able,
            workspace_folders=[folder],
            initialization_options={"codeLens": {"enable": True}},
        )
    )
    for name in NAMES:
        path = tmp_path / name
        item = lsp.TextDocumentItem(path.as_uri(), "toml", 1, path.read_text())
        lsp_client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    yield
    await lsp_client.shutdown_session()


class File:
    """A file of the project, and positions in it for requests."""

    def __init__(self, folder: Path, name: str) -> None:
        self.text = (folder / name).read_text()
        self.uri = (folder / name).as_uri()
        self.document = lsp.TextDocumentIdentifier(self.uri)

    def at(self, words: str) -> lsp.Position:
        """The position in the middle of the first occurrence of `words`."""
        before = self.text[: self.text.index(words) + len(words) // 2]
        return lsp.Position(before.count("\n"), len(before.rpartition("\n")[2]))

    def range(self, words: str) -> lsp.Range:
        return lsp.Range(self.at(words), self.at(words))

    @property
    def whole(self) -> lsp.Range:
        return lsp.Range(lsp.Position(0, 0), lsp.Position(self.text.count("\n"), 0))


OPTIONS = lsp.FormattingOptions(tab_size=4, insert_spaces=True)


@pytest.mark.asyncio
async def test_findings_and_fixes(editor: LanguageClient, tmp_path: Path) -> None:
    file = File(tmp_path, "prefect.toml")
    report = await editor.text_document_diagnostic_async(
        lsp.DocumentDiagnosticParams(file.document)
    )
    assert isinstance(report, lsp.RelatedFullDocumentDiagnosticReport)
    assert [each.code for each in report.items] == ["overridden", "duration-from-number"]
    everything = await editor.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams([]))
    assert {each.uri for each in everything.items} == {(tmp_path / name).as_uri() for name in NAMES}
    actions = await editor.text_document_code_action_async(
        lsp.CodeActionParams(file.document, file.range("= 90"), lsp.CodeActionContext(report.items))
    )
    titles = [each.title for each in actions or ()]
    assert any('"PT1M30S"' in title for title in titles), titles
    only = [lsp.CodeActionKind.SourceFixAll]
    [fix_all] = (
        await editor.text_document_code_action_async(
            lsp.CodeActionParams(file.document, file.whole, lsp.CodeActionContext([], only))
        )
        or ()
    )
    assert isinstance(fix_all, lsp.CodeAction)
    assert fix_all.edit
    assert fix_all.edit.changes
    [fixed] = fix_all.edit.changes[file.uri]
    assert apply(file.text, fixed) == file.text.replace("= 90", '= "PT1M30S"')


@pytest.mark.asyncio
async def test_structure_and_colours(editor: LanguageClient, tmp_path: Path) -> None:
    file = File(tmp_path, "prefect.toml")
    symbols = await editor.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(file.document)
    )
    assert [each.name for each in symbols or ()] == ["profiles_path", "logging", "server"]
    everywhere = await editor.workspace_symbol_async(lsp.WorkspaceSymbolParams("api.port"))
    assert {each.location.uri for each in everywhere or ()} == {
        file.uri,
        (tmp_path / "pyproject.toml").as_uri(),
    }
    folds = await editor.text_document_folding_range_async(lsp.FoldingRangeParams(file.document))
    assert (0, 1) in {(each.start_line, each.end_line) for each in folds or ()}
    chain = await editor.text_document_selection_range_async(
        lsp.SelectionRangeParams(file.document, [file.at("4_000_000")])
    )
    assert chain
    assert chain[0].parent
    marks = await editor.text_document_document_highlight_async(
        lsp.DocumentHighlightParams(file.document, file.at("[server.api"))
    )
    assert len(marks or ()) == 3
    links = await editor.text_document_document_link_async(lsp.DocumentLinkParams(file.document))
    assert [each.target for each in links or ()] == [(tmp_path / "profiles.toml").as_uri()]
    tokens = await editor.text_document_semantic_tokens_full_async(
        lsp.SemanticTokensParams(file.document)
    )
    assert tokens
    assert len(tokens.data) > 5 * file.text.count("\n")
    delta = await editor.text_document_semantic_tokens_full_delta_async(
        lsp.SemanticTokensDeltaParams(file.document, tokens.result_id or "")
    )
    assert isinstance(delta, lsp.SemanticTokensDelta)
    assert not delta.edits


@pytest.mark.asyncio
async def test_links_to_other_places(editor: LanguageClient, tmp_path: Path) -> None:
    file = File(tmp_path, "prefect.toml")
    found = await editor.text_document_definition_async(
        lsp.DefinitionParams(file.document, file.at("level"))
    )
    assert _places(found) == [((tmp_path / ".env").as_uri(), 1)]
    profiles = File(tmp_path, "profiles.toml")
    found = await editor.text_document_definition_async(
        lsp.DefinitionParams(profiles.document, profiles.at('"local"'))
    )
    assert _places(found) == [(profiles.uri, 3)]
    references = await editor.text_document_references_async(
        lsp.ReferenceParams(lsp.ReferenceContext(True), file.document, file.at("port ="))
    )
    assert {each.uri for each in references or ()} == {
        file.uri,
        (tmp_path / "pyproject.toml").as_uri(),
    }


def _places(found: Any) -> list[tuple[str, int]]:
    places = found if isinstance(found, list | tuple) else [found]
    return [(each.uri, each.range.start.line) for each in places]


@pytest.mark.asyncio
async def test_reading_and_typing(editor: LanguageClient, tmp_path: Path) -> None:
    file = File(tmp_path, "prefect.toml")
    hints = await editor.text_document_inlay_hint_async(
        lsp.InlayHintParams(file.document, file.whole)
    )
    labels = [
        each.label if isinstance(each.label, str) else "".join(part.value for part in each.label)
        for each in hints or ()
    ]
    assert labels == ['→ "DEBUG" (.env)', "3.81 MiB", "14 days", "1 minute 30 seconds"]
    lenses = await editor.text_document_code_lens_async(lsp.CodeLensParams(file.document))
    assert lenses
    for name, place, shown in (
        ("prefect.toml", "batch_size", "logging.to_api.batch_size"),
        ("profiles.toml", "PREFECT_API_URL", "api.url"),
        (".env", "PREFECT_LOGGING_LEVEL", "logging.level"),
        ("pyproject.toml", "default_retries", "flows.default_retries"),
    ):
        where = File(tmp_path, name)
        hover = await editor.text_document_hover_async(
            lsp.HoverParams(where.document, where.at(place))
        )
        assert hover
        assert shown in str(hover.contents), name
    completion = await editor.text_document_completion_async(
        lsp.CompletionParams(file.document, file.at('"info"'))
    )
    assert isinstance(completion, lsp.CompletionList)
    assert '"DEBUG"' in [each.label for each in completion.items]


@pytest.mark.asyncio
async def test_formatting_and_rename(editor: LanguageClient, tmp_path: Path) -> None:
    file = File(tmp_path, "prefect.toml")
    done = await editor.text_document_formatting_async(
        lsp.DocumentFormattingParams(file.document, OPTIONS)
    )
    assert not done, "the example is in our style"
    edit = lsp.TextDocumentContentChangePartial(
        range=lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)), text="debug_mode=false\n"
    )
    version = lsp.VersionedTextDocumentIdentifier(2, file.uri)
    editor.text_document_did_change(lsp.DidChangeTextDocumentParams(version, [edit]))
    [spaced] = (
        await editor.text_document_range_formatting_async(
            lsp.DocumentRangeFormattingParams(
                file.document, lsp.Range(lsp.Position(0, 0), lsp.Position(0, 1)), OPTIONS
            )
        )
        or ()
    )
    assert apply("debug_mode=false\n", spaced) == "debug_mode = false\n"

    profiles = File(tmp_path, "profiles.toml")
    name = profiles.at("[profiles.local]")
    name = lsp.Position(name.line, len("[profiles.l"))
    prepared = await editor.text_document_prepare_rename_async(
        lsp.PrepareRenameParams(profiles.document, name)
    )
    assert prepared
    renamed = await editor.text_document_rename_async(
        lsp.RenameParams(text_document=profiles.document, position=name, new_name="laptop")
    )
    assert renamed
    assert renamed.changes
    assert len(renamed.changes[profiles.uri]) == 2


@pytest.mark.asyncio
async def test_commands(editor: LanguageClient, tmp_path: Path) -> None:
    uri = tmp_path.as_uri()
    shown = await editor.workspace_execute_command_async(
        lsp.ExecuteCommandParams("prefect-toml.showEffectiveSettings", [uri])
    )
    assert "PREFECT_LOGGING_LEVEL" in str(shown)
    file = File(tmp_path, "prefect.toml")
    at = file.at("port =")
    position = {"line": at.line, "character": at.character}
    opened = await editor.workspace_execute_command_async(
        lsp.ExecuteCommandParams("prefect-toml.openReference", [file.uri, position])
    )
    assert "server.api.port" in str(opened)
    release = await editor.workspace_execute_command_async(
        lsp.ExecuteCommandParams("prefect-toml.showRelease", [file.uri])
    )
    assert "3.8." in str(release)
