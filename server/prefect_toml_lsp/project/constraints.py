"""Versions and version requirements: PEP 440 as *packaging* reads it, and the
constraints of Poetry and conda, which are written as such.

*packaging* takes longer to import than most files take to check, so it is imported with the first
text that needs it: a release written as three numbers does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from prefect_toml_lsp.prefect.releases import Release
from prefect_toml_lsp.records import NamedTuple

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

LONGEST = 300
"""Characters; a longer version or constraint is ignored. Real ones have at most 60."""


class Constraint(NamedTuple):
    """The versions that satisfy at least one alternative; `wanted` is its text in the file."""

    alternatives: tuple[SpecifierSet, ...]
    wanted: str

    def admits(self, version: str) -> bool:
        """Whether `version`, which `parse_version` reads, is one of them; pre-releases count."""
        return any(each.contains(version, prereleases=True) for each in self.alternatives)

    @property
    def pins(self) -> list[str]:
        """The single versions that it names: `==3.4.1`, but not `==3.4.*`."""
        return [
            clause.version
            for each in self.alternatives
            for clause in each
            if clause.operator in ("==", "===") and not clause.version.endswith(".*")
        ]

    @property
    def named(self) -> list[str]:
        """All versions that it names, as lower or upper bound or exactly."""
        texts = (c.version.removesuffix(".*") for each in self.alternatives for c in each)
        return [text for text in texts if parse_version(text) is not None]


def parse_version(text: str) -> Version | None:
    """The version (PEP 440) that `text` writes, if it does."""
    if len(text) > LONGEST:
        return None
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text)
    except InvalidVersion:
        return None


def release_of(text: str) -> Release | None:
    """The numbers of a version, filled up to three; None if it is not a version.

    Release candidates, development and local versions have the numbers of their final release.
    """
    if re.fullmatch(r"\d{1,6}\.\d{1,6}\.\d{1,6}", text, re.ASCII):
        major, minor, patch = map(int, text.split("."))
        return major, minor, patch
    version = parse_version(text)
    return None if version is None else (version.major, version.minor, version.micro)


def newest(versions: Iterable[str]) -> str | None:
    """The newest of `versions`; invalid ones are skipped."""
    known = sorted({text for text in versions if release_of(text) is not None})
    if len(known) < 2:
        return known[0] if known else None
    from packaging.version import Version

    return max(known, key=Version)


def parse_constraint(text: str) -> Constraint | None:
    """A list of clauses (PEP 440, version specifiers), ``>=3.4,<3.6``; an empty one admits all."""
    found = _specifiers(text)
    return None if found is None else Constraint((found,), text.strip() or "any version")


def join(constraints: Sequence[Constraint]) -> Constraint | None:
    """One constraint that is satisfied if one of several is; None for none.

    A project with several constraints has them for different Pythons or platforms.
    """
    if len(constraints) < 2:
        return constraints[0] if constraints else None
    alternatives = tuple(part for each in constraints for part in each.alternatives)
    return Constraint(alternatives, " or ".join(each.wanted for each in constraints))


def _specifiers(text: str) -> SpecifierSet | None:
    if len(text) > LONGEST:
        return None
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


# Poetry and conda


def parse_poetry(text: str) -> Constraint | None:
    """A constraint in Poetry's own language: ``^3.4``, ``~3.4.1``, ``3.4.*``, ``>=3 <4 || ^5``."""
    return _alternatives(text, _poetry_word)


def parse_conda(text: str) -> Constraint | None:
    """The versions of a match specification of conda's: ``=3.4``, ``3.4.1``, ``>=3.4,<4``,
    ``==3.4.1=pyh_0``, ``3.4.*|3.5.*``.
    """
    return _alternatives(text, _conda_word)


def _alternatives(text: str, as_specifier: Callable[[str], str]) -> Constraint | None:
    if len(text) > LONGEST:
        return None
    found: list[SpecifierSet] = []
    for part in re.split(r"\|\|?", text):
        # "^ 3.4" is one word; so is ">= 3.4".
        words = re.sub(r"([<>=!~^])\s+", r"\1", part).replace(",", " ").split()
        specifiers = _specifiers(",".join(map(as_specifier, words))) if words else None
        if specifiers is None:
            return None
        found.append(specifiers)
    return Constraint(tuple(found), text.strip())


def _poetry_word(word: str) -> str:
    """One word of a Poetry constraint as a clause; other words are unchanged."""
    if word == "*":
        return ""
    if word.startswith("^"):
        return _up_to(word[1:], _caret)
    if word.startswith("~") and not word.startswith("~="):
        return _up_to(word[1:], _tilde)
    if word[0] not in "<>=!~":
        return f"=={word}"
    return word.replace("=", "==") if re.match(r"=[^=]", word) else word


def _conda_word(word: str) -> str:
    """One word of a match specification as a clause; other words are unchanged."""
    if word == "*":
        return ""
    fuzzy = re.fullmatch(r"=(?P<version>[^=*]+?)(?:\.?\*)?(?:=[^=]*)?", word)
    if fuzzy:
        return f"=={fuzzy['version']}.*"
    exact = re.fullmatch(r"(?:==)?(?P<version>\d[^=]*)(?:=[^=]*)?", word)
    return f"=={exact['version']}" if exact else word


def _up_to(text: str, kept: Callable[[Sequence[int]], int]) -> str:
    """The constraint from version `text` up to the next change of its first `kept` numbers."""
    written = re.match(r"v?(\d+(?:\.\d+)*)", text, re.ASCII)
    if written is None:
        return f"^{text}"  # which is not a clause
    numbers = [int(number) for number in written[1].split(".")]
    *same, last = numbers[: kept(numbers)]
    return f">={text},<{'.'.join(map(str, [*same, last + 1]))}"


def _caret(numbers: Sequence[int]) -> int:
    """Up to the first number that is not 0."""
    return next((place for place, number in enumerate(numbers, 1) if number), len(numbers))


def _tilde(numbers: Sequence[int]) -> int:
    """Major and minor."""
    return min(2, len(numbers))
