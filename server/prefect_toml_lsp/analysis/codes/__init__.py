"""Every code of a finding, one row each, in modules by family.

Severities, explanations, pages, tags, links, and what may be silenced or fixed derive from the
rows. To add a code, write its row in one of the families; a test holds it against what the rules
find.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from prefect_toml_lsp.analysis.codes import (
    advice,
    conversions,
    cross_setting,
    files,
    packages,
    refusals,
    settings,
    syntax,
    variables,
)
from prefect_toml_lsp.analysis.codes.model import Code

_MODULES = (
    files,
    syntax,
    settings,
    variables,
    packages,
    refusals,
    conversions,
    cross_setting,
    advice,
)

FAMILIES: Mapping[str, tuple[Code, ...]] = MappingProxyType(
    {
        family.__name__.rpartition(".")[2]: tuple(
            each for each in vars(family).values() if isinstance(each, Code)
        )
        for family in _MODULES
    }
)
"""The rows of each module by its name."""

CODES: Mapping[str, Code] = MappingProxyType(
    {code.name: code for family in FAMILIES.values() for code in family}
)
"""Every code by its name."""

ALL = "all"
"""The word for every code."""
_CURRENT: Mapping[str, str] = {
    alias: code.name for code in CODES.values() for alias in code.aliases
}


def current_name(name: str) -> str:
    """The name of a code today, for a name that it has or has had; other names stay."""
    return _CURRENT.get(name, name)


def codes_named(text: str) -> tuple[str, ...]:
    """The names of the codes that `text` selects: a name, a former name, the start of names, or
    `all`; nothing if there are none.
    """
    name = current_name(text.lower())
    if name == ALL:
        return tuple(CODES)
    if name in CODES:
        return (name,)
    return tuple(each for each in CODES if name and each.startswith(name))


__all__ = ["ALL", "CODES", "FAMILIES", "Code", "codes_named", "current_name"]
