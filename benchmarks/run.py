"""Compare language servers over stdio, side by side in one run.

    python benchmarks/run.py [--edits 200] [--servers ours,floor,tombi,taplo] [--json FILE]

Each server takes its turn in every round, so that whatever else the machine does hits all of them
alike.  Exit status 1 when a server failed, else 0: a missed bound is a result, not a failure.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import documents
import sites
from lsp_client import Message, Reply, ServerError
from memory import resident
from peers import PEERS, MissingError, Peer, write_workspace
from report import Results, Row, Samples, answers_table, as_json, main_table
from session import Edit, Place, Session

ROUNDS = 10
LAST_WORDS = 2000
"""Characters of a server's stderr that are shown when it fails."""

Step = Callable[[Session], list[Reply]]
"""One thing to do in a session, with one reply or several."""


class Work(NamedTuple):
    """The steps of one row.  ``size`` says how much a reply holds (see report.Samples)."""

    row: Row
    steps: list[Step]
    size: Callable[[Message], int]


class Phase(NamedTuple):
    """What is done with one document: its name, its text, the work, a row for the memory."""

    name: str
    text: str
    work: list[Work]
    memory: Row | None


class Run:
    """One run: the servers that take part, the results so far, and what failed.

    ``budget``: seconds that one server may spend on one row; it does no more of it then.
    ``logs``: the folder for what the servers write to stderr.
    """

    def __init__(self, peers: list[Peer], budget: float, logs: Path) -> None:
        self.peers = peers
        self.budget = budget
        self.logs = logs
        self.results: Results = {}
        self.failures: list[str] = []

    def spawn(self, row: Row, folder: Path, rounds: int) -> None:
        """Start every server ``rounds`` times, after one time that does not count."""
        for number in range(-1, rounds):
            for peer in self._turn(number):
                session = self._started(peer, folder)
                if session is None:
                    continue
                if number >= 0:
                    self._samples(row, peer).values.append(session.first_diagnostics * 1000)
                session.close()

    def phase(self, phase: Phase, folder: Path) -> None:
        """Start every server once, do the work in rounds, look at the memory, end them."""
        sessions: dict[str, Session] = {}
        try:
            for peer in self.peers:
                if (started := self._settled(peer, folder)) is not None:
                    sessions[peer.name] = started
            for number in range(ROUNDS):
                for work, peer in itertools.product(phase.work, self._turn(number)):
                    opened = sessions.get(peer.name)
                    if opened is None or self._round(work, peer, opened, number):
                        continue
                    sessions.pop(peer.name).close()
                    for half_done in phase.work:
                        self.results.get(half_done.row, {}).pop(peer.name, None)
            if phase.memory is not None:
                for peer in self.peers:
                    if peer.name in sessions:
                        used = resident(sessions[peer.name].pid)
                        self._samples(phase.memory, peer).values.append(used)
        finally:
            for session in sessions.values():
                session.close()

    def _round(self, work: Work, peer: Peer, session: Session, number: int) -> bool:
        """One round of one server's work; False when the server failed."""
        samples = self._samples(work.row, peer)
        for step in work.steps[number::ROUNDS]:
            if sum(samples.values) > self.budget * 1000:
                break
            try:
                replies = step(session)
            except ServerError as error:
                self._failed(peer, f"{work.row.title}: {error}")
                return False
            for reply in replies:
                samples.values.append(reply.seconds * 1000)
                samples.sizes.append(work.size(reply.message))
        return True

    def _started(self, peer: Peer, folder: Path) -> Session | None:
        try:
            return Session(peer, folder, self._log(peer))
        except ServerError as error:
            self._failed(peer, f"start: {error}")
            return None

    def _settled(self, peer: Peer, folder: Path) -> Session | None:
        session = self._started(peer, folder)
        if session is None:
            return None
        try:
            session.settle()
        except ServerError as error:
            self._failed(peer, f"after its start: {error}")
            session.close()
            return None
        return session

    def _failed(self, peer: Peer, why: str) -> None:
        self.failures.append(f"{peer.name}: {why}")
        last_words = self._log(peer).read_text(errors="replace")[-LAST_WORDS:]
        print(f"failed: {self.failures[-1]}\n{last_words}", file=sys.stderr)

    def _log(self, peer: Peer) -> Path:
        return self.logs / f"{peer.name}.log"

    def _turn(self, number: int) -> Sequence[Peer]:
        """The servers, another one first in each round."""
        first = number % len(self.peers)
        return self.peers[first:] + self.peers[:first]

    def _samples(self, row: Row, peer: Peer) -> Samples:
        return self.results.setdefault(row, {}).setdefault(peer.name, Samples())


# --- what is measured --------------------------------------------------------------------------


def phases(schema_file: Path, count: int) -> list[Phase]:
    """The three documents and their work; ``count`` operations of each kind."""
    short = documents.every_setting(schema_file)
    long = documents.long(schema_file)
    headers = documents.headers(schema_file)
    lines, many = (f"{text.count(chr(10)):,} lines" for text in (short, long))
    return [
        Phase(
            "every_setting",
            short,
            [
                _edits(Row(f"edit to diagnostics, {lines}", "ms", 2.5), short, count),
                _hovers(Row(f"hover, {lines}", "ms", 1.5), short, count),
                _completions(Row(f"completion, {lines}", "ms", 2), sites.typed(short, count)),
            ],
            Row(f"memory, {lines}", "MB", 1.5),
        ),
        Phase(
            "headers",
            headers,
            [
                _completions(
                    Row("completion, empty tables", "ms", 2), sites.under_headers(headers, count)
                )
            ],
            None,
        ),
        Phase(
            "long",
            long,
            [
                _edits(Row(f"edit to diagnostics, {many}", "ms", 2), long, count),
                _hovers(Row(f"hover, {many}", "ms"), long, count),
                _completions(Row(f"completion, {many}", "ms"), sites.typed(long, count)),
            ],
            Row(f"memory, {many}", "MB", 1.5),
        ),
    ]


def _edits(row: Row, text: str, count: int) -> Work:
    def step(edit: Edit) -> Step:
        return lambda session: [session.insert(edit), session.delete(edit)]

    return Work(
        row,
        [step(edit) for edit in sites.edits(text, count // 2)],
        lambda message: len(message["params"]["diagnostics"]),
    )


def _hovers(row: Row, text: str, count: int) -> Work:
    def step(place: Place) -> Step:
        return lambda session: [session.hover(place)]

    return Work(
        row,
        [step(place) for place in sites.pointed(text, count)],
        lambda message: int(message["result"] is not None),
    )


def _completions(row: Row, places: list[Place]) -> Work:
    def step(place: Place) -> Step:
        return lambda session: [session.completion(place)]

    def size(message: Message) -> int:
        result = message["result"] or []
        return len(result["items"] if isinstance(result, dict) else result)

    return Work(row, [step(place) for place in places], size)


# --- the command line --------------------------------------------------------------------------


def find(name: str) -> Peer | None:
    """The server of that name; None, and a line on stderr, when it is not installed."""
    try:
        return PEERS[name]()
    except MissingError as how:
        print(f"skipped: {name} is not installed ({how})", file=sys.stderr)
        return None


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """The options; ``servers`` becomes a list of names.  Exits with status 2 for bad ones."""
    parser = argparse.ArgumentParser(description="Compare language servers over stdio.")
    parser.add_argument("--edits", type=int, default=200, help="operations of each kind")
    parser.add_argument("--starts", type=int, default=20, help="starts of each server")
    parser.add_argument("--servers", default=",".join(PEERS), help="names, separated by commas")
    parser.add_argument("--budget", type=float, default=60, help="seconds for a server and row")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples there")
    parser.add_argument("--schema", type=Path, default=documents.SCHEMA, help="the JSON Schema")
    options = parser.parse_args(arguments)
    options.servers = options.servers.split(",")
    if unknown := set(options.servers) - set(PEERS):
        parser.error(f"unknown server: {', '.join(sorted(unknown))}")
    return options


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    options = options_of(arguments)
    peers = [peer for name in options.servers if (peer := find(name)) is not None]
    if not peers:
        print("no server to measure", file=sys.stderr)
        return 1
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        run = Run(peers, options.budget, Path(temporary))
        plan = phases(options.schema.resolve(), options.edits)
        folders = {phase.name: Path(temporary) / phase.name for phase in plan}
        for phase in plan:
            write_workspace(folders[phase.name], phase.text, options.schema.resolve())
        row = Row("spawn to first diagnostics", "ms", 1.25)
        run.spawn(row, folders[plan[0].name], options.starts)
        for phase in plan:
            run.phase(phase, folders[phase.name])
    names = [peer.name for peer in peers]
    machine = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "servers": {peer.name: peer.release for peer in peers},
        "seconds": round(time.perf_counter() - began),
    }
    print(main_table(run.results, names), answers_table(run.results, names), sep="\n\n")
    print(f"\n{json.dumps(machine)}")
    if options.json is not None:
        report = {"machine": machine, "failures": run.failures, "rows": as_json(run.results)}
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main())
