"""The server's settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.analysis.options import CONFIGURED, Chosen, table
from prefect_toml_lsp.features.options import OPTIONS, ServerOptions, read_settings
from prefect_toml_lsp.prefect.allowed import Allowed

CONFIGURATION = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_the_documentation_has_all_settings_of_the_server() -> None:
    rows = table(OPTIONS)
    assert rows in CONFIGURATION.read_text(encoding="utf-8"), f"put this there:\n{rows}"


def test_the_documentation_has_all_settings_of_a_project() -> None:
    rows = table(CONFIGURED)
    assert rows in CONFIGURATION.read_text(encoding="utf-8"), f"put this there:\n{rows}"


def test_settings_of_the_editor_win_over_the_project() -> None:
    project = Chosen("3.4.1", Severity.WARNING, {"enum": None}, Allowed(("a",), ("PREFECT_A",)))
    assert Chosen().over(project) == project
    assert Chosen().over(Chosen()) == Chosen()
    allowed = Allowed(("b",), ())
    options = Chosen("3.8.8", severities={"minimum": None}, allowed=allowed)
    assert options.over(project) == Chosen(
        "3.8.8", Severity.WARNING, {"minimum": None}, Allowed(("b",), ("PREFECT_A",))
    )
    warned = Chosen(plain_secrets=Severity.WARNING)
    assert warned.over(Chosen()).plain_secrets is Severity.WARNING


def test_lists_of_patterns_are_read() -> None:
    given = {"knownTables": ["a", "[b]"], "knownVariables": ["PREFECT_X", 3]}
    settings, complaints = read_settings(given)
    assert settings.chosen.allowed == Allowed(("a",), ("PREFECT_X",))
    assert complaints == [
        "prefectToml.knownTables: pattern 2 is written without brackets; it is skipped",
        "prefectToml.knownVariables: pattern 2 must be a string; it is skipped",
    ]


def test_a_setting_that_does_not_exist_is_named_with_the_nearest() -> None:
    _, complaints = read_settings({"knownTable": [], "inlayHints": {"duration": True}})
    assert complaints == [
        "prefectToml.knownTable is not a setting and does nothing; did you mean `knownTables`?",
        "prefectToml.inlayHints.duration is not a setting and does nothing; did you mean "
        "`durations`?",
    ]


def test_defaults_apply_without_settings() -> None:
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


def test_unknown_codes_are_named_and_the_others_apply() -> None:
    given = {"severities": {"enum": "off", "Unknown-Seting": "hint", "qqq": "error"}}
    settings, complaints = read_settings(given)
    assert settings.chosen.severities["enum"] is None
    assert complaints == [
        "prefectToml.severities: no finding has the code Unknown-Seting; "
        "did you mean `unknown-setting`?",
        "prefectToml.severities: no finding has the code qqq",
    ]


@pytest.mark.parametrize("name", ["error", "warning", "information", "hint", "off"])
def test_every_code_is_known(name: str) -> None:
    settings, complaints = read_settings({"severities": dict.fromkeys(CODES, name)})
    assert (settings.chosen.severities.keys(), complaints) == (CODES.keys(), [])


def test_no_complaint_repeats_a_value() -> None:
    given = {"severities": {"enum": "s3cret"}, "prefectVersion": ["s3cret"], "schema": 5}
    settings, complaints = read_settings(given)
    assert settings == ServerOptions()
    assert len(complaints) == 3
    assert "s3cret" not in str(complaints)
