"""Several processes ask for the same environment at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.differential.environment import ENVIRONMENTS

_ASK = """
import pathlib, sys, time
from tests.differential import environment

def install(python, release, settings):
    with open(sys.argv[2], "a") as log:
        log.write("begun ")
    time.sleep(0.2)
    with open(sys.argv[2], "a") as log:
        log.write("done ")

environment.ENVIRONMENTS = pathlib.Path(sys.argv[1])
environment._install = install
print(environment.python_with("0.0"))
"""


@pytest.mark.slow
def test_one_of_several_processes_makes_an_environment(tmp_path: Path) -> None:
    log = tmp_path / "log"
    made = tmp_path / "environments"
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", _ASK, str(made), str(log)],
            cwd=ENVIRONMENTS.parent,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120)[0].strip() for process in asking]
    assert [process.returncode for process in asking] == [0, 0]
    assert answers[0] == answers[1]
    assert Path(answers[0]).is_relative_to(made)
    assert log.read_text() == "begun done "
