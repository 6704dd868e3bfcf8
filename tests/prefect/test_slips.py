"""How often the first suggestion is right, over all settings."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from prefect_toml_lsp.prefect.spelling import fold
from prefect_toml_lsp.prefect.suggest import suggest
from prefect_toml_lsp.prefect.synonyms import NAMES, PHRASES, TABLES, WORDS
from prefect_toml_lsp.prefect.terms import AROUND, FRAMEWORKS, SUFFIXES, TERMS, UNTOLD
from prefect_toml_lsp.prefect.vocabulary import NOTHING, SENSES
from tests.prefect.slips import generate
from tests.prefect.slips.cases import CASES
from tests.prefect.slips.generate import SCHEMA
from tests.prefect.slips.measure import Kind, Share, measure, over
from tests.prefect.slips.slip import Slip
from tests.prefect.slips.synonyms import (
    KNOWN,
    MEANWHILE,
    ONLY_MEASURED,
    PARTED,
    read,
    repositories,
    rows,
)

SEED = 20261127


EARLIER = ("synonyms.toml", "collected.toml", "collected_later.toml")


def earlier_synonyms(_: random.Random) -> Iterator[Slip]:
    """The rows from which the tables of synonyms were first made."""
    return (slip for name in EARLIER for _, slip in read(name) if slip.right)


def ask(kind: Kind) -> Share:
    return measure(kind, SEED, with_value=True)


@pytest.mark.parametrize(
    ("kind", "first", "three"),
    [
        (generate.typos, 0.99, 0.99),
        (generate.unique_names, 0.99, 0.99),
        (generate.shared_names_own_table, 0.95, 0.98),
        (generate.variables, 0.99, 0.99),
        (earlier_synonyms, 0.98, 0.98),
        (generate.known_synonyms, 0.97, 0.97),
        (generate.trial_synonyms, 0.92, 0.92),
        (generate.unseen_synonyms, 0.82, 0.82),
    ],
)
@pytest.mark.slow
def test_the_right_setting_is_named(kind: Kind, first: float, three: float) -> None:
    share = ask(kind)
    assert share.first >= first
    assert share.three >= three


@pytest.mark.parametrize(
    "kinds",
    [
        (generate.known_synonyms, generate.known_without_setting),
        (generate.trial_synonyms, generate.trial_without_setting),
        (generate.unseen_synonyms, generate.unseen_without_setting),
    ],
)
@pytest.mark.slow
def test_synonyms_seldom_mislead(kinds: tuple[Kind, ...]) -> None:
    assert over([ask(kind) for kind in kinds]).wrong <= 0.02


@pytest.mark.parametrize(("written", "value", "right"), CASES)
def test_keys_that_once_got_a_wrong_suggestion(written: str, value: object, right: str) -> None:
    found = suggest(SCHEMA, tuple(written.split(".")), value)
    assert (".".join(found[0].path) if found else "") == right


def test_the_tables_of_synonyms_have_only_words_of_known_rows() -> None:
    written = ["_".join(map(fold, each.written)) for each in rows().known]
    written += ["_".join(map(fold, case.split("."))) for case, _, _ in CASES]
    known = "|".join(written)
    ours = {word for path in SCHEMA.by_path for word in path.replace(".", "_").split("_")}
    names = {name for row in (*WORDS, *PHRASES, *NAMES, *TABLES) for name in row.theirs.split()}
    names |= {word for term in TERMS for word in term.words.split()}
    parts = {part.removeprefix("?") for name in _sense_names() for part in re.split("[+/]", name)}
    names |= parts - {term.thing for term in TERMS} - {"*"}
    names |= {*UNTOLD, *AROUND, *SUFFIXES, *FRAMEWORKS}
    unknown = {name for name in names if name.replace(".", "_") not in known} - ours
    assert unknown == set()


def _sense_names() -> list[str]:
    return [*(name for sense in SENSES for name in sense.names.split()), *NOTHING.split()]


def test_senses_name_existing_settings() -> None:
    assert {sense.setting for sense in SENSES} <= SCHEMA.by_path.keys()


def test_the_sources_that_measure_are_in_no_other_file() -> None:
    known = {source for name in (*KNOWN, *MEANWHILE) for source, _ in read(name)}
    measuring = [{source for source, _ in read(name)} for name in (PARTED, ONLY_MEASURED)]
    assert known.isdisjoint(set().union(*measuring))
    assert measuring[0].isdisjoint(measuring[1])
    unseen = repositories(PARTED) | repositories(ONLY_MEASURED)
    assert not any(unseen & repositories(name) for name in ("collected_tail.toml", *MEANWHILE))
    assert {id(slip) for slip in rows().known}.isdisjoint(map(id, rows().unseen))


def test_a_seed_gives_the_same_slips() -> None:
    for kind in generate.KINDS:
        assert list(kind(random.Random(5))) == list(kind(random.Random(5)))
