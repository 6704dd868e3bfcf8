"""Cases about `profiles.toml`: its place, the active profile, and the other profiles."""

from __future__ import annotations

import json
import random

from .folder_case import DOTENV, PREFECT, PROFILES, PYPROJECT, FolderCase
from .folder_values import Settings, as_text, toml
from .pools import ALL
from .write import key, literal

_ODD = [
    "PREFECT_NOPE = '1'\n",
    "prefect_api_url = 'x'\n",
    "PREFECT_API = '{}'\n",
    'PREFECT_API = \'{"URL": "http://h/api"}\'\n',
    "PREFECT_API_URL = ''\n",
    "api.url = 'x'\n",
    "OTHER = 5\n",
    "PREFECT_SERVER_API_PORT = 'x'\n",
    "PREFECT_PROFILES_PATH = '/'\n",
    "PREFECT_HOME = '~/other'\n",
    "PREFECT_DEBUG_MODE = 'yes'\n",
    "PREFECT_TEST_MODE = true\n",
    "[profiles.a.sub]\nPREFECT_API_URL = 'x'\n",
    "[profiles.a.PREFECT_API_URL]\n",
    "[profiles.a.PREFECT_PLUGINS_ALLOW]\n",
    "[[profiles.a.PREFECT_PLUGINS_ALLOW]]\n",
]
_ACTIVE = ["'a'", "'a'", "'a'", "'b'", "'nope'", "''", "5", "false", "['a']", "[]", "{ a = 1 }",
           "'ephemeral'", "'local'", "'A'"]  # fmt: skip
_WHOLE = ["profiles = 5\n", "profiles = { a = 5 }\n", "[[profiles]]\n", "[profiles.a\n",
          "[profiles\n", "active = 'a'\n", "active = \n", "[profiles.a]\n[profiles.a]\n",
          "\ufeff[profiles.a]\n",
          "active = 'b'\nprofiles = { a = 5, b = {} }\n", "", "x = 5\n", "[profile.a]\nx = 1\n",
          "active = 'b'\n[[profiles.a]]\n[profiles.b]\n", "profiles = []\n", "profiles = ''\n",
          "active = 'a' # caf\udce9\n",
          "active = 'a'\nprofiles.a = 'x'\n", "active = 'a'\nprofiles.a = []\n"]  # fmt: skip


def profile_case(rng: random.Random, settings: Settings) -> FolderCase:
    """Profiles, perhaps in a folder that sets the same settings or names the file."""
    right = rng.choice((0.4, 0.8, 1.0))
    where = PROFILES if rng.random() < 0.6 else rng.choice(("my-profiles.toml", "conf/p.toml"))
    text = rng.choice(_WHOLE) if rng.random() < 0.15 else _profiles(rng, settings, right)
    files = {where: text}
    environment: dict[str, str] = {}
    path = rng.choice(settings.paths)
    pairs = [(path, settings.value(rng, path, right))] if rng.random() < 0.5 else []
    if where == PROFILES and pairs:
        files[PREFECT] = toml(rng, pairs)
    elif where != PROFILES:
        pointer = rng.choice((PREFECT, PREFECT, PYPROJECT, DOTENV, DOTENV, "environment"))
        if pointer == PREFECT:
            files[PREFECT] = toml(rng, [("profiles_path", where), *pairs])
        elif pointer == PYPROJECT:
            files[PYPROJECT] = toml(rng, [("profiles_path", where), *pairs], "tool.prefect")
        elif pointer == DOTENV:
            files[DOTENV] = f"PREFECT_PROFILES_PATH={where}\n"
        else:
            environment["PREFECT_PROFILES_PATH"] = where
    if rng.random() < 0.12:
        names = ("a", "b", "nope", "ephemeral", "local", "test")
        environment["PREFECT_PROFILE"] = rng.choice(names)
    if rng.random() < 0.08:
        del files[where]  # names of Prefect's built-in profiles
    return FolderCase(files, environment)


def _profiles(rng: random.Random, settings: Settings, right: float) -> str:
    lines = [f"active = {rng.choice(_ACTIVE)}\n"] if rng.random() < 0.93 else []
    for name in rng.sample(("a", "b", "ephemeral", "local", "'my profile'"), rng.choice((1, 1, 2))):
        lines.append(f"[profiles.{name}]\n")
        written: dict[str, str] = {}
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            variable, value = _assignment(rng, settings, right)
            written[variable] = value
        lines += [f"{key(variable)} = {value}\n" for variable, value in written.items()]
        if rng.random() < 0.25:
            odd = rng.choice(_ODD)
            lines.append(odd if odd.split(" ")[0] not in written else "")
    return "".join(lines)


def _assignment(rng: random.Random, settings: Settings, right: float) -> tuple[str, str]:
    """A variable and its value as TOML, for a profile."""
    if rng.random() < 0.15:
        table = rng.choice(settings.tables)
        data = settings.object(rng, table, right)
        return settings.variable(rng, table), literal(json.dumps(data, default=str))
    path = rng.choice(settings.paths)
    value = settings.value(rng, path, right)
    if rng.random() < 0.1:
        pool = [each for each in rng.choice(ALL) if len(repr(each)) < 100]
        return settings.variable(rng, path), literal(rng.choice(pool))
    return settings.variable(rng, path), literal(value if rng.random() < 0.4 else as_text(value))
