"""Rows of a completion list: their text, order and the range that they replace."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from prefect_toml_lsp.features.completion.samples import starting_value
from prefect_toml_lsp.features.documentation import markup
from prefect_toml_lsp.prefect import Catalogue, Node
from prefect_toml_lsp.prefect.acceptance import judge, taken
from tests.server.editor import complete
from tests.server.typist import Typist

pytestmark = pytest.mark.asyncio

SETTINGS = [
    node for node in Catalogue.load().schema().root.walk() if node.is_setting and node.exists
]
LISTS = [
    ("prefect.toml", "|"),
    ("prefect.toml", "retr|"),
    ("prefect.toml", "[|]"),
    ("prefect.toml", "[server.api]\n|"),
    ("prefect.toml", "[logging]\nlevel = |"),
    ("prefect.toml", "[client.custom_headers]\n|"),
    ("pyproject.toml", "[to|]"),
    (".env", "|"),
    (".env", "PREFECT_LOGGING_LEVEL=|"),
    ("profiles.toml", "[profiles.a]\n|"),
    ("profiles.toml", "[|"),
    ("profiles.toml", "active = |"),
]


@pytest.mark.parametrize(("name", "marked"), LISTS)
async def test_every_row_is_complete(rich_client: LanguageClient, name: str, marked: str) -> None:
    """Neovim only filters by `filterText`; a client that can resolves the documentation of the
    focused row.
    """
    rows = await complete(rich_client, marked, name)
    assert rows
    for row in rows:
        assert row.filter_text
        assert row.label_details is not None
        assert row.label_details.description
        assert row.detail
        assert row.documentation is None
        assert row.sort_text


@pytest.mark.parametrize(("name", "marked"), LISTS)
async def test_a_client_that_resolves_no_documentation_gets_it_in_the_list(
    unresolving_client: LanguageClient, client: LanguageClient, name: str, marked: str
) -> None:
    rows = await complete(unresolving_client, marked, name)
    later = [
        await client.completion_item_resolve_async(row)
        for row in await complete(client, marked, name)
    ]
    assert [row.label for row in rows] == [row.label for row in later]
    for row, resolved in zip(rows, later, strict=True):
        if resolved.documentation is None:
            assert row.documentation is None
            continue
        assert isinstance(row.documentation, lsp.MarkupContent)
        assert isinstance(resolved.documentation, lsp.MarkupContent)
        text = resolved.documentation.value
        assert row.documentation == markup(text, markdown=False)


async def test_type_and_default_are_shown_next_to_a_setting(rich_client: LanguageClient) -> None:
    rows = {row.label: row for row in await complete(rich_client, "[server.api]\n|")}
    assert rows["port"].label_details == lsp.CompletionItemLabelDetails(" = 4200", "integer")
    [url] = [row for row in await complete(rich_client, "[api]\n|") if row.label == "url"]
    assert url.label_details == lsp.CompletionItemLabelDetails(None, "string")
    rows = {row.label: row for row in await complete(rich_client, "PREFECT_SERVER_API_|", ".env")}
    details = rows["PREFECT_SERVER_API_PORT"].label_details
    assert details == lsp.CompletionItemLabelDetails(" = 4200", "integer")


async def test_a_client_without_label_details_has_them_in_the_detail(
    client: LanguageClient,
) -> None:
    rows = {row.label: row for row in await complete(client, "[server.api]\n|")}
    assert rows["port"].label_details is None
    assert rows["port"].detail == "integer = 4200"


async def test_the_default_comes_first_and_is_preselected(rich_client: LanguageClient) -> None:
    for marked, name in [
        ("[logging]\nlevel = |", "prefect.toml"),
        ("PREFECT_LOGGING_LEVEL=|", ".env"),
        ("[profiles.a]\nPREFECT_LOGGING_LEVEL = |", "profiles.toml"),
    ]:
        rows = await complete(rich_client, marked, name)
        assert [row.label.strip('"') for row in rows if row.preselect] == ["INFO"]
        assert rows[0].preselect


async def test_the_documentation_explains_the_value_before_its_setting(
    rich_client: LanguageClient,
) -> None:
    marked = '[server.services.db_vacuum]\nenabled = ["|"]'
    row = next(row for row in await complete(rich_client, marked) if row.label == '"flow_runs"')
    resolved = await rich_client.completion_item_resolve_async(row)
    assert isinstance(resolved.documentation, lsp.MarkupContent)
    meaning, _, setting = resolved.documentation.value.partition("\n\n")
    assert "server.services.db_vacuum" not in meaning
    assert "**`server.services.db_vacuum.enabled`**" in setting


async def test_common_and_new_settings_come_before_rare_ones(rich_client: LanguageClient) -> None:
    labels = [row.label for row in await complete(rich_client, "[server.api]\n|")]
    assert labels.index("port") < labels.index("csrf_token_expiration")
    assert labels[-1] == "auth_string"  # a secret
    names = [row.label for row in await complete(rich_client, "|", ".env")]
    assert names.index("PREFECT_API_URL") < names.index("PREFECT_API_KEY")
    assert names.index("PREFECT_API_URL") < names.index("PREFECT_SERVER_API_CORS_ALLOWED_HEADERS")


# Insert and replace


@pytest.mark.parametrize(
    ("name", "marked", "label", "inserted", "replaced"),
    [
        ("prefect.toml", "[server.api]\n|po = 1", "host", "host|po = 1", "host| = 1"),
        ("prefect.toml", "[server.api]\nho|po = 1", "host", "host|po = 1", "host| = 1"),
        ("prefect.toml", "[se|rv.api]", "server", "[server|rv.api]", "[server|.api]"),
        ("prefect.toml", "se|rv.api.port = 1", "server", "server|rv.api", "server|.api"),
        (".env", "PREFECT_API_|X=1", "PREFECT_API_URL", "URL|X=1", "URL|=1"),
        ("profiles.toml", "[profiles.a]\nPREFECT_API_|X = 1", "PREFECT_API_URL", "URL|X = 1",
         "URL| = 1"),
        # an item that is more than a name replaces everything
        ("prefect.toml", "[server.api]\nho|xx\n", "host", "host = |\n", "host = |\n"),
        ("prefect.toml", "[lo|xx]", "logging", "[logging]|", "[logging]|"),
        ("prefect.toml", "debug_mode = fa|xx", "false", "= false|", "= false|"),
        ("prefect.toml", '[logging]\nlevel = "IN|xx"', '"INFO"', '= "INFO"|', '= "INFO"|'),
        (".env", "PREFECT_DEBUG_MODE=f|xx", "false", "=false|", "=false|"),
    ],
)  # fmt: skip
async def test_a_name_is_inserted_or_replaces_as_the_editor_chooses(
    rich_client: LanguageClient, name: str, marked: str, label: str, inserted: str, replaced: str
) -> None:
    for replaces, expected in ((False, inserted), (True, replaced)):
        person = await Typist(rich_client, name, replaces=replaces).open(marked)
        await person.invoke()
        await person.accept(label)
        assert expected in person.marked


async def test_a_client_without_insert_and_replace_replaces(client: LanguageClient) -> None:
    [row] = [r for r in await complete(client, "[server.api]\nho|po = 1") if r.label == "host"]
    assert isinstance(row.text_edit, lsp.TextEdit)
    assert (row.text_edit.range.start.character, row.text_edit.range.end.character) == (0, 4)


# Broken lines

BROKEN = [
    "server..|",
    "server..a|",
    ".|",
    ".a|",
    "[.|]",
    "[server..|]",
    "é|",
    "[é|]",
    "debug_mode == |",
    "debug_mode = = |",
    "debug_mode : |",
    "debug_mode |",
    "debug_mode = true tr|",
    "debug_mode = [1 |]",
    "[server.api port|",
    "[server.api] port|",
    "logging = { level |",
    "= |",
    "x = '''\nlog|",
]


@pytest.mark.parametrize("marked", BROKEN)
async def test_a_broken_line_gets_nothing(rich_client: LanguageClient, marked: str) -> None:
    assert await complete(rich_client, marked) == []


REPAIRED = [
    ("[server.api\npo|", "port", "[server.api\nport = |"),
    ('[logging]\nlevel = "INFO\nlog_p|', "log_prints", '[logging]\nlevel = "INFO\nlog_prints = |'),
    ("[server.|.x]", "api", "[server.api|.x]"),
    ('[server."ap|', "api", "[server.api]|"),
    ("logging = { level = |", '"INFO"', 'logging = { level = "INFO"|'),
    ("debug_mode = tr|  # c", "true", "debug_mode = true|  # c"),
    ("[lo|  # c", "logging", "[logging]|  # c"),
]


@pytest.mark.parametrize(("marked", "label", "expected"), REPAIRED)
async def test_a_broken_line_gets_the_right_text(
    rich_client: LanguageClient, marked: str, label: str, expected: str
) -> None:
    person = await Typist(rich_client).open(marked)
    await person.invoke()
    await person.accept(label)
    assert person.marked == expected


# All settings


@pytest.mark.slow
@pytest.mark.parametrize("fuzzy", [True, False])
async def test_enter_after_any_offered_value_is_a_new_line(
    rich_client: LanguageClient, fuzzy: bool
) -> None:
    typed: set[str] = set()
    for node in SETTINGS:
        start = f"[{'.'.join(node.path[:-1])}]\n" if len(node.path) > 1 else ""
        values = (await _values(rich_client, node, start))[:2]
        for label in [value for value in values if value not in typed]:
            typed.add(label)
            person = await Typist(rich_client, fuzzy=fuzzy, hears=False).open(
                f"{start}{node.name} =|"
            )
            await person.type(f" {label}")
            await person.enter()
            assert person.marked == f"{start}{node.name} = {label}\n|"


async def _values(client: LanguageClient, node: Node, start: str) -> list[str]:
    rows = await complete(client, f"{start}{node.name} = |")
    return [row.label for row in rows]


async def test_prefect_takes_the_value_that_a_setting_starts_with() -> None:
    for node in SETTINGS:
        verdict = judge(node.dotted, node.keywords, starting_value(node), node.release)
        assert taken(verdict), node.dotted
