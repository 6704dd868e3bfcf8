"""JSON arrays in strings: the findings, and what the fixes write instead."""

from __future__ import annotations

from typing import Any

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from tests.analysis.variables import dotenv, profiles

SCHEMA = Catalogue.load().schema()
ACTIVE = "active = 'a'\n[profiles.a]\n"


def settings(text: str) -> Analysis:
    return Analysis(Document(text), Context(SCHEMA))


CASES = [
    (settings, "[logging]\nextra_loggers = '[\"a\", \"b\"]'\n",
     "[logging]\nextra_loggers = ['a', 'b']\n"),
    (settings, "[server.api]\ncors_allowed_origins = '[\"*\", \"http://a\"]'\n",
     "[server.api]\ncors_allowed_origins = '*,http://a'\n"),
    (dotenv, 'PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS=["*","http://a"]\n',
     "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS=*,http://a\n"),
    (dotenv, "PREFECT_LOGGING_EXTRA_LOGGERS=['a', 'b']\n",
     "PREFECT_LOGGING_EXTRA_LOGGERS='[\"a\", \"b\"]'\n"),
    (settings, "[logging]\nextra_loggers = '[a,b]'\n", "[logging]\nextra_loggers = ['a', 'b']\n"),
    (profiles, f"{ACTIVE}PREFECT_LOGGING_EXTRA_LOGGERS = '[\"a\"]'\n",
     f"{ACTIVE}PREFECT_LOGGING_EXTRA_LOGGERS = ['a']\n"),
]  # fmt: skip


@pytest.mark.parametrize(("read", "text", "becomes"), CASES)
def test_what_prefect_reads_and_what_to_write(read: Any, text: str, becomes: str) -> None:
    analysis = read(text)
    (found,) = analysis.findings()
    assert (found.code, found.severity.label) == ("json-array-in-string", "information")
    assert "keeps the brackets and quotes" in found.message
    offered = [each for each in fixes(analysis, [found]) if each.preferred]
    assert [apply_edits(text, each.edits) for each in offered] == [becomes]
    assert read(becomes).findings() == []
    assert fix_all(analysis) == [], "Prefect would read something else"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (dotenv, 'PREFECT_LOGGING_EXTRA_LOGGERS=["a","b"]\n'),
        (settings, "[logging]\nextra_loggers = ['[a']\n"),
        (settings, "[server.api]\ncors_allowed_origins = '[a,b'\n"),
        (settings, "[server.api]\ncors_allowed_origins = '[]'\n"),
        (settings, "[api]\nkey = '[\"a\"]'\n"),
    ],
)
def test_arrays_that_prefect_reads_as_written(read: Any, text: str) -> None:
    assert all(each.code != "json-array-in-string" for each in read(text).findings())


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("[client]\nretry_extra_codes = '[404, 429]'\n",
         "[client]\nretry_extra_codes = [404, 429]\n"),
        ("[tasks]\ndefault_retry_delay_seconds = '[1, 2.5]'\n",
         "[tasks]\ndefault_retry_delay_seconds = [1, 2.5]\n"),
    ],
)  # fmt: skip
def test_where_prefect_refuses_it(text: str, becomes: str) -> None:
    analysis = settings(text)
    (found,) = analysis.findings()
    assert found.severity.label == "error"
    (only,) = fixes(analysis, [found])
    assert apply_edits(text, only.edits) == becomes


LOGGERS = [
    ('[logging.loggers."prefect.flow_runs"]\nlevel = "ERROR"\n',
     "`PREFECT_LOGGING_LOGGERS_PREFECT_FLOW_RUNS_LEVEL` in the environment"),
    ('logging.loggers.prefect._internal.level = "ERROR"\n',
     "`PREFECT_LOGGING_LOGGERS_PREFECT_INTERNAL_LEVEL` in the environment"),
    ('[logging.loggers.httpx]\nlevel = "ERROR"\n', "`logging.config_path`"),
    ('[logging.loggers.prefect]\nlevel = "ERROR"\n[logging.loggers.a]\nlevel = "INFO"\n',
     "`logging.config_path`"),
    ('[logging.handlers.console]\nclass = "x"\n', "`logging.config_path`"),
    ('[logging.root]\nlevel = "INFO"\n', "`logging.config_path`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), LOGGERS)
def test_levels_of_loggers_are_set_elsewhere(text: str, says: str) -> None:
    (found,) = settings(text).findings()
    assert says in found.message
    assert found.data["candidates"] == []
