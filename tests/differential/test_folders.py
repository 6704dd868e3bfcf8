"""What we say of whole folders against what the real Prefect does in them, family by family.

`PREFECT_CASES_FOLDERS` is the number of folders in all families together, by default in proportion
to `PREFECT_CASES`; the other environment variables are those of `test_prefect`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from tests.differential.environment import python_with
from tests.differential.facts import facts_of, release_of
from tests.differential.folder_agree import FolderComparison
from tests.differential.folder_cases import FAMILIES, folder_cases
from tests.differential.folder_client import FolderOracleProcess

RELEASE = os.environ.get("PREFECT_RELEASE", "3.9.1")
SEED = os.environ.get("PREFECT_SEED", "1")
ALL_CASES = int(
    os.environ.get("PREFECT_CASES_FOLDERS") or int(os.environ.get("PREFECT_CASES", "27000")) // 5
)
CASES = -(-ALL_CASES // len(FAMILIES))  # rounded up: every number asks something of each family
SHOWN = 10

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.version_info < (3, 11), reason="Prefect reads with tomllib from Python 3.11 on"
    ),
]


@pytest.fixture(scope="module")
def comparison() -> Iterator[FolderComparison]:
    python = os.environ.get("PREFECT_PYTHON") or python_with(RELEASE)
    with FolderOracleProcess(python) as oracle:
        assert oracle.greeting["prefect"] == RELEASE
        yield FolderComparison(oracle, RELEASE)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_we_say_of_a_folder_is_what_prefect_does(comparison, family):
    release = release_of(RELEASE)
    wrong = []
    for case in folder_cases(family, facts_of(release), release, SEED, max(CASES, 1)):
        wrong += [
            f"{trouble.category} ({trouble.kind})\n{case.shown()}\n{trouble.detail}"
            for trouble in comparison.check(case)
        ]
    told = "\n\n".join(wrong[:SHOWN])
    assert not wrong, f"seed {SEED}, {len(wrong)} disagreements of {CASES} folders\n\n{told}"
