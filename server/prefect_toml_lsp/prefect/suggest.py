"""Suggestions for a key that Prefect does not know.

The key's path is compared with every setting and table of the release. The evidence for each of
them adds up to a score between 0 and 1 (`evidence`), to which that of the value is added
(`fitting`). History and environment variables leave no doubt, so a place that they name beats every
likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

from prefect_toml_lsp.prefect.acceptance.lists import TEXT_WITH_COMMAS
from prefect_toml_lsp.prefect.evidence import Evidence, Path
from prefect_toml_lsp.prefect.fitting import MISSING, fit, is_written_as_default, may_hold
from prefect_toml_lsp.prefect.nodes import Node, Schema
from prefect_toml_lsp.prefect.not_settings import is_said_elsewhere
from prefect_toml_lsp.prefect.places import INTEGRATIONS, Readers
from prefect_toml_lsp.prefect.python_logging import is_logging_configuration
from prefect_toml_lsp.prefect.spelling import Names, fold
from prefect_toml_lsp.prefect.synonyms import NEGATIONS
from prefect_toml_lsp.records import NamedTuple

__all__ = ["MISSING", "Suggestion", "suggest"]

_LEAST = 0.48  # a lower score is not a suggestion
_STRAY_LEAST = 0.54  # the same where nothing is known of the table
_BEHIND = 0.3  # nor is one that scores so much less than the best
_AS_DEFAULT = 0.02  # what the value adds to settings of which it is the default
_AS_ONLY_DEFAULT = 0.03  # the same if it is that of one only; 8080 is the default of several
_NO_DOUBT = 1.0  # history, case and variables score more
_AS_LIKELY = 0.03  # two within this distance are as likely
_AFFIRMATIONS = frozenset(("enable", "enabled", "use"))  # which are near to their opposites
_MEANING = "meaning"  # the weakest of the reasons
_LONGEST = 200  # characters; no path of Prefect's comes near it


class Suggestion(NamedTuple):
    """A place that may have been meant.

    path
        Where the setting or table is in this release.
    reason
        The reason: ``"moved"`` (it was or will be at the path), ``"variable"`` (the name of an
        environment variable), ``"case"`` (only case or hyphens differ), ``"spelling"``,
        ``"table"`` (the name belongs in another table), ``"prefect-2"`` (a name of Prefect 2),
        ``"meaning"`` (others call it so).
    tied
        Whether it is as likely as the one before it.
    opposite
        Whether true there means false for the key: `disable_caching` for `caching`.
    """

    path: Path
    reason: str
    tied: bool = False
    opposite: bool = False


class _Found(NamedTuple):
    """The best score of a place, the best without what was learned, and the reason for that."""

    score: float
    alike: float
    reason: str


def suggest(schema: Schema, path: Path, value: object = MISSING, most: int = 3) -> list[Suggestion]:
    """At most `most` places for the key or table header `path`, which `schema.release` does not
    have; the best first, none when nothing is near.

    `path` counts from the document's root and has at least one part; `value` is the Python object
    that `tomllib` makes of the value, ``{}`` for a table header.
    """
    if sum(map(len, path)) > _LONGEST or is_logging_configuration(path) or is_said_elsewhere(path):
        return []
    of_package = _of_package(schema, path)
    if of_package is not None and may_hold(of_package, value):
        return [] if of_package.is_absent else [Suggestion(of_package.path, "table")]
    named = _named_by_variable(schema, path)
    if named is not None and may_hold(named, value):
        return [Suggestion(named.path, "variable")]
    for readers in _readers(schema, path):
        likely = _suggest(_evidence(schema, readers), path, value)
        if likely:
            return likely[:most]
    text = _joined(value)
    found = [] if text is None else suggest(schema, path, text, most)
    return [each for each in found if ".".join(each.path) in TEXT_WITH_COMMAS]


def _joined(value: object) -> str | None:
    """An array of strings as text with commas, for settings that want that; else None."""
    if not isinstance(value, list) or not value:
        return None
    return ",".join(value) if all(isinstance(each, str) for each in value) else None


def _of_package(schema: Schema, path: Path) -> Node | None:
    """The table or setting of a package to which `path` leads with `integrations` before it, or
    without, and without `prefect-` before the name of the package; None if there is none.
    """
    below = path[1:] if path[0] == INTEGRATIONS else path
    short = tuple(re.sub(r"^prefect[-_]", "", name) for name in below[:1]) + below[1:]
    for likely in ((INTEGRATIONS, *short), short):
        node = schema.find(likely) if likely != path else None
        if node is not None and node.package:
            return node
    return None


def _named_by_variable(schema: Schema, path: Path) -> Node | None:
    """The setting of a package whose variable the path is, with `PREFECT_` before it or without.
    For Prefect's own settings `Evidence` knows this.
    """
    name = fold("_".join(path)).upper()
    node = schema.by_variable.get(f"PREFECT_{name.removeprefix('PREFECT_')}")
    return node if node and node.package and node.is_offered else None


def _suggest(evidence: Evidence, path: Path, value: object) -> list[Suggestion]:
    if evidence.places.is_gone(path):
        return []
    found: dict[int, _Found] = {}
    for place, score, reason in evidence.of(path, value):
        before = found.get(place, _Found(0.0, 0.0, reason))
        alike = 0.0 if reason == _MEANING else score
        found[place] = _Found(
            max(before.score, score),
            max(before.alike, alike),
            reason if alike > before.alike else before.reason,
        )
    return _best(evidence, found, path, value)


def _readers(schema: Schema, path: Path) -> Iterator[Readers]:
    """The owners of places to choose from, the preferred ones first: in a package's table that
    package; elsewhere Prefect and installed packages, before packages that `path` names.
    """
    table = _innermost(schema, path)
    packages = schema.packages
    if table.package is not None:
        yield frozenset({table.package} & packages.keys())
    elif table.is_open:
        yield frozenset(packages)
    else:
        yield frozenset((None, *(name for name, is_there in packages.items() if is_there)))
        words = fold("_".join(path)).split("_")
        named = frozenset(name for name in packages if name.removeprefix("prefect-") in words)
        if named:
            yield named


def _innermost(schema: Schema, path: Path) -> Node:
    """The last table that the parts of `path` lead to."""
    table = schema.root
    for name in path:
        below = table.known.get(name)
        if below is None or not below.is_table:
            break
        table = below
    return table


def _best(
    evidence: Evidence, found: Mapping[int, _Found], path: Path, value: object
) -> list[Suggestion]:
    places = evidence.places.places
    folded = tuple(map(fold, path))
    likely = sorted(
        (place for place in found if may_hold(places[place].node, value)),
        key=lambda place: (-found[place].score, len(places[place].flat), place),
    )
    fits = {place: fit(places[place].node, value) for place in likely}
    with_default = [place for place in likely if is_written_as_default(places[place].node, value)]
    for place in with_default:
        fits[place] += _AS_DEFAULT if len(with_default) > 1 else _AS_ONLY_DEFAULT
    judged = [
        ((found[place].score if fits[place] >= 0 else found[place].alike) + fits[place], place)
        for place in likely
        if (found[place].score >= _NO_DOUBT or not evidence.places.is_in_other_table(folded, place))
    ]
    judged.sort(key=lambda scored: -scored[0])  # stable: the shorter path stays first
    known = len(path) == 1 or not evidence.places.tables.isdisjoint(path[:-1])
    least = max(_LEAST if known else _STRAY_LEAST, judged[0][0] - _BEHIND if judged else 0.0)
    kept = [(score, place) for score, place in judged if score >= least]
    before = [float("inf"), *(score for score, _ in kept)]
    return [
        Suggestion(
            places[place].node.path,
            found[place].reason,
            above - score <= _AS_LIKELY,
            _is_opposite(fold(path[-1]), places[place].name),
        )
        for (score, place), above in zip(kept, before, strict=False)
    ]


def _is_opposite(written: str, name: str) -> bool:
    words = written.split("_")
    if NEGATIONS.isdisjoint(words) == NEGATIONS.isdisjoint(name.split("_")):
        return False
    return not _AFFIRMATIONS.isdisjoint(words) or not Names((name,)).near(written)


_KNOWN: WeakKeyDictionary[Schema, dict[Readers, Evidence]] = WeakKeyDictionary()


def _evidence(schema: Schema, readers: Readers) -> Evidence:
    known = _KNOWN.setdefault(schema, {})
    if readers not in known:
        known[readers] = Evidence(schema, readers)
    return known[readers]
