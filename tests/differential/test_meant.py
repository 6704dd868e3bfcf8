"""The real Prefect 3.8.8 accepts what *fix all* writes for a refused value."""

from __future__ import annotations

import pytest

from tests.actions.meant import SURE
from tests.differential.client import OracleProcess
from tests.differential.variables import PROFILES

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("file", "text", "becomes"), SURE)
def test_corrected_values_are_loaded(
    oracle: OracleProcess, file: str, text: str, becomes: str
) -> None:
    name = PROFILES if file == "profiles.toml" else file
    assert oracle.ask_files({name: text})["verdict"] == "refused"
    assert oracle.ask_files({name: becomes})["verdict"] == "loads"
