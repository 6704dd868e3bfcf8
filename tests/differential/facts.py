"""The declared facts of one release, from `schema/facts.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect_toml_lsp.prefect.releases import Release, parse_release

FACTS_FILE = Path(__file__).parents[2] / "schema" / "facts.json"

Facts = dict[str, Mapping[str, Any]]

release_of = parse_release


def facts_of(release: Release) -> Facts:
    """The facts about every setting and table of `release`, by dotted path."""
    settings = json.loads(FACTS_FILE.read_text("utf-8"))["settings"]
    return {
        path: run["facts"]
        for path, runs in settings.items()
        for run in runs
        if parse_release(run["from"]) <= release
        if "to" not in run or release <= parse_release(run["to"])
    }
