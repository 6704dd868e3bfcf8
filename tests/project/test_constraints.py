"""Versions and constraints of *packaging*, Poetry and conda."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from prefect_toml_lsp.project.constraints import (
    newest,
    parse_conda,
    parse_constraint,
    parse_poetry,
    release_of,
)


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("3.4.1", (3, 4, 1)),
        ("3.4", (3, 4, 0)),
        ("v3", (3, 0, 0)),
        ("1!3.4.1rc1.post2.dev3+local", (3, 4, 1)),
        ("3.4.1.9", (3, 4, 1)),
        ("3.4.x", None),
        ("", None),
        ("latest", None),
        ("٣.4.1", None),
        ("9" * 5000, None),
        ("3.4." + "1" * 5000, None),
    ],
)
def test_the_numbers_of_a_version(text, release):
    assert release_of(text) == release


def test_the_newest_version():
    assert newest(["3.4.10", "x", "3.4.9", "3.4.10rc1"]) == "3.4.10"
    assert newest(["x"]) is None


def test_a_constraint():
    constraint = parse_constraint(" >=3.4, !=3.5.0,<4 ")
    assert constraint.wanted == ">=3.4, !=3.5.0,<4"
    assert [constraint.admits(v) for v in ("3.4.0", "3.5.0", "3.9.1rc1", "4.0.0")] == [
        True, False, True, False,
    ]  # fmt: skip
    assert constraint.pins == []
    assert parse_constraint("==3.4.1").pins == ["3.4.1"]
    assert parse_constraint("==3.4.*").pins == []
    assert parse_constraint("").wanted == "any version"


@pytest.mark.parametrize("parse", [parse_constraint, parse_poetry, parse_conda])
@pytest.mark.parametrize("piece", ["1", ".", ">=3,", "^", "=", "*", "|", " ", "3.", "~", "=="])
def test_hostile_texts_are_fast(parse, piece):
    start = time.perf_counter()
    assert parse(piece * 200_000) is None
    parse((piece * 300)[:300])
    assert time.perf_counter() - start < 1


def test_a_plain_release_needs_no_packaging():
    code = (
        "import sys; from prefect_toml_lsp.project.constraints import newest, release_of; "
        "import prefect_toml_lsp.project.runtime; "
        "assert release_of('3.4.1') and newest(['3.4.1']); sys.exit('packaging' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("constraint", "admitted", "refused"),
    [
        ("^3.4", "3.4.0 3.9.1", "3.3.9 4.0.0"),
        ("^ 3.4.1", "3.4.1 3.5.0", "3.4.0 4.0.0"),
        ("^0.2.3", "0.2.3 0.2.9", "0.3.0"),
        ("^0.0.3", "0.0.3", "0.0.4"),
        ("^0", "0.9.0", "1.0.0"),
        ("~3.4.1", "3.4.1 3.4.9", "3.5.0"),
        ("~3.4", "3.4.0 3.4.9", "3.5.0"),
        ("~3", "3.0.0 3.9.0", "4.0.0"),
        ("~=3.4", "3.4.0 3.9.0", "4.0.0"),
        ("3.4.1", "3.4.1", "3.4.2"),
        ("=3.4.1", "3.4.1", "3.4.2"),
        ("3.4.*", "3.4.1 3.4.9", "3.5.0"),
        ("*", "0.1 9.9", ""),
        (">=3.4,<3.6", "3.4.0 3.5.9", "3.6.0"),
        (">= 3.4 <3.6", "3.4.0 3.5.9", "3.6.0"),
        ("!=3.4.1", "3.4.2", "3.4.1"),
        ("^2.0 || ^3.4", "2.9.0 3.4.0", "3.0.0"),
        ("2.19 | 3.4", "2.19.0 3.4.0", "3.4.1"),
    ],
)
def test_poetry(constraint, admitted, refused):
    requirement = parse_poetry(constraint)
    assert requirement is not None
    assert [v for v in admitted.split() if not requirement.admits(v)] == []
    assert [v for v in refused.split() if requirement.admits(v)] == []


@pytest.mark.parametrize("constraint", ["", "latest", "^", "^x", "3.4 ||", ">=3,<", "@dev"])
def test_invalid_poetry_constraints(constraint):
    assert parse_poetry(constraint) is None


@pytest.mark.parametrize(
    ("constraint", "admitted", "refused"),
    [
        ("=3.4", "3.4.0 3.4.9", "3.5.0"),
        ("=3.4.1", "3.4.1", "3.4.2"),
        ("==3.4.1", "3.4.1", "3.4.2"),
        ("3.4.1", "3.4.1", "3.4.2"),
        ("3.4.1=pyh_0", "3.4.1", "3.4.2"),
        ("=3.4.1=pyh_0", "3.4.1", "3.4.2"),
        ("3.4.*", "3.4.1 3.4.9", "3.5.0"),
        ("=3.4.*", "3.4.1 3.4.9", "3.5.0"),
        ("*", "0.1 9.9", ""),
        (">=3.4,<3.6", "3.4.0 3.5.9", "3.6.0"),
        (">= 3.4, < 3.6", "3.4.0 3.5.9", "3.6.0"),
        ("3.2.*|3.4.*", "3.2.1 3.4.0", "3.3.0"),
    ],
)
def test_conda(constraint, admitted, refused):
    found = parse_conda(constraint)
    assert found is not None
    assert [v for v in admitted.split() if not found.admits(v)] == []
    assert [v for v in refused.split() if found.admits(v)] == []


@pytest.mark.parametrize("constraint", ["", "latest", "=", "3.4|", ">=3,<", "=x"])
def test_invalid_conda_constraints(constraint):
    assert parse_conda(constraint) is None
