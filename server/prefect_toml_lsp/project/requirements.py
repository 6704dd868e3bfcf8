"""What a project asks for: requirements on Prefect in `pyproject.toml` and `requirements*.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from os.path import normpath
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.files.reading import Note, Unreadable, read_lenient
from prefect_toml_lsp.project.versions import (
    Clauses,
    Requirement,
    parse_clauses,
    parse_poetry,
)
from prefect_toml_lsp.toml.as_data import TomlError, look_up, read_toml

_REQUIREMENT = r"""
    (?P<name>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?) \s*
    (?:\[[^\]]*\])? \s*
    (?P<clauses>[^;@]*?) \s*
    (?:;.*)?
"""
_OPTIONS = r"\s--?[a-z].*$"  # --hash=… and the like, after a requirement
_INCLUDE = r"(?:-r|--requirement|-c|--constraint)(?:\s+|\s*=\s*|(?<=-[rc]))(?P<path>.+)"
_MOST_FILES = 50  # that one requirements file may include


class Wanted(NamedTuple):
    """A requirement on Prefect, and the file that states it."""

    requirement: Requirement
    where: Path


def is_prefect(name: str) -> bool:
    """Whether a project's name, in any spelling that means the same, is Prefect's."""
    return name.lower() == "prefect"


def parse_requirement(text: str) -> Requirement | None:
    """A requirement (dependency specifier) on Prefect, its environment marker left out of account.

    None for other projects, for one from a URL, and for what is no requirement.
    """
    found = re.fullmatch(_REQUIREMENT, text.strip(), re.VERBOSE | re.IGNORECASE)
    if found is None or not is_prefect(found["name"]):
        return None
    written = found["clauses"].strip()
    inner = written.removeprefix("(").removesuffix(")") if written.startswith("(") else written
    clauses = parse_clauses(inner)
    return None if clauses is None else Requirement((clauses,), written or "any version")


def join(requirements: Sequence[Requirement]) -> Requirement | None:
    """One requirement that is satisfied where one of several is; None of none.

    A project that states several does so for different Pythons or platforms.
    """
    if len(requirements) < 2:
        return requirements[0] if requirements else None
    alternatives: list[Clauses] = []
    for requirement in requirements:
        alternatives.extend(requirement.alternatives)
    return Requirement(alternatives, " or ".join(each.wanted for each in requirements))


# requirements*.txt


def read_requirements(path: Path, notes: list[Note]) -> list[Wanted]:
    """What a requirements file of pip's, and those that it includes, want of Prefect."""
    return list(_requirements(path, notes, set()))


def _requirements(path: Path, notes: list[Note], seen: set[Path]) -> Iterator[Wanted]:
    resolved = path.absolute()
    if resolved in seen or len(seen) >= _MOST_FILES:
        return
    seen.add(resolved)
    try:
        text = read_lenient(path)
    except Unreadable as error:
        notes.append(error.note)
        return
    if text is None:
        return
    for line in text.replace("\\\n", " ").split("\n"):
        written = re.sub(r"(?:^|\s)#.*$", "", line).strip()
        include = re.fullmatch(_INCLUDE, written)
        if include:
            yield from _requirements(_included(path, include["path"]), notes, seen)
            continue
        requirement = parse_requirement(re.sub(_OPTIONS, "", written))
        if requirement:
            yield Wanted(requirement, path)


def _included(path: Path, written: str) -> Path:
    # Backslashes come from Windows; parts like ".." are taken out so that a loop is seen as one.
    name = written.strip().strip("\"'").replace("\\", "/")
    return Path(normpath(path.parent / name))


# pyproject.toml


def read_pyproject(path: Path, notes: list[Note]) -> Wanted | None:
    """What the first place in a `pyproject.toml` that names Prefect wants of it.

    The places are `[project]` `dependencies`, `optional-dependencies`, `[dependency-groups]`,
    then the tables of Poetry, uv and PDM.
    """
    try:
        text = read_lenient(path)
    except Unreadable as error:
        notes.append(error.note)
        return None
    # Reading TOML takes its time, so only files that can have an answer are read.
    if text is None or "prefect" not in text.lower():
        return None
    try:
        table = read_toml(text)
    except TomlError as error:
        notes.append(Note(path, f"the file is not TOML (line {error.line + 1})"))
        return None
    for place in _places(table):
        requirement = join(list(place))
        if requirement:
            return Wanted(requirement, path)
    return None


def _places(table: Mapping[str, Any]) -> Iterator[Iterator[Requirement]]:
    yield _listed(look_up(table, ("project", "dependencies")))
    yield _grouped(look_up(table, ("project", "optional-dependencies")))
    yield _grouped(look_up(table, ("dependency-groups",)))
    poetry = look_up(table, ("tool", "poetry"))
    yield _poetry(look_up(poetry, ("dependencies",)))
    groups = look_up(poetry, ("group",))
    for group in groups.values() if isinstance(groups, dict) else ():
        yield _poetry(look_up(group, ("dependencies",)))
    yield _poetry(look_up(poetry, ("dev-dependencies",)))
    yield _listed(look_up(table, ("tool", "uv", "dev-dependencies")))
    yield _grouped(look_up(table, ("tool", "pdm", "dev-dependencies")))


def _listed(requirements: Any) -> Iterator[Requirement]:
    for text in requirements if isinstance(requirements, list) else ():
        found = parse_requirement(text) if isinstance(text, str) else None
        if found:
            yield found


def _grouped(groups: Any) -> Iterator[Requirement]:
    for group in groups.values() if isinstance(groups, dict) else ():
        yield from _listed(group)


def _poetry(dependencies: Any) -> Iterator[Requirement]:
    """Poetry's own: name = "constraint", name = { version = … }, or a list of such tables."""
    for name, stated in dependencies.items() if isinstance(dependencies, dict) else ():
        if not is_prefect(name):
            continue
        for each in stated if isinstance(stated, list) else (stated,):
            text = each.get("version") if isinstance(each, dict) else each
            found = parse_poetry(text) if isinstance(text, str) else None
            if found:
                yield found
