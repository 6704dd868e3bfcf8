"""Typing with a completion list: the text and the cursor after each important key."""

from __future__ import annotations

import pytest
from pytest_lsp import LanguageClient

from tests.server.typist import Typist

pytestmark = pytest.mark.asyncio

EDITORS = [
    pytest.param({"pairs": True, "fuzzy": True}, id="VS Code"),
    pytest.param({"pairs": True, "fuzzy": True, "hears": False}, id="VS Code, late"),
    pytest.param({"pairs": False, "fuzzy": False}, id="Neovim"),
]
"""How editors differ: whether they close brackets automatically, how they filter, and whether
the list keeps up with the keys.
"""

# A finished value

FINISHED = [
    ("prefect.toml", "debug_mode = true|"),
    ("prefect.toml", "[cli]\ncolors = false|"),
    ("prefect.toml", "[server.api]\nport = 4|"),
    ("prefect.toml", "[server.api]\nport = 4200|"),
    ("prefect.toml", "[server.api]\nport = 0x10|"),
    ("prefect.toml", "[tasks]\ndefault_retry_delay_seconds = 1.5|"),
    ("prefect.toml", "[server.events]\nretention_period = 2026-01-01|"),
    ("prefect.toml", '[logging]\nlevel = "INFO"|'),
    ("prefect.toml", "[logging]\nlevel = 'INFO'|"),
    ("prefect.toml", '[server.services.db_vacuum]\nenabled = ["events"|]'),
    ("prefect.toml", '[server.services.db_vacuum]\nenabled = ["events"]|'),
    ("prefect.toml", "logging = { level = 'INFO'| }"),
    ("prefect.toml", "client = { metrics = { enabled = true| } }"),
    ("prefect.toml", "client = { metrics = { enabled = true }| }"),
    ("pyproject.toml", "[tool.prefect]\ndebug_mode = true|"),
    ("pyproject.toml", "[tool.prefect.server.api]\nport = 1|"),
    (".env", "PREFECT_DEBUG_MODE=true|"),
    (".env", "PREFECT_LOGGING_LEVEL=INFO|"),
    (".env", 'PREFECT_LOGGING_LEVEL="INFO"|'),
    (".env", "PREFECT_SERVER_API_PORT=42|"),
    ("profiles.toml", "[profiles.a]\nPREFECT_DEBUG_MODE = true|"),
    ("profiles.toml", '[profiles.a]\nPREFECT_DEBUG_MODE = "true"|'),
    ("profiles.toml", "[profiles.a]\nPREFECT_SERVER_API_PORT = 42|"),
    ("profiles.toml", 'active = "local"|'),
]


@pytest.mark.parametrize(("name", "marked"), FINISHED)
async def test_a_finished_value_offers_nothing(
    rich_client: LanguageClient, name: str, marked: str
) -> None:
    person = await Typist(rich_client, name).open(marked)
    assert (await person.invoke()).labels == []


UNFINISHED = [
    ("prefect.toml", "debug_mode = tru|", "true"),
    ("prefect.toml", '[logging]\nlevel = "INFO|"', '"INFO"'),
    ("prefect.toml", '[logging]\nlevel = "|', '"INFO"'),
    ("prefect.toml", '[server.services.db_vacuum]\nenabled = ["events|"]', '"events"'),
    (".env", "PREFECT_DEBUG_MODE=t|", "true"),
    (".env", "PREFECT_LOGGING_LEVEL='INFO|'", "INFO"),
    ("profiles.toml", '[profiles.a]\nPREFECT_DEBUG_MODE = "tr|"', '"true"'),
    ("profiles.toml", 'active = "local|"', '"local"'),
]


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize(("name", "marked", "label"), UNFINISHED)
async def test_inside_quotes_and_on_an_unfinished_word_the_list_stays(
    rich_client: LanguageClient, editor: dict[str, bool], name: str, marked: str, label: str
) -> None:
    text = marked if name != "profiles.toml" else f"{marked}\n[profiles.local]"
    person = await Typist(rich_client, name, **editor).open(text)
    assert label in (await person.invoke()).labels


WHOLE_FILES = {
    "prefect.toml": """\
debug_mode = true

[server.api]
port = 42
host = "127.0.0.1"

[logging]
level = "INFO"
extra_loggers = ["httpx", "boto3"]

[client]
max_retries = 5
metrics = { enabled = true, port = 4201 }

[server.events]
retention_period = "P7D"
""",
    "pyproject.toml": """\
[project]
name = "flows"

[tool.prefect]
debug_mode = false

[tool.prefect.results]
persist_by_default = true
""",
    ".env": """\
PREFECT_DEBUG_MODE=true
PREFECT_SERVER_API_PORT=4200
PREFECT_LOGGING_LEVEL="DEBUG"
export PREFECT_API_URL=http://127.0.0.1:4200/api
""",
    "profiles.toml": """\
active = "local"

[profiles.local]
PREFECT_API_URL = "http://127.0.0.1:4200/api"
PREFECT_DEBUG_MODE = "true"

[profiles.staging]
PREFECT_SERVER_API_PORT = 42
""",
}


@pytest.mark.slow  # some 400 keys each
@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("name", WHOLE_FILES)
async def test_a_file_typed_letter_by_letter_is_that_file(
    rich_client: LanguageClient, name: str, editor: dict[str, bool]
) -> None:
    person = await Typist(rich_client, name, **editor).open("|")
    await person.type(WHOLE_FILES[name])
    assert person.marked == f"{WHOLE_FILES[name]}|"


# Spacing

SPACING = [
    ("prefect.toml", "[server.api]\nport", "=", "4200", "[server.api]\nport=4200|"),
    ("prefect.toml", "[server.api]\nport ", "= ", "4200", "[server.api]\nport = 4200|"),
    ("prefect.toml", "[server.api]\nport ", "=", "4200", "[server.api]\nport = 4200|"),
    ("prefect.toml", "[server.api]\nport", "= ", "4200", "[server.api]\nport=4200|"),
    ("prefect.toml", "debug_mode", "= ", "true", "debug_mode=true|"),
    ("prefect.toml", "logging = { level", "= ", '"INFO"', 'logging = { level="INFO"|'),
    (".env", "PREFECT_DEBUG_MODE", "=", "true", "PREFECT_DEBUG_MODE=true|"),
    (".env", "PREFECT_DEBUG_MODE", "= ", "true", "PREFECT_DEBUG_MODE=true|"),
    (".env", "PREFECT_DEBUG_MODE ", "= ", "true", "PREFECT_DEBUG_MODE = true|"),
    ("profiles.toml", "active", "=", '"local"', 'active="local"|'),
    ("profiles.toml", "active", "= ", '"local"', 'active="local"|'),
    ("profiles.toml", "active ", "=", '"local"', 'active = "local"|'),
]


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize(("name", "key", "equals", "label", "expected"), SPACING)
async def test_a_value_keeps_the_spacing_of_its_line(
    rich_client: LanguageClient,
    name: str,
    key: str,
    equals: str,
    label: str,
    expected: str,
    editor: dict[str, bool],
) -> None:
    more = "\n[profiles.local]" if name == "profiles.toml" else ""
    person = await Typist(rich_client, name, **editor).open(f"{key}|{more}")
    await person.type(equals)
    await person.accept(label)
    assert person.marked == expected + more


# Space

UNASKED = [
    ("prefect.toml", "|"),
    ("prefect.toml", "debug_mode|"),
    ("prefect.toml", "[|"),
    ("prefect.toml", "debug_mode = true|"),
    ("prefect.toml", "debug_mode = |"),
    ("prefect.toml", '[server.services.db_vacuum]\nenabled = ["events",|]'),
    ("prefect.toml", "client = {|}"),
    ("prefect.toml", "# a =|"),
    ("prefect.toml", '[api]\nurl = "a =|"'),
    (".env", "|"),
    (".env", "export|"),
    (".env", "PREFECT_DEBUG_MODE|"),
    ("profiles.toml", "[profiles.a]\n|"),
]


@pytest.mark.parametrize(("name", "marked"), UNASKED)
async def test_a_space_opens_no_list(rich_client: LanguageClient, name: str, marked: str) -> None:
    person = await Typist(rich_client, name, pairs=False).open(marked)
    assert (await person.type(" ")).labels == []


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("prefect.toml", "debug_mode =|"),
        ("prefect.toml", "client = { metrics = { enabled =| } }"),
        ("pyproject.toml", "[tool.prefect]\ndebug_mode =|"),
        (".env", "PREFECT_DEBUG_MODE =|"),
        ("profiles.toml", "[profiles.a]\nPREFECT_DEBUG_MODE =|"),
    ],
)
async def test_a_space_after_the_equals_sign_opens_it(
    rich_client: LanguageClient, name: str, marked: str
) -> None:
    person = await Typist(rich_client, name, pairs=False).open(marked)
    assert (await person.type(" ")).labels


async def test_a_late_request_after_a_space_gets_items_for_the_current_text(
    rich_client: LanguageClient,
) -> None:
    """Neovim waits 25 ms and then sends the current position of the cursor."""
    person = await Typist(rich_client).open('[logging]\nlevel = "|"')
    assert '"INFO"' in (await person.ask_late(" ")).labels


# Headers

HEADERS = [
    ("prefect.toml", "|", "[lo", "logging", "[logging]|"),
    ("prefect.toml", "|", "[", "server.api", "[server.api]|"),
    ("prefect.toml", "|", "[server.", "api", "[server.api]|"),
    ("prefect.toml", "|", "[server.da", "database", "[server.database]|"),
    ("prefect.toml", "|\nport = 1", "[server.", "api", "[server.api]|\nport = 1"),
    ("prefect.toml", "|  # a table", "[lo", "logging", "[logging]|  # a table"),
    ("prefect.toml", "|", '["lo', "logging", "[logging]|"),
    ("prefect.toml", "|", '[server."ap', "api", "[server.api]|"),
    ("prefect.toml", "[lo|]", "g", "logging", "[logging]|"),
    ("prefect.toml", "[lo| ]", "g", "logging", "[logging]|"),
    ("prefect.toml", "[cli|.metrics]", "e", "client", "[client|.metrics]"),
    ("pyproject.toml", "|", "[", "tool.prefect", "[tool.prefect]|"),
    ("pyproject.toml", "|", "[to", "tool.prefect.server.api", "[tool.prefect.server.api]|"),
    ("pyproject.toml", "|", "[tool.", "prefect", "[tool.prefect]|"),
    ("pyproject.toml", "|", "[tool.pre", "prefect.logging", "[tool.prefect.logging]|"),
    ("pyproject.toml", "|", "[tool.prefect.", "server.api", "[tool.prefect.server.api]|"),
    ("profiles.toml", "|", "[", "profiles.ephemeral", "[profiles.ephemeral]|"),
    ("profiles.toml", "|", "[profiles.e", "profiles.ephemeral", "[profiles.ephemeral]|"),
]


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize(("name", "marked", "keys", "label", "expected"), HEADERS)
async def test_a_header_ends_after_its_bracket(
    rich_client: LanguageClient,
    name: str,
    marked: str,
    keys: str,
    label: str,
    expected: str,
    editor: dict[str, bool],
) -> None:
    person = await Typist(rich_client, name, **editor).open(marked)
    await person.type(keys)
    # the labels of a late list begin at the start of the header
    whole = [each for each in person.labels if each == label or each.endswith(f".{label}")]
    await person.accept(whole[0])
    assert person.marked == expected


async def test_enter_after_a_header_starts_its_first_key(rich_client: LanguageClient) -> None:
    person = await Typist(rich_client).open("|")
    await person.type("[logg\n\nlev")
    assert person.labels[0] == "level"
    assert person.marked == "[logging]\nlev|"


@pytest.mark.parametrize("name", ["prefect.toml", "pyproject.toml"])
async def test_arrays_of_tables_are_left_alone(rich_client: LanguageClient, name: str) -> None:
    person = await Typist(rich_client, name).open("|")
    await person.type("[[")
    assert person.marked == "[[|]]"
    assert person.labels == []


async def test_prefects_own_table_is_offered_once(rich_client: LanguageClient) -> None:
    person = await Typist(rich_client, "pyproject.toml").open("[tool.prefect]\n\n|")
    await person.type("[")
    assert "tool.prefect" not in person.labels
    assert "tool.prefect.server" in person.labels
    assert (await person.type("project]")).labels == []
    assert person.marked == "[tool.prefect]\n\n[project]|"


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("typed", ["PREFECT_DEBUG_", "prefect_debug_"])
async def test_variables_are_filtered_by_what_is_typed(
    rich_client: LanguageClient, typed: str, editor: dict[str, bool]
) -> None:
    person = await Typist(rich_client, ".env", **editor).open(f"{typed}|")
    await person.invoke()
    assert "PREFECT_DEBUG_MODE" in person.labels
    assert "PREFECT_API_URL" not in person.labels
