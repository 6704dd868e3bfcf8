"""How the package *toml* 0.10.2 reads a text; some releases of Prefect use it.

It reads TOML 0.5, and some of it wrongly, in ways that no grammar describes: so the package itself
is asked. It is imported with the first text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

LONGEST = 200_000
"""Characters of the longest text that is read: the package takes some 8 seconds for a million."""
_KEPT = 8  # texts; a folder has three files


class LegacyTomlError(ValueError):
    """The package refuses the text, or fails on it.

    line
        The one (0-based) that it names, where the statement begins; None if it names none.
    """

    def __init__(self, line: int | None) -> None:
        super().__init__("the package toml refuses the text")
        self.line = line


def read_legacy(text: str) -> Mapping[str, Any]:
    """The data of a text of at most `LONGEST` characters, which callers must not change. Raises
    `LegacyTomlError` where the package raises whatever it is.
    """
    found = _read(text)
    if isinstance(found, LegacyTomlError):
        raise found
    return found


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Mapping[str, Any] | LegacyTomlError:
    import toml

    # A file is read in text mode, which makes every line break LF.
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        data: Mapping[str, Any] = toml.loads(unix)
    except toml.TomlDecodeError as error:
        return LegacyTomlError(error.lineno - 1)
    except Exception:  # IndexError, KeyError, TypeError, … are how it refuses much of the rest
        return LegacyTomlError(None)
    return data


def same(one: object, other: object) -> bool:
    """Whether two values of TOML are alike, type for type; -0.0 is 0.0, and `nan` is itself."""
    waiting = [(one, other)]
    while waiting:
        one, other = waiting.pop()
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            if one.keys() != other.keys():
                return False
            waiting.extend((one[key], other[key]) for key in one)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            waiting.extend(zip(one, other, strict=True))
        elif type(one) is not type(other) or (
            isinstance(one, bool | int | float | str) and one != other and not _are_nan(one, other)
        ):
            return False
    return True  # dates and times differ in parts of a second, which no setting has


def _are_nan(one: object, other: object) -> bool:
    both = isinstance(one, float) and isinstance(other, float)
    return both and one != one and other != other


def plain(value: Any) -> Any:
    """A value from the package in the form of the standard library."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value
