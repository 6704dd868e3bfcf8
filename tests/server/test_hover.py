"""`textDocument/hover`."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.server.editor import covered, cursor, hover

pytestmark = pytest.mark.asyncio

# text with the cursor, text that the hover covers, parts of its contents
SHOWN = [
    ("deb|ug_mode = true", "debug_mode", ["**`debug_mode`** — boolean, default `false`"]),
    ("[server.a|pi]", "api", ["**`[server.api]`** — table"]),
    ("[ser|ver.api]", "server", ["**`[server]`** — table"]),
    ("|[server.api]", "[server.api", ["**`[server.api]`** — table"]),
    ("# c\n  |[ api ]", "[ api", ["**`[api]`** — table"]),
    ("[|[server.api]]", "[server.api", ["**`[server.api]`** — table"]),
    ("[[server.api]|]", "api]", ["**`[server.api]`** — table"]),
    ("[ser|ver", "server", ["**`[server]`** — table"]),
    ("|[server", "[server", ["**`[server]`** — table"]),
    ("server.api.po|rt = 1", "port", ["**`server.api.port`**", "`PREFECT_SERVER_API_PORT`"]),
    ("ser|ver.api.port = 1", "server", ["**`[server]`**"]),
    ('"server"."a|pi".port = 1', '"api"', ["**`[server.api]`**"]),
    ("[server]\napi = { po|rt = 1 }", "port", ["**`server.api.port`**"]),
    ("[server.api]\nport = 42|00", "4200", ["**`server.api.port`**"]),
    ('[logging]\nlevel = "INF|O"', '"INFO"', ["`INFO`: ", "**`logging.level`**"]),
    ('[server.events]\nretention_period = "P|7D"', '"P7D"', ["7 days"]),
    ("[server.events]\nretention_period = 6|0", "60", ["1 minute", "means seconds"]),
    ("[api]\nrequest_timeout = 9|0", "90", ["90 seconds: 1 minute 30 seconds"]),
    ("[tasks]\ndefault_retr|ies = 1", "default_retries", ["- Must be: at least 0"]),
    ("[server.ui]\nv2_en|abled = true", "v2_enabled", ["3.6.9", "default `false`"]),
    ("[runner]\nheartbeat_fre|quency = 30", "heartbeat_frequency", ["`flows.heartbeat_frequency`"]),
    ("[client.custom_headers]\nX-T|eam = 'a'", "X-Team", ["**`client.custom_headers`**"]),
    ("[server.services.db_vacuum]\nenabled = ['eve|nts']", "'events'", ["`events`: "]),
    ("[server.api]\nmax_parameter_size = 5242|88", "524288", ["524288 bytes: 512 KiB"]),
    ("api.ur|l = 'x'", "url", ["](https://docs.prefect.io/v3/api-ref/settings-ref#"]),
    ("# 😀\nlogging.to_api = { enabled = true, batch_s|ize = 1 }", "batch_size", ["bytes"]),
]


@pytest.mark.parametrize(("marked", "under", "contents"), SHOWN)
async def test_hover_explains_what_it_covers(
    client: LanguageClient, marked: str, under: str, contents: list[str]
) -> None:
    found = await hover(client, marked)
    assert found is not None
    assert found.range is not None
    assert covered(cursor(marked)[0], found.range) == under
    assert isinstance(found.contents, lsp.MarkupContent)
    assert found.contents.kind is lsp.MarkupKind.Markdown
    for content in contents:
        assert content in found.contents.value


NOTHING = [
    "|[]",
    "|[nowhere]",
    "[server.api]| # c",
    "|  [server.api]",
    "# deb|ug_mode",
    "debug_mode |= true",
    "no|where = 1",
    "|",
    "[no|where]",
    "debug_mode = true  # |x",
]


@pytest.mark.parametrize("marked", NOTHING)
async def test_hover_is_silent_elsewhere(client: LanguageClient, marked: str) -> None:
    assert await hover(client, marked) is None


async def test_hover_never_shows_a_secret(client: LanguageClient) -> None:
    found = await hover(client, '[api]\nkey = "pnu_s3c|ret"')
    assert found is not None
    assert isinstance(found.contents, lsp.MarkupContent)
    assert "`api.key`" in found.contents.value
    assert "s3cret" not in found.contents.value


async def test_plain_text_for_a_client_without_markdown(plain_client: LanguageClient) -> None:
    found = await hover(plain_client, "deb|ug_mode = true")
    assert found is not None
    assert isinstance(found.contents, lsp.MarkupContent)
    assert found.contents.kind is lsp.MarkupKind.PlainText
    assert found.contents.value.startswith("debug_mode — boolean, default false\n")
    assert "`" not in found.contents.value
    page = "https://docs.prefect.io/v3/api-ref/settings-ref#debug-mode"
    assert found.contents.value.endswith(f"Prefect's settings reference: {page}")


async def test_other_settings_lead_to_the_reference(client: LanguageClient) -> None:
    found = await hover(client, "[testing]\ntest_m|ode = true")
    assert found is not None
    assert isinstance(found.contents, lsp.MarkupContent)
    assert "[`testing.unit_test_mode`](https://docs.prefect.io/" in found.contents.value
