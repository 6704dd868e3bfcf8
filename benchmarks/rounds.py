"""Servers taking turns: each does a part of every row's work in every round."""

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
"""Characters of a server's stderr that are shown when it fails."""


class Opened(Protocol):
    """A server at work on a document."""

    @property
    def pid(self) -> int:
        """The process id of the server."""

    def settle(self) -> None:
        """Let the server finish what it began when it started."""

    def offers(self, method: str) -> bool:
        """Whether the server declares a method."""

    def close(self) -> None:
        """End the server."""


Step = Callable[[Any], list[Reply]]
"""One thing to do in an ``Opened``, with one reply or several."""


class Work(NamedTuple):
    """The steps of one row, for the servers that declare ``method``.

    ``size`` says how much a reply holds (see report.Samples).
    """

    row: Row
    method: str
    steps: list[Step]
    size: Callable[[Message], int]


class Phase(NamedTuple):
    """What is done in one folder.

    ``files``: path in the folder -> text; ``prefect.toml`` is one of them.  ``start``: starts a
    server in the folder and opens a document there.  ``memory``: the row for the memory, if any.
    """

    name: str
    files: dict[str, str]
    work: list[Work]
    start: Callable[[Peer, Path, Path], Opened]
    memory: Row | None = None

    def only(self, wanted: Callable[[Row], bool]) -> Phase:
        """The same with no other rows than these."""
        memory = self.memory if self.memory and wanted(self.memory) else None
        work = [work for work in self.work if wanted(work.row)]
        return self._replace(work=work, memory=memory)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.work and self.memory is None


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

    def spawn(
        self,
        row: Row,
        start: Callable[[Peer, Path, Path], Session],
        folder: Path,
        rounds: int,
    ) -> None:
        """Start every server ``rounds`` times, after one time that does not count."""
        for number in range(-1, rounds):
            for peer in self._turn(number):
                session = self._started(start, peer, folder)
                if session is None:
                    continue
                if number >= 0:
                    self._samples(row, peer).values.append(session.first_diagnostics * 1000)
                session.close()

    def phase(self, phase: Phase, folder: Path) -> None:
        """Start every server once, do the work in rounds, look at the memory, end them."""
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
        """One round of one server's work, at most about ``left`` seconds of it."""
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
        """What ``start`` gives; None when the server failed."""
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
        """The servers, another one first in each round."""
        first = number % len(self.peers)
        return self.peers[first:] + self.peers[:first]

    def _samples(self, row: Row, peer: Peer) -> Samples:
        return self.results.setdefault(row, {}).setdefault(peer.name, Samples())
