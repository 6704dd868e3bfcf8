"""Finds the files for the paths of a command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from prefect_toml_lsp.cli.context import Options, folder_of
from prefect_toml_lsp.cli.notes import note
from prefect_toml_lsp.cli.relevance import is_prefects, may_stop_prefect
from prefect_toml_lsp.cli.reports import Report, unreadable
from prefect_toml_lsp.cli.targets import STDIN, Target, named, refused, standard_input
from prefect_toml_lsp.files.reading import Unreadable
from prefect_toml_lsp.project.gitignore import Ignores, is_excluded
from prefect_toml_lsp.project.search import search
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.file_store import read_source
from prefect_toml_lsp.sources.kinds import FILES, OFTEN_IGNORED, PROFILE

_NAMES_OF_PROFILES = re.compile(r"profiles_path|home|\\", re.IGNORECASE)


class Found(NamedTuple):
    """What to check, each file once, in the order of the paths and of the names in each folder;
    the findings on what could not be searched; and why files that were named are not looked at.
    """

    targets: list[Target]
    reports: list[Report]
    refused: list[str]


def discover(
    paths: Sequence[str],
    excluded: Ignores = (),
    *,
    force: bool = False,
    stdin_filename: str | None = None,
) -> Found:
    """A folder stands for Prefect's files in it and below, ``-`` for standard input; any other path
    is a file to check.

    excluded
        What is left out.
    force
        Whether that holds for what `paths` name, too.
    stdin_filename
        The file that standard input stands for, if any.
    """
    found = Found([], [], [])
    seen: set[str] = set()
    for path in paths:
        targets: Iterable[Target]
        if path == STDIN:
            why = refused(stdin_filename) if stdin_filename else None
            if why is not None:
                found.refused.append(f"{stdin_filename}: {why}")
            targets = () if why else (standard_input(stdin_filename),)
        elif force and is_excluded(os.path.abspath(path), excluded):
            continue
        elif os.path.isdir(path):
            targets = _search(path, found.reports, excluded)
        else:
            why = refused(path)
            if why is not None:
                found.refused.append(f"{path}: {why}" if path else why)
            targets = () if why else (named(path),)
        for target in targets:
            key = os.path.abspath(target.path)
            if key not in seen:
                seen.add(key)
                found.targets.append(target)
    return found


def roots_of(paths: Sequence[str]) -> tuple[str, ...]:
    """The folders of a command line, as absolute paths; of a file that is the one that holds it."""
    found = (each if os.path.isdir(each) else os.path.dirname(each) for each in paths)
    return tuple(dict.fromkeys(map(os.path.abspath, found)))


def _search(root: str, reports: list[Report], excluded: Ignores) -> Iterator[Target]:
    def fail(folder: str, error: OSError) -> None:
        reports.append(unreadable(folder, error.strerror or str(error)))

    names = [row.name for row in FILES]
    is_root = True
    for files in search(root, names, fail, note, OFTEN_IGNORED, excluded):
        targets = [Target(path, named(path).kind, is_named=False) for path in files]
        yield from _of_folder(targets, is_root=is_root)
        is_root = False


def _of_folder(targets: list[Target], *, is_root: bool) -> Iterator[Target]:
    """The files of one folder that are Prefect's. In a folder without any, a broken file of other
    tools is ignored, unless the command line names the folder.
    """
    sure = {each for each in targets if is_prefects(each)}
    for each in targets:
        if each in sure or ((sure or is_root) and may_stop_prefect(each)):
            yield each
    if sure:
        yield from _named_profiles(targets)


def _named_profiles(targets: list[Target]) -> Iterator[Target]:
    """The files of profiles that the folder's settings name and that lie below the folder."""
    if not any(map(_may_name_profiles, targets)):
        return  # Most do not; each is read with its folder later, by one of several processes.
    folder = os.path.dirname(targets[0].path)
    absolute = os.path.abspath(folder)
    for path in folder_of(absolute, Options()).files_of_profiles:
        inside = os.path.relpath(os.path.abspath(path), absolute)
        if inside != os.curdir and not inside.startswith(os.pardir):
            shown = os.path.join(folder, inside)
            yield Target(shown, PROFILE, is_named=False, folder=absolute)


def _may_name_profiles(target: Target) -> bool:
    """Whether a file may say where the profiles are, by a name, which may be escaped."""
    try:
        text = read_source(Path(target.path))
    except Unreadable:
        return False
    return text is not None and _NAMES_OF_PROFILES.search(text) is not None
