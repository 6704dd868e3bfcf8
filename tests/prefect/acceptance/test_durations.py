"""The duration grammar; the accepted texts are those of pydantic 2.14.3."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.prefect.acceptance.durations import (
    Duration,
    DurationError,
    from_number,
    in_words,
    iso,
    parse,
)

ACCEPTED = {
    "P7D": 604_800,
    "P1Y2M3W4DT5H6M7.8S": (365 + 60 + 21 + 4) * 86_400 + 5 * 3600 + 6 * 60 + 7.8,
    "P1D1Y": 366 * 86_400,
    "PT1H1H": 7200,
    "PT1.S": 1,
    "P1DT": 86_400,
    "PT1,5H": 5400,
    "-P1D": -86_400,
    "PT0.0000005S": 1e-6,
    "PT4294967295S": 4_294_967_295,
    "-:00:00": 0,
    "00:01": 60,
    "24:00:00": 86_400,
    "2400000000:00:00": 8_640_000_000_000,
    "01:00:00,5": 3600.5,
    "01:00:00.123456garbage": 3600.123456,
    "1d": 86_400,
    "1 days,00:00:01": 86_401,
    "1d00:00:01": 86_401,
    "-3 days, 04:05:06": -(3 * 86_400 + 14_706),
}
REFUSED = {
    "": (0, "too-short"),
    "60": (2, "day-expected"),
    "P": (1, "too-short"),
    "+PT": (3, "too-short"),
    "P1": (2, "date-unit-expected"),
    "P1d": (2, "date-unit-expected"),
    "PT1D": (3, "time-unit-expected"),
    "PTT1S": (2, "repeated-t"),
    "PT.5S": (2, "digit-expected"),
    "P0.5DT1H": (6, "after-fraction"),
    "PT4294967296S": (2, "too-large"),
    "P1000000000D": (0, "too-large"),
    "-P999999999DT1S": (1, "too-large"),
    "5 minutes": (1, "clock-separator-expected"),
    "1x:00:00": (1, "hour-digit-expected"),
    "00000000009:00:00": (0, "too-large"),
    "01:60:00": (3, "minute-range"),
    "01:00:60": (6, "second-range"),
    "01:2:03": (4, "minute-digit-expected"),
    "01:02:3": (7, "second-digit-expected"),
    "01:00:00.": (9, "fraction-digit-expected"),
    "01:00:00Z": (8, "trailing-text"),
    "1 day, 1:00": (11, "too-short"),
    "1 day, 24:00": (7, "clock-over-a-day"),
    "é P1D": (0, "digit-expected"),
    "1 é day": (2, "day-expected"),
}


@pytest.mark.parametrize(("text", "seconds"), ACCEPTED.items())
def test_accepted(text: str, seconds: float) -> None:
    assert parse(text).microseconds == round(seconds * 1_000_000)


@pytest.mark.parametrize(("text", "error"), REFUSED.items())
def test_refused(text: str, error: tuple[int, str]) -> None:
    with pytest.raises(DurationError) as caught:
        parse(text)
    assert (caught.value.position, caught.value.reason) == error


@pytest.mark.parametrize(
    ("seconds", "text", "words"),
    [
        (604_800, "P7D", "7 days"),
        (60, "PT1M", "1 minute"),
        (0, "PT0S", "0 seconds"),
        (1, "PT1S", "1 second"),
        (5400, "PT1H30M", "1 hour 30 minutes"),
        (0.5, "PT0.5S", "0.5 seconds"),
        (-90_061.25, "-P1DT1H1M1.25S", "minus 1 day 1 hour 1 minute 1.25 seconds"),
        (86_400_000, "P1000D", "1,000 days"),
    ],
)
def test_spelled_out(seconds: float, text: str, words: str) -> None:
    assert iso(seconds) == text
    assert in_words(seconds) == words


@given(st.integers(-999_999_999 * 86_400_000_000, 1_000_000_000 * 86_400_000_000 - 1))
def test_iso_text_reads_back(microseconds: int) -> None:
    assert parse(Duration(microseconds).iso()) == Duration(microseconds, "iso")


@given(st.text(alphabet="PTYMWDHS0123456789.,:+- days\u00e9", max_size=16))
def test_error_positions_lie_in_the_text(text: str) -> None:
    try:
        parse(text)
    except DurationError as error:
        assert 0 <= error.position <= len(text)


@pytest.mark.parametrize(
    ("number", "microseconds"),
    [(5e-7, 1), (1.5e-6, 2), (-0.5, -500_000), (86_399_999_999_999, 86_399_999_999_999_000_000)],
)
def test_numbers(number: float, microseconds: int) -> None:
    assert from_number(number).microseconds == microseconds


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf"), 86_400_000_000_000, -86_399_999_913_601, 10**400]
)
def test_numbers_out_of_range(number: float) -> None:
    with pytest.raises(DurationError):
        from_number(number)
