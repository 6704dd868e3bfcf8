"""Fixes: their titles, the text they produce, and which are safe."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.actions.fixes import Fix, fix_all, fixes
from prefect_toml_lsp.actions.fixes.as_toml import NOT_REWRITTEN
from prefect_toml_lsp.actions.fixes.fix_all import corrected
from prefect_toml_lsp.actions.fixes.registry import PROVIDERS, SAFE_PROVIDERS
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from tests.actions.errors import errors
from tests.examples import times
from tests.toml import generate
from tests.toml.reading import is_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCHEMA = Catalogue.load().schema((3, 8, 8))
CONTEXT = Context(SCHEMA)
PYPROJECT = Context(SCHEMA, kind="pyproject.toml")


def analyze(text: str, context: Context = CONTEXT) -> Analysis:
    return Analysis(Document(text), context)


def offered(text: str, context: Context = CONTEXT) -> list[Fix]:
    analysis = analyze(text, context)
    return list(fixes(analysis, analysis.findings()))


def fix(text: str, title: str, context: Context = CONTEXT) -> str:
    """The text after the fix with this title."""
    found = [each for each in offered(text, context) if each.title == title]
    assert found, [each.title for each in offered(text, context)]
    return apply_edits(text, found[0].edits)


CORRECTED = [
    ("[server.api]\nprot = '4200;' # c\n", "Change to `port = 4200`",
     "[server.api]\nport = 4200 # c\n"),
    ("[server.api]\nhots = 5\n", 'Change to `host = "5"`', '[server.api]\nhost = "5"\n'),
    ("[server]\nmigrate_on_start = 'ture'\n",
     "Move to `[server.database]` as `migrate_on_start = true`",
     "[server]\n\n[server.database]\nmigrate_on_start = true\n"),
    ("PREFECT_SERVER_API_PORT = '4200;'\n", "Move to `[server.api]` as `port = 4200`",
     "[server.api]\nport = 4200\n"),
    ("[server.databse]\necho = 'ture' # c\ntimeout = 2\n",
     "Change to `[server.database]`, with `echo` corrected",
     "[server.database]\necho = true # c\ntimeout = 2\n"),
    ("[server.databse]\necho = 'ture'\nmigrate_on_start = 'flase'\n[server.database]\n",
     "Move the keys to `[server.database]`, with 2 values corrected",
     "[server.database]\necho = true\nmigrate_on_start = false\n"),
    ("[api]\nkye = 5\n", "Change to `key`, with its value corrected", '[api]\nkey = "5"\n'),
    ("server = { api = { prot = '4200;' } }\n", "Change to `port = 4200`",
     "server = { api = { port = 4200 } }\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "becomes"), CORRECTED)
def test_a_value_is_corrected_with_its_key(text: str, title: str, becomes: str) -> None:
    assert fix(text, title) == becomes
    assert apply_edits(text, fix_all(analyze(text))) == becomes
    assert analyze(becomes).findings() == analyze(becomes.replace(" # c", "")).findings()
    assert errors(analyze(becomes)) == 0


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("[server.api]\nprot = '80x'\n", True),
        ("[server.api]\nprot = [1, 2]\n", True),
        ("[server.api]\nprot = '80;'\n", False),
        ("[server.api]\nprot = 80\n", False),
        ("[server.api]\nhots = 5\n", False),
    ],
)
def test_a_value_of_no_clear_meaning_is_told_with_its_key(text: str, is_told: bool) -> None:
    (found,) = analyze(text).findings()
    assert found.code == "unknown-setting"
    assert found.message.endswith("? Prefect would refuse its value there") == is_told
    assert (fix_all(analyze(text)) == []) == is_told


@pytest.mark.parametrize(
    "text",
    [
        "[server.api]\nprot = [ # c\n  4200,\n]\n",  # the comment would be lost
        "[server.databse]\necho = 'ture'\ntimeout = 'x y'\n",
    ],
)
def test_a_key_stays_if_not_all_can_be_corrected(text: str) -> None:
    assert fix_all(analyze(text)) == []


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("[zebra]\nkeepalive_timeout = 5\n[server.api]\n",
         "[server.api]\nkeepalive_timeout = 5\n"),
        ("[zebra]\n# c\nkeepalive_timeout = 5 # d\n\n# e\n[server.api]\n",
         "# e\n[server.api]\n# c\nkeepalive_timeout = 5 # d\n"),
        ("[zebra] # c\nkeepalive_timeout = 5\n[server.api]\n",
         "[zebra] # c\n[server.api]\nkeepalive_timeout = 5\n"),
        ("# c\n[zebra]\nkeepalive_timeout = 5\n[server.api]\n",
         "# c\n[zebra]\n[server.api]\nkeepalive_timeout = 5\n"),
        ("[zebra]\n# c\n\nkeepalive_timeout = 5\n[server.api]\n",
         "[zebra]\n# c\n\n[server.api]\nkeepalive_timeout = 5\n"),
        ("[zebra]\nkeepalive_timeout = 5\n# c\n\n[server.api]\n",
         "[zebra]\n# c\n\n[server.api]\nkeepalive_timeout = 5\n"),
        ("[zebra]\nx = 1\nkeepalive_timeout = 5\n[server.api]\n",
         "[zebra]\nx = 1\n[server.api]\nkeepalive_timeout = 5\n"),
    ],
)  # fmt: skip
def test_an_unknown_table_goes_with_its_last_key_unless_it_has_a_comment(
    text: str, becomes: str
) -> None:
    assert apply_edits(text, fix_all(analyze(text))) == becomes
    assert fix(text, "Move to `[server.api]`") == becomes


SILENCED = [
    (
        "prot = 1\n",
        "Silence `unknown-setting` here",
        "prot = 1 # prefect-toml: ignore[unknown-setting]\n",
    ),
    (
        "debug_mode = [ # prefect-toml: ignore[other]\n]",
        "Remove the comment",
        "debug_mode = [\n]",
    ),
    (
        "[x] # prefect-toml: ignore[other]\n",
        "Silence `unknown-table` here",
        "[x] # prefect-toml: ignore[other, unknown-table]\n",
    ),
    (
        "prot = 1 # prefect-toml: ignore[unknown-setting, enum]\n",
        "Remove `enum` from the comment",
        "prot = 1 # prefect-toml: ignore[unknown-setting]\n",
    ),
    (
        "[api]\n  prot = 1 # a comment\n",
        "Silence `unknown-setting` here",
        "[api]\n  # prefect-toml: ignore[unknown-setting]\n  prot = 1 # a comment\n",
    ),
    ("# prefect-toml: ignore\ndebug_mode = true\n", "Remove the comment", "debug_mode = true\n"),
    (
        'prot = """a\nb"""\n',
        "Silence `unknown-setting` here",
        '# prefect-toml: ignore[unknown-setting]\nprot = """a\nb"""\n',
    ),
]


@pytest.mark.parametrize(("before", "title", "after"), SILENCED)
def test_comments_that_silence(before: str, title: str, after: str) -> None:
    assert fix(before, title) == after


@pytest.mark.parametrize("text", ["debug_mode = []", "prot = = 1", "prot = 'x"])
def test_not_everything_can_be_silenced(text: str) -> None:
    assert not [each.title for each in offered(text) if each.title.startswith("Silence")]


PLACES = [
    ("prot = 1", "Remove `prot`", ""),
    ("[server.api]\nprot = 1 # c\n", "Change to `port`", "[server.api]\nport = 1 # c\n"),
    ("server.aip.port = 1", "Change to `server.api.port`", "server.api.port = 1"),
    ("'server' = { api = {prot = 1} }", "Change to `port`", "'server' = { api = {port = 1} }"),
    ("[server]\n'api'.'prot' = 1", "Change to `api.port`", "[server]\n'api'.'port' = 1"),
    ("server_api_port = 1\n", "Move to `[server.api]` as `port`", "[server.api]\nport = 1\n"),
    (
        "# c\nlogging_level = 'INFO'  # d\n\n[logging]\nextra_loggers = []\n\n[api]\n",
        "Move to `[logging]` as `level`",
        "[logging]\nextra_loggers = []\n# c\nlevel = 'INFO'  # d\n\n[api]\n",
    ),
    ("[ui]\nenabled = true\n", "Change to `[server.ui]`", "[server.ui]\nenabled = true\n"),
    (
        "[server.ui]\nenabled = true\n\n# c\n[ui] # d\napi_url = 'x'\n",
        "Move to `[server.ui]`",
        "[server.ui]\nenabled = true\napi_url = 'x'\n\n# c\n[ui] # d\n",
    ),
    (
        "[server.ui]\nenabled = true\n\n[ui] # d\napi_url = 'x'\nx = 1\n",
        "Move the keys to `[server.ui]`",
        "[server.ui]\nenabled = true\napi_url = 'x'\nx = 1\n\n[ui] # d\n",
    ),
    (
        "[server.ui]\nenabled = true\n\n[ui]\napi_url = 'x'\n# c\nx = 1\n",
        "Move the keys to `[server.ui]`",
        "[server.ui]\nenabled = true\napi_url = 'x'\n# c\nx = 1\n",
    ),
    (
        "[server]\nui.enabled = true\n[ui]\napi_url = 'x'\n",
        "Move to `[server.ui]`",
        "[server]\nui.enabled = true\nui.api_url = 'x'\n",
    ),
    ("[loggin]\nlevel = 'INFO'\n", "Change to `[logging]`", "[logging]\nlevel = 'INFO'\n"),
    (
        "[runner]\nheartbeat_frequency = 30\n",
        "Move to `[flows]`",
        "[runner]\n\n[flows]\nheartbeat_frequency = 30\n",
    ),
    (
        "[experiments.plugins]\nenabled = true\n",
        "Change to `[plugins]`",
        "[plugins]\nenabled = true\n",
    ),
    ("[api]\ndebug_mode = true\n", "Move to the top of the file", "debug_mode = true\n\n[api]\n"),
]


@pytest.mark.parametrize(("text", "title", "becomes"), PLACES)
def test_a_key_is_put_where_it_belongs(text: str, title: str, becomes: str) -> None:
    assert fix(text, title) == becomes


def test_all_candidates_are_offered_the_first_one_preferred() -> None:
    moves = [fix for fix in offered("[logging.to_api]\nbatch = 3\n") if fix.title[:6] == "Change"]
    assert len(moves) > 1
    assert [each.preferred for each in moves] == [True, *[False] * (len(moves) - 1)]
    assert not any(each.safe for each in moves)


def test_nothing_is_preferred_where_several_tables_have_the_name() -> None:
    moves = [fix for fix in offered("flush_interval = 5\n") if fix.title[:4] == "Move"]
    assert len(moves) > 1
    assert not any(each.preferred for each in moves)


@pytest.mark.parametrize(
    "text",
    [
        "[server.api]\nport = 1\nprot = 2\n",
        "server.api = { port = 1, prot = 2 }\n",
        "server_api_port = 1\n[server]\napi = { port = 2 }\n",
        "server_api_port = 1\nserver = 1\n",
        "[server.api]\nprot = 'x'\n",
        "[ui]\nenabled = 'x'\n",
    ],
)
def test_no_move_is_offered_to_a_key_that_is_set_or_refuses_the_value(text: str) -> None:
    found = [each.title for each in offered(text)]
    assert any(title.startswith("Remove") for title in found)
    assert not any(title.startswith(("Move", "Change")) for title in found)


def test_a_table_is_not_renamed_if_a_key_does_not_fit() -> None:
    titles = [each.title for each in offered("[ui]\nenabled = true\nserve_base = [1, 2]\n")]
    assert titles == ["Remove the table `[ui]`", "Silence `unknown-table` here"]


@pytest.mark.parametrize(
    ("text", "title", "becomes"),
    [
        ("[API]\nurl = 'http://h'\nnope = 1\n", "Change to `[api]`",
         "[api]\nurl = 'http://h'\nnope = 1\n"),
        ("[Api]\nnope = 1\n[api]\nkey = 'k'\n", "Move the keys to `[api]`",
         "[api]\nkey = 'k'\nnope = 1\n"),
    ],
)  # fmt: skip
def test_a_key_that_is_ignored_either_way_does_not_prevent_a_rename(
    text: str, title: str, becomes: str
) -> None:
    found = [each for each in offered(text) if each.title == title]
    assert [(each.preferred, each.safe) for each in found] == [(True, False)]
    assert apply_edits(text, found[0].edits) == becomes


GROUPS = [
    (
        "[server]\n# where\nhost = 'h'  # here\nanalytics_enabled = true\nport = 1\n",
        "Move these 2 settings to `[server.api]`",
        "[server]\nanalytics_enabled = true\n\n"
        "[server.api]\n# where\nhost = 'h'  # here\nport = 1\n",
    ),
    (
        "server_api_host = 'h'\nserver_api_port = 1\n"
        "[server.api]\ncsrf_protection_enabled = true\n",
        "Move these 2 settings to `[server.api]`",
        "[server.api]\ncsrf_protection_enabled = true\nhost = 'h'\nport = 1\n",
    ),
    (
        "[x.y]\nserver_api_host = 'h'\nserver_api_port = 1\n",
        "Move these 2 settings to `[server.api]`",
        "[server.api]\nhost = 'h'\nport = 1\n",
    ),
]


@pytest.mark.parametrize(("text", "title", "becomes"), GROUPS)
def test_keys_of_one_section_are_moved_together(text: str, title: str, becomes: str) -> None:
    (found,) = [each for each in offered(text) if each.title == title]
    assert apply_edits(text, found.edits) == becomes
    assert len(found.findings) == 2
    assert not found.safe
    assert not found.preferred


@pytest.mark.parametrize(
    "text",
    [
        "[server]\nhost = 'h'\n",
        "[server]\nhost = 'h'\nport = 'x'\n",
        "[server]\nhost = 'h'\nport = 1\n[server.api]\nport = 2\n",
        "[server]\nhost = 'h'\nport = 1 # prefect-toml: ignore[unknown-setting]\n",
        "PREFECT_SERVER_API_HOST = 'h'\nPREFECT_SERVER_API_PORT = '1'\n",
        "[server.api]\nhots = 'h'\nprot = 1\n",
    ],
)
def test_unrelated_keys_are_not_moved_together(text: str) -> None:
    titles = [each.title for each in offered(text)]
    assert titles
    assert not any(title.startswith("Move these") for title in titles)


def test_a_group_is_updated_when_its_section_changes() -> None:
    analysis = analyze("[server]\nhost = 'h'\nport = 1\n")
    assert any(each.title[:10] == "Move these" for each in fixes(analysis, analysis.findings()))
    analysis.update(analysis.document.edit(Span(2, 0, 3, 0), ""))
    assert not any(each.title[:10] == "Move these" for each in fixes(analysis, analysis.findings()))


def test_below_tool_prefect() -> None:
    text = "[project]\nname = 'x'\n\n[tool.prefect]\nserver_api_port = 1\n\n[tool.x]\n"
    becomes = (
        "[project]\nname = 'x'\n\n[tool.prefect]\n\n"
        "[tool.prefect.server.api]\nport = 1\n\n[tool.x]\n"
    )
    assert fix(text, "Move to `[tool.prefect.server.api]` as `port`", PYPROJECT) == becomes
    text = "[tool]\nprefect.debug_mode = 'yes'\n"
    assert fix(text, "Write `true`", PYPROJECT) == "[tool]\nprefect.debug_mode = true\n"
    text = "[tool.prefect.ui]\nenabled = true\n"
    becomes = "[tool.prefect.server.ui]\nenabled = true\n"
    assert fix(text, "Change to `[tool.prefect.server.ui]`", PYPROJECT) == becomes
    assert offered("[ui]\nenabled = tru\n", PYPROJECT) == []


PASTED = """\
# the server
PREFECT_API_URL = "http://h/api"
PREFECT_LOGGING_LEVEL = 'debug'  # loud
PREFECT_TASKS_DEFAULT_RETRIES = "3"
PREFECT_CLIENT_RETRY_EXTRA_CODES = "500,501"
PREFECT_CLIENT_CUSTOM_HEADERS = '{"X-Team": "a"}'
PREFECT_DEBUG_MODE = "true"
"""
PLACED = """\
debug_mode = true

[api]
# the server
url = "http://h/api"

[logging]
level = 'DEBUG'  # loud

[tasks]
default_retries = 3

[client]
retry_extra_codes = [500, 501]
custom_headers = { X-Team = "a" }
"""


def test_pasted_variables_are_moved_to_their_tables() -> None:
    assert fix(PASTED, "Move 6 PREFECT_… variables to their tables") == PLACED
    analysis = analyze(PASTED)
    assert apply_edits(PASTED, fix_all(analysis)) == PLACED


def test_pasted_shell_lines_are_moved_to_their_tables() -> None:
    text = (
        "export PREFECT_API_URL=http://localhost:4200/api\n"
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT=True # c\n"
        'PREFECT_LOGGING_LEVEL="info"\n'
    )
    becomes = (
        '[api]\nurl = "http://localhost:4200/api"\n\n'
        '[results]\npersist_by_default = true # c\n\n[logging]\nlevel = "INFO"\n'
    )
    assert fix(text, "Move 3 PREFECT_… variables to their tables") == becomes
    text = "PREFECT_API_URL=http://localhost:4200/api\n"
    assert fix(text, "Move to `[api]` as `url`") == becomes.partition("\n\n")[0] + "\n"


VALUES = [
    ("debug_mode = 'yes'", "Write `true`", "debug_mode = true"),
    ("debug_mode = 0 # c", "Write `false`", "debug_mode = false # c"),
    ("[logging]\nlevel = 'info'", "Write `'INFO'`", "[logging]\nlevel = 'INFO'"),
    (
        "[server.services.late_runs]\nafter_seconds = 90",
        'Write `"PT1M30S"`',
        '[server.services.late_runs]\nafter_seconds = "PT1M30S"',
    ),
    (
        "[server.events]\nretention_period = '90 days'",
        "Write `'P90D'`",
        "[server.events]\nretention_period = 'P90D'",
    ),
    (
        "[logging]\nextra_loggers = 'a, b'",
        "Write `['a', 'b']`",
        "[logging]\nextra_loggers = ['a', 'b']",
    ),
    (
        "[client]\nretry_extra_codes = [\n  503, # c\n  '500',\n]",
        "Write the items as Prefect reads them",
        "[client]\nretry_extra_codes = [\n  503, # c\n  500,\n]",
    ),
    (
        "[logging]\nextra_loggers = ['b', \"a\", 'b', 'c']",
        "Remove the duplicate items",
        "[logging]\nextra_loggers = ['b', \"a\", 'c']",
    ),
    (
        '[client]\ncustom_headers = \'{"a": "b"}\'',
        "Write the value as Prefect reads it",
        '[client]\ncustom_headers = { a = "b" }',
    ),
    ("[tasks]\ndefault_retries = '3'", "Write `3`", "[tasks]\ndefault_retries = 3"),
    (
        "[server.services.db_vacuum.event_retention_overrides]\na.b = 1\nc = 90 # s",
        'Write `"PT1M30S"`',
        '[server.services.db_vacuum.event_retention_overrides]\na.b = 1\nc = "PT1M30S" # s',
    ),
    ("[tasks]\ndefault_retries = -3", "Write the minimum, `0`", "[tasks]\ndefault_retries = 0"),
    (
        "[server.services.event_persister]\nbatch_size = 0",
        "Write `1`, the nearest allowed value",
        "[server.services.event_persister]\nbatch_size = 1",
    ),
    (
        "[server.concurrency]\ninitial_deployment_lease_duration = 9999",
        "Write the maximum, `3600.0`",
        "[server.concurrency]\ninitial_deployment_lease_duration = 3600.0",
    ),
    (
        "[server.services.db_vacuum]\nretention_period = 'PT1M'",
        "Write `'PT1H1S'`, the nearest allowed value",
        "[server.services.db_vacuum]\nretention_period = 'PT1H1S'",
    ),
    (
        "[server.events]\nretention_period = '1h 30m'",
        "Change to `'PT1H30M'` (1 hour 30 minutes)",
        "[server.events]\nretention_period = 'PT1H30M'",
    ),
    ("[logging]\nlevel = 'WARN'", "Change to `'WARNING'`", "[logging]\nlevel = 'WARNING'"),
    ("debug_mode = 'flase'", "Change to `false`", "debug_mode = false"),
    ("[server.api]\nhost = 127", "Put the value in quotes", '[server.api]\nhost = "127"'),
    ("[server.api]\nport = [42]", "Take the value out of its array", "[server.api]\nport = 42"),
    ("[server.api]\nport = {}", "Remove `port`", "[server.api]\n"),
    ("[[server.api]] # c\nport = 1", "Change to `[server.api]`", "[server.api] # c\nport = 1"),
    ("[[x]]\na = 1\n\n[api]\n", "Remove the table `[[x]]`", "[api]\n"),
]


@pytest.mark.parametrize(("text", "title", "becomes"), VALUES)
def test_a_value_is_written_as_prefect_reads_it(text: str, title: str, becomes: str) -> None:
    assert fix(text, title) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "home = '~/x'",
        "profiles_path = '$PREFECT_HOME/p.toml'",
        "[tasks]\ndefault_retry_delay_seconds = ''",
        "[logging]\nlevel = 'zzz'",
        "[client]\nretry_extra_codes = '99,500'",
    ],
)
def test_values_that_depend_on_the_machine_are_not_rewritten(text: str) -> None:
    assert fix_all(analyze(text)) == []
    assert not any(each.preferred for each in offered(text))


@pytest.mark.parametrize(
    ("text", "title", "becomes"),
    [
        ("level = INFO", "Put the value in quotes", 'level = "INFO"'),
        ("[api]\nrequest_timeout = 30s # c", "Write `30`", "[api]\nrequest_timeout = 30 # c"),
        ("[flows]\ndefault_retry_delay_seconds = 5min\n", "Write `300`",
         "[flows]\ndefault_retry_delay_seconds = 300\n"),
        ("[logging]\nlevel = DEBUGG", 'Write `"DEBUG"`', '[logging]\nlevel = "DEBUG"'),
        ("debug_mode = tru", "Write `true`", "debug_mode = true"),
        *(
            (f"[server]\nwhere = {text} # c", "Put the value in quotes",
             f'[server]\nwhere = "{text}" # c')
            for text in ("127.0.0.1", "127.0.0.1:4200/api", "/tmp/x", "~/x", "../x", "1.2.3")
        ),
        ("[logging]\nlevel = INFO # c", "Put the value in quotes", '[logging]\nlevel = "INFO" # c'),
        ("debug_mode = True", "Write `true`", "debug_mode = true"),
        ("debug_mode = yes", "Write `true`", "debug_mode = true"),
        ("[api]\nurl = http://h:1/api", "Put the value in quotes", '[api]\nurl = "http://h:1/api"'),
        ("a = 1\nhome = None\nb = 2", "Remove the key: TOML has no null", "a = 1\nb = 2"),
        ("[server.api]\nport = 042", "Remove the leading zeros", "[server.api]\nport = 42"),
        ("client = { metrics = {}, }", "Remove the comma", "client = { metrics = {} }"),
        ("debug_mode: true", "Write `=` between key and value", "debug_mode = true"),
        ("debug_mode == true # c", "Write `=` between key and value", "debug_mode = true # c"),
        ("[logging]\nlevel INFO", "Write `=` between key and value", '[logging]\nlevel = "INFO"'),
        ("home = '/x", "Close it with `'`", "home = '/x'"),
        ("home = 'C:\\x'\nui_url = \"C:\\x\"", "Put it in single quotes, where `\\` means itself",
         "home = 'C:\\x'\nui_url = 'C:\\x'"),
        ("[server.api # c", "Close the header with `]`", "[server.api] # c"),
        ("[[a]\n", "Close the header with `]]`", "[[a]]\n"),
        ("a = ['x'", "Close it with `]`", "a = ['x']"),
        ("a = ['x' 'y']", "Add a comma", "a = ['x', 'y']"),
        ("a = { b = 1 c = 2 }", "Add a comma", "a = { b = 1, c = 2 }"),
        ("a = {\n  b = 1,\n  c = 2,\n}", "Put the inline table on one line",
         "a = { b = 1, c = 2 }"),
        ("\ufeffdebug_mode = true", "Remove the byte order mark", "debug_mode = true"),
        ("a = 1\na = 2\n", "Remove this `a`", "a = 1\n"),
        ("a = 1\na = 2\n", "Remove `a` on line 1", "a = 2\n"),
        ("[a]\nb = 1\n\n[c]\n\n[a]\n# d\nd = 2\n", "Move the keys to the table on line 1",
         "[a]\nb = 1\n# d\nd = 2\n\n[c]\n"),
    ],
)  # fmt: skip
def test_a_syntax_error_with_a_clear_fix(text: str, title: str, becomes: str) -> None:
    assert fix(text, title) == becomes


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("[tool.Prefect]\ndebug_mode = true\n", "[tool.prefect]\ndebug_mode = true\n"),
        ("[tool.perfect.server.api]\nport = 1\n", "[tool.prefect.server.api]\nport = 1\n"),
        ('["tool.prefect".api]\nurl = "x"\n', '[tool.prefect.api]\nurl = "x"\n'),
        ("[prefect]\ndebug_mode = true\n", "[tool.prefect]\ndebug_mode = true\n"),
        ("[tool.Prefect]\na = 1\n[tool.prefect]\ndebug_mode = true\n", None),
        ("tool.Prefect.debug_mode = true\n", None),
    ],
)
def test_a_table_that_prefect_never_looks_at(text: str, becomes: str | None) -> None:
    analysis = analyze(text, PYPROJECT)
    found = [each for each in analysis.findings() if each.code == "other-table"]
    made = [each for each in fixes(analysis, found) if not each.title.startswith("Silence")]
    assert [apply_edits(text, each.edits) for each in made] == [becomes] * (becomes is not None)
    assert [(each.preferred, each.safe) for each in made] == [(True, False)] * len(made)


def test_an_ignored_table_is_removed_with_its_own_comments_only() -> None:
    text = "[api]\n\n# x\n[x]\na = 1\n# in x\n\n# logging\n[logging]\n"
    assert fix(text, "Remove the table `[x]`") == "[api]\n\n# logging\n[logging]\n"


def test_a_secret_is_removed_and_never_shown() -> None:
    text = "[api]\nkey = 'pnu_secret'\n"
    title = "Remove the key; set PREFECT_API_KEY in the environment instead"
    assert fix(text, title) == "[api]\n"
    text = "PREFECT_API_KEY = 'pnu_secret'\nPREFECT_API_URL = 'x'\n"
    assert fix(text, title) == "PREFECT_API_URL = 'x'\n"
    for each in (
        "[api]\nkey = pnu_secret",
        text,
        "[api]\nkey = ['pnu_secret']",
        "[api]\nky = 'pnu_secret'",
    ):
        assert offered(each)
        assert not any("pnu_secret" in found.title for found in offered(each))


ALL = [
    (
        "[logging]\nlevel = 'info' # c\n\n[server.api]\nprot = 4200\nhost = 5\n",
        "[logging]\nlevel = 'INFO' # c\n\n[server.api]\nport = 4200\nhost = \"5\"\n",
    ),
    ("[ui]\nenabled = 'yes'\n", "[server.ui]\nenabled = true\n"),
    ("debug-mode = 'on'\nDEBUG_MODE = true\n", "debug_mode = true\nDEBUG_MODE = true\n"),
    ("[x]\nhost = 'h'\n", None),
    ("[server.database]\ndriver = 'sqlite+aiosqlite'\n[x]\nport = 5\n", None),
    ("debug_mode = True\n", None),
    ("[logging.to_api]\nbach_size = 500\n", None),  # would be below max_log_size
    ("# prefect-toml: ignore[level-case]\nlogging.level = 'info'\n", None),
    ("debug_mode = true\n", None),
]


def is_corrected(text: str) -> bool:
    """Whether a finding is said to be one that *fix all* corrects."""
    analysis = analyze(text)
    return any(corrected(analysis, analysis.findings()))


@pytest.mark.parametrize(("text", "becomes"), ALL)
def test_fix_all_applies_safe_fixes_only(text: str, becomes: str | None) -> None:
    fixed = apply_edits(text, fix_all(analyze(text)))
    assert fixed == (text if becomes is None else becomes)
    assert is_corrected(text) == (becomes is not None)
    assert fix_all(analyze(fixed)) == []


def test_findings_that_are_switched_off_are_not_fixed() -> None:
    context = CONTEXT._replace(severities={"bool-from-string": None})
    assert fix_all(analyze("debug_mode = 'yes'", context)) == []


def test_every_code_with_a_fix_is_explained() -> None:
    assert PROVIDERS.keys() <= CODES.keys()
    assert SAFE_PROVIDERS.keys() <= PROVIDERS.keys()
    assert NOT_REWRITTEN.isdisjoint(SAFE_PROVIDERS)


MEET = [  # each line with what becomes of it
    (
        "api_url = 'x'\n[tool.prefect.api]\nurl = 'y'\n[server.databse]\necho = true\n",
        "[tool.prefect.api]\nurl = 'y'\n[server.database]\necho = true\n\n[api]\nurl = 'x'\n",
    ),
    (
        "api_url = 'x'\n[tool.prefect.api]\nkey = 'y'\n",
        "[api]\nurl = 'x'\nkey = 'y'\n",
    ),
    ("[Logging]\nlevel = 'INFO'\n[LOGGING]\ncolors = true\n",
     "[logging]\nlevel = 'INFO'\ncolors = true\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "becomes"), MEET)
def test_fixes_that_meet_do_not_keep_each_other_or_others_from_being_made(
    text: str, becomes: str
) -> None:
    assert apply_edits(text, fix_all(analyze(text))) == becomes


ALONE = "[tool.prefect.server.database]\ndriver = 'postgresql+asyncpg'\n"
"""Once Prefect reads this, it refuses the driver without the other parts of an address."""
MISSPELLED = [
    "[client.metrics]\nenabld = true\n",
    "[logging.to_api]\nenabld = true\n",
    "[server.ephemeral]\nenabld = true\n",
    "[server.ui]\nenabld = true\n",
    "[tasks.runner]\nthread_pool_max_wrkers = 4\n",
]


@pytest.mark.parametrize("at", range(len(MISSPELLED) + 1))
def test_a_fix_after_which_prefect_refuses_something_is_left_out_alone(at: int) -> None:
    text = "".join([*MISSPELLED[:at], ALONE, *MISSPELLED[at:]])
    fixed = apply_edits(text, fix_all(analyze(text)))
    assert fixed == text.replace("enabld", "enabled").replace("max_wrkers", "max_workers")
    assert fix_all(analyze(fixed)) == []
    analysis = analyze(text)
    findings = analysis.findings()
    told = corrected(analysis, findings)
    assert [each.span.line for each, yes in zip(findings, told, strict=True) if not yes] == [
        2 * at + 1
    ]


LINES = [
    "debug_mode = 'yes'", "DEBUG_MODE = true", "[ui]", "[server.ui]", "enabled = 1",
    "api_url = 'x'",
    "[server.api]",
    "prot = 1", "port = '1'", "[logging]", "level = 'info'", "# c", "", "level = x",
    "PREFECT_API_URL = 'x'", "PREFECT_LOGGING_LEVEL = 'info' # d",
    "api = { ulr = 'x', key = 'k', }",
    "[client.custom_headers]", "X = 1", "[experiments.plugins]", "[plugins]", "strict = 'no'",
    "extra_loggers = 'a,a'", "[logging.to_api]", "batch_size = 5", "bach_size = 5", "[[server]]",
    "server = { ui = { enabled = 'yes' } }", "server.aip.port = 1", "[tasks]\nretries = -1",
    "[server", "PREFECT_X=1", "PREFECT_HOME=/x y", "level : 'info'",
]  # fmt: skip
texts = st.lists(st.sampled_from(LINES), max_size=9).map("\n".join)


@pytest.mark.slow
@given(texts | generate.broken_documents)
@times(4)
def test_any_fix_applies_and_keeps_valid_toml_valid(text: str) -> None:
    analysis = analyze(text)
    readable = is_toml(text)
    for each in fixes(analysis, analysis.findings()):
        fixed = apply_edits(text, each.edits)
        assert fixed != text
        assert is_toml(fixed) or not readable, each.title


@pytest.mark.slow
@given(texts)
@times(4)
def test_fix_all_finishes_and_adds_no_error(text: str) -> None:
    analysis = analyze(text)
    fixed = analyze(apply_edits(text, fix_all(analysis)))
    assert is_corrected(text) == (fix_all(analysis) != [])
    assert errors(fixed) <= errors(analysis)
    assert fix_all(fixed) == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[[arr]]\na = 1\n[arr.sub]\nb = 2\n[[arr]]\n", "[[arr]]\n"),
        ("[[arr]]\n[arr.sub]\n# about api\n[api]\n", "# about api\n[api]\n"),
        ("[[arr]]\n[api]\n[arr.sub]\n[arr.sub.x]\n[[arr]]\nc = 1\n", "[api]\n[[arr]]\nc = 1\n"),
        ("[[arr]]\n[[arr.in]]\n[[arr]]\n[[arr.in]]\n", "[[arr]]\n[[arr.in]]\n"),
        ("[[arr]]\n[arrow]\n", "[arrow]\n"),
    ],
)
def test_an_array_element_is_removed_with_its_subtables(text: str, after: str) -> None:
    assert fix(text, "Remove the table `[[arr]]`") == after
    tomllib.loads(after)
