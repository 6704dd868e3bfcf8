"""The command `prefect-toml-lsp`: a language server, and what it knows for the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Serve without arguments (or with `--stdio`), else run a subcommand; the exit status."""
    arguments = sys.argv[1:]
    if arguments in ([], ["--stdio"]):
        from prefect_toml_lsp.server.start import start

        return start()
    from prefect_toml_lsp.cli.command import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
