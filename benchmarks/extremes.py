"""Measure the time and memory for huge files, thousands of folders and long sessions.

    python benchmarks/extremes.py files        5 MB of each kind of text, opened and edited
    python benchmarks/extremes.py folders      10,000 files in as many folders
    python benchmarks/extremes.py session      10,000 opened documents, 200,000 edits

Everything goes over stdio, as from an editor. Linux only; times are in seconds. *CPU* is the
server's processor time, which is the one to compare on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import lsp_client
from client_capabilities import EVERYTHING, PUSH, Message
from lsp_client import Client
from memory import resident

lsp_client.TIMEOUT = 600.0
COMMAND = [sys.executable, "-m", "prefect_toml_lsp"]
SIZE = 5_000_000
"""The number of characters of a huge file."""
Make = Callable[[int], str]


def _lines(line: str, before: str = "", after: str = "") -> Make:
    """A function that makes a text of a size from one repeated line, `{i}` being its number."""

    def make(size: int) -> str:
        length = len(line.replace("{i}", "000000"))
        count = (size - len(before) - len(after)) // length
        body = "".join(line.replace("{i}", f"{each:06}") for each in range(count))
        return f"{before}{body}{after}"

    return make


_KEY = 'some_key_{i} = "a value of some length"\n'
KINDS: Mapping[str, Make] = {
    "comments": _lines("# a comment that somebody wrote here, number {i}\n"),
    "empty lines": _lines("\n"),
    "headers of requests": _lines(
        'X-Header-{i} = "a value of some length"\n', "[client.custom_headers]\n"
    ),
    "unknown keys": _lines(_KEY, "[server]\n"),
    "one unknown table": _lines(_KEY, "[table]\n"),
    "unknown tables": _lines('[table_{i}]\nsome_key = "a value"\n\n'),
    "one key again and again": _lines("port = 4200  # number {i}\n", "[server.api]\n"),
    "wrong values": _lines('port = "x{i}"\n', "[server.api]\n"),
    "elements with tables": _lines("[[a]]\n[a.b]\nx = {i}\n"),
    "no TOML": _lines("some text that is not TOML {i}\n"),
    "an array": _lines('  "a.logger.{i}",\n', "logging.extra_loggers = [\n", "]\n"),
    "an array in one line": _lines('"a.logger.{i}", ', "logging.extra_loggers = [", "]\n"),
    "a string": _lines("a line of text, number {i}\n", 'api.url = """\n', '"""\n'),
    "a string in one line": _lines("text ", 'api.url = "', '"\n'),
    "an inline table": _lines('X-{i} = "a value", ', "client.custom_headers = {", "a = 'b'}\n"),
    "findings in one line": _lines("a{i} = {x = 1 2}, ", "server = {", "}\n"),
}


@contextmanager
def _client(folder: Path, own: Message) -> Iterator[Client]:
    with tempfile.NamedTemporaryFile() as log:
        client = Client(COMMAND, folder, Path(log.name), own=own)
        try:
            client.initialize()
            client.settle()
            yield client
        finally:
            client.close()


def _open(client: Client, path: Path, text: str) -> float:
    item = {"uri": path.as_uri(), "languageId": "toml", "version": 1, "text": text}
    sent = client.notify("textDocument/didOpen", {"textDocument": item})
    return _published(client, path, 1, sent)


def _worked(client: Client) -> float:
    """The processor time of the server so far, in seconds."""
    numbers = Path(f"/proc/{client.process.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def _published(client: Client, path: Path, version: int, sent: float) -> float:
    """The seconds until the diagnostics of a version arrive."""

    def wanted(message: Message) -> bool:
        told = message.get("params") or {}
        return told.get("uri") == path.as_uri() and told.get("version") == version

    return client.wait(sent, wanted).seconds


def _type(client: Client, path: Path, version: int, line: int, character: int) -> float:
    """Type a letter, or remove it for an odd version; the seconds until the diagnostics arrive."""
    is_back = version % 2
    end = {"line": line, "character": character + is_back}
    change = {
        "range": {"start": {"line": line, "character": character}, "end": end},
        "text": "" if is_back else "x",
    }
    document = {"uri": path.as_uri(), "version": version}
    sent = client.notify(
        "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
    )
    return _published(client, path, version, sent)


def measure_files(size: int) -> None:
    """Print for each kind of text the seconds to open it and of the slowest edit, and MB."""
    print(f"{'':26}  open   CPU  edit   CPU    MB")
    for name, make in KINDS.items():
        text = make(size)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "prefect.toml"
            path.write_text(text)
            with _client(Path(folder), PUSH) as client:
                started = _worked(client)
                opened = _open(client, path, text)
                worked = _worked(client) - started
                time.sleep(1)  # documents that depend on it are judged again by now
                last = text.count("\n")
                started = _worked(client)
                edits = [
                    _type(client, path, 2 + 2 * each + back, line, 0)
                    for each, line in enumerate((min(5, last), last // 20, last // 2, last))
                    for back in (0, 1)
                ]
                each_edit = (_worked(client) - started) / len(edits)
                memory = resident(client.process.pid)
        figures = f"{opened:5.2f} {worked:5.2f} {max(edits):5.2f} {each_edit:5.2f}"
        print(f"{name:26} {figures} {memory:5.0f}", flush=True)


def measure_folders(count: int) -> None:
    """Print for each request the seconds, the number of results, and the memory in MB."""
    with tempfile.TemporaryDirectory() as top:
        (Path(top) / "requirements.txt").write_text("prefect==3.8.8\n")
        for each in range(count):
            folder = Path(top) / f"team-{each // 100:03}" / f"flow-{each % 100:03}"
            folder.mkdir(parents=True)
            (folder / "prefect.toml").write_text(
                f'[server.api]\nport = {4000 + each % 1000}\n\n[logging]\nlevel = "INFO"\n'
            )
        with _client(Path(top), EVERYTHING) as client:
            for method, params in (
                ("workspace/symbol", {"query": "port"}),
                ("workspace/symbol", {"query": "port"}),
                ("workspace/diagnostic", {"previousResultIds": []}),
            ):
                started = _worked(client)
                reply = client.request(method, params)
                worked = _worked(client) - started
                found = reply.message["result"]
                items = found if isinstance(found, list) else found["items"]
                memory = resident(client.process.pid)
                seconds = f"{reply.seconds:6.2f} s, CPU {worked:5.2f} s"
                print(f"{method:22} {seconds} {len(items):6} {memory:5.0f} MB", flush=True)


def measure_session(opened: int, edits: int) -> None:
    """Print by how many MB the server has grown after a warm-up."""
    text = '[server.api]\nport = 4300\n\n[logging]\nlevel = "INFO"\n'
    with tempfile.TemporaryDirectory() as top, _client(Path(top), PUSH) as client:
        paths = (Path(top) / f"flow-{each}" / "prefect.toml" for each in range(opened + 300))
        before = 0.0
        for number, path in enumerate(paths):
            if number == 300:
                before = resident(client.process.pid)
            _open(client, path, text)
            client.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
        print(f"{opened} opened: {resident(client.process.pid) - before:+.1f} MB", flush=True)
        path = Path(top) / "prefect.toml"
        _open(client, path, text)
        for version in range(2, edits + 2000):
            if version == 2000:
                before = resident(client.process.pid)
            _type(client, path, version, 1, 7)
        print(f"{edits} edits: {resident(client.process.pid) - before:+.1f} MB")


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=("files", "folders", "session"))
    parser.add_argument("--size", type=int, default=SIZE, help="characters of a file")
    parser.add_argument("--folders", type=int, default=10_000)
    parser.add_argument("--opened", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=200_000)
    options = parser.parse_args()
    if options.what == "files":
        measure_files(options.size)
    elif options.what == "folders":
        measure_folders(options.folders)
    else:
        measure_session(options.opened, options.edits)


if __name__ == "__main__":
    main()
