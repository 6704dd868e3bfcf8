"""How a project configures this tool."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.analysis import Analysis, Context, Severity
from prefect_toml_lsp.analysis.configuration import (
    Configuration,
    check_configuration,
    read_configuration,
)
from prefect_toml_lsp.analysis.options import CONFIGURED, Chosen, Option
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.allowed import Allowed
from prefect_toml_lsp.project.configuration_file import OWN, configuration_in
from prefect_toml_lsp.sources.kinds import PREFECT, PYPROJECT
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from tests.bad_files import WAYS, is_possible

RELEASES = Catalogue.load().releases


def read(folder: Path) -> Configuration:
    return read_configuration(configuration_in(folder), RELEASES)


def own(folder: Path, text: str) -> Configuration:
    (folder / OWN).write_text(text, encoding="utf-8")
    return read(folder)


def pyproject(folder: Path, text: str) -> Configuration:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return read(folder)


ALL = """\
prefectVersion = "3.4.1"
plainSecrets = "warning"
knownTables = ["acme.*", "other"]
knownVariables = ["PREFECT_ACME_*"]
severities = { "unknown-table" = "off" }
"""
CHOSEN = Chosen(
    "3.4.1",
    Severity.WARNING,
    {"unknown-table": None},
    Allowed(("acme.*", "other"), ("PREFECT_ACME_*",)),
)


def test_everything_is_read(tmp_path: Path) -> None:
    assert own(tmp_path, ALL)[:2] == (CHOSEN._replace(version_in=tmp_path / OWN), ())


@pytest.mark.parametrize(
    "text",
    [
        f"[tool.prefect-toml-lsp]\n{ALL}",
        "[tool]\n" + "".join(f"prefect-toml-lsp.{line}\n" for line in ALL.splitlines()),
        f"[project]\nname = 'x'\n[tool.other]\n[tool.prefect-toml-lsp]\n{ALL}".replace(
            'severities = { "unknown-table" = "off" }',
            '[tool.prefect-toml-lsp.severities]\nunknown-table = "off"',
        ),
    ],
)
def test_a_table_of_pyproject_is_read(text: str, tmp_path: Path) -> None:
    where = tmp_path / "pyproject.toml"
    assert pyproject(tmp_path, text)[:2] == (CHOSEN._replace(version_in=where), ())


def test_the_tools_own_file_comes_first(tmp_path: Path) -> None:
    pyproject(tmp_path, f"[tool.prefect-toml-lsp]\n{ALL}")
    assert own(tmp_path, "").chosen == Chosen()


@pytest.mark.parametrize("text", ["", "[project]\n", "[tool.prefect]\n", "# prefect-toml-lsp\n"])
def test_another_pyproject_is_not_a_configuration(text: str, tmp_path: Path) -> None:
    pyproject(tmp_path, text)
    assert configuration_in(tmp_path) is None


def test_an_empty_table_is_a_configuration(tmp_path: Path) -> None:
    assert pyproject(tmp_path, "[tool.prefect-toml-lsp]\n") == Configuration()
    assert configuration_in(tmp_path) is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("knownTable = []", "line 1: knownTable is not a setting and does nothing; did you "
         "mean `knownTables`?"),
        ("\nknown-variables = []", "line 2: known-variables is not a setting and does nothing; "
         "did you mean `knownVariables`?"),
        ("zzzz = 1", "line 1: zzzz is not a setting and does nothing"),
        ("[zzzz]", "line 1: zzzz is not a setting and does nothing"),
        ("prefectVersion = 3.4", "line 1: prefectVersion must be a string; its default is used"),
        ("prefectVersion = 's3cret'", "line 1: prefectVersion must be a Prefect release such as "
         "3.4.1; its default is used"),
        ("plainSecrets = 's3cret'", "line 1: plainSecrets must be one of hint, warning; its "
         "default is used"),
        ("knownTables = 's3cret'", "line 1: knownTables must be a list of strings; its default is "
         "used"),
        ("knownTables = ['a', 1]", "line 1: knownTables: pattern 2 must be a string; it is "
         "skipped"),
        ("knownVariables = [['s3cret'], 'PREFECT_A']", "line 1: knownVariables: pattern 1 must be "
         "a string; it is skipped"),
        ("knownTables = [1]", "line 1: knownTables must be a list of strings; its default is "
         "used"),
        ("ignore = ['enum', 1]", "line 1: ignore must be a list of strings; its default is used"),
        ("knownTables = ['[s3cret]']", "line 1: knownTables: pattern 1 is written without "
         "brackets; it is skipped"),
        ("[[knownTables]]", "line 1: knownTables must be a list of strings; its default is used"),
        ("knownVariables = ['PREFECT_A', 's3cret']", "line 1: knownVariables: pattern 2 cannot "
         "match a variable that starts with `PREFECT_`, and others are not checked; it is skipped"),
        ("severities = {enum = 's3cret'}", "line 1: severities must be an object of codes with "
         "one of error, warning, information, note, hint, off; its default is used"),
        ("severities.enumm = 'off'", "line 1: severities: no finding has the code enumm; did "
         "you mean `enum`?"),
        ("x = ", "line 1 is not TOML, so the file is skipped"),
    ],
)  # fmt: skip
def test_mistakes_are_reported_and_stop_nothing(text: str, said: str, tmp_path: Path) -> None:
    found = own(tmp_path, text)
    assert [(each.where, each.message) for each in found.notes] == [(tmp_path / OWN, said)]
    assert "s3cret" not in str(found.notes)


def test_the_valid_keys_count_next_to_wrong_ones(tmp_path: Path) -> None:
    found = own(tmp_path, ALL.replace('"other"', '"", 3, "b.c"') + "nonsense = 1\n")
    assert found.chosen == CHOSEN._replace(
        version_in=tmp_path / OWN, allowed=Allowed(("acme.*", "b.c"), CHOSEN.allowed.variables)
    )
    assert len(found.notes) == 3


@pytest.mark.parametrize("text", ["tool.prefect-toml-lsp = 1\n", "[[tool.prefect-toml-lsp]]\n"])
def test_a_value_instead_of_a_table_is_reported(text: str, tmp_path: Path) -> None:
    (note,) = pyproject(tmp_path, text).notes
    assert note.message == "tool.prefect-toml-lsp must be a table; it is skipped"


def test_mistakes_in_pyproject_are_reported_with_their_table(tmp_path: Path) -> None:
    (note,) = pyproject(tmp_path, "[tool.prefect-toml-lsp]\nknownTable = 1\n").notes
    assert note.message.startswith("line 2: tool.prefect-toml-lsp.knownTable is not a setting")


@pytest.mark.parametrize("way", [each for each in WAYS if is_possible(each) and each != "folder"])
def test_an_unreadable_file_is_reported(way: str, tmp_path: Path) -> None:
    WAYS[way](tmp_path / OWN)
    found = read(tmp_path)
    assert found.chosen == Chosen()
    assert [each.where for each in found.notes] == [tmp_path / OWN]


@pytest.mark.parametrize("way", [each for each in WAYS if is_possible(each)])
def test_a_broken_pyproject_is_not_reported_here(way: str, tmp_path: Path) -> None:
    WAYS[way](tmp_path / "pyproject.toml")
    assert read(tmp_path) == Configuration()


@pytest.mark.parametrize("option", CONFIGURED, ids=lambda option: option.name)
def test_null_keeps_the_default(option: Option) -> None:
    assert Chosen.of({each.name: each.default for each in CONFIGURED}) == Chosen()
    assert option.name in {each.name for each in CONFIGURED}


_PIECES = st.sampled_from(
    [*(f"{each.name} = " for each in CONFIGURED), "[tool.prefect-toml-lsp]\n", "[[severities]]\n",
     "[severities.x]\n", "severities.enum = ", '"off"\n', "[]\n", '["a.*", "", 1]\n', "{a = 1}\n",
     "{}\n", "'x'\n", "1\n", "[", "\n", "a.b.c = 1\n", '"PREFECT_*"\n'],
)  # fmt: skip


@given(st.one_of(st.lists(_PIECES, max_size=8).map("".join), st.text(max_size=100)))
def test_any_text_is_read(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = text.encode("utf-8", "surrogatepass")
        (folder / OWN).write_bytes(content)
        assert isinstance(read(folder).chosen, Chosen)
        (folder / OWN).unlink()
        (folder / "pyproject.toml").write_bytes(b"[tool.prefect-toml-lsp]\n" + content)
        assert isinstance(read(folder).chosen, Chosen)


def test_an_open_pyproject_shows_what_is_wrong() -> None:
    text = "[project]\nname = 'x'\n[tool.prefect-toml-lsp]\nknownTable = ['s3cret']\n"
    schema = Catalogue.load().schema()
    document = Document(text)
    analysis = Analysis(document, Context(schema, kind=PYPROJECT))
    (found,) = analysis.findings()
    assert (found.code, found.span.line) == ("tool-configuration", 3)
    assert "`tool.prefect-toml-lsp.knownTable` is not a setting" in found.message
    analysis.update(document.edit(Span(3, 10, 3, 10), "s"))
    assert analysis.findings() == []
    other = Analysis(Document(text), Context(schema, kind=PREFECT))
    assert "tool-configuration" not in {each.code for each in other.findings()}


def test_findings_are_in_the_order_of_the_lines() -> None:
    text = "knownTables = 5\nseverities = {enum = 'nope'}\nselect = 3\n"
    found = check_configuration(Document(text), (), RELEASES)
    assert [each.span.line for each in found] == [0, 1, 2]
