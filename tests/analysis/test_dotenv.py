"""`.env` files as documents."""

from __future__ import annotations

import random

import pytest

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.dotenv.grammar import read_written
from prefect_toml_lsp.text import Position, Span
from tests.analysis.variables import context, dotenv, short, sources


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("OTHER=1\nAPI_URL\n=x\n# PREFECT_NOPE=1\nMY_PREFECT_X=1", []),
        ("  export PREFECT_NOPE=1 # x", ["information unknown-variable PREFECT_NOPE"]),
        ("'PREFECT_NOPE'=1", ["information unknown-variable 'PREFECT_NOPE'"]),
        ("PREFECT_DB_NAME=a\nX=${PREFECT_DB_NAME:-b}", []),
        ("PREFECT_DB_NAME=a\nX=PREFECT_DB_NAME}", ["information unknown-variable PREFECT_DB_NAME"]),
        ("PREFECT_API_URL", ["warning variable-without-value PREFECT_API_URL"]),
        ("PREFECT_API_URL=", []),
        ('PREFECT_API_URL="x\nB=1', ['warning unreadable-line PREFECT_API_URL="x']),
        ("PREFECT_API_URL = 'x' y", ["warning unreadable-line PREFECT_API_URL = 'x' y"]),
        ("OTHER='x' y", []),
        ("\ufeffPREFECT_DEBUG_MODE=x\r\n", ["error bool-string x"]),
        ("A='1\n2'\n😀=1\nPREFECT_DEBUG_MODE='x\ny' # c", ["error bool-string 'x\ny'"]),
        ("# prefect-toml: ignore[unknown-variable]\nPREFECT_NOPE=1\n", []),
        ("PREFECT_DEBUG_MODE=x # prefect-toml: ignore[bool-string]\n", []),
        ("PREFECT_HOME='# prefect-toml: ignore[enum]'\n", []),
        (
            "PREFECT_DEBUG_MODE=true\n\n# prefect-toml: ignore[enum]\nOTHER=1",
            ["hint unused-ignore # prefect-toml: ignore[enum]"],
        ),
        (
            "PREFECT_DEBUG_MODE=x\nPREFECT_DEBUG_MODE",
            [
                "information duplicate-variable PREFECT_DEBUG_MODE",
                "warning variable-without-value PREFECT_DEBUG_MODE",
            ],
        ),
    ],
)
def test_findings(text, expected):
    assert short(dotenv(text)) == expected


def test_a_name_without_a_value_unsets_what_is_above():
    first = dotenv("PREFECT_DEBUG_MODE=1\nPREFECT_DEBUG_MODE").findings()[0]
    assert "on line 2 unsets it" in first.message


def test_prefect_2_has_other_variables():
    analysis = DotenvAnalysis(
        DotenvDocument("PREFECT_NOPE=1"), context("dotenv")._replace(is_prefect_2=True)
    )
    assert analysis.findings() == []


def test_severities_are_configurable():
    asked = context("dotenv")._replace(severities={"unknown-variable": None, "json": Severity.HINT})
    analysis = DotenvAnalysis(DotenvDocument("PREFECT_NOPE=1\nPREFECT_API=x"), asked)
    assert short(analysis) == ["hint json x"]


@pytest.mark.parametrize(
    ("environment", "text", "expected"),
    [
        ({"PREFECT_SERVER_API_PORT": "1"}, "PREFECT_SERVER_API_PORT=x", ["information overridden"]),
        ({"PREFECT_UI_API_URL": "u"}, "PREFECT_SERVER_UI_API_URL=x", ["information overridden"]),
        ({"PREFECT_API": "{}"}, "PREFECT_API=x", ["error json"]),
        ({"PREFECT_API": '{"url": "e"}'}, "PREFECT_API=5", []),
        ({"PREFECT_API_URL": "e"}, "PREFECT_API='{\"request_timeout\": \"x\"}'",
         ["error number-string"]),
        ({"PREFECT_CLIENT_CUSTOM_HEADERS": '{"a": "e"}'},
         "PREFECT_CLIENT_CUSTOM_HEADERS='{\"a\": 1}'", ["information overridden"]),
        ({"PREFECT_CLIENT_CUSTOM_HEADERS": '{"a": "e"}'},
         "PREFECT_CLIENT_CUSTOM_HEADERS='{\"a\": \"d\", \"b\": \"d\"}'", []),
        ({"PREFECT_CLIENT_CUSTOM_HEADERS": '{"a": "e"}'}, "PREFECT_CLIENT_CUSTOM_HEADERS=x",
         ["error json"]),
        ({"PREFECT_LOGGING_TO_API_MAX_LOG_SIZE": "1"}, "PREFECT_LOGGING_TO_API_BATCH_SIZE=5", []),
    ],
)  # fmt: skip
def test_the_environment_wins(tmp_path, environment, text, expected):
    around = context("dotenv", sources=sources(tmp_path, environment))
    found = DotenvAnalysis(DotenvDocument(text), around).findings()
    assert [f"{each.severity.label} {each.code}" for each in found] == expected


def test_files_do_not_win_over_dotenv(tmp_path):
    read = sources(tmp_path, {}, prefect="server.api.port = 4200")
    analysis = DotenvAnalysis(
        DotenvDocument("PREFECT_SERVER_API_PORT=x"), context("dotenv", sources=read)
    )
    assert short(analysis) == ["error int-string x"]


# The edited document


def test_the_spans_of_the_parts():
    document = DotenvDocument("\n export  A = 'x\ny' # c\r\nB\n")
    first, second = document.statements
    assert (first.name, first.value) == ("A", "x\ny")
    assert first.key == Span(1, 9, 1, 10)
    assert first.equals == Span(1, 11, 1, 12)
    assert first.literal == Span(1, 13, 2, 2)
    assert (second.name, second.value, second.literal) == ("B", None, None)
    assert document.at(Position(2, 0)) is first
    assert document.at(Position(3, 1)) is second
    assert document.at(Position(0, 0)) is None


def test_no_repr_shows_a_value():
    document = DotenvDocument("PREFECT_API_KEY=hunter2")
    assert "hunter2" not in repr(document.statements)
    assert "hunter2" not in repr(dotenv("PREFECT_API_KEY=hunter2").variables())


PIECES = [
    "PREFECT_API_URL",
    "=",
    "'",
    '"',
    "\n",
    "\r\n",
    "#",
    " ",
    "x",
    "export ",
    "\\",
    "é😀",
    "A=1\n",
]


@pytest.mark.parametrize("seed", range(30))
def test_an_edited_document_equals_a_new_one(seed):
    rng = random.Random(seed)
    analysis = dotenv("".join(rng.choices(PIECES, k=20)))
    document = analysis.document
    for _ in range(15):
        lines = document.source.lines
        ends = sorted(
            (line, rng.randrange(len(lines[line]) + 1))
            for line in (rng.randrange(len(lines)), rng.randrange(len(lines)))
        )
        analysis.update(document.edit(Span(*ends[0], *ends[1]), "".join(rng.choices(PIECES, k=3))))
        fresh = dotenv(document.text)
        assert document.statements == fresh.document.statements
        assert analysis.findings() == fresh.findings()
        known = [each for each in document.statements if each.name is not None]
        assert [(each.name, each.value) for each in known] == [
            each.assignment[:2] for each in read_written(document.text) if each.assignment
        ]
        for each in known:
            assert document.source.slice(each.key) in (each.name, f"'{each.name}'")


def test_references_that_grow_without_end():
    lines = ["A=" + "x" * 1000, *(f"A={'${A}' * 9}" for _ in range(20)), "PREFECT_API_URL=${A}"]
    assert short(dotenv("\n".join(lines))) == ["information expansion-too-long PREFECT_API_URL"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PREFECT_SERVER_API_PORT=${P}", []),
        ("P=x\nPREFECT_SERVER_API_PORT=${P}", ["error int-string ${P}"]),
        ("P=1\nPREFECT_SERVER_API_PORT=${P}${P:-x}", []),
        ("PREFECT_PROFILES_PATH=~/p.toml", ["warning profiles-path-literal ~/p.toml"]),
    ],
)
def test_references_that_are_resolved_in_the_file(text, found):
    assert short(dotenv(text)) == found
