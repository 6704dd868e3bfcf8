"""What we read in the source of settings classes against what the real Prefect reads."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from prefect_toml_lsp.project.settings_classes import read_classes
from tests.differential.amounts import RELEASE, interpreter

pytestmark = pytest.mark.slow

SOURCE = Path(__file__).with_name("own_classes.py")


def test_tables_keys_and_variables_are_those_of_prefect() -> None:
    found = {each.name: each for each in read_classes(SOURCE.read_bytes(), SOURCE)}
    plain = [
        "_".join(("PREFECT", *each.table, field)).upper()
        for each in found.values() for field in each.fields
    ]  # fmt: skip
    ours = [name for each in found.values() for field in each.fields.values()
            for name in field.variables]  # fmt: skip
    done = subprocess.run(
        [interpreter(RELEASE), str(SOURCE)],
        input=json.dumps(sorted({*plain, *ours, "PREFECT_ACME__PRIVATE"})),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = json.loads(done.stdout)
    assert theirs == {
        name: {
            "table": [*each.table],
            "fields": {
                field.name: {
                    "keys": [field.name],
                    "variables": sorted(field.variables),
                }
                for field in each.fields.values()
            },
        }
        for name, each in found.items()
    }
    assert all(each.is_complete and each.has_all_variables for each in found.values())
