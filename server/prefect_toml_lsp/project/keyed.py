"""Requirements that TOML files state as ``name = "constraint"``: Poetry's, `Pipfile`, pixi's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project.constraints import Constraint, parse_conda, parse_poetry
from prefect_toml_lsp.project.packages import Wanted, matters, normalise
from prefect_toml_lsp.project.reading import read_noted
from prefect_toml_lsp.toml.as_data import TomlError, look_up, read_toml

_ELSEWHERE = frozenset(("file", "git", "path", "url"))
"""Keys of a requirement that PyPI does not answer."""
PIPFILE = "Pipfile"
PIXI = "pixi.toml"


def keyed(
    dependencies: Any, where: Path, parse: Callable[[str], Constraint | None]
) -> Iterator[Wanted]:
    """The requirements of one table: name = "constraint", name = { version = … }, or a list of
    such tables.
    """
    for name, stated in dependencies.items() if isinstance(dependencies, dict) else ():
        if not matters(name):
            continue
        for each in stated if isinstance(stated, list) else (stated,):
            table = each if isinstance(each, dict) else {"version": each}
            text, extras = table.get("version"), table.get("extras")
            is_elsewhere = text is None and not _ELSEWHERE.isdisjoint(table)
            text = "*" if is_elsewhere else text
            constraint = parse(text) if isinstance(text, str) else None
            if constraint:
                names = extras if isinstance(extras, list) else ()
                texts = tuple(extra for extra in names if isinstance(extra, str))
                yield Wanted(normalise(name), constraint, where, texts, is_elsewhere)


def poetry_groups(poetry: Any, where: Path) -> Iterator[Iterator[Wanted]]:
    """The requirements in the tables below `[tool.poetry]`."""
    yield keyed(look_up(poetry, ("dependencies",)), where, parse_poetry)
    groups = look_up(poetry, ("group",))
    for group in groups.values() if isinstance(groups, dict) else ():
        yield keyed(look_up(group, ("dependencies",)), where, parse_poetry)
    yield keyed(look_up(poetry, ("dev-dependencies",)), where, parse_poetry)


def pixi_groups(pixi: Any, where: Path) -> Iterator[Iterator[Wanted]]:
    """The requirements of `pixi.toml` or `[tool.pixi]`: its own, then those of its features and
    platforms.
    """
    tables = [pixi]
    for name in ("feature", "target"):
        below = look_up(pixi, (name,))
        tables += below.values() if isinstance(below, dict) else ()
    for table in tables:
        yield keyed(look_up(table, ("dependencies",)), where, parse_conda)
        # These are PEP 440 clauses or "*", which is how Poetry writes them, too.
        yield keyed(look_up(table, ("pypi-dependencies",)), where, parse_poetry)


def read_pixi(path: Path, notes: list[Note]) -> list[list[Wanted]]:
    """The requirements in the tables of a `pixi.toml`."""
    return [list(group) for group in pixi_groups(_table(path, notes), path)]


def read_pipfile(path: Path, notes: list[Note]) -> list[list[Wanted]]:
    """The requirements in a `Pipfile`; its constraints are PEP 440 clauses or ``*``."""
    table = _table(path, notes)
    names = ("packages", "dev-packages")
    return [list(keyed(look_up(table, (name,)), path, parse_poetry)) for name in names]


def _table(path: Path, notes: list[Note]) -> Mapping[str, Any]:
    text = read_noted(path, notes)
    # Parsing TOML is slow, so only files that may have an answer are parsed.
    if text is None or "prefect" not in text.lower():
        return {}
    try:
        return read_toml(text)
    except TomlError as error:
        notes.append(Note(path, f"the file is not TOML (line {error.line + 1})"))
        return {}
