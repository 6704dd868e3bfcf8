"""How Prefect reads the files of a folder, as far as that depends on what runs there."""

from __future__ import annotations

from typing import Literal, NamedTuple

TomlReader = Literal["tomllib", "toml"]


class Readers(NamedTuple):
    """What reads TOML and `.env`; by default what a new installation has (`project.runtime`).

    toml
        The standard library or the package *toml*.
    reads_dotenv
        Whether variables in `.env` count in the spelling that the documentation has.
    python
        The version of Python that is the reason for `toml`, else empty: ``"3.10"``.
    pydantic_settings
        Its version, where it is known and decides about `.env`; else empty.
    """

    toml: TomlReader = "tomllib"
    reads_dotenv: bool = True
    python: str = ""
    pydantic_settings: str = ""


NEWEST = Readers()
