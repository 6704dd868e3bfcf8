"""A variable as a document sets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect_toml_lsp.dotenv.expansion import UNDECIDED
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.project.readers import NEWEST, Readers
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import DOTENV, PROFILE
from prefect_toml_lsp.text import Span


class Variable(NamedTuple):
    """One line of `.env` or one key of a profile; spans are those of the document.

    name
        As written.
    value
        Text in `.env`, any TOML value in a profile. `UNSET` for a name without ``=`` in `.env`,
        `UNKNOWN` for a value that is broken, or that only the environment decides.
    key, literal
        The places of the name and of the value; None without a value.
    setting
        The setting that it sets, if the name is not that of a variable (`bare_names`).
    """

    name: str
    value: Any
    key: Span
    literal: Span | None
    setting: Node | None = None

    def __repr__(self) -> str:
        return f"Variable(name={self.name!r}, key={self.key})"  # values may be secrets

    @property
    def span(self) -> Span:
        """The value, or the name if there is none."""
        return self.literal or self.key


UNSET: Any = object()
UNKNOWN: Any = UNDECIDED


class Where(NamedTuple):
    """The kind of source in which a variable is set.

    kind
        `kinds.ENVIRONMENT`, `DOTENV` or `PROFILE`.
    active
        Whether Prefect reads it when it starts here; a profile may be inactive.
    path
        The file; None for the environment, or if it is not needed.
    readers
        How this Prefect reads it.
    """

    kind: str
    active: bool = True
    path: Path | None = None
    readers: Readers = NEWEST

    @property
    def is_exact(self) -> bool:
        """Whether names are case-sensitive for Prefect, as for some releases in `.env`
        (`Runtime.reads_dotenv`).
        """
        return self.kind == DOTENV and not self.readers.reads_dotenv

    @property
    def any_case(self) -> bool:
        """Whether names of variables count in any case."""
        return self.kind != PROFILE and not self.is_exact

    def counts(self, key: str) -> bool:
        """Whether a key of JSON for a table, in its spelling, may name anything there."""
        return self.kind != PROFILE or self.readers.any_case_json or key == key.lower()
