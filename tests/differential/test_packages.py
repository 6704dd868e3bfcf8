"""Our verdicts on settings of integration packages against those of the packages' own classes.

The tests ask the newest Prefect and packages. Because the installation takes minutes, they only run
with `PREFECT_PACKAGES=1`, as in `.ci/run`. `amounts` says how many cases; `PREFECT_PACKAGES_PYTHON`
names an interpreter to use instead of an environment that the tests make.
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

from prefect_toml_lsp.analysis import Analysis, Context, Finding
from prefect_toml_lsp.prefect import Catalogue, Packages
from prefect_toml_lsp.prefect.acceptance import Accepted, durations, judge
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.sources.effective import InForce, State, effective_settings
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.toml import Document
from tests.differential import pools, variables
from tests.differential.agree import same, verdict_differences
from tests.differential.amounts import CASES, SEED
from tests.differential.client import PACKAGES_ORACLE, Answer, OracleProcess
from tests.differential.environment import python_with_packages
from tests.differential.expect import expect
from tests.differential.facts import Facts
from tests.differential.folder_values import as_text
from tests.differential.generate import PREFECT_TOML, PYPROJECT_TOML, Case, consistent, stray
from tests.differential.write import literal

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
    """Files with one setting, a misplaced assignment, or several settings."""
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
    """A misplaced assignment outside of Prefect's own tables."""
    while True:
        path, value = stray(rng, FACTS)
        if not path.startswith("experiments"):
            return path, value


def meant(path: str, value: Any) -> Any:
    """A value as the package reads it: seconds as a duration, labels in a string as a table."""
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


IGNORED = {
    "unknown-setting", "unknown-table", "unknown-variable", "unknown-package", "ignored-table",
    "wrong-release", "package-not-installed",
}  # fmt: skip


def in_all_files(path: str, value: Any) -> Iterator[tuple[str, str, list[Finding]]]:
    """One setting in each kind of file, under each of its names, with our findings."""
    *table, key = path.split(".")
    line = f"{key} = {literal(value)}\n"
    for file, header in ((PREFECT_TOML, table), (PYPROJECT_TOML, ["tool", "prefect", *table])):
        text = f"[{'.'.join(header)}]\n{line}"
        yield file, text, Analysis(Document(text), Context(SCHEMA, kind=file)).findings()
    if isinstance(value, list | dict):
        value = json.dumps(value)
    for name in SCHEMA.by_path[path].environment:
        for is_profile in (False, True):
            given = value if is_profile or isinstance(value, str) else json.dumps(value)
            case = variables.Case(is_profile, ((name, given),))
            (file,), text = case.files(), case.text()
            yield file, text, variables.findings_of(case, SCHEMA)


def test_nothing_that_a_package_reads_is_called_ignored(oracle: OracleProcess) -> None:
    rng = random.Random(f"ignored-{SEED}")
    wrong: list[str] = []
    for path in SETTINGS:
        left = {PREFECT_TOML, PYPROJECT_TOML, ".env", variables.PROFILES}
        for _ in range(300):
            value = pools.pick(rng, path, FACTS[path], SCHEMA.release)
            if not isinstance(judge(path, FACTS[path], value, SCHEMA.release), Accepted):
                continue
            for file, text, found in in_all_files(path, value):
                answer = oracle.ask(file, text)
                if answer["verdict"] == "loads" and path in answer["set"]:
                    left.discard(file)
                    codes = IGNORED.intersection(each.code for each in found)
                    wrong += [f"{file}: {text}{codes}"] if codes else []
            if not left:
                break
        assert not left, path
    assert not wrong, "\n".join(wrong)
    print(f"{len(SETTINGS)} settings in four kinds of file, none called ignored")


def folders(count: int) -> Iterator[dict[str, str]]:
    """Folders whose files set a few settings several times."""
    rng = random.Random(f"folders-{SEED}")
    for _ in range(count):
        paths = rng.sample(SETTINGS, 3)
        files: dict[str, str] = {}
        for file in (PREFECT_TOML, PYPROJECT_TOML, ".env", variables.PROFILES):
            chosen = rng.sample(paths, rng.randrange(len(paths)))
            assigned = [(path, pools.pick(rng, path, FACTS[path], SCHEMA.release))
                        for path in chosen]  # fmt: skip
            if file in (PREFECT_TOML, PYPROJECT_TOML):
                files[file] = Case(tuple(consistent(assigned)), file).text()
                continue
            named = [(SCHEMA.by_path[path].environment[0], as_text(value))
                     for path, value in assigned]  # fmt: skip
            named = [each for each in named if variables.is_usable(each[1])]
            files |= variables.Case(file != ".env", tuple(named)).files()
        yield files


def test_values_in_force_are_those_of_the_packages(oracle: OracleProcess, tmp_path: Path) -> None:
    count = max(1, CASES // 5)
    wrong, refused = [], 0
    for number, files in enumerate(folders(count)):
        answer = oracle.ask_files(files, tell=SETTINGS)
        here = tmp_path / str(number) / "project"
        for name, text in files.items():
            path = here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        home = tmp_path / str(number) / "home"
        found = effective_settings(Folder.read(here, {}, SCHEMA, home), SCHEMA).settings
        refused += answer["verdict"] == "refused"
        wrong += [f"{each}\n{files}" for each in _unlike(found, answer)]
    assert not wrong, f"seed {SEED}, {len(wrong)} of {count}\n" + "\n".join(wrong[:10])
    assert count // 10 < refused < count * 9 // 10
    print(f"{count} folders, {refused} refused, no disagreement")


def _unlike(found: list[InForce], answer: Answer) -> Iterator[str]:
    ours = [each for each in found if each.node.package]
    refused = [each.node.dotted for each in ours if each.state is State.REFUSED]
    if bool(refused) != (answer["verdict"] == "refused"):
        yield f"refused: {refused} {answer.get('error')}"
    for each in ours if answer["verdict"] == "loads" else ():
        path, theirs = each.node.dotted, answer["values"][each.node.dotted]
        if each.state is State.HIDDEN:
            continue
        if each.state is State.UNSET:
            is_same = theirs in (None, {"dict": {}}, {"set": []})
        else:
            is_same = same(meant(path, each.value), theirs)
        if not is_same:
            yield f"{path}: {each.value!r} {theirs!r}"


def test_the_facts_are_those_of_the_installed_packages(python: str) -> None:
    command = [sys.executable, "schema/integrations.py", "--python", python, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 of 5 releases differ" in done.stdout
