"""The requirements of conda's `environment.yml`, read line by line without a YAML parser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project.constraints import Constraint, parse_conda
from prefect_toml_lsp.project.packages import NAME, Wanted, normalise
from prefect_toml_lsp.project.reading import read_noted
from prefect_toml_lsp.project.requirements import parse_requirement

_CHANNEL = r"(?:[\w./-]{1,80}::)?"
_ITEM = rf"""[ \t]*-[ \t]+["']?{_CHANNEL}(?P<name>{NAME}|python)(?P<rest>[^#"'\n]{{0,300}})"""
ANY = "any version"


def environment_files(names: Iterable[str]) -> list[str]:
    """Which of `names` are conda environments, `environment.yml` first."""
    found = [
        name
        for name in names
        if name.startswith("environment") and name.endswith((".yml", ".yaml"))
    ]
    return sorted(found, key=lambda name: (not name.startswith("environment.y"), name))


def read_environment_file(path: Path, notes: list[Note]) -> tuple[list[Wanted], str]:
    """The requirements of the file, including those below `pip:`; and its constraint for Python, or
    "".
    """
    text = read_noted(path, notes)
    found: list[Wanted] = []
    python = ""
    for item in re.finditer(rf"(?m)^{_ITEM}", text or "", re.IGNORECASE):
        name, rest = item["name"], item["rest"].strip()
        if name.lower() == "python":
            python = rest
        elif rest[:1] in ("", *"=<>!~[;") or item["rest"][:1].isspace():
            wanted = _pip(name + rest, path) or _conda(name, rest, path)
            if wanted:
                found.append(wanted)
    return found, python


def _pip(text: str, path: Path) -> Wanted | None:
    return parse_requirement(text, path) if re.search(r"[\[;@]", text) else None


def _conda(name: str, rest: str, path: Path) -> Wanted | None:
    constraint = parse_conda(rest or "*")
    if constraint is None:
        return None
    return Wanted(normalise(name), Constraint(constraint.alternatives, rest or ANY), path)
