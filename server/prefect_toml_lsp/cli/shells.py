"""Completion for shells, from the parsers of the commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from shlex import quote

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.command import NAME, parsers
from prefect_toml_lsp.cli.commands import COMMANDS
from prefect_toml_lsp.cli.context import catalogue, newest_schema
from prefect_toml_lsp.prefect import show_release
from prefect_toml_lsp.records import NamedTuple

FILES = "files"
"""Offers files instead of words."""


class Option(NamedTuple):
    """An option and what is offered after it: words, `FILES`, or None if it takes nothing."""

    names: Sequence[str]
    about: str
    offers: Sequence[str] | str | None


class Command(NamedTuple):
    """A command, and what is offered for its arguments."""

    name: str
    about: str
    options: Sequence[Option]
    offers: Sequence[str] | str


def read_commands() -> list[Command]:
    """All commands with all that they take."""
    _, named = parsers([*COMMANDS])
    words = _words()
    return [
        Command(name, COMMANDS[name], [*_options(parser, words)], _positional(parser, words))
        for name, parser in named.items()
    ]


def _words() -> Mapping[str, Sequence[str]]:
    """What is offered for an argument, by what the help calls it."""
    schema = newest_schema()
    settings = [node.dotted for node in schema.offered]
    releases = [show_release(each) for each in catalogue().releases]
    return {
        "CODES": ("all", *CODES),
        "RELEASE": releases,
        "NAME": settings,
        "PATH=VALUE": [f"{name}=" for name in settings],
        "SUBJECT": (*CODES, *settings, *schema.by_variable),
    }


def _options(
    parser: argparse.ArgumentParser, words: Mapping[str, Sequence[str]]
) -> Iterator[Option]:
    for action in parser._actions:
        if action.option_strings:
            takes = action.nargs != 0
            offers = _offers(action, words) if takes else None
            yield Option(action.option_strings, action.help or "", offers)


def _positional(
    parser: argparse.ArgumentParser, words: Mapping[str, Sequence[str]]
) -> Sequence[str] | str:
    return next(
        (_offers(each, words) for each in parser._actions if not each.option_strings), FILES
    )


def _offers(action: argparse.Action, words: Mapping[str, Sequence[str]]) -> Sequence[str] | str:
    if action.choices is not None:
        return [*map(str, action.choices)]
    return words.get(str(action.metavar), FILES)


def bash(commands: Sequence[Command]) -> Iterator[str]:
    """A function of bash, and which command it is for."""
    yield "_prefect_toml_lsp() {"
    yield "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= word"
    yield '  for word in "${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do'
    names = "|".join(each.name for each in commands)
    yield f"    case $word in {names}) command=$word; break;; esac"
    yield "  done"
    yield '  case "$command $prev" in'
    for command in commands:
        for option in command.options:
            if option.offers is not None:
                patterns = "|".join(f'"{command.name} {name}"' for name in option.names)
                yield f"    {patterns}) {_reply(option.offers)}; return;;"
    yield "  esac"
    yield '  case "$command" in'
    top = ["--stdio", "--version", "--help", *(each.name for each in commands)]
    yield f'    "") {_reply(top)};;'
    for command in commands:
        flags = [name for option in command.options for name in option.names]
        yield f"    {command.name})"
        yield f"      if [[ $cur == -* ]]; then {_reply(flags)}"
        yield f"      else {_reply(command.offers)}; fi;;"
    yield "  esac"
    yield "}"
    yield f"complete -o filenames -F _prefect_toml_lsp {NAME}"


def _reply(offers: Sequence[str] | str) -> str:
    if offers == FILES:
        return 'mapfile -t COMPREPLY < <(compgen -f -- "$cur")'
    return f'mapfile -t COMPREPLY < <(compgen -W {quote(" ".join(offers))} -- "$cur")'


def zsh(commands: Sequence[Command]) -> Iterator[str]:
    """The same for zsh, which can run completions of bash."""
    yield "autoload -Uz +X compinit bashcompinit && compinit && bashcompinit"
    for line in bash(commands):
        yield line.replace("mapfile -t COMPREPLY < <(", 'COMPREPLY=(${(f)"$(').replace(
            ' -- "$cur")', ' -- "$cur")"})'
        )


def fish(commands: Sequence[Command]) -> Iterator[str]:
    """A line of fish for each command and option."""
    none_yet = f"not __fish_seen_subcommand_from {' '.join(each.name for each in commands)}"
    for command in commands:
        about = quote(command.about)
        yield f"complete -c {NAME} -n {quote(none_yet)} -f -a {command.name} -d {about}"
    for command in commands:
        seen = quote(f"__fish_seen_subcommand_from {command.name}")
        for option in command.options:
            names = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                for name in option.names
            )
            rest = f"{names}{_fish(option.offers)} -d {quote(option.about)}"
            yield f"complete -c {NAME} -n {seen} {rest}"
        if command.offers != FILES:
            yield f"complete -c {NAME} -n {seen} -f -a {quote(' '.join(command.offers))}"


def _fish(offers: Sequence[str] | str | None) -> str:
    if offers is None:
        return ""
    return " -r -F" if offers == FILES else f" -x -a {quote(' '.join(offers))}"
