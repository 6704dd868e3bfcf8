"""The subcommands: a module for each, which says what its arguments are and runs it.

``arguments(parser)`` adds them, ``run(options)`` returns the exit status. To add a command, write
its module and its row in `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "check": "find mistakes in configuration files",
        "format": "format configuration files",
        "add-ignore": "silence findings with comments",
        "init": "write a file to begin with",
        "upgrade": "say what changes in a folder with another Prefect",
        "migrate": "move settings between the places where Prefect reads them",
        "settings": "show what is in force in a folder, and where it comes from",
        "explain": "explain a finding or a setting",
        "schema": "print a JSON Schema for other tools",
        "docs": "write the reference as a site",
        "completion": "print the completion of a shell",
    }
)
"""What each one does, in a few words."""
