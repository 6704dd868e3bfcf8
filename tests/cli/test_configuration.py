"""`check` with a project's configuration."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import findings, run, severities, write

TEXT = "[acme]\nx = 1\n[integrations.acme]\n[api]\nkey = 's3cret'\n"


def test_tables_and_variables_that_are_allowed(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "[acme]\nx = 1\n[integrations.acme.worker]\ny = 1\n")
    write(tmp_path / ".env", "PREFECT_ACME_X=1\nprefect_api_urll=x\n")
    write(
        tmp_path / "prefect-toml-lsp.toml",
        'knownTables = ["acme", "integrations.acme.*"]\n'
        'knownVariables = ["PREFECT_ACME_*", "prefect_api_urll"]\n',
    )
    assert severities(tmp_path) == []


def test_a_table_around_an_allowed_one(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "[acme]\n[acme.worker]\ny = 1\n[acme.other]\nz = 1\n")
    write(tmp_path / "prefect-toml-lsp.toml", 'knownTables = ["acme.worker"]\n')
    assert [each["line"] for each in findings(cwd=tmp_path)] == [4]


def test_an_allowed_package_that_is_not_installed(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "prefect==3.9.1\n")
    write(tmp_path / "prefect.toml", "[integrations.kubernetes.worker]\ncluster_uid = 'x'\n")
    write(tmp_path / ".env", "PREFECT_INTEGRATIONS_KUBERNETES_WORKER_X=1\n")
    assert len(severities(tmp_path)) >= 2
    write(
        tmp_path / "prefect-toml-lsp.toml",
        "knownTables = ['integrations.kubernetes']\n"
        "knownVariables = ['PREFECT_INTEGRATIONS_KUBERNETES_*']\n",
    )
    assert severities(tmp_path) == []


def test_only_the_nearest_configuration_counts(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.prefect-toml-lsp]\nknownTables = ['acme']\n")
    write(tmp_path / "a" / "prefect.toml", "[acme]\n")
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'a'\n")
    write(tmp_path / "b" / "prefect.toml", "[acme]\n")
    write(tmp_path / "b" / "prefect-toml-lsp.toml", "plainSecrets = 'warning'\n")
    assert [each["path"] for each in findings(cwd=tmp_path)] == ["b/prefect.toml"]
    assert severities(tmp_path / "a", "prefect.toml") == []


def test_a_configuration_above_the_repository_does_not_count(tmp_path: Path) -> None:
    write(tmp_path / "prefect-toml-lsp.toml", "knownTables = ['acme']\n")
    write(tmp_path / "repo" / ".git" / "HEAD", "")
    write(tmp_path / "repo" / "prefect.toml", "[acme]\n")
    assert severities(tmp_path / "repo") == [("warning", "unknown-table")]


def test_severities_secrets_and_release(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", TEXT)
    before = run("check", cwd=tmp_path)
    assert "Prefect 3.4.1" not in before.out
    write(
        tmp_path / "prefect-toml-lsp.toml",
        "prefectVersion = '3.4.1'\nplainSecrets = 'warning'\n"
        "severities = {unknown-table = 'off', unknown-package = 'off'}\n",
    )
    assert severities(tmp_path) == [("warning", "plain-secret")]
    assert "Prefect 3.4.1 (prefect-toml-lsp.toml)" in run("check", cwd=tmp_path).out
    assert "Prefect 3.8.8 (as set)" in run("check", "--prefect-version", "3.8.8", cwd=tmp_path).out


def test_mistakes_are_reported_once_and_do_not_change_the_status(tmp_path: Path) -> None:
    write(tmp_path / "prefect-toml-lsp.toml", "knownTables = ['a..b']\nknownTable = ['s3cret']\n")
    for folder in ("a", "b"):
        write(tmp_path / folder / "prefect.toml", "debug_mode = true\n")
    done = run("check", cwd=tmp_path)
    assert done.status == 0
    assert done.out.count("`knownTables`: pattern 1 has an empty name; it is skipped") == 1
    assert done.out.count("did you mean `knownTables`?") == 1
    assert "prefect-toml-lsp.toml:2:1: note[tool-configuration]: `knownTable` is not" in done.out
    assert "Found 2 notes in 1 of 3 files" in done.out
    assert "s3cret" not in done.err + done.out


def test_mistakes_in_pyproject_are_findings_there(tmp_path: Path) -> None:
    text = "[tool.prefect-toml-lsp]\nprefectVersoin = '3.4.1'\nseverities = {enumm = 'off'}\n"
    write(tmp_path / "pyproject.toml", text)
    write(tmp_path / "a" / "prefect.toml", "debug_mode = true\n")
    expected = [("pyproject.toml", 2), ("pyproject.toml", 3)]
    assert [(each["path"], each["line"]) for each in findings(cwd=tmp_path)] == expected
    write(tmp_path / "pyproject.toml", f"{text}[tool.prefect]\ndebug_mode = true\n")
    assert [(each["path"], each["line"]) for each in findings(cwd=tmp_path)] == expected
    write(tmp_path / "pyproject.toml", "tool.prefect-toml-lsp = 5\n")
    assert [each["message"] for each in findings(cwd=tmp_path)] == [
        "`tool.prefect-toml-lsp` must be a table"
    ]


def test_a_configuration_by_name(tmp_path: Path) -> None:
    write(tmp_path / "prefect-toml-lsp.toml", "plainSecrets = 's3cret'\n")
    done = run("check", "prefect-toml-lsp.toml", cwd=tmp_path)
    assert done.status == 0
    assert "note[tool-configuration]: `plainSecrets` must be one of hint, warning" in done.out
    assert "s3cret" not in done.err + done.out
