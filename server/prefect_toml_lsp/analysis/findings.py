"""What the analysis has to say about a document."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from prefect_toml_lsp.text import Span

NO_DATA: Mapping[str, Any] = MappingProxyType({})


class Severity(IntEnum):
    """What Prefect does; the numbers are those of LSP 3.17, DiagnosticSeverity."""

    ERROR = 1  # refuses to start with this file
    WARNING = 2  # loads the file but ignores this, or warns about it itself
    INFORMATION = 3  # turns it into something else, or something overrides it
    HINT = 4  # takes it as it is, but it is better written otherwise

    @property
    def label(self) -> str:
        """The name as people and the JSON output write it."""
        return self.name.lower()


class Finding(NamedTuple):
    """One thing to say about a stretch of text.

    code
        Stable and kebab-case.
    message
        What is wrong, what is allowed, what Prefect does; never a secret value.
    span
        As the rule gives it, relative to its statement; as `Analysis.findings` gives it, in the
        document.
    data
        What a fix needs (JSON types), such as ``{"candidates": [["server", "api", "port"]]}``.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    data: Mapping[str, Any] = NO_DATA
