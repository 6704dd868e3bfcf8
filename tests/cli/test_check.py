"""`check`: the files it finds, its exit status, and files that cannot be read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from prefect_toml_lsp import __version__
from prefect_toml_lsp.cli import command, parallel
from tests.cli.command import (
    AS_NEWEST,
    COMMAND,
    as_findings,
    check,
    environment,
    findings,
    heed_interrupts,
    run,
    run_process,
    summary_line,
    write,
)

CLEAN = "[server.api]\nport = 4200\n"
WARNING = "[server]\nport = 4200\n"
ERROR = '[server.api]\nport = "x"\n'
FIXABLE = "[server.api]\nprot = 4200\n"
ADD_FIX = "Next: add `--fix` to write the safe fixes"
INFORMATION = '[server.api]\nport = "4200"\n'
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.mark.parametrize(
    ("text", "status", "summary"),
    [
        (CLEAN, 0, f"All good: 1 file {AS_NEWEST}."),
        ("", 0, f"All good: 1 file {AS_NEWEST}."),
        (
            INFORMATION,
            0,
            f"Found 1 note in 1 file, {AS_NEWEST}.",
        ),
        (
            WARNING,
            1,
            f"Found 1 warning in 1 file, {AS_NEWEST}.",
        ),
        (ERROR, 1, f"Found 1 error in 1 file, {AS_NEWEST}."),
        (
            ERROR + WARNING + "host = 1\n",
            1,
            f"Found 1 error and 2 warnings in 1 file, {AS_NEWEST}.",
        ),
        (
            ERROR + "host = 1\n" + INFORMATION.replace("api", "ui").replace("port", "enabled"),
            1,
            f"Found 3 errors in 1 file, {AS_NEWEST}.",
        ),
    ],
)
def test_the_status_and_the_summary(text: str, status: int, summary: str, tmp_path: Path) -> None:
    done = check(text, tmp_path)
    assert (done.status, summary_line(done.out), done.err) == (status, summary, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check"], 1),
        (["check", "--output-format", "json"], 1),
        (["check", "good"], 0),
        (["check", "none.toml"], 2),
        (["check", "--prefect-version", "foo"], 2),
        (["explain", "qqqqqqqq"], 2),
        (["--version"], 0),
    ],
)
def test_a_new_process_prints_the_same(arguments: list[str], status: int, tmp_path: Path) -> None:
    """Other tests run the command in their own process."""
    write(tmp_path / "prefect.toml", f'"日本" = 1\n{ERROR}')
    write(tmp_path / "requirements.txt", "prefect==3.5.0\n-r none.txt\n")
    write(tmp_path / "good" / "prefect.toml", CLEAN)
    done = run_process(*arguments, cwd=tmp_path)
    assert done.status == status
    assert done == run(*arguments, cwd=tmp_path)


@pytest.mark.parametrize(
    ("text", "options", "last"),
    [
        (FIXABLE, [], f"{ADD_FIX}, or run `prefect-toml-lsp explain unknown-setting`."),
        (WARNING, [], "Next: run `prefect-toml-lsp explain unknown-setting`."),
        (FIXABLE + WARNING, [], f"{ADD_FIX}, or run `prefect-toml-lsp explain unknown-setting`."),
        (FIXABLE + WARNING, ["--fix"], "Next: run `prefect-toml-lsp explain unknown-setting`."),
        (INFORMATION + WARNING, [], f"{ADD_FIX}, or run `prefect-toml-lsp explain "
         "unknown-setting`."),
        (INFORMATION + WARNING, ["--ignore", "int-from-string"],
         "Next: run `prefect-toml-lsp explain unknown-setting`."),
        ("[logging.to_api]\nbach_size = 500\n", [],  # below max_log_size, which Prefect refuses
         "Next: run `prefect-toml-lsp explain unknown-setting`."),
        ("[api]\n[api]\n", [], "Next: run `prefect-toml-lsp explain duplicate-table`."),
        (INFORMATION, [], f"Found 1 note in 1 file, {AS_NEWEST}."),
        (CLEAN, [], f"All good: 1 file {AS_NEWEST}."),
    ],
)  # fmt: skip
def test_the_last_line_says_what_to_do_next(
    text: str, options: list[str], last: str, tmp_path: Path
) -> None:
    write(tmp_path / "prefect.toml", text)
    assert run("check", *options, cwd=tmp_path).out.splitlines()[-1] == last


@pytest.mark.parametrize(
    ("name", "text", "is_fixed"),
    [
        (".env", "PREFECT_SERVER_API_PROT=80\n", True),
        (".env", "PREFECT_SERVER_API_PROT=x\n", False),
        ("profiles.toml", "[profiles.a]\nPREFECT_SERVER_API_PROT = 80\n", True),
        ("profiles.toml", "[profiles.a]\nPREFECT_SERVER_API_PROT = 'x'\n", False),
    ],
)
def test_fix_is_named_if_it_changes_something(
    name: str, text: str, is_fixed: bool, tmp_path: Path
) -> None:
    write(tmp_path / name, text)
    assert (ADD_FIX in run("check", name, cwd=tmp_path).out) == is_fixed
    assert (run("check", name, "--diff", cwd=tmp_path).out != "") == is_fixed


def test_three_kinds_are_listed(tmp_path: Path) -> None:
    text = '[server]\nport = 1\n[server.api]\nport = "1"\nhost = 1\n'
    last = summary_line(check(text, tmp_path).out)
    assert last == f"Found 1 error, 1 warning and 1 note in 1 file, {AS_NEWEST}."


def test_the_summary_counts_files(tmp_path: Path) -> None:
    for index, text in enumerate((CLEAN, ERROR, CLEAN, WARNING)):
        write(tmp_path / str(index) / "prefect.toml", text)
    done = run("check", cwd=tmp_path)
    assert summary_line(done.out) == f"Found 1 error and 1 warning in 2 of 4 files, {AS_NEWEST}."


def test_a_named_file_is_checked_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path / "settings.conf", ERROR)
    done = run("check", "settings.conf", cwd=tmp_path)
    assert done.status == 1
    assert done.out.startswith("settings.conf:2:8: error[int-string]: ")


def test_standard_input(tmp_path: Path) -> None:
    done = run_process("check", "-", cwd=tmp_path, stdin=ERROR.encode())
    assert done.status == 1
    assert done.out.startswith("<stdin>:2:8: error[int-string]: ")
    assert run_process("check", "-", cwd=tmp_path, stdin=CLEAN.encode()).status == 0


def test_standard_input_together_with_many_files(tmp_path: Path) -> None:
    """Worker processes would not have standard input."""
    for index in range(210):
        write(tmp_path / str(index) / "prefect.toml", CLEAN)
    arguments = ("check", "--output-format", "json", ".", "-")
    done = run_process(*arguments, cwd=tmp_path, stdin=ERROR.encode())
    assert [each["path"] for each in as_findings(done)] == ["<stdin>"]


def test_a_file_named_twice_is_checked_once(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", WARNING)
    done = run("check", ".", "prefect.toml", "./prefect.toml", cwd=tmp_path)
    assert summary_line(done.out) == f"Found 1 warning in 1 file, {AS_NEWEST}."


def test_nothing_to_check(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert (done.status, done.out) == (0, "")
    assert "Prefect would read no file in ." in done.err
    done = run("check", "--output-format=json", cwd=tmp_path)
    assert (done.status, done.out) == (0, "[]\n")


def test_a_missing_file_is_a_finding_and_the_rest_is_checked(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", ERROR)
    missing, wrong = findings("missing.toml", "prefect.toml", cwd=tmp_path)
    assert missing.pop("message")
    assert missing == {
        "version": 1,
        "path": "missing.toml",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 1,
        "severity": "error",
        "code": "unreadable-file",
    }
    assert wrong["code"] == "int-string"
    done = run("check", "missing.toml", cwd=tmp_path)
    assert done.status == 2
    assert done.out.startswith("missing.toml:1:1: error[unreadable-file]: ")


@posix
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "prefect.toml", CLEAN)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert [each["code"] for each in findings(cwd=tmp_path)] == ["unreadable-file"]


@posix
def test_a_folder_that_may_not_be_searched(tmp_path: Path) -> None:
    write(tmp_path / "open" / "prefect.toml", WARNING)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    found = [(each["path"], each["code"]) for each in findings(cwd=tmp_path)]
    closed.chmod(0o700)
    assert found == [
        ("closed", "unreadable-file"),
        (os.path.join("open", "prefect.toml"), "unknown-setting"),
    ]


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b'home = "caf\xe9"\n', 1, 12),
        ("# é日本\n# é日".encode() + b"\xff\n", 2, 5),
        (b"# a\r\n# \xc3", 2, 3),
        ("[api]\n".encode("utf-16"), 1, 1),
    ],
)
def test_a_file_that_is_not_utf8(content: bytes, line: int, column: int, tmp_path: Path) -> None:
    write(tmp_path / "a" / "prefect.toml", content)
    write(tmp_path / "b" / "prefect.toml", WARNING)
    bad, other = findings(cwd=tmp_path)
    assert bad.pop("message")
    assert bad == {
        "version": 1,
        "path": os.path.join("a", "prefect.toml"),
        "line": line,
        "column": column,
        "end_line": line,
        "end_column": column + 1,
        "severity": "error",
        "code": "not-utf-8",
    }
    assert other["code"] == "unknown-setting"


def test_the_line_of_a_byte_that_is_not_utf8_is_shown(tmp_path: Path) -> None:
    lines = check(b'# first\nhome = "caf\xe9 noir"\n', tmp_path).out.splitlines()
    assert lines[2:4] == ['2 | home = "caf\ufffd noir"', "  |            ^"]


@pytest.mark.parametrize("arguments", [("bla",), ("check", "--bla"), ("completion",), ("--bla",)])
def test_wrong_arguments(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith("prefect-toml-lsp: ")
    assert line.endswith(" --help")


def test_version_and_help(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path) == (0, f"prefect-toml-lsp {__version__}\n", "")
    done = run("--help", cwd=tmp_path)
    assert done.status == 0
    for word in ("--stdio", "language server", "check", "explain", "--version"):
        assert word in done.out
    done = run("check", "--help", cwd=tmp_path)
    assert done.status == 0
    for word in ("PATH", "--output-format FORMAT", "sarif", ".gitignore", "Exit status"):
        assert word in done.out


@pytest.mark.slow
@posix
def test_a_pipe_that_is_closed_early(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", WARNING * 3000)
    command = [*COMMAND, "check"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


@posix
def test_ctrl_c(tmp_path: Path) -> None:
    command = [*COMMAND, "check", "-"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=heed_interrupts,
    ) as process:
        assert process.stdin
        process.stdin.write(
            b"#" * 200_000
        )  # more than a pipe holds, so the command has started to read
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (130, b"", b"")


@posix
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "prefect.toml")
    done = run("check", cwd=tmp_path)
    assert done.status == 0
    assert "prefect.toml:1:1: note[unreadable-file]" in done.out
    assert done.out.endswith("Found 1 note in 1 file, which was not read.\n")


def test_an_internal_error_is_reported_without_values(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("hunter2")

    monkeypatch.setattr(parallel, "check_targets", fail)
    (tmp_path / "prefect.toml").write_text("")
    assert command.run(["check", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == (
        "prefect-toml-lsp: Internal error (ValueError); please report it"
    )
    assert "in fail" in err
    assert "hunter2" not in err.replace('raise ValueError("hunter2")', "")


def test_output_whose_encoding_lacks_a_character(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "日本 = 1 # é\n")
    done = run_process("check", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.status == 1
    assert "1 | \\u65e5\\u672c = 1 # \\xe9" in done.out


@pytest.mark.parametrize("text", [CLEAN, WARNING])
def test_checking_one_file_imports_little(text: str, tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", text)
    # -X importtime writes the name of every imported module to standard error.
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *COMMAND[1:], "check", "prefect.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "prefect_toml_lsp.cli.files" in imported
    unwanted = {"pygls", "lsprotocol", "lsprotocol.types", "tqdm", "asyncio"}
    unwanted |= {"multiprocessing", "concurrent.futures", "jsonschema", "tomlkit", "difflib"}
    unwanted |= {"prefect_toml_lsp.features", "prefect_toml_lsp.server"}
    assert not imported & unwanted


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("check --diff none.toml", "none.toml: there is no such file"),
        ("format none.toml", "none.toml: there is no such file"),
        ("format --check none.toml", "none.toml: there is no such file"),
        ("add-ignore none.toml", "none.toml: there is no such file"),
        ("check --select ,", "--select names no code"),
        ("check - --stdin-filename prefect.yaml", "this is a deployment file, not settings"),
    ],
)
def test_arguments_that_name_nothing_to_do_are_reported(
    arguments: str, told: str, tmp_path: Path
) -> None:
    done = run(*arguments.split(), cwd=tmp_path)
    assert done.status == 2
    assert told in done.err


def test_an_empty_path(tmp_path: Path) -> None:
    done = run("check", "", cwd=tmp_path)
    assert (done.status, done.err) == (2, "prefect-toml-lsp: an empty path names no file\n")
