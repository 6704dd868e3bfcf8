"""The differential tests need Python 3.11 or later, because Prefect reads TOML with `tomllib`.

`.ci/run` asks a Prefect on Python 3.10 from a later Python.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.differential.amounts import interpreter
from tests.differential.client import OracleProcess
from tests.differential.folder_client import FolderOracleProcess

collect_ignore_glob = ["test_*.py"] if sys.version_info < (3, 11) else []


@pytest.fixture(scope="session")
def oracle() -> Iterator[OracleProcess]:
    """Prefect 3.8.8, for all tests of a process: it takes two seconds to start."""
    with OracleProcess(interpreter()) as process:
        yield process


@pytest.fixture(scope="session")
def folder_oracle() -> Iterator[FolderOracleProcess]:
    """The same for questions about whole folders."""
    with FolderOracleProcess(interpreter()) as process:
        yield process
