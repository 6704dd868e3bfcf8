"""A person who types in an editor with a completion list. Each key is sent to a real server; the
list is opened, filtered and accepted as in VS Code or Neovim.
"""

from __future__ import annotations

import itertools
import re

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

_NAMES = itertools.count()
_PAIRS = {"[": "]", "{": "}", '"': '"', "'": "'"}
_TRIGGERS = ".[=\"',{ "
_SEPARATORS = "_-. /\\'\":$<>()[]{}="
_PLACEHOLDER = re.compile(
    r"\\(?P<escaped>.)|\$(?P<bare>\d)|\$\{\d:(?P<default>(?:\\.|[^}\\])*)\}"
    r"|\$\{\d\|(?P<choices>(?:\\.|[^|\\])*)\|\}"
)


class Typist:
    """An open document with a cursor.

    pairs
        The editor closes brackets and quotes automatically, and types over those.
    fuzzy
        The list is filtered by letters in order, as in VS Code; otherwise by prefix, as in Neovim.
    hears
        An incomplete list is requested again at each key. Otherwise the answer is slower than the
        keys: VS Code shows the old list meanwhile, and Neovim requests no other.
    replaces
        An item replaces the whole word at the cursor, not only the part before it.
    """

    def __init__(
        self,
        client: LanguageClient,
        name: str = "prefect.toml",
        *,
        pairs: bool = True,
        fuzzy: bool = True,
        hears: bool = True,
        replaces: bool = False,
    ) -> None:
        self._client = client
        self._uri = f"file:///typed{next(_NAMES)}/{name}"
        self._pairs, self._fuzzy, self._hears = pairs, fuzzy, hears
        self._replaces = replaces
        self._version = 0
        self._list: lsp.CompletionList | None = None
        self._frozen: list[lsp.CompletionItem] = []
        self._asked = 0  # the cursor when the list was requested
        self._over = ""  # text that the editor has automatically inserted after the cursor
        self.text, self.cursor = "", 0

    async def open(self, marked: str) -> Typist:
        """Open a text with the cursor at its ``|``."""
        before, _, after = marked.partition("|")
        self.text, self.cursor = before + after, len(before)
        document = lsp.TextDocumentItem(self._uri, "toml", self._version, self.text)
        self._client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        return self

    @property
    def marked(self) -> str:
        """The text with a ``|`` at the cursor."""
        return f"{self.text[: self.cursor]}|{self.text[self.cursor :]}"

    @property
    def labels(self) -> list[str]:
        """The labels in the list; empty if it is closed."""
        return [item.label for item in self._shown()]

    # Keys

    async def type(self, keys: str) -> Typist:
        """Type the keys; a line break is Enter, which accepts the focused item of an open list."""
        for key in keys:
            if key == "\n":
                await self.enter()
            else:
                await self._type(key)
        return self

    async def enter(self) -> None:
        """Accept the focused item, or start a line if the list is closed."""
        if self._shown():
            await self.accept()
        else:
            self._over = ""
            self._replace(self.cursor, self.cursor, "\n")

    async def invoke(self) -> Typist:
        """Press Ctrl+Space."""
        await self._ask(lsp.CompletionContext(lsp.CompletionTriggerKind.Invoked))
        return self

    async def ask_late(self, key: str) -> Typist:
        """Request the list for a trigger character after more has been typed."""
        kind = lsp.CompletionTriggerKind.TriggerCharacter
        await self._ask(lsp.CompletionContext(kind, key))
        return self

    async def invoke_behind(self, keys: int) -> Typist:
        """Request the list as an editor does if the person types fast: the text already has the
        last keys, but the position is before them.
        """
        self.cursor -= keys
        await self.invoke()
        self.cursor += keys
        return self

    async def accept(self, label: str | None = None) -> Typist:
        """Accept the item with a label, or the focused one."""
        shown = self._shown()
        preselected = [item for item in shown if item.preselect]
        named = [item for item in shown if item.label == label]
        item = named[0] if label else (preselected or shown)[0]
        self._list, self._frozen = None, []
        self._apply(item)
        if item.command:
            assert item.command.command == "editor.action.triggerSuggest"
            await self.invoke()
        return self

    async def _type(self, key: str) -> None:
        before = self._shown()
        if self._over.startswith(key) and self.text[self.cursor :].startswith(key):
            self._over = self._over[1:]
            self.cursor += 1
        else:
            closing = _PAIRS.get(key, "") if self._pairs and self._is_free() else ""
            self._replace(self.cursor, self.cursor, key + closing)
            self.cursor -= len(closing)
            self._over = closing + self._over
        await self._follow(key, before)

    async def _follow(self, key: str, before: list[lsp.CompletionItem]) -> None:
        """Update the list, which showed the items `before`, after a key."""
        is_word = key.isalnum() or key in "_-"
        if self._list is not None and not self._shown():
            self._list = None
        kinds = lsp.CompletionTriggerKind
        if key in _TRIGGERS:
            if self._list is None or self._hears or self._fuzzy:
                await self._ask(lsp.CompletionContext(kinds.TriggerCharacter, key))
        elif self._list is None and is_word:
            await self._ask(lsp.CompletionContext(kinds.Invoked))
        elif self._list is not None and self._list.is_incomplete and is_word:
            if self._hears:
                await self._ask(lsp.CompletionContext(kinds.TriggerForIncompleteCompletions))
            elif self._fuzzy:
                self._frozen = before

    def _is_free(self) -> bool:
        """Whether an editor closes a bracket automatically before the text after the cursor."""
        return self.text[self.cursor : self.cursor + 1] in ("", "\n", " ", "]", "}", ",")

    # The list

    async def _ask(self, context: lsp.CompletionContext) -> None:
        document = lsp.TextDocumentIdentifier(self._uri)
        params = lsp.CompletionParams(document, self._position(self.cursor), context)
        found = await self._client.text_document_completion_async(params)
        assert found is None or isinstance(found, lsp.CompletionList)
        self._list = found if found and found.items else None
        self._frozen = []
        self._asked = self.cursor

    def _shown(self) -> list[lsp.CompletionItem]:
        if self._list is None or self._frozen:
            return self._frozen
        found = [item for item in self._list.items if self._matches(item)]
        return sorted(found, key=lambda item: item.sort_text or item.label)

    def _matches(self, item: lsp.CompletionItem) -> bool:
        start = self._offset(_ranges(item)[0].start)
        typed = self.text[start : self.cursor]
        assert item.filter_text
        if not self._fuzzy:
            return item.filter_text.lower().startswith(typed.lower())
        return _is_fuzzy(typed.lstrip(" \t").lower(), item.filter_text.lower())

    def _apply(self, item: lsp.CompletionItem) -> None:
        """Accept an item as VS Code does: it also replaces text typed since the request, and
        applies additional edits first.
        """
        assert item.text_edit is not None
        covered = _ranges(item)[self._replaces]
        start = self._offset(covered.start)
        line_end = len(self.text[: self.cursor] + self.text[self.cursor :].partition("\n")[0])
        end = min(self.cursor + self._offset(covered.end) - self._asked, line_end)
        new, at = item.text_edit.new_text, None
        if item.insert_text_format is lsp.InsertTextFormat.Snippet:
            new, at = expand(new)
        edits = [(start, end, new)]
        typed = self.cursor - self._asked
        for edit in item.additional_text_edits or ():
            first, last = self._stale(edit.range.start, typed), self._stale(edit.range.end, typed)
            assert last < start or end < first, "an additional edit touches the main one"
            edits.append((first, last, edit.new_text))
        for first, last, text in sorted(edits, reverse=True):
            self.text = self.text[:first] + text + self.text[last:]
        moved = sum(len(text) - (last - first) for first, last, text in edits if last < start)
        self.cursor = start + moved + (len(new) if at is None else at)
        self._over = ""
        self._changed()

    def _stale(self, position: lsp.Position, typed: int) -> int:
        """The current offset of a position at the time of the request, `typed` characters ago."""
        lines = self.text.split("\n")
        line = self.text.count("\n", 0, self.cursor)
        if position.line == line:
            return self._offset(position) + (typed if self._offset(position) > self._asked else 0)
        assert position.line < len(lines)
        return self._offset(position)

    # The text

    def _replace(self, start: int, end: int, text: str) -> None:
        self.text = self.text[:start] + text + self.text[end:]
        self.cursor = start + len(text)
        self._changed()

    def _changed(self) -> None:
        self._version += 1
        document = lsp.VersionedTextDocumentIdentifier(self._version, self._uri)
        whole = lsp.TextDocumentContentChangeWholeDocument(self.text)
        self._client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))

    def _position(self, offset: int) -> lsp.Position:
        before = self.text[:offset]
        return lsp.Position(before.count("\n"), len(before.rpartition("\n")[2]))

    def _offset(self, position: lsp.Position) -> int:
        lines = self.text.split("\n")
        return sum(len(line) + 1 for line in lines[: position.line]) + position.character


def _ranges(item: lsp.CompletionItem) -> tuple[lsp.Range, lsp.Range]:
    """The ranges for inserting and for replacing."""
    edit = item.text_edit
    if isinstance(edit, lsp.InsertReplaceEdit):
        return edit.insert, edit.replace
    assert isinstance(edit, lsp.TextEdit)
    return edit.range, edit.range


def _is_fuzzy(typed: str, text: str) -> bool:
    """Whether `text` has the letters in order, the first one at the start of a word."""
    for start in (0, *(index + 1 for index, each in enumerate(text) if each in _SEPARATORS)):
        rest = iter(text[start:])
        if not typed or (text[start : start + 1] == typed[0] and all(key in rest for key in typed)):
            return True
    return False


def expand(snippet: str) -> tuple[str, int | None]:
    """The text of a snippet with its first choices, and the offset of the cursor."""
    text, at = "", None
    last = 0
    for found in _PLACEHOLDER.finditer(snippet):
        text += snippet[last : found.start()]
        last = found.end()
        if found["escaped"]:
            text += found["escaped"]
            continue
        if at is None:
            at = len(text)
        choices = re.split(r"(?<!\\),", found["choices"]) if found["choices"] else [""]
        text += re.sub(r"\\(.)", r"\1", found["default"] or choices[0])
    return text + snippet[last:], at
