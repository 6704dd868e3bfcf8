"""A project with integration packages in an editor: hover, completion, hints, links."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.locks import uv_lock
from tests.server.editor import cursor, diagnostics_of

pytestmark = pytest.mark.asyncio

LOCK = uv_lock(prefect="3.9.1", prefect_redis="0.2.5")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "uv.lock").write_text(LOCK)
    return tmp_path


async def opened(
    client: LanguageClient, folder: Path, marked: str, name: str = "prefect.toml"
) -> tuple[lsp.TextDocumentIdentifier, lsp.Position]:
    text, position = cursor(marked)
    uri = (folder / name).as_uri()
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "toml", 1, text))
    )
    await diagnostics_of(client, uri)
    return lsp.TextDocumentIdentifier(uri), position


async def labels(
    client: LanguageClient, folder: Path, marked: str, name: str = "prefect.toml"
) -> dict[str, lsp.CompletionItem]:
    document, position = await opened(client, folder, marked, name)
    found = await client.text_document_completion_async(lsp.CompletionParams(document, position))
    assert isinstance(found, lsp.CompletionList)
    return {item.label: item for item in found.items}


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[redis.messaging]\nho|st = 'r'", "prefect.toml"),
        ("[tool.prefect.redis.messaging]\nhost = 'r|'", "pyproject.toml"),
        ("PREFECT_REDIS_MESSAGING_H|OST=r", ".env"),
        ("[profiles.p]\nPREFECT_REDIS_MESSAGING_H|OST = 'r'", "profiles.toml"),
    ],
)
async def test_a_hover_names_the_package_and_its_version(
    client: LanguageClient, project: Path, marked: str, name: str
) -> None:
    document, position = await opened(client, project, marked, name)
    found = await client.text_document_hover_async(lsp.HoverParams(document, position))
    assert found is not None
    assert isinstance(found.contents, lsp.MarkupContent)
    assert "**`redis.messaging.host`** — string" in found.contents.value
    assert "- Read by: `prefect-redis` 0.2.5 (uv.lock)" in found.contents.value


async def test_completion_offers_what_the_version_has(
    client: LanguageClient, project: Path
) -> None:
    items = await labels(client, project, "[redis.messaging]\n|")
    assert {"host", "port", "consumer"} <= items.keys()
    assert "url" not in items
    resolved = await client.completion_item_resolve_async(items["host"])
    assert isinstance(resolved.documentation, lsp.MarkupContent)
    assert "- Read by: `prefect-redis` 0.2.5 (uv.lock)" in resolved.documentation.value


async def test_completion_leaves_out_missing_packages(
    client: LanguageClient, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    variable = "PREFECT_INTEGRATIONS_AWS_RDS_IAM_ENABLED"
    headers = await labels(client, project, "[|]")
    assert "redis.messaging" in headers
    assert "integrations.aws.ecs" not in headers
    assert "integrations.aws.rds.iam.region_name" not in await labels(client, project, "region|")
    variables = await labels(client, project, "PREFECT_|", ".env")
    assert "PREFECT_REDIS_MESSAGING_DB" in variables
    assert variable not in variables
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert "integrations.aws.ecs" in await labels(client, elsewhere, "[|]")
    assert "integrations.aws.rds.iam.region_name" in await labels(client, elsewhere, "region|")
    assert variable in await labels(client, elsewhere, "PREFECT_|", ".env")


async def test_the_winner_is_shown_for_settings_of_packages_too(
    client: LanguageClient, project: Path
) -> None:
    (project / ".env").write_text("PREFECT_REDIS_MESSAGING_PORT=7000\n")
    document, position = await opened(client, project, "[redis.messaging]\npo|rt = 1")
    (found,) = client.diagnostics[document.uri]
    assert found.code == "overridden"
    assert found.message == (
        "`prefect-redis` ignores `redis.messaging.port` here: `PREFECT_REDIS_MESSAGING_PORT` on "
        "line 1 of `.env` wins"
    )
    link = await client.text_document_definition_async(lsp.DefinitionParams(document, position))
    assert link
