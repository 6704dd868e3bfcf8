"""Guesses which duration was meant by text that is almost one."""

from __future__ import annotations

import re

from prefect_toml_lsp.prefect.acceptance.durations import iso

_QUANTITY = (
    r"(?P<number>\d+(?:\.\d+)?)\s*"
    r"(?P<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)"
)
_SECONDS_ONLY = r"\d+(?:\.\d+)?"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_MOST = 86400 * 365 * 1000


def guess_duration(text: str) -> str | None:
    """The ISO 8601 duration that `text` means, such as ``PT1H30M`` for ``1h 30m``; None if it
    means none, or more than a thousand years.
    """
    rest = text.strip()
    if re.fullmatch(_SECONDS_ONLY, rest):
        rest += "s"  # a number means seconds, but not in text
    rest = rest.removeprefix("P").replace("T", "")
    seconds = 0.0
    at = 0
    quantity = re.compile(_QUANTITY, re.IGNORECASE)
    while match := quantity.match(rest, at):
        seconds += float(match["number"]) * _SECONDS[match["unit"][0].lower()]
        at = match.end()
        while at < len(rest) and rest[at] in " ,":
            at += 1
    return iso(seconds) if at and at == len(rest) and seconds <= _MOST else None
