"""`textDocument/prepareRename` and `textDocument/rename` for profiles."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

from tests.server.editor import apply, covered, cursor, open_file

pytestmark = pytest.mark.asyncio

NAME = "profiles.toml"
FILE = """active = 'a'  # 😀
[profiles.a]
PREFECT_API_URL = 'a'
[profiles.a.PREFECT_API]
url = 'a'
[profiles.b]
"""


async def rename(client: LanguageClient, marked: str, new: str, name: str = NAME) -> str:
    """The text after a rename at the ``|``."""
    text, position = cursor(marked)
    uri = await open_file(client, text, name)
    found = await client.text_document_rename_async(
        lsp.RenameParams(lsp.TextDocumentIdentifier(uri), position, new)
    )
    assert found is not None
    assert found.changes is not None
    edits = sorted(found.changes[uri], key=lambda edit: edit.range.start, reverse=True)
    for edit in edits:
        text = apply(text, edit)
    return text


@pytest.mark.parametrize("place", ["'a'", "[profiles.a]", "[profiles.a.PREFECT_API]"])
async def test_a_profile_is_renamed_with_its_tables_and_active(
    client: LanguageClient, place: str
) -> None:
    at = FILE.index(place) + (1 if place == "'a'" else len("[profiles."))
    found = await rename(client, f"{FILE[:at]}|{FILE[at:]}", "new one")
    assert found == (
        "active = 'new one'  # 😀\n"
        '[profiles."new one"]\n'
        "PREFECT_API_URL = 'a'\n"
        '[profiles."new one".PREFECT_API]\n'
        "url = 'a'\n"
        "[profiles.b]\n"
    )


@pytest.mark.parametrize(
    ("marked", "result"),
    [
        ("profiles.a|.X = '1'\nprofiles.a.Y = '2'", "profiles.c.X = '1'\nprofiles.c.Y = '2'"),
        (
            "active = \"a\"\n[profiles]\n'a|' = { X = '1' }",
            "active = \"c\"\n[profiles]\nc = { X = '1' }",
        ),
        ("profiles = { b = {}, a| = {} }", "profiles = { b = {}, c = {} }"),
        ("active = 'b'\n[profiles.a|]\n[profiles.b]", "active = 'b'\n[profiles.c]\n[profiles.b]"),
    ],
)
async def test_every_way_to_write_a_profile(
    client: LanguageClient, marked: str, result: str
) -> None:
    assert await rename(client, marked, "c") == result


async def test_prepare(client: LanguageClient) -> None:
    text, position = cursor("active = 'a'\n[profiles.|a]")
    uri = await open_file(client, text, NAME)
    params = lsp.PrepareRenameParams(lsp.TextDocumentIdentifier(uri), position)
    found = await client.text_document_prepare_rename_async(params)
    assert isinstance(found, lsp.PrepareRenamePlaceholder)
    assert (covered(text, found.range), found.placeholder) == ("a", "a")


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[profiles.a]\nPREFECT_API_|URL = 'x'", NAME),
        ("[profiles.a]\nPREFECT_API_URL = '|x'", NAME),
        ("[prof|iles.a]", NAME),
        ("active = '|b'", NAME),
        ("# |", NAME),
        ("debug_m|ode = true", "prefect.toml"),
        ("PREFECT_API_|URL=x", ".env"),
    ],
)
async def test_nothing_else_is_renamed(client: LanguageClient, marked: str, name: str) -> None:
    text, position = cursor(marked)
    uri = await open_file(client, text, name)
    document = lsp.TextDocumentIdentifier(uri)
    with pytest.raises(JsonRpcException, match="profile") as prepared:
        await client.text_document_prepare_rename_async(lsp.PrepareRenameParams(document, position))
    with pytest.raises(JsonRpcException, match="profile"):
        await client.text_document_rename_async(lsp.RenameParams(document, position, "c"))
    assert prepared.value.code == lsp.LSPErrorCodes.RequestFailed


@pytest.mark.parametrize(
    ("new", "code"),
    [("", lsp.ErrorCodes.InvalidParams), ("b", lsp.LSPErrorCodes.RequestFailed)],
)
async def test_impossible_names(client: LanguageClient, new: str, code: int) -> None:
    with pytest.raises(JsonRpcException) as refused:
        await rename(client, "[profiles.a|]\n[profiles.b]", new)
    assert refused.value.code == code
