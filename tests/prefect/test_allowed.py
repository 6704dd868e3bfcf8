"""Patterns in the configuration for tables and variables that are not mistakes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.prefect.allowed import Allowed, table_mistake, variable_mistake


@pytest.mark.parametrize(
    ("pattern", "path", "has", "leads"),
    [
        ("acme", "acme", True, False),
        ("acme", "acme.host", True, False),
        ("acme", "Acme", False, False),
        ("acme", "acme2", False, False),
        ("acme.*", "acme", True, False),
        ("acme.*", "acme.a.b", True, False),
        ("integrations.acme.*", "integrations", False, True),
        ("integrations.acme.*", "integrations.acme", True, False),
        ("integrations.acme.*", "integrations.other", False, False),
        ("integrations.*.worker", "integrations.acme", False, True),
        ("integrations.*.worker", "integrations.acme.worker.x", True, False),
        ("acme-?", "acme-1", True, False),
        ("acme[12]", "acme1", False, False),
        ("acme[12]", "acme[12]", True, False),
        ("*", "anything.at.all", True, False),
    ],
)
def test_tables(pattern: str, path: str, has: bool, leads: bool) -> None:
    allowed = Allowed(tables=(pattern,))
    names = path.split(".")
    assert (allowed.has_table(names), allowed.leads_to_table(names)) == (has, leads)
    assert table_mistake(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "name", "has"),
    [
        ("PREFECT_ACME_*", "PREFECT_ACME_HOST", True),
        ("prefect_acme_*", "PREFECT_ACME_HOST", True),
        ("PREFECT_ACME_*", "prefect_acme_host", True),
        ("PREFECT_ACME_*", "PREFECT_ACME", False),
        ("PREFECT_ACME", "PREFECT_ACME", True),
        ("PREFECT_?CME", "PREFECT_ACME", True),
        ("*_ACME", "PREFECT_ACME", True),
        ("PREF*ACME*", "PREFECT_ACME_HOST", True),
    ],
)
def test_variables(pattern: str, name: str, has: bool) -> None:
    assert Allowed(variables=(pattern,)).has_variable(name) is has
    assert variable_mistake(pattern) is None


@pytest.mark.parametrize(
    "pattern", ["", ".", "a..b", ".a", "a.", "[acme]", "tool.prefect.acme", "x" * 301, " "]
)
def test_wrong_patterns_of_tables(pattern: str) -> None:
    said = table_mistake(pattern)
    assert said
    assert len(pattern) < 2 or pattern not in said


@pytest.mark.parametrize("pattern", ["", "ACME_*", "PREFECT ACME", "PREFECT_[A]", "P" * 301])
def test_wrong_patterns_of_variables(pattern: str) -> None:
    said = variable_mistake(pattern)
    assert said
    assert len(pattern) < 2 or pattern not in said


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_pattern_is_usable_or_wrong(pattern: str, name: str) -> None:
    if table_mistake(pattern) is None:
        Allowed(tables=(pattern,)).has_table(name.split("."))
        Allowed(tables=(pattern,)).leads_to_table(name.split("."))
    if variable_mistake(pattern) is None:
        Allowed(variables=(pattern,)).has_variable(name)


def test_many_stars_take_no_time() -> None:
    started = time.process_time()
    assert not Allowed(variables=("PREFECT_" + "*A" * 100 + "*B",)).has_variable(
        "PREFECT_" + "A" * 5000
    )
    assert time.process_time() - started < 2
