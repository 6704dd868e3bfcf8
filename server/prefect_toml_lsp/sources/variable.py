"""A variable as a document sets it."""

from __future__ import annotations

from typing import Any, NamedTuple

from prefect_toml_lsp.text import Span


class Variable(NamedTuple):
    """One line of `.env` or one key of a profile; spans are those of the document.

    name
        As written.
    value
        What it holds: text in `.env`, any TOML value in a profile. `UNSET` for a name without
        ``=`` in `.env`, `UNKNOWN` for a value that is broken, or that only the environment tells.
    key, literal
        Where the name and the value stand; None without a value.
    """

    name: str
    value: Any
    key: Span
    literal: Span | None

    def __repr__(self) -> str:
        return f"Variable(name={self.name!r}, key={self.key})"  # values may be secrets

    @property
    def span(self) -> Span:
        """The value, or the name where there is none."""
        return self.literal or self.key


UNSET: Any = object()
UNKNOWN: Any = object()


class Where(NamedTuple):
    """What kind of place a variable is set in.

    kind
        `places.DOTENV` or `places.PROFILE`.
    active
        Whether Prefect reads the place when it starts here; a profile may be another than the
        active one.
    """

    kind: str
    active: bool = True

    @property
    def any_case(self) -> bool:
        """Whether names of variables count in any case."""
        return self.kind == "dotenv"
