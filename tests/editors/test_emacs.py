"""Emacs with eglot, set up as editors/emacs/README.md says."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest

from prefect_toml_lsp import INSTALL
from tests.editors import emacs
from tests.editors.conftest import EDITORS, PREFECT, Desk, code_block, missing, program
from tests.editors.terminal import Terminal
from tests.editors.waiting import until

pytestmark = pytest.mark.slow

README = EDITORS / "emacs" / "README.md"
SETUP = "## Set up"
HAS_EGLOT = '(progn (package-activate-all) (kill-emacs (if (locate-library "eglot") 0 1)))'


@pytest.fixture(autouse=True)
def installed(desk: Desk) -> None:
    """Emacs with eglot on the PATH, set up as the README says."""
    found = subprocess.run([program("emacs"), "--batch", "-l", "package", "--eval", HAS_EGLOT])
    if found.returncode:
        missing("eglot is not installed")
    desk.provide("emacs")
    desk.follow(README, SETUP)
    desk.write("~/.emacs.d/init.el", code_block(README, SETUP, "elisp"))


@pytest.fixture
def ask(desk: Desk) -> Callable[[str, str], Any]:
    """A function that opens a file in a batch Emacs and evaluates a body of Emacs Lisp."""
    return lambda file, body: emacs.ask(file, body, desk.project, desk.environment)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("prefect.toml", "prefect-toml-mode"),
        ("profiles.toml", "prefect-toml-mode"),
        ("pyproject.toml", "prefect-toml-mode"),
        (".env", "prefect-dotenv-mode"),
    ],
)
def test_our_files(desk: Desk, ask: Callable[[str, str], Any], name: str, mode: str) -> None:
    desk.write(name, "")
    [found, managed] = ask(name, "(prefect-test-until (eglot-managed-p)) (vector major-mode t)")
    assert (found, managed) == (mode, True)


def test_other_files_in_the_project(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", PREFECT)
    desk.write("Cargo.toml", "")
    body = """
      (prefect-test-findings)
      (find-file "Cargo.toml")
      (run-hooks 'post-command-hook)
      (accept-process-output nil 1)
      (vector major-mode (eglot-managed-p))
    """
    assert ask("prefect.toml", body) == ["conf-toml-mode", None]


def test_diagnostics(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", PREFECT)
    body = """
      (let ((before (prefect-test-findings)))
        (prefect-test-after "prot")
        (delete-char -4)
        (insert "port")
        (save-buffer)
        (prefect-test-until (progn (flymake-start) (not (flymake-diagnostics))))
        before)
    """
    [[line, kind, text]] = ask("prefect.toml", body)
    assert (line, kind) == (2, "eglot-warning")
    assert "`port`" in text


def test_completion_at_point(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", PREFECT)
    body = """
      (prefect-test-findings)
      (prefect-test-after "4200")
      (insert "\\nbase_pa")
      (completion-at-point)
      (prefect-test-text)
    """
    assert "\nprot = 4200\nbase_path" in ask("prefect.toml", body)


def test_eldoc(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", PREFECT)
    body = """
      (prefect-test-findings)
      (prefect-test-after "keepalive_t")
      (let (said)
        (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text)))
        (substring-no-properties (prefect-test-until said)))
    """
    said = ask("prefect.toml", body)
    assert "keepalive_timeout" in said
    assert "PREFECT_SERVER_API_KEEPALIVE_TIMEOUT" in said


def test_code_action(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", PREFECT)
    body = """
      (prefect-test-findings)
      (prefect-test-after "pro")
      (cl-letf ((last-nonmenu-event ?\\r)     ; No mouse click, which would ask with a menu.
                ((symbol-function 'completing-read)
                 (lambda (_ titles &rest _) (caar titles))))
        (call-interactively #'eglot-code-actions))
      (prefect-test-text)
    """
    assert ask("prefect.toml", body) == PREFECT.replace("prot", "port")


def test_rename(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    profiles = 'active = "local"\n\n[profiles.local]\nPREFECT_LOGGING_LEVEL = "DEBUG"\n'
    desk.write("~/.prefect/profiles.toml", profiles)
    body = """
      (prefect-test-until (eglot-managed-p))
      (prefect-test-after "[profiles.l")
      (eglot-rename "staging")
      (prefect-test-text)
    """
    found = ask("../.prefect/profiles.toml", body)
    assert found == profiles.replace("local", "staging")


def test_format(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", "[server.api]\nport   =4200\n")
    body = "(prefect-test-until (eglot-managed-p)) (eglot-format) (prefect-test-text)"
    assert ask("prefect.toml", body) == "[server.api]\nport = 4200\n"


def test_imenu(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", PREFECT)
    body = '(prefect-test-until (eglot-managed-p)) (format "%S" (imenu--make-index-alist))'
    outline = ask("prefect.toml", body)
    assert '("server::events" ("retention_period" . ' in outline


def test_settings(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", '[api]\nkey = "pnu_0123456789"\n')
    kind = """
      (prefect-test-findings)
      (prefect-test-until
       (progn (flymake-start)
              (eq '%s (flymake-diagnostic-type (car (flymake-diagnostics))))))
    """
    assert ask("prefect.toml", kind % "eglot-note")
    init = desk.home / ".emacs.d" / "init.el"
    init.write_text(init.read_text() + code_block(README, "## Settings", "elisp"))
    assert ask("prefect.toml", kind % "eglot-warning")


@pytest.fixture
def window(desk: Desk, terminal: Callable[..., Terminal]) -> Callable[[str], Terminal]:
    """A function that opens a file in Emacs in a terminal."""
    # Otherwise Emacs compiles everything for the new home folder during the test, with warnings.
    desk.write("~/.emacs.d/early-init.el", "(setq native-comp-deferred-compilation nil)")
    return lambda name: terminal("emacs", "-nw", name)


def test_what_is_on_the_screen(desk: Desk, window: Callable[[str], Terminal]) -> None:
    path = desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.wait("(Prefect ", "[eglot:project]")
    seen.press("C-n", "C-n")
    seen.wait("PREFECT_SERVER_API_KEEPALIVE_TIMEOUT")
    seen.press("C-p")
    seen.wait("Prefect has no setting `server.api.prot`")
    seen.press("M-x")
    seen.type("eglot-code-actions")
    seen.press("Enter")
    seen.wait("Change to `port`")
    seen.press("Enter")
    seen.wait("port = 4200")
    seen.press("C-e", "Enter")
    seen.type("base_pa")
    seen.press("C-M-i")
    seen.wait("base_path")
    seen.press("C-x", "C-s")
    until(path.read_text, lambda text: "\nport = 4200\nbase_path" in text)


def test_a_file_in_the_same_folder_changes(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.press("C-n")
    seen.wait("Prefect has no setting `server.api.prot`")
    desk.write(".env", "PREFECT_SERVER_API_KEEPALIVE_TIMEOUT=7\n")
    seen.wait("Flymake[0 1 1]")
    seen.press("M-x")
    seen.type("flymake-show-buffer-diagnostics")
    seen.press("Enter")
    seen.wait("[overridden]: Prefect ignores `server.api.keepalive_timeout` here")


def test_settings_in_force(desk: Desk, ask: Callable[[str, str], Any]) -> None:
    desk.write("prefect.toml", PREFECT)
    desk.write(".env", "PREFECT_API_KEY=hunter2\n")
    first, second = ask(
        "prefect.toml",
        """
        (prefect-test-findings)
        (prefect-toml-effective-settings)
        (let ((page "*Prefect settings*"))
          (vector (with-current-buffer page (prefect-test-text))
                  (progn (prefect-test-after "keepalive_timeout = 3") (delete-char 1) (insert "7")
                         (save-buffer)
                         (with-current-buffer page (prefect-test-text)))))
        """,
    )
    table = [line for line in first.splitlines() if line.startswith("|")]
    assert len({line.rindex("|", 0, -1) for line in table}) == 1
    assert "*hidden*" in first
    assert "hunter2" not in first
    assert "`300`" in first
    assert "`370`" in second


def test_without_the_server(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.remove("prefect-toml-lsp")
    path = desk.write("prefect.toml", PREFECT)
    desk.write("pyproject.toml", "")
    seen = window("prefect.toml")
    seen.wait("prefect-toml-lsp is not on the PATH", INSTALL)
    seen.press("C-x", "1", "C-x", "C-f")
    seen.type("pyproject.toml")
    seen.press("Enter")
    assert "is not on" not in seen.wait("pyproject.toml  ")
    seen.press("C-x", "b", "Enter")
    seen.type("# still here")
    seen.press("Enter", "C-x", "C-s")
    until(path.read_text, lambda text: text.startswith("# still here\n"))


def test_server_that_ends_at_once(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.remove("prefect-toml-lsp")
    desk.provide("prefect-toml-lsp", "#!/bin/sh\necho >> started\nexit 3\n")
    path = desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    until((desk.project / "started").exists)
    # Where Emacs still writes to a process that has ended, it makes 256 of its status.
    ends = ("Server exited with status 3", "Server exited with status 256", "Server died")
    until(seen.screen, lambda screen: any(each in screen for each in ends))
    seen.type("# still here")
    seen.press("Enter", "C-x", "C-s")
    until(path.read_text, lambda text: text.startswith("# still here\n"))
    assert (desk.project / "started").read_text() == "\n"


def test_server_killed(desk: Desk, window: Callable[[str], Terminal]) -> None:
    server = program("prefect-toml-lsp")
    desk.remove("prefect-toml-lsp")
    desk.provide("prefect-toml-lsp", f"#!/bin/sh\necho $$ >> started\nexec {server}\n")
    started = desk.project / "started"
    desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.wait("Flymake[0 1]")
    time.sleep(4)  # eglot does not restart a server that ran for less than 3 seconds.
    os.kill(int(started.read_text()), signal.SIGKILL)
    until(started.read_text, lambda text: len(text.splitlines()) == 2)
    seen.press("C-n", "C-x", "C-x", "C-n", "C-p")
    seen.wait("[eglot:project]", "Prefect has no setting `server.api.prot`")
