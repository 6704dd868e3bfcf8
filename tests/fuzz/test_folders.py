"""Hostile folders: `check` and the server answer soon, and use little memory."""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from prefect_toml_lsp.__main__ import main
from tests.bad_files import WAYS, is_possible
from tests.fuzz.budget import HANG, Tally
from tests.fuzz.mutate import mutated
from tests.fuzz.wire import seconds, start_pulling
from tests.server.wire import Wire

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="forks, makes pipes, and reads /proc"),
]

MOST = 250.0  # megabytes in addition to about 50 for Python and its modules
NAMES = (
    "prefect.toml", "pyproject.toml", ".env", "profiles.toml", "prefect-toml-lsp.toml",
    "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "conda-lock.yml",
    "pylock.toml", "requirements.txt", "requirements-dev.txt", "constraints.txt", "setup.cfg",
    "Pipfile",
    "environment.yml", "pixi.toml", "Dockerfile", "compose.yaml", "docker-compose.yml",
    ".python-version", "runtime.txt", ".gitignore", ".git", ".venv/pyvenv.cfg", "venv", "own.py",
)  # fmt: skip
HERE = ("prefect.toml", "pyproject.toml", ".env")
"""Files that most folders get, because nothing is read in a folder without any of them."""
MODEL = "from prefect.settings import PrefectBaseSettings\nclass A(PrefectBaseSettings):\n    x = "
BOMBS: tuple[Callable[[int], str], ...] = (
    lambda n: "[" * n,
    lambda n: "x = " + "{a = " * n,
    lambda n: "a" + ".a" * n + " = 1\n",
    lambda n: "x = " + "9" * n + "\n",
    lambda n: "prefect==" + "9" * n + "\n",
    lambda n: "prefect" + " " * n + "@ x\n",
    lambda n: "prefect==3.4.1\n" * n,
    lambda n: "-r requirements.txt\n-c requirements.txt\n" * 3 + "-r " + "../" * min(n, 500),
    lambda n: MODEL + "(" * n,
    lambda n: MODEL + "-" * n + "1\n",
    lambda n: MODEL + "1 + " * n + "1\n",
    lambda n: "*a" * min(n, 200) + "b\n" + "!\nfoo\\\n[z-a]\n[a-\\d]\n**/" * 3,
    lambda n: "A=x\n" + "".join(f"B{i}=${{B{i - 1}}}${{B{i - 1}}}\n" for i in range(1, n % 60)),
    lambda n: "PREFECT_API_URL=" + "${" * n + "\n",
    lambda n: "\0" * n,
    lambda n: "x: &a [*a, *a]\n" * n,
    lambda n: '{"default": {"prefect": {"version": "==' + "1." * n + '1"}}}',
    lambda n: '{"a":' * n,
    lambda n: "FROM prefecthq/prefect:${A:-" + "${B:-" * n + "\n",
    lambda n: 'profiles_path = "' + "../" * n + 'x"\n',
    lambda n: 'profiles_path = "/dev/zero"\nhome = "~nobody/x"\n' + "#" * n,
    lambda n: '[tool.prefect]\n"' + "k" * n + '" = 1\n',
    lambda n: "[project]\ndependencies = [" + '"prefect>3",' * n + "]\n",
    lambda n: "".join(f"[t{i}]\nkey = 'x'\n" for i in range(n // 10)),
    lambda n: "debug_mode = 'x'\n" * (n // 10),
)
ASKED = (
    "textDocument/hover", "workspace/diagnostic", "workspace/symbol", "textDocument/references",
    "textDocument/definition", "textDocument/inlayHint", "workspace/executeCommand",
)  # fmt: skip
ODD_NAMES = (b"\xff\xfe", b"a\nb", b"\x1b[31m", "é".encode(), b" ", b"%20", b"x" * 200, b"-rf")


def _fill(path: Path, chance: random.Random) -> None:
    """Create anything at a path: a file, a pipe, a link, a folder, …"""
    path.parent.mkdir(parents=True, exist_ok=True)
    what = chance.random()
    if what < 0.35:
        possible = [way for way in WAYS if is_possible(way)]
        WAYS[chance.choice(possible)](path)
    elif what < 0.75:
        size = chance.choice((10, 300, 2000))
        text = chance.choice(BOMBS)(size)
        path.write_bytes(text[:900_000].encode("utf-8", "surrogatepass"))
    elif what < 0.95:
        kind = chance.choice(("prefect.toml", "pyproject.toml", "dotenv", "profile"))
        path.write_bytes(mutated(kind, chance).encode("utf-8", "surrogatepass"))
    else:
        path.symlink_to(chance.choice(("nowhere", "/proc/kmsg", "/", ".", "../prefect.toml")))


def make_folder(root: Path, chance: random.Random) -> None:
    """Make a folder with subfolders and all kinds of files."""
    for _ in range(chance.randint(1, 4)):
        below = root
        for _ in range(chance.randint(0, 2)):
            below = Path(os.fsdecode(os.fsencode(below) + b"/" + chance.choice(ODD_NAMES)))
        for name in {*chance.sample(NAMES, 5), *chance.sample(HERE, 2)}:
            path = below / name
            if not os.path.lexists(path) and not os.path.isfile(path.parent):
                _fill(path, chance)


def _replace(root: Path, chance: random.Random) -> None:
    """Remove a file, or put something else in its place."""
    path = root / chance.choice(HERE)
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    if chance.random() < 0.7 and not os.path.lexists(path):
        _fill(path, chance)


def _resident() -> float:
    """The resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def check(root: Path, chance: random.Random) -> tuple[int, float, float]:
    """Run `check` on a folder whose files change meanwhile: its exit status, processor time in
    seconds, and memory in MB beyond that of this process, from which it is forked.
    """
    before = _resident()
    child = os.fork()
    if child == 0:
        status = 99
        try:
            null = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(null, stream)
            os.chdir(root)
            sys.stdout = sys.stderr = os.fdopen(1, "w", errors="backslashreplace")
            sys.argv[1:] = [
                "check",
                *chance.choice(((), ("--output-format", "json"), ("--strict",))),
            ]
            status = main()
        finally:
            os._exit(status)
    until = time.monotonic() + 20 * HANG
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            return (
                os.waitstatus_to_exitcode(status),
                used.ru_utime + used.ru_stime,
                used.ru_maxrss / 1e3 - before,
            )
        if time.monotonic() > until:
            os.kill(child, 9)
            os.wait4(child, 0)
            return 99, 99.0, 0.0
        if chance.random() < 0.3:
            _replace(root, chance)
        time.sleep(0.02)


def test_check_answers_in_any_folder(tmp_path: Path) -> None:
    tally, most = Tally("hostile folders that were checked", least=4), 0.0
    for number, chance in enumerate(tally.rounds()):
        root = tmp_path / str(number)
        root.mkdir()
        make_folder(root, chance)
        status, seconds, megabytes = check(root, chance)
        assert status in (0, 1), (root, status)
        assert seconds < HANG, root
        assert megabytes < MOST, root
        tally.count += 1
        tally.slowest, most = max(tally.slowest, seconds), max(most, megabytes)
        _remove(root)
    print(f"{most:.0f} MB at most")  # noqa: T201


def test_the_server_answers_in_any_folder(tmp_path: Path) -> None:
    tally, most = Tally("hostile folders that were opened", least=2), 0.0
    with Wire() as wire:
        start_pulling(wire)
        for number, chance in enumerate(tally.rounds(), start=1):
            root = tmp_path / str(number)
            root.mkdir()
            make_folder(root, chance)
            slowest = _ask(wire, root, number, chance)
            assert slowest < HANG, root
            tally.count += 1
            tally.slowest = max(tally.slowest, slowest)
            most = max(most, _megabytes(wire.process.pid))
            assert most < MOST, root
            _remove(root)
        wire.request(0, "shutdown")
        wire.notify("exit")
        status, _, logged = wire.finish()
        assert (status, b"Traceback" in logged) == (0, False), logged.decode()
    print(f"{most:.0f} MB at most")  # noqa: T201


def _ask(wire: Wire, root: Path, number: int, chance: random.Random) -> float:
    folder, uri = {"uri": root.as_uri(), "name": "x"}, (root / "prefect.toml").as_uri()
    document = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 1}}
    item = {"uri": uri, "languageId": "toml", "version": 1, "text": "debug_mode = 'x'\n"}

    def folders(added: list[object], removed: list[object]) -> None:
        event = {"event": {"added": added, "removed": removed}}
        wire.notify("workspace/didChangeWorkspaceFolders", event)

    folders([folder], [])
    wire.notify("textDocument/didOpen", {"textDocument": item})
    slowest = 0.0
    params = {
        **document, "previousResultIds": [], "query": "", "context": {"includeDeclaration": True},
        "range": {"start": document["position"], "end": document["position"]},
        "command": "prefect-toml.showEffectiveSettings", "arguments": [uri],
    }  # fmt: skip
    for step, method in enumerate(ASKED):
        began = seconds(wire)
        answer = wire.request(number * 100 + step, method, params)
        assert "result" in answer, (root, method, answer)
        slowest = max(slowest, seconds(wire) - began)
        if chance.random() < 0.3:
            _replace(root, chance)
    wire.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    folders([], [folder])
    return slowest


def _megabytes(process_id: int) -> float:
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    (most,) = (line for line in lines if line.startswith("VmHWM"))
    return int(most.split()[1]) / 1e3


def _remove(root: Path) -> None:
    shutil.rmtree(root)
