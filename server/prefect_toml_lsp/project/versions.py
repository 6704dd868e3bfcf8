"""Python package versions and version specifiers, as far as the choice of a release needs them.

The rules are those of the Python packaging specification "Version specifiers" (once PEP 440);
*packaging* has them, too, and the tests compare the two, but its import takes longer than all
else that happens here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_VERSION = r"""
    v? (?:(?P<epoch>\d+)!)? (?P<numbers>\d+(?:\.\d+)*)
    (?:[-_.]?(?P<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?P<pre_number>\d*))?
    (?:-(?P<post>\d+)|[-_.]?(?P<post_name>post|rev|r)[-_.]?(?P<post_number>\d*))?
    (?P<dev>[-_.]?dev[-_.]?(?P<dev_number>\d*))?
    (?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?
"""
_PHASES = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}
_OPERATORS = ("===", "~=", "==", "!=", "<=", ">=", "<", ">")
_LAST = 1 << 62  # sorts after every number that versions have


class Version(NamedTuple):
    """A version in parts that compare as the versions do; local parts are not compared.

    numbers
        Without trailing zeros; `written` has them.
    phase
        ``("a", 1)`` for ``a1``, ``("~", 0)`` for none, ``("", 0)`` for a bare ``dev``.
    post, dev
        -1 for no post-release; a large number for no development release.
    """

    epoch: int
    numbers: tuple[int, ...]
    phase: tuple[str, int]
    post: int
    dev: int

    @property
    def is_prerelease(self) -> bool:
        """Whether it comes before the release that its numbers name."""
        return self.phase != ("~", 0) or self.dev != _LAST

    @property
    def has_suffix(self) -> bool:
        """Whether it is anything but a final release."""
        return self.is_prerelease or self.post >= 0

    @property
    def base(self) -> tuple[int, int, int]:
        """Its first three numbers: ``(3, 9, 0)`` for 3.9.0rc1."""
        major, minor, patch = (*self.numbers, 0, 0, 0)[:3]
        return major, minor, patch


def parse_version(text: str) -> Version | None:
    """The version that `text` writes; None where it writes none."""
    found = re.fullmatch(_VERSION, text.strip(), re.VERBOSE | re.IGNORECASE)
    if found is None:
        return None
    numbers = _trimmed(found["numbers"])
    dev = int(found["dev_number"] or 0) if found["dev"] else _LAST
    post = -1
    if found["post"] or found["post_name"]:
        post = int(found["post"] or found["post_number"] or 0)
    if found["pre"]:
        name = found["pre"].lower()
        phase = (_PHASES.get(name, name), int(found["pre_number"] or 0))
    else:
        phase = ("", 0) if found["dev"] and post < 0 else ("~", 0)
    return Version(int(found["epoch"] or 0), numbers, phase, post, dev)


def _trimmed(numbers: str) -> tuple[int, ...]:
    found = [int(number) for number in numbers.split(".")]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


class Clause(NamedTuple):
    """One clause of a specifier: ``>=3.4``, ``==3.4.*``.

    prefix
        For ``==``, ``!=`` with ``.*`` and for ``~=``: the numbers that a version starts with.
    """

    operator: str
    text: str
    version: Version
    prefix: tuple[int, ...] | None

    def admits(self, candidate: Version) -> bool:
        """Whether `candidate` satisfies it; pre-releases are versions like others."""
        if self.operator in ("==", "==="):
            return self._starts(candidate) if self.prefix is not None else candidate == self.version
        if self.operator == "!=":
            return not self._replace(operator="==").admits(candidate)
        if self.operator == "~=":
            return candidate >= self.version and self._starts(candidate)
        if self.operator == ">=":
            return candidate >= self.version
        if self.operator == "<=":
            return candidate <= self.version
        # The exclusive ones leave out the pre- or post-releases of the version itself.
        same = candidate.epoch == self.version.epoch and candidate.numbers == self.version.numbers
        if self.operator == "<":
            own = same and candidate.is_prerelease and not self.version.has_suffix
            return candidate < self.version and not own
        same = same and (candidate.phase, self.version.dev) == (self.version.phase, _LAST)
        own = same and candidate.post >= 0 and self.version.post < 0
        return candidate > self.version and not own

    def _starts(self, candidate: Version) -> bool:
        assert self.prefix is not None
        numbers = (*candidate.numbers, *(0,) * len(self.prefix))
        same = numbers[: len(self.prefix)] == self.prefix
        return same and candidate.epoch == self.version.epoch


Clauses = tuple[Clause, ...]


def parse_clauses(text: str) -> Clauses | None:
    """The clauses of a specifier set, ``>=3.4,<4``; None where one of them is none."""
    found: list[Clause] = []
    for part in text.split(","):
        if part.strip():
            clause = _clause(part.strip())
            if clause is None:
                return None
            found.append(clause)
    return tuple(found)


def _clause(text: str) -> Clause | None:
    operator = next((each for each in _OPERATORS if text.startswith(each)), None)
    if operator is None:
        return None
    written = text[len(operator) :].strip()
    plain = written.removesuffix(".*")
    version = parse_version(plain)
    if version is None:
        return None
    prefix = None
    numbers = tuple(int(number) for number in re.findall(r"\d+", _numbers(plain)))
    if written != plain:
        if operator not in ("==", "!=") or not re.fullmatch(r"v?(\d+!)?[\d.]+", plain):
            return None
        prefix = numbers
    elif operator == "~=":
        if len(numbers) < 2:
            return None
        prefix = numbers[:-1]
    return Clause(operator, written, version, prefix)


def _numbers(text: str) -> str:
    found = re.match(_VERSION, text, re.VERBOSE | re.IGNORECASE)
    return found["numbers"] if found else ""


class Requirement(NamedTuple):
    """Which versions are wanted: those that satisfy every clause of at least one alternative.

    `wanted` is the text of it as the file has it.
    """

    alternatives: Sequence[Clauses]
    wanted: str

    def admits(self, candidate: Version) -> bool:
        """Whether `candidate` is one of them."""
        return any(
            all(clause.admits(candidate) for clause in clauses) for clauses in self.alternatives
        )

    @property
    def pins(self) -> list[str]:
        """The single versions that it names, as written: `==3.4.1`, but not `==3.4.*`."""
        return [
            clause.text
            for clauses in self.alternatives
            for clause in clauses
            if clause.operator in ("==", "===") and clause.prefix is None
        ]


def parse_poetry(text: str) -> Requirement | None:
    """A constraint in Poetry's own language: ``^3.4``, ``~3.4.1``, ``3.4.*``, ``>=3 <4 || ^5``."""
    alternatives: list[Clauses] = []
    for part in re.split(r"\|\|?", text):
        clauses = _poetry_clauses(part)
        if clauses is None:
            return None
        alternatives.append(clauses)
    return Requirement(alternatives, text)


def _poetry_clauses(text: str) -> Clauses | None:
    # "^ 3.4" is one word; so is ">= 3.4".
    words = re.sub(r"([<>=!~^])\s+", r"\1", text).replace(",", " ").split()
    found: list[Clause] = []
    for word in words:
        clauses = parse_clauses(_as_specifier(word))
        if clauses is None:
            return None
        found.extend(clauses)
    return tuple(found) if words else None


def _as_specifier(word: str) -> str:
    """One word of a Poetry constraint as a specifier set; what is none stays as it is."""
    if word == "*":
        return ""
    if word.startswith("^"):
        return _up_to(word[1:], _caret)
    if word.startswith("~") and not word.startswith("~="):
        return _up_to(word[1:], _tilde)
    if word[0] not in "<>=!~":
        return f"=={word}"
    return word.replace("=", "==") if re.match(r"=[^=]", word) else word


def _up_to(text: str, kept: Callable[[Sequence[int]], int]) -> str:
    """From `text` up to where one of the first numbers changes; `kept` says how many those are."""
    numbers = [int(number) for number in _numbers(text).split(".") if number]
    if not numbers:
        return f"^{text}"  # which is no specifier
    *same, last = numbers[: kept(numbers)]
    return f">={text},<{'.'.join(map(str, [*same, last + 1]))}"


def _caret(numbers: Sequence[int]) -> int:
    """Up to the first number that is not 0."""
    return next((place for place, number in enumerate(numbers, 1) if number), len(numbers))


def _tilde(numbers: Sequence[int]) -> int:
    """Major and minor."""
    return min(2, len(numbers))
