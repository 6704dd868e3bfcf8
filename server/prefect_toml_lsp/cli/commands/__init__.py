"""The subcommands: a module for each, with its arguments and the function that runs it.

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
        "init": "write a file to start with",
        "upgrade": "show what changes in a folder with another Prefect release",
        "migrate": "move settings from one source to another",
        "settings": "show what is in force in a folder, and where it comes from",
        "explain": "explain a finding or a setting",
        "schema": "print a JSON Schema for other tools",
        "docs": "write the reference as a static site",
        "completion": "print a completion script for a shell",
    }
)
"""A short description of each command."""
