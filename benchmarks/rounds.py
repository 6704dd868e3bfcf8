"""Servers take turns: in every round, each does a part of every row's work."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from client_capabilities import Message
from lsp_client import ErrorResponseError, Reply, ServerError
from memory import resident
from peers import Peer
from report import Results, Row, Samples
from session import Session

ROUNDS = 10
LAST_WORDS = 2000
"""The number of characters of a server's stderr that are shown if it fails."""


class Opened(Protocol):
    """A running server with an open document."""

    @property
    def pid(self) -> int:
        """The process id of the server."""

    def settle(self) -> None:
        """Wait until the server has finished its work after the start."""

    def offers(self, method: str) -> bool:
        """Whether the server declares a method."""

    def close(self) -> None:
        """End the server."""


Step = Callable[[Any], list[Reply]]
"""One operation on an ``Opened``, with one or several replies."""


class Work(NamedTuple):
    """The steps of one row, for the servers that declare ``method``.

    ``size`` gives the size of a reply (see report.Samples).
    """

    row: Row
    method: str
    steps: list[Step]
    size: Callable[[Message], int]


class Phase(NamedTuple):
    """The work in one folder.

    ``files``: path in the folder -> text, including ``prefect.toml``.  ``start``: starts a
    server in the folder and opens a document there.  ``memory``: the row for the memory, if any.
    """

    name: str
    files: dict[str, str]
    work: list[Work]
    start: Callable[[Peer, Path, Path], Opened]
    memory: Row | None = None

    def only(self, wanted: Callable[[Row], bool]) -> Phase:
        """The phase with only these rows."""
        memory = self.memory if self.memory and wanted(self.memory) else None
        work = [work for work in self.work if wanted(work.row)]
        return self._replace(work=work, memory=memory)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.work and self.memory is None


class Run:
    """One run: its servers, the results so far, and the failures.

    ``budget``: the seconds that one server may spend on one row, after which it stops.
    ``logs``: the folder for the stderr of the servers.
    """

    def __init__(self, peers: list[Peer], budget: float, logs: Path) -> None:
        self.peers = peers
        self.budget = budget
        self.logs = logs
        self.results: Results = {}
        self.failures: list[str] = []

    def spawn(
        self,
        row: Row,
        start: Callable[[Peer, Path, Path], Session],
        folder: Path,
        rounds: int,
    ) -> None:
        """Start every server ``rounds`` times, after one start that does not count."""
        for number in range(-1, rounds):
            for peer in self._turn(number):
                session = self._started(start, peer, folder)
                if session is None:
                    continue
                if number >= 0:
                    self._samples(row, peer).values.append(session.first_diagnostics * 1000)
                session.close()

    def phase(self, phase: Phase, folder: Path) -> None:
        """Start every server once, do the work in rounds, measure the memory, and end them."""
        sessions: dict[str, Opened] = {}
        spent: dict[tuple[Row, str], float] = {}
        try:
            for peer in self.peers:
                if (started := self._settled(phase.start, peer, folder)) is not None:
                    sessions[peer.name] = started
            for number in range(ROUNDS):
                for work, peer in itertools.product(phase.work, self._turn(number)):
                    opened = sessions.get(peer.name)
                    if opened is None or not opened.offers(work.method):
                        continue
                    left = self.budget - spent.get((work.row, peer.name), 0)
                    began = time.perf_counter()
                    try:
                        self._round(work, peer, opened, number, left)
                        spent[work.row, peer.name] = (
                            self.budget - left + time.perf_counter() - began
                        )
                    except ErrorResponseError as error:
                        self._failed(peer, f"{work.row.title}: {error}")
                        spent[work.row, peer.name] = self.budget
                        self._forget([work], peer)
                    except ServerError as error:
                        self._failed(peer, f"{work.row.title}: {error}")
                        sessions.pop(peer.name).close()
                        self._forget(phase.work, peer)
            if phase.memory is not None:
                for peer in self.peers:
                    if peer.name in sessions:
                        used = resident(sessions[peer.name].pid)
                        self._samples(phase.memory, peer).values.append(used)
        finally:
            for session in sessions.values():
                session.close()

    def _round(self, work: Work, peer: Peer, opened: Opened, number: int, left: float) -> None:
        """Do one round of one server's work, for at most about ``left`` seconds."""
        stop = time.perf_counter() + left
        for step in work.steps[number::ROUNDS]:
            if time.perf_counter() > stop:
                break
            replies = step(opened)
            samples = self._samples(work.row, peer)
            for reply in replies:
                samples.values.append(reply.seconds * 1000)
                samples.sizes.append(work.size(reply.message))

    def _forget(self, half_done: list[Work], peer: Peer) -> None:
        for work in half_done:
            self.results.get(work.row, {}).pop(peer.name, None)

    def _started(self, start: Callable[[Peer, Path, Path], Any], peer: Peer, folder: Path) -> Any:
        """The result of ``start``, or None if the server failed."""
        try:
            return start(peer, folder, self._log(peer))
        except ServerError as error:
            self._failed(peer, f"start: {error}")
            return None

    def _settled(
        self, start: Callable[[Peer, Path, Path], Opened], peer: Peer, folder: Path
    ) -> Opened | None:
        session: Opened | None = self._started(start, peer, folder)
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
        """The servers in order, with a different one first in each round."""
        first = number % len(self.peers)
        return self.peers[first:] + self.peers[:first]

    def _samples(self, row: Row, peer: Peer) -> Samples:
        return self.results.setdefault(row, {}).setdefault(peer.name, Samples())
