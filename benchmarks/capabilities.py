"""Print what a language server declares, to check what docs/comparison.md says.

    python benchmarks/capabilities.py [--settings JSON] COMMAND [ARGUMENT ...]

    python benchmarks/capabilities.py prefect-toml-lsp
    python benchmarks/capabilities.py tombi lsp
    python benchmarks/capabilities.py node benchmarks/taplo_server.cjs
    python benchmarks/capabilities.py --settings '{"format": {"enable": true}}' \
        yaml-language-server --stdio

Starts the command in an empty folder with the client capabilities of VS Code, opens nothing, and
prints as JSON the ``ServerCapabilities`` of the answer to ``initialize`` and what the server
registers in the second after ``initialized``.  The settings are the answer to every item that the
server requests with ``workspace/configuration``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from client_capabilities import EVERYTHING, Message
from lsp_client import Client, ServerError

QUIET = 1.0
"""Seconds without a message after which a server is assumed to have registered everything."""


def declared(command: Sequence[str], settings: Message) -> Message:
    """``initialize``: the ServerCapabilities.  ``registered``: method -> registration options.

    Raises ServerError if the server does not answer, OSError if there is no such command.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        client = Client(command, folder, folder / "stderr.log", settings, EVERYTHING)
        try:
            client.initialize()
            client.settle(QUIET)
            return {"initialize": client.capabilities, "registered": client.registered}
        finally:
            client.close()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Print what a language server declares.")
    parser.add_argument("--settings", type=json.loads, default={}, metavar="JSON")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="how the server is started")
    options = parser.parse_args(arguments)
    if not options.command:
        parser.error("no command to start")
    # The server runs in another folder, so paths of files must be absolute.
    program, *rest = options.command
    command = [
        shutil.which(program) or program,
        *(str(Path(each).resolve()) if Path(each).is_file() else each for each in rest),
    ]
    try:
        found = declared(command, options.settings)
    except (OSError, ServerError) as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(found, indent=2, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
