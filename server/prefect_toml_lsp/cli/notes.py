"""What the command says beside its findings."""

from __future__ import annotations

import sys

_said: set[str] = set()


def note(*notes: object) -> None:
    """Say each thing once on standard error."""
    for note in map(str, notes):
        if note not in _said:
            _said.add(note)
            sys.stderr.write(f"prefect-toml-lsp: {note}\n")
