"""`init`: writes a starter file and keeps everything that is already there."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from prefect_toml_lsp.analysis.starter import starter
from prefect_toml_lsp.prefect import Catalogue
from tests.cli.command import COMMAND, Done, environment, heed_interrupts, run, write
from tests.locks import uv_lock

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

STARTER = starter(Catalogue.load().schema())


def init(folder: Path, *arguments: str) -> Done:
    return run("init", *arguments, cwd=folder)


def text(folder: Path, name: str = "prefect.toml") -> str:
    return (folder / name).read_text("utf-8")


def uncommented(content: str) -> str:
    """The text with all commented examples made active."""
    return "".join(
        line.removeprefix("# ") if "=" in line and ("PREFECT_" in line or " = " in line) else line
        for line in content.splitlines(keepends=True)
    )


def has_no_findings(folder: Path) -> bool:
    done = run("check", "--severity", "note", cwd=folder)
    return done.status == 0 and "Found" not in done.out


def test_the_file_of_the_editor(tmp_path: Path) -> None:
    done = init(tmp_path)
    assert done == Done(0, "Wrote prefect.toml.\n", "")
    assert text(tmp_path) == STARTER
    assert has_no_findings(tmp_path)


@pytest.mark.parametrize("groups", [(), ("client",), ("worker",), ("server", "worker")])
@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("prefect.toml", "prefect.toml"),
        ("pyproject.toml", "pyproject"),
        ("pyproject.toml", "pyproject.toml"),
        (".env", "dotenv"),
        (".env", ".env"),
    ],
)
def test_each_file_for_each_group(
    tmp_path: Path, name: str, to: str, groups: tuple[str, ...]
) -> None:
    write(tmp_path / "uv.lock", uv_lock(prefect="3.8.8"))
    if name == "pyproject.toml":
        write(tmp_path / name, '[project]\nname = "x"')
    wanted = [each for group in groups for each in ("--for", group)]
    assert init(tmp_path, "--to", to, *wanted).status == 0
    content = text(tmp_path, name)
    assert ("worker" in content.lower()) == ("worker" in groups)
    assert ("4200\n" in content) == (not groups or "server" in groups)
    (tmp_path / name).write_text(uncommented(content), "utf-8")
    assert has_no_findings(tmp_path)
    if name != ".env":
        assert len(tomllib.loads(text(tmp_path, name))) >= 2


def test_settings(tmp_path: Path) -> None:
    done = init(
        tmp_path,
        *("--setting", "server.api.port=4300", "--setting", "PREFECT_LOGGING_LEVEL=info"),
        *("--setting", "plugins.allow=['a', 'b']", "--setting", "home=5", "--setting", "ui_url="),
        *("--setting", "api.url=http://h/api?a=b"),
    )
    assert (done.status, done.err) == (0, "")
    assert tomllib.loads(text(tmp_path)) == {
        "home": "5", "ui_url": "",
        "api": {"url": "http://h/api?a=b"}, "logging": {"level": "INFO"},
        "flows": {}, "tasks": {}, "results": {}, "deployments": {},
        "plugins": {"allow": ["a", "b"]}, "server": {"api": {"port": 4300}},
    }  # fmt: skip
    assert "# port" not in text(tmp_path)
    assert init(tmp_path, "--to", "dotenv", "--setting", "plugins.allow=['a', 'b']").status == 0
    assert text(tmp_path, ".env").endswith('\n\nPREFECT_PLUGINS_ALLOW=\'["a", "b"]\'\n')


def test_existing_text_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "prefect.toml", "debug_mode = true\n")
    done = init(tmp_path)
    assert (done.status, done.out) == (2, "")
    assert done.err == "prefect-toml-lsp: prefect.toml already exists; --force replaces it\n"
    assert path.read_text() == "debug_mode = true\n"
    assert init(tmp_path, "--force").status == 0
    assert path.read_text() == STARTER


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_files_of_other_tools_are_appended_to(tmp_path: Path, ending: str) -> None:
    write(tmp_path / ".env", f"A=1{ending}")
    write(tmp_path / "pyproject.toml", f"[project] # ours{ending}")
    for to, name, own in (
        ("dotenv", ".env", "A=1"),
        ("pyproject", "pyproject.toml", "[project] # ours"),
    ):
        assert init(tmp_path, "--to", to, "--setting", "server.api.port=1").status == 0
        content = (tmp_path / name).read_bytes().decode()
        assert content.startswith(own + (ending or "\n"))
        again = init(tmp_path, "--to", to)
        assert again.status == 2
        assert "already" in again.err
    loaded = tomllib.loads(text(tmp_path, "pyproject.toml"))
    assert loaded["tool"]["prefect"]["server"]["api"]["port"] == 1


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_links(tmp_path: Path) -> None:
    (tmp_path / "prefect.toml").symlink_to("elsewhere.toml")
    for force in ((), ("--force",)):
        done = init(tmp_path, *force)
        assert (done.status, done.out) == (2, "")
        assert not (tmp_path / "elsewhere.toml").exists()
    write(tmp_path / "elsewhere.toml", "# mine\n")
    assert init(tmp_path).status == 2
    assert init(tmp_path, "--force").status == 0
    assert (tmp_path / "prefect.toml").is_symlink()
    assert text(tmp_path, "elsewhere.toml") == STARTER


def test_a_secret_is_reported_and_not_shown(tmp_path: Path) -> None:
    done = init(tmp_path, "--setting", "api.key=S3CRET")
    assert done.status == 0
    assert done.err == (
        "prefect-toml-lsp: api.key may be a secret, and others may read prefect.toml\n"
    )
    assert init(tmp_path, "--to", "dotenv", "--setting", "api.key=S3CRET").err == ""
    assert "PREFECT_API_KEY=S3CRET" in text(tmp_path, ".env")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gone",), "gone: there is no such folder"),
        (("--setting", "server.api.prot=1"), "did you mean server.api.port?"),
        (("--setting", "server.api=1"), "there is no setting 'server.api'"),
        (("--setting", "server.api.port"), "--setting needs PATH=VALUE"),
        (("--setting", "server.api.port=S3CRET"), "Prefect refuses the value for server.api.port"),
        (("--setting", "debug_mode=1", "--setting", "debug_mode=0"), "names a setting twice"),
        (("--to", "pyproject"), "pyproject.toml: there is no such file"),
        (("--to", "dotenv", "--force"), "--force replaces prefect.toml only"),
        (("--to", "dotenf"), "did you mean dotenv?"),
        (("--for", "worke"), "did you mean worker?"),
    ],
)
def test_bad_input(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = init(tmp_path, *arguments)
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert message in done.err
    assert "S3CRET" not in done.err
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("pyproject.toml", "[x", "line 1 is not TOML"),
        ("pyproject.toml", "[tool.prefect]\n", "already has [tool.prefect]"),
        ("pyproject.toml", b"\xff", "the file is not UTF-8"),
        (".env", "PREFECT_X=1\n", "already has Prefect variables"),
    ],
)
def test_files_that_are_left_unchanged(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    path = write(tmp_path / name, content)
    before = path.read_bytes()
    done = init(tmp_path, "--to", "dotenv" if name == ".env" else "pyproject")
    assert done.status == 2
    assert message in done.err
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    done = init(tmp_path)
    tmp_path.chmod(0o755)
    assert (done.status, done.err.count("not written")) == (2, 1)


def test_only_settings_of_the_release(tmp_path: Path) -> None:
    write(tmp_path / "uv.lock", uv_lock(prefect="3.1.0"))
    assert init(tmp_path, "--setting", "client.custom_headers={a='b'}").status == 2
    assert init(tmp_path).status == 0


# On a terminal

PTY = pytest.mark.skipif(os.name != "posix", reason="has no pseudo-terminals")


def on_terminal(folder: Path, typed: bytes, *, interrupts: bool = False) -> tuple[int, str]:
    """Run `init` on a terminal and type the answers: its exit status and the text on the screen.
    With `interrupts`, press Ctrl-C at the first question.
    """
    outer, inner = os.openpty()
    with subprocess.Popen(
        [*COMMAND, "init"], cwd=folder, stdin=inner, stdout=inner, stderr=inner,
        env=environment(), preexec_fn=heed_interrupts,
    ) as process:  # fmt: skip
        os.close(inner)
        os.write(outer, typed)
        shown = b""
        try:
            while more := _read(outer):
                shown += more
                if interrupts and b"Number" in shown:
                    interrupts = False
                    process.send_signal(signal.SIGINT)
            status = process.wait(30)
        finally:
            process.kill()
    os.close(outer)
    return status, shown.decode("utf-8", "replace")


def _read(terminal: int) -> bytes:
    """The next output; empty once all processes that write to the terminal have ended."""
    assert select.select([terminal], [], [], 60)[0], "it waits for an answer"
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@PTY
@pytest.mark.slow
def test_questions(tmp_path: Path) -> None:
    status, shown = on_terminal(tmp_path, b"1\n2\nhttp://h:4200/api\n")
    assert (status, "Wrote prefect.toml." in shown) == (0, True)
    assert tomllib.loads(text(tmp_path))["api"]["url"] == "http://h:4200/api"
    assert "server.api" not in text(tmp_path)


@PTY
@pytest.mark.slow
@pytest.mark.parametrize("typed", [b"9\nx\n\x00\n", b"\x04", b"1\n1\nx\ny\nz\n"])
def test_answers_that_cannot_be_used(tmp_path: Path, typed: bytes) -> None:
    status, shown = on_terminal(tmp_path, typed)
    assert (status, "nothing was written" in shown) == (2, True)
    assert not [*tmp_path.iterdir()]


@PTY
@pytest.mark.slow
def test_an_interrupt(tmp_path: Path) -> None:
    status, shown = on_terminal(tmp_path, b"", interrupts=True)
    assert status == 130
    assert "Traceback" not in shown
    assert not [*tmp_path.iterdir()]
