"""No secret is ever printed, wherever it is and however broken the text around it is."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from prefect_toml_lsp.cli.context import Options
from prefect_toml_lsp.cli.files import check_content
from prefect_toml_lsp.cli.formats import MODULES, Outcome, lines
from prefect_toml_lsp.cli.palette import PLAIN
from prefect_toml_lsp.cli.targets import named
from tests.cli.command import check, findings, run, write

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SECRET = "S3CRET"


def shown(text: str) -> str:
    """Everything that any output format prints for the findings of `text`."""
    reports = check_content(
        named("prefect.toml"), text.encode("utf-8", "surrogatepass"), Options(repairs=True)
    ).reports
    assert reports, "nothing was found, so nothing was shown"
    outcome = Outcome(reports, ["prefect.toml"], None, PLAIN)
    return "\n".join(line for name in MODULES for line in lines(name, outcome))


@pytest.mark.parametrize(
    "text",
    [
        # A finding on the value of a secret setting.
        '[api]\nkey = ["S3CRET"]\n',
        'api.auth_string = { user = "S3CRET" }\n',
        '[server.database]\npassword = "S3CRET" x\n',
        '[server]\ndatabase = { connection_url = "S3CRET", port = "x" }\n',
        '[server]\ndatabase = { password = ["S3CRET"], bla = 1 }\n',
        '[[api]]\nkey = "S3CRET"\nkey = 2\n',
        '[api.key]\nx = "S3CRET"\n',
        'api = { key = "S3CRET"\n',
        'api = { x = 1, key = "S3CRET" }\n',
        # Broken statements.
        "[api]\nkey = S3CRET\n",
        '[api]\nkey = "S3CRET\n',
        '[api]\nkey "S3CRET"\n',
        '[api]\nkey: "S3CRET"\n',
        '[api]\nkey =\n"S3CRET"\n',
        "[api]\nkey =\n\n# note\nS3CRET\n",
        '[api]\nkey = "\\qS3CRET"\n',
        '[api]\nkey = "abc" "S3CRET"\n',
        '[api]\nkey = """\\q\nS3CRET"""\n',
        "[api]\nkey = -----BEGIN\nabc\nS3CRET\n",
        '[api\nkey = "S3CRET" x\n',
        '[api] key = "S3CRET"\n',
        "[api]\n.key = S3CRET\n",
        '[api]\nmy key = "S3CRET"\n',
        '[api]\nurl = "x" key = "S3CRET"\n',
        "[api]\nkey = 12#S3CRET\n",
        # Names that only look like secrets.
        'PREFECT_API_KEY = "S3CRET"\n',
        '[database]\npassword = "S3CRET"\npassword = 1\n',
        '[database]\npass_word = "S3CRET"\n',
        '[api]\npasword = "S3CRET"\n',
        '[api]\nApiToken = "S3CRET"\n',
        '[api]\nky = "S3CRET"\n',
        '[my.secrets]\nx = "S3CRET"\n',
        'x = { y = { token = "S3CRET" } }\n',
        'x = [{ token = "S3CRET" }]\n',
        '[client.custom_headers]\nAuthorization = ["Bearer S3CRET"]\n',
        '[client]\ncustom_headers = { Authorization = "Bearer S3CRET", X = 1 }\n',
        '[client]\ncustom_headers = { Cookie = "S3CRET" } x\n',
        # Comments and addresses.
        '[api]\nbla = 1 # key = "S3CRET"\n',
        "bla = 1 # old token: S3CRET\n",
        "# password = S3CRET\x01\n",
        'bla = "https://me:S3CRET@example.com/api"\n',
        'bla = "https://:S3CRET@example.com/api"\n',
        'bla = "pnu_S3CRET"\n',
        '"pnu_S3CRET" = 1\n',
        '[server.ui]\napi_url = "https://me:S3CRET@example.com" x\n',
    ],
)
def test_a_secret_is_not_shown(text: str) -> None:
    out = shown(text)
    assert SECRET not in out, out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[api]\nkey = 'S3CRET\n", "The string is not closed; add `'` at its end"),
        ('[api]\nkey = "S3CRET\n', 'The string is not closed; add `"` at its end'),
        ('[api]\nkey = """S3CRET\n', 'The string is not closed; add `"""` at its end'),
        ('[api]\nkey: "S3CRET"\n', "Write `=` and a value after the key"),
        ("[api]\nkey = True\n", "`True` is not a TOML value; write `true` in lower case"),
        ("[api]\nkey = None\n", "TOML has no `None`; leave the key out instead"),
    ],
)
def test_what_toml_needs_is_not_masked(text: str, message: str, tmp_path: Path) -> None:
    check(text, tmp_path)
    assert message in [each["message"] for each in findings(cwd=tmp_path)]


@pytest.mark.parametrize(
    ("text", "line", "carets"),
    [
        ("[api]\nkey = 12345678\n", "key = ***", "      ^^^"),
        ("[api]\nkey = 1\n", "key = ***", "      ^^^"),
        ("[api]\nkey = 123456 # c\n", "key = *** # c", "      ^^^"),
        (
            '[server]\ndatabase = { password = "S3CRET", port = "日x" }\n',
            'database = { password = ***, port = "日x" }',
            " " * 36 + "^^^^^",
        ),
        (
            '[server]\ndatabase = { port = 1, password = "S3CRET" }\n',
            "database = { port = 1, password = *** }",
            " " * 34 + "^^^",
        ),
        ('[api]\nkey = "S3CRET\n', "key = ***", "      ^^^"),
        ('ky = "pnu_S3CRET" # c\n', 'ky = "***" # c', "^^"),
        (
            'bla = "https://me:S3CRET@example.com/"\n',
            'bla = "https://me:***@example.com/"',
            "^^^",
        ),
    ],
)
def test_the_mask_keeps_the_carets_right(text: str, line: str, carets: str, tmp_path: Path) -> None:
    last = check(text, tmp_path).out.split("\n\n")[-2].splitlines()
    assert [each.partition(" | ")[2] for each in last[-2:]] == [line, carets]


def test_json_gives_the_true_columns(tmp_path: Path) -> None:
    check("[api]\nkey = 12345678\n", tmp_path)
    (found,) = findings(cwd=tmp_path)
    assert (found["column"], found["end_column"]) == (7, 15)


@pytest.mark.parametrize(
    "text",
    [
        '[server.api]\nport = "shown"\n',
        '[server.database.sqlalchemy.connect_args.tls]\nkey_file = ["shown"]\n',
        '[tasks]\nscheduling.max_scheduled_queue_size = "shown"\n',
        '[client]\ncustom_headers = { X-Team = "shown", X = 1 }\n',
        '[api]\nurl = ["shown"]\n',
        'bla = "https://example.com/shown@home"\n',
        "bla = 1 # shown, though there is a key in it\n",
        '[api]\nurl = "shown" x\n',
    ],
)
def test_values_that_are_not_secret_are_shown(text: str) -> None:
    out = shown(text)
    assert "shown" in out
    assert "***" not in out


_NOISE = st.text(alphabet="\"'[]{}=,# \n\\.:x1\t\r", max_size=8)
_NAMES = st.sampled_from(
    [
        "[api]\nkey{}S3CRET{}\n[server]\nbla = 1\n",
        "api.key{}S3CRET{}\nbla = 1\n",
        "api = {{ url = 'x', key{}S3CRET{} }}\nbla = 1\n",
        "[server]\ndatabase = {{ password{}S3CRET{} }}\nbla = 1\n",
        "[client.custom_headers]\nAuthorization{}S3CRET{}\n[bla]\n",
        "my_token{}S3CRET{}\nbla = 1\n",
    ]
)
# The text before makes it a name or a comment: neither is the value of a secret.
_NO_VALUE = re.compile(
    r"S3CRET[^\n]*=|\.\s*[\"']*\S*S3CRET|\[[^\n]*S3CRET[^\n]*\]|[ \t\n]#.*S3CRET"
)


def _is_whole(text: str) -> bool:
    """Whether the line with the secret is a valid statement by itself."""
    (line,) = (each for each in text.split("\n") if SECRET in each)
    try:
        return bool(tomllib.loads(line))
    except tomllib.TOMLDecodeError:
        return False


@given(_NAMES, st.sampled_from("= \t\"'#\n:"), _NOISE, _NOISE)
@example("[api]\nkey{}S3CRET{}\n[server]\nbla = 1\n", "=", "\r1='", "'")
def test_a_secret_in_random_text(name: str, first: str, before: str, after: str) -> None:
    text = name.format(first + before, after)
    assume(not _NO_VALUE.search(text))
    assume("\n" not in first + before or not _is_whole(text))
    out = shown(text)
    assert SECRET not in out, f"{text}\n{out}"


def test_the_advice_about_a_secret_is_printed(tmp_path: Path) -> None:
    headers = '[client.custom_headers]\nX-Token = "S3CRET"\n'
    out = check(f'[api]\nkey = "S3CRET"\n{headers}', tmp_path).out
    assert "`api.key` is a secret in plain text; set `PREFECT_API_KEY`" in out
    assert "Header `X-Token` is a secret in plain text" in out
    assert 'set `PREFECT_CLIENT_CUSTOM_HEADERS={"X-Token": "…"}` in the environment' in out
    assert SECRET not in out


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        (f"postgresql+asyncpg://u:{SECRET}@{SECRET}@h/d", "first `@`; percent-encode"),
        (f"sqlite+aiosqlite:///~/{SECRET}.db", "does not expand `~` in this path"),
        (
            f"postgresql+asyncpg://u:{SECRET}@h/d?sslmode=x",
            "with `sslmode` in this URL; write `ssl`",
        ),
    ],
)
def test_a_sign_in_a_secret_is_named(url: str, advice: str) -> None:
    text = shown(f"server.database.connection_url = '{url}'\n")
    assert advice in text
    assert SECRET not in text


def test_the_name_of_a_package_is_shown_next_to_its_secrets(tmp_path: Path) -> None:
    text = '[redis.messaging]\npassword = 31337\nurl = "redis://r"\n'
    write(tmp_path / "prefect.toml", text)
    messages = [each["message"] for each in findings("prefect.toml", cwd=tmp_path)]
    refused = "`prefect-redis` refuses this: `redis.messaging.password` takes a string, not "
    assert messages == [f"{refused}an integer"]
    write(tmp_path / "prefect.toml", text.replace("31337", '"hunter2"'))
    messages = [each["message"] for each in findings("prefect.toml", cwd=tmp_path)]
    assert "`prefect-redis` ignores `password` because `url` is set" in messages


@pytest.mark.parametrize(
    "text",
    [
        '[server.database]\nconnection_url = "postgres://u:S3CRET@h/db"\n',
        '[server.database]\npassword = "S3CRET"\n',
    ],
)
def test_a_driver_is_named_where_the_value_is_masked(text: str) -> None:
    assert "postgresql+asyncpg" in shown(text)
    assert SECRET not in shown(text)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (".env", "PREFECT_SERVER_API_PORT=S3CRET # x\n", "PREFECT_SERVER_API_PORT=*** # x"),
        (".env", "PREFECT_LOGGING_LEVLE='S3\nCRET'\n", "PREFECT_LOGGING_LEVLE=***"),
        (".env", "PREFECT_API_URL # token: S3CRET\n", "PREFECT_API_URL # token: ***"),
        (
            "profiles.toml",
            '[profiles.a]\nPREFECT_SERVER_API_PORT = "S3CRET" # a note\n',
            "PREFECT_SERVER_API_PORT = *** # a note",
        ),
        (
            "profiles.toml",
            '[profiles.a]\nPREFECT_SERVER_API_PORT = ["S3CRET",\n"S3CRET"]\n',
            "PREFECT_SERVER_API_PORT = ***",
        ),
    ],
)  # fmt: skip
def test_lines_of_variables_are_shown_without_values(
    tmp_path: Path, name: str, text: str, line: str
) -> None:
    write(tmp_path / name, text)
    shown = run("check", name, cwd=tmp_path).out
    assert f"| {line}\n" in shown
    assert "CRET" not in shown
    assert "S3" not in shown


def test_a_diff_of_variables_shows_what_can_be_no_secret(tmp_path: Path) -> None:
    lines = [
        "PREFECT_LOGGING_LEVEL=Warn",
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD=604800",
        "PREFECT_SERVER_API_PORT=4200",
        "PREFECT_DEBUG_MODE='true'",
        "PREFECT_SERVER_LOGGING_LEVEL=S3CRET",
        "PREFECT_RUNNER_SERVER_PORT=${PORT:-4201}",
        "PREFECT_API_KEY=4242",
        "PREFECT_HOME=INFO",
    ]
    write(tmp_path / ".env", "\n".join(lines) + "\n")
    shown = run("check", "--diff", cwd=tmp_path).out.splitlines()[3:]
    assert shown == [
        "-PREFECT_LOGGING_LEVEL=***",
        "-PREFECT_SERVER_EVENTS_RETENTION_PERIOD=***",
        "+PREFECT_LOGGING_LEVEL=WARNING",
        "+PREFECT_SERVER_EVENTS_RETENTION_PERIOD=P7D",
        " PREFECT_SERVER_API_PORT=4200",
        " PREFECT_DEBUG_MODE='true'",
        " PREFECT_SERVER_LOGGING_LEVEL=***",
    ]
    profile = "[profiles.a]\n" + "".join(
        f'{name} = "{value.strip(chr(39))}"\n'
        for name, _, value in (x.partition("=") for x in lines)
    )
    (tmp_path / ".env").unlink()
    write(tmp_path / "profiles.toml", profile)
    shown = run("check", "--diff", cwd=tmp_path).out.splitlines()
    assert '+PREFECT_LOGGING_LEVEL = "WARNING"' in shown
    assert " PREFECT_SERVER_LOGGING_LEVEL = ***" in shown
    assert not any("S3CRET" in line or "Warn" in line for line in shown)


def test_a_comment_that_was_a_line_is_not_shown_in_a_diff(tmp_path: Path) -> None:
    text = "# PREFECT_API_KEY=S3CRET\n#PREFECT_API_AUTH_STRING=S3CRET\nPREFECT_LOGGING_LEVLE=x\n"
    write(tmp_path / ".env", text)
    done = run("add-ignore", "--diff", cwd=tmp_path)
    assert done.status == 1
    assert "S3CRET" not in done.out
    assert " # PREFECT_API_KEY=***" in done.out.splitlines()
