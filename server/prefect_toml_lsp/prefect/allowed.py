"""Patterns of tables and variables that the user declared as known. A pattern for tables is a
dotted path, ``integrations.acme``, and includes everything in it; ``integrations.acme.*`` is the
same. In each name ``*`` matches any characters and ``?`` one; case matters, as in TOML. A pattern
for variables is a name such as ``PREFECT_ACME_*``, in upper or lower case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate
from functools import lru_cache

from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.records import NamedTuple

_LONGEST = 300  # characters of a pattern
_PYPROJECT = "tool.prefect."


class Allowed(NamedTuple):
    """Patterns that have no `table_mistake` or `variable_mistake`."""

    tables: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()

    def has_table(self, path: Sequence[str]) -> bool:
        """Whether a pattern names the table or key at `path`, or a table around it."""
        names = map(_names, self.tables)
        return any(len(each) <= len(path) and _fit(each, path) for each in names)

    def leads_to_table(self, path: Sequence[str]) -> bool:
        """Whether a pattern names a table below the one at `path`."""
        names = map(_names, self.tables)
        return any(len(each) > len(path) and _fit(each, path) for each in names)

    def has_variable(self, name: str) -> bool:
        """Whether a pattern names the variable."""
        return any(_glob(each.upper()).fullmatch(name.upper()) for each in self.variables)


NOTHING_ALLOWED = Allowed()


def table_mistake(pattern: str) -> str | None:
    """The problem with a pattern of tables, as text that does not repeat it."""
    if pattern.startswith("["):
        return "is written without brackets"
    if pattern.startswith(_PYPROJECT):
        return "is written without `tool.prefect`"
    if len(pattern) > _LONGEST:
        return "is too long"
    if not all(each.strip() for each in pattern.split(".")):
        return "has an empty name"
    return None


def variable_mistake(pattern: str) -> str | None:
    """The problem with a pattern of variables, as text that does not repeat it."""
    if len(pattern) > _LONGEST:
        return "is too long"
    if not pattern.strip():
        return "is empty"
    if not re.fullmatch(r"[\w*?.-]+", pattern):
        return "may have letters, digits, `_`, `-`, `.`, `*` and `?` only"
    start = re.split(r"[*?]", pattern.upper())[0]
    if not (start.startswith(PREFIX) or PREFIX.startswith(start)):
        return f"cannot match a variable that starts with `{PREFIX}`, and others are not checked"
    return None


def _names(pattern: str) -> list[str]:
    return pattern.removesuffix(".*").split(".")


def _fit(pattern: Sequence[str], path: Sequence[str]) -> bool:
    """Whether the names up to the shorter length match."""
    return all(_glob(each).fullmatch(name) for each, name in zip(pattern, path, strict=False))


@lru_cache(maxsize=256)
def _glob(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern.replace("[", "[[]")))
