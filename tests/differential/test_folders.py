"""What we say of whole folders against what the real Prefect does in them, family by family.

`PREFECT_CASES_FOLDERS` is the number of folders in all families together, by default in proportion
to `PREFECT_CASES`; the other environment variables are those of `test_prefect`.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.differential.environment import python_with
from tests.differential.folder_cases import FAMILIES

RELEASE = os.environ.get("PREFECT_RELEASE", "3.9.1")
SEED = os.environ.get("PREFECT_SEED", "1")
ALL_CASES = int(
    os.environ.get("PREFECT_CASES_FOLDERS") or int(os.environ.get("PREFECT_CASES", "27000")) // 5
)
CASES = max(1, -(-ALL_CASES // len(FAMILIES)))
"""Folders of each family, rounded up: every number asks something of each."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.version_info < (3, 11), reason="Prefect reads with tomllib from Python 3.11 on"
    ),
]


@pytest.fixture(scope="module")
def prefect_python() -> str:
    return os.environ.get("PREFECT_PYTHON") or python_with(RELEASE)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_we_say_of_a_folder_is_what_prefect_does(prefect_python: str, family: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.differential.compare_folders"),
            *("--prefect-python", prefect_python, "--release", RELEASE),
            *("--family", family, "--cases", str(CASES), "--seed", SEED),
            *("--jobs", str(min(CASES, os.cpu_count() or 1))),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {SEED}\n{done.stdout}{done.stderr}"
    assert f"100.00 % of {CASES} " in done.stdout
    assert "disagreements 0" in done.stdout
