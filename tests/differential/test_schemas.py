"""The published schema against our verdicts, and the command that compares it with Prefect."""

from __future__ import annotations

import subprocess
import sys

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.json_schema import published_schema
from tests.differential.amounts import RELEASE, interpreter
from tests.differential.compare_schemas import Asking, passes_over, root_of
from tests.differential.expect import expect
from tests.differential.facts import facts_of, release_of
from tests.differential.generate import cases


def test_the_schema_has_our_verdict_on_single_values() -> None:
    release = release_of("3.9.1")
    facts = facts_of(release)
    asking = Asking("ours", published_schema(Catalogue.load()), dates_are_text=False)
    for case in cases(facts, release, "12", 1000):
        if len(case.assignments) > 1:
            continue
        expected = expect(root_of(case), facts, release, (3, 11))
        due = "ignored" if passes_over(expected) else "taken"
        asking.ask(case, "refused" if expected.refused else due)
    assert asking.share(lone=True) > 0.98
    # Prefect accepts underscores in strings where the schema does not.
    false = [each for each in asking.wrong if each.startswith("false error")]
    assert all("_" in each.rpartition("=")[2] for each in false), false


@pytest.mark.slow
def test_schemas_are_compared_with_prefect() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.differential.compare_schemas",
         "--prefect-python", interpreter(), "--release", RELEASE, "--cases", "20", "--seed", "1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "20 files, " in done.stdout
    assert done.stdout.count("agrees on ") == 6
