"""The command line: runs a subcommand, and reports errors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from prefect_toml_lsp import __version__
from prefect_toml_lsp.cli.columns import columns_of, wrapped
from prefect_toml_lsp.cli.commands import COMMANDS
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED, INTERRUPTED, CannotRunError
from prefect_toml_lsp.cli.meant import did_you_mean
from prefect_toml_lsp.cli.streams import Lost, complain, say, write_error

NAME = "prefect-toml-lsp"
_ABOUT = """\
Language server and checker for Prefect's configuration files.

With --stdio, or without arguments if its input is not a terminal, it is a language server
that talks to an editor over standard input and output. Editors start it; people use the
commands below, such as "prefect-toml-lsp check" in the folder of a project."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in 88 columns, or those of the terminal, which argparse would import much to measure.
    Paragraphs that fit keep their line breaks.
    """

    def __init__(self, prog: str) -> None:
        self._columns = columns_of(sys.stdout)
        super().__init__(prog, width=min(self._columns or 88, 88))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = text.splitlines()
        if self._columns is None or max(map(len, lines), default=0) <= self._columns:
            return super()._fill_text(text, width, indent)
        paragraphs = (" ".join(each.split()) for each in text.split("\n\n"))
        return "\n\n".join("\n".join(wrapped(each, width)) for each in paragraphs)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line with the nearest option or value. It writes like the rest
    of the command line, because argparse drops characters that it cannot write.
    """

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is sys.stdout:
            say(message.splitlines())
        else:
            write_error(message)

    def error(self, message: str) -> NoReturn:
        complain(f"{message}{_hint(message, self)}; see {self.prog} --help")
        sys.exit(FAILED)


def run(arguments: list[str]) -> int:
    """Run the subcommand that `arguments` name; the exit status.

    Like any use of argparse this ends the process after `--help`, `--version` and wrong arguments.
    """
    return _guarded(lambda: _run(arguments))


def introduce() -> int:
    """Print what the program is and how to use it; returns the exit status."""
    return _guarded(_introduce)


def _guarded(work: Callable[[], int]) -> int:
    """The exit status of `work`; reports an error if it cannot be done."""
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except (Lost, CannotRunError) as error:
        complain(str(error))
        return FAILED
    except Exception as error:
        import traceback

        # The place and the type, but not the message, which may repeat a value.
        write_error("".join(traceback.format_tb(error.__traceback__)))
        complain(f"Internal error ({type(error).__name__}); please report it")
        # Python's own status for this is 1, which would say that there are findings.
        return FAILED


def _introduce() -> int:
    say(parsers([])[0].format_help().splitlines())
    return CLEAN


def _run(arguments: list[str]) -> int:
    parser, named = parsers(arguments)
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        named[options.command].error(f"unrecognized arguments: {' '.join(unknown)}")
    status: int = _module(options.command).run(options)
    return status


def _module(command: str) -> Any:
    return import_module(f"prefect_toml_lsp.cli.commands.{command.replace('-', '_')}")


def parsers(
    arguments: Sequence[str],
) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """The parser, and those of the commands by name. Only the parser of the given command gets its
    arguments, so that the command line starts fast.
    """
    parser = _Parser(
        prog=NAME,
        usage=f"{NAME} [--stdio]\n       {NAME} COMMAND …",
        description=_ABOUT,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")
    # With `prog`, argparse need not format the usage to compute it.
    commands = parser.add_subparsers(
        dest="command", required=True, title="commands", metavar="COMMAND", prog=NAME
    )
    named: dict[str, argparse.ArgumentParser] = {}
    for name, summary in COMMANDS.items():
        named[name] = added = commands.add_parser(
            name, help=summary, formatter_class=_Formatter, allow_abbrev=False
        )
        if name in arguments:
            module = _module(name)
            added.description = module.ABOUT
            module.arguments(added)
    return parser, named


def _hint(message: str, parser: argparse.ArgumentParser) -> str:
    """The option or value that may have been meant."""
    kind, _, rest = message.partition(": ")
    if kind == "unrecognized arguments":
        known = [text for action in parser._actions for text in action.option_strings]
        wrong = rest.split()[0].partition("=")[0]
    else:
        _, _, rest = rest.partition("invalid choice: ")
        known = _choices(parser, kind.removeprefix("argument "))
        wrong = rest.partition(" (")[0].strip("'")
    return did_you_mean(wrong, known)


def _choices(parser: argparse.ArgumentParser, name: str) -> list[str]:
    """The allowed values of an option or argument, by its name in argparse's messages."""
    for action in parser._actions:
        if name in ("/".join(action.option_strings), action.metavar, action.dest):
            return [*map(str, action.choices or ())]
    return []
