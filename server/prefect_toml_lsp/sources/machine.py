"""What the machine adds to a folder: the variables of the process, and the user's profiles."""

from __future__ import annotations

import os
from pathlib import Path

from prefect_toml_lsp.records import NamedTuple


class Variables(dict[str, str]):
    """Variables whose values are never shown in a `repr`, because they may be secrets."""

    def __repr__(self) -> str:
        return f"{sorted(self)}"


class Machine(NamedTuple):
    """The variables of a process and the user's home directory; None if they do not count."""

    variables: Variables | None = None
    home: Path | None = None

    @classmethod
    def here(cls, profile: str | None = None) -> Machine:
        """The machine on which this process runs, with the given profile."""
        variables = Variables(os.environ)
        if profile is not None:
            variables["PREFECT_PROFILE"] = profile
        return cls(variables, Path(os.path.expanduser("~")))
