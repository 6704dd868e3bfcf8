"""What a file is judged by: the release of its project, and overrides if requested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Done, as_findings, run

RUNNER = "[runner]\nheartbeat_frequency = 30\n"  # until 3.6.12


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()  # folders above do not count
    (tmp_path / "prefect.toml").write_text(RUNNER)
    return tmp_path


def codes(done: Done) -> list[str]:
    return [finding["code"] for finding in json.loads(done.out)]


def check(*arguments: str, cwd: Path, **extra: str) -> Done:
    return run("check", "--output-format", "json", *arguments, cwd=cwd, **extra)


def test_the_newest_release_unless_the_project_says_otherwise(project: Path) -> None:
    assert codes(check(cwd=project)) == ["wrong-release"]
    (project / "requirements.txt").write_text("prefect==3.5.0\n")
    assert codes(check(cwd=project)) == []


def test_the_option_decides_first(project: Path) -> None:
    (project / "requirements.txt").write_text("prefect==3.5.0\n")
    assert codes(check("--prefect-version", "3.9.1", cwd=project)) == ["wrong-release"]


def test_folders_without_information_are_judged_like_the_one_above(project: Path) -> None:
    (project / "requirements.txt").write_text("prefect==3.5.0\n")
    for name in ("a", "b/c"):
        folder = project / name
        folder.mkdir(parents=True)
        (folder / "prefect.toml").write_text(RUNNER)
    (project / "b" / "requirements.txt").write_text("prefect==3.9.1\n")
    done = check(cwd=project)
    paths = [finding["path"] for finding in json.loads(done.out)]
    assert [Path(path).as_posix() for path in paths] == ["b/c/prefect.toml"]


def test_an_unknown_release_is_reported_once(project: Path) -> None:
    (project / "requirements.txt").write_text("prefect==3.99.0\n")
    for name in ("a", "b"):
        (project / name).mkdir()
        (project / name / "prefect.toml").write_text("debug_mode = true\n")
    assert check(cwd=project).err.count("3.99.0") == 1


def test_prefect_2_is_a_warning(project: Path) -> None:
    (project / "requirements.txt").write_text("prefect==2.20.0\n")
    (project / "prefect.toml").write_text("debug_mode = true\n")
    done = check(cwd=project)
    assert (codes(done), done.status) == (["prefect-2"], 1)


def test_the_project_always_counts_and_the_machine_only_if_requested(project: Path) -> None:
    (project / "prefect.toml").write_text('[api]\nurl = "http://127.0.0.1:4200/api"\n')
    (project / ".env").write_text("PREFECT_API_URL=http://s3cret/api\n")
    done = check(cwd=project)
    assert (codes(done), done.status) == (["overridden"], 0)
    assert "s3cret" not in done.out + done.err
    (project / ".env").unlink()
    assert codes(check(cwd=project, PREFECT_API_URL="http://s3cret/api")) == []
    done = check("--environment", cwd=project, PREFECT_API_URL="http://s3cret/api")
    assert codes(done) == ["overridden"]


def test_strict_warns_of_secrets(project: Path) -> None:
    (project / "prefect.toml").write_text('[api]\nkey = "pnu_s3cret"\n')
    relaxed, strict = check(cwd=project), check("--strict", cwd=project)
    assert (codes(relaxed), relaxed.status) == (["plain-secret"], 0)
    assert (codes(strict), strict.status) == (["plain-secret"], 1)
    assert "s3cret" not in strict.out


def test_a_loop_of_links_stops_prefect(project: Path) -> None:
    (project / "prefect.toml").unlink()
    (project / "prefect.toml").symlink_to("prefect.toml")
    done = check(cwd=project)
    assert (codes(done), done.status) == (["unreadable-file"], 1)


def test_findings_caused_by_the_machine_are_marked(project: Path) -> None:
    (project / "prefect.toml").write_text("debug_mode = true\n")
    done = run("check", "--environment", cwd=project, PREFECT_SERVER_API_PORT="s3cret")
    assert done.out.startswith("<environment>:1:1: error[int-string]: ")
    assert "Found 1 error on this machine and nothing in 1 file, checked as" in done.out
    assert (done.status, "s3cret" in done.out) == (1, False)


def test_another_tools_file_that_stops_the_prefect_of_the_folder(project: Path) -> None:
    (project / "prefect.toml").write_text("debug_mode = true\n")
    (project / "pyproject.toml").write_text("[tool.other]\ndev = ['py', {}]\n")
    assert codes(check(cwd=project)) == []
    (project / "requirements.txt").write_text(
        "prefect==3.1.15\n"
    )  # reads TOML with the package toml
    (finding,) = json.loads(check(cwd=project).out)
    assert (finding["path"], finding["severity"]) == ("pyproject.toml", "error")


def test_a_conflict_of_file_and_environment_is_reported_once(project: Path) -> None:
    (project / "prefect.toml").write_text("[logging.to_api]\nmax_log_size = 1000\n")
    done = check("--environment", cwd=project, PREFECT_LOGGING_TO_API_BATCH_SIZE="100")
    (finding,) = json.loads(done.out)
    assert (finding["path"], finding["code"]) == ("prefect.toml", "log-size-over-batch")
    both = {"PREFECT_LOGGING_TO_API_MAX_LOG_SIZE": "9", "PREFECT_LOGGING_TO_API_BATCH_SIZE": "1"}
    (project / "prefect.toml").write_text("debug_mode = true\n")
    (finding,) = json.loads(check("--environment", cwd=project, **both).out)
    assert finding["path"] == "<environment>"


def test_both_files_of_profiles_that_prefect_opens_are_checked(project: Path) -> None:
    (project / "prefect.toml").write_text("home = 'h'\n")
    (project / "h").mkdir()
    (project / "h/profiles.toml").write_text("profiles.a = 5\n")
    assert codes(check(cwd=project)) == ["wrong-type"]


def test_a_folder_instead_of_the_profiles_is_an_error_where_it_is_named(project: Path) -> None:
    (project / "d").mkdir()
    (project / "prefect.toml").write_text("profiles_path = 'd'\n")
    assert codes(check(cwd=project)) == ["profiles-path-is-folder"]
    (project / "prefect.toml").unlink()
    (project / ".env").write_text("PREFECT_PROFILES_PATH=d\n")
    assert codes(check(cwd=project)) == ["profiles-path-is-folder"]
    found = check("--prefect-version", "3.1.15", cwd=project)  # reads no settings from `.env`
    assert codes(found) == ["profiles-path-is-folder"]


@pytest.mark.parametrize("release", ["3.1.15", "3.9.1"])  # the first reads no settings from `.env`
def test_a_path_that_the_system_cannot_hold_is_an_error_where_it_is_named(
    project: Path, release: str
) -> None:
    (project / "prefect.toml").unlink()
    long = "é" * 200
    (project / ".env").write_text(f"PREFECT_PROFILES_PATH={long}\n", encoding="utf-8")
    assert codes(check("--prefect-version", release, cwd=project)) == ["path-too-long"]
    (project / ".env").unlink()
    (project / "pyproject.toml").write_text(
        f'[tool.prefect]\nprofiles_path = "{long}"\n', encoding="utf-8"
    )
    assert codes(check("--prefect-version", release, cwd=project)) == ["path-too-long"]


@pytest.mark.parametrize("version", ["foo", "", "3.x", "latest"])
def test_an_invalid_release_is_wrong_usage(version: str, project: Path) -> None:
    done = run("check", "--prefect-version", version, cwd=project)
    assert (done.status, done.out) == (2, "")
    said = f"`{version}` is not a Prefect release; use a version such as 3.4.1"
    assert done.err == f"prefect-toml-lsp: {said}\n"


def test_a_future_release_is_judged_like_the_newest(project: Path) -> None:
    done = check("--prefect-version", "3.99.0", cwd=project)
    assert (codes(done), done.status) == (["wrong-release"], 1)
    assert "3.99.0 is newer" in done.err


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("PREFECT_API_URL", "https://app.prefect.cloud/x", ["warning api-url-misconfigured"]),
        ("PREFECT_API_URL", "localhost:4200/api", ["hint api-url-without-scheme"]),
        ("PREFECT_API_KEY", "$KEY", ["hint variable-literal"]),
        ("PREFECT_SERVER_DATABASE_PORT", "5432", ["warning database-parts-ignored"]),
        ("PREFECT_CLIENT_CUSTOM_HEADERS", '{"User-Agent": "x"}', ["warning protected-header"]),
        ("PREFECT_API_URL", "None", ["hint null-text"]),
        ("PREFECT_API_URI", "x", []),
        ("PREFECT_LOGGING_LEVEL", "INFO", []),
    ],
)
def test_what_is_wrong_with_values_in_the_environment(
    tmp_path: Path, name: str, value: str, found: list[str]
) -> None:
    (tmp_path / "prefect.toml").write_text("debug_mode = true\n", encoding="utf-8")
    environment = {"HOME": str(tmp_path / "home"), name: value}
    as_json = ("check", "--output-format", "json")
    told = as_findings(run(*as_json, "--environment", cwd=tmp_path, **environment))
    assert [f"{each['severity']} {each['code']}" for each in told] == found
    assert all(f"`{name}`" in each["message"] for each in told)
    assert as_findings(run(*as_json, cwd=tmp_path, **environment)) == []


def test_a_level_from_the_environment_is_not_reported_at_debug_mode(project: Path) -> None:
    (project / "prefect.toml").write_text("testing.test_mode = true\n")
    found = check("--environment", cwd=project, PREFECT_INTERNAL_LOGGING_LEVEL="ERROR")
    assert codes(found) == []


@pytest.mark.parametrize(
    ("named", "expected"),
    [("a", []), ("ephemeral", []), ("cloud", []), ("s3cret", ["unknown-profile"]),
     ("", ["unknown-profile"])],
)  # fmt: skip
def test_the_environment_names_a_profile_that_does_not_exist(
    project: Path, named: str, expected: list[str]
) -> None:
    (project / "prefect.toml").write_text("profiles_path = 'p.toml'\n")
    (project / "p.toml").write_text("[profiles.a]\nPREFECT_DEBUG_MODE = 'true'\n")
    done = check("--environment", cwd=project, PREFECT_PROFILE=named)
    assert codes(done) == expected
    assert done.status == bool(expected)
    assert "s3cret" not in done.out
    assert codes(check(cwd=project, PREFECT_PROFILE=named)) == []
