"""How Prefect reads the files of a folder, as far as that depends on what runs there."""

from __future__ import annotations

from typing import Literal, NamedTuple

TomlReader = Literal["tomllib", "toml"]

FIRST_WITH_TOMLLIB = (3, 6, 14)
"""The first release that reads TOML with `tomllib`, on Python 3.11 and later."""


class Readers(NamedTuple):
    """What reads TOML and `.env`; by default what a new installation has (`project.runtime`).

    toml
        The standard library or the package *toml*.
    reads_dotenv
        Whether variables in `.env` count in the spelling that the documentation has.
    python
        The version of Python: it decides which TOML and which URLs can be read.
    pydantic_settings
        Its version, where it is known and decides about `.env`; else empty.
    """

    toml: TomlReader = "tomllib"
    reads_dotenv: bool = True
    python: tuple[int, int] = (3, 12)
    pydantic_settings: str = ""


NEWEST = Readers()
