"""One document open in one server, and the operations that the benchmark times.

Each message is made before its clock starts.  Lines and characters are 0-based, characters in
UTF-16 code units, which are the same as characters because all documents are ASCII.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from client_capabilities import Message
from lsp_client import Client, Reply
from peers import Peer

FULL_SYNC = 1
"""TextDocumentSyncKind.Full: the server needs the whole text for each change."""


class Place(NamedTuple):
    """A position in a document."""

    line: int
    character: int


class Edit(NamedTuple):
    """One character ``text``, perhaps a line break, typed at ``place``."""

    place: Place
    text: str

    @property
    def end(self) -> Place:
        """The position of the cursor after the edit."""
        if self.text == "\n":
            return Place(self.place.line + 1, 0)
        return Place(self.place.line, self.place.character + len(self.text))


class OpenFile:
    """The client's copy of a document, and the messages that synchronize the server's copy.

    ``sync``: the TextDocumentSyncKind of the server.
    """

    def __init__(self, file: Path, sync: int) -> None:
        self.uri = file.as_uri()
        self.version = 1
        self._text = file.read_text(encoding="utf-8")
        self._lines = self._text.split("\n")
        self._sync = sync

    def opened(self) -> Message:
        """The parameters for ``textDocument/didOpen``."""
        item = {"uri": self.uri, "languageId": "toml", "version": 1, "text": self._text}
        return {"textDocument": item}

    def changed(self, start: Place, end: Place, added: str) -> Message:
        """Replace a range; returns the parameters for ``textDocument/didChange``."""
        before = self._lines[start.line][: start.character]
        after = self._lines[end.line][end.character :]
        self._lines[start.line : end.line + 1] = (before + added + after).split("\n")
        self.version += 1
        if self._sync == FULL_SYNC:
            change: Message = {"text": "\n".join(self._lines)}
        else:
            change = {"range": {"start": start._asdict(), "end": end._asdict()}, "text": added}
        return {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [change],
        }


def sync_kind(capabilities: Message) -> int:
    """The TextDocumentSyncKind in ServerCapabilities."""
    sync = capabilities["textDocumentSync"]
    kind: int = sync["change"] if isinstance(sync, dict) else sync
    return kind


class Session:
    """Starts ``peer`` in ``folder`` and opens ``prefect.toml`` there with its text on the disk.

    ``first_diagnostics``: seconds from spawning the process to the first diagnostics.
    Every method raises ServerError if the server fails or does not answer.
    """

    def __init__(self, peer: Peer, folder: Path, log: Path) -> None:
        self.peer = peer
        self._client = Client(peer.command, folder, log, peer.settings)
        try:
            self._client.initialize()
            self._file = OpenFile(folder / "prefect.toml", sync_kind(self._client.capabilities))
            self._client.notify("textDocument/didOpen", self._file.opened())
            self.first_diagnostics = self._diagnostics(self._client.started).seconds
        except BaseException:
            self._client.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._client.process.pid

    def settle(self) -> None:
        """Wait until the server has finished its work after the start."""
        self._client.settle()

    def offers(self, method: str) -> bool:
        """Whether the server declares a method."""
        return self._client.offers(method)

    def insert(self, edit: Edit) -> Reply:
        """Type a character and wait for the diagnostics of the new version."""
        return self._change(edit.place, edit.place, edit.text)

    def delete(self, edit: Edit) -> Reply:
        """Undo ``insert`` and wait for the diagnostics of the new version."""
        return self._change(edit.place, edit.end, "")

    def hover(self, place: Place) -> Reply:
        """``textDocument/hover``."""
        return self._client.request("textDocument/hover", self._at(place))

    def completion(self, place: Place) -> Reply:
        """``textDocument/completion``, invoked with Ctrl+Space."""
        params = {**self._at(place), "context": {"triggerKind": 1}}
        return self._client.request("textDocument/completion", params)

    def close(self) -> None:
        """End the server."""
        self._client.close()

    def _at(self, place: Place) -> Message:
        return {"textDocument": {"uri": self._file.uri}, "position": place._asdict()}

    def _change(self, start: Place, end: Place, added: str) -> Reply:
        params = self._file.changed(start, end, added)
        return self._diagnostics(self._client.notify("textDocument/didChange", params))

    def _diagnostics(self, sent: float) -> Reply:
        """Wait for the last ``publishDiagnostics`` of the current version (see Peer.stages)."""
        seen = 0

        def last(message: Message) -> bool:
            nonlocal seen
            if message.get("method") != "textDocument/publishDiagnostics":
                return False
            params = message["params"]
            of_this = params.get("version") in (None, self._file.version)
            if params["uri"] != self._file.uri or not of_this:
                return False
            seen += 1
            return bool(params["diagnostics"]) or seen == self.peer.stages

        return self._client.wait(sent, last)
