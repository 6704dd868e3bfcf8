"""Notes of the command in addition to its findings."""

from __future__ import annotations

from prefect_toml_lsp.cli.streams import complain

_said: set[str] = set()


def note(*notes: object) -> None:
    """Say each thing once on standard error."""
    for note in map(str, notes):
        if note not in _said:
            _said.add(note)
            complain(note)


def repeat() -> None:
    """Forget which notes were printed, so that they are printed again."""
    _said.clear()
