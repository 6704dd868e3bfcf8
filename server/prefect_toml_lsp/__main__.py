"""The command `prefect-toml-lsp`: a language server, and what it knows for the command line."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Serve without arguments (or with `--stdio`), else run a subcommand; the exit status.

    Typed into a terminal without arguments, the command says what it is.
    """
    arguments = sys.argv[1:]
    if arguments == ["--stdio"] or (not arguments and not os.isatty(0)):
        return _serve()
    from prefect_toml_lsp.cli.command import introduce, run

    return run(arguments) if arguments else introduce()


def _serve() -> int:
    """Serve one client; 1 after Ctrl-C, which may come while the server is still imported."""
    try:
        from prefect_toml_lsp.server.start import start

        return start()
    except KeyboardInterrupt:
        return 1


if __name__ == "__main__":
    sys.exit(main())
