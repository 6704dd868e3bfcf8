"""The subcommands of `prefect-toml-lsp` and their arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp import __version__
from prefect_toml_lsp.cli.streams import (
    Lost,
    complain,
    open_stream,
    say,
    working_directory,
    write_error,
)
from prefect_toml_lsp.sources.kinds import FILE_NAMES, OFTEN_IGNORED

if TYPE_CHECKING:  # read when it is needed, for other commands to start fast
    from prefect_toml_lsp.cli.context import Options

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""Exit statuses: nothing at warning or above, something, could not run."""
_INTERRUPTED = 130  # as a shell reports SIGINT

_ABOUT = """\
Language server and checker for Prefect's configuration files.

With --stdio, or without arguments where no terminal is its input, it is a language server
that talks to an editor over standard input and output. Editors start it; people use the
commands below, such as "prefect-toml-lsp check" in the folder of a project."""
_CHECK = f"""\
Say what Prefect refuses, ignores or converts in its configuration files.

In a folder, and in each folder below it, check reads every file that Prefect would read there:
{", ".join(FILE_NAMES)}.
It leaves out .git, virtual environments, node_modules, and what .gitignore names, except for
{", ".join(OFTEN_IGNORED)}.
A file given by name is judged in its folder, whatever its name. - is standard input.

Exit status: 0 nothing at warning or above, 1 there is something, 2 it could not run, or a file
given by name could not be read."""
_EXPLAIN = """\
Explain the code of a finding (unknown-setting), a setting or table (server.api.port),
or the environment variable of a setting (PREFECT_API_URL)."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as written, 88 columns wide: to measure the terminal argparse would import much."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=88)


class _Parser(argparse.ArgumentParser):
    """Says what it has to say like everything else here: argparse drops what it cannot write."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is sys.stdout:
            say(message.splitlines())
        else:
            write_error(message)


def run(arguments: list[str]) -> int:
    """Run the subcommand that `arguments` name; the exit status.

    Like any use of argparse this ends the process after `--help`, `--version` and wrong arguments.
    """
    return _guarded(lambda: _run(_parser().parse_args(arguments)))


def introduce() -> int:
    """Print what this is and how to use it; the exit status."""
    return _guarded(_introduce)


def _guarded(work: Callable[[], int]) -> int:
    """The exit status of `work`, also where it cannot be done."""
    try:
        return work()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Lost as lost:
        complain(str(lost))
        return FAILED
    except Exception as error:
        import traceback

        # Where and what, but not the message: it may repeat a value.
        write_error("".join(traceback.format_tb(error.__traceback__)))
        complain(f"Internal error ({type(error).__name__}); please report it")
        # Python's own status for this is 1, which would say that there are findings.
        return FAILED


def _introduce() -> int:
    say(_parser().format_help().splitlines())
    return CLEAN


def _run(options: argparse.Namespace) -> int:
    if options.command == "explain":
        return _explain(options.subject)
    judged_by = _judged_by(options.prefect_version, options.environment, options.strict)
    if judged_by is None:
        return FAILED
    return _check(options.paths or ["."], options.output_format, judged_by)


def _judged_by(version: str | None, environment: bool, strict: bool) -> Options | None:
    """How to judge; None where there is no such release, which is said."""
    from prefect_toml_lsp.cli.context import Options, catalogue
    from prefect_toml_lsp.project.release import NotARelease, parse_explicit

    if version is not None:
        try:
            parse_explicit(version, catalogue().releases)
        except NotARelease as error:
            complain(str(error))
            return None
    return Options(version, environment, strict)


def _check(paths: Sequence[str], output_format: str, options: Options) -> int:
    from prefect_toml_lsp.cli.discovery import discover, roots_of
    from prefect_toml_lsp.cli.machine import check_machine
    from prefect_toml_lsp.cli.parallel import check_targets
    from prefect_toml_lsp.cli.reports import FAILING

    open_stream(sys.stdout, "output")  # before all the work
    working_directory()
    options = options._replace(roots=roots_of(paths))
    found = discover(paths)
    if not found.targets and not found.reports:
        complain(f"nothing to check: Prefect would read no file in {', '.join(paths)}")
    checked = check_targets(found.targets, options)
    reports = [*found.reports, *(report for each in checked for report in each.reports)]
    reports += check_machine(found.targets, options)
    if output_format == "json":
        from prefect_toml_lsp.cli.json_output import to_json

        say([to_json(reports)])
    elif reports or checked:
        from prefect_toml_lsp.cli.palette import palette_for
        from prefect_toml_lsp.cli.text_output import Summary, to_text

        say(to_text(reports, Summary.of(found.targets, checked), palette_for(sys.stdout)))
    if any(each.is_missing for each in checked):
        return FAILED
    return FINDINGS if any(report.severity in FAILING for report in reports) else CLEAN


def _explain(subject: str) -> int:
    from prefect_toml_lsp.cli.explain import explain, nearest

    lines = explain(subject)
    if lines is not None:
        say(lines)
        return CLEAN
    message = f"there is no code, setting or environment variable {subject!r}"
    candidates = nearest(subject)
    if candidates:
        message += f"; did you mean {' or '.join(candidates)}?"
    complain(message)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    name = "prefect-toml-lsp"
    parser = _Parser(
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
        help="count this machine's environment variables and the user's profile, too",
    )
    check.add_argument("--strict", action="store_true", help="warn of secrets in plain text")
    check.add_argument("paths", nargs="*", metavar="PATH", help="file, folder or - (default: .)")
    explain = _add_command(commands, "explain", "explain a finding or a setting", _EXPLAIN)
    explain.add_argument("subject", metavar="CODE-OR-SETTING", help="what to explain")
    return parser


def _add_command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    summary: str,
    about: str,
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=about, formatter_class=_Formatter, allow_abbrev=False
    )
