"""Ask the installed integration packages what they do with settings files.

Questions and answers are those of `oracle.py`. It asks all classes of the packages that read a
table, as ``schema/integrations.json`` lists them; the first refusal is the answer.
"""

from __future__ import annotations

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from oracle import Oracle, flatten, main  # type: ignore[import-not-found,unused-ignore]

FACTS = Path(__file__).parents[2] / "schema" / "integrations.json"


@cache
def readers() -> dict[str, Any]:
    """The classes by the dotted path of their table.

    Prefect reads the home folder when it is imported, so it must not be imported before the
    oracle has set its own.
    """
    packages = json.loads(FACTS.read_text(encoding="utf-8"))
    found = {}
    for package in packages.values():
        for path, runs in package["settings"].items():
            module, _, name = runs[-1]["facts"].get("reader", "").rpartition(".")
            if module:
                found[path] = getattr(importlib.import_module(module), name)
    return found


class PackagesOracle(Oracle):
    """Asks all integration packages in one working directory many questions."""

    @staticmethod
    def settings() -> dict[str, Any]:
        return {path: reader() for path, reader in readers().items()}

    @staticmethod
    def flatten(settings: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        values: dict[str, Any] = {}
        given: list[str] = []
        for path, each in settings.items():
            found, counted = flatten(each, f"{path}.")
            values.update(found)
            given.extend(counted)
        return values, given


if __name__ == "__main__":
    main(PackagesOracle)
