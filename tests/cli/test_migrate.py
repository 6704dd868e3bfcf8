"""`migrate`: moves settings from one source to another, with their comments."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import tomlkit

from prefect_toml_lsp.files import writing
from tests.cli.command import NEWEST, Done, run, write
from tests.locks import uv_lock

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ENV = """\
# for the app
DATABASE=x

# the server's port
PREFECT_SERVER_API_PORT=4300 # open
export PREFECT_LOGGING_LEVEL="debug"
PREFECT_LOGGING_EXTRA_LOGGERS='a,b'
PREFECT_CLIENT_CUSTOM_HEADERS={"X": "y"}
PREFECT_DEBUG_MODE=off
"""
HOME = "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "project"
    path.mkdir()
    return path


def migrate(folder: Path, source: str, target: str, *arguments: str, **extra: str) -> Done:
    home = str(folder.parent / HOME)
    extra = {"HOME": home, "USERPROFILE": home, **extra}
    return run("migrate", "--from", source, "--to", target, *arguments, cwd=folder, **extra)


def profiles(folder: Path, text: str) -> Path:
    return write(folder.parent / HOME / ".prefect" / "profiles.toml", text)


def stays(done: Done) -> dict[str, str]:
    """For each name that stays, the reason."""
    lines = (line.strip() for line in done.out.splitlines() if line.startswith("  "))
    return {line.split(" on line ")[0].split(":")[0]: line.partition(": ")[2] for line in lines}


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    path = write(folder / ".env", ENV)
    done = migrate(folder, "dotenv", "prefect.toml")
    assert (done.status, done.err) == (1, "")
    assert "--- a/prefect.toml" in done.out
    assert "+port = 4300  # open" in done.out
    assert "-PREFECT_SERVER_API_PORT=4300 # open" in done.out
    assert done.out.splitlines()[-1] == "Would move 5 settings from .env to prefect.toml."
    assert path.read_text() == ENV
    assert not (folder / "prefect.toml").exists()


@pytest.mark.parametrize(
    ("source", "name", "target", "file"),
    [
        ("dotenv", ".env", "prefect.toml", "prefect.toml"),
        ("prefect.toml", "prefect.toml", "dotenv", ".env"),
        ("dotenv", ".env", "pyproject", "pyproject.toml"),
        ("dotenv", ".env", "profile", "profiles.toml"),
        ("pyproject", "pyproject.toml", "dotenv", ".env"),
        ("profile", "profiles.toml", "dotenv", ".env"),
    ],
)
def test_a_file_names_its_source(
    folder: Path, source: str, name: str, target: str, file: str
) -> None:
    write(folder / ".env", "PREFECT_SERVER_API_PORT=4300\n")
    write(folder / "prefect.toml", "[logging]\nlevel = 'INFO'\n")
    write(folder / "pyproject.toml", "[tool.prefect.logging]\nmarkup = true\n")
    profiles(folder, "active = 'a'\n[profiles.a]\nPREFECT_DEBUG_MODE = 'true'\n")
    by_name = migrate(folder, source, target)
    assert by_name.status == 1, by_name.err
    assert migrate(folder, name, file) == by_name


def test_from_dotenv_to_settings(folder: Path) -> None:
    path = write(folder / ".env", ENV)
    write(folder / "prefect.toml", "# mine\n[server.api]\nhost = 'h' # stays\n")
    done = migrate(folder, "dotenv", "prefect.toml", "--write")
    assert (done.status, done.out) == (0, "Moved 5 settings from .env to prefect.toml.\n")
    assert path.read_text() == "# for the app\nDATABASE=x\n\n"
    text = (folder / "prefect.toml").read_text()
    assert "# mine\n[server.api]\nhost = 'h' # stays\n" in text
    assert "# the server's port\nport = 4300  # open\n" in text
    assert tomllib.loads(text) == {
        "debug_mode": False,
        "server": {"api": {"host": "h", "port": 4300}},
        "logging": {"level": "DEBUG", "extra_loggers": ["a", "b"]},
        "client": {"custom_headers": {"X": "y"}},
    }
    again = migrate(folder, "dotenv", "prefect.toml", "--write")
    assert (again.status, again.out) == (0, "Nothing can move from .env to prefect.toml.\n")


def test_there_and_back_again(folder: Path) -> None:
    write(folder / ".env", ENV)
    write(
        folder / "pyproject.toml", '[project] # ours\nname = "x"\n\n[tool.ruff]\nline-length = 9\n'
    )
    before = tomlkit.parse((folder / "pyproject.toml").read_text())
    for source, target in (
        ("dotenv", "pyproject"), ("pyproject", "prefect.toml"), ("prefect.toml", "pyproject"),
    ):  # fmt: skip
        assert migrate(folder, source, target, "--write").status == 0
    document = tomlkit.parse((folder / "pyproject.toml").read_text())
    tool = document["tool"]
    assert isinstance(tool, dict)
    assert tool["prefect"]["server"]["api"]["port"] == 4300
    assert migrate(folder, "pyproject", "dotenv", "--write").status == 0
    assert tomlkit.parse((folder / "pyproject.toml").read_text()) == before
    assert "[project] # ours" in (folder / "pyproject.toml").read_text()
    text = (folder / ".env").read_text()
    assert "# the server's port\nPREFECT_SERVER_API_PORT=4300  # open\n" in text
    assert 'PREFECT_CLIENT_CUSTOM_HEADERS=\'{"X": "y"}\'\n' in text
    assert 'PREFECT_LOGGING_EXTRA_LOGGERS=\'["a", "b"]\'\n' in text
    assert (folder / "prefect.toml").read_text() == ""


def test_comments_inside_a_value_and_a_byte_order_mark(folder: Path) -> None:
    array = "plugins.allow = [\n  'a', # first\n  # second\n  'b',\n] # both\n"
    write(folder / "prefect.toml", array)
    write(folder / "pyproject.toml", "[project]\n")
    path = write(folder / ".env", "\ufeffPREFECT_UI_URL=x\nA=1\n")
    assert migrate(folder, "prefect.toml", "pyproject", "--write").status == 0
    assert (
        array.removeprefix("plugins.").replace("] #", "]  #")
        in (folder / "pyproject.toml").read_text()
    )
    assert migrate(folder, "pyproject", "dotenv", "--write").status == 0
    expected = '# first\n# second\nPREFECT_PLUGINS_ALLOW=\'["a", "b"]\'  # both\n'
    assert expected in path.read_text("utf-8")
    assert migrate(folder, "dotenv", "prefect.toml", "--write").status == 0
    assert path.read_text("utf-8") == "\ufeffA=1\n"
    assert (
        '# first\n# second\nallow = ["a", "b"]  # both\n' in (folder / "prefect.toml").read_text()
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("client = { metrics = { enabled = true } }\nserver.api = {port = 4300}\n", ""),
        ("client = {metrics = {enabled = true}, nope = {}}\n", "client = {nope = {}}\n"),
        ("[client]\nmetrics = {enabled = true}\n", ""),
        ("# mine\nclient = {metrics = {enabled = true}}\n", "# mine\nclient = {metrics = {}}\n"),
        ("client = {}\ndebug_mode = true\n", "client = {}\n"),
    ],
)
def test_an_inline_table_that_becomes_empty_is_removed(
    folder: Path, before: str, after: str
) -> None:
    path = write(folder / "prefect.toml", before)
    assert migrate(folder, "prefect.toml", "dotenv", "--write").status == 0
    assert path.read_text() == after


def test_settings_that_stay_and_why(folder: Path) -> None:
    write(
        folder / ".env",
        "HOST=h\n"
        "PREFECT_API_KEY=S3CRET\n"
        "PREFECT_API_URL=http://${HOST}/api\n"
        "PREFECT_PROFILE=a\n"
        "PREFECT_NOPE=1\n"
        'PREFECT_CLI={"colors": false}\n'
        "PREFECT_SERVER_API_HOST=h\n"
        "PREFECT_SERVER_API_PORT=S3CRET\n"
        "PREFECT_DEBUG_MODE=1\n"
        "PREFECT_DEBUG_MODE=0\n"
        "PREFECT_RUNNER_HEARTBEAT_FREQUENCY\n"
        "PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED=1\n"
        "PREFECT_UI_URL=x\nOTHER=${PREFECT_UI_URL}\n"
        "PREFECT_CLI_COLORS=1\n",
    )
    write(folder / "prefect.toml", "server.api.host = 'x'\n")
    write(folder / "compose.yaml", "services:\n  a:\n    image: x:${PREFECT_CLI_COLORS}\n")
    done = migrate(folder, "dotenv", "prefect.toml")
    assert done.status == 0
    assert "S3CRET" not in done.out
    assert stays(done) == {
        "PREFECT_API_KEY": "it may be a secret",
        "PREFECT_API_URL": "it refers to other variables",
        "PREFECT_PROFILE": "Prefect only reads it from the environment of its process",
        "PREFECT_NOPE": f"Prefect {NEWEST} does not know it",
        "PREFECT_CLI": "it holds JSON for a whole table",
        "PREFECT_SERVER_API_HOST": "prefect.toml already sets it",
        "PREFECT_SERVER_API_PORT": "Prefect refuses the value",
        "PREFECT_DEBUG_MODE": "the setting is set more than once here",
        "PREFECT_RUNNER_HEARTBEAT_FREQUENCY": "it has no value",
        "PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED": f"Prefect {NEWEST} does not have it",
        "PREFECT_UI_URL": "other lines refer to it",
        "PREFECT_CLI_COLORS": "a compose file refers to it",
    }


def test_a_setting_that_another_source_would_override_stays(folder: Path) -> None:
    path = write(folder / ".env", "PREFECT_SERVER_API_PORT=1\nPREFECT_SERVER_API_HOST=h\n")
    write(folder / "prefect.toml", "server.api.port = 2\n")
    write(folder / "pyproject.toml", "[project]\nname = 'x'\n")
    done = migrate(folder, "dotenv", "pyproject", "--write")
    assert done.status == 0
    assert stays(done) == {
        "PREFECT_SERVER_API_PORT": (
            "Prefect would use another value afterwards, because another source sets it, too"
        )
    }
    assert path.read_text() == "PREFECT_SERVER_API_PORT=1\n"
    assert "host" in (folder / "pyproject.toml").read_text()


def test_the_environment_does_not_decide_what_is_overridden(folder: Path) -> None:
    """The variable may not be set when Prefect starts the next time."""
    write(folder / ".env", "PREFECT_SERVER_API_PORT=1\n")
    write(folder / "prefect.toml", "server.api.port = 2\n")
    write(folder / "pyproject.toml", "[project]\nname = 'x'\n")
    done = migrate(folder, "dotenv", "pyproject", PREFECT_SERVER_API_PORT="3")
    assert "PREFECT_SERVER_API_PORT" in stays(done)


def test_secrets_move_only_where_requested(folder: Path) -> None:
    write(folder / ".env", "PREFECT_API_KEY=S3CRET\n# PREFECT_API_KEY=0ld\nPREFECT_UI_URL=x\n")
    profiles(folder, 'active = "a"\n[profiles.a]\n')
    assert "S3CRET" not in migrate(folder, "dotenv", "prefect.toml", "--secrets").out
    done = migrate(folder, "dotenv", "prefect.toml", "--write")
    assert "PREFECT_API_KEY" in stays(done)
    # Comments do not take secrets along, either.
    assert "0ld" not in (folder / "prefect.toml").read_text()
    assert migrate(folder, "dotenv", "prefect.toml", "--secrets", "--write").status == 0
    assert 'key = "S3CRET"' in (folder / "prefect.toml").read_text()
    done = migrate(folder, "prefect.toml", "profile", "--write")
    assert done.status == 0
    assert 'PREFECT_API_KEY = "S3CRET"' in profiles_text(folder)


def profiles_text(folder: Path) -> str:
    return (folder.parent / HOME / ".prefect" / "profiles.toml").read_text()


def test_from_a_profile(folder: Path) -> None:
    profiles(
        folder,
        'active = "a"\n\n[profiles.a]\n# ours\nPREFECT_API_URL = "http://a/api"\n\n'
        '[profiles.b]\nPREFECT_SERVER_API_PORT = "4300"\n',
    )
    done = migrate(folder, "profile", "prefect.toml", "--write")
    assert done.status == 0
    assert "whichever profile is active" in done.out
    assert (folder / "prefect.toml").read_text() == ('[api]\n# ours\nurl = "http://a/api"\n')
    assert profiles_text(folder) == (
        'active = "a"\n\n[profiles.a]\n\n[profiles.b]\nPREFECT_SERVER_API_PORT = "4300"\n'
    )
    # A variable of another profile would then count in the active one, too.
    done = migrate(folder, "profile", "prefect.toml", "--profile", "b")
    assert "PREFECT_SERVER_API_PORT" in stays(done)


def test_to_a_profile(folder: Path) -> None:
    path = profiles(folder, 'active = "a"\n[profiles.a]\n[profiles.b]\n')
    write(folder / "prefect.toml", "[plugins]\nallow = ['a', 'b']\n[server.api]\nport = 4300\n")
    done = migrate(folder, "prefect.toml", "profile", "--write")
    assert done.status == 0
    assert tomllib.loads(path.read_text())["profiles"]["a"] == {
        "PREFECT_PLUGINS_ALLOW": "a,b", "PREFECT_SERVER_API_PORT": "4300",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("[profiles.a]\n", None, "no profile is active; name one with --profile"),
        ("[profiles.abc]\n", "abd", "has no profile 'abd'; did you mean abc?"),
        (None, None, "there is no such file"),
    ],
)
def test_a_profile_that_does_not_exist(
    folder: Path, text: str | None, name: str | None, message: str
) -> None:
    if text is not None:
        profiles(folder, text)
    write(folder / ".env", ENV)
    named = () if name is None else ("--profile", name)
    for ends in (("profile", "dotenv"), ("dotenv", "profile")):
        done = migrate(folder, *ends, *named)
        assert (done.status, done.out) == (2, "")
        assert message in done.err


def test_from_the_environment(folder: Path) -> None:
    extra = {"PREFECT_SERVER_API_PORT": "4300", "PREFECT_API_KEY": "S3CRET", "PREFECT_PROFILE": "a"}
    done = migrate(folder, "env", "prefect.toml", "--write", **extra)
    assert done.status == 0
    assert done.out.splitlines()[0] == "Copied 1 setting from the environment to prefect.toml."
    assert "win until you unset them" in done.out
    assert {*stays(done)} == {"PREFECT_API_KEY", "PREFECT_PROFILE"}
    assert (folder / "prefect.toml").read_text() == "[server.api]\nport = 4300\n"


def test_line_ends_and_other_tools_files_stay_the_same(folder: Path) -> None:
    path = write(folder / ".env", ENV.replace("\n", "\r\n"))
    target = write(folder / "prefect.toml", "[server.api]\r\nhost = 'h'\r\n")
    assert migrate(folder, "dotenv", "prefect.toml", "--write").status == 0
    assert path.read_bytes() == b"# for the app\r\nDATABASE=x\r\n\r\n"
    assert b"\n" not in target.read_bytes().replace(b"\r\n", b"")


@pytest.mark.skipif(os.name != "posix", reason="links and modes of POSIX")
def test_links_and_modes_are_kept(folder: Path) -> None:
    real = write(folder / "real.env", ENV)
    real.chmod(0o600)
    (folder / ".env").symlink_to("real.env")
    assert migrate(folder, "dotenv", "prefect.toml", "--write").status == 0
    assert (folder / ".env").is_symlink()
    assert real.read_text() == "# for the app\nDATABASE=x\n\n"
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_link_to_nothing(folder: Path) -> None:
    write(folder / ".env", ENV)
    (folder / "prefect.toml").symlink_to("nowhere")
    done = migrate(folder, "dotenv", "prefect.toml", "--write")
    assert (done.status, done.out) == (2, "")
    assert done.err == "prefect-toml-lsp: prefect.toml: the link leads nowhere\n"
    assert not (folder / "nowhere").exists()


def test_a_source_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder / ".env", ENV)

    def fail(*_: object) -> None:
        raise PermissionError("it is read-only")

    monkeypatch.setattr(writing, "replace", fail)
    done = migrate(folder, "dotenv", "prefect.toml", "--write")
    assert done.status == 2
    assert done.err.splitlines() == [
        "prefect-toml-lsp: .env: not written: it is read-only",
        "prefect-toml-lsp: prefect.toml was written; 5 settings are now in both files, nothing is "
        "lost",
    ]
    assert path.read_text() == ENV


def test_a_target_that_was_created_meanwhile_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / ".env", ENV)
    create = writing.create

    def late(path: Path, content: bytes) -> None:
        path.write_text("theirs")
        create(path, content)

    monkeypatch.setattr(writing, "create", late)
    done = migrate(folder, "dotenv", "prefect.toml", "--write")
    assert done.status == 2
    assert (folder / "prefect.toml").read_text() == "theirs"
    assert (folder / ".env").read_text() == ENV


@pytest.mark.parametrize(
    ("files", "ends", "message"),
    [
        ({}, ("dotenv", "prefect.toml"), ".env: there is no such file"),
        ({".env": ENV}, ("dotenv", "pyproject"), "pyproject.toml: there is no such file"),
        ({".env": ENV, "prefect.toml": "[x"}, ("dotenv", "prefect.toml"), "line 1 is not TOML"),
        ({"prefect.toml": "[x"}, ("prefect.toml", "dotenv"), "correct the file first"),
        ({".env": b"\xff"}, ("dotenv", "prefect.toml"), "the file is not UTF-8 (byte 0)"),
        ({".env": ENV}, ("dotenv", "dotenv"), "--from and --to are both dotenv"),
        ({}, ("dotenf", "dotenv"), "did you mean dotenv?"),
        ({}, ("env", "env"), "invalid choice: 'env'"),
    ],
)
def test_bad_input(
    folder: Path, files: dict[str, str | bytes], ends: tuple[str, str], message: str
) -> None:
    for name, content in files.items():
        write(folder / name, content)
    done = migrate(folder, *ends, "--write")
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert message in done.err


def test_the_release_of_the_project_counts(folder: Path) -> None:
    write(folder / "uv.lock", uv_lock(prefect="3.4.20", pydantic_settings="2.12.0"))
    write(folder / ".env", "PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED=1\n")
    assert migrate(folder, "dotenv", "prefect.toml", "--write").status == 0
    assert "lineage_events_enabled = true" in (folder / "prefect.toml").read_text()
