"""`textDocument/completion`: the text after accepting an item."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from prefect_toml_lsp.analysis.code_links import REFERENCE
from tests.server.editor import apply, complete, cursor, diagnostics_of

pytestmark = pytest.mark.asyncio

# text with the cursor, label of the accepted item, text afterwards
ACCEPTED = [
    # keys
    ("|", "debug_mode", "debug_mode = ${1|false,true|}"),
    ("|", "server", "[server]\n$0"),
    ("deb|", "debug_mode", "debug_mode = ${1|false,true|}"),
    ("de|bug = true", "debug_mode", "debug_mode = true"),
    ("[server.api]\n|", "port", "[server.api]\nport = ${1:4200}"),
    ("[server.api]\npo|\nhost = 'x'", "port", "[server.api]\nport = ${1:4200}\nhost = 'x'"),
    ("[server.api]\n  |", "host", '[server.api]\n  host = "${1:127.0.0.1}"'),
    ("[server]\nap|", "api", "[server]\napi."),
    ("server.|", "api", "server.api."),
    ("server.api.|", "port", "server.api.port = ${1:4200}"),
    ("server.api.po| = 1", "port", "server.api.port = 1"),
    ("server.a|.port = 1", "api", "server.api.port = 1"),
    ("ser|.api.port = 1", "server", "server.api.port = 1"),
    ('"server".a|', "api", '"server".api.'),
    ("[client]\nmetrics = { | }", "enabled", "[client]\nmetrics = { enabled = ${1|false,true|} }"),
    ("[client]\nmetrics = {|", "port", "[client]\nmetrics = {port = ${1:4201}"),
    ("[client]\nmetrics = { |", "port", "[client]\nmetrics = { port = ${1:4201}"),
    (
        "[client]\nmetrics = { port = 1, en| }",
        "enabled",
        "[client]\nmetrics = { port = 1, enabled = ${1|false,true|} }",
    ),
    (
        "[logging]\n|",
        "level",
        '[logging]\nlevel = ${1|"INFO","DEBUG","WARNING","ERROR","CRITICAL"|}',
    ),
    ("[api]\n|", "key", '[api]\nkey = "$1"'),
    ("[plugins]\n|", "allow", "[plugins]\nallow = [$1]"),
    (
        "[server.services.db_vacuum.event_retention_overrides]\n|",
        "prefect.flow-run.heartbeat",
        "[server.services.db_vacuum.event_retention_overrides]\n"
        '"prefect.flow-run.heartbeat" = "$1"',
    ),
    # headers
    ("[|", "server.api", "[server.api]"),
    ("[|]", "server.api", "[server.api]"),
    ("[ser|]", "server", "[server]"),
    ("[server.|", "database.sqlalchemy", "[server.database.sqlalchemy]"),
    ("[server.|]", "api", "[server.api]"),
    ("[server.da|]", "database", "[server.database]"),
    ("[server]\n[server.|]\nport = 1", "api", "[server]\n[server.api]\nport = 1"),
    ("[cli|ent.metrics]", "server", "[server.metrics]"),
    ("[client.|]", "custom_headers", "[client.custom_headers]"),
    # values
    ("debug_mode = |", "true", "debug_mode = true"),
    ("debug_mode =|", "true", "debug_mode = true"),
    ("debug_mode = tr|", "true", "debug_mode = true"),
    ("debug_mode = fa|lse", "true", "debug_mode = true"),
    ('debug_mode = "tr|"', "true", "debug_mode = true"),
    ("[logging]\nlevel = |", '"DEBUG"', '[logging]\nlevel = "DEBUG"'),
    ('[logging]\nlevel = "|', '"DEBUG"', '[logging]\nlevel = "DEBUG"'),
    ('[logging]\nlevel = "IN|"', '"DEBUG"', '[logging]\nlevel = "DEBUG"'),
    ("[logging]\nlevel = '|'", '"DEBUG"', "[logging]\nlevel = 'DEBUG'"),
    ("[logging]\nlevel = DE|", '"DEBUG"', '[logging]\nlevel = "DEBUG"'),
    ("logging.level = |", '"INFO"', 'logging.level = "INFO"'),
    ("logging = { level = | }", '"INFO"', 'logging = { level = "INFO" }'),
    ("[server.events]\nretention_period = |", '"P7D"', '[server.events]\nretention_period = "P7D"'),
    (
        "[server.services.db_vacuum]\nenabled = [|]",
        '"flow_runs"',
        '[server.services.db_vacuum]\nenabled = ["flow_runs"]',
    ),
    (
        '[server.services.db_vacuum]\nenabled = ["events", "|"]',
        '"flow_runs"',
        '[server.services.db_vacuum]\nenabled = ["events", "flow_runs"]',
    ),
    ('# 😀\n[logging] # é😀\nlevel = "😀|"', '"DEBUG"', '# 😀\n[logging] # é😀\nlevel = "DEBUG"'),
]


@pytest.mark.parametrize(("marked", "label", "expected"), ACCEPTED)
async def test_the_text_after_accepting_an_item(
    client: LanguageClient, marked: str, label: str, expected: str
) -> None:
    items = {item.label: item for item in await complete(client, marked)}
    edit = items[label].text_edit
    assert isinstance(edit, lsp.TextEdit)
    assert apply(cursor(marked)[0], edit) == expected


IN_PYPROJECT = [
    ("[tool.prefect]\n|", "debug_mode", "[tool.prefect]\ndebug_mode = ${1|false,true|}"),
    ("[tool.prefect.|]", "server.api", "[tool.prefect.server.api]"),
    ("[tool.prefect.server.api]\npo|", "port", "[tool.prefect.server.api]\nport = ${1:4200}"),
    ("[tool]\nprefect.server.|", "api", "[tool]\nprefect.server.api."),
    ("[tool.prefect.logging]\nlevel = |", '"INFO"', '[tool.prefect.logging]\nlevel = "INFO"'),
]


@pytest.mark.parametrize(("marked", "label", "expected"), IN_PYPROJECT)
async def test_tool_prefect_in_pyproject(
    client: LanguageClient, marked: str, label: str, expected: str
) -> None:
    items = {item.label: item for item in await complete(client, marked, "pyproject.toml")}
    edit = items[label].text_edit
    assert isinstance(edit, lsp.TextEdit)
    assert apply(cursor(marked)[0], edit) == expected


@pytest.mark.parametrize("marked", ["|", "[project]\n|", "[tool.ruff]\n|"])
async def test_the_rest_of_pyproject_is_left_alone(client: LanguageClient, marked: str) -> None:
    assert await complete(client, marked, "pyproject.toml") == []


async def test_in_pyproject_nothing_is_offered_twice(client: LanguageClient) -> None:
    marked = "[tool.prefect.server.api]\nport = 1\n|\n[tool.prefect.server]\n"
    assert "port" not in {item.label for item in await complete(client, marked, "pyproject.toml")}
    marked = "[tool.prefect.server.api]\n[tool.prefect.|]\n"
    labels = {item.label for item in await complete(client, marked, "pyproject.toml")}
    assert "server" in labels
    assert "server.api" not in labels


# text with the cursor, labels that must not be offered there
NOT_OFFERED = [
    ("debug_mode = true\n|", {"debug_mode"}),
    ("|\ndebug_mode = true", {"debug_mode"}),
    ("[server.api]\nport = 1\n|", {"port"}),
    ("server.api.port = 1\nserver.api.|", {"port"}),
    ("server = { api = { port = 1, | } }", {"port"}),
    ("[server]\n|\n[server.api]\n", {"api"}),  # a dotted key may not reopen it
    ("server.api.port = 1\n[|]", {"server.api", "server"}),
    ("[server.api]\n[|]", {"server.api"}),
    ('[server.services.db_vacuum]\nenabled = ["events", |]', {'"events"'}),
    ("[experiments]\n|", {"plugins"}),  # removed in the newest release
]


@pytest.mark.parametrize(("marked", "labels"), NOT_OFFERED)
async def test_existing_keys_are_not_offered_again(
    client: LanguageClient, marked: str, labels: set[str]
) -> None:
    offered = {item.label for item in await complete(client, marked)}
    assert offered
    assert not offered & labels


NOTHING = [
    "# |",
    "debug_mode = true # |",
    "debug_mode = true |",
    'api.url = "x"|',
    "[server]|",
    "[server] |",
    "|[server]",
    "[[|",
    "[[server]]\n|",
    "debug_mode | = true",
    "[nowhere]\n|",
    '[api]\nkey = "|"',
    '[server.services.db_vacuum]\nenabled = ["events" |]',
    "[client]\nmetrics = { port = 1 | }",
]


@pytest.mark.parametrize("marked", NOTHING)
async def test_nothing_is_offered_where_nothing_belongs(
    client: LanguageClient, marked: str
) -> None:
    assert await complete(client, marked) == []


async def test_settings_come_first_then_tables_then_secrets_and_testing(
    client: LanguageClient,
) -> None:
    items = await complete(client, "|")
    labels = [item.label for item in sorted(items, key=lambda item: item.sort_text or "")]
    assert labels.index("ui_url") < labels.index("api") < labels.index("testing")
    assert labels[-1] == "testing"
    items = await complete(client, "[api]\n|")
    labels = [item.label for item in sorted(items, key=lambda item: item.sort_text or "")]
    assert set(labels[-2:]) == {"key", "auth_string"}


async def test_resolve_adds_the_documentation(client: LanguageClient) -> None:
    item = next(item for item in await complete(client, "[server.api]\n|") if item.label == "port")
    assert item.documentation is None
    resolved = await client.completion_item_resolve_async(item)
    assert isinstance(resolved.documentation, lsp.MarkupContent)
    assert resolved.documentation.kind is lsp.MarkupKind.Markdown
    assert "**`server.api.port`** — integer, default `4200`" in resolved.documentation.value
    assert "`PREFECT_SERVER_API_PORT`" in resolved.documentation.value
    assert f"[Prefect's settings reference]({REFERENCE}#serverapisettings)" in (
        resolved.documentation.value
    )


async def test_a_client_without_snippets_and_markdown_gets_plain_text(
    plain_client: LanguageClient,
) -> None:
    items = {item.label: item for item in await complete(plain_client, "[server.api]\n|")}
    edit = items["port"].text_edit
    assert isinstance(edit, lsp.TextEdit)
    assert edit.new_text == "port = "
    assert items["port"].insert_text_format is None
    resolved = await plain_client.completion_item_resolve_async(items["port"])
    assert isinstance(resolved.documentation, lsp.MarkupContent)
    assert resolved.documentation.kind is lsp.MarkupKind.PlainText
    assert resolved.documentation.value.startswith("server.api.port — integer, default 4200")


async def test_columns_are_counted_in_the_negotiated_encoding(
    plain_client: LanguageClient,
) -> None:
    text = 'logging = { extra_loggers = ["😀"], level = "" }'
    before = text.index('""') + 1
    marked = text[:before]
    uri = "file:///utf8/prefect.toml"
    plain_client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "toml", 1, text))
    )
    await diagnostics_of(plain_client, uri)
    found = await plain_client.text_document_completion_async(
        lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), lsp.Position(0, len(marked.encode())))
    )
    assert isinstance(found, lsp.CompletionList)
    edit = next(item.text_edit for item in found.items if item.label == '"DEBUG"')
    assert isinstance(edit, lsp.TextEdit)
    assert edit.range.start == lsp.Position(0, len(marked.encode()) - 1)
    assert edit.range.end == lsp.Position(0, len(marked.encode()) + 1)
