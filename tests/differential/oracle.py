"""Ask the installed Prefect what it does with a settings file.

Runs inside an environment that has ``prefect``; imports none of our code.

Reads JSON lines from standard input and answers each with one JSON line::

    {"id": …, "toml": "[api]\\nurl = 'x'", "file": "prefect.toml"}      ("file" is optional)
    {"id": …, "files": {"prefect.toml": "…", "pyproject.toml": "…"}}    (several files at once)
    {"id": …, "files": {…}, "start": true}      (as a flow or the CLI starts: all profiles are read)

    {"id": …, "verdict": "loads",
     "values": {"api.url": "x"},          every setting that is set or differs from no file
     "set": ["api.url"],                  settings that pydantic counts as given
     "changed": ["api.url", "ui_url"],    settings whose value differs from no file
     "warnings": [["UserWarning", "…"]]}  that come only with the file

    {"id": …, "verdict": "refused",
     "error": {"class": "ValidationError", "title": "APISettings", "loc": ["url"],
               "type": "string_type", "msg": "…", "count": 1},
     "warnings": […]}

Values are encoded so that nothing is lost in JSON: see `encode`.  The first line written is a
greeting: ``{"prefect": …, "pydantic": …, "pydantic_core": …, "pydantic_settings": …, "python": …,
"home": …}``.

Every question gets a new ``Settings()``: the working directory has only the files of the question,
the home directory is empty, no ``PREFECT_*`` variable is set, Prefect's cache of files is cleared,
and ``os.environ`` is restored afterwards.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any


def clean_environment(home: str) -> None:
    """Clear almost all of the environment; `home` becomes the home folder.

    Prefect goes through all variables for each table of settings, so this also saves a third of
    the time.

    ``PREFECT_HOME`` is unset, because the variable would win over ``home = …`` in a file, which
    would then never be read.
    """
    kept = ("PATH", "LANG", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
    for name in list(os.environ):
        if name.upper() not in kept and not name.startswith(("LC_", "PYTHON")):
            del os.environ[name]
    os.environ["HOME"] = home
    os.environ["USERPROFILE"] = home


def encode(value: Any) -> Any:
    """`value` as JSON that keeps its type: bool, int, str and None as they are, the rest tagged."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, datetime.timedelta):
        return {"timedelta": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return {type(value).__name__: value.isoformat()}
    if isinstance(value, Path):
        return {"path": str(value)}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((encode(item) for item in value), key=repr)}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"dict": {str(key): encode(item) for key, item in value.items()}}
    if hasattr(value, "get_secret_value"):
        return {"secret": encode(value.get_secret_value())}
    raise TypeError(f"cannot encode {type(value)}")


def flatten(model: Any, prefix: str = "") -> tuple[dict[str, Any], list[str]]:
    """The values of all settings below `model` and the dotted paths of those counted as given."""
    values: dict[str, Any] = {}
    given: list[str] = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        if hasattr(type(value), "model_fields"):
            below, given_below = flatten(value, f"{prefix}{name}.")
            values.update(below)
            given.extend(given_below)
        else:
            values[prefix + name] = encode(value)
            if name in model.model_fields_set:
                given.append(prefix + name)
    return values, given


def describe_error(error: BaseException) -> dict[str, Any]:
    """The first thing that `error` reports, as plain data."""
    if hasattr(error, "errors") and hasattr(error, "title"):
        first = error.errors(include_url=False, include_context=False)
        return {
            "class": type(error).__name__,
            "title": error.title,
            "loc": [str(part) for part in first[0]["loc"]],
            "type": first[0]["type"],
            "msg": first[0]["msg"],
            "count": len(first),
        }
    return {"class": type(error).__name__, "type": type(error).__name__, "msg": str(error)[:500]}


class Oracle:
    """Asks one Prefect in one working directory many questions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        from prefect.settings import sources  # type: ignore[import-not-found,unused-ignore]

        self.sources = sources
        bare, caught = self.load({}, self.settings)
        self.bare, _ = self.flatten(bare)
        # Old releases use parts of pydantic that are deprecated now.
        self.noise = messages(caught)

    @staticmethod
    def settings() -> Any:
        """The settings that are asked about."""
        from prefect.settings import Settings

        return Settings()

    @staticmethod
    def flatten(settings: Any) -> tuple[dict[str, Any], list[str]]:
        """The values of all settings, and the dotted paths of those counted as given."""
        return flatten(settings)

    def load(
        self, files: dict[str, str], make: Callable[[], Any]
    ) -> tuple[Any, list[warnings.WarningMessage]]:
        """What `make` returns in a folder with `files`, and the warnings."""
        written = [self.folder / name for name in files]
        for path, text in zip(written, files.values(), strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        cache = getattr(self.sources, "_file_cache", None)
        if cache is not None:
            cache.clear()
        environment = dict(os.environ)
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    return make(), caught
                except BaseException as error:
                    error.caught = caught  # type: ignore[attr-defined]
                    raise
        finally:
            os.environ.clear()
            os.environ.update(environment)
            for path in written:
                path.unlink(missing_ok=True)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question, in the shape that the module's docstring gives."""
        files = question.get("files") or {
            question.get("file", "prefect.toml"): question["toml"],
        }
        try:
            make = start_settings if question.get("start") else self.settings
            settings, caught = self.load(files, make)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of pydantic-core is not an Exception
            return {
                "id": question["id"],
                "verdict": "refused",
                "error": describe_error(error),
                "warnings": self.news(getattr(error, "caught", [])),
            }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values, given = self.flatten(settings)
        changed = [path for path in values if values[path] != self.bare.get(path)]
        told = {*given, *changed} | set(question.get("tell", ()))
        return {
            "id": question["id"],
            "verdict": "loads",
            "values": {path: values[path] for path in values if path in told},
            "set": given,
            "changed": changed,
            "warnings": self.news(caught),
        }

    def news(self, caught: list[warnings.WarningMessage]) -> list[list[str]]:
        """The warnings that do not come without the file."""
        return [message for message in messages(caught) if message not in self.noise]


def start_settings() -> Any:
    """The settings with which a process starts (`prefect.context`); output becomes a warning."""
    import contextlib
    import io

    import prefect.context  # type: ignore[import-not-found,unused-ignore]

    with contextlib.redirect_stderr(io.StringIO()) as printed:
        settings = prefect.context.root_settings_context().settings
    if printed.getvalue():
        warnings.warn(printed.getvalue(), stacklevel=1)
    return settings


def messages(caught: list[warnings.WarningMessage]) -> list[list[str]]:
    """The category and the text of each warning."""
    return [[item.category.__name__, str(item.message)] for item in caught]


def greeting(home: str) -> dict[str, str]:
    """The versions of Python, Prefect and pydantic that answer, and the home directory."""
    from importlib.metadata import version

    names = ("prefect", "pydantic", "pydantic_core", "pydantic_settings")
    return {
        **{name: version(name) for name in names},
        "python": sys.version.split()[0],
        "home": home,
    }


def main(kind: type[Oracle] = Oracle) -> None:
    """Answer questions until standard input ends."""
    with tempfile.TemporaryDirectory(prefix="prefect-oracle-") as top:
        home, folder = Path(top) / "home", Path(top) / "project"
        home.mkdir()
        folder.mkdir()
        os.chdir(folder)
        clean_environment(str(home))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            oracle = kind(folder)
        print(json.dumps(greeting(str(home))), flush=True)
        for line in sys.stdin:
            if line.strip():
                print(json.dumps(oracle.ask(json.loads(line))), flush=True)
        os.chdir("/")


if __name__ == "__main__":
    main()
