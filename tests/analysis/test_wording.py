"""Every verdict has words, and no word of what was written."""

from __future__ import annotations

from typing import Any

import pytest

from prefect_toml_lsp.analysis.wording import describe_conversion, describe_refusal
from prefect_toml_lsp.prefect import Catalogue, Release
from prefect_toml_lsp.prefect.acceptance import Converted, Refused, Verdict
from tests.prefect.acceptance.pins import PINS

CATALOGUE = Catalogue.load()


@pytest.mark.parametrize(
    ("release", "path", "value", "verdict"),
    [pin for pin in PINS if isinstance(pin[3], Refused)],
)
def test_a_refusal_names_the_setting_and_not_the_value(
    release: Release, path: str, value: Any, verdict: Verdict
) -> None:
    assert isinstance(verdict, Refused)
    words = describe_refusal(verdict, CATALOGUE.schema(release).by_path[path])
    assert words.startswith(f"`{path}` ")
    if isinstance(value, str) and len(value) > 12:
        assert value not in words


@pytest.mark.parametrize(
    ("release", "path", "verdict"),
    [(pin[0], pin[1], pin[3]) for pin in PINS if isinstance(pin[3], Converted)],
)
def test_a_conversion_says_what_prefect_does(release: Release, path: str, verdict: Verdict) -> None:
    assert isinstance(verdict, Converted)
    words = describe_conversion(verdict, CATALOGUE.schema(release).by_path[path])
    assert words.startswith("Prefect ")
