"""The subcommands of `prefect-toml-lsp` and their arguments."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence

from prefect_toml_lsp import __version__

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""Exit statuses: nothing at warning or above, something, could not run."""
_INTERRUPTED = 130  # as a shell reports SIGINT

_ABOUT = """\
Language server and checker for Prefect's configuration files.

Without arguments, or with --stdio, it is a language server that talks to an editor
over standard input and output. Editors start it; people use the commands below."""
_CHECK = """\
Say what Prefect refuses, ignores or converts in its configuration files.

A file is checked whatever its name. A folder is searched for prefect.toml, except .git,
virtual environments, node_modules, and what .gitignore names. - is standard input.

Exit status: 0 nothing at warning or above, 1 there is something, 2 it could not run."""
_EXPLAIN = """\
Explain the code of a finding (unknown-setting), a setting or table (server.api.port),
or the environment variable of a setting (PREFECT_API_URL)."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as written, 88 columns wide: to measure the terminal argparse would import much."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=88)


def run(arguments: list[str]) -> int:
    """Run the subcommand that `arguments` name; the exit status.

    Like any use of argparse this ends the process after `--help`, `--version` and wrong arguments.
    """
    options = _parser().parse_args(arguments)
    try:
        if options.command == "explain":
            return _explain(options.subject)
        judged_by = (options.prefect_version, options.environment, options.strict)
        return _check(options.paths or ["."], options.output_format, judged_by)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        import traceback

        # Where and what, but not the message: it may repeat a value.
        traceback.print_tb(error.__traceback__)
        _note(f"it failed by a fault of its own ({type(error).__name__}), please report this")
        # Python's own status for this is 1, which would say that there are findings.
        return FAILED


def _check(
    paths: Sequence[str], output_format: str, judged_by: tuple[str | None, bool, bool]
) -> int:
    from prefect_toml_lsp.cli.context import Options
    from prefect_toml_lsp.cli.discovery import discover
    from prefect_toml_lsp.cli.files import FILE_NAME
    from prefect_toml_lsp.cli.parallel import check_files
    from prefect_toml_lsp.cli.reports import FAILING

    found = discover(paths)
    if not found.files:
        _note(f"nothing to check: there is no {FILE_NAME} in {', '.join(paths)}")
    reports = [*found.reports, *check_files(found.files, Options(*judged_by))]
    if output_format == "json":
        from prefect_toml_lsp.cli.json_output import to_json

        _say([to_json(reports)])
    elif reports or found.files:
        from prefect_toml_lsp.cli.text_output import palette_for, to_text

        _say(to_text(reports, len(found.files), palette_for(sys.stdout)))
    return FINDINGS if any(report.severity in FAILING for report in reports) else CLEAN


def _explain(subject: str) -> int:
    from prefect_toml_lsp.cli.explain import explain, nearest

    lines = explain(subject)
    if lines is not None:
        _say(lines)
        return CLEAN
    message = f"there is no code, setting or environment variable {subject!r}"
    candidates = nearest(subject)
    if candidates:
        message += f"; did you mean {' or '.join(candidates)}?"
    _note(message)
    return FAILED


def _say(lines: Iterable[str]) -> None:
    """Print `lines` in whatever encoding the terminal has, for as long as someone reads them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`); what Python flushes at exit must go somewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _note(text: str) -> None:
    sys.stderr.write(f"prefect-toml-lsp: {text}\n")


def _parser() -> argparse.ArgumentParser:
    name = "prefect-toml-lsp"
    parser = argparse.ArgumentParser(
        prog=name,
        usage=f"{name} [--stdio]\n       {name} COMMAND …",
        description=_ABOUT,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{name} {__version__}")
    # With `prog` given, argparse need not format the usage to find out what it would be.
    commands = parser.add_subparsers(
        dest="command", required=True, title="commands", metavar="COMMAND", prog=name
    )
    check = _add_command(commands, "check", "find mistakes in configuration files", _CHECK)
    check.add_argument(
        "--output-format",
        choices=("text", "json"),
        default="text",
        help="text for people (the default), json for programs",
    )
    check.add_argument(
        "--prefect-version",
        metavar="RELEASE",
        help="judge by this Prefect, such as 3.8.8 (default: what the project asks for)",
    )
    check.add_argument(
        "--environment",
        action="store_true",
        help="say what environment variables, .env and the profile override",
    )
    check.add_argument("--strict", action="store_true", help="warn of secrets in plain text")
    check.add_argument("paths", nargs="*", metavar="PATH", help="file, folder or - (default: .)")
    explain = _add_command(commands, "explain", "explain a finding or a setting", _EXPLAIN)
    explain.add_argument("subject", metavar="CODE-OR-SETTING", help="what to explain")
    return parser


def _add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    about: str,
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=about, formatter_class=_Formatter, allow_abbrev=False
    )
