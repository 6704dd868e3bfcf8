"""Tables that Prefect does not have: each mistake gives one finding."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document

SCHEMA = Catalogue.load().schema()


def analyze(text: str, kind: str = "prefect.toml") -> Analysis:
    return Analysis(Document(text), Context(SCHEMA, kind=kind))


def found(text: str, kind: str = "prefect.toml") -> list[tuple[int, str, str]]:
    """For each finding its line (0-based), its code, and its message without the usual start."""
    return [
        (each.span.line, each.code, each.message.removeprefix("Prefect has no "))
        for each in analyze(text, kind).findings()
    ]


def offered(text: str) -> dict[str, str]:
    """The text after each fix, by the title of the fix."""
    analysis = analyze(text)
    return {
        each.title: apply_edits(text, each.edits)
        for each in fixes(analysis, analysis.findings())
        if not each.title.startswith("Silence")
    }


DATABASE = "; did you mean `[server.database]`?"
URL = "; did you mean `url` in `[api]`?"
TABLES = [
    ("[core]\n", [(0, "unknown-table", "table `core` and ignores it")]),
    ("[core]\n[core.a]\n", [(0, "unknown-table", "table `core` and ignores it")]),
    ("[core]\na = 1\n", [(0, "unknown-table", "table `core` and ignores the key in it")]),
    (
        "[core]\na = 1\nb.c = 2\nd = { e = 3, f = 4 }\n",
        [(0, "unknown-table", "table `core` and ignores the 4 keys in it")],
    ),
    (
        "[core]\na = 1\n[core.b]\nc = 2\n[core.b.d]\ne = 3\n",
        [(0, "unknown-table", "table `core` and ignores the 3 keys in it")],
    ),
    (
        "[core.a]\nb = 1\n\n[core.c]\nd = 2\n",
        [(0, "unknown-table", "table `core` and ignores the 2 keys in it")],
    ),
    (
        "[[core]]\na = 1\n[[core]]\nb = 2\n",
        [(0, "unknown-table", "table `core` and ignores the 2 keys in it")],
    ),
    (
        "core.a = 1\ncore.b.c = 2\n",
        [(0, "unknown-table", "table `core` and ignores the 2 keys in it")],
    ),
    ("core.a = 1\n", [(0, "unknown-setting", "setting `core.a` and ignores it")]),
    (
        "core = { a = 1, b = { c = 2 } }\n",
        [(0, "unknown-table", "table `core` and ignores the 2 keys in it")],
    ),
    (
        "[server.databse]\nhost = 'h'\nport = 1\n[server.databse.sqlalchemy]\npool_size = 1\n",
        [(0, "unknown-table", f"table `server.databse` and ignores the 3 keys in it{DATABASE}")],
    ),
    (
        "[server]\ndatabse.host = 'h'\ndatabse.port = 1\n",
        [(1, "unknown-table", f"table `server.databse` and ignores the 2 keys in it{DATABASE}")],
    ),
    (
        "[databse]\nhost = 'h'\nport = 1\n",
        [(0, "unknown-table", f"table `databse` and ignores the 2 keys in it{DATABASE}")],
    ),
    (
        "[databse]\nhost = 'h'\n",
        [(0, "unknown-table", f"table `databse` and ignores the key in it{DATABASE}")],
    ),
    (
        "[databse]\nhost = 'h'\nqqq = 1\n[databse.sqlalchemy]\npool_size = 1\n",
        [(0, "unknown-table", f"table `databse` and ignores the 3 keys in it{DATABASE}")],
    ),
    (
        "databse.host = 'h'\ndatabse.port = 1\n",
        [(0, "unknown-table", f"table `databse` and ignores the 2 keys in it{DATABASE}")],
    ),
    (
        "[server.databse]\nhots = 'h'\n",
        [(0, "unknown-table", f"table `server.databse` and ignores the key in it{DATABASE}")],
    ),
]


@pytest.mark.parametrize(("text", "says"), TABLES)
def test_a_table_is_reported_once(text: str, says: list[tuple[int, str, str]]) -> None:
    assert found(text) == says


@pytest.mark.parametrize(("text", "says"), TABLES)
def test_the_same_below_tool_prefect(text: str, says: list[tuple[int, str, str]]) -> None:
    rows = [row.replace("[[", "[[tool.prefect.") if row.startswith("[[")
            else row.replace("[", "[tool.prefect.") if row.startswith("[") else row
            for row in text.split("\n")]  # fmt: skip
    assert found("[tool.prefect]\n" + "\n".join(rows), "pyproject.toml") == [
        (line + 1, code, message.replace("table `tool.prefect.", "table `"))
        for line, code, message in says
    ]


BELONGING_ELSEWHERE = [
    (
        "[ui]\napi_url = 'http://h/api'\n",
        [(1, "unknown-setting",
          "setting `ui.api_url` and ignores it; did you mean `api_url` in `[server.ui]`?")],
    ),
    (
        "[core]\napi_url = 'http://h/api'\n",
        [(1, "unknown-setting", f"setting `core.api_url` and ignores it{URL}")],
    ),
    (
        "[core]\na = 1\napi_url = 'http://h/api'\n",
        [(0, "unknown-table", "table `core` and ignores the 2 keys in it"),
         (2, "unknown-setting", f"setting `core.api_url` and ignores it{URL}")],
    ),
    (
        "core = { api_url = 'http://h/api' }\n",
        [(0, "unknown-setting", f"setting `core.api_url` and ignores it{URL}")],
    ),
    (
        "core.a = 1\ncore.api_url = 'http://h/api'\ncore.b = 1\n",
        [(0, "unknown-table", "table `core` and ignores the 3 keys in it"),
         (1, "unknown-setting", f"setting `core.api_url` and ignores it{URL}")],
    ),
    (
        "[core]\n[core.x]\napi_url = 'http://h/api'\n",
        [(2, "unknown-setting", f"setting `core.x.api_url` and ignores it{URL}")],
    ),
    (
        "[server.databse]\nhost = 'h'\ndebug_mode = true\n",
        [(0, "unknown-table", f"table `server.databse` and ignores the 2 keys in it{DATABASE}"),
         (2, "unknown-setting", "setting `server.databse.debug_mode` and ignores it; "
          "did you mean `debug_mode` at the top?")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), BELONGING_ELSEWHERE)
def test_misplaced_keys_are_reported_and_their_table_if_it_has_other_keys(
    text: str, says: list[tuple[int, str, str]]
) -> None:
    assert found(text) == says


def test_a_table_of_another_release() -> None:
    context = Context(Catalogue.load().schema((3, 9, 0)))
    text = "[server.services.flow_run_notifications]\nenabled = true\nmore = 1\n"
    (finding,) = Analysis(Document(text), context).findings()
    assert finding.message == (
        "Prefect 3.9.0 ignores `server.services.flow_run_notifications` with its 2 keys, "
        "removed after 3.3.7"
    )


UNKNOWN = "# prefect-toml: ignore[unknown-setting]"
TABLE = "# prefect-toml: ignore[unknown-table]"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"[core] {TABLE}\na = 1 {UNKNOWN}\nb = 2\n", []),
        (f"[core]\na = 1 {UNKNOWN}\n", [0]),
        (f"[core]\napi_url = 'http://h/api' {UNKNOWN}\n", [0]),
        (f"[core] {TABLE}\napi_url = 'http://h/api' {UNKNOWN}\n", []),
        (f"[core] {TABLE}\napi_url = 'http://h/api'\n", [1]),
        (f"[core]\na = 1\n[core.b] {TABLE}\nc = 1 {UNKNOWN}\n", [0]),
        (f"core.a = 1 {UNKNOWN}\ncore.b = 1 {UNKNOWN}\n", []),
        (f"core.a = 1 {TABLE}\ncore.b = 1\n", []),
        (f"core.a = 1 {UNKNOWN}\ncore.b = 1\n", [1]),
        (f"core = {{ a = 1 }} {TABLE}\n", []),
    ],
)
def test_comments_silence_keys_and_are_not_reported_as_unused(text: str, left: list[int]) -> None:
    assert [each.span.line for each in analyze(text).findings()] == left


def test_findings_follow_the_edits() -> None:
    live = analyze("[core]\na = 1\n[core.b]\nc = 1\n")
    assert [(each.span.line, each.code) for each in live.findings()] == [(0, "unknown-table")]
    live.update(live.document.edit(Span(0, 0, 1, 0), ""))
    assert [(each.span.line, each.code) for each in live.findings()] == [
        (0, "unknown-setting"), (1, "unknown-table"),
    ]  # fmt: skip
    live.update(live.document.edit(Span(0, 0, 1, 0), "[core]\n"))
    twin = live.copy()
    assert twin.findings() == live.findings() == analyze(live.document.text).findings()


SPREAD = [
    (
        "[server.databse]\nhost = 'h'\n# c\n[server.databse.sqlalchemy] # d\npool_size = 1\n",
        "Change to `[server.database]`",
        "[server.database]\nhost = 'h'\n# c\n[server.database.sqlalchemy] # d\npool_size = 1\n",
    ),
    (
        "[server]\ndatabse.host = 'h'\n# c\ndatabse.port = 1 # d\n",
        "Change to `[server.database]`",
        "[server]\ndatabase.host = 'h'\n# c\ndatabase.port = 1 # d\n",
    ),
    (
        "[server.databse]\nhost = 'h'\n[server.databse.sqlalchemy]\npool_size = 1\n[api]\n",
        "Remove all of `[server.databse]`",
        "[api]\n",
    ),
    ("core.a = 1\ndebug_mode = true\ncore.b = 1\n", "Remove all of `[core]`",
     "debug_mode = true\n"),
    ("[[core]]\na = 1\n[api]\n[[core]]\nb = 1\n", "Remove all of `[core]`", "[api]\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "becomes"), SPREAD)
def test_one_fix_for_a_table_in_several_parts(text: str, title: str, becomes: str) -> None:
    assert offered(text)[title] == becomes
    assert not any(each.code.startswith("unknown") for each in analyze(becomes).findings())


def test_a_table_is_renamed_if_its_keys_show_what_it_is() -> None:
    text = "[databse]\nhost = 'h'\nport = 1\n"
    assert offered(text)["Change to `[server.database]`"] == text.replace(
        "databse", "server.database"
    )
    analysis = analyze(text.replace("host", "debug_mode"))
    assert [each.span.line for each in analysis.findings()] == [1, 2]  # separate tables


def test_a_profile_in_the_wrong_file_is_one_mistake() -> None:
    table = "[local]\nPREFECT_API_URL = 'http://h/api'\n"
    assert [line for line, _, _ in found(f"active = 'local'\n{table}")] == [2]
    profile = table.replace("local", "profiles.local")
    assert [line for line, _, _ in found(f"active = 'local'\n{profile}")] == [1]
    assert [line for line, _, _ in found(f"active = 'else'\n{table}")] == [0, 2]
    assert [line for line, _, _ in found(f"active = ['local']\n{table}")] == [0, 2]


PROFILES = "; profiles belong in `profiles.toml`"
ACTIVE = "setting `active` and ignores it; name the active profile in `profiles.toml`"
URL_VARIABLE = "PREFECT_API_URL = 'http://h/api'\n"
IN_SETTINGS_FILE = [
    ("active = 'local'\n", [(0, "unknown-setting", ACTIVE)]),
    ("[profiles]\n", [(0, "unknown-table", f"table `profiles` and ignores it{PROFILES}")]),
    (
        f"[profiles.local]\n{URL_VARIABLE}",
        [(0, "unknown-table", f"table `profiles.local` and ignores the key in it{PROFILES}")],
    ),
    (
        f"active = 'local'\n[profiles.local]\n{URL_VARIABLE}PREFECT_API_KEY = 'k'\n",
        [(1, "unknown-table", f"table `profiles.local` and ignores the 2 keys in it{PROFILES}")],
    ),
    (
        f"[profiles]\n[profiles.a]\n{URL_VARIABLE}[profiles.b.api]\nurl = 'http://h/api'\n",
        [(0, "unknown-table", f"table `profiles` and ignores the 2 keys in it{PROFILES}")],
    ),
    (
        "profiles = { a = { PREFECT_DEBUG_MODE = true } }\n",
        [(0, "unknown-table", f"table `profiles` and ignores the key in it{PROFILES}")],
    ),
    (
        f"profiles.a.{URL_VARIABLE}",
        [(0, "unknown-setting",
          f"setting `profiles.a.PREFECT_API_URL` and ignores it{PROFILES}")],
    ),
    (
        "[profiles]\npath = 'p.toml'\n",
        [(1, "unknown-setting", "setting `profiles.path` and ignores it; did you mean "
          "`profiles_path` at the top?")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), IN_SETTINGS_FILE)
def test_profiles_belong_in_their_own_file(text: str, says: list[tuple[int, str, str]]) -> None:
    assert found(text) == says


@pytest.mark.parametrize(("text", "says"), IN_SETTINGS_FILE)
def test_the_same_in_pyproject(text: str, says: list[tuple[int, str, str]]) -> None:
    text = "[tool.prefect]\n" + text.replace("[profiles", "[tool.prefect.profiles")
    assert found(text, "pyproject.toml") == [
        (line + 1, code, message) for line, code, message in says
    ]


def test_a_profile_is_never_made_a_setting() -> None:
    text = f"[profiles.local]\n{URL_VARIABLE}PREFECT_LOGGING_LEVEL = 'DEBUG'\n"
    assert offered(text) == {"Remove the table `[profiles.local]`": ""}
    assert not fix_all(analyze(text))
    twice = f"{text}[profiles.b]\n{URL_VARIABLE}"
    assert offered(twice) == {"Remove all of `[profiles]`": ""}
    assert not fix_all(analyze(twice))


def test_fix_all_takes_the_whole_table() -> None:
    text = SPREAD[0][0]
    assert apply_edits(text, fix_all(analyze(text))) == SPREAD[0][2]


def test_the_header_of_a_single_key_moves_with_it() -> None:
    text = "# c\n[ui] # d\nenabled = true\n"
    assert offered(text)["Change to `[server.ui]`"] == "# c\n[server.ui] # d\nenabled = true\n"
