"""`upgrade`: what changes for a folder, as text, as JSON, and with `--fix`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import NEWEST, Done, run, write
from tests.locks import uv_lock

OLD = "[runner]\n# how often\nheartbeat_frequency = 60\n"


def upgrade(folder: Path, *arguments: str, **extra: str) -> Done:
    return run("upgrade", "--isolated", *arguments, cwd=folder, **extra)


def changes(folder: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    found = json.loads(upgrade(folder, "--format", "json", *arguments).out)
    return {each["setting"]: each for each in found["changes"]}


def test_a_setting_that_moved(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", OLD)
    done = upgrade(tmp_path, "--from", "3.6.12", "--to", "3.6.13")
    assert (done.status, done.err) == (1, "")
    assert done.out.splitlines() == [
        "warning: runner.heartbeat_frequency on line 3 of prefect.toml",
        "    Prefect 3.6.13 ignores this; write flows.heartbeat_frequency instead.",
        "",
        "1 setting changes from Prefect 3.6.12 (as set) to Prefect 3.6.13: 1 warning.",
    ]


def test_a_value_that_the_new_place_refuses(tmp_path: Path) -> None:
    path = write(tmp_path / "prefect.toml", OLD.replace("60", "3"))
    between = ("--from", "3.6.12", "--to", "3.6.13")
    assert "That setting refuses the value; write another one." in upgrade(tmp_path, *between).out
    upgrade(tmp_path, "--fix", *between)
    assert path.read_text() == OLD.replace("60", "3")


def test_a_variable_keeps_its_name(tmp_path: Path) -> None:
    write(tmp_path / ".env", "PREFECT_RUNNER_HEARTBEAT_FREQUENCY=60\n")
    write(tmp_path / "uv.lock", uv_lock(prefect="3.6.12", pydantic_settings="2.12.0"))
    done = upgrade(tmp_path, "--to", "3.6.13")
    assert done.status == 0
    assert "it is now PREFECT_FLOWS_HEARTBEAT_FREQUENCY" in done.out


VACUUM = "[server.services.db_vacuum]\nenabled = "


@pytest.mark.parametrize(
    ("text", "between", "effect", "says"),
    [
        ("[logging]\nextra_loggers = ['a']", "3.1.1 3.1.0", "refused", "does not start"),
        ("[logging]\nextra_loggers = ['a']", "3.1.0 3.1.1", "accepted", "accepts the value, which"),
        (f"{VACUUM}'no'", "3.6.20 3.6.21", "converted", "reads the value differently"),
        (f"{VACUUM}true", "3.6.21 3.6.18", "ignored", "does not have this setting"),
        (f"{VACUUM}true", "3.6.18 3.6.21", "read", "reads this; Prefect 3.6.18 does not"),
    ],
)
def test_each_effect(tmp_path: Path, text: str, between: str, effect: str, says: str) -> None:
    write(tmp_path / "prefect.toml", text)
    one, other = between.split()
    found = changes(tmp_path, "--from", one, "--to", other)
    (row,) = (each for each in found.values() if each["source"])
    assert (row["effect"], row["source"]["line"]) == (effect, 2)
    assert says in row["message"]
    done = upgrade(tmp_path, "--from", one, "--to", other)
    assert done.status == (1 if effect in ("refused", "ignored") else 0)
    assert says in done.out


def test_defaults_that_change_where_nothing_sets_them(tmp_path: Path) -> None:
    found = changes(tmp_path, "--from", "3.3.3", "--to", "3.3.4")
    path = "server.events.maximum_related_resources"
    assert [*found] == [path]
    assert found[path]["changes"] == ["default"]
    assert (found[path]["before"]["default"], found[path]["after"]["default"]) == (500, 100)
    assert f"To keep it, set {path} = 500." in found[path]["message"]
    assert upgrade(tmp_path, "--from", "3.3.3", "--to", "3.3.4").status == 0
    write(tmp_path / "prefect.toml", f"{path} = 300\n")
    assert changes(tmp_path, "--from", "3.3.3", "--to", "3.3.4")[path]["message"] == (
        "The default is 100; it was 500. The value here does not change."
    )


def test_a_default_that_is_only_written_differently(tmp_path: Path) -> None:
    path = "runner.server.log_level"
    assert path not in changes(tmp_path, "--from", "3.1.12", "--to", "3.1.13")
    assert path in upgrade(tmp_path, "--all", "--from", "3.1.12", "--to", "3.1.13").out
    write(tmp_path / "prefect.toml", f"{path} = 'info'\n")
    assert changes(tmp_path, "--from", "3.1.12", "--to", "3.1.13")[path]["changes"] == ["default"]


def test_the_release_of_the_project_is_the_default_start(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", OLD)
    assert upgrade(tmp_path).err.count("name it with --from") == 1
    assert upgrade(tmp_path).status == 2
    write(tmp_path / "uv.lock", uv_lock(prefect="3.6.0"))
    done = upgrade(tmp_path)
    assert done.status == 1
    assert f"from Prefect 3.6.0 (uv.lock) to Prefect {NEWEST}" in done.out


def test_two_releases_that_are_alike(tmp_path: Path) -> None:
    done = upgrade(tmp_path, "--from", "3.9.1", "--to", "3.9.1")
    assert done == Done(
        0, "Nothing changes for this folder from Prefect 3.9.1 (as set) to Prefect 3.9.1.\n", ""
    )


def test_findings_without_a_setting(tmp_path: Path) -> None:
    write(
        tmp_path / "prefect.toml",
        '[api]\nurl = "https://api.prefect.cloud/api/accounts/x/workspaces/y"\n'
        "[logging.to_api]\nmax_log_size = 1000000\n",
    )
    done = upgrade(tmp_path, "--from", "3.6.3", "--to", "3.6.4")
    assert "New findings with Prefect 3.6.4:" in done.out
    assert "prefect.toml:4:16: note[log-size-capped]" in done.out
    back = json.loads(upgrade(tmp_path, "--from", "3.6.4", "--to", "3.6.3", "--format", "json").out)
    assert [each["code"] for each in back["gone_findings"]] == ["log-size-capped"]


def test_the_environment_and_profiles(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(
        home / ".prefect" / "profiles.toml",
        'active = "a"\n[profiles.a]\n[profiles.b]\n'
        'PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED = "true"\n',
    )
    project = tmp_path / "project"
    project.mkdir()
    between = ("--from", "3.4.20", "--to", "3.4.21")
    extra = {"HOME": str(home), "USERPROFILE": str(home)}
    name = "PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED"
    done = run("upgrade", *between, cwd=project, **extra)
    assert (done.status, "New findings with Prefect 3.4.21:" in done.out) == (1, True)
    done = run("upgrade", *between, "--profile", "b", cwd=project, **extra)
    assert (done.status, f"{name} on line 4 of profiles.toml" in done.out) == (1, True)
    done = run("upgrade", *between, cwd=project, **{name: "1"}, **extra)
    assert (done.status, f"{name} in the environment" in done.out) == (1, True)
    done = run("upgrade", "--isolated", *between, cwd=project, **{name: "1"}, **extra)
    assert done.status == 0


def test_everything_that_changed(tmp_path: Path) -> None:
    done = upgrade(tmp_path, "--all", "--from", "3.6.20", "--to", "3.6.21")
    assert done.status == 0
    assert done.out.splitlines()[-1] == "5 settings change from Prefect 3.6.20 to Prefect 3.6.21."
    shown = json.loads(
        upgrade(tmp_path, "--all", "--from", "3.1.0", "--to", NEWEST, "--format", "json").out
    )
    assert [each["code"] for each in shown["rules"]] == [
        "log-size-capped", "legacy-overridden", "profiles-path-literal",
    ]  # fmt: skip
    added = {each["setting"] for each in shown["changes"] if each["changes"] == ["added"]}
    listed = run("explain", "--since", "3.1.0", cwd=tmp_path).out.splitlines()
    assert {line.split()[0] for line in listed} == added
    assert upgrade(tmp_path, "--all", "--from", NEWEST).out == (
        f"No setting changes from Prefect {NEWEST} to Prefect {NEWEST}.\n"
    )


def test_fixes(tmp_path: Path) -> None:
    path = write(tmp_path / "prefect.toml", OLD + "[server]\nport = 1\n")
    between = ("--from", "3.6.12", "--to", "3.9.1")
    shown = upgrade(tmp_path, "--diff", *between)
    assert shown.status == 1
    assert "+[flows]" in shown.out
    assert path.read_text() == OLD + "[server]\nport = 1\n"
    done = upgrade(tmp_path, "--fix", *between)
    assert done.err.splitlines() == [
        "prefect-toml-lsp: fixed prefect.toml",
        "  prefect.toml:3: moved `heartbeat_frequency` to `[flows]`",
    ]
    assert "# how often\nheartbeat_frequency = 60\n" in path.read_text()
    assert "[flows]" in path.read_text()
    # What was wrong before stays unchanged.
    assert "[server]\nport = 1\n" in path.read_text()
    again = path.read_text()
    assert upgrade(tmp_path, "--fix", *between).err == ""
    assert path.read_text() == again


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everything")
def test_a_file_that_is_read_only(tmp_path: Path) -> None:
    path = write(tmp_path / "prefect.toml", OLD)
    path.chmod(0o444)
    done = upgrade(tmp_path, "--fix", "--from", "3.6.12")
    assert done.status == 2
    assert "prefect.toml: not written: it is read-only" in done.err
    assert path.read_text() == OLD


def test_no_secret_is_shown(tmp_path: Path) -> None:
    write(
        tmp_path / "prefect.toml",
        '[api]\nkey = "S3CRET"\n[server.database]\nsqlalchemy_pool_size = 5\n',
    )
    write(tmp_path / ".env", "PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE=S3CRET\n")
    for extra in (("--format", "json"), ("--diff",), ()):
        done = upgrade(tmp_path, "--from", "3.1.0", *extra)
        assert "S3CRET" not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gone",), "gone: there is no such folder"),
        (("--from", "3.5.9"), "Prefect 3.5.9 is not a known release; the nearest is 3.5.0"),
        (("--from", "3.1.0", "--to", "4"), "Prefect 4 is not a known release; the nearest is"),
        (("--from", "x"), "`x` is not a Prefect release"),
        (("--from", "3.1.0", "--format", "tabel"), "invalid choice: 'tabel'"),
        (("--from", "3.1.0", "--al"), "did you mean --all?"),
        (("--from", "3.1.0", "--all", "--fix"), "--all changes nothing"),
    ],
)
def test_bad_input(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = upgrade(tmp_path, *arguments)
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert message in done.err


def test_broken_files_are_reported(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "[x")
    done = upgrade(tmp_path, "--from", "3.8.7", "--to", "3.8.8")
    assert (done.status, done.err.count("line 1 is not TOML")) == (0, 1)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", b"[runner]\nheartbeat_frequency = 60 # \xff\n")
    write(tmp_path / ".env", b"\xff")
    done = upgrade(tmp_path, "--from", "3.6.12", "--fix")
    assert done.status in (0, 1)
    assert "Internal error" not in done.err
    assert (tmp_path / ".env").read_bytes() == b"\xff"
