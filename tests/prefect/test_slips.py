"""How often the first suggestion is right, over all settings."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest

from prefect_toml_lsp.prefect.spelling import fold
from prefect_toml_lsp.prefect.suggest import suggest
from prefect_toml_lsp.prefect.synonyms import NAMES, TABLES
from prefect_toml_lsp.prefect.terms import AROUND, TERMS, UNTOLD
from schema import name_rows
from tests.prefect.slips import generate
from tests.prefect.slips.cases import CASES
from tests.prefect.slips.generate import SCHEMA
from tests.prefect.slips.measure import Kind, Share, measure, over
from tests.prefect.slips.slip import Slip
from tests.prefect.slips.synonyms import BY_VOTE, MEASURING, known, unseen, voted

SEED = 20261127


def some_known_synonyms(_: random.Random) -> Iterator[Slip]:
    """One in twenty of the learned names that mean a setting."""
    return islice(generate.known_synonyms(), None, None, 20)


def some_known_without_setting(_: random.Random) -> Iterator[Slip]:
    """One in twenty of the learned names that mean none."""
    return islice(generate.known_without_setting(), None, None, 20)


@cache
def ask(kind: Kind) -> Share:
    """The shares, measured once for several tests."""
    return measure(kind, SEED, with_value=True)


@pytest.mark.parametrize(
    ("kind", "first", "three"),
    [
        (generate.typos, 0.99, 0.99),
        (generate.unique_names, 0.99, 0.99),
        (generate.shared_names_own_table, 0.95, 0.98),
        (generate.variables, 0.99, 0.99),
        (some_known_synonyms, 0.93, 0.93),
        (generate.unseen_synonyms, 0.9, 0.9),
        (generate.voted_synonyms, 0.78, 0.78),
    ],
)
@pytest.mark.slow
def test_the_right_setting_is_named(kind: Kind, first: float, three: float) -> None:
    share = ask(kind)
    assert share.first >= first
    assert share.three >= three


@pytest.mark.parametrize(
    ("kinds", "wrong"),
    [
        ((some_known_synonyms, some_known_without_setting), 0.02),
        ((generate.unseen_synonyms, generate.unseen_without_setting), 0.02),
        ((generate.voted_synonyms, generate.voted_without_setting), 0.037),
    ],
)
@pytest.mark.slow
def test_synonyms_seldom_mislead(kinds: tuple[Kind, ...], wrong: float) -> None:
    assert over([ask(kind) for kind in kinds]).wrong <= wrong


@pytest.mark.parametrize(("written", "value", "right"), CASES)
def test_keys_that_once_got_a_wrong_suggestion(written: str, value: object, right: str) -> None:
    found = suggest(SCHEMA, tuple(written.split(".")), value)
    assert (".".join(found[0].path) if found else "") == right


def test_the_tables_of_synonyms_have_only_words_of_known_rows() -> None:
    written = ["_".join(map(fold, each.written)) for each in known()]
    written += ["_".join(map(fold, case.split("."))) for case, _, _ in CASES]
    told = "|".join(written)
    ours = {word for path in SCHEMA.by_path for word in path.replace(".", "_").split("_")}
    names = {name for row in (*NAMES, *TABLES) for name in row.theirs.split()}
    names |= {word for term in TERMS for word in term.words.split()} | {*UNTOLD, *AROUND}
    assert {name for name in names if name.replace(".", "_") not in told} - ours == set()


def test_rows_name_places_that_exist() -> None:
    right = {path for each in (*known(), *unseen(), *voted()) for path in each.right}
    assert right <= SCHEMA.by_path.keys()


def test_the_programs_that_measure_are_not_learned() -> None:
    learned = name_rows.files()
    measuring = [*name_rows.files(MEASURING), *name_rows.files(BY_VOTE)]
    programs = {row.source for file in measuring for row in name_rows.read(file)}
    repositories = {each for file in measuring for each in name_rows.repositories(file)}
    assert len(programs) > 160
    assert len(repositories) > 90
    for file in learned:
        assert programs.isdisjoint(row.source for row in name_rows.read(file)), file
        assert repositories.isdisjoint(name_rows.repositories(file)), file


def test_a_seed_gives_the_same_slips() -> None:
    for kind in generate.KINDS:
        assert list(kind(random.Random(5))) == list(kind(random.Random(5)))
