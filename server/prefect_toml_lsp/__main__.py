"""The command `prefect-toml-lsp`: the language server and the command line."""

from __future__ import annotations

import gc
import os
import sys

_YOUNG = 20_000
"""New objects after which a command's garbage is collected: most of what it makes stays."""


def main() -> int:
    """Serve without arguments (or with `--stdio`), else run a subcommand; the exit status.

    In a terminal without arguments, the command prints what it is.
    """
    arguments = sys.argv[1:]
    if arguments == ["--stdio"] or (not arguments and not os.isatty(0)):
        return _serve()
    if arguments == ["--version"]:
        return _tell_version()
    gc.set_threshold(_YOUNG)
    from prefect_toml_lsp.cli.command import introduce, run

    return run(arguments) if arguments else introduce()


def _tell_version() -> int:
    """Print what argparse would, without importing it, which is slow; returns the exit status."""
    from prefect_toml_lsp import __version__
    from prefect_toml_lsp.cli.streams import Lost, complain, say

    try:
        say([f"prefect-toml-lsp {__version__}"])
    except Lost as lost:
        complain(str(lost))
        return 2
    return 0


def _serve() -> int:
    """Serve one client; returns 1 after Ctrl-C, which may come while the server is imported."""
    try:
        from prefect_toml_lsp.cli.streams import Lost, complain, open_stream

        try:
            for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
                open_stream(stream, name)
        except Lost as lost:
            complain(str(lost))
            return 2
        from prefect_toml_lsp.server.start import start

        return start()
    except KeyboardInterrupt:
        return 1


def _import_nothing_from_here() -> None:
    """Take the working directory out of the places that are imported from: `python -m` puts it
    first, and it may be that of any project.
    """
    is_first = not (sys.flags.isolated or getattr(sys.flags, "safe_path", False))
    sys.path[:] = filter(None, sys.path[1:] if is_first else sys.path)


if __name__ == "__main__":
    _import_nothing_from_here()
    sys.exit(main())
