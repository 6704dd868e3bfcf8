"""Which Prefect release reads the configuration in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from os import listdir
from pathlib import Path
from typing import NamedTuple

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.prefect.releases import Release, nearest_known, show_release
from prefect_toml_lsp.project.locks import (
    ENVIRONMENTS,
    PIPFILE_LOCK,
    TOML_LOCKS,
    Pin,
    read_pins,
    requirement_files,
)
from prefect_toml_lsp.project.requirements import (
    Wanted,
    join,
    read_pyproject,
    read_requirements,
)
from prefect_toml_lsp.project.versions import Clause, Requirement, Version, parse_version

PYPROJECT = "pyproject.toml"


class Decision(NamedTuple):
    """The release that applies to a folder, and why.

    release
        One that is known.
    source
        ``"setting"``, ``"lock file"``, ``"installed"``, ``"requirement"`` or ``"newest"``.
    where
        The file, or the `.dist-info` folder, that it was read from.
    wanted
        The version or requirement as written there; empty for ``"newest"``.
    is_prefect_2
        Whether the project wants a Prefect before 3, which reads no `prefect.toml`. `release` is
        then the newest: nothing but a later release can be meant by the file.

    `notes` is what to say once in the log: files that were passed over, a release that is not
    known.
    """

    release: Release
    source: str
    where: Path | None
    wanted: str
    notes: tuple[Note, ...]
    is_prefect_2: bool


class _Choice(NamedTuple):
    release: Release
    is_prefect_2: bool
    note: str | None


def decide_release(
    folder: Path,
    known: Sequence[Release],
    explicit: str | None = None,
    root: Path | None = None,
) -> Decision:
    """The release of `known` (oldest first) that applies to `folder`.

    In this order: `explicit` (``3.4.1``; ``3.4`` is the newest 3.4); what a lock file pins or,
    without one, an environment has (`locks.read_pins`); what `pyproject.toml`, or else an unpinned
    line of `requirements*.txt`, requires, as the newest known release that it admits; the newest.

    The nearest folder that says anything decides: `folder` and those above it are asked, up to
    `root`, or where `folder` is not below it up to the one that has `.git`. One thing goes
    further: a requirement only bounds the release, so a version that is pinned further up (the
    one lock file of a workspace with many members) decides if the requirement admits it.
    """
    notes: list[Note] = []
    if explicit:
        choice = _choose_explicit(explicit.strip(), known)
        if choice:
            return _decide(choice, "setting", None, explicit.strip(), notes)
        message = f"{explicit!r} is no release of Prefect: write it like 3.4.1"
        notes.append(Note(None, message))
    wanted: Wanted | None = None
    for each in _upwards(folder, root):
        names = _names(each, notes)
        pin = read_pins(each, names, notes)
        if pin and (wanted is None or _admits(wanted.requirement, pin)):
            version = parse_version(pin.version)
            assert version is not None  # read_pins passes over others
            choice = _choose(version, known, pin.version)
            return _decide(choice, pin.source, pin.where, pin.version, notes)
        if pin:
            break
        wanted = wanted or _read_requirement(each, names, known, notes)
    if wanted:
        required = _choose_required(wanted.requirement, known)
        assert required is not None  # _read_requirement passes over others
        text = wanted.requirement.wanted
        return _decide(required, "requirement", wanted.where, text, notes)
    return _decide(_Choice(known[-1], False, None), "newest", None, "", notes)


def says_something(names: Sequence[str]) -> bool:
    """Whether a folder with these names in it may decide, or ends the search: one that does not is
    judged as the folder above it.
    """
    deciding = {*TOML_LOCKS, PIPFILE_LOCK, *ENVIRONMENTS, PYPROJECT, ".git"}
    return not deciding.isdisjoint(names) or bool(requirement_files(names))


def watched_files() -> tuple[str, ...]:
    """Glob patterns (LSP 3.17, `Pattern`) of the files that `decide_release` depends on.

    Files that a `requirements*.txt` includes may have any name and are not among them.
    """
    environments = ",".join(ENVIRONMENTS)
    files = ",".join((*TOML_LOCKS, PIPFILE_LOCK, PYPROJECT))
    return (
        f"**/{{{files}}}",
        "**/requirements*.txt",
        f"**/{{{environments}}}/lib/python3*/site-packages/prefect-*.dist-info",
        f"**/{{{environments}}}/Lib/site-packages/prefect-*.dist-info",
    )


# Where to look


def _upwards(folder: Path, root: Path | None) -> Iterator[Path]:
    folder = folder.absolute()
    chain = [folder, *folder.parents]
    top = root.absolute() if root else None
    for each in chain:
        yield each
        if each == top or (top not in chain and (each / ".git").exists()):
            return


def _names(folder: Path, notes: list[Note]) -> list[str]:
    try:
        return listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        reason = error.strerror or type(error).__name__
        notes.append(Note(folder, f"the folder cannot be read: {reason}"))
        return []


def _read_requirement(
    folder: Path, names: Sequence[str], known: Sequence[Release], notes: list[Note]
) -> Wanted | None:
    """The first requirement in `folder` that some release can satisfy."""
    for wanted in _requirements(folder, names, notes):
        if _choose_required(wanted.requirement, known):
            return wanted
        message = f"no release of Prefect satisfies {wanted.requirement.wanted}"
        notes.append(Note(wanted.where, message))
    return None


def _requirements(folder: Path, names: Sequence[str], notes: list[Note]) -> Iterator[Wanted]:
    if PYPROJECT in names:
        wanted = read_pyproject(folder / PYPROJECT, notes)
        if wanted:
            yield wanted
    for name in requirement_files(names):
        found = read_requirements(folder / name, notes)
        joined = join([each.requirement for each in found])
        if joined:
            yield Wanted(joined, found[0].where)


def _admits(requirement: Requirement, pin: Pin) -> bool:
    version = parse_version(pin.version)
    return version is not None and requirement.admits(version)


# What it means


def _decide(
    choice: _Choice, source: str, where: Path | None, wanted: str, notes: list[Note]
) -> Decision:
    if choice.note:
        notes.append(Note(where, choice.note))
    said = tuple(dict.fromkeys(notes))
    return Decision(choice.release, source, where, wanted, said, choice.is_prefect_2)


def _choose_explicit(text: str, known: Sequence[Release]) -> _Choice | None:
    version = parse_version(text)
    if version is None:
        return None
    if re.fullmatch(r"\d+\.\d+", text):
        numbers = tuple(map(int, text.split(".")))
        line = [release for release in known if release[:2] == numbers]
        if line:
            return _Choice(line[-1], False, None)
    return _choose(version, known, text)


def _choose(version: Version, known: Sequence[Release], written: str) -> _Choice:
    """The known release for a version: release candidates, development and local versions count
    as the release that their numbers name.  `written` is what to call it.
    """
    wanted = version.base
    if wanted[0] < 3:
        return _Choice(known[-1], True, None)
    nearest = nearest_known(wanted, known)
    note = None
    if wanted > known[-1]:
        note = (
            f"Prefect {written} is newer than the releases that are known here; "
            f"settings are those of {show_release(nearest)}"
        )
    elif wanted < known[0]:
        note = (
            f"Prefect {written} is older than {show_release(known[0])}, the first "
            "release that reads prefect.toml, whose settings are taken"
        )
    return _Choice(nearest, False, note)


def _choose_required(requirement: Requirement, known: Sequence[Release]) -> _Choice | None:
    """The newest known release that `requirement` admits, else what is nearest to what it admits;
    None where it admits nothing that could exist.
    """
    for release in reversed(known):
        if requirement.admits(_final(release)):
            return _Choice(release, False, None)
    admitted = [version for version in _likely(requirement) if requirement.admits(version)]
    return _choose(max(admitted), known, requirement.wanted) if admitted else None


def _likely(requirement: Requirement) -> Iterator[Version]:
    """Versions at and right after those that a requirement names, and the ends of lines that come
    before the known ones.
    """
    clauses: list[Clause] = [each for group in requirement.alternatives for each in group]
    for clause in clauses:
        major, minor, patch = clause.version.base
        yield clause.version
        yield _final((major, minor, patch + 1))
    for release in ((3, 0, 99), (2, 99, 99), (1, 99, 99)):
        yield _final(release)


def _final(release: Release) -> Version:
    version = parse_version(show_release(release))
    assert version is not None
    return version
