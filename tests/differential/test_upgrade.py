"""What `upgrade` reports for pairs of releases against the real Prefect of both releases.

`PREFECT_SEED` chooses the pairs from the releases whose environments exist.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from prefect_toml_lsp.prefect import Catalogue, Release, parse_release
from prefect_toml_lsp.prefect.acceptance import judge, taken
from prefect_toml_lsp.prefect.changes import Change, changes_between
from prefect_toml_lsp.sources.affected import Affected, Effect, affected_by
from prefect_toml_lsp.sources.folder import Folder
from tests.differential import pools
from tests.differential.agree import DERIVED
from tests.differential.amounts import SEED
from tests.differential.client import Answer, OracleProcess
from tests.differential.environment import ENVIRONMENTS, python_with
from tests.differential.facts import facts_of
from tests.differential.folder_values import is_writable
from tests.differential.oracle_runtime import readers_of
from tests.differential.write import document

pytestmark = pytest.mark.slow

CATALOGUE = Catalogue.load()
READ = Path(__file__).parents[2] / "schema" / "read_prefect.py"
ORACLE = Path(__file__).with_name("oracle_declared.py")
OWN = f"{sys.version_info[0]}.{sys.version_info[1]}"
RELEASES = ("3.1.0", "3.1.15", "3.4.25", "3.6.13", "3.6.29", "3.8.8", "3.9.1")
ALWAYS = ("3.4.25", "3.8.8")
"""Releases whose environments are made if they do not exist."""
MOST = 4
"""How many releases are started, which gives twelve pairs."""
PAIRS = 10
FOLDERS = 6
"""Cases for each pair."""
TRIES = 12
LEFT_OUT = ("home", "profiles_path")
"""Settings from which Prefect derives others."""


class Asked(NamedTuple):
    """A running Prefect and the facts that it declares."""

    release: Release
    oracle: OracleProcess
    declared: Mapping[str, Any]


def chosen() -> list[tuple[str, str]]:
    rng = random.Random(f"upgrade-{SEED}")
    there = [
        each
        for each in RELEASES
        if (ENVIRONMENTS / f"prefect-{each}-python-{OWN}" / "complete").exists()
    ]
    releases = rng.sample(there, MOST) if len(there) > MOST else sorted({*there, *ALWAYS})
    pairs = [(one, other) for one in releases for other in releases if one != other]
    return rng.sample(pairs, min(PAIRS, len(pairs)))


def test_ten_pairs_of_releases(tmp_path: Path) -> None:
    """One test for all pairs, because each worker process would start every Prefect."""
    pairs = chosen()
    print(f"seed {SEED}: {pairs}")
    seen = Counter[Effect]()
    with started(sorted({name for pair in pairs for name in pair})) as prefects:
        for pair in pairs:
            one, other = (prefects[name] for name in pair)
            what_the_releases_have_is_what_changes(one, other)
            folder = tmp_path / "-".join(pair)
            folder.mkdir()
            seen += what_becomes_of_values_is_what_prefect_does(one, other, folder)
    print(seen)
    assert {Effect.SAME, Effect.IGNORED, Effect.READ} <= seen.keys()


@contextmanager
def started(names: list[str]) -> Iterator[dict[str, Asked]]:
    path = {**os.environ, "PYTHONPATH": str(READ.parent)}

    def start(name: str) -> OracleProcess:
        return OracleProcess(python_with(name) or "", path, ORACLE)

    with ThreadPoolExecutor() as pool, ExitStack() as stack:
        oracles = [stack.enter_context(each) for each in pool.map(start, names)]
        found = zip(names, oracles, pool.map(declared_by, oracles), strict=True)
        yield {
            name: Asked(parse_release(name), oracle, declared) for name, oracle, declared in found
        }


def declared_by(oracle: OracleProcess) -> Mapping[str, Any]:
    """The facts that a Prefect declares about its settings, as `schema/update.py` reads them."""
    settings = oracle.ask_files({}, declared=True)["settings"]
    return {path: facts for path, facts in settings.items() if not facts.get("section")}


def what_the_releases_have_is_what_changes(one: Asked, other: Asked) -> None:
    before, after = one.declared, other.declared
    found = {each.path: each for each in _changes(one, other)}
    there = {
        path: "added" if path not in before else "removed" if path not in after else "both"
        for path in before.keys() | after.keys()
    }
    ours = dict.fromkeys(there.keys() - found.keys(), "both")
    ours.update((path, _side(each.parts[0])) for path, each in found.items())
    assert ours == there
    for path in before.keys() & after.keys():
        default = before[path].get("default") != after[path].get("default")
        parts = found[path].parts if path in found else ()
        assert ("default" in parts) == default, path
        if _plain(before[path]) != _plain(after[path]):
            assert {"type", "allowed"} & {*parts}, path


def _side(part: str) -> str:
    return {"added": "added", "removed": "removed", "moved": "removed"}.get(part, "both")


def _plain(facts: Mapping[str, Any]) -> str:
    """The types and bounds, without null, which TOML cannot express."""
    branches = [each for each in facts.get("anyOf", [facts]) if each.get("type") != "null"]
    left_out = ("default", "supported_environment_variables")
    kept = [{k: v for k, v in each.items() if k not in left_out} for each in branches]
    return json.dumps(kept, sort_keys=True)


def what_becomes_of_values_is_what_prefect_does(
    one: Asked, other: Asked, top: Path
) -> Counter[Effect]:
    """The number of values compared, if both releases load them."""
    rng = random.Random(f"upgrade-{SEED}-{top.name}")
    changed = [each.path for each in _changes(one, other)]
    rng.shuffle(changed)
    seen = Counter[Effect]()
    for number in range(FOLDERS):
        known = [*facts_of(one.release)]
        paths = [*changed[number * 3 : number * 3 + 3], *rng.sample(known, 2)]
        text = document(list(_assigned(rng, paths, one.release, other.release)))
        folder = top / str(number)
        folder.mkdir()
        (folder / "prefect.toml").write_text(text, "utf-8")
        answers = [each.oracle.ask("prefect.toml", text) for each in (one, other)]
        ours = _affected(folder, one, other)
        loads = [answer["verdict"] == "loads" for answer in answers]
        if all(loads):
            seen.update(each.effect for each in ours)
            wrong = {each.place.name: _disagrees(each, answers) for each in ours}
            assert not any(wrong.values()), (SEED, top.name, text, wrong)
        elif loads[0]:
            assert any(each.effect is Effect.REFUSED for each in ours), (SEED, top.name, text)
    return seen


def _changes(one: Asked, other: Asked) -> list[Change]:
    return changes_between(*(CATALOGUE.schema(each.release) for each in (one, other)))


def _assigned(
    rng: random.Random, paths: list[str], one: Release, other: Release
) -> Iterator[tuple[str, Any]]:
    """Random values for settings of either release that the first release accepts."""
    for path in dict.fromkeys(paths):
        release = one if path in facts_of(one) else other
        facts = facts_of(release)[path]
        if facts.get("section") or path in LEFT_OUT:
            continue
        for _ in range(TRIES):
            value = pools.pick(rng, path, facts, release)
            if is_writable(value) and taken(judge(path, facts, value, release)):
                yield path, value
                break


def _affected(folder: Path, one: Asked, other: Asked) -> list[Affected]:
    read = (
        Folder.read(
            folder,
            {},
            CATALOGUE.schema(each.release),
            readers=readers_of(each.oracle.greeting),
        )
        for each in (one, other)
    )
    return [*affected_by(*read)]


_READ = {
    Effect.IGNORED: [True, False],
    Effect.READ: [False, True],
    Effect.ELSEWHERE: [True, True],
    Effect.CONVERTED: [True, True],
    Effect.SAME: [True, True],
}


def _disagrees(each: Affected, answers: list[Answer]) -> str:
    """The difference between our prediction for a value and the answers of two Prefects that both
    load it; empty if there is none.
    """
    pairs = zip((each.before, each.after), answers, strict=True)
    read = [given is not None and given.node.dotted in answer["set"] for given, answer in pairs]
    if read != _READ.get(each.effect):
        return f"{each.effect}, and it is read by {read}"
    path = each.node.dotted
    if each.effect in (Effect.SAME, Effect.CONVERTED) and path not in DERIVED:
        values = [answer["values"][path] for answer in answers]
        if (values[0] == values[1]) != (each.effect is Effect.SAME):
            return f"{each.effect}: {values}"
    return ""
