"""The requirements of a project in `pyproject.toml`, `setup.cfg` and `requirements*.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from os.path import normpath
from pathlib import Path
from typing import Any

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project.constraints import LONGEST, Constraint, parse_constraint
from prefect_toml_lsp.project.keyed import pixi_groups, poetry_groups
from prefect_toml_lsp.project.packages import NAME, Wanted, normalise
from prefect_toml_lsp.project.reading import read_noted
from prefect_toml_lsp.toml.as_data import TomlError, look_up, read_toml

PYPROJECT = "pyproject.toml"
SETUP = "setup.cfg"
Group = list[Wanted]
"""The requirements in one place of a file, such as `[project] dependencies`."""

_REQUIREMENT = rf"""
    (?P<name>{NAME}) \s*
    (?:\[(?P<extras>[^\]]*)\])? \s*
    (?P<clauses>[^;@]*)
    (?P<url>@\s*[^\s;]+ \s*)?
    (?:;.*)?
"""
_OPTIONS = r"\s--?[a-z].*$"  # --hash=… and the like, after a requirement
_INCLUDE = r"(?:-r|--requirement|-c|--constraint)(?:\s+|\s*=\s*|(?<=-[rc]))(?P<path>.+)"
# A line that is an address: ``git+https://…#egg=prefect-redis``, a wheel, a folder.
_NAMED_IN_ADDRESS = r"""(?ix)
    (?: \begg= | [/\\]) (?P<name> prefect[-_][\w-]+?)
    (?: $ | [&\[\#] | - (?P<version> \d[\w.]*) -[^/\\]* \.whl $)
"""
_MOST_FILES = 50  # that one requirements file may include


def parse_requirement(text: str, where: Path) -> Wanted | None:
    """A requirement (dependency specifier), without regard to its environment marker.

    None for packages that do not matter, and for invalid requirements.
    """
    if len(text) > 4 * LONGEST:
        return None
    found = re.fullmatch(_REQUIREMENT, text.strip(), re.VERBOSE | re.IGNORECASE)
    if found is None:
        return None
    written = found["clauses"].strip()
    inner = written.removeprefix("(").removesuffix(")") if written.startswith("(") else written
    constraint = parse_constraint(inner)
    if constraint is None:
        return None
    extras = tuple(each.strip() for each in (found["extras"] or "").split(",") if each.strip())
    stated = Constraint(constraint.alternatives, written or "any version")
    return Wanted(normalise(found["name"]), stated, where, extras, found["url"] is not None)


# requirements*.txt


def requirement_files(names: Iterable[str]) -> list[str]:
    """Which of `names` are `requirements*.txt`, `requirements.txt` first."""
    found = [name for name in names if name.startswith("requirements") and name.endswith(".txt")]
    return sorted(found, key=lambda name: (name != "requirements.txt", name))


def read_requirements(path: Path, notes: list[Note]) -> Group:
    """The requirements in a pip requirements file and in those that it includes."""
    return list(_requirements(path, notes, set()))


def _requirements(path: Path, notes: list[Note], seen: set[Path]) -> Iterator[Wanted]:
    resolved = path.absolute()
    if resolved in seen or len(seen) >= _MOST_FILES:
        return
    seen.add(resolved)
    text = read_noted(path, notes)
    if text is None:
        return
    for line in text.replace("\\\n", " ").split("\n"):
        written = re.sub(r"(?:^|\s)#.*$", "", line).strip()
        include = re.fullmatch(_INCLUDE, written)
        if include:
            yield from _requirements(_included(path, include["path"]), notes, seen)
            continue
        written = _with_name(re.sub(r"^(?:-e|--editable)[\s=]+", "", written))
        if re.match(r"p(?:refect|ydantic)", written, re.IGNORECASE):
            wanted = parse_requirement(re.sub(_OPTIONS, "", written), path)
            if wanted:
                yield wanted


def _with_name(line: str) -> str:
    """A line that is the address of an integration package, as one that starts with its name."""
    found = (
        re.search(_NAMED_IN_ADDRESS, line[: 4 * LONGEST]) if re.match(r"\S*[/\\]", line) else None
    )
    if found is None:
        return line
    return f"{found['name']}=={found['version']}" if found["version"] else f"{found['name']} @ url"


def _included(path: Path, written: str) -> Path:
    # Backslashes come from Windows; parts like ".." are removed so that loops are recognized.
    name = written.strip().strip("\"'").replace("\\", "/")
    return Path(normpath(path.parent / name))


# pyproject.toml


def read_pyproject(path: Path, notes: list[Note]) -> list[Group]:
    """The requirements of a `pyproject.toml`, by their places. The places are `[project]`
    `dependencies`, `optional-dependencies`, `[dependency-groups]`, then the tables of Poetry, uv,
    PDM and pixi.
    """
    text = read_noted(path, notes)
    # Parsing TOML is slow, so only files that may have an answer are parsed.
    if text is None or "prefect" not in text.lower():
        return []
    try:
        table = read_toml(text)
    except TomlError as error:
        notes.append(Note(path, f"the file is not TOML (line {error.line + 1})"))
        return []
    return [list(place) for place in _places(table, path)]


def _places(table: Mapping[str, Any], where: Path) -> Iterator[Iterable[Wanted]]:
    yield _listed(look_up(table, ("project", "dependencies")), where)
    yield _grouped(look_up(table, ("project", "optional-dependencies")), where)
    yield _grouped(look_up(table, ("dependency-groups",)), where)
    yield from poetry_groups(look_up(table, ("tool", "poetry")), where)
    yield _listed(look_up(table, ("tool", "uv", "dev-dependencies")), where)
    yield _grouped(look_up(table, ("tool", "pdm", "dev-dependencies")), where)
    yield from pixi_groups(look_up(table, ("tool", "pixi")), where)


def _listed(requirements: Any, where: Path) -> Iterator[Wanted]:
    for text in requirements if isinstance(requirements, list) else ():
        found = parse_requirement(text, where) if isinstance(text, str) else None
        if found:
            yield found


def _grouped(groups: Any, where: Path) -> Iterator[Wanted]:
    for group in groups.values() if isinstance(groups, dict) else ():
        yield from _listed(group, where)


# setup.cfg


def read_setup(path: Path, notes: list[Note]) -> list[Group]:
    """The requirements in `install_requires` of a `setup.cfg`, then those of its extras."""
    text = read_noted(path, notes)
    if text is None or "prefect" not in text.lower():
        return []
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except Error:  # its message repeats the line
        notes.append(Note(path, "the file cannot be parsed, so it was skipped"))
        return []
    required = parser.get("options", "install_requires", fallback="")
    extras = "options.extras_require"
    others = parser[extras].values() if parser.has_section(extras) else ()
    return [list(_listed(text.splitlines(), path)) for text in (required, "\n".join(others))]
