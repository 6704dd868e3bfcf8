"""The names of Prefect's settings classes on the site."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from prefect_toml_lsp.cli.site.groups import CLASSES
from prefect_toml_lsp.prefect import Catalogue

PREFECT_PYTHON = os.environ.get("PREFECT_PYTHON")

_SCRIPT = """
import json
from prefect.settings.models.root import Settings

def below(cls, path):
    for name, field in cls.model_fields.items():
        if hasattr(field.annotation, "model_fields"):
            yield ".".join((*path, name)), field.annotation.__name__
            yield from below(field.annotation, (*path, name))

print(json.dumps(dict(below(Settings, ()))))
"""


def test_every_table_has_a_class() -> None:
    own = Catalogue.load().schema().root.walk()
    tables = {node.dotted for node in own if node.is_table and node.exists}
    assert {path for path in CLASSES if path != "integrations"} == tables - {"integrations"}


@pytest.mark.skipif(
    PREFECT_PYTHON is None, reason="PREFECT_PYTHON names no interpreter that has Prefect"
)
def test_the_classes_are_those_of_prefect() -> None:
    done = subprocess.run(
        [str(PREFECT_PYTHON), "-c", _SCRIPT], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found.items() <= CLASSES.items()
    assert len(found) > 40
