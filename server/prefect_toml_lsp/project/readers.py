"""How Prefect reads the sources of a folder, depending on the versions that run there."""

from __future__ import annotations

from typing import Literal

from prefect_toml_lsp.records import NamedTuple

TomlReader = Literal["tomllib", "toml"]

FIRST_WITH_TOMLLIB = (3, 6, 14)
"""The first release that reads TOML with `tomllib`, on Python 3.11 and later."""


class Readers(NamedTuple):
    """How TOML and `.env` are read; by default as in a new installation (`project.runtime`).

    toml
        The TOML reader: the standard library or the package *toml*.
    reads_dotenv
        Whether variables in `.env` count in their documented spelling.
    python
        The version of Python: it decides which TOML and which URLs can be read.
    pydantic_settings
        Its version, if it is known and affects `.env`; else empty.
    ranks_names_first
        Whether the preferred of a setting's variables wins in the environment and `.env` together,
        and not in each of them.
    any_case_json
        Whether keys in JSON for a table are case-insensitive in profiles, too.
    """

    toml: TomlReader = "tomllib"
    reads_dotenv: bool = True
    python: tuple[int, int] = (3, 12)
    pydantic_settings: str = ""
    ranks_names_first: bool = False
    any_case_json: bool = True


NEWEST = Readers()
