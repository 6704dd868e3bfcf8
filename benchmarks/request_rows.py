"""Every request that an editor sends, with its parameters, for the second table."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import request_documents
import sites
from answers import EXECUTE
from client_capabilities import Message
from request_session import (
    DIAGNOSTIC,
    WORKSPACE_DIAGNOSTIC,
    Ask,
    RequestSession,
    with_document,
)
from session import Edit, Place

VISIBLE = 60
"""The number of lines that an editor shows at once."""
FORMATTING: Message = {"tabSize": 4, "insertSpaces": True}
QUERY = "url"
"""The query of ``workspace/symbol``."""
CREATES = "createStarterFile"
"""The end of the name of our command that creates a file."""
SHOWS = "showEffectiveSettings"
"""The end of the name of our command whose answer changes with every edit."""
AFTER_EDIT = " after an edit"
"""What the title of its row adds after an edit."""


class Request(NamedTuple):
    """One row: requests of one method.

    ``more``: what the title adds to the method.  ``alike``: whether all get much the same answer.
    ``everywhere``: whether they are about a position, but search all files.
    ``command``: the command, for ``workspace/executeCommand``.  ``bounded``: whether the bounds of
    the table apply.
    """

    asks: list[Ask]
    more: str = ""
    alike: bool = False
    everywhere: bool = False
    command: str = ""
    bounded: bool = True

    @property
    def whole(self) -> bool:
        """Whether the requests are about a whole document or all files."""
        return self.alike or self.everywhere

    @property
    def method(self) -> str:
        """The LSP method."""
        return self.asks[0].method

    @property
    def needs(self) -> str:
        """What a server must declare: the method or the command (see RequestSession.offers)."""
        return f"{self.method} {self.command}" if self.command else self.method

    @property
    def title(self) -> str:
        """The title of the row, without the document."""
        return f"{self.needs}{self.more}"


# --- the requests ------------------------------------------------------------------------------


def document_requests(text: str, count: int) -> list[Request]:
    """All requests about ``untidy(text)``, ``count`` of each kind."""
    untidy = request_documents.untidy(text)
    own = _places(sites.pointed(untidy, count))
    set_twice = [Place(each.line, 1) for each in request_documents.overridden(text)]
    overridden = _places(_chosen(set_twice, count))
    selected = [{"positions": [at["position"]]} for at in own]
    windows = _windows(text, count)
    wrong = _chosen(request_documents.wrong_lines(text), count)

    def whole(method: str, more: str = "", **params: Any) -> Request:
        return Request(_after(_typed(untidy, count), method, **params), more, alike=True)

    delta = whole("textDocument/semanticTokens/full/delta")
    return [
        Request([_code_action(line) for line in wrong]),
        whole("textDocument/formatting", options=FORMATTING),
        Request(_each("textDocument/rangeFormatting", windows, options=FORMATTING)),
        Request(_on_type(untidy, count)),
        whole("textDocument/documentSymbol"),
        whole("textDocument/foldingRange"),
        Request(_each("textDocument/selectionRange", selected)),
        Request(_each("textDocument/documentHighlight", own)),
        whole("textDocument/documentLink"),
        whole("textDocument/semanticTokens/full"),
        delta._replace(asks=[_delta(ask) for ask in delta.asks]),
        Request(_each("textDocument/semanticTokens/range", windows)),
        Request(_each("textDocument/definition", overridden)),
        Request(
            _each("textDocument/references", overridden, context={"includeDeclaration": True}),
            everywhere=True,
        ),
        Request(_each("textDocument/inlayHint", windows), f" of {VISIBLE} lines"),
        whole("textDocument/inlayHint", " of all", range=_range(0, text.count("\n"))),
        whole(DIAGNOSTIC),
        Request([Ask(DIAGNOSTIC, _diagnostic_again)] * count, " again", alike=True),
        whole("textDocument/codeLens"),
    ]


def profiles_requests(text: str, count: int) -> list[Request]:
    """The requests about a ``profiles.toml``, alternately at ``active`` and at headers."""
    headers = [
        Place(number, line.index(".") + 2)
        for number, line in enumerate(text.split("\n"))
        if line.startswith("[profiles.")
    ]
    active = Place(0, len('active = "') + 1)
    places = _places(
        place if number % 2 else active for number, place in enumerate(_chosen(headers, count))
    )
    return [
        Request(_each("textDocument/prepareRename", places)),
        Request(_each("textDocument/rename", places, newName="renamed")),
    ]


def workspace_requests(text: str, commands: list[str], count: int) -> list[Request]:
    """The requests about a whole workspace in which ``untidy(text)`` is open. Each command gets the
    document's URI, and a position in case it needs one.  The command that creates a file is left
    out, because the folder already has it.
    """
    symbol = Ask("workspace/symbol", lambda _: {"query": QUERY})
    first = Ask(WORKSPACE_DIAGNOSTIC, lambda _: {"previousResultIds": []})
    again = Ask(WORKSPACE_DIAGNOSTIC, lambda session: {"previousResultIds": session.result_ids()})
    return [
        Request([symbol] * count, alike=True),
        Request([first] * count, alike=True),
        Request([again] * count, " again", alike=True),
        *(
            Request([Ask(EXECUTE, partial(_command, name))] * count, "", alike=True, command=name)
            for name in commands
            if not name.endswith(CREATES)
        ),
        *(
            Request(
                [Ask(EXECUTE, partial(_command, name), edit) for edit in _typed(text, count)],
                AFTER_EDIT,
                alike=True,
                command=name,
                bounded=False,  # no editor sends this after each key, but the figure is useful
            )
            for name in commands
            if name.endswith(SHOWS)
        ),
    ]


def _each(method: str, params: Iterable[Message], **more: Any) -> list[Ask]:
    return [Ask(method, partial(with_document, more={**own, **more})) for own in params]


def _after(edits: list[Edit], method: str, **more: Any) -> list[Ask]:
    return [Ask(method, lambda session: with_document(session, more), edit) for edit in edits]


def _code_action(line: int) -> Ask:
    def params(session: RequestSession) -> Message:
        context = {"diagnostics": session.diagnostics(line), "triggerKind": 2}
        return with_document(session, {"range": _range(line, line), "context": context})

    return Ask("textDocument/codeAction", params)


def _on_type(text: str, count: int) -> list[Ask]:
    """Requests after Enter after the opening bracket of an array."""
    every = request_documents.statements(text)
    arrays = [each for each in every if each.value[0] == "[" and each.value != "[]"]
    asks: list[Ask] = []
    for each in _chosen(arrays, count):
        edit = Edit(Place(each.line, len(each.key) + len(" = [")), "\n")
        more = {"position": edit.end._asdict(), "ch": "\n", "options": FORMATTING}
        asks += _after([edit], "textDocument/onTypeFormatting", **more)
    return asks


def _delta(ask: Ask) -> Ask:
    def params(session: RequestSession) -> Message:
        known = session.result_id("textDocument/semanticTokens/full")
        return with_document(session, {"previousResultId": known or ""})

    return ask._replace(params=params)


def _diagnostic_again(session: RequestSession) -> Message:
    known = session.result_id(DIAGNOSTIC)
    return with_document(session, {"previousResultId": known} if known else {})


def _command(name: str, session: RequestSession) -> Message:
    return {"command": name, "arguments": [session.file.uri, Place(1, 1)._asdict()]}


# --- where -------------------------------------------------------------------------------------


def _chosen(things: Sequence[Any], count: int) -> list[Any]:
    return random.Random(sites.SEED).choices(things, k=count)


def _typed(text: str, count: int) -> list[Edit]:
    """Edits that type a letter into a string, after the quote."""
    every = request_documents.statements(text)
    strings = [each for each in every if each.value[0] == '"']
    return [
        Edit(Place(each.line, len(each.key) + len(' = "')), "x") for each in _chosen(strings, count)
    ]


def _places(places: Iterable[Place]) -> list[Message]:
    return [{"position": place._asdict()} for place in places]


def _windows(text: str, count: int) -> list[Message]:
    last = max(1, text.count("\n") - VISIBLE)
    starts = [random_.randrange(last) for random_ in [random.Random(sites.SEED)] * count]
    return [{"range": _range(start, start + VISIBLE)} for start in starts]


def _range(first: int, last: int) -> Message:
    return {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}
