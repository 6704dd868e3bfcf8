"""The engine against verdicts that Prefect itself gave."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from prefect_toml_lsp import records
from prefect_toml_lsp.prefect import Catalogue, acceptance
from prefect_toml_lsp.prefect.acceptance import (
    Accepted,
    Converted,
    Ignored,
    Refused,
    Release,
    Verdict,
    judge,
    judge_entry,
)
from prefect_toml_lsp.prefect.acceptance.kinds import PREFECTS_OWN, kind_of
from tests.differential.facts import FACTS_FILE, facts_of, release_of
from tests.prefect.acceptance.pins import NEW, PINS

STDLIB_ONLY = Path(acceptance.__file__).parent


@pytest.mark.parametrize(("release", "path", "value", "verdict"), PINS)
def test_pin(release: Release, path: str, value: Any, verdict: Verdict) -> None:
    assert judge(path, facts_of(release)[path], value, release) == verdict


def test_every_setting_of_every_release_has_a_kind() -> None:
    data = json.loads(FACTS_FILE.read_text("utf-8"))
    for version in data["versions"]:
        release = release_of(version)
        for path, facts in facts_of(release).items():
            assert kind_of(path, facts, release).name


def test_null_branches_may_be_left_out() -> None:
    for path, facts in facts_of(NEW).items():
        branches = [b for b in facts.get("anyOf", ()) if b.get("type") != "null"]
        if len(branches) == 1:
            bare = {k: v for k, v in facts.items() if k != "anyOf"} | branches[0]
            assert kind_of(path, bare, NEW).name == kind_of(path, facts, NEW).name


def test_own_rows_name_existing_settings_and_their_releases_are_in_order() -> None:
    settings = json.loads(FACTS_FILE.read_text("utf-8"))["settings"]
    last: dict[str, Release | None] = {}
    for row in PREFECTS_OWN:
        assert row.path in settings
        if row.path in last:
            assert row.since == last[row.path]
        last[row.path] = row.until


def test_an_unknown_kind_of_setting_is_reported() -> None:
    with pytest.raises(LookupError):
        judge("new.setting", {"type": "array", "items": {"type": "string"}}, [], NEW)


@pytest.mark.parametrize(
    "path", ["client.custom_headers", "server.services.db_vacuum.event_retention_overrides"]
)
@pytest.mark.parametrize("value", [60, 0, True, "", "x", "60", "P1D", "01:00:00", [], {}])
def test_an_entry_is_judged_like_the_table_that_holds_it(path: str, value: Any) -> None:
    facts = facts_of(NEW)[path]
    whole, entry = judge(path, facts, {"a": value}, NEW), judge_entry(path, facts, value, NEW)
    if isinstance(entry, Converted):
        assert whole == Converted({"a": entry.result}, "items")
    elif isinstance(entry, Refused):
        assert isinstance(whole, Refused)
        assert (whole.rule, whole.detail["rule"]) == ("item", entry.rule)
    else:
        assert whole == entry == Accepted()


def test_only_free_form_tables_have_entries() -> None:
    path = "server.events.retention_period"
    assert judge_entry(path, facts_of(NEW)[path], 60, NEW) is None


def test_verdicts_with_different_outcomes_differ() -> None:
    verdicts: list[Verdict] = [Accepted(), Ignored("x"), Refused("x", {}), Converted("x", "x")]
    assert [verdicts.index(verdict) for verdict in verdicts] == [0, 1, 2, 3]


def test_only_the_standard_library_is_imported() -> None:
    allowed = {
        "__future__", "collections", "datetime", "functools", "ipaddress", "json", "os", "pathlib",
        "re", "types", "typing", "urllib",
    }  # fmt: skip
    for file in (*STDLIB_ONLY.glob("*.py"), Path(records.__file__)):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            own = ("prefect_toml_lsp.prefect.acceptance", records.__name__)
            foreign = {name.split(".")[0] for name in names if not name.startswith(own)}
            assert foreign <= allowed, file.name


@pytest.mark.parametrize("value", ["\ud800", "C:\\Users\\pre\ud800fect", ["\udfff"], {"\ud800": 1}])
def test_half_a_character_is_judged(value: Any) -> None:
    schema = Catalogue.load().schema()
    for node in schema.by_path.values():
        if node.is_setting:
            judge(node.dotted, node.keywords, value, node.release)
    assert judge("home", schema.by_path["home"].keywords, "\ud800", NEW) == Accepted()
