"""Values of settings that are paths."""

from __future__ import annotations

import os.path

from prefect_toml_lsp.prefect.acceptance.scalars import lax_str
from prefect_toml_lsp.prefect.acceptance.verdicts import (
    ACCEPTED,
    Converted,
    Refused,
    Release,
    Verdict,
    refuse_type,
    taken,
)

HOME_TEMPLATE = "$PREFECT_HOME"
MAX_COMPONENT = 255
MAX_PATH = 4095
_PROFILES = "profiles.toml"
PROFILES_OPENED_SINCE: Release = (3, 1, 1)
TEMPLATE_SINCE: Release = (3, 4, 8)


def _parts(text: str) -> tuple[str, ...]:
    """The parts of a path as `pathlib` has them; imported late, for it is slow to import."""
    from pathlib import Path

    return Path(text).parts


def tidy(text: str) -> str:
    """`text` as `pathlib` writes it back."""
    from pathlib import Path

    return str(Path(text))


def path(value: object) -> Verdict:
    """A path, tidied as `pathlib` does: ``a//b/./c`` becomes ``a/b/c``, ``""`` becomes ``.``."""
    verdict = lax_str(value)
    if not isinstance(value, str) or not taken(verdict):
        return verdict
    tidied = tidy(value)
    return ACCEPTED if tidied == value else Converted(tidied, "path-tidied")


def home(value: object) -> Verdict:
    """A path whose leading ``~`` or ``~user`` is expanded; an unknown user is a crash.

    `prefect.settings.models.root.Settings.home` converts before pydantic validates, so a value that
    is not a string is a crash, too. When it starts, Prefect looks for the folder and for a file in
    it, which crashes for impossible names (`prefect.context.root_settings_context`).
    """
    if not isinstance(value, str):
        return refuse_type("string", value)
    tidied = tidy(value)
    expanded = os.path.expanduser(tidied) if tidied.startswith("~") else tidied
    if expanded.startswith("~"):
        return Refused("path-user", {"user": tidied.split(os.sep, 1)[0]})
    too_long = _too_long(f"{expanded}{os.sep}{_PROFILES}") if "\0" not in expanded else None
    if too_long:
        return too_long
    return path(value) if expanded == tidied else Converted(tidy(expanded), "home-expanded")


def profiles_path(value: object, release: Release) -> Verdict:
    """The path of ``profiles.toml``, which Prefect also opens while it loads its settings.

    Since 3.1.1, anything except a string crashes that, and so does a folder or an impossible name
    (`prefect.settings.sources.ProfileSettingsTomlLoader`).

    From 3.4.8 on, ``$PREFECT_HOME`` in the path is replaced by `home`; before, with
    ``PREFECT_HOME`` anywhere in the path, Prefect uses the default path instead.
    """
    if not isinstance(value, str):
        return refuse_type("string", value)
    unusable = _unusable(value) if value and release >= PROFILES_OPENED_SINCE else None
    if unusable:
        return unusable
    if release < TEMPLATE_SINCE:
        if "PREFECT_HOME" in value:
            return Converted(None, "profiles-path-default")
    elif HOME_TEMPLATE in value:
        return Converted(value, "prefect-home-replaced")
    return path(value)


def _unusable(text: str) -> Refused | None:
    """Why opening the path `text` crashes, as far as the text alone shows."""
    parts = _parts(text)
    if "\0" in text:
        return None
    if all(part in ("..", os.sep, os.sep * 2) for part in parts):
        return Refused("path-is-directory", {})
    return _too_long(text)


def _too_long(text: str) -> Refused | None:
    """The reason if the path `text` is too long (in bytes) for the system."""
    if _size(text) > MAX_PATH:
        return Refused("path-too-long", {"maximum": MAX_PATH})
    if any(_size(part) > MAX_COMPONENT for part in _parts(text)):
        return Refused("path-too-long", {"maximum": MAX_COMPONENT})
    return None


def _size(text: str) -> int:
    """Bytes on the disk; an editor may send half a character, which no file is named by."""
    return len(text.encode("utf-8", "surrogatepass"))
