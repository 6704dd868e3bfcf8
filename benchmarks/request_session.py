"""One document open in one server, and requests about it, some of them after an edit.

The client has all capabilities of VS Code, so a server may wait until it pulls diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from client_capabilities import EVERYTHING, Message
from lsp_client import Client, Reply
from peers import Peer
from session import Edit, OpenFile, Place, sync_kind

DIAGNOSTIC = "textDocument/diagnostic"
WORKSPACE_DIAGNOSTIC = "workspace/diagnostic"


class RequestSession:
    """Starts ``peer`` in ``folder`` and opens the file ``name`` there with its text on the disk.

    ``asked``: the parameters of the last ``perform``.
    Every method raises ServerError if the server fails or does not answer.
    """

    def __init__(self, peer: Peer, folder: Path, log: Path, name: str) -> None:
        self._client = Client(peer.command, folder, log, peer.settings, EVERYTHING)
        self._diagnostics: list[Message] | None = None
        self.asked: Message = {}
        try:
            self._client.initialize()
            provider = self._client.capabilities.get("executeCommandProvider") or {}
            self._commands: list[str] = provider.get("commands") or []
            self.file = OpenFile(folder / name, sync_kind(self._client.capabilities))
            self._client.notify("textDocument/didOpen", self.file.opened())
        except BaseException:
            self._client.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._client.process.pid

    @property
    def commands(self) -> list[str]:
        """The commands that the server declares."""
        return list(self._commands)

    def settle(self) -> None:
        """Wait until the server has finished its work after the start."""
        self._client.settle()

    def offers(self, method: str) -> bool:
        """Whether the server declares a method; for a command, pass ``method name``."""
        method, _, command = method.partition(" ")
        return self._client.offers(method) and (not command or command in self._commands)

    def close(self) -> None:
        """End the server."""
        self._client.close()

    # --- parameters of requests ------------------------------------------------------------

    def diagnostics(self, line: int) -> list[Message]:
        """The diagnostics on a line of the document as it was opened."""
        if self._diagnostics is None:
            if self.offers(DIAGNOSTIC):
                report = self._client.request(DIAGNOSTIC, with_document(self, {})).message["result"]
                self._diagnostics = report["items"]
            else:
                self._diagnostics = self._client.published.get(self.file.uri, [])
        return [each for each in self._diagnostics if each["range"]["start"]["line"] == line]

    def result_id(self, method: str) -> str | None:
        """The result id of a new answer; None if it has none."""
        params = with_document(self, {})
        result = self._client.request(method, params).message["result"] or {}
        found: str | None = result.get("resultId")
        return found

    def result_ids(self) -> list[Message]:
        """All result ids of ``workspace/diagnostic``, for the next request."""
        report = self._client.request(WORKSPACE_DIAGNOSTIC, {"previousResultIds": []})
        return [
            {"uri": item["uri"], "value": item["resultId"]}
            for item in report.message["result"]["items"]
            if item.get("resultId")
        ]

    # --- asking ----------------------------------------------------------------------------

    def perform(self, ask: Ask) -> list[Reply]:
        """Type the edit, send the request, and undo the edit; only the request is timed."""
        params = self.asked = ask.params(self)
        if ask.edit is not None:
            self._change(ask.edit.place, ask.edit.place, ask.edit.text)
        reply = self._client.request(ask.method, params)
        if ask.edit is not None:
            self._change(ask.edit.place, ask.edit.end, "")
        return [reply]

    def _change(self, start: Place, end: Place, added: str) -> None:
        """Edit, and wait until the server has read the edit, by sending a request after it."""
        self._client.notify("textDocument/didChange", self.file.changed(start, end, added))
        params = with_document(self, {"position": {"line": 0, "character": 0}})
        self._client.request("textDocument/hover", params)


class Ask(NamedTuple):
    """One request.

    ``params``: makes the parameters, before the clock starts.  ``edit``: typed before the request,
    undone after it.
    """

    method: str
    params: Callable[[RequestSession], Message]
    edit: Edit | None = None


def with_document(session: RequestSession, more: Message) -> Message:
    """Parameters about the open document."""
    return {"textDocument": {"uri": session.file.uri}, **more}
