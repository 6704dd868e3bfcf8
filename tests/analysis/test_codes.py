"""The rows of codes: every code has one, every row is used, and its examples are right."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import pytest

import prefect_toml_lsp
from prefect_toml_lsp.analysis import Analysis, Context, Severity, codes
from prefect_toml_lsp.analysis.codes import CODES, FAMILIES, Code
from prefect_toml_lsp.cli import context
from prefect_toml_lsp.cli.context import Options
from prefect_toml_lsp.cli.files import check_target
from prefect_toml_lsp.cli.reports import Report
from prefect_toml_lsp.cli.targets import named
from prefect_toml_lsp.features.options import read_settings
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.acceptance.advice import ADVICE
from prefect_toml_lsp.prefect.acceptance.durations import Reason
from prefect_toml_lsp.prefect.acceptance.kinds import KindName
from prefect_toml_lsp.prefect.acceptance.rules import RULES
from prefect_toml_lsp.toml import Document
from tests.calls import calls_in, modules

PACKAGE = Path(prefect_toml_lsp.__file__).parent
ROOT = Path(__file__).parents[2]
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
# No example can show these: the first two are not text, and no setting has such a bound.
WITHOUT_EXAMPLE = {
    "expansion-too-long",
    "more-findings",
    "too-much-text",
    "not-utf-8",
    "unreadable-file",
    "exclusive-maximum",
}
# Other codes that a wrong example also gives: a setting in its old table has moved.
BESIDE = {
    "legacy-overridden": {"moved-setting"},
    "profiles-path-is-folder": {"path-tidied"},
}
# Rules that read several settings but judge each one alone.
EACH_ALONE = {
    "api-url-any-address",
    "api-url-without-scheme",
    "cors-spaces",
    "fraction-cut-off",
    "port-out-of-range",
}
# The calls that name a code or a rule ...
SOURCES = {"Problem", "Refused", "Rule", "report", "_give_up"}
# ... and the rules that findings give another name.
RENAMED = {"prefect-home-replaced", "item", "type"}
# Names in the same modules that are not codes: kinds of settings, what is wrong in a duration, a
# type of TOML, an encoding, a key of pyproject.toml, a package ...
NAMES = {*get_args(KindName), *get_args(Reason), "date-time", "utf-8", "include-group",
         "pydantic-settings"}  # fmt: skip

EXAMPLES = [
    pytest.param(code, id=code.name) for code in CODES.values() if code.name not in WITHOUT_EXAMPLE
]


# Rows


def names_in(*folders: str) -> Iterator[str]:
    """Names in the sources that are codes, and names that look like codes."""
    for folder in folders:
        for path in sorted((PACKAGE / folder).glob("*.py")):
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


def test_every_name_in_the_sources_has_a_row() -> None:
    found = {*names_in("toml", "prefect/acceptance")} - NAMES - RENAMED
    assert {"unclosed-string", "json-in-string", "vacuum-type"} <= found
    assert found - CODES.keys() == set()


def test_only_rows_make_findings() -> None:
    made = [
        name
        for name, text in modules()
        for call in calls_in(text, {"Finding"})
        if isinstance(call.func, ast.Name)
    ]
    assert made == ["analysis/codes/model.py"]


def test_rows_without_an_example_are_used() -> None:
    assert "exclusive-maximum" in {*names_in("prefect/acceptance")}
    cli = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "cli").glob("*.py"))
    assert "NOT_UTF_8.at(" in cli
    assert "UNREADABLE_FILE" in cli


def test_prefects_rules_and_our_advice_are_kept_apart() -> None:
    assert {rule.code for rule in RULES} == {code.name for code in FAMILIES["cross_setting"]}
    assert {rule.code for rule in ADVICE} <= {code.name for code in FAMILIES["advice"]}
    assert [rule.code for rule in RULES if rule.effect == "advised"] == []
    assert {rule.effect for rule in ADVICE} == {"advised", "ignored"}


def test_a_comment_may_silence_what_another_source_decides() -> None:
    several = {rule.code for rule in (*RULES, *ADVICE) if len(rule.reads) > 1} - EACH_ALONE
    alone = {rule.code for rule in (*RULES, *ADVICE)} - several
    needing = {code.name for code in CODES.values() if code.needs_surroundings}
    assert several - needing == set()
    assert alone & needing == set()


def test_the_severity_of_a_rule_about_several_settings_is_what_prefect_does() -> None:
    severities = {
        "refused": Severity.ERROR,
        "stops": Severity.ERROR,
        "warned": Severity.WARNING,
        "later": Severity.WARNING,
        "overridden": Severity.INFORMATION,
        "ignored": Severity.WARNING,
    }
    assert {rule.code for rule in RULES} == {code.name for code in FAMILIES["cross_setting"]}
    for rule in RULES:
        code = CODES[rule.code]
        expected = Severity.HINT if code.is_quiet else severities[rule.effect]
        assert code.severity is expected, code.name
        assert (Severity.HINT in code.other_severities) is rule.waits, code.name


def test_names_are_kebab_case_and_used_once() -> None:
    rows = [code for family in FAMILIES.values() for code in family]
    assert len(rows) == len(CODES) > 90
    names = [name for code in rows for name in (code.name, *code.aliases)]
    assert len(names) == len(set(names))
    assert all(KEBAB.fullmatch(name) or name.isalpha() for name in names)


def test_rows_have_sentences() -> None:
    for code in CODES.values():
        assert code.title[0].isupper() or code.title[0] == "$", code.name
        assert len(code.title) <= 50, code.name
        assert not code.title.endswith("."), code.name
        for sentence in (code.meaning, code.effect, code.remedy):
            assert sentence[0].isupper() or sentence[0] in "`0", code.name
            assert sentence.endswith("."), code.name
            assert "  " not in sentence, code.name


# Examples


def check_example(code: Code, text: str, folder: Path) -> list[Report]:
    files = {**code.beside, code.file: text}
    for name, content in files.items():
        (folder / name).write_bytes(content.encode("utf-8"))
    options = Options(code.release or None, environment=True)
    ours = ("prefect.toml", "profiles.toml", ".env", "pyproject.toml")
    return [
        report for name in ours if name in files
        for report in check_target(named(str(folder / name)), options).reports
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def _all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `check` show quiet codes, too, as an editor does."""
    monkeypatch.setattr(context, "_UNSHOWN", {})


@pytest.mark.parametrize("code", [each for each in CODES.values() if each.is_quiet])
def test_check_leaves_out_quiet_codes(code: Code, tmp_path: Path) -> None:
    assert code.severity is Severity.HINT
    assert code.name not in {each.code for each in check_example(code, code.wrong, tmp_path)}


@pytest.mark.usefixtures("_all_shown")
@pytest.mark.parametrize("code", EXAMPLES)
def test_a_wrong_example_gives_its_code(code: Code, tmp_path: Path) -> None:
    found = check_example(code, code.wrong, tmp_path)
    assert {each.code for each in found} - BESIDE.get(code.name, set()) == {code.name}
    severities = {each.severity for each in found if each.code == code.name}
    assert severities == {code.severity.label}


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_right_example_gives_nothing(code: Code, tmp_path: Path) -> None:
    assert code.right.strip()
    assert check_example(code, code.right, tmp_path) == []


@pytest.mark.parametrize("name", sorted(WITHOUT_EXAMPLE))
def test_others_have_no_example(name: str) -> None:
    assert (CODES[name].wrong, CODES[name].right) == ("", "")


# Former names


@pytest.fixture
def _alias(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_CURRENT", MappingProxyType({"no-such-setting": "unknown-setting"}))


@pytest.mark.usefixtures("_alias")
def test_a_former_name_silences_in_a_comment() -> None:
    newest = Context(Catalogue.load().schema())
    text = "prot = 1  # prefect-toml: ignore[no-such-setting]\n"
    assert Analysis(Document(text), newest).findings() == []


@pytest.mark.usefixtures("_alias")
def test_a_former_name_sets_a_severity() -> None:
    settings, complaints = read_settings({"severities": {"no-such-setting": "error"}})
    assert (settings.chosen.severities, complaints) == ({"unknown-setting": Severity.ERROR}, [])


def test_an_unknown_name_stays() -> None:
    assert codes.current_name("qqq") == "qqq"


# Pages


def test_the_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/build_rules.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs" / "rules" / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\(([\w-]+\.md)\)", index)
    assert linked == [f"{name}.md" for name in CODES]
    assert all((ROOT / "docs" / "rules" / name).is_file() for name in linked)
