"""`textDocument/formatting`, `textDocument/rangeFormatting`, `textDocument/onTypeFormatting`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import apply, cursor, open_file

pytestmark = pytest.mark.asyncio

SPACES = lsp.FormattingOptions(tab_size=2, insert_spaces=True)


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def unformatted_client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor whose user has switched formatting off."""
    off = {"format": {"enable": False}}
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=capabilities(), initialization_options=off)
    )
    yield
    await lsp_client.shutdown_session()


async def formatting(
    client: LanguageClient,
    text: str,
    name: str = "prefect.toml",
    options: lsp.FormattingOptions = SPACES,
) -> str:
    """The text after formatting the whole document."""
    document = lsp.TextDocumentIdentifier(await open_file(client, text, name))
    params = lsp.DocumentFormattingParams(document, options)
    return apply_all(text, await client.text_document_formatting_async(params))


async def typing(client: LanguageClient, marked: str, ch: str = "\n") -> str:
    """The text after on-type formatting for `ch`, which is right before the cursor."""
    text, position = cursor(marked)
    document = lsp.TextDocumentIdentifier(await open_file(client, text))
    params = lsp.DocumentOnTypeFormattingParams(document, position, ch, SPACES)
    return apply_all(text, await client.text_document_on_type_formatting_async(params))


def apply_all(text: str, edits: Iterable[lsp.TextEdit] | None) -> str:
    """The text after edits; they are in the order of the text, like all our edits."""
    for edit in reversed(list(edits or ())):
        text = apply(text, edit)
    return text


async def test_the_server_formats(client: LanguageClient) -> None:
    text = '[server . api]\nhost="😀"#c\nx=[\n1]\n[logging]\nlevel =  "INFO"  '
    assert await formatting(client, text) == (
        '[server.api]\nhost = "😀" #c\nx = [\n  1]\n\n[logging]\nlevel = "INFO"\n'
    )


async def test_an_editors_options_count(client: LanguageClient) -> None:
    options = lsp.FormattingOptions(
        tab_size=8,
        insert_spaces=False,
        trim_trailing_whitespace=False,
        insert_final_newline=False,
        trim_final_newlines=False,
    )
    assert await formatting(client, "x=[\n1\n] \n\n", options=options) == "x = [\n\t1,\n] \n\n"
    assert await formatting(client, "x=1", options=options) == "x = 1"


async def test_in_pyproject_only_prefects_tables_are_formatted(client: LanguageClient) -> None:
    text = (
        "[project]\nname='x'\n\n\n[tool.prefect]\ndebug_mode=true\n[tool.prefect.api]\n"
        "# not ours \n[tool.ruff]\nline-length=9\n\n\n"
    )
    assert await formatting(client, text, "pyproject.toml") == (
        "[project]\nname='x'\n\n\n[tool.prefect]\ndebug_mode = true\n\n[tool.prefect.api]\n"
        "# not ours \n[tool.ruff]\nline-length=9\n\n\n"
    )


@pytest.mark.parametrize(
    ("end", "after"),
    [
        (lsp.Position(1, 0), "a=1\nb = 1\nc=1\n"),
        (lsp.Position(2, 0), "a=1\nb = 1\nc=1\n"),
        (lsp.Position(2, 1), "a=1\nb = 1\nc = 1\n"),
    ],
)
async def test_a_range_is_formatted(client: LanguageClient, end: lsp.Position, after: str) -> None:
    text = "a=1\nb=1\nc=1\n"
    document = lsp.TextDocumentIdentifier(await open_file(client, text))
    params = lsp.DocumentRangeFormattingParams(document, lsp.Range(lsp.Position(1, 0), end), SPACES)
    found = await client.text_document_range_formatting_async(params)
    assert apply_all(text, found) == after


async def test_a_new_line_is_indented(client: LanguageClient) -> None:
    assert await typing(client, "x = [\n|") == "x = [\n  "
    assert await typing(client, "x = [\n  |]") == "x = [\n]"
    assert await typing(client, "x = { a = 1,\n|\n") == "x = { a = 1,\n  \n"
    assert await typing(client, 'x = """[\n|"""') == 'x = """[\n"""'


async def test_a_closing_bracket_is_unindented(client: LanguageClient) -> None:
    assert await typing(client, "x = [\n  1,\n  ]|", "]") == "x = [\n  1,\n]"
    assert await typing(client, "x = [\n1, 2]|", "]") == "x = [\n1, 2]"


async def test_formatting_can_be_switched_off(unformatted_client: LanguageClient) -> None:
    assert await formatting(unformatted_client, "x=1") == "x=1"
    assert await typing(unformatted_client, "x = [\n|") == "x = [\n"


async def test_profiles_are_formatted(client: LanguageClient) -> None:
    text = 'active="a"\n[profiles.a]\nPREFECT_API_URL  = "http://x"\n'
    after = 'active = "a"\n\n[profiles.a]\nPREFECT_API_URL = "http://x"\n'
    assert await formatting(client, text, "profiles.toml") == after
