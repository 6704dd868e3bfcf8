"""The server's settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.features.options import OPTIONS, ServerOptions, read_settings, table

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_has_all_of_them() -> None:
    assert table() in README.read_text(encoding="utf-8"), f"put this in the README:\n{table()}"


def test_defaults_are_what_counts_without_settings() -> None:
    defaults: dict[str, Any] = {}
    for option in OPTIONS:
        jsonschema.validate(option.default, option.schema)
        outer, _, name = option.name.rpartition(".")
        (defaults.setdefault(outer, {}) if outer else defaults)[name] = option.default
    assert read_settings(defaults) == (ServerOptions(), [])
    assert read_settings({}) == (ServerOptions(), [])
    assert read_settings(None) == (ServerOptions(), [])


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_null_is_the_default(option: Any) -> None:
    outer, _, name = option.name.rpartition(".")
    assert read_settings({outer: {name: None}} if outer else {name: None}) == (ServerOptions(), [])


def test_unknown_codes_are_named_and_the_others_count() -> None:
    given = {"severities": {"enum": "off", "Unknown-Seting": "hint", "qqq": "error"}}
    settings, complaints = read_settings(given)
    assert settings.severities["enum"] is None
    assert complaints == [
        "prefectToml.severities: no finding has the code Unknown-Seting; "
        "perhaps you mean unknown-setting",
        "prefectToml.severities: no finding has the code qqq",
    ]


@pytest.mark.parametrize("name", ["error", "warning", "information", "hint", "off"])
def test_every_code_is_known(name: str) -> None:
    settings, complaints = read_settings({"severities": dict.fromkeys(CODES, name)})
    assert (settings.severities.keys(), complaints) == (CODES.keys(), [])


def test_no_complaint_repeats_a_value() -> None:
    given = {"severities": {"enum": "s3cret"}, "prefectVersion": ["s3cret"], "schema": 5}
    settings, complaints = read_settings(given)
    assert settings == ServerOptions()
    assert len(complaints) == 3
    assert "s3cret" not in str(complaints)
