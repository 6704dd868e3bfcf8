"""The differences between two releases, against the facts read from both releases."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pytest

from prefect_toml_lsp.prefect import Catalogue, Release, parse_release
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.prefect.changes import Change, changes_between, rules_between
from tests.differential.facts import facts_of

CATALOGUE = Catalogue.load()
_MARKS = ("supported_environment_variables", "default", "title")


@cache
def settings(release: Release) -> Mapping[str, tuple[str, Any]]:
    """(type and bounds, default) of each setting of a release, by path."""
    return {
        path: (alike(path, facts, release), facts.get("default"))
        for path, facts in facts_of(release).items()
        if not facts.get("section")
    }


def alike(path: str, facts: Mapping[str, Any], release: Release) -> str:
    """The parts of the type and bounds that matter in TOML, which has no null."""
    branches = [each for each in facts.get("anyOf", [facts]) if each.get("type") != "null"]
    kept = [{k: v for k, v in each.items() if k not in _MARKS} for each in branches]
    return json.dumps([kind_of(path, facts, release).name, *kept], sort_keys=True)


def wrong(one: Release, other: Release) -> list[str]:
    """The paths of settings whose change between two releases is reported wrong."""
    before, after = settings(one), settings(other)
    found = {each.path: each for each in _changes(one, other)}
    missing = [
        path
        for path in before.keys() | after.keys()
        if not _is_told(found.get(path), before.get(path), after.get(path))
    ]
    return [*missing, *(found.keys() - before.keys() - after.keys())]


def _is_told(
    change: Change | None,
    before: tuple[str, Any] | None,
    after: tuple[str, Any] | None,
) -> bool:
    if before is None or after is None:
        wanted = ("added",) if before is None else ("removed", "moved")
        return change is not None and change.parts[0] in wanted
    parts = set(change.parts) if change else set()
    kind, default = (old != new for old, new in zip(before, after, strict=True))
    return ("default" in parts) == default and bool(parts & {"type", "allowed"}) == kind


@cache
def _changes(one: Release, other: Release) -> list[Change]:
    return changes_between(CATALOGUE.schema(one), CATALOGUE.schema(other))


def distinct() -> list[Release]:
    """The releases that differ from the previous one."""
    found: list[Release] = []
    for each in CATALOGUE.releases:
        if not found or settings(each) != settings(found[-1]):
            found.append(each)
    return found


@pytest.mark.slow
def test_neighbours_and_the_first_and_last_release() -> None:
    known = distinct()
    pairs = [*itertools.pairwise(known), (known[0], known[-1]), (known[-1], known[0])]
    assert not {pair: paths for pair in pairs if (paths := wrong(*pair))}


@pytest.mark.slow
def test_all_pairs() -> None:
    pairs = itertools.combinations(distinct(), 2)
    assert not {pair: paths for pair in pairs if (paths := wrong(*pair))}


def of(changes: Iterable[Change], path: str) -> Change:
    return next(each for each in changes if each.path == path)


def change(one: str, other: str, path: str) -> Change:
    return of(_changes(parse_release(one), parse_release(other)), path)


@pytest.mark.parametrize(
    ("one", "other", "path", "now"),
    [
        ("3.6.12", "3.6.13", "runner.heartbeat_frequency", "flows.heartbeat_frequency"),
        ("3.6.13", "3.6.12", "flows.heartbeat_frequency", "runner.heartbeat_frequency"),
        ("3.1.0", "3.9.1", "server.database.sqlalchemy_pool_size",
         "server.database.sqlalchemy.pool_size"),
        ("3.6.29", "3.7.0", "experiments.plugins.strict", "plugins.strict"),
    ],
)  # fmt: skip
def test_a_setting_that_moved(one: str, other: str, path: str, now: str) -> None:
    found = change(one, other, path)
    assert found.parts[0] == "moved"
    assert found.after is not None
    assert found.after.dotted == now
    arrived = change(one, other, now)
    assert (arrived.parts, arrived.was) == (("added",), path)


def test_a_move_to_an_existing_setting_is_not_an_addition() -> None:
    path, now = (
        "server.services.event_persister.batch_size_delete",
        "server.services.db_vacuum.batch_size",
    )
    found = change("3.6.20", "3.6.21", path)
    assert (found.parts[0], found.after and found.after.dotted) == ("moved", now)
    assert now not in {each.path for each in _changes((3, 6, 20), (3, 6, 21))}


def test_a_setting_that_is_gone() -> None:
    found = change("3.4.20", "3.4.21", "experiments.lineage_events_enabled")
    assert (found.parts, found.after) == (("removed",), None)


def test_settings_that_stay() -> None:
    assert change("3.3.3", "3.3.4", "server.events.maximum_related_resources").parts == ("default",)
    found = change("3.6.20", "3.6.21", "server.services.db_vacuum.enabled")
    assert found.parts == ("type", "default")
    found = change("3.6.1", "3.6.2", "server.services.late_runs.after_seconds")
    assert found.parts == ("type",)


def test_rules_that_only_one_of_the_releases_has() -> None:
    assert [each.code for each in rules_between((3, 6, 3), (3, 6, 4))] == ["log-size-capped"]
    assert [each.code for each in rules_between((3, 6, 4), (3, 6, 3))] == ["log-size-capped"]
    assert not rules_between((3, 6, 4), (3, 6, 4))
