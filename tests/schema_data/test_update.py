"""schema/update.py reads the facts from the installed Prefect."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCHEMA_FOLDER = Path(__file__).resolve().parents[2] / "schema"
PREFECT_PYTHON = os.environ.get("PREFECT_PYTHON")

SCRIPTS = ("build", "keywords", "merging", "read_integration", "integrations", "update")

TABLE = {"section": True}
ONE = {"type": "integer", "default": 1, "supported_environment_variables": ["PREFECT_T_A"]}
TWO = {**ONE, "default": 2}


@pytest.fixture(scope="module")
def update() -> Iterator[ModuleType]:
    """schema/update.py as a module, with its folder on the path for the other scripts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCHEMA_FOLDER))
        for name in SCRIPTS:
            patch.delitem(sys.modules, name, raising=False)
        yield importlib.import_module("update")
        for name in SCRIPTS:
            sys.modules.pop(name, None)


@pytest.fixture
def merging(update: ModuleType) -> ModuleType:
    """The schema/merging.py that update.py imports."""
    return sys.modules[update.merge.__module__]


@pytest.fixture
def small(update: ModuleType) -> Any:
    """A table with one setting, the same in three releases."""
    return update.Facts(
        versions=["3.8.8", "3.9.0", "3.9.1"],
        settings={
            "t": [update.build.Run("3.8.8", "3.9.1", TABLE)],
            "t.a": [update.build.Run("3.8.8", "3.9.1", ONE)],
        },
    )


# --- merging -------------------------------------------------------------------------------


def test_a_new_release_without_changes_lengthens_every_run(update: ModuleType, small: Any) -> None:
    merged = update.merge(small, "3.10.0", {"t": TABLE, "t.a": ONE})
    assert merged.versions == ["3.8.8", "3.9.0", "3.9.1", "3.10.0"]
    assert merged.settings == {
        "t": [("3.8.8", "3.10.0", TABLE)],
        "t.a": [("3.8.8", "3.10.0", ONE)],
    }


def test_a_changed_default_begins_a_run(update: ModuleType, small: Any) -> None:
    merged = update.merge(small, "3.9.2", {"t": TABLE, "t.a": TWO})
    assert merged.settings["t.a"] == [("3.8.8", "3.9.1", ONE), ("3.9.2", "3.9.2", TWO)]


def test_true_is_not_one(update: ModuleType, small: Any) -> None:
    merged = update.merge(small, "3.9.2", {"t": TABLE, "t.a": {**ONE, "default": True}})
    assert [run.first for run in merged.settings["t.a"]] == ["3.8.8", "3.9.2"]
    assert merged.settings["t.a"][1].facts["default"] is True


def test_one_and_one_point_zero_are_the_same_number(
    update: ModuleType, merging: ModuleType, small: Any
) -> None:
    float_one = {**ONE, "default": 1.0, "examples": [{"b": 2.0}]}
    merged = update.merge(small, "3.9.1", {"t": TABLE, "t.a": float_one})
    again = update.merge(merged, "3.9.2", {"t": TABLE, "t.a": {**ONE, "examples": [{"b": 2}]}})
    assert [run.first for run in again.settings["t.a"]] == ["3.8.8", "3.9.1"]
    assert again.settings["t.a"][1].last == "3.9.2"
    assert merging.canonical(1.5) != merging.canonical(1)


def test_the_order_of_keywords_does_not_matter(update: ModuleType, small: Any) -> None:
    turned = dict(reversed(ONE.items()))
    merged = update.merge(small, "3.9.2", {"t": TABLE, "t.a": turned})
    assert merged.settings["t.a"] == [("3.8.8", "3.9.2", ONE)]


def test_a_setting_that_is_gone_keeps_its_run(update: ModuleType, small: Any) -> None:
    merged = update.merge(small, "3.9.2", {"t": TABLE})
    assert merged.settings["t.a"] == [("3.8.8", "3.9.1", ONE)]
    assert update.of_release(merged, "3.9.2") == {"t": TABLE}


def test_a_renamed_setting_is_one_removed_and_one_new(update: ModuleType, small: Any) -> None:
    merged = update.merge(small, "3.9.2", {"t": TABLE, "t.b": ONE})
    assert list(merged.settings) == ["t", "t.a", "t.b"]
    assert merged.settings["t.a"] == [("3.8.8", "3.9.1", ONE)]
    assert merged.settings["t.b"] == [("3.9.2", "3.9.2", ONE)]


def test_a_setting_that_comes_back_has_a_gap(update: ModuleType, small: Any) -> None:
    merged = update.merge(small, "3.9.0", {"t": TABLE})
    assert merged.versions == small.versions
    assert merged.settings["t.a"] == [("3.8.8", "3.8.8", ONE), ("3.9.1", "3.9.1", ONE)]


def test_a_release_between_known_ones_takes_its_place(update: ModuleType, small: Any) -> None:
    merged = update.merge(small, "3.8.9", {"t": TABLE, "t.a": TWO})
    assert merged.versions == ["3.8.8", "3.8.9", "3.9.0", "3.9.1"]
    assert merged.settings["t.a"] == [
        ("3.8.8", "3.8.8", ONE),
        ("3.8.9", "3.8.9", TWO),
        ("3.9.0", "3.9.1", ONE),
    ]


def test_correcting_a_release_moves_the_boundary_of_runs(update: ModuleType, small: Any) -> None:
    late = update.merge(small, "3.9.1", {"t": TABLE, "t.a": TWO, "t.b": ONE})
    right = update.merge(late, "3.9.0", {"t": TABLE, "t.a": TWO, "t.b": ONE})
    assert right.settings["t.a"] == [("3.8.8", "3.8.8", ONE), ("3.9.0", "3.9.1", TWO)]
    assert right.settings["t.b"] == [("3.9.0", "3.9.1", ONE)]


def test_a_path_that_no_release_has_is_dropped(update: ModuleType) -> None:
    facts = update.Facts(["3.9.1"], {"t.wrong": [update.build.Run("3.9.1", "3.9.1", ONE)]})
    assert update.merge(facts, "3.9.1", {"t": TABLE}).settings == {"t": [("3.9.1", "3.9.1", TABLE)]}


# --- comparing -----------------------------------------------------------------------------


def test_compare_finds_new_removed_moved_and_changed_settings(
    update: ModuleType, merging: ModuleType
) -> None:
    other = {"type": "string", "supported_environment_variables": ["PREFECT_T_OTHER"]}
    before = {"t": TABLE, "t.a": ONE, "t.gone": other, "u.kept": ONE}
    heir = {**TWO, "supported_environment_variables": ["PREFECT_U_A", "PREFECT_T_A"]}
    after = {"t": TABLE, "u": TABLE, "u.a": heir, "u.kept": {"type": "number", "default": 1}}
    changes = update.compare(before, after)
    assert changes == merging.Changes(
        new=["u"],
        gone=["t.gone"],
        moved={"t.a": "u.a"},
        changed=[
            'u.kept: supported_environment_variables ["PREFECT_T_A"] -> (none)',
            'u.kept: type "integer" -> "number"',
        ],
    )
    assert update.report(changes).startswith("new:\n  u\ngone:\n  t.gone\nmoved:\n  t.a -> u.a\n")


def test_the_same_facts_have_no_changes(update: ModuleType) -> None:
    assert update.report(update.compare({"t.a": ONE}, {"t.a": dict(ONE)})) == ""


# --- the file on disk ----------------------------------------------------------------------


@pytest.mark.slow
def test_the_facts_on_disk_are_as_update_writes_them(update: ModuleType) -> None:
    facts = update.build.read_facts()
    assert update.facts_text(facts) + "\n" == update.build.FACTS.read_text(encoding="utf-8")
    assert facts.versions == sorted(facts.versions, key=update.release_key)
    for version in (facts.versions[0], "3.6.14", facts.versions[-1]):
        assert update.merge(facts, version, update.of_release(facts, version)) == facts


@pytest.mark.skipif(
    PREFECT_PYTHON is None, reason="PREFECT_PYTHON names no interpreter that has Prefect"
)
def test_the_facts_are_what_the_installed_prefect_declares(
    update: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    status = update.main(["--check", "--python", str(PREFECT_PYTHON)])
    output = capsys.readouterr()
    assert status == 0, output.out + output.err


# --- the command, against a package that stands in for Prefect -----------------------------

STAND_IN = '''
"""Declares a table, a reference with other keywords, and three defaults."""
import os

class Settings:
    @staticmethod
    def model_json_schema():
        return {
            "title": "Settings",
            "$defs": {
                "T": {
                    "description": "A table.",
                    "properties": {
                        "a": {
                            "title": "A",
                            "description": "A number.",
                            "type": "integer",
                            "default": int(os.environ.get("PREFECT_T_A", "1")),
                            "supported_environment_variables": ["PREFECT_T_A"],
                        },
                        "kind": {
                            "anyOf": [{"$ref": "#/$defs/Kind"}, {"type": "null"}],
                            "default": os.environ.get("SSL_CERT_FILE"),
                        },
                        "many": {"type": "array", "items": {"title": "Item", "type": "string"}},
                    },
                },
                "Kind": {"title": "Kind", "enum": ["x", "y"], "type": "string"},
            },
            "properties": {
                "t": {"$ref": "#/$defs/T", "description": "What T is for."},
                "u": {"allOf": [{"$ref": "#/$defs/Kind"}], "title": "U", "default": "x"},
                "home": {
                    "type": "string",
                    "default": os.path.join(os.path.expanduser("~"), ".prefect"),
                },
            },
        }
'''
DECLARED: dict[str, dict[str, Any]] = {
    "home": {"type": "string"},
    "t": TABLE,
    "t.a": ONE,
    "t.kind": {
        "anyOf": [{"enum": ["x", "y"], "type": "string"}, {"type": "null"}],
        "default": None,
    },
    "t.many": {"type": "array", "items": {"type": "string"}},
    "u": {"enum": ["x", "y"], "type": "string", "default": "x"},
}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that installs the stand-in as a given release."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PREFECT_T_A", "99")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/certificates.pem")

    def as_release(version: str) -> None:
        package = tmp_path / "prefect"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").write_text(f"__version__ = {version!r}\n")
        (package / "settings.py").write_text(STAND_IN)

    return as_release


@pytest.fixture
def facts_file(
    update: ModuleType, small: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The small facts as a file, used instead of facts.json."""
    file = tmp_path / "facts.json"
    file.write_text(update.facts_text(small), encoding="utf-8")
    read = update.build.read_facts
    monkeypatch.setattr(update.build, "FACTS", file)
    monkeypatch.setattr(update.build, "read_facts", lambda: read(file))
    return file


def test_ask_gives_the_release_and_its_facts(update: ModuleType, install: Any) -> None:
    install("3.9.2")
    assert update.ask(sys.executable) == ("3.9.2", DECLARED)


def test_the_interpreter_may_be_named_from_the_working_directory(
    update: ModuleType, install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("3.9.2")
    folder, name = Path(sys.executable).parent, Path(sys.executable).name
    monkeypatch.chdir(folder.parent)
    version, _ = update.ask(str(Path(folder.name, name)))
    assert version == "3.9.2"


@pytest.mark.usefixtures("facts_file")
@pytest.mark.slow
def test_update_writes_a_new_release(
    update: ModuleType, install: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    install("3.9.2")
    assert update.main(["--python", sys.executable]) == 0
    facts = update.build.read_facts()
    assert facts.versions == ["3.8.8", "3.9.0", "3.9.1", "3.9.2"]
    assert update.of_release(facts, "3.9.2") == DECLARED
    assert update.of_release(facts, "3.9.1") == {"t": TABLE, "t.a": ONE}
    printed = capsys.readouterr().out
    assert printed.startswith(
        "Prefect 3.9.2, a new release, against 3.9.1:\nnew:\n  home\n  t.kind\n  t.many\n  u\n"
    )
    assert "descriptions to write or to correct:\n" in printed
    assert "  t.kind: no description\n" in printed
    assert "  api.url: described, but no release has such a setting\n" in printed
    assert "  integrations.kubernetes.worker: described, but" not in printed
    assert update.main(["--check", "--python", sys.executable]) == 0


@pytest.mark.usefixtures("facts_file")
@pytest.mark.slow
def test_update_corrects_a_known_release(
    update: ModuleType, install: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    install("3.9.1")
    assert update.main(["--check", "--python", sys.executable]) == 1
    assert capsys.readouterr().out.startswith(
        "Prefect 3.9.1 declares otherwise than facts.json says:\nnew:\n  home\n"
    )
    assert update.main(["--python", sys.executable]) == 0
    facts = update.build.read_facts()
    assert facts.versions == ["3.8.8", "3.9.0", "3.9.1"]
    assert facts.settings["t.a"] == [("3.8.8", "3.9.1", ONE)]
    assert facts.settings["u"] == [("3.9.1", "3.9.1", DECLARED["u"])]


def test_check_writes_nothing_and_requires_a_known_release(
    update: ModuleType, install: Any, facts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = facts_file.read_bytes()
    install("3.9.2")
    assert update.main(["--check", "--python", sys.executable]) == 1
    assert capsys.readouterr().out == "Prefect 3.9.2: facts.json does not know this release\n"
    assert facts_file.read_bytes() == before


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("3.10.0rc1", "Prefect 3.10.0rc1 is not a stable release"),
        ("3.9.1+4.gabc", "Prefect 3.9.1+4.gabc is not a stable release"),
        ("3.0.11", "Prefect 3.0.11 does not read prefect.toml"),
    ],
)
def test_only_a_stable_release_that_reads_the_file_is_an_answer(
    update: ModuleType,
    install: Any,
    facts_file: Path,
    capsys: pytest.CaptureFixture[str],
    version: str,
    reason: str,
) -> None:
    before = facts_file.read_bytes()
    install(version)
    assert update.main(["--python", sys.executable]) == 2
    assert reason in capsys.readouterr().err
    assert facts_file.read_bytes() == before


def test_an_interpreter_without_prefect_fails(
    update: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "prefect.py").write_text("raise ImportError('not here')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert update.main(["--python", sys.executable]) == 2
    assert "ImportError: not here" in capsys.readouterr().err
    assert update.main(["--python", str(tmp_path / "python")]) == 2
    assert str(tmp_path / "python") in capsys.readouterr().err


def test_the_facts_are_written_as_json(update: ModuleType, small: Any) -> None:
    data = json.loads(update.facts_text(small))
    assert data["versions"] == small.versions
    assert data["settings"]["t"] == [{"from": "3.8.8", "facts": TABLE}]


def test_a_new_release_touches_no_line_of_what_stays_the_same(
    update: ModuleType, small: Any
) -> None:
    merged = update.merge(small, "3.9.2", {"t": TABLE, "t.a": ONE, "t.b": ONE})
    before, after = (update.facts_text(facts).splitlines() for facts in (small, merged))
    assert [line for line in before if line not in after] == [
        '  "3.9.0", "3.9.1"',
        next(line for line in before if line.startswith('  "t.a"')),  # ends in a comma now
    ]


def test_the_facts_are_read_as_they_were_written(
    update: ModuleType, small: Any, tmp_path: Path
) -> None:
    gone = update.merge(small, "3.9.2", {"t": TABLE})
    changed = update.merge(gone, "3.10.0", {"t": TABLE, "t.a": TWO})
    for facts in (small, gone, changed):
        file = tmp_path / "facts.json"
        file.write_text(update.facts_text(facts), encoding="utf-8")
        assert update.build.read_facts(file) == facts
