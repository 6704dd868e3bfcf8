"""What differs between two folders, profiles or releases."""

from __future__ import annotations

import argparse
import json
import os
import sys

from prefect_toml_lsp.cli.columns import aligned, columns_of, wrapped
from prefect_toml_lsp.cli.context import named_release
from prefect_toml_lsp.cli.exit_status import CLEAN, FINDINGS, CannotRunError
from prefect_toml_lsp.cli.settings_formats import cut, value_of
from prefect_toml_lsp.cli.settings_read import SettingsRead, read_settings
from prefect_toml_lsp.cli.streams import complain, say
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.effective import InForce

PROFILE = "profile:"
"""The prefix of the name of a profile."""
_ABSENT = "(no such setting)"


class Difference(NamedTuple):
    """A setting that is not the same in both; None if a release does not have it."""

    name: str
    one: InForce | None
    other: InForce | None


def compare(one: SettingsRead, options: argparse.Namespace) -> int:
    """Show what differs from what `--diff` names; the exit status.

    Raises `CannotRunError` if that is neither a folder nor a profile nor a release.
    """
    folder, changed = _meant(options.diff, options)
    other = read_settings(folder, changed)
    for each in (*one.notes, *other.notes):
        complain(each)
    found = differences(one, other)
    if options.format == "json":
        say([json.dumps([*map(_object, found)], indent=2)])
    else:
        say(_table(found, one, other, options))
    return FINDINGS if found else CLEAN


def _meant(other: str, options: argparse.Namespace) -> tuple[str, argparse.Namespace]:
    """The folder to read, and the options to read it with."""
    changed = argparse.Namespace(**vars(options))
    if os.path.isdir(other):
        return other, changed
    if other.startswith(PROFILE):
        changed.profile = other.removeprefix(PROFILE)
        return options.folder, changed
    try:
        named_release(other)
    except CannotRunError:
        message = f"--diff {other}: this is neither a folder, nor {PROFILE}NAME, nor a release"
        raise CannotRunError(message) from None
    changed.prefect_version = other
    return options.folder, changed


def differences(one: SettingsRead, other: SettingsRead) -> list[Difference]:
    """The settings whose values differ, and those that one of the two does not have.

    Two values that are masked count as different where another place sets them.
    """
    here = {each.node.dotted: each for each in one.settings}
    there = {each.node.dotted: each for each in other.settings}
    pairs = ((name, here.get(name), there.get(name)) for name in {**here, **there})
    return [Difference(*pair) for pair in pairs if _differ(pair[1], pair[2])]


def _differ(one: InForce | None, other: InForce | None) -> bool:
    if one is None or other is None:
        return True
    hidden = value_of(one) == value_of(other) and one.value is None
    if hidden:
        return one.sources != other.sources
    return value_of(one) != value_of(other)


def _table(
    found: list[Difference], one: SettingsRead, other: SettingsRead, options: argparse.Namespace
) -> list[str]:
    names = _titles(one, other, options)
    if not found:
        return [f"Nothing differs between {names[0]} and {names[1]}."]
    rows = [("Setting", *names)]
    rows += [(each.name, cut(_shown(each.one)), cut(_shown(each.other))) for each in found]
    count = f"{len(found)} setting{' differs' if len(found) == 1 else 's differ'}"
    width = columns_of(sys.stdout)
    return [
        *aligned(rows, width),
        "",
        *wrapped(f"{count}: {one.release} and {other.release}.", width),
    ]


def _titles(one: SettingsRead, other: SettingsRead, options: argparse.Namespace) -> tuple[str, str]:
    """What the two are called: by what they differ in."""
    if one.folder != other.folder:
        return one.folder, other.folder
    if options.diff.startswith(PROFILE):
        return "now", options.diff
    return one.release.partition(" (")[0], other.release.partition(" (")[0]


def _shown(each: InForce | None) -> str:
    return _ABSENT if each is None else value_of(each)


def _object(each: Difference) -> dict[str, object]:
    sides = {"one": each.one, "other": each.other}
    return {
        "setting": each.name,
        **{side: None if value is None else value_of(value) for side, value in sides.items()},
    }
