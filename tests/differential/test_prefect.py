"""Our verdicts against those of the real Prefect 3.8.8; `amounts` says how many cases."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.differential.amounts import CASES, RELEASE, SEED, interpreter

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prefect_python() -> str:
    return interpreter()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_our_verdicts_are_prefects(prefect_python: str) -> None:
    done = run(
        "-m", "tests.differential.compare",
        "--prefect-python", prefect_python,
        "--release", RELEASE,
        "--cases", str(CASES),
        f"--seed={SEED}",
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
