"""What the command line calls Prefect's sources."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from prefect_toml_lsp.sources.kinds import ENVIRONMENT, FILES, Holds, kind_named

_ENV = "env"
SOURCES: Mapping[str, str] = MappingProxyType(
    {_ENV: ENVIRONMENT, **{row.word or row.id: row.id for row in FILES}}
)
"""The kind of each source, the strongest first."""
FILES_TO_WRITE: tuple[str, ...] = tuple(name for name in SOURCES if name != _ENV)
"""The sources that are files."""
FILES_TO_START: tuple[str, ...] = tuple(
    row.word or row.id
    for holds in (Holds.SETTINGS, Holds.VARIABLES)
    for row in FILES
    if row.holds is holds
)
"""The files that a project may begin with, those of settings first."""


def source_named(text: str) -> str:
    """The name of a source, for which the name of its file may stand: `dotenv` for ``.env``."""
    row = kind_named(text)
    return text if row is None else row.word or row.id
