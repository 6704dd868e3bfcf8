"""Reading a file that says something about the project: what is wrong with it becomes a note."""

from __future__ import annotations

from pathlib import Path

from prefect_toml_lsp.files.reading import SMALL, Note, Unreadable, read_lenient


def read_noted(path: Path, notes: list[Note], largest: int = SMALL) -> str | None:
    """The text of `path`; None if there is none or, with a note, if it cannot be read or has
    more than `largest` bytes.
    """
    try:
        return read_lenient(path, largest)
    except Unreadable as error:
        notes.append(error.note)
        return None
