"""Our findings and values for whole folders against the real Prefect, family by family.

`amounts` says how many folders, and which release.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.differential.amounts import FOLDERS, FOLDERS_RELEASE, SEED, interpreter
from tests.differential.folder_case import FolderCase
from tests.differential.folder_cases import FAMILIES
from tests.differential.folder_client import FolderOracleProcess
from tests.differential.folder_judge import judge
from tests.differential.oracle_runtime import runtime_of

NAMES = tuple(FAMILIES)

CASES = -(-FOLDERS // len(FAMILIES))
"""The number of folders of each family, rounded up so that each family has one."""

JOBS = 1 if "PYTEST_XDIST_WORKER" in os.environ else min(CASES, os.cpu_count() or 1)
"""The number of oracles for a family: one if the tests already run on all cores."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prefect_python() -> str:
    return interpreter(FOLDERS_RELEASE)


@pytest.mark.parametrize("families", [NAMES[::2], NAMES[1::2]], ids="-".join)
def test_our_findings_and_values_are_prefects(
    prefect_python: str, families: tuple[str, ...]
) -> None:
    """Several families at a time, because each process starts a Prefect."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.differential.compare_folders"),
            *("--prefect-python", prefect_python, "--release", FOLDERS_RELEASE),
            *(f"--family={each}" for each in families),
            *("--cases", str(CASES), f"--seed={SEED}", "--jobs", str(JOBS)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {SEED}\n{done.stdout}{done.stderr}"
    for each in families:
        assert f"{each:10} 100.00 % of {CASES} " in done.stdout
    assert "disagreements 0" in done.stdout


def test_prefect_warns_about_a_profile_in_the_environment_if_we_do(prefect_python: str) -> None:
    profiles = {"~/.prefect/profiles.toml": "[profiles.a]\n"}
    cases = [
        FolderCase({"prefect.toml": "debug_mode = true\n", **files}, {"PREFECT_PROFILE": named})
        for named in ("a", "ephemeral", "cloud", "nope", "")
        for files in ({}, profiles)
    ]
    theirs, mine = [], []
    with FolderOracleProcess(prefect_python) as oracle:
        runtime, home = runtime_of(oracle.greeting), Path(oracle.greeting["home"])
        for case in cases:
            told = [text for _, text in oracle.ask_folder(case)["warnings"]]
            theirs.append(any("WARNING: Active profile" in text for text in told))
            with case.written(home) as folder:
                found = judge(folder, runtime, case.environment, home)
            mine.append("unknown-profile" in {each.code for each in found})
    assert mine == theirs
    assert 0 < sum(theirs) < len(cases)
