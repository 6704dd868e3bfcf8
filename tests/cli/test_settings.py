"""`settings`: the values in force in a folder, their sources, and differences elsewhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cli.command import Done, run, write

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(
        tmp_path / "prefect.toml",
        'cli.colors = false\n[server.api]\nport = 4300\n[api]\nkey = "S3CRET"\n',
    )
    write(tmp_path / ".env", "PREFECT_SERVER_API_PORT=4400\n")
    return tmp_path


def settings(folder: Path, *arguments: str, **extra: str) -> Done:
    return run("settings", "--isolated", *arguments, cwd=folder, **extra)


def found(folder: Path, *arguments: str) -> dict[str, object]:
    done = settings(folder, "--format", "json", *arguments)
    return {each["setting"]: each["value"] for each in json.loads(done.out)}


def test_values_that_differ_from_the_defaults(folder: Path) -> None:
    done = settings(folder)
    assert done.status == 0
    *rows, empty, last = done.out.splitlines()
    assert rows[0].split() == ["Setting", "Value", "Comes", "from"]
    port = next(row for row in rows if row.startswith("server.api.port "))
    assert port.split("  ")[-1].strip() == "PREFECT_SERVER_API_PORT on line 1 of .env"
    assert not empty
    assert last.startswith("3 of ")
    assert "settings differ from their defaults, as Prefect " in last


WRONG = '[server.api]\nport = "x"\nprot = 1\n'


@pytest.mark.parametrize(
    ("text", "variables", "where"),
    [
        (WRONG, "", "2 lines of prefect.toml"),
        ("[server]\nprot = { a = 1 }\n", "", "1 line of prefect.toml"),
        (WRONG, "PREFECT_SERVER_API_PROT=1\nX=1\n", "1 line of .env and 2 lines of prefect.toml"),
        ('[server.api]\nport = "80"\n', "X=1\n", None),
    ],
)
def test_errors_and_warnings_are_counted(
    text: str, variables: str, where: str | None, tmp_path: Path
) -> None:
    write(tmp_path / "prefect.toml", text)
    write(tmp_path / ".env", variables)
    write(tmp_path / "below" / "prefect.toml", WRONG)
    last = settings(tmp_path).out.splitlines()[-1]
    told = f"Found errors or warnings on {where}; run `prefect-toml-lsp check`."
    assert (last == told) == (where is not None)
    assert ("Found" in last) == (where is not None)


@pytest.mark.parametrize("form", ["json", "toml", "env"])
def test_output_for_programs_has_no_other_line(form: str, tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", WRONG)
    done = settings(tmp_path, "--format", form)
    assert "ound errors" not in done.out
    assert done.err.splitlines()[-1] == (
        "prefect-toml-lsp: found errors or warnings on 2 lines of prefect.toml; run "
        "`prefect-toml-lsp check`."
    )


def test_the_command_names_folder_and_release(tmp_path: Path) -> None:
    write(tmp_path / "a b" / "prefect.toml", "[server.api]\nprot = 1\n")
    done = settings(tmp_path, "a b", "--prefect-version", "3.6.0")
    assert done.out.endswith("; run `prefect-toml-lsp check 'a b' --prefect-version 3.6.0`.\n")
    assert run("check", "a b", "--prefect-version", "3.6.0", cwd=tmp_path).status == 1


def test_sources_that_are_overridden(folder: Path) -> None:
    shown = settings(folder, "--verbose").out
    assert "not server.api.port on line 3 of prefect.toml" in shown
    assert "not server.api.port" not in settings(folder).out


def test_all_settings_and_some_settings(folder: Path) -> None:
    assert len(found(folder, "--all")) > 100
    assert found(folder, "--setting", "server.api.port") == {"server.api.port": 4400}
    assert found(folder, "--setting", "prefect_server_api_port") == {"server.api.port": 4400}
    assert {"server.api.port", "server.api.host"} < {*found(folder, "--setting", "server.api")}


def test_a_setting_that_does_not_exist(folder: Path) -> None:
    done = settings(folder, "--setting", "server.api.prot")
    assert (done.status, done.out) == (2, "")
    assert "did you mean server.api.port?" in done.err


def test_places_and_states(folder: Path) -> None:
    done = settings(folder, "--format", "json")
    port, key = (
        next(each for each in json.loads(done.out) if each["setting"] == name)
        for name in ("server.api.port", "api.key")
    )
    assert port["sources"] == [
        {"kind": "dotenv", "name": "PREFECT_SERVER_API_PORT", "path": str(folder / ".env"),
         "line": 1},
    ]  # fmt: skip
    assert [each["line"] for each in port["overridden"]] == [3]
    assert (key["value"], key["state"]) == (None, "hidden")


@pytest.mark.parametrize("form", ["table", "json", "toml", "env"])
def test_no_secret_is_shown(folder: Path, form: str) -> None:
    assert "S3CRET" not in settings(folder, "--format", form, "--verbose", "--all").out


def test_secrets_on_a_terminal_only(folder: Path) -> None:
    done = settings(folder, "--show-secrets")
    assert (done.status, done.out) == (2, "")
    with patch("prefect_toml_lsp.cli.commands.settings.sys.stdout") as out:
        out.isatty.return_value = True
        from prefect_toml_lsp.cli.settings_read import read_settings

        assert out.isatty()
        from argparse import Namespace

        options = Namespace(
            prefect_version=None, isolated=True, profile=None, show_secrets=True, setting=["api"]
        )
        read = read_settings(str(folder), options)
    assert "S3CRET" in [each.value for each in read.settings]


def test_values_as_toml(folder: Path) -> None:
    text = settings(folder, "--format", "toml").out
    assert tomllib.loads(text)["server"]["api"]["port"] == 4400
    assert "# key = ***" in text
    other = folder / "copy"
    write(other / "prefect.toml", text)
    write(folder / "again" / ".env", settings(folder, "--format", "env").out)
    expected = {name: value for name, value in found(folder).items() if name != "api.key"}
    assert found(other) == found(folder / "again") == expected


def test_a_value_that_needs_quotes(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", """home = "/a 'b' \\\\ $c"\napi.url = "http://${x}/api"\n""")
    write(tmp_path / "again" / ".env", settings(tmp_path, "--format", "env").out)
    before, after = found(tmp_path), found(tmp_path / "again")
    assert after["home"] == before["home"]
    assert "api.url" not in after


def test_another_folder(folder: Path) -> None:
    write(folder / "other" / "prefect.toml", "cli.colors = false\n[server.api]\nport = 4500\n")
    done = settings(folder, "--diff", "other")
    assert done.status == 1
    assert "server.api.port" in done.out
    assert "4400" in done.out
    assert "4500" in done.out
    assert "cli.colors" not in done.out
    assert "S3CRET" not in done.out
    assert settings(folder, "--diff", ".").out.startswith("Nothing differs between ")
    assert settings(folder, "--diff", ".").status == 0


def test_another_release(folder: Path) -> None:
    done = settings(folder, "--diff", "3.1.0", "--prefect-version", "3.9.1")
    head = done.out.splitlines()[0].split("  ")
    assert [each.strip() for each in head if each] == ["Setting", "Prefect 3.9.1", "Prefect 3.1.0"]
    assert "(no such setting)" in done.out
    arguments = ("--diff", "3.4.0", "--prefect-version", "3.8.8", "--format", "json")
    found = {each["setting"]: each for each in json.loads(settings(folder, *arguments).out)}
    assert found["runner.heartbeat_frequency"]["one"] is None
    assert "cli.colors" not in found


def test_a_profile_that_does_not_exist(tmp_path: Path) -> None:
    profiles = write(tmp_path / "profiles.toml", "[profiles.local-one]\n")
    path = str(profiles)
    done = run("settings", "--profile", "local-on", cwd=tmp_path, PREFECT_PROFILES_PATH=path)
    assert done.status == 2
    assert done.err == "prefect-toml-lsp: there is no profile 'local-on'; did you mean local-one?\n"
    done = run("settings", "--profile", "ephemeral", cwd=tmp_path, PREFECT_PROFILES_PATH=path)
    assert done.status == 0  # one of Prefect's built-in profiles


def test_a_profile(tmp_path: Path) -> None:
    home = tmp_path / "home"
    text = 'active = "one"\n[profiles.one]\n[profiles.two]\nPREFECT_SERVER_API_PORT = "4500"\n'
    write(home / ".prefect" / "profiles.toml", text)
    extra = {"HOME": str(home), "USERPROFILE": str(home)}
    project = tmp_path / "project"
    project.mkdir()
    done = run("settings", "--profile", "two", cwd=project, **extra)
    assert "server.api.port" in done.out
    done = run("settings", "--diff", "profile:two", cwd=project, **extra)
    assert done.out.splitlines()[0].split() == ["Setting", "now", "profile:two"]
    assert done.status == 1


@pytest.mark.parametrize(
    "arguments", [("gone",), ("--diff", "gone"), ("--prefect-version", "x"), ("--format", "tabel")]
)
def test_bad_input(folder: Path, arguments: tuple[str, ...]) -> None:
    done = settings(folder, *arguments)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


def test_broken_files_are_reported(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "[server\n")
    done = settings(tmp_path)
    assert done.status == 0
    assert "prefect.toml" in done.err
