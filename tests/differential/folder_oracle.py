"""Ask the installed Prefect what it does when it starts in a folder.

Runs inside an environment that has ``prefect``; imports none of our code except ``oracle``.

Reads JSON lines from standard input and answers each with one JSON line::

    {"id": …, "files": {"prefect.toml": "…", "~/.prefect/profiles.toml": "…"},
     "environment": {"PREFECT_API_URL": "…"}}

File names are relative to the folder in which Prefect starts; those that begin with ``~/`` are in
the home directory, which is empty otherwise. A character such as ``"\\udcff"`` stands for
a byte that is not UTF-8. ::

    {"id": …, "verdict": "loads",
     "values": {"api.url": "x", …},       all settings, encoded as in `oracle.encode`
     "set": ["api.url"],                  settings that pydantic counts as given
     "warnings": [["UserWarning", "…"]]}  that do not come in an empty folder

    {"id": …, "verdict": "refused", "stage": "settings",
     "errors": [{"class": "ValidationError", "title": "APISettings", "loc": ["url"],
                 "type": "string_type", "msg": "…", "input": "5"}],
     "warnings": […]}

The verdict is that of a start: `Settings()`, then all profiles are read. ``stage`` is ``start``
if only the second step fails. The first line of output is the greeting of ``oracle``.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import io
import json
import os
import shutil
import sys
import tempfile
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oracle import (  # type: ignore[import-not-found,unused-ignore]
    clean_environment,
    flatten,
    greeting,
    messages,
)

MACHINE = ("Failed to create the Prefect home directory",)
"""The beginning of warnings that depend on the machine and not on the files."""


class FolderOracle:
    """Asks one Prefect with one home directory about many folders."""

    def __init__(self, top: Path, home: Path) -> None:
        self.top = top
        self.home = home
        self.noise: list[list[str]] = []
        with self.started_in({}, {}):
            import prefect.context  # type: ignore[import-not-found,unused-ignore]
            import prefect.settings  # type: ignore[import-not-found,unused-ignore]
            from prefect.settings import sources  # type: ignore[import-not-found,unused-ignore]

            self.context = prefect.context
            self.settings = prefect.settings.Settings
            self.cache = getattr(sources, "_file_cache", {})  # old releases do not have it
        self.env_files: dict[str, Any] = {}
        self.hurry()
        self.noise = self.ask({"id": 0, "files": {}})["warnings"]

    def hurry(self) -> None:
        """Cache what Prefect repeats in each start, which saves half of the time.

        Each of some fifty tables reads `.env` and finds out which fields take JSON.
        """
        import dotenv  # type: ignore[import-not-found,unused-ignore]
        import pydantic_settings.sources as sources  # type: ignore[import-not-found,unused-ignore]

        read, own = dotenv.dotenv_values, inspect.signature(dotenv.dotenv_values)

        def read_once(*arguments: Any, **more: Any) -> Any:
            call = repr(own.bind(*arguments, **more))
            if call not in self.env_files:
                self.env_files[call] = read(*arguments, **more)
            return dict(self.env_files[call])

        complex_of: dict[tuple[int, ...], tuple[Any, Any, Any]] = {}
        modules = [each for name, each in sys.modules.items() if name.startswith(sources.__name__)]
        for module in (dotenv, *modules):
            if getattr(module, "dotenv_values", None) is read:
                module.dotenv_values = read_once  # type: ignore[attr-defined]
        looks = getattr(
            sys.modules.get(sources.__name__ + ".utils"), "_annotation_is_complex", None
        )
        if looks is None:
            return

        def look_once(annotation: Any, metadata: Any, *more: Any) -> Any:
            call = (id(annotation), *map(id, metadata))
            if call not in complex_of:
                # Kept, so that no other object gets the same id.
                complex_of[call] = (annotation, [*metadata], looks(annotation, metadata, *more))
            return complex_of[call][2]

        for module in modules:
            if getattr(module, "_annotation_is_complex", None) is looks:
                module._annotation_is_complex = look_once  # type: ignore[attr-defined]

    @contextlib.contextmanager
    def started_in(self, files: dict[str, str], environment: dict[str, str]) -> Iterator[None]:
        """Run in a folder with `files`, and with these variables added to the environment."""
        folder = self.top / "project"
        folder.mkdir()
        before = dict(os.environ)
        try:
            for name, content in files.items():
                path = self.home / name[2:] if name.startswith("~/") else folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode("utf-8", "surrogateescape"))
            os.environ.update(environment)
            os.chdir(folder)
            yield
        finally:
            os.chdir(self.top)
            os.environ.clear()
            os.environ.update(before)
            for path in (folder, *self.home.iterdir()):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question, in the shape that the module's docstring gives."""
        files, environment = question.get("files", {}), question.get("environment", {})
        with self.started_in(files, environment), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.cache.clear()
            self.env_files.clear()
            answer = self.start()
            answer["warnings"] = self.news(caught)
            answer["id"] = question["id"]
            return answer

    def start(self) -> dict[str, Any]:
        """The verdict of a start in the working directory, with all settings."""
        stage = "settings"
        try:
            settings = self.settings()
            stage = "start"
            self.read_profiles(settings)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of pydantic-core is not an Exception
            return {"verdict": "refused", "stage": stage, "errors": describe(error)}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values, given = flatten(settings)
        return {"verdict": "loads", "values": values, "set": given}

    def read_profiles(self, settings: Any) -> None:
        """The rest of a start (`prefect.context`); its output becomes a warning.

        A start builds `Settings()` three times from the same sources; using the first one for all
        saves two thirds of the time.
        """
        self.context.GLOBAL_SETTINGS_CONTEXT = types.SimpleNamespace(settings=settings)
        own, self.context.Settings = self.context.Settings, lambda: settings
        mkdir, Path.mkdir = Path.mkdir, pretend_mkdir  # type: ignore[method-assign]
        try:
            with contextlib.redirect_stderr(io.StringIO()) as printed:
                self.context.root_settings_context()
        finally:
            self.context.Settings = own
            Path.mkdir = mkdir  # type: ignore[method-assign]
        if printed.getvalue():
            warnings.warn(printed.getvalue(), stacklevel=1)

    def news(self, caught: list[warnings.WarningMessage]) -> list[list[str]]:
        """The warnings that the files cause, each once."""
        found = []
        for message in messages(caught):
            known = message in self.noise or message in found
            if not known and not message[1].startswith(MACHINE):
                found.append(message)
        return found


def pretend_mkdir(path: Path, *arguments: Any, **more: Any) -> None:
    """Raise what `Path.mkdir` raises for an impossible path; make no directory."""
    os.path.lexists(path)
    if "\x00" in str(path):
        raise ValueError("embedded null byte")


def describe(error: BaseException) -> list[dict[str, Any]]:
    """Everything that `error` reports, as plain data."""
    if hasattr(error, "errors") and hasattr(error, "title"):
        return [
            {
                "class": type(error).__name__,
                "title": error.title,
                "loc": [str(part) for part in each["loc"]],
                "type": each["type"],
                "msg": each["msg"][:500],
                "input": repr(each["input"])[:200],
            }
            for each in error.errors(include_url=False, include_context=False)
        ]
    cause = "" if error.__cause__ is None else f" ({error.__cause__})"
    name = type(error).__name__
    message = f"{error}{cause}"[:500]
    return [{"class": name, "title": "", "loc": [], "type": name, "msg": message, "input": ""}]


def main() -> None:
    """Answer questions until standard input ends."""
    with tempfile.TemporaryDirectory(prefix="prefect-folder-oracle-") as name:
        top, home = Path(name).resolve(), Path(name).resolve() / "home"
        home.mkdir()
        os.chdir(top)
        clean_environment(str(home))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            oracle = FolderOracle(top, home)
        gc.collect()
        gc.freeze()  # so that garbage collection skips Prefect's modules
        print(json.dumps(greeting(str(home))), flush=True)
        for line in sys.stdin:
            if line.strip():
                print(json.dumps(oracle.ask(json.loads(line))), flush=True)
        os.chdir("/")


if __name__ == "__main__":
    main()
