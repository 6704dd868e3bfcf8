"""Our verdicts on settings of integration packages against those of the packages' own classes.

The newest Prefect and packages are asked. As their installation takes minutes, `PREFECT_PACKAGES=1`
asks for these tests; `.ci/run` does. `amounts` says how much; `PREFECT_PACKAGES_PYTHON` names an
interpreter to ask instead of an environment of our own.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomllib

from prefect_toml_lsp.prefect import Catalogue, Packages
from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from tests.differential import pools, variables
from tests.differential.agree import verdict_differences
from tests.differential.amounts import CASES, SEED
from tests.differential.client import PACKAGES_ORACLE, Answer, OracleProcess
from tests.differential.environment import python_with_packages
from tests.differential.expect import expect
from tests.differential.facts import Facts
from tests.differential.generate import PREFECT_TOML, PYPROJECT_TOML, Case, consistent, stray

ROOT = Path(__file__).parents[2]
SCHEMA = Catalogue.load().schema(packages=Packages())

IS_ASKED_FOR = "PREFECT_PACKAGES" in os.environ or "PREFECT_PACKAGES_PYTHON" in os.environ

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_ASKED_FOR, reason="PREFECT_PACKAGES is not set"),
]


def newest_facts() -> Facts:
    """What the newest release of each package declares."""
    packages = json.loads((ROOT / "schema" / "integrations.json").read_text("utf-8"))
    declared = {
        path: runs[-1]["facts"]
        for package in packages.values()
        for path, runs in package["settings"].items()
        if "to" not in runs[-1]
    }
    return {"integrations": {"section": True}, **declared}


FACTS = newest_facts()
SETTINGS = [path for path, facts in FACTS.items() if not facts.get("section")]


@pytest.fixture(scope="module")
def python() -> str:
    return os.environ.get("PREFECT_PACKAGES_PYTHON") or python_with_packages()


@pytest.fixture(scope="module")
def oracle(python: str) -> Iterator[OracleProcess]:
    with OracleProcess(python, script=PACKAGES_ORACLE) as process:
        yield process


def cases(count: int) -> Iterator[Case]:
    """Files that set one thing, something out of place, or several settings."""
    rng = random.Random(f"packages-{SEED}")
    for number in range(count):
        chance = rng.random()
        if chance < 0.7:
            paths = [SETTINGS[number % len(SETTINGS)]]
        else:
            paths = rng.sample(SETTINGS, rng.randrange(2, 7))
        assigned = [(path, pools.pick(rng, path, FACTS[path], SCHEMA.release)) for path in paths]
        if 0.55 < chance < 0.7:
            assigned = [_stray(rng)]
        file = PYPROJECT_TOML if rng.random() < 0.1 else PREFECT_TOML
        yield Case(tuple(consistent(assigned)), file)


def _stray(rng: random.Random) -> tuple[str, Any]:
    """One that is not about Prefect's own tables."""
    while True:
        path, value = stray(rng, FACTS)
        if not path.startswith("experiments"):
            return path, value


def meant(path: str, value: Any) -> Any:
    """What a value stands for: seconds are a duration, and text may hold labels."""
    kind = kind_of(path, FACTS[path], SCHEMA.release).name
    if kind == "seconds":
        return durations.from_number(value).iso()
    if kind == "label-filters" and isinstance(value, str):
        pairs = (pair.split("=", 1) for pair in value.split(","))
        return {label.strip(): text.strip() for label, text in pairs}
    return value


def disagreements(case: Case, answer: Answer) -> list[str]:
    tree: Any = tomllib.loads(case.text())
    inner = tree["tool"]["prefect"] if case.file == PYPROJECT_TOML else tree
    expected = expect(inner, FACTS, SCHEMA.release, (3, 11))
    values = {path: meant(path, value) for path, value in expected.values.items()}
    return verdict_differences(expected._replace(values=values), answer)


def test_our_verdicts_on_files_are_those_of_the_packages(oracle: OracleProcess) -> None:
    wrong = []
    seen = {"loads": 0, "refused": 0}
    for case in cases(CASES):
        answer = oracle.ask(case.file, case.text())
        seen[answer["verdict"]] += 1
        wrong += [f"{each}\n{case.text()}" for each in disagreements(case, answer)]
    assert not wrong, f"seed {SEED}, {len(wrong)} of {CASES}\n" + "\n".join(wrong[:20])
    assert min(seen.values()) > CASES // 5, seen
    print(f"{CASES} files, {seen}, no disagreement")


def test_our_verdicts_on_variables_are_those_of_the_packages(oracle: OracleProcess) -> None:
    count = max(1, CASES // 3)
    wrong = []
    for case in variables.cases(SCHEMA, FACTS, f"packages-{SEED}", count):
        answer = oracle.ask_files(case.files())
        found = variables.disagreements(case, answer, SCHEMA, meant)
        wrong += [f"{each}\n{case.text()}" for each in found]
    assert not wrong, f"seed {SEED}, {len(wrong)} of {count}\n" + "\n".join(wrong[:20])
    print(f"{count} files of variables, no disagreement")


def test_the_facts_are_what_the_installed_packages_say(python: str) -> None:
    command = [sys.executable, "schema/integrations.py", "--python", python, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 of 5 releases differ" in done.stdout
