"""How often the setting that is meant is suggested first, over all settings."""

from __future__ import annotations

import random

import pytest

from prefect_toml_lsp.prefect.suggest import suggest
from prefect_toml_lsp.prefect.synonyms import NAMES, PHRASES, TABLES, WORDS
from tests.prefect.slips import generate
from tests.prefect.slips.cases import CASES
from tests.prefect.slips.generate import SCHEMA, known_synonyms
from tests.prefect.slips.measure import Kind, Share, measure

SEED = 20261127


def ask(kind: Kind) -> Share:
    return measure(kind, SEED, with_value=True)


@pytest.mark.parametrize(
    ("kind", "first", "three"),
    [
        (generate.typos, 0.99, 0.99),
        (generate.unique_names, 0.985, 0.99),
        (generate.shared_names_own_table, 0.95, 0.98),
        (generate.variables, 0.99, 0.99),
        (generate.known_synonyms, 0.98, 0.98),
        (generate.unseen_synonyms, 0.86, 0.87),
    ],
)
def test_the_right_setting_is_named(kind: Kind, first: float, three: float) -> None:
    share = ask(kind)
    assert share.first >= first
    assert share.three >= three


def test_synonyms_seldom_mislead() -> None:
    assert ask(generate.known_synonyms).wrong <= 0.02
    assert ask(generate.unseen_synonyms).wrong <= 0.04


@pytest.mark.parametrize(("written", "value", "right"), CASES)
def test_what_misled_people(written: str, value: object, right: str) -> None:
    found = suggest(SCHEMA, tuple(written.split(".")), value)
    assert (".".join(found[0].path) if found else "") == right


def test_the_table_of_synonyms_knows_only_its_half() -> None:
    written = ["_".join(each.written) for each in known_synonyms()]
    written += [case.replace(".", "_") for case, _, _ in CASES]
    known = "|".join(written).lower().replace("-", "_")
    unknown = {
        name
        for row in (*WORDS, *PHRASES, *NAMES, *TABLES)
        for name in row.theirs.split()
        if name.replace(".", "_") not in known
    }
    assert unknown == set()


def test_a_seed_gives_the_same_slips() -> None:
    for kind in generate.KINDS:
        assert list(kind(random.Random(5))) == list(kind(random.Random(5)))
