"""Typing at the root: opening tables, continued lists, and settings of other tables."""

from __future__ import annotations

import pytest
from pytest_lsp import LanguageClient

from tests.server.typist import Typist

pytestmark = pytest.mark.asyncio

# file name, text with the cursor, accepted item, text afterwards
TABLES = [
    ("prefect.toml", "logg|", "logging", "[logging]\n|"),
    ("prefect.toml", "|", "logging", "[logging]\n|"),
    ("prefect.toml", "home = 'x'\n\nlogg|\n", "logging", "home = 'x'\n\n[logging]\n|\n"),
    ("prefect.toml", "serv|\n\n[server.api]\n", "server", "[server]\n|\n\n[server.api]\n"),
    ("pyproject.toml", "[tool.prefect]\nlo|", "logging",
     "[tool.prefect]\n[tool.prefect.logging]\n|"),
    # keys below would become part of the table
    ("prefect.toml", "logg|\ndebug_mode = true\n", "logging", "logging.|\ndebug_mode = true\n"),
    # the file has dotted keys
    ("prefect.toml", "api.url = 'x'\nlogg|", "logging", "api.url = 'x'\nlogging.|"),
    ("prefect.toml", "server.|", "api", "server.api.|"),
    ("prefect.toml", "[server]\nap|", "api", "[server]\napi.|"),
    ("prefect.toml", "client = { me| }", "metrics", "client = { metrics.| }"),
    ("pyproject.toml", "[tool]\nprefect.lo|", "logging", "[tool]\nprefect.logging.|"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "marked", "label", "expected"), TABLES)
async def test_a_table_opens_its_header_or_continues_the_list(
    rich_client: LanguageClient, name: str, marked: str, label: str, expected: str
) -> None:
    person = await Typist(rich_client, name).open(marked)
    await person.invoke()
    await person.accept(label)
    assert person.marked == expected
    assert bool(person.labels) == (".|" in expected)  # the list is open again


async def test_without_snippets_the_cursor_is_after_the_header(
    plain_client: LanguageClient,
) -> None:
    person = await Typist(plain_client).open("logg|\n")
    await person.invoke()
    await person.accept("logging")
    assert person.marked == "[logging]|\n"


GOING_ON = [
    (".env", "PREFECT_DEBUG_M|", "PREFECT_DEBUG_MODE", "PREFECT_DEBUG_MODE=|", "false"),
    (".env", "PREFECT_LOGGING_LEV|", "PREFECT_LOGGING_LEVEL", "PREFECT_LOGGING_LEVEL=|", "INFO"),
    ("profiles.toml", "[profiles.a]\nPREFECT_DEBUG_M|", "PREFECT_DEBUG_MODE",
     "[profiles.a]\nPREFECT_DEBUG_MODE = |", '"false"'),
    ("profiles.toml", "act|\n[profiles.a]", "active", "active = |\n[profiles.a]", '"a"'),
    ("prefect.toml", "debug_|", "debug_mode", "debug_mode = |", "false"),
    ("prefect.toml", "[logging]\nlev|", "level", "[logging]\nlevel = |", '"INFO"'),
    ("prefect.toml", "[plugins]\nallow|", "allow", "[plugins]\nallow = [|]", None),
    ("prefect.toml", "[api]\nke|", "key", '[api]\nkey = "|"', None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "marked", "label", "expected", "first"), GOING_ON)
async def test_an_accepted_key_continues_with_its_values(
    rich_client: LanguageClient,
    name: str,
    marked: str,
    label: str,
    expected: str,
    first: str | None,
) -> None:
    person = await Typist(rich_client, name).open(marked)
    await person.invoke()
    await person.accept(label)
    assert person.marked == expected
    assert (person.labels or [None])[0] == first
    if first is not None:  # a quick Enter accepts the default, the next one starts a line
        await person.type("\n\n")
        assert person.marked == expected.replace("|", f"{first}\n|")


async def test_a_variable_inserts_its_choices_if_lists_do_not_reopen(
    client: LanguageClient,
) -> None:
    person = await Typist(client, ".env").open("PREFECT_DEBUG_M|")
    await person.invoke()
    await person.accept("PREFECT_DEBUG_MODE")
    assert person.marked == "PREFECT_DEBUG_MODE=|false"


# Settings of other tables

ELSEWHERE = [
    ("prefect.toml", "retr|\n", "flows.default_retries", "|\n\n[flows]\ndefault_retries = 0\n"),
    ("prefect.toml", "retr|", "flows.default_retries", "|\n\n[flows]\ndefault_retries = 0"),
    (
        "prefect.toml",
        "debug_mode = true\nretr|\n\n[flows]\n# two\ndefault_retry_delay_seconds = 2\n",
        "flows.default_retries",
        "debug_mode = true\n|\n\n[flows]\n# two\ndefault_retry_delay_seconds = 2\n"
        "default_retries = 0\n",
    ),
    (
        "prefect.toml",
        "level|\nlogging = { colors = true }\n",
        "logging.level",
        '|\nlogging = { colors = true, level = "INFO" }\n',
    ),
    ("prefect.toml", "api_port|\n", "server.api.port", "|\n\n[server.api]\nport = 4200\n"),
    ("prefect.toml", "api-port|\n", "server.api.port", "|\n\n[server.api]\nport = 4200\n"),
    (
        "prefect.toml",
        "PREFECT_LOGGING_LE|\n[logging]\n",
        "logging.level",
        '|\n[logging]\nlevel = "INFO"\n',
    ),
    (
        "prefect.toml",
        "PREFECT_UI_API|\n",
        "server.ui.api_url",
        '|\n\n[server.ui]\napi_url = "http://127.0.0.1:4200/api"\n',
    ),
    ("prefect.toml", "prefect_debug|\n", "debug_mode", "debug_mode = |\n"),
    # dotted keys of the root stay where they are
    (
        "prefect.toml",
        "flows.default_retry_delay_seconds = 2\nretr|\n",
        "flows.default_retries",
        "flows.default_retry_delay_seconds = 2\nflows.default_retries = |\n",
    ),
    (
        "pyproject.toml",
        "[tool.prefect]\nretr|\n\n[tool.ruff]\nline-length = 99\n",
        "tasks.default_retries",
        "[tool.prefect]\n|\n\n[tool.prefect.tasks]\ndefault_retries = 0\n\n"
        "[tool.ruff]\nline-length = 99\n",
    ),
    (
        "pyproject.toml",
        "[tool.prefect.flows]\n\n[tool.prefect]\nretr|\n",
        "flows.default_retries",
        "[tool.prefect.flows]\ndefault_retries = 0\n\n[tool.prefect]\n|\n",
    ),
]


@pytest.mark.parametrize(("name", "marked", "label", "expected"), ELSEWHERE)
async def test_a_setting_of_another_table_is_inserted_in_its_table(
    rich_client: LanguageClient, name: str, marked: str, label: str, expected: str
) -> None:
    person = await Typist(rich_client, name).open(marked)
    await person.invoke()
    assert label in person.labels
    await person.accept(label)
    assert person.marked == expected


@pytest.mark.parametrize("editor", [{"fuzzy": True}, {"fuzzy": False}], ids=["fuzzy", "prefix"])
@pytest.mark.parametrize("hears", [True, False], ids=["in time", "late"])
async def test_it_is_found_letter_by_letter(
    rich_client: LanguageClient, editor: dict[str, bool], hears: bool
) -> None:
    person = await Typist(rich_client, hears=hears, **editor).open("re|\n\n[flows]\n")
    await person.invoke()
    await person.type("tri")
    assert "flows.default_retries" in person.labels
    await person.accept("flows.default_retries")
    assert person.marked == "|\n\n[flows]\ndefault_retries = 0\n"


@pytest.mark.parametrize("keys", [1, 3])
@pytest.mark.parametrize(
    ("word", "label", "expected"),
    [
        ("server_logg", "server.logging_level", '|\n\n[server]\nlogging_level = "WARNING"\n'),
        ("PREFECT_UI_API", "server.ui.api_url",
         '|\n\n[server.ui]\napi_url = "http://127.0.0.1:4200/api"\n'),
        ("logg", "logging", "[logging]\n|\n"),
    ],
)  # fmt: skip
async def test_a_fast_typist_gets_the_same_list(
    rich_client: LanguageClient, keys: int, word: str, label: str, expected: str
) -> None:
    person = await Typist(rich_client).open(f"{word}|\n")
    await person.invoke_behind(keys)
    assert label in person.labels
    await person.accept(label)
    assert person.marked == expected


async def test_settings_of_the_root_come_first(rich_client: LanguageClient) -> None:
    person = await Typist(rich_client).open("logg|")
    await person.invoke()
    assert person.labels[0] == "logging"
    assert all("." in label for label in person.labels[1:])


async def test_names_that_start_with_the_word_come_before_others(
    rich_client: LanguageClient,
) -> None:
    person = await Typist(rich_client).open("server_|\n")
    await person.invoke()
    labels = person.labels
    assert labels[0].startswith("server.")
    assert labels.index("server.api.port") < labels.index("runner.server.enable")


async def test_without_snippets_it_is_inserted_too(plain_client: LanguageClient) -> None:
    for marked, expected in [
        ("retr|\n\n[flows]\n", "|\n\n[flows]\ndefault_retries = 0\n"),
        ("retr|", "\n\n[flows]\ndefault_retries = 0|"),
    ]:
        person = await Typist(plain_client).open(marked)
        await person.invoke()
        await person.accept("flows.default_retries")
        assert person.marked == expected


NOT_ELSEWHERE = [
    ("prefect.toml", "r|"),  # too short
    ("prefect.toml", "|retries"),
    ("prefect.toml", "retr| # a comment"),
    ("prefect.toml", '"retr|"'),
    ("prefect.toml", "retr| = 1"),
    ("prefect.toml", "flows.retr|"),
    ("prefect.toml", "[logging]\nretr|"),
    ("prefect.toml", "client = { retr| }"),
    ("prefect.toml", "[[flows]]\nretr|"),
    ("pyproject.toml", "retr|"),
    ("pyproject.toml", "[project]\nretr|"),
    ("pyproject.toml", "[tool]\nretr|"),
]


@pytest.mark.parametrize(("name", "marked"), NOT_ELSEWHERE)
async def test_it_is_offered_on_a_line_of_its_own_at_the_root(
    rich_client: LanguageClient, name: str, marked: str
) -> None:
    person = await Typist(rich_client, name).open(marked)
    await person.invoke()
    assert "tasks.default_retries" not in person.labels


SET = [
    "retr|\n[flows]\ndefault_retries = 1\n",
    "retr|\nflows = { default_retries = 1 }\n",
    "retr|\nflows.default_retries = 1\n",
    "retr|\nflows = 1\n",  # no place for it
    "retr|\n[[flows]]\n",
]


@pytest.mark.parametrize("marked", SET)
async def test_settings_that_are_set_or_have_no_place_are_not_offered(
    rich_client: LanguageClient, marked: str
) -> None:
    person = await Typist(rich_client).open(marked)
    await person.invoke()
    assert "flows.default_retries" not in person.labels
    assert "tasks.default_retries" in person.labels
