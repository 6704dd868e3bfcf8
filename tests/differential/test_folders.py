"""What we say of whole folders against what the real Prefect does in them, family by family.

`amounts` says how many are asked, and which release.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.differential.amounts import FOLDERS, FOLDERS_RELEASE, SEED, interpreter
from tests.differential.folder_cases import FAMILIES

CASES = -(-FOLDERS // len(FAMILIES))
"""Folders of each family, rounded up: every number asks something of each."""

JOBS = 1 if "PYTEST_XDIST_WORKER" in os.environ else min(CASES, os.cpu_count() or 1)
"""Oracles for a family: one where the tests themselves run on all cores."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prefect_python() -> str:
    return interpreter(FOLDERS_RELEASE)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_we_say_of_a_folder_is_what_prefect_does(prefect_python: str, family: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.differential.compare_folders"),
            *("--prefect-python", prefect_python, "--release", FOLDERS_RELEASE),
            *("--family", family, "--cases", str(CASES), f"--seed={SEED}"),
            *("--jobs", str(JOBS)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {SEED}\n{done.stdout}{done.stderr}"
    assert f"100.00 % of {CASES} " in done.stdout
    assert "disagreements 0" in done.stdout
