"""Versions and specifiers against *packaging*, and Poetry's constraints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion
from packaging.version import Version as Theirs

from prefect_toml_lsp.project.versions import parse_clauses, parse_poetry, parse_version

NUMBERS = st.lists(st.sampled_from([0, 1, 2, 3, 4, 10]), min_size=1, max_size=4).map(
    lambda numbers: ".".join(map(str, numbers))
)
VERSIONS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", "v", "1!"]),
        NUMBERS,
        st.sampled_from(["", "", "", "a1", "rc1", "b", ".rc2", "-beta.3", "alpha", "c1", "pre"]),
        st.sampled_from(["", "", "", ".post1", "-2", ".rev3", "post"]),
        st.sampled_from(["", "", "", ".dev1", "dev", "-dev2"]),
    ),
)
CLAUSES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["==", "!=", "<", ">", "<=", ">=", "~=", "=", ""]),
        st.sampled_from(["", " "]),
        VERSIONS,
        st.sampled_from(["", "", "", ".*"]),
    ),
)


def valid(text):
    try:
        return Theirs(text)
    except InvalidVersion:
        return None


@given(VERSIONS, VERSIONS)
def test_versions_compare_as_in_packaging(one, other):
    mine, theirs = (parse_version(one), parse_version(other)), (Theirs(one), Theirs(other))
    assert (mine[0] < mine[1], mine[0] == mine[1]) == (
        theirs[0] < theirs[1],
        theirs[0] == theirs[1],
    )
    assert mine[0].is_prerelease == theirs[0].is_prerelease


@given(st.text("0123.!+-_vabcrdepost*", max_size=12))
def test_the_same_texts_are_versions(text):
    assert (parse_version(text) is None) == (valid(text) is None)


@given(st.lists(CLAUSES, max_size=3).map(",".join), VERSIONS)
def test_specifiers_admit_what_they_do_in_packaging(text, version):
    mine = parse_clauses(text)
    try:
        theirs = SpecifierSet(text)
    except InvalidSpecifier:
        assert mine is None
        return
    assert mine is not None
    admitted = all(clause.admits(parse_version(version)) for clause in mine)
    assert admitted == theirs.contains(version, prereleases=True)


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
    assert [v for v in admitted.split() if not requirement.admits(parse_version(v))] == []
    assert [v for v in refused.split() if requirement.admits(parse_version(v))] == []


@pytest.mark.parametrize("constraint", ["", "latest", "^", "^x", "3.4 ||", ">=3,<", "@dev"])
def test_no_poetry_constraint(constraint):
    assert parse_poetry(constraint) is None
