"""Durations that are almost right."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect.duration_guess import guess_duration


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1h", "PT1H"),
        ("90 days", "P90D"),
        ("7 weeks", "P49D"),
        ("1h 30m", "PT1H30M"),
        ("2 hours, 5 minutes", "PT2H5M"),
        ("1.5 min", "PT1M30S"),
        ("P1H", "PT1H"),
        ("pt1h", None),
        ("PT5", None),
        ("5", "PT5S"),
        ("604800", "P7D"),
        ("-5", None),
        ("soon", None),
        ("1h later", None),
        ("", None),
        ("99999999999999 weeks", None),
    ],
)
def test_guess_duration(text: str, meant: str | None) -> None:
    assert guess_duration(text) == meant
