"""How often the setting that is meant is suggested first, over all settings."""

from __future__ import annotations

import random

import pytest

from prefect_toml_lsp.prefect.spelling import fold
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
        (generate.known_synonyms, 0.975, 0.985),
        (generate.unseen_synonyms, 0.5, 0.55),
    ],
)
def test_the_right_setting_is_named(kind: Kind, first: float, three: float) -> None:
    share = ask(kind)
    assert share.first >= first
    assert share.three >= three


def test_synonyms_seldom_mislead() -> None:
    assert ask(generate.known_synonyms).wrong <= 0.02
    assert ask(generate.unseen_synonyms).wrong <= 0.15


@pytest.mark.parametrize(("written", "value", "right"), CASES)
def test_what_misled_people(written: str, value: object, right: str) -> None:
    found = suggest(SCHEMA, tuple(written.split(".")), value)
    assert (".".join(found[0].path) if found else "") == right


def test_the_table_of_synonyms_knows_only_the_rows_that_are_there_for_it() -> None:
    written = ["_".join(map(fold, each.written)) for each in known_synonyms()]
    written += ["_".join(map(fold, case.split("."))) for case, _, _ in CASES]
    known = "|".join(written)
    unknown = {
        name
        for row in (*WORDS, *PHRASES, *NAMES, *TABLES)
        for name in row.theirs.split()
        if name.replace(".", "_") not in known
    }
    assert unknown == set()


def test_no_row_is_both_known_and_unseen() -> None:
    known = {each.written for each in known_synonyms()}
    assert known.isdisjoint(each.written for each in generate.unseen_synonyms())


def test_a_seed_gives_the_same_slips() -> None:
    for kind in generate.KINDS:
        assert list(kind(random.Random(5))) == list(kind(random.Random(5)))
