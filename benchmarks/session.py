"""One document open in one server: the operations that the benchmark times.

Everything a message needs is put together before its clock starts.  Lines and characters are
0-based, characters in UTF-16 code units (which the documents of the benchmark, all ASCII, make
the same as characters).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from lsp_client import Client, Message, Reply
from peers import Peer

FULL_SYNC = 1
"""TextDocumentSyncKind.Full: the server wants the whole text with each change."""


class Place(NamedTuple):
    """A position in a document."""

    line: int
    character: int


class Edit(NamedTuple):
    """One character (``text``) typed at ``place``."""

    place: Place
    text: str


class Session:
    """Starts ``peer`` in ``folder`` and opens ``prefect.toml`` there, as the file on disk has it.

    ``first_diagnostics``: seconds from spawning the process to the first diagnostics.
    Raises ServerError, here and in every method, when the server does not do its part.
    """

    def __init__(self, peer: Peer, folder: Path, log: Path) -> None:
        self.peer = peer
        file = folder / "prefect.toml"
        text = file.read_text(encoding="utf-8")
        self._uri = file.as_uri()
        self._lines = text.split("\n")
        self._version = 1
        self._client = Client(peer.command, folder, log, peer.settings)
        try:
            self._client.initialize()
            sync = self._client.capabilities["textDocumentSync"]
            self._sync = sync["change"] if isinstance(sync, dict) else sync
            document = {"uri": self._uri, "languageId": "toml", "version": 1, "text": text}
            self._client.notify("textDocument/didOpen", {"textDocument": document})
            self.first_diagnostics = self._diagnostics(self._client.started).seconds
        except BaseException:
            self._client.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._client.process.pid

    def settle(self) -> None:
        """Let the server finish what it began when it started."""
        self._client.settle()

    def insert(self, edit: Edit) -> Reply:
        """Type a character and wait for the diagnostics of the new version."""
        return self._change(edit.place, 0, edit.text)

    def delete(self, edit: Edit) -> Reply:
        """Take back what ``insert`` did and wait for the diagnostics of the new version."""
        return self._change(edit.place, len(edit.text), "")

    def hover(self, place: Place) -> Reply:
        """``textDocument/hover``."""
        return self._client.request("textDocument/hover", self._at(place))

    def completion(self, place: Place) -> Reply:
        """``textDocument/completion``, invoked by hand."""
        params = {**self._at(place), "context": {"triggerKind": 1}}
        return self._client.request("textDocument/completion", params)

    def close(self) -> None:
        """End the server."""
        self._client.close()

    def _at(self, place: Place) -> Message:
        return {"textDocument": {"uri": self._uri}, "position": place._asdict()}

    def _change(self, place: Place, removed: int, added: str) -> Reply:
        line = self._lines[place.line]
        stop = place.character + removed
        self._lines[place.line] = line[: place.character] + added + line[stop:]
        self._version += 1
        change: Message = {"text": "\n".join(self._lines)}
        if self._sync != FULL_SYNC:
            end = Place(place.line, stop)
            change = {"range": {"start": place._asdict(), "end": end._asdict()}, "text": added}
        document = {"uri": self._uri, "version": self._version}
        sent = self._client.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
        )
        return self._diagnostics(sent)

    def _diagnostics(self, sent: float) -> Reply:
        """Wait for the last ``publishDiagnostics`` of the present version (see Peer.stages)."""
        seen = 0

        def last(message: Message) -> bool:
            nonlocal seen
            if message.get("method") != "textDocument/publishDiagnostics":
                return False
            params = message["params"]
            if params["uri"] != self._uri or params.get("version") not in (None, self._version):
                return False
            seen += 1
            return bool(params["diagnostics"]) or seen == self.peer.stages

        return self._client.wait(sent, last)
