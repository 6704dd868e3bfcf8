"""Keys and tables in the wrong place of a `profiles.toml`, and their fixes."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.actions.fixes import fixes
from prefect_toml_lsp.text.edits import apply_edits
from tests.analysis.variables import profiles, short

IGNORES = "Prefect only reads `active` and `profiles` here and ignores"

CASES = [
    ("[local]\nPREFECT_API_URL = 'x'\n[profiles.dev]\n",
     f"{IGNORES} `local`; did you mean `[profiles.local]`?",
     "Change to `[profiles.local]`", "[profiles.local]\nPREFECT_API_URL = 'x'\n[profiles.dev]\n"),
    ("[profile.local] # c\nPREFECT_API_URL = 'x'\n",
     f"{IGNORES} `profile`; did you mean `[profiles.local]`?",
     "Change to `[profiles.local]`", "[profiles.local] # c\nPREFECT_API_URL = 'x'\n"),
    ("[Profiles.local]\n", f"{IGNORES} `Profiles`; did you mean `[profiles.local]`?",
     "Change to `[profiles.local]`", "[profiles.local]\n"),
    ("[tool.prefect.profiles.a]\nPREFECT_API_URL = 'x'\n",
     f"{IGNORES} `tool`; did you mean `[profiles.a]`?",
     "Change to `[profiles.a]`", "[profiles.a]\nPREFECT_API_URL = 'x'\n"),
    ("[local]\nPREFECT_DEBUG_MODE = true\n[profiles.local]\nPREFECT_API_URL = 'x'\n",
     f"{IGNORES} `local`; did you mean `[profiles.local]`?",
     "Move the keys to `[profiles.local]`",
     "[profiles.local]\nPREFECT_API_URL = 'x'\nPREFECT_DEBUG_MODE = true\n"),
    ("[cloud]\nPREFECT_API_URL = 'x'\n", f"{IGNORES} `cloud`; did you mean `[profiles.cloud]`?",
     "Change to `[profiles.cloud]`", "[profiles.cloud]\nPREFECT_API_URL = 'x'\n"),
    ("activ = 'a'\n[profiles.a]\n", f"{IGNORES} `activ`; did you mean `active`?",
     "Change to `active`", "active = 'a'\n[profiles.a]\n"),
    ("default_profile = 'a'\n[profiles.a]\n",
     f"{IGNORES} `default_profile`; did you mean `active`?",
     "Change to `active`", "active = 'a'\n[profiles.a]\n"),
    ("PREFECT_API_URL = 'x' # c\n[profiles.a]\n",
     f"{IGNORES} `PREFECT_API_URL`; write `PREFECT_API_URL` in `[profiles.a]`",
     "Move to `[profiles.a]`", "[profiles.a]\nPREFECT_API_URL = 'x' # c\n"),
    ("[api]\nurl = 'x'\nkey = 'y'\n[profiles.a]\n",
     f"{IGNORES} `api`; write `PREFECT_API_URL` in `[profiles.a]`",
     "Write these 2 as variables in `[profiles.a]`",
     "[profiles.a]\nPREFECT_API_URL = 'x'\nPREFECT_API_KEY = 'y'\n"),
    ("server.api.port = 1\n[profiles.a]\n",
     f"{IGNORES} `server`; write `PREFECT_SERVER_API_PORT` in `[profiles.a]`",
     "Write `PREFECT_SERVER_API_PORT` in `[profiles.a]`",
     "[profiles.a]\nPREFECT_SERVER_API_PORT = 1\n"),
    ("[profiles.a]\napi.url = 'x' # c\n",
     "`api.url` is for settings files; Prefect warns and ignores it here. Use `PREFECT_API_URL`",
     "Write `PREFECT_API_URL`", "[profiles.a]\nPREFECT_API_URL = 'x' # c\n"),
    ("[profiles.a]\n[profiles.a.server.api]\nport = 1\nhost = 'h'\nnope = 3\n",
     "`server.api.port` is for settings files; Prefect warns and ignores it here. "
     "Use `PREFECT_SERVER_API_PORT`",
     "Write these 2 as variables",
     "[profiles.a]\nPREFECT_SERVER_API_PORT = 1\nPREFECT_SERVER_API_HOST = 'h'\n"
     "[profiles.a.server.api]\nnope = 3\n"),
    ("[profiles.a]\nserver = { api = { port = 1 } }\n",
     "`server.api.port` is for settings files; Prefect warns and ignores it here. "
     "Use `PREFECT_SERVER_API_PORT`",
     "Write `PREFECT_SERVER_API_PORT`",
     "[profiles.a]\nPREFECT_SERVER_API_PORT = 1\n"),
    ("[profiles.a]\napi = { url = 'x', key = 'y' }  # c\n",
     "`api.url` is for settings files; Prefect warns and ignores it here. Use `PREFECT_API_URL`",
     "Write these 2 as variables",
     "[profiles.a]\nPREFECT_API_URL = 'x'  # c\nPREFECT_API_KEY = 'y'\n"),
    ("[profiles]\na = { api.url = 'x', PREFECT_DEBUG_MODE = '1' } # c\n",
     "`api.url` is for settings files; Prefect warns and ignores it here. Use `PREFECT_API_URL`",
     "Write `PREFECT_API_URL`",
     "[profiles]\na = { PREFECT_API_URL = 'x', PREFECT_DEBUG_MODE = '1' } # c\n"),
    ("profiles = { a = { api.url = 'x' }, b = { PREFECT_API_URL = 'y' } }\n",
     "`api.url` is for settings files; Prefect warns and ignores it here. Use `PREFECT_API_URL`",
     "Write `PREFECT_API_URL`",
     "profiles = { a = { PREFECT_API_URL = 'x' }, b = { PREFECT_API_URL = 'y' } }\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says", "title", "becomes"), CASES)
def test_the_message_names_the_right_form_and_the_fix_writes_it(
    text: str, says: str, title: str, becomes: str
) -> None:
    analysis = profiles(text)
    (found,) = [each for each in analysis.findings() if each.code.startswith("unknown-")]
    assert found.message == says
    made = {each.title: apply_edits(text, each.edits) for each in fixes(analysis, [found])}
    assert made[title] == becomes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[foo]\nx = 1\n", f"{IGNORES} `foo`"),
        ("[profile]\nPREFECT_API_URL = 'x'\n", f"{IGNORES} `profile`"),
        ("[api]\nurl = 'x'\n[profiles.a]\n[profiles.b]\n", f"{IGNORES} `api`"),
        ("PREFECT_API_URL = 'x'\n",
         f"{IGNORES} `PREFECT_API_URL`; put variables into a profile: `[profiles.NAME]`"),
        ("[profiles.a]\napi.nothing_like_it = 'x'\n",
         "`api.nothing_like_it` is not a Prefect variable; Prefect warns and ignores it"),
    ],
)  # fmt: skip
def test_nothing_is_moved_where_the_profile_or_the_setting_is_not_clear(
    text: str, says: str
) -> None:
    analysis = profiles(text)
    (found,) = analysis.findings()
    assert found.message == says
    titles = [each.title for each in fixes(analysis, [found])]
    assert all(title.startswith(("Remove", "Silence")) for title in titles)


def test_a_table_in_a_profile_that_is_an_inline_table_is_only_removed() -> None:
    analysis = profiles("[profiles]\na = { api = { url = 'x' } }\n")
    (found,) = analysis.findings()
    assert "Use `PREFECT_API_URL`" in found.message
    titles = [each.title for each in fixes(analysis, [found])]
    assert titles == ["Remove `api`", "Silence `unknown-variable` here"]


def test_a_variable_that_is_already_set_is_not_written_twice() -> None:
    analysis = profiles("[profiles.a]\nPREFECT_API_URL = 'x'\napi.url = 'y'\n")
    titles = [each.title for each in fixes(analysis, analysis.findings())]
    assert titles == ["Remove `api.url`", "Silence `unknown-variable` here"]


def test_an_inline_table_is_removed_with_its_last_setting() -> None:
    text = "[profiles.a]\nlogging = { level = 'INFO', to_api.enabled = false }\n"
    analysis = profiles(text)
    first = next(iter(fixes(analysis, analysis.findings())))
    assert apply_edits(text, first.edits) == (
        "[profiles.a]\nPREFECT_LOGGING_LEVEL = 'INFO'\nPREFECT_LOGGING_TO_API_ENABLED = false\n"
    )
    text = text.replace("INFO'", "INFO', x = 1")
    analysis = profiles(text)
    first = next(iter(fixes(analysis, analysis.findings())))
    assert "logging = { x = 1 }" in apply_edits(text, first.edits)


def test_the_active_profile_named_among_the_profiles() -> None:
    text = "[profiles]\nactive = 'a'\n[profiles.a]\nPREFECT_API_URL = 'http://h/api'\n"
    (found,) = profiles(text).findings()
    assert (
        found.message == "`active` takes a table here; name the active profile above `[profiles]`"
    )
    assert found.severity.label == "error"


def test_a_variable_named_among_the_profiles() -> None:
    text = "active = 'a'\n[profiles]\nPREFECT_API_KEY = 'k'\n[profiles.a]\n"
    (found,) = profiles(text).findings()
    assert found.message == (
        "`PREFECT_API_KEY` takes a table here; variables belong in a profile, as in "
        "`[profiles.local]`"
    )
    assert found.severity.label == "error"


def test_a_file_with_several_of_these_mistakes() -> None:
    text = (
        'active = "local"\n\n[local]\nPREFECT_API_URL = "http://h:4200/api"\n\n'
        '[profiles.dev]\napi.url = "http://h:4200/api"\n'
    )
    assert short(profiles(text)) == [
        "warning unknown-setting local",  # this finding covers `active`, too
        "warning unknown-variable api",
    ]
    other = text.replace('active = "local"', 'active = "else"')
    assert short(profiles(other))[0] == 'warning unknown-profile "else"'
