"""The files that Prefect reads settings from: one row for each kind.

Discovery, watching, the server and the features derive from this table. A further file is one
more row, at the place of its strength.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal

from prefect_toml_lsp.files.reading import LARGEST
from prefect_toml_lsp.records import NamedTuple

ENVIRONMENT = "environment"
"""The one source that is not a file; it is stronger than all of them."""
DOTENV = "dotenv"
PREFECT = "prefect.toml"
PYPROJECT = "pyproject.toml"
PROFILE = "profile"


class Holds(Enum):
    """What a file yields, and so what can be asked of it."""

    SETTINGS = "settings"  # by their paths
    PROFILES = "profiles"  # variables, in upper case, of several profiles
    VARIABLES = "variables"  # in any case

    __hash__ = object.__hash__  # each is one object, and they are keys of every request


TOML = (Holds.SETTINGS, Holds.PROFILES)
"""What is written in TOML."""


class FileKind(NamedTuple):
    """A kind of file.

    id
        Its name in `SourceLocation.kind` and `Context.kind`.
    name
        What the file is called; a file of profiles may have another name.
    prefix
        The path of the table that stands for Prefect's root; the rest of the file is another
        tool's.
    often_ignored
        Whether nearly every project has git ignore it; `check` looks at it all the same.
    word
        What the command line calls it, if that is not its `id`.
    """

    id: str
    name: str
    syntax: Literal["toml", "dotenv"]
    holds: Holds
    prefix: tuple[str, ...] = ()
    often_ignored: bool = False
    word: str = ""

    @property
    def largest(self) -> int:
        """Bytes of one on the disk; a larger one is skipped. A variable takes more time and
        memory than a line of TOML.
        """
        return 256 * 1024 if self.syntax == "dotenv" else LARGEST

    @property
    def is_settings(self) -> bool:
        """Whether it holds settings and nothing else."""
        return self.holds is Holds.SETTINGS and not self.prefix


FILES: tuple[FileKind, ...] = (
    FileKind(DOTENV, ".env", "dotenv", Holds.VARIABLES, often_ignored=True),
    FileKind(PREFECT, "prefect.toml", "toml", Holds.SETTINGS),
    FileKind(
        PYPROJECT, "pyproject.toml", "toml", Holds.SETTINGS, ("tool", "prefect"), word="pyproject"
    ),
    FileKind(PROFILE, "profiles.toml", "toml", Holds.PROFILES),
)
"""The strongest first; the environment comes before them."""

_BY_ID = {row.id: row for row in FILES}
_BY_NAME = {row.name: row for row in FILES}
STRENGTHS: tuple[str, ...] = (ENVIRONMENT, *_BY_ID)
"""The ids of all sources, the strongest first."""
FILE_NAMES: tuple[str, ...] = tuple(_BY_NAME)
"""What the files are called."""


OFTEN_IGNORED: tuple[str, ...] = tuple(row.name for row in FILES if row.often_ignored)
"""The files that are searched for although git ignores them."""


def file_kind(kind: str) -> FileKind:
    """The row with this id. Raises `KeyError` if there is none."""
    return _BY_ID[kind]


def kind_named(name: str) -> FileKind | None:
    """The kind of a file that is called `name`; None for what is not Prefect's."""
    return _BY_NAME.get(name)


def watched_files() -> tuple[str, ...]:
    """Glob patterns (LSP 3.17, `Pattern`) of the files, wherever they are."""
    return (f"**/{{{','.join(sorted(FILE_NAMES))}}}",)
