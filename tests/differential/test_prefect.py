"""Our verdicts against those of the real Prefect 3.8.8.

`PREFECT_PYTHON` names an interpreter with Prefect to use instead of an environment of our own,
`PREFECT_CASES` how many files to compare, and `PREFECT_SEED` which: the default seed gives the same
files at each run, so that a failure is a change of ours; look further with others.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.differential.environment import python_with

RELEASE = "3.8.8"
CASES = int(os.environ.get("PREFECT_CASES", "27000"))  # three in four set one thing
SEED = os.environ.get("PREFECT_SEED", "1")

pytestmark = pytest.mark.skipif(
    sys.version_info < (3, 11), reason="Prefect reads with tomllib from Python 3.11 on"
)


@pytest.fixture(scope="module")
def prefect_python() -> str:
    return os.environ.get("PREFECT_PYTHON") or python_with(RELEASE)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_our_verdicts_are_prefects(prefect_python: str) -> None:
    done = run(
        "-m", "tests.differential.compare",
        "--prefect-python", prefect_python,
        "--release", RELEASE,
        "--cases", str(CASES),
        "--seed", SEED,
        "--jobs", str(os.cpu_count() or 1),
    )  # fmt: skip
    assert done.returncode == 0, f"seed {SEED}\n{done.stdout}{done.stderr}"
    print(done.stdout)
    assert f"cases {CASES} " in done.stdout
    assert "disagreements 0" in done.stdout


def test_the_pinned_verdicts_are_prefects(prefect_python: str) -> None:
    done = run("-m", "tests.differential.check_pins", prefect_python, RELEASE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_facts_are_what_prefect_declares(prefect_python: str) -> None:
    done = run("schema/update.py", "--python", prefect_python, "--check")
    assert done.returncode == 0, done.stdout + done.stderr
