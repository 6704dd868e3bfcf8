"""The contents of files: of open documents as they are now, of others as they are on the disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.files.reading import LARGEST, read_exact
from prefect_toml_lsp.files.stamps import stamp_of
from prefect_toml_lsp.files.traces import look
from prefect_toml_lsp.sources.kinds import kind_named
from prefect_toml_lsp.toml import Document

Opened = Document | DotenvDocument | str
"""A document that lives in an editor, or only its text."""

_KEPT = 16  # files of the disk; a folder has four
_Taken = TypeVar("_Taken", bound="HasText")
_NOTHING_OPEN: Mapping[Path, Opened] = MappingProxyType({})


class HasText(Protocol):
    """A document of any kind."""

    @property
    def text(self) -> str:
        """All of it."""


def read_source(path: Path) -> str | None:
    """The text of a file of Prefect's on the disk; None if there is none. Raises `Unreadable`,
    also for one that is too large for its kind.
    """
    row = kind_named(path.name)
    return read_exact(path, row.largest if row else LARGEST)


class FileStore:
    """Files by their paths, as they are whenever one asks.

    A file of the disk is parsed again once its inode, its size or one of its times differs;
    `opened` is looked at each time, so it may change. Every method raises `Unreadable` for a file
    that cannot be read.
    """

    def __init__(self, opened: Mapping[Path, Opened] = _NOTHING_OPEN) -> None:
        self._opened = opened
        self._kept: OrderedDict[tuple[Path, object], tuple[object, Any]] = OrderedDict()

    def text(self, path: Path) -> str | None:
        """The text; None if there is no such file."""
        opened = self._opened.get(path)
        if opened is None:
            return read_source(path)
        return opened if isinstance(opened, str) else opened.text

    def document(self, path: Path) -> Document | None:
        """A TOML file as a document, which may be live; None if there is no such file."""
        opened = self._opened.get(path)
        return opened if isinstance(opened, Document) else self._parsed(path, Document)

    def dotenv(self, path: Path) -> DotenvDocument | None:
        """A `.env` file as a document, which may be live; None if there is no such file."""
        opened = self._opened.get(path)
        return opened if isinstance(opened, DotenvDocument) else self._parsed(path, DotenvDocument)

    def take(self, path: Path, text: str, parse: Callable[[str], _Taken]) -> _Taken:
        """The result of `parse` for `text`, which was read from the file at `path`; a kept earlier
        result is reused and then belongs to the caller.
        """
        kept = self._kept.get((path, parse))
        document: _Taken | None = kept[1] if kept else None
        if document is None or document.text != text:
            return parse(text)
        del self._kept[path, parse]
        return document

    def take_file(self, path: Path, parse: Callable[[str], _Taken]) -> _Taken | None:
        """The result of `parse` for the file at `path`, which then belongs to the caller; None
        if there is no such file.
        """
        found = self._parsed(path, parse)
        self._kept.pop((path, parse), None)
        return found

    def stamp(self, path: Path) -> object:
        """A value that changes whenever the file on the disk changes; None for an open or missing
        file.
        """
        return None if self._opened.get(path) is not None else stamp_of(path)

    def has_changed(self, path: Path, stamp: object) -> bool:
        """Whether a file of the disk has another stamp than it had; false for an open one."""
        return self._opened.get(path) is None and stamp_of(path) != stamp

    def _parsed(self, path: Path, parse: Callable[[str], _Taken]) -> _Taken | None:
        if self._opened.get(path) is not None:
            return parse(self.text(path) or "")
        stamp = stamp_of(path)
        if stamp is None:
            look(path)
            return None
        kept = self._kept.get((path, parse))
        if kept is None or kept[0] != stamp:
            text = read_source(path)
            kept = (stamp, None if text is None else parse(text))
        self._kept[path, parse] = kept
        self._kept.move_to_end((path, parse))
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        parsed: _Taken | None = kept[1]
        return parsed
