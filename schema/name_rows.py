"""Rows that say what the names of other programs mean, as `schema/names/*.toml` holds them.

A table holds the names of one program: `source` says where they were read, `rows` has a line each,

    database.pool_size = server.database.sqlalchemy.pool_size
    db_host = server.database.host | server.api.host      either is right
    smtp.port = - 25                                      no setting, and a value as it would be
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.prefect.learned import Words

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parent / "names"
_REPOSITORY = re.compile(r"(?<![\w./-])[\w.-]+/[\w.-]+(?=[,;]|$)")


class Row(NamedTuple):
    """A name of one program.

    source
        The name of the program's table.
    written
        The path as it would be written in `prefect.toml`.
    right
        The dotted paths that are right; none if Prefect has no such setting.
    value
        For those, a value that it may have.
    """

    source: str
    written: tuple[str, ...]
    right: frozenset[str]
    value: Any = None


class Example(NamedTuple):
    """A row as it is learned: its words, the sorts that its value may have, what is right."""

    words: Words
    sorts: Sequence[str]
    right: Sequence[str]


def files(folder: Path = FOLDER) -> list[Path]:
    """The files of a folder, in order."""
    return sorted(folder.glob("*.toml"))


def read(path: Path) -> Iterator[Row]:
    """The rows of one file, in order. Raises `ValueError` for one that has no such form."""
    for source, table in _tables(path).items():
        for line in filter(None, table["rows"].splitlines()):
            name, meant = line.split(" = ", 1)
            written = tuple(name.split("."))
            if meant.startswith("- "):
                value = tomllib.loads(f"value = {meant[2:]}")["value"]
                yield Row(source, written, frozenset(), value)
            else:
                yield Row(source, written, frozenset(meant.split(" | ")))


def repositories(path: Path) -> frozenset[str]:
    """The repositories that the names of a file were read in, as `owner/name` in lower case."""
    sources = " ".join(table.get("source", "") for table in _tables(path).values())
    return frozenset(_REPOSITORY.findall(sources.lower()))


def _tables(path: Path) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tables
