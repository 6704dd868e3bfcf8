"""`check --fix`, `format` and `add-ignore`: what they write, show and leave unchanged."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from prefect_toml_lsp.actions.fixes import fixes
from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.documents import document_kind
from prefect_toml_lsp.cli.fixing import MOST_TOLD, PAST
from prefect_toml_lsp.cli.targets import named
from prefect_toml_lsp.files import writing
from prefect_toml_lsp.prefect import Catalogue
from tests.cli.command import Done, findings, run, write

UNTIDY = '[server.api]\nport="4200"\n[logging]\nlevel = "Warn"\n'
FIXED = '[server.api]\nport=4200\n[logging]\nlevel = "WARNING"\n'
FORMATTED = '[server.api]\nport = "4200"\n\n[logging]\nlevel = "Warn"\n'
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "prefect.toml", UNTIDY)


def fix(folder: Path, *more: str) -> Done:
    return run("check", "--fix", *more, cwd=folder)


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


# What a fix writes


def test_safe_fixes_are_written(file: Path) -> None:
    done = fix(file.parent)
    assert (done.status, text_of(file)) == (0, FIXED)
    assert done.err.splitlines() == [
        "prefect-toml-lsp: fixed prefect.toml",
        "  prefect.toml:2: `port`: wrote `4200`",
        '  prefect.toml:4: changed `level` to `"WARNING"`',
    ]
    assert done.out.startswith("All good: ")


CHANGES = [
    ("prefect.toml", "[server.api]\nprot = '80' # c\n",
     ["2: changed `prot` to `port`", "2: `port`: wrote `80`"]),
    ("prefect.toml", "# c\n\n[server.databse]\necho = true\n",
     ["3: changed `[server.databse]` to `[server.database]`"]),
    ("prefect.toml", "[x]\nthread_pool_max_workers = 4\n",
     ["2: changed the table of `thread_pool_max_workers` to `[tasks.runner]`"]),
    ("prefect.toml", "[server.databse]\nx = 1\nkeepalive_timeout = 5\n",
     ["3: moved `keepalive_timeout` to `[server.api]`"]),
    ("prefect.toml", "[server.database]\necho = true\n\n[server.databse]\ntimeout = 2\n",
     ["4: `[server.databse]`: moved the keys to `[server.database]`"]),
    ("prefect.toml", "[logging]\nlevel = ''\ncolors = true\n", ["2: removed `level`"]),
    (".env", "A=1\nPREFECT_LOGGING_LEVLE=INFO\n",
     ["2: changed `PREFECT_LOGGING_LEVLE` to `PREFECT_LOGGING_LEVEL`"]),
    (".env", "PREFECT_LOGGING_LEVEL=Warn\n", ["1: changed `PREFECT_LOGGING_LEVEL` to `WARNING`"]),
    (".env", "PREFECT_SERVER_EVENTS_RETENTION_PERIOD=60\n",
     ["1: changed `PREFECT_SERVER_EVENTS_RETENTION_PERIOD` to `PT1M` (1 minute)"]),
    ("profiles.toml", "[profiles.a]\nPREFECT_LOGGING_LEVEL = 'Warn'\n",
     ["2: changed `PREFECT_LOGGING_LEVEL` to `'WARNING'`"]),
]  # fmt: skip
LIKELY_CHANGES = [
    ("prefect.toml", "[api]\nkey = 'x\n", ["2: closed it with `'`"]),
    ("prefect.toml", "[api]\nkey = True\n",
     ["2: wrote `true`", "2: `key`: put the value in quotes"]),
    ("profiles.toml", "[profiles.a]\nPREFECT_API_KEY = \"x\n",
     ['2: `PREFECT_API_KEY`: closed it with `"`']),
    (
        "prefect.toml",
        "[api]\nurl = 'http://0.0.0.0:4200/api'\n[server.database]\nconnection_url = 'sqlite:///x'\n",
        [
            "2: `url`: changed the host to `127.0.0.1`",
            "4: `connection_url`: changed the scheme to `sqlite+aiosqlite://`",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), CHANGES)
def test_each_change_is_told(name: str, text: str, told: list[str], tmp_path: Path) -> None:
    told_by_fix(name, text, told, tmp_path)


@pytest.mark.parametrize(("name", "text", "told"), LIKELY_CHANGES)
def test_each_likely_change_is_told(name: str, text: str, told: list[str], tmp_path: Path) -> None:
    told_by_fix(name, text, told, tmp_path, "--unsafe-fixes")


def told_by_fix(name: str, text: str, told: list[str], tmp_path: Path, *more: str) -> None:
    write(tmp_path / name, text)
    done = fix(tmp_path, *more, name)
    assert done.err.splitlines() == [
        f"prefect-toml-lsp: fixed {name}", *(f"  {name}:{each}" for each in told)
    ]  # fmt: skip


def test_changes_are_told_with_any_format(file: Path) -> None:
    done = fix(file.parent, "--output-format", "json")
    assert (done.out, len(done.err.splitlines())) == ("[]\n", 3)


def test_quiet_only_names_the_files(file: Path) -> None:
    assert fix(file.parent, "--quiet") == (0, "", "prefect-toml-lsp: fixed prefect.toml\n")


def test_many_changes_are_counted(tmp_path: Path) -> None:
    entries = "".join(f"x{each} = {each}\n" for each in range(MOST_TOLD - 1))
    for name in ("a", "b"):
        write(tmp_path / name / "prefect.toml", f"[client.custom_headers]\n{entries}")
    told = fix(tmp_path).err.splitlines()
    assert told[0] == f"prefect-toml-lsp: fixed {Path('a', 'prefect.toml')}"
    assert len([line for line in told if line.endswith(": put the value in quotes")]) == MOST_TOLD
    assert told[-1] == f"  … and {MOST_TOLD - 2} more changes"


@pytest.mark.parametrize("code", CODES)
def test_every_title_can_be_told(code: str) -> None:
    file, text = CODES[code].file, CODES[code].wrong
    kind = named(file).kind
    analysis = document_kind(kind).analyse(
        document_kind(kind).read(text), Context(Catalogue.load().schema(), kind=kind)
    )
    for each in fixes(analysis, analysis.findings()):
        if each.preferred or each.safe:
            assert each.title.split()[0] in PAST


def test_remaining_findings_are_reported(file: Path) -> None:
    write(file, UNTIDY + "[server]\nport = 1\n")
    done = fix(file.parent, "--output-format", "concise")
    assert done.status == 1
    assert done.out.startswith("prefect.toml:6:1: warning[unknown-setting]: ")


def test_a_second_run_changes_nothing(file: Path) -> None:
    fix(file.parent)
    before = os.stat(file)
    assert fix(file.parent).err == ""
    assert os.stat(file).st_ino == before.st_ino


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--select", "enum"), UNTIDY.replace("Warn", "WARNING")),
        (("--ignore", "enum"), UNTIDY.replace('"4200"', "4200")),
        (("--severity", "error"), UNTIDY.replace("Warn", "WARNING")),
    ],
)
def test_only_what_is_selected(file: Path, arguments: tuple[str, ...], expected: str) -> None:
    fix(file.parent, *arguments)
    assert text_of(file) == expected


def test_unsafe_fixes_write_the_likely_meaning(tmp_path: Path) -> None:
    path = write(tmp_path / "prefect.toml", "debug_mode = True\n")
    assert fix(tmp_path).status == 1
    assert text_of(path) == "debug_mode = True\n"
    assert run("check", "--unsafe-fixes", cwd=tmp_path).status == 0
    assert text_of(path) == "debug_mode = true\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (UNTIDY.replace("\n", "\r\n"), FIXED.replace("\n", "\r\n")),
        ("# Größe 🐙\n" + UNTIDY + "# end", "# Größe 🐙\n" + FIXED + "# end"),
    ],
)
def test_line_ends_and_the_rest_stay(file: Path, before: str, after: str) -> None:
    write(file, before)
    fix(file.parent)
    assert text_of(file) == after


def test_a_byte_order_mark_stays(file: Path) -> None:
    write(file, "\ufeff" + UNTIDY)
    run("format", cwd=file.parent)
    assert text_of(file).startswith("\ufeff")


@posix
def test_the_mode_stays_and_a_link_stays_a_link(file: Path) -> None:
    file.chmod(0o640)
    there = file.rename(file.parent / "there.toml")
    file.symlink_to(there)
    fix(file.parent)
    assert file.is_symlink()
    assert text_of(there) == FIXED
    assert there.stat().st_mode & 0o777 == 0o640


def test_several_files_that_depend_on_each_other(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", UNTIDY)
    write(tmp_path / "pyproject.toml", "[tool.prefect.logging]\ncolors = 'true'\n")
    write(tmp_path / "sub" / "prefect.toml", UNTIDY)
    fix(tmp_path)
    assert findings("--severity", "note", "--ignore", "overridden", cwd=tmp_path) == []


def test_standard_input_becomes_standard_output(tmp_path: Path) -> None:
    done = run("check", "--fix", "-", cwd=tmp_path, stdin=UNTIDY.encode())
    assert done == (0, FIXED, "")
    done = run("format", "-", cwd=tmp_path, stdin=UNTIDY.encode())
    assert done == (0, FORMATTED, "")
    done = run("format", "-", cwd=tmp_path, stdin=b"\xff")
    assert (done.status, done.out) == (2, "")


# What cannot be written


@posix
def test_a_file_that_may_not_be_written(file: Path) -> None:
    other = write(file.parent / "sub" / "prefect.toml", UNTIDY)
    with patch.object(os, "access", lambda path, _: not str(path).endswith("sub/prefect.toml")):
        done = fix(file.parent)
    assert done.status == 2
    assert "prefect-toml-lsp: sub/prefect.toml: not written: it is read-only" in done.err
    assert (text_of(file), text_of(other)) == (FIXED, UNTIDY)


def test_a_file_that_changed_meanwhile(file: Path) -> None:
    chmod = os.chmod

    def change(path: str, mode: int) -> None:
        chmod(path, mode)
        file.write_text("changed = 1\n", "utf-8")

    with patch.object(os, "chmod", change):
        done = fix(file.parent)
    assert done.status == 2
    assert "not written: it was changed in the meantime" in done.err
    assert text_of(file) == "changed = 1\n"


@pytest.mark.parametrize("failing", ["fsync", "chmod", "replace"])
def test_an_interrupt_leaves_the_file_and_nothing_else(file: Path, failing: str) -> None:
    with patch.object(os, failing, side_effect=KeyboardInterrupt):
        done = fix(file.parent)
    assert done.status == 130
    assert text_of(file) == UNTIDY
    assert [each.name for each in file.parent.iterdir()] == ["prefect.toml"]


def test_only_regular_files_are_replaced(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not a regular file"):
        writing.replace(tmp_path, b"")


# What a diff shows


def test_a_diff_writes_nothing(file: Path) -> None:
    done = run("check", "--diff", cwd=file.parent)
    assert done.status == 1
    assert done.out.splitlines()[:5] == [
        "--- a/prefect.toml", "+++ b/prefect.toml", "@@ -1,4 +1,4 @@", " [server.api]",
        '-port="4200"',
    ]  # fmt: skip
    assert text_of(file) == UNTIDY
    fix(file.parent)
    assert run("check", "--diff", cwd=file.parent) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("prefect.toml", '[server.database]\nPassword = "S3CRET"\n'),
        ("prefect.toml", '[logging]\nlevel = "Warn"\n[api]\nkey = "S3CRET" x\n'),
        (".env", "PREFECT_LOGGING_LEVLE=INFO\nPREFECT_API_KEY=S3CRET\nTOKEN='S3\nCRET'\n"),
        (
            "profiles.toml",
            '[profiles.a]\nPREFECT_LOGGING_LEVLE="INFO"\nPREFECT_API_KEY="S3CRET"\nX="S3CRET" x\n',
        ),
    ],
)
def test_a_diff_shows_no_secret(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path / name, text)
    statuses = []
    for command in (("check", "--diff", "--unsafe-fixes"), ("format", "--diff"),
                    ("add-ignore", "--diff", "--severity", "hint")):  # fmt: skip
        done = run(*command, name, cwd=tmp_path)
        assert "CRET" not in done.out + done.err
        statuses.append(done.status)
    assert "CRET" not in fix(tmp_path, "--unsafe-fixes", name).err
    assert 1 in statuses, "something is shown"


# Formatting


def test_format(file: Path) -> None:
    write(file.parent / "sub" / "prefect.toml", FORMATTED)
    done = run("format", "--check", cwd=file.parent)
    assert (done.status, done.out) == (1, "prefect.toml: would change\n")
    assert run("format", "--diff", cwd=file.parent).status == 1
    assert text_of(file) == UNTIDY
    done = run("format", cwd=file.parent)
    assert (done.status, done.out, text_of(file)) == (0, "Formatted prefect.toml\n", FORMATTED)
    assert run("format", "--check", cwd=file.parent) == (0, "", "")
    assert run("format", cwd=file.parent).out == "Nothing to format in 2 files.\n"


def test_only_prefects_tables_are_formatted(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", "[project]\nname='x'\n[tool.prefect]\nhome='x'\n")
    write(tmp_path / ".env", "PREFECT_HOME = x\n")
    run("format", cwd=tmp_path)
    assert text_of(path) == "[project]\nname='x'\n[tool.prefect]\nhome = 'x'\n"
    assert text_of(tmp_path / ".env") == "PREFECT_HOME = x\n"


# Silencing


def test_findings_are_silenced(tmp_path: Path) -> None:
    text = "[server]\nport = 1\nbad.x = [1, {y = 2}]\n[wrong]\nx = 1\n[logging]\nlevel = 'x'\n"
    path = write(tmp_path / "prefect.toml", text)
    write(tmp_path / ".env", "PREFECT_LOGGING_LEVLE=INFO\n")
    done = run("add-ignore", cwd=tmp_path)
    assert (done.status, done.out) == (
        0, "Silenced findings in .env\nSilenced findings in prefect.toml\n",
    )  # fmt: skip
    assert {each["code"] for each in findings(cwd=tmp_path)} == {"enum"}, "what Prefect refuses"
    assert "port = 1 # prefect-toml: ignore[unknown-setting]" in text_of(path)
    assert run("add-ignore", cwd=tmp_path) == (0, "", "")


def test_only_some_findings_are_silenced(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "[server]\nport = 1\n[wrong]\nx = 1\n")
    run("add-ignore", "--select", "unknown-table", cwd=tmp_path)
    assert [each["code"] for each in findings(cwd=tmp_path)] == ["unknown-setting"]
    assert run("add-ignore", "--select", "unknwon-table", cwd=tmp_path).status == 2


def test_half_a_character_is_written_as_json_has_it(tmp_path: Path) -> None:
    text = '[client]\ncustom_headers = "{\\"\\\\ud800\\": \\"b\\"}"\n[server.api]\nport = "4300"\n'
    file = write(tmp_path / "prefect.toml", text)
    variable = write(tmp_path / ".env", 'PREFECT_CLIENT_CUSTOM_HEADERS={"\\ud800": 1}\n')
    done = fix(tmp_path, "--unsafe-fixes")
    assert (done.status, text_of(file)) == (0, text.replace('"4300"', "4300"))
    assert text_of(variable) == 'PREFECT_CLIENT_CUSTOM_HEADERS={"\\ud800": "1"}\n'


def test_a_table_for_the_top_of_the_file_gets_no_header(tmp_path: Path) -> None:
    text = '[tool.prefect.api]\n[tool.prefect]\napi.url = "x"\n'
    file = write(tmp_path / "prefect.toml", text)
    fix(tmp_path)
    assert text_of(file) == '[tool.prefect.api]\n\n[api]\nurl = "x"\n'
