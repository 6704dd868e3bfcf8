"""Cases about `pyproject.toml`: alone in all its forms, and together with a `prefect.toml`."""

from __future__ import annotations

import random
from typing import Any

from .folder_case import PREFECT, PYPROJECT, FolderCase
from .folder_values import Settings, is_writable, toml
from .write import literal

_OTHERS = [
    '[project]\nname = "p"\nversion = "0.1"\ndependencies = ["prefect"]\n',
    '[build-system]\nrequires = ["hatchling"]\n',
    "[tool.ruff]\nline-length = 100\n",
    '[tool.ruff.lint]\nselect = ["E"]\n',
    '[[tool.mypy.overrides]]\nmodule = ["x"]\n',
    "[[tool.mypy.overrides]]\nignore_missing_imports = true\n\n[[tool.mypy.overrides]]\nx = 1\n",
    '[dependency-groups]\ndev = ["pytest", { include-group = "x" }]\n',
    '[tool.black]\ntarget-version = ["py311"]\n',
]
_BROKEN = [
    "x = \n",
    "x\n",
    "[a\n",
    "[a]]\n",
    '[project]\nname = "p\n',
    "[project]\nname = p\n",
    "[b]\nx = 1\nx = 2\n",
    "[c]\n[c]\n",
    "[d]\ne = 1\n[d.e]\n",
    "[f]\nx = [1, 2\n",
    "[g]\nx = { a = 1, }\n",
    "[h]\nx = { a = 1\n}\n",
    "[i]\nx = 01\n",
    "[j]\nx = 'a' 'b'\n",
    "[k]\nx = True\n",
    '[l]\nx = "\\q"\n',
    "[m]\nx = '''a\n",
    "[n]\n= 1\n",
    "[o]\nx = 1 y = 2\n",
    "[p]\nx = 2024-13-01\n",
    "[[q]]\n[q]\n",
    "[r]\nx = 1\r",
    "[tool.prefect.api]\n[tool.prefect]\napi.url = 'x'\n",
    "<<<<<<< HEAD\n",
]
_SCALARS: list[Any] = [
    *(5, "x", True, 1.5, ["a"], [[]], [{"api": {"url": "http://h/api"}}]),
    *([{}], [5], {"a": 1}, "", 0, False, [], {}, 0.0),
]
_NAMES = ["tool.prefect", "Tool.prefect", "tool.Prefect", "tool.PREFECT", "tools.prefect",
          "prefect", "'tool.prefect'", "tool.prefect-cloud", "tool.perfect", "tool.prefect_toml",
          "tool.prefect.prefect", "tool.tool.prefect", "project.prefect"]  # fmt: skip


def pyproject_case(rng: random.Random, settings: Settings) -> FolderCase:
    """One `pyproject.toml`, sometimes with a `prefect.toml`."""
    text = _around(rng, rng.choice(_FORMS)(rng, settings))
    if rng.random() < 0.25:
        text = _spoilt(rng, text)
    files = {PYPROJECT: text}
    if rng.random() < 0.1:
        files[PREFECT] = toml(rng, _pairs(rng, settings))
    return FolderCase(files)


def beside_case(rng: random.Random, settings: Settings) -> FolderCase:
    """A `prefect.toml` and a `pyproject.toml` that set some of the same; either may be broken."""
    right = rng.choice((0.3, 0.7, 1.0))
    tables = [path for path in settings.paths if settings.facts[path].get("type") == "object"]
    common = rng.sample([*settings.paths, *tables * 4], rng.choice((1, 1, 2)))
    files = {}
    for name, top in ((PREFECT, ""), (PYPROJECT, "tool.prefect")):
        pairs = [(path, settings.value(rng, path, right)) for path in common if rng.random() < 0.9]
        pairs += _pairs(rng, settings) if rng.random() < 0.4 else []
        if rng.random() < 0.3:
            pairs = [_in_place_of_a_table(rng, path, value) for path, value in pairs]
        files[name] = toml(rng, pairs, top)
        if rng.random() < 0.08:
            files[name] = _spoilt(rng, files[name])
    return FolderCase(files)


def _pairs(rng: random.Random, settings: Settings) -> list[tuple[str, Any]]:
    right = rng.choice((0.4, 0.8, 1.0))
    paths = rng.sample(settings.paths, rng.choice((1, 1, 2, 3)))
    return [(path, settings.value(rng, path, right)) for path in paths]


def _in_place_of_a_table(rng: random.Random, path: str, value: Any) -> tuple[str, Any]:
    """The assignment, or one that gives a value to a table around the setting."""
    tables = path.split(".")[:-1]
    if not tables or rng.random() < 0.5:
        return path, value
    scalar = rng.choice(_SCALARS)
    return ".".join(tables[: rng.randrange(len(tables)) + 1]), scalar


def _settings_table(rng: random.Random, settings: Settings) -> str:
    return toml(rng, _pairs(rng, settings), "tool.prefect")


def _array(rng: random.Random, settings: Settings) -> str:
    path, value = _pairs(rng, settings)[0]
    table, _, name = path.rpartition(".")
    return rng.choice((
        "[[tool.prefect]]\n",
        f"[[tool.prefect]]\n{path} = {literal(value)}\n",
        f"[[tool]]\nprefect.{path} = {literal(value)}\n",
        "[[tool]]\n",
        f"[[tool]]\n[tool.prefect]\n{path} = {literal(value)}\n",
        f"[[tool.prefect]]\n[[tool.prefect]]\n{path} = {literal(value)}\n",
        f"[[tool.prefect.{table}]]\n{name} = {literal(value)}\n" if table else "[[tool.prefect]]\n",
        f"[tool.prefect]\n[[tool.prefect.{path}]]\n",
    ))  # fmt: skip


def _scalar(rng: random.Random, settings: Settings) -> str:
    value = literal(rng.choice(_SCALARS))
    table = rng.choice(settings.tables)
    return rng.choice((
        f"tool = {value}\n",
        f"[tool]\nprefect = {value}\n",
        f"tool.prefect = {value}\n",
        f"tool = {{ prefect = {value} }}\n",
        f"[tool.prefect]\n{table} = {value}\n",
        f"tool.prefect.{table} = {value}\n",
    ))  # fmt: skip


def _inline(rng: random.Random, settings: Settings) -> str:
    path, value = _pairs(rng, settings)[0]
    pair = f"{path} = {literal(value)}"
    return rng.choice((
        f"tool = {{ prefect = {{ {pair} }} }}\n",
        f"[tool]\nprefect = {{ {pair} }}\n",
        f"[tool]\nprefect.{pair}\n",
        f"tool.prefect = {{ {pair} }}\n",
        f"tool.prefect.{pair}\n",
        f"tool = {{ ruff = {{ x = 1 }}, prefect.{pair} }}\n",
        f'"tool" . \'prefect\' . {pair}\n',
    ))  # fmt: skip


def _near_miss(rng: random.Random, settings: Settings) -> str:
    name = rng.choice(_NAMES)
    path, value = rng.choice([*_pairs(rng, settings), ("api", 5), ("nope", 5)])
    return f"[{name}]\n{path} = {literal(value)}\n"


def _around(rng: random.Random, text: str) -> str:
    """The text with tables of other tools before and after it, if TOML allows it."""
    bare = not text.startswith("[")
    others = rng.sample(_OTHERS, rng.choice((0, 0, 1, 2)))
    if "tool" in text.split("=", maxsplit=1)[0] and not text.startswith(("[tool.", "[[tool.")):
        others = [each for each in others if "tool." not in each]
    before = others if not bare and rng.random() < 0.5 else []
    after = [each for each in others if each not in before]
    return "\n".join((*before, text, *after))


def _spoilt(rng: random.Random, text: str) -> str:
    """The text with a TOML error somewhere."""
    broken = rng.choice(_BROKEN)
    chance = rng.random()
    if chance < 0.03:
        return text + "# caf\udce9\n"
    if chance < 0.06:
        return "\ufeff# settings\n" + text
    if chance < 0.7 or not broken.startswith("["):
        return text + broken
    return broken + text


_FORMS = (_settings_table, _settings_table, _array, _scalar, _inline, _near_miss)


__all__ = ["beside_case", "is_writable", "pyproject_case"]
