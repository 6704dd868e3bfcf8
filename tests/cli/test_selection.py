"""Which findings of which files `check` reports, and the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import as_findings, findings, run, write

TEXT = (
    '[server]\nport = 1\n[server.api]\nport = "4300"\n[wrong]\nx = 1\n[logging]\nlevel = "lots"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "prefect.toml", TEXT)
    return tmp_path


def codes(folder: Path, *arguments: str) -> set[str]:
    return {each["code"] for each in findings(*arguments, cwd=folder)}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), {"unknown-setting", "unknown-table", "int-from-string", "enum"}),
        (("--select", "unknown-table"), {"unknown-table"}),
        (("--select", "unknown"), {"unknown-setting", "unknown-table"}),
        (("--select", "UNKNOWN-table,enum"), {"unknown-table", "enum"}),
        (("--select", "unknown-table", "--select", "enum"), {"unknown-table", "enum"}),
        (("--select", "all", "--ignore", "unknown,int-"), {"enum"}),
        (("--ignore", "all"), set()),
        (("--severity", "error"), {"enum"}),
        (("--severity", "warning"), {"enum", "unknown-setting", "unknown-table"}),
    ],
)
def test_codes_and_severities(folder: Path, arguments: tuple[str, ...], expected: set[str]) -> None:
    assert codes(folder, *arguments) == expected


def test_findings_that_are_left_out_do_not_fail(folder: Path) -> None:
    assert run("check", cwd=folder).status == 1
    assert run("check", "--ignore", "unknown,enum", cwd=folder).status == 0
    assert run("check", "--select", "int-from-string", cwd=folder).status == 0


def test_a_code_that_does_not_exist(folder: Path) -> None:
    done = run("check", "--ignore", "unknown-tabel", cwd=folder)
    assert (done.status, done.out) == (2, "")
    assert "did you mean unknown-table?" in done.err


def test_exit_zero(folder: Path) -> None:
    assert run("check", "--exit-zero", cwd=folder).status == 0
    assert run("check", "--exit-zero", "gone.toml", cwd=folder).status == 2


def test_quiet(folder: Path) -> None:
    whole = run("check", cwd=folder).out
    quiet = run("check", "--quiet", cwd=folder)
    assert quiet.status == 1
    assert whole.startswith(quiet.out)
    assert "Found" not in quiet.out
    write(folder / "prefect.toml", "debug_mode = true\n")
    assert run("check", "-q", cwd=folder) == (0, "", "")


def test_statistics(folder: Path) -> None:
    write(folder / "other" / "prefect.toml", "[wrong]\nx = 1\n")
    first, *_, summary = run("check", "--statistics", cwd=folder).out.splitlines()
    assert first == "2  warning[unknown-table]    Unknown table"
    assert summary.startswith("Found 1 error, 3 warnings and 1 note in 2 of 2 files")
    done = run("check", "--statistics", "--output-format", "json", cwd=folder)
    assert (done.status, done.out) == (2, "")


def test_the_files_that_would_be_checked(folder: Path) -> None:
    write(folder / "a" / ".env", "PREFECT_API_URL=x\n")
    write(folder / "b" / ".env", "OTHER=x\n")
    done = run("check", "--show-files", cwd=folder)
    assert (done.status, done.out.splitlines()) == (0, ["prefect.toml", "a/.env"])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--exclude", "a"), ["b/a.d/prefect.toml", "b/prefect.toml"]),
        (("--exclude", "/b/"), ["a/prefect.toml"]),
        (("--exclude", "*.d", "--exclude", "a/"), ["b/prefect.toml"]),
        (("--exclude", "prefect.toml"), []),
        (("--exclude", "a", "a/prefect.toml"), ["a/prefect.toml"]),
        (("--exclude", "a", "--force-exclude", "a/prefect.toml", "b/prefect.toml"),
         ["b/prefect.toml"]),
    ],
)  # fmt: skip
def test_excluded(tmp_path: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    for name in ("a", "b", "b/a.d"):
        write(tmp_path / name / "prefect.toml", "debug_mode = true\n")
    shown = run("check", "--show-files", *arguments, cwd=tmp_path).out.splitlines()
    assert sorted(shown) == expected


def test_standard_input_stands_for_a_file(tmp_path: Path) -> None:
    write(tmp_path / "sub" / ".env", "PREFECT_SERVER_API_PORT=4300\n")
    arguments = ("check", "-q", "--output-format", "concise", "--stdin-filename")
    done = run(*arguments, "sub/prefect.toml", "-", cwd=tmp_path, stdin=b"server.api.port = 1\n")
    assert done.out.startswith("sub/prefect.toml:1:12: note[overridden]: ")
    done = run(*arguments, "pyproject.toml", "-", cwd=tmp_path, stdin=b"[tool.prefect]\nx = 1\n")
    assert done.out.startswith("pyproject.toml:2:1: warning[unknown-setting]: ")
    done = run(*arguments, "sub/.env", "-", cwd=tmp_path, stdin=b"PREFECT_SERVER_API_PORT=x\n")
    assert done.out.startswith("sub/.env:1:25: error[int-string]: ")


def test_standard_input_says_where_the_profiles_are(tmp_path: Path) -> None:
    """As the file would; what is on the disk in its place does not count."""
    profile = "active = 'a'\n[profiles.a]\nPREFECT_LOGGING_TO_API_MAX_LOG_SIZE = '10'\n"
    write(tmp_path / "p.toml", profile)
    write(tmp_path / "prefect.toml", "profiles_path = 'p.toml'\n")
    arguments = ("check", "-q", "--output-format", "json", "--stdin-filename", "prefect.toml", "-")
    batch = b"logging.to_api.batch_size = 100\n"
    done = run(*arguments, cwd=tmp_path, stdin=b"profiles_path = 'p.toml'\n" + batch)
    assert as_findings(done) == []
    done = run(*arguments, cwd=tmp_path, stdin=batch)
    assert [each["code"] for each in as_findings(done)] == ["log-size-over-batch"]


def test_secrets_in_plain_text(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", '[api]\nkey = "pnu_1234567890"\n')
    assert run("check", cwd=tmp_path).status == 0
    assert run("check", "--plain-secrets", "warning", cwd=tmp_path).status == 1
    assert run("check", "--strict", cwd=tmp_path).status == 1
    write(tmp_path / "prefect-toml-lsp.toml", 'plainSecrets = "warning"\n')
    assert run("check", cwd=tmp_path).status == 1
    assert run("check", "--plain-secrets", "hint", cwd=tmp_path).status == 0


def test_a_profile_is_made_active(tmp_path: Path) -> None:
    home = tmp_path / "home"
    text = '[profiles.fine]\n[profiles.bad]\nPREFECT_SERVER_API_PORT = "x"\n'
    write(home / ".prefect" / "profiles.toml", 'active = "fine"\n' + text)
    project = tmp_path / "project"
    write(project / "prefect.toml", "debug_mode = true\n")
    extra = {"HOME": str(home), "USERPROFILE": str(home)}
    assert run("check", "--environment", cwd=project, **extra).status == 0
    done = run("check", "--profile", "bad", cwd=project, **extra)
    assert done.status == 1
    assert "int-string" in done.out
    done = run("check", "--profile", "nobody", cwd=project, **extra)
    assert "unknown-profile" in done.out


def test_an_unknown_option_names_the_nearest(folder: Path) -> None:
    done = run("check", "--output-formt", "json", cwd=folder)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "prefect-toml-lsp: unrecognized arguments: --output-formt; did you mean --output-format?; "
        "see prefect-toml-lsp check --help"
    ]


@pytest.mark.parametrize("name", ["prefect.yaml", "deployment.yml", "values.json"])
def test_a_file_without_settings(folder: Path, name: str) -> None:
    write(folder / name, "a: b\n")
    done = run("check", "-q", name, "prefect.toml", cwd=folder)
    assert done.status == 2
    assert done.err.startswith(f"prefect-toml-lsp: {name}: ")
    assert "unknown-table" in done.out, "the others are checked"


@pytest.mark.parametrize("name", [".env.local", "production.env"])
def test_variables_under_another_name(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "PREFECT_SERVER_API_PORT=x\n")
    (found,) = findings(name, cwd=tmp_path)
    assert (found["path"], found["code"]) == (name, "int-string")


@pytest.mark.parametrize(
    ("text", "column"),
    [(b"[tool.prefect]\nx = 1\n", "2:1"), (b"tool.prefect.x = 1\n", "1:14"), (b"x = 1\n", "1:1")],
)
def test_standard_input_is_recognized(tmp_path: Path, text: bytes, column: str) -> None:
    done = run("check", "-q", "--output-format", "concise", "-", cwd=tmp_path, stdin=text)
    assert done.out.startswith(f"<stdin>:{column}: warning[unknown-setting]: ")


# The project's configuration


def test_a_project_selects_and_ignores(folder: Path) -> None:
    write(folder / "prefect-toml-lsp.toml", 'select = ["unknown", "enum"]\nignore = ["enum"]\n')
    assert codes(folder) == {"unknown-setting", "unknown-table"}
    assert codes(folder, "--select", "enum") == {"enum"}, "the command line comes first"
    write(folder / "prefect-toml-lsp.toml", 'ignore = ["all"]\n')
    assert run("check", cwd=folder).status == 0


def test_a_project_excludes_below_its_file(tmp_path: Path) -> None:
    for name in ("a", "b", "b/a"):
        write(tmp_path / name / "prefect.toml", "debug_mode = true\n")
    write(tmp_path / "pyproject.toml", '[tool.prefect-toml-lsp]\nexclude = ["/a"]\n')
    shown = run("check", "--show-files", cwd=tmp_path).out.splitlines()
    assert shown == ["b/prefect.toml", "b/a/prefect.toml"]
    shown = run("check", "--show-files", "--exclude", "/prefect.toml", cwd=tmp_path / "b").out
    assert shown.splitlines() == ["a/prefect.toml"]


def test_a_project_chooses_the_format(folder: Path) -> None:
    write(folder / "prefect-toml-lsp.toml", 'outputFormat = "jsonl"\n')
    assert run("check", cwd=folder).out.startswith("{")
    assert run("check", "--output-format", "concise", cwd=folder).out.startswith("prefect.toml:2")


def test_mistakes_in_the_configuration(folder: Path) -> None:
    text = 'select = ["unknwon-table", "enum"]\noutputFormat = "sariff"\nexclud = ["a"]\n'
    write(folder / "prefect-toml-lsp.toml", text)
    found = [each for each in findings(cwd=folder) if each["code"] == "tool-configuration"]
    said = {each["line"]: each["message"] for each in found}
    assert {*said} == {1, 2, 3}
    assert "did you mean `unknown-table`?" in said[1]
    assert "one of full, " in said[2]
    assert "did you mean `exclude`?" in said[3]
    assert "enum" in codes(folder), "the rest counts"
