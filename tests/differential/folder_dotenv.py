"""Cases about `.env`: its grammar, `${…}`, names in several cases, and JSON for tables."""

from __future__ import annotations

import json
import random

from .folder_case import DOTENV, PREFECT, FolderCase
from .folder_values import Settings, as_text, dotenv_line, quoted, toml

_NOISE = [
    *("# a comment\n", "\n", "   \n", "OTHER=1\n", "export\n", "export OTHER=2\n", "NAME\n"),
    *("PREFECT_NOPE=1\n", "PREFECT_=1\n", "PREFECT=1\n", "=5\n", "PREFECT_API_URL\n", "'Q'=1\n"),
    *("OTHER='unclosed\n", 'OTHER="unclosed\n', "A B=1\n", "OTHER = 'a' b\n", "OTHER=a # b\n"),
    *('OTHER="a\nb"\n', "PREFECT_API_URL='http://h/api' x\n", "PREFECT_API_URL 'x'\n"),
    *("PREFECT_LOGGING_LEVEL=\n", "PREFECT_API_URL=''\n", "PREFECT_SERVER_API_PORT=\n"),
    *("PREFECT_DEBUG_MODE= # no\n", "PREFECT_DEBUG_MODE=#no\n", "PREFECT_DEBUG_MODE=1 # yes\n"),
    *("PREFECT-API-URL=x\n", " PREFECT_SERVER_API_PORT = 4200 \n", "PREFECT_SERVER_API_PORT: 1\n"),
    *("PREFECT_API=\n", "PREFECT_API=''\n", "PREFECT_API=null\n", "PREFECT_API=x\n"),
    *("PREFECT_CLOUD={}\n", "PREFECT_CLOUD=[]\n", "PREFECT_CLOUD=5\n", "PREFECT_CLOUD='\"x\"'\n"),
    *("PREFECT_EXPERIMENTS_PLUGINS_ENABLED=x\n", "PREFECT_EXPERIMENTS_PLUGINS_STRICT=1\n"),
    *('PREFECT_EXPERIMENTS_PLUGINS=\'{"strict": "x"}\'\n', "PREFECT_PROFILES_PATH=p.toml\n"),
    *('PREFECT_EXPERIMENTS=\'{"plugins": {"strict": true}}\'\n', "PREFECT_HOME=~/h\n"),
    "PREFECT_EXPERIMENTS='{\"plugins\": null}'\n",
    *("PREFECT_PROFILE=nope\n", "PREFECT_TEST_MODE=1\n", "PREFECT_UNIT_TEST_MODE=x\n"),
    *("API_URL=x\n", "SERVER_API_PORT=x\n", "PORT=x\n", "URL=5\n", "port=x\n", "debug_mode=x\n"),
    *("prefect.api.url=x\n", "PREFECT_API__URL=x\n", "PREFECT_SERVER__API__PORT=x\n"),
    "'PREFECT_SERVER_API_PORT'=x\n",
    '"PREFECT_SERVER_API_PORT"=x\n',
]


def dotenv_case(rng: random.Random, settings: Settings) -> FolderCase:
    """One `.env`, sometimes with a `prefect.toml`, and environment variables for `${…}`."""
    right = rng.choice((0.3, 0.7, 1.0))
    lines: list[str] = []
    environment: dict[str, str] = {}
    for _ in range(rng.choice((1, 1, 2, 3))):
        lines += rng.choice(_FORMS)(rng, settings, right, environment)
    for _ in range(rng.choice((0, 1, 1, 2))):
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(_NOISE))
    text = "".join(lines)
    chance = rng.random()
    if chance < 0.04:
        text = "\ufeff" + text
    elif chance < 0.10:
        text = text.replace("\n", "\r\n")
    elif chance < 0.12:
        text = text.replace("\n", "\r")
    elif chance < 0.13:
        text = text.replace("\n", " # caf\udce9\n", 1)
    elif chance < 0.2:
        text = text.removesuffix("\n")
    files = {DOTENV: text}
    if rng.random() < 0.2:
        path = rng.choice(settings.paths)
        files[PREFECT] = toml(rng, [(path, settings.value(rng, path, right))])
    return FolderCase(files, environment)


def _plain(
    rng: random.Random, settings: Settings, right: float, environment: dict[str, str]
) -> list[str]:
    path = rng.choice(settings.paths)
    value = as_text(settings.value(rng, path, right))
    return [dotenv_line(rng, settings.variable(rng, path), value)]


def _repeated(
    rng: random.Random, settings: Settings, right: float, environment: dict[str, str]
) -> list[str]:
    """The same setting two or three times: by one name, by all its names, in both cases."""
    path = rng.choice(settings.paths)
    names = settings.facts[path].get("supported_environment_variables") or ["PREFECT_HOME"]
    lines = []
    for _ in range(rng.choice((2, 2, 3))):
        name = rng.choice(names)
        name = rng.choice((name, name, name.lower()))
        value = as_text(settings.value(rng, path, right))
        lines.append(f"{name}={quoted(rng, value)}\n")
    table = path.rpartition(".")[0]
    if table and rng.random() < 0.3:
        data = {path.rpartition(".")[2]: settings.value(rng, path, right)}
        lines.append(f"{settings.variable(rng, table)}={_json(rng, data)}\n")
    rng.shuffle(lines)
    return lines


def _substituted(
    rng: random.Random, settings: Settings, right: float, environment: dict[str, str]
) -> list[str]:
    """A value that contains `${X}`, where X is set above, below, in the environment or nowhere."""
    path = rng.choice(settings.paths)
    value = as_text(settings.value(rng, path, right))
    at, end = sorted(rng.randrange(len(value) + 1) for _ in range(2))
    if rng.random() < 0.6:
        at, end = 0, len(value)
    part = value[at:end]
    wrong = as_text(settings.value(rng, path, 0.3))
    reference = rng.choice(("${X}", "${X}", f"${{X:-{part}}}", f"${{X:-{wrong}}}", "${X:-}",
                            "${X-d}", "$X", "${ X }", "${x}", "${X:}", "${Y:-${X}}", "${X",
                            "${}", "\\${X}", "${HOME}"))  # fmt: skip
    if "}" in part + wrong:
        reference = "${X}"
    text = value[:at] + reference + value[end:]
    mark = rng.choice(("'", '"'))
    if mark in text or "\\" in text:
        text = text.replace("\\", "").replace(mark, "")
    name = settings.variable(rng, path)
    line = f"{name}={text}\n" if rng.random() < 0.4 else f"{name}={mark}{text}{mark}\n"
    definition = f"X={quoted(rng, part)}\n"
    where = rng.choice(("above", "above", "above", "below", "environment", "nowhere", "twice"))
    if where == "environment":
        environment["X"] = part
    if where == "twice":
        environment["X"] = wrong
        return [definition, line, f"X={quoted(rng, wrong)}\n"]
    return {
        "above": [definition, line],
        "below": [line, definition],
        "environment": [line],
        "nowhere": [line],
    }[where]


def _table(
    rng: random.Random, settings: Settings, right: float, environment: dict[str, str]
) -> list[str]:
    """JSON for a table, perhaps together with a variable for one of its settings."""
    table = rng.choice(settings.tables)
    data = settings.object(rng, table, right)
    lines = [f"{settings.variable(rng, table)}={_json(rng, data)}\n"]
    below = [path for path in settings.paths if path.startswith(table + ".")]
    if below and rng.random() < 0.4:
        path = rng.choice(below)
        value = as_text(settings.value(rng, path, right))
        lines.append(dotenv_line(rng, settings.variable(rng, path), value))
    above = table.rpartition(".")[0]
    if above and rng.random() < 0.3:
        outer = {above: {table.rpartition(".")[2]: settings.object(rng, table, right)}}
        lines.append(f"{settings.variable(rng, above)}={_json(rng, outer[above])}\n")
    rng.shuffle(lines)
    return lines


def _json(rng: random.Random, data: object) -> str:
    text = json.dumps(data, default=str)
    if rng.random() < 0.1:
        at = rng.randrange(len(text))
        text = text[:at] + text[at + 1 :]
    return quoted(rng, text)


_FORMS = (_plain, _plain, _repeated, _substituted, _substituted, _table)
