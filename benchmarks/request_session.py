"""One document open in one server, and requests about it, after an edit where an editor would ask
again then.

The client offers all that VS Code offers, so a server may wait to be asked for diagnostics.
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
    """Starts ``peer`` in ``folder`` and opens the file ``name`` there, as it is on disk.

    ``asked``: the parameters of the last ``perform``.
    Raises ServerError, here and in every method, when the server does not do its part.
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
        """Let the server finish what it began when it started."""
        self._client.settle()

    def offers(self, method: str) -> bool:
        """Whether the server declares a method; one command is the method, a blank, its name."""
        method, _, command = method.partition(" ")
        return self._client.offers(method) and (not command or command in self._commands)

    def close(self) -> None:
        """End the server."""
        self._client.close()

    # --- what requests are made of ---------------------------------------------------------

    def diagnostics(self, line: int) -> list[Message]:
        """The diagnostics that begin in a line of the document as it was opened."""
        if self._diagnostics is None:
            if self.offers(DIAGNOSTIC):
                report = self._client.request(DIAGNOSTIC, with_document(self, {})).message["result"]
                self._diagnostics = report["items"]
            else:
                self._diagnostics = self._client.published.get(self.file.uri, [])
        return [each for each in self._diagnostics if each["range"]["start"]["line"] == line]

    def result_id(self, method: str) -> str | None:
        """The result id of an answer that is asked for now; None where it has none."""
        params = with_document(self, {})
        result = self._client.request(method, params).message["result"] or {}
        found: str | None = result.get("resultId")
        return found

    def result_ids(self) -> list[Message]:
        """All result ids of ``workspace/diagnostic``, as the next request repeats them."""
        report = self._client.request(WORKSPACE_DIAGNOSTIC, {"previousResultIds": []})
        return [
            {"uri": item["uri"], "value": item["resultId"]}
            for item in report.message["result"]["items"]
            if item.get("resultId")
        ]

    # --- asking ----------------------------------------------------------------------------

    def perform(self, ask: Ask) -> list[Reply]:
        """Type, ask, and take back what was typed; only the asking is timed."""
        params = self.asked = ask.params(self)
        if ask.edit is not None:
            self._change(ask.edit.place, ask.edit.place, ask.edit.text)
        reply = self._client.request(ask.method, params)
        if ask.edit is not None:
            self._change(ask.edit.place, ask.edit.end, "")
        return [reply]

    def _change(self, start: Place, end: Place, added: str) -> None:
        """Edit, and wait until the server has read that: it answers something that comes after."""
        self._client.notify("textDocument/didChange", self.file.changed(start, end, added))
        params = with_document(self, {"position": {"line": 0, "character": 0}})
        self._client.request("textDocument/hover", params)


class Ask(NamedTuple):
    """One request.

    ``params``: what it holds; called before the clock starts.  ``edit``: typed before, taken back
    after.
    """

    method: str
    params: Callable[[RequestSession], Message]
    edit: Edit | None = None


def with_document(session: RequestSession, more: Message) -> Message:
    """Parameters about the open document."""
    return {"textDocument": {"uri": session.file.uri}, **more}
