"""The second table: our server against the floor, which gives the same answers.

First our server gets every request once, and its answers are recorded. Then the floor, ours and the
peers take turns as in the first table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import documents
import request_documents
from answers import Recorder
from client_capabilities import Message
from lsp_client import ErrorResponseError, ServerError
from peers import Peer, write_workspace
from report import FLOOR, OURS, Row
from request_rows import Request, document_requests, profiles_requests, workspace_requests
from request_session import Ask, RequestSession
from rounds import Phase, Run, Step, Work

BOUND = 3.0
"""As a multiple of the floor's median, on the short document."""
LONG_BOUND = 2.0
"""The same on the long document, for requests about one position or a few lines."""
LIMIT = 150.0
"""In milliseconds, on the long document, for requests about all of it or about all files."""
BUDGET = 10.0
"""The most seconds that a server spends on one row, because there are many rows."""

TOKEN = 5
"""The number of integers of one semantic token."""

SETTINGS: Message = {"codeLens": {"enable": True}}
"""Settings of our server, so that features that are off by default are measured, too."""


class Scene(NamedTuple):
    """A folder, the file that is open in it, and the requests.

    ``files``: path -> text.  ``where``: how the titles of the rows name the document.
    ``is_long``: whether it is the long document.
    """

    files: dict[str, str]
    opened: str
    requests: list[Request]
    where: str
    is_long: bool


def scenes(count: int, commands: list[str]) -> list[Scene]:
    """Each kind of file in two lengths, with ``count`` requests of each kind."""
    made: list[Scene] = []
    short, long = documents.every_setting(), documents.long()
    for text, is_long in ((short, False), (long, True)):
        lines = text.count("\n")
        many, small = f"{lines:,} lines", request_documents.SMALL_FILES
        files = request_documents.workspace(text)
        profiles = request_documents.profiles(lines)
        made += [
            Scene(files, "prefect.toml", document_requests(text, count), many, is_long),
            Scene(
                {"prefect.toml": "", "profiles.toml": profiles},
                "profiles.toml",
                profiles_requests(profiles, count),
                many,
                is_long,
            ),
            Scene(
                files,
                "prefect.toml",
                workspace_requests(text, commands, count),
                f"{many} and {small} small files",
                is_long,
            ),
        ]
    return made


def measure(
    peers: list[Peer],
    options: argparse.Namespace,
    wanted: Callable[[Row], bool],
    folder: Path,
) -> Run:
    """The rows of the table for which ``wanted`` is true; ``options`` are those of ``run.py``."""
    run = Run(peers, min(options.budget, BUDGET), folder)
    ours = next((peer for peer in peers if peer.name == OURS), None)
    if ours is None:
        print("skipped: requests, since the floor answers what ours does", file=sys.stderr)
        return run
    try:
        commands = _commands(ours, folder)
    except ServerError as error:
        run.failures.append(f"{ours.name}: start: {error}")
        return run
    for number, scene in enumerate(scenes(options.edits, commands)):
        rows = [(_row(scene, each), each) for each in scene.requests]
        rows = [(row, each) for row, each in rows if wanted(row)]
        if rows:
            place = write_workspace(folder / f"scene-{number}", scene.files, options.schema)
            _measure_scene(run, ours, scene, rows, place)
    return run


def _measure_scene(
    run: Run, ours: Peer, scene: Scene, rows: list[tuple[Row, Request]], folder: Path
) -> None:
    record = folder.with_suffix(".json")
    recorder, rows = _record(ours, scene, rows, folder)
    recorder.write(record)

    def start(peer: Peer, folder: Path, log: Path) -> RequestSession:
        if peer.name == FLOOR:
            peer = peer._replace(command=[*peer.command, "--answers", str(record)])
        elif peer.name == OURS:
            peer = peer._replace(settings=SETTINGS)
        return RequestSession(peer, folder, log, scene.opened)

    work = [Work(row, each.needs, [_step(ask) for ask in each.asks], size) for row, each in rows]
    run.phase(Phase(folder.name, scene.files, work, start), folder)


def _record(
    ours: Peer, scene: Scene, rows: list[tuple[Row, Request]], folder: Path
) -> tuple[Recorder, list[tuple[Row, Request]]]:
    """Send our server each request once; returns its answers, and the rows that it declares.

    Other rows are skipped, with a line on stderr.
    """
    declared: list[tuple[Row, Request]] = []
    recorder = Recorder()
    log = folder.with_suffix(".log")
    session = RequestSession(ours._replace(settings=SETTINGS), folder, log, scene.opened)
    try:
        session.settle()
        for row, request in rows:
            if not session.offers(request.needs):
                print(f"skipped: {row.title} (ours does not declare it)", file=sys.stderr)
                continue
            declared.append((row, request))
            for ask in request.asks[:1] if request.alike else request.asks:
                try:
                    reply = session.perform(ask)[0]
                except ErrorResponseError:
                    break  # it will fail again when it is measured, and is reported then
                recorder.take(request.method, session.asked, reply.message["result"])
    finally:
        session.close()
    return recorder, declared


def _commands(ours: Peer, folder: Path) -> list[str]:
    """The commands that our server declares."""
    place = write_workspace(folder / "commands", {"prefect.toml": ""})
    session = RequestSession(ours, place, folder / "commands.log", "prefect.toml")
    try:
        return session.commands
    finally:
        session.close()


def _row(scene: Scene, request: Request) -> Row:
    title = f"{request.title}, {scene.where}"
    if not request.bounded:
        return Row(title, "ms")
    if not scene.is_long:
        return Row(title, "ms", BOUND)
    return Row(title, "ms", limit=LIMIT) if request.whole else Row(title, "ms", LONG_BOUND)


def _step(ask: Ask) -> Step:
    return lambda session: session.perform(ask)


def size(message: Message) -> int:
    """The number of items in an answer; 1 if it is not a list."""
    result = message["result"]
    while isinstance(result, dict):
        if "data" in result:
            return len(result["data"]) // TOKEN
        inner = [result[key] for key in ("items", "edits", "changes") if key in result]
        if not inner:
            return 1
        result = inner[0]
    return len(result) if isinstance(result, list) else int(result is not None)
