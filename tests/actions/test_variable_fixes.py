"""Fixes for variables: their titles, the text they produce, and which are safe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.actions.fixes import Fix, fix_all, fixes
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.text.edits import apply_edits
from tests.actions.errors import errors
from tests.analysis.variables import dotenv, profiles
from tests.examples import times

VariablesAnalysis = DotenvAnalysis | ProfilesAnalysis

ACTIVE = "active = 'a'\n[profiles.a]\n"


def offered(analysis: VariablesAnalysis) -> list[Fix]:
    return list(fixes(analysis, analysis.findings()))


def made(analysis: VariablesAnalysis) -> dict[str, str]:
    """The text after each fix, by the title of the fix, except fixes that silence a finding."""
    return {each.title: apply_edits(analysis.document.text, each.edits)
            for each in offered(analysis) if not each.title.startswith("Silence")}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("PREFECT_API_URI=x # c\nA=1\n", {
            "Change to `PREFECT_API_URL`": "PREFECT_API_URL=x # c\nA=1\n",
            "Remove `PREFECT_API_URI`": "A=1\n",
        }),
        ("A=1\nexport PREFECT_QQQQ='a\nb'", {"Remove `PREFECT_QQQQ`": "A=1\n"}),
        ("PREFECT_DEBUG_MODE=1\n\nPREFECT_DEBUG_MODE=0\n", {
            "Remove `PREFECT_DEBUG_MODE`": "\nPREFECT_DEBUG_MODE=0\n",
        }),
        ("PREFECT_DEBUG_MODE\n", {"Remove `PREFECT_DEBUG_MODE`": ""}),
        ("PREFECT_PROFILE=x\n", {"Remove `PREFECT_PROFILE`": ""}),
        ("PREFECT_LOGGING_LEVEL='debgu'\n", {
            "Change to `DEBUG`": "PREFECT_LOGGING_LEVEL=DEBUG\n",
        }),
        ("PREFECT_DEBUG_MODE=ture\n", {"Change to `true`": "PREFECT_DEBUG_MODE=true\n"}),
        ("PREFECT_SERVER_LOGS_STREAM_PUBLISHING_ENABLED=maybe\n", {
            "Change to `true`": "PREFECT_SERVER_LOGS_STREAM_PUBLISHING_ENABLED=true\n",
            "Change to `false`": "PREFECT_SERVER_LOGS_STREAM_PUBLISHING_ENABLED=false\n",
        }),
        ("PREFECT_SERVER_EVENTS_RETENTION_PERIOD=1 week\n", {
            "Change to `P7D` (7 days)": "PREFECT_SERVER_EVENTS_RETENTION_PERIOD=P7D\n",
        }),
        ("PREFECT_API_URL=x\n", {}),
        ("PREFECT_API_URL=http://$HOST:4200/api\n", {
            "Put variable names in braces": "PREFECT_API_URL=http://${HOST}:4200/api\n",
        }),
        ("PREFECT_CLIENT_RETRY_EXTRA_CODES=99,503\nA=1\n", {
            "Remove `PREFECT_CLIENT_RETRY_EXTRA_CODES`": "A=1\n",
        }),
        ("PREFECT_API_KEY=None\nA=1\n", {"Remove `PREFECT_API_KEY`": "A=1\n"}),
        ("PREFECT_DEBUG_MODE=$DEBUG # c\n", {
            "Put variable names in braces": "PREFECT_DEBUG_MODE=${DEBUG} # c\n",
        }),
        ("PREFECT_DEBUG_MODE=None\nA=1\n", {"Remove `PREFECT_DEBUG_MODE`": "A=1\n"}),
        ("PREFECT_LOGGING_LEVEL=null\nA=1\n", {"Remove `PREFECT_LOGGING_LEVEL`": "A=1\n"}),
    ],
)  # fmt: skip
def test_what_is_offered_in_dotenv(text: str, becomes: dict[str, str]) -> None:
    assert made(dotenv(text)) == becomes


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("PREFECT_API_URI = 'x' # c\n", {
            "Change to `PREFECT_API_URL`": "PREFECT_API_URL = 'x' # c\n",
            "Remove `PREFECT_API_URI`": "",
        }),
        # TOML allows a key only once.
        ("PREFECT_API_URI = 'x'\nPREFECT_API_URL = 'y'\n", {
            "Remove `PREFECT_API_URI`": "PREFECT_API_URL = 'y'\n",
        }),
        ("'api.url' = 'x'\nPREFECT_DEBUG_MODE = 'true'\n", {
            "Change to `PREFECT_API_URL`": "PREFECT_API_URL = 'x'\nPREFECT_DEBUG_MODE = 'true'\n",
            'Remove `"api.url"`': "PREFECT_DEBUG_MODE = 'true'\n",
        }),
        ("PREFECT_LOGGING_LEVEL = 'debgu'\n", {
            "Change to `'DEBUG'`": "PREFECT_LOGGING_LEVEL = 'DEBUG'\n",
        }),
        ("PREFECT_CLIENT_METRICS_PORT.x = 1\n", {"Remove `PREFECT_CLIENT_METRICS_PORT.x`": ""}),
        ("# c\n[profiles.a.PREFECT_QQQQ]\nx = 1\n", {
            "Remove the table `[profiles.a.PREFECT_QQQQ]`": "",
        }),
        ("PREFECT_API_URL = http://h/api\nPREFECT_DEBUG_MODE = yes\n", {
            "Put the value in quotes":
                'PREFECT_API_URL = "http://h/api"\nPREFECT_DEBUG_MODE = yes\n',
            "Write `true`": "PREFECT_API_URL = http://h/api\nPREFECT_DEBUG_MODE = true\n",
        }),
        ("PREFECT_SERVER_API_HOST = 127\n", {
            "Put the value in quotes": 'PREFECT_SERVER_API_HOST = "127"\n',
        }),
        ("PREFECT_SERVER_API_PORT = [42]\n", {
            "Take the value out of its array": "PREFECT_SERVER_API_PORT = 42\n",
        }),
        ("PREFECT_DEBUG_MODE = 'ture'\n", {
            "Change to `'true'`": "PREFECT_DEBUG_MODE = 'true'\n",
        }),
        ("PREFECT_HOME = 'a'\nPREFECT_HOME = 'b'\n", {
            "Remove this `PREFECT_HOME`": "PREFECT_HOME = 'a'\n",
            "Remove `PREFECT_HOME` on line 3": "PREFECT_HOME = 'b'\n",
        }),
    ],
)  # fmt: skip
def test_what_is_offered_in_profiles(text: str, becomes: dict[str, str]) -> None:
    assert made(profiles(ACTIVE + text)) == {
        title: ACTIVE + after for title, after in becomes.items()
    }


def test_names_of_profiles_and_keys_outside_of_them() -> None:
    text = "activ = 1\nactive = 'prdo'\nprofiles.prod = { PREFECT_QQQQ = 1, PREFECT_HOME = 'x' }\n"
    assert made(profiles(text)) == {
        "Remove `activ`": text.partition("\n")[2],
        "Change to `prod`": text.replace("'prdo'", '"prod"'),
        "Remove `PREFECT_QQQQ`": text.replace("PREFECT_QQQQ = 1, ", ""),
    }


def test_a_number_out_of_bounds() -> None:
    (fix,) = offered(profiles(ACTIVE + "PREFECT_CLIENT_MAX_RETRIES = -1\n"))
    assert (fix.title, [each.text for each in fix.edits]) == ("Write the minimum, `0`", ["0"])
    (fix,) = offered(dotenv("PREFECT_CLIENT_MAX_RETRIES=-1\n"))
    assert (fix.title, fix.preferred) == ("Write the minimum, `0`", True)


MARK = "# prefect-toml: ignore"
SILENCED = [
    ("A=1\nPREFECT_X=1\n", "Silence `unknown-variable` here",
     f"A=1\nPREFECT_X=1 {MARK}[unknown-variable]\n"),
    ("PREFECT_X", "Silence `unknown-variable` here", f"PREFECT_X {MARK}[unknown-variable]"),
    ("export PREFECT_X='a\nb' \n", "Silence `unknown-variable` here",
     f"{MARK}[unknown-variable]\nexport PREFECT_X='a\nb' \n"),
    ("  PREFECT_X=1 # c\n", "Silence `unknown-variable` here",
     f"  {MARK}[unknown-variable]\n  PREFECT_X=1 # c\n"),
    (f"PREFECT_X=1 {MARK}[enum]\n", "Silence `unknown-variable` here",
     f"PREFECT_X=1 {MARK}[enum, unknown-variable]\n"),
    (f"PREFECT_X=1 {MARK}[enum, unknown-variable]\n", "Remove `enum` from the comment",
     f"PREFECT_X=1 {MARK}[unknown-variable]\n"),
    ("PREFECT_HOME='x' y\n", "Silence `unreadable-line` here",
     f"{MARK}[unreadable-line]\nPREFECT_HOME='x' y\n"),
    (f"A=1  {MARK}[enum]\nB=2\n", "Remove the comment", "A=1\nB=2\n"),
    (f"A=1\n{MARK}[enum]\nB=2\n", "Remove the comment", "A=1\nB=2\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "title", "after"), SILENCED)
def test_comments_that_silence(before: str, title: str, after: str) -> None:
    found = {each.title: each.edits for each in offered(dotenv(before))}
    assert apply_edits(before, found[title]) == after
    if title.startswith("Silence"):
        assert not any(f"`{each.code}`" in title for each in dotenv(after).findings())


def test_comments_that_silence_in_profiles() -> None:
    text = ACTIVE + "PREFECT_X = 'x' # c\n"
    found = {each.title: each.edits for each in offered(profiles(text))}
    after = apply_edits(text, found["Silence `unknown-variable` here"])
    assert after == f"{ACTIVE}{MARK}[unknown-variable]\nPREFECT_X = 'x' # c\n"
    assert profiles(after).findings() == []


@pytest.mark.parametrize("text", ["PREFECT_DEBUG_MODE=x", "A='x\nPREFECT_DEBUG_MODE='x'"])
def test_not_everything_can_be_silenced(text: str) -> None:
    assert not [each.title for each in offered(dotenv(text)) if each.title.startswith("Silence")]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        (ACTIVE + "prefect_api_url = 'x'\n", ACTIVE + "PREFECT_API_URL = 'x'\n"),
        (ACTIVE + "'api.url' = 'x'\n", ACTIVE + "PREFECT_API_URL = 'x'\n"),
        (ACTIVE + "'api.url' = 'x'\n[profiles.b]\n'api.url' = 'y'\n",
         ACTIVE + "PREFECT_API_URL = 'x'\n[profiles.b]\nPREFECT_API_URL = 'y'\n"),
        (ACTIVE + "'api.url' = 'x'\nprefect_api_url = 'y'\n",
         ACTIVE + "PREFECT_API_URL = 'x'\nprefect_api_url = 'y'\n"),
        (ACTIVE + "'api.url' = 'x'\nPREFECT_API_URL = 'y'\n", None),
        (ACTIVE + "prefect_server_api_port = 'x'\n", None),
        (ACTIVE + "PREFECT_QQQQ = 'x'\n", None),
    ],
)  # fmt: skip
def test_fix_all_applies_safe_fixes_only(text: str, becomes: str | None) -> None:
    assert apply_edits(text, fix_all(profiles(text))) == (becomes or text)


NAMES = ["PREFECT_API_URL", "PREFECT_API_URI", "prefect_debug_mode", "PREFECT_QQQQ", "A", "api.url",
         "PREFECT_LOGGING_LEVEL", "PREFECT_SERVER_API_PORT", "PREFECT_PROFILE"]  # fmt: skip
VALUES = ["1", "'x'", '"info"', "'ture'", '"""a\nb"""', "-5", "", "{ a = 1 }", "# prefect-toml: x"]
lines = st.tuples(st.sampled_from(NAMES), st.sampled_from(["=", " = ", ""]),
                  st.sampled_from(VALUES)).map("".join)  # fmt: skip
texts = st.lists(lines | st.sampled_from(["[profiles.b]", "# c", "", "export A=1"]), max_size=7)


@pytest.mark.slow
@given(texts.map("\n".join))
@times(4)
def test_any_fix_applies_and_fix_all_adds_no_error(text: str) -> None:
    for analysis in (dotenv(text), profiles(ACTIVE + text)):
        for fix in offered(analysis):
            assert apply_edits(analysis.document.text, fix.edits) != analysis.document.text
        after = apply_edits(analysis.document.text, fix_all(analysis))
        again = dotenv(after) if analysis.context.kind == "dotenv" else profiles(after)
        assert errors(again) <= errors(analysis)


@pytest.mark.parametrize(
    "text",
    ["PREFECT_SERVER_API_PORT=1\nPREFECT_SERVER_API_PORT=2\n", "PREFECT_SERVER_API_PORT\n"],
)
def test_removing_a_variable_without_effect_is_preferred(text: str) -> None:
    [first, *rest] = offered(dotenv(text))
    assert (first.title, first.preferred) == ("Remove `PREFECT_SERVER_API_PORT`", True)
    assert not any(each.preferred for each in rest)


def test_a_variable_that_may_be_of_another_program_is_renamed_only_if_asked() -> None:
    analysis = dotenv("PREFECT_POSTGRES_PASSWORD=x\nPREFECT_API_ULR=http://h/api\n")
    renamed = "PREFECT_POSTGRES_PASSWORD=x\nPREFECT_API_URL=http://h/api\n"
    assert apply_edits(analysis.document.text, fix_all(analysis)) == renamed
    assert "Change to `PREFECT_SERVER_DATABASE_PASSWORD`" in made(analysis)
