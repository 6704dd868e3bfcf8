"""`completion`: prints the script with which a shell completes the command line."""

from __future__ import annotations

import argparse

from prefect_toml_lsp.cli.exit_status import CLEAN
from prefect_toml_lsp.cli.streams import say

SHELLS = ("bash", "zsh", "fish")
ABOUT = """\
Print a completion script for a shell. It knows commands, options, codes, settings and releases.

In ~/.bashrc or ~/.zshrc:  eval "$(prefect-toml-lsp completion bash)", or zsh
In ~/.config/fish/config.fish:  prefect-toml-lsp completion fish | source"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `completion`."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def run(options: argparse.Namespace) -> int:
    """Print the script; the exit status."""
    from prefect_toml_lsp.cli import shells

    write = {"bash": shells.bash, "zsh": shells.zsh, "fish": shells.fish}[options.shell]
    say(write(shells.read_commands()))
    return CLEAN
