"""What the command says beside its findings."""

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
    """Have things said again that were said before."""
    _said.clear()
