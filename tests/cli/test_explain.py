"""`explain`: codes, settings, tables, variables; and that no code goes without a word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import prefect_toml_lsp
from prefect_toml_lsp.analysis import wording
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.explain import explain
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.acceptance.durations import Reason
from prefect_toml_lsp.prefect.acceptance.kinds import KindName
from tests.cli.command import run

PACKAGE = Path(prefect_toml_lsp.__file__).parent
TABLE = PACKAGE / "analysis" / "codes.py"
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
# The calls whose first string names a code or a rule.
SOURCES = {"Finding", "Problem", "Refused", "RuleFinding", "report", "_give_up"}
# Names in the same modules that are no codes: kinds of settings, what is wrong in a duration, a
# type of TOML, an encoding ...
NAMES = {*get_args(KindName), *get_args(Reason), "date-time", "utf-8"}
# ... and the rules that findings give another name.
RENAMED = {"item", "json-wanted", "table-for-value", "type"}


def names_in(*folders: str) -> Iterator[str]:
    """The names in the sources that are codes, and those that look like one."""
    for folder in folders:
        for path in sorted({*(PACKAGE / folder).glob("*.py")} - {TABLE}):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _names_in_call(node)
                elif isinstance(node, ast.Constant) and KEBAB.fullmatch(str(node.value)):
                    yield str(node.value)


def _names_in_call(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
    strings = [
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if name in SOURCES and strings and re.fullmatch(r"[a-z-]+", strings[0]):
        yield strings[0]
    elif name == "Converted" and strings:
        yield strings[-1]


def code_names() -> set[str]:
    found = set(
        names_in("toml", "analysis", "analysis/rules", "analysis/variables", "prefect/acceptance")
    )
    found.add("enum")  # the kind of a setting as well as a rule
    worded = {*wording._REFUSALS, *wording._CONVERSIONS, *wording._BOUNDS}
    return ((found - NAMES) | worded) - RENAMED


def test_every_code_has_an_explanation() -> None:
    found = code_names()
    assert {"unclosed-string", "unknown-setting", "enum", "duplicates", "json-in-string"} <= found
    assert found - set(CODES) == set()


def test_every_explanation_has_a_code() -> None:
    own = set(names_in("cli")) & {"not-utf-8", "unreadable-file"}
    assert set(CODES) - code_names() - own == set()


def test_explanations_are_sentences() -> None:
    for code, (severity, *sentences) in CODES.items():
        assert severity in ("error", "warning", "information", "hint"), code
        for sentence in sentences:
            assert sentence[0].isupper() or sentence[0] in "$`0f", code
            assert sentence.endswith("."), code


def test_no_code_is_the_name_of_a_setting() -> None:
    schema = Catalogue.load().schema()
    assert not CODES.keys() & schema.by_path.keys()


def test_a_code(tmp_path: Path) -> None:
    done = run("explain", "unknown-setting", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "unknown-setting (warning)"
    assert 4 <= len(lines) <= 8
    assert "ignores" in done.out or "no effect" in done.out


def test_a_setting(tmp_path: Path) -> None:
    done = run("explain", "server.api.port", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "server.api.port (integer)"
    assert re.search(r"^Default +4200$", done.out, re.MULTILINE)
    assert re.search(r"^Environment +PREFECT_SERVER_API_PORT$", done.out, re.MULTILINE)
    assert re.search(r"^Since Prefect +3\.1\.0$", done.out, re.MULTILINE)
    assert lines[-2:] == ["[server.api]", "port = 4200"]
    description = Catalogue.load().schema().by_path["server.api.port"].description
    assert description in " ".join(lines)


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("[server.api]", ["[server.api] (table)", "port", "integer, default 4200"]),
        ("server.services", ["[server.services] (table)", "late_runs", "table"]),
        ("PREFECT_API_URL", ["api.url (string)"]),
        ("prefect_api_url", ["api.url (string)"]),
        ("server.events.retention_period", ["(duration)", '"P7D" (7 days)']),
        ("logging.level", ['"DEBUG" ', '"CRITICAL" ']),
        ("client.max_retries", ["at least 0"]),
        ("client.custom_headers", ["table of strings"]),
        ("experiments.plugins.allow", ["3.4.24 to 3.6.29", "now plugins.allow"]),
        ("api.key", ["secret string", 'key = "…"']),
    ],
)
def test_subjects(subject: str, wanted: list[str], tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert done.status == 0
    for text in wanted:
        assert text in done.out


@pytest.mark.parametrize(
    ("subject", "nearest"),
    [
        ("server.api.prt", "server.api.port"),
        ("unknown-seting", "unknown-setting"),
        ("PREFECT_API_URI", "api.url"),
        ("server.port", "server.api.port"),
    ],
)
def test_an_unknown_subject(subject: str, nearest: str, tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert subject in done.err
    assert nearest in done.err


@pytest.mark.parametrize("subject", ["qqqqqqqq", "", ".", "a..b", "é"])
def test_a_subject_like_nothing(subject: str, tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "did you mean" not in done.err


def test_everything_can_be_explained_within_the_width() -> None:
    subjects = [*CODES, *Catalogue.load().schema().by_path]
    assert len(subjects) > 350
    for subject in subjects:
        lines = explain(subject)
        assert lines, subject
        assert lines[0].strip("[").startswith(subject)
        prose = [line for line in lines if " = " not in line and ", default " not in line]
        assert max(map(len, prose)) <= 100, subject
