"""schema/integrations.py reads the facts about integration packages from their source."""

from __future__ import annotations

import importlib
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCHEMA_FOLDER = Path(__file__).resolve().parents[2] / "schema"
SCRIPTS = ("build", "keywords", "merging", "read_integration", "integrations")
PACKAGES: dict[str, Any] = json.loads((SCHEMA_FOLDER / "integrations.json").read_text("utf-8"))

SOURCE = '''
from __future__ import annotations
from datetime import timedelta
from typing import Annotated, Optional, Union
from prefect.settings.base import PrefectBaseSettings, build_settings_config

raise RuntimeError("imported")

Wait = Annotated[Union[str, timedelta], BeforeValidator(print)]

class Inner(PrefectBaseSettings):
    model_config = build_settings_config(("box", "inner"))
    size: float | None = Field(default=None, description="How large.")
    wait: Wait = timedelta(minutes=90)
    names: Optional[set[str]] = Field(default_factory=set)
    labels: dict[str, str] = Field(default_factory=dict)

class Outer(PrefectBaseSettings):
    """A class that contains another."""
    model_config = build_settings_config(("box",), frozen=True)
    inner: Inner = Field(default_factory=Inner)
    count: int = Field(default=3, ge=1, lt=9)
    name: str = Field(
        default="a",
        min_length=1,
        validation_alias=AliasChoices(AliasPath("name"), "prefect_box_name", "prefect_name"),
    )
    _hidden: int = 1

    def method(self) -> None:
        pass

class Other(Base):
    unrelated: int = 1
'''
DECLARED: dict[str, dict[str, Any]] = {
    "box": {"section": True, "reader": "prefect_box.sub.settings.Outer"},
    "box.inner": {"section": True},
    "box.inner.size": {
        "anyOf": [{"type": "number"}, {"type": "null"}],
        "default": None,
        "supported_environment_variables": ["PREFECT_BOX_INNER_SIZE"],
    },
    "box.inner.wait": {
        "anyOf": [{"type": "string"}, {"type": "string", "format": "duration"}],
        "default": "PT1H30M",
        "supported_environment_variables": ["PREFECT_BOX_INNER_WAIT"],
    },
    "box.inner.names": {
        "anyOf": [
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            {"type": "null"},
        ],
        "supported_environment_variables": ["PREFECT_BOX_INNER_NAMES"],
    },
    "box.inner.labels": {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "supported_environment_variables": ["PREFECT_BOX_INNER_LABELS"],
    },
    "box.count": {
        "type": "integer",
        "default": 3,
        "minimum": 1,
        "exclusiveMaximum": 9,
        "supported_environment_variables": ["PREFECT_BOX_COUNT"],
    },
    "box.name": {
        "type": "string",
        "default": "a",
        "minLength": 1,
        "supported_environment_variables": ["PREFECT_BOX_NAME", "PREFECT_NAME"],
    },
}

Wheels = Callable[..., Path]


@pytest.fixture
def integrations(tmp_path: Path) -> Iterator[ModuleType]:
    """schema/integrations.py as a module, with the path of a facts file that does not exist yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCHEMA_FOLDER))
        for name in SCRIPTS:
            patch.delitem(sys.modules, name, raising=False)
        module = importlib.import_module("integrations")
        file = tmp_path / "integrations.json"
        read = module.build.read_packages
        patch.setattr(module.build, "PACKAGES", file)
        patch.setattr(module.build, "read_packages", lambda: read(file))
        yield module
        for name in SCRIPTS:
            sys.modules.pop(name, None)


@pytest.fixture
def wheel(tmp_path: Path) -> Wheels:
    """A function that makes a wheel of prefect-box with one module with the given text."""

    def make(version: str, text: str = SOURCE) -> Path:
        path = tmp_path / f"prefect_box-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("prefect_box/__init__.py", "import nothing_like_this")
            archive.writestr("prefect_box/sub/settings.py", text)
        return path

    return make


# --- reading -------------------------------------------------------------------------------


def test_a_wheel_is_read_as_pydantic_would_declare_it(
    integrations: ModuleType, wheel: Wheels
) -> None:
    assert integrations.of_wheel(wheel("1.0.0")) == ("prefect-box", "1.0.0", DECLARED)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("    count: complex = 1", "complex is not understood"),
        (
            "    count: int = Field(default=1, multiple_of=2)",
            "count: multiple_of is not understood",
        ),
        ("    count: int | None = Field(default=1, ge=2)", "count: ge is not understood"),
        ("    count: int = Field(default=1, validation_alias=name)", "name is not understood"),
    ],
)
def test_unsupported_code_is_reported(
    integrations: ModuleType,
    wheel: Wheels,
    capsys: pytest.CaptureFixture[str],
    line: str,
    complaint: str,
) -> None:
    text = SOURCE.replace("    count: int = Field(default=3, ge=1, lt=9)", line)
    assert text != SOURCE
    assert integrations.main([str(wheel("1.0.0", text))]) == 2
    assert complaint in capsys.readouterr().err
    assert not integrations.build.PACKAGES.exists()


def test_a_class_without_a_table_and_one_in_another_place_are_reported(
    integrations: ModuleType, wheel: Wheels, capsys: pytest.CaptureFixture[str]
) -> None:
    for old, new, complaint in (
        ('build_settings_config(("box",), frozen=True)', "{}", "sub.settings.Outer: no table"),
        ('("box", "inner")', '("box", "outer")', "reads box.outer, but is box.inner"),
        ("class Outer", "class class", "is not Python"),
    ):
        assert integrations.main([str(wheel("1.0.0", SOURCE.replace(old, new)))]) == 2
        assert complaint in capsys.readouterr().err


def test_a_broken_wheel_is_reported(
    integrations: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "prefect_box-1.0.0-py3-none-any.whl"
    broken.write_bytes(b"PK\x03\x04 and no more")
    assert integrations.main([str(broken)]) == 2
    assert broken.name in capsys.readouterr().err


def test_a_file_that_is_too_large_is_not_read(
    integrations: ModuleType, wheel: Wheels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["read_integration"], "MOST_BYTES", 100)
    assert integrations.of_wheel(wheel("1.0.0")).declared == {}


# --- the command ---------------------------------------------------------------------------


def test_releases_are_merged_into_runs(
    integrations: ModuleType, wheel: Wheels, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, candidate = wheel("0.9.0", ""), wheel("1.1.0rc1", SOURCE.replace("box", "wrong"))
    first, second = wheel("1.0.0"), wheel("1.1.0", SOURCE.replace("default=3", "default=4"))
    assert integrations.main([str(each) for each in (second, empty, first, candidate)]) == 0
    packages = integrations.build.read_packages()
    assert list(packages) == ["prefect-box"]
    facts = packages["prefect-box"]
    assert facts.versions == ["0.9.0", "1.0.0", "1.1.0"]
    assert [(run.first, run.last) for run in facts.settings["box"]] == [("1.0.0", "1.1.0")]
    assert [run.facts["default"] for run in facts.settings["box.count"]] == [3, 4]
    capsys.readouterr()
    assert integrations.main(["--check", str(first), str(second), str(empty)]) == 0
    assert capsys.readouterr().out == "integrations.json: 0 of 3 releases differ\n"


@pytest.mark.parametrize("arguments", [["box.whl"], ["box-1.0.tar.gz"], ["--python", "no/python"]])
def test_what_is_neither_a_wheel_nor_a_program(
    integrations: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert integrations.main(["--check", *arguments]) == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith(f"integrations.py: {arguments[-1]}: ")
    assert complaint.count("\n") == 1


def test_check_reports_differences_and_writes_nothing(
    integrations: ModuleType, wheel: Wheels, capsys: pytest.CaptureFixture[str]
) -> None:
    assert integrations.main([str(wheel("1.0.0"))]) == 0
    before = integrations.build.PACKAGES.read_bytes()
    capsys.readouterr()
    changed = wheel("1.0.0", SOURCE.replace("default=3", "default=4"))
    assert integrations.main(["--check", str(changed), str(wheel("1.1.0"))]) == 1
    assert capsys.readouterr().out == (
        "prefect-box 1.0.0:\nchanged:\n  box.count: default 3 -> 4\n"
        "prefect-box 1.1.0:\n  not known\n"
        "integrations.json: 2 of 2 releases differ\n"
    )
    assert integrations.build.PACKAGES.read_bytes() == before


def test_an_installed_package_is_read_without_being_imported(
    integrations: ModuleType, wheel: Wheels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel("1.0.0")) as archive:
        archive.extractall(site)
    information = site / "prefect_box-1.0.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: prefect_box\nVersion: 1.0.0\n")
    beside = f"import sys; sys.path.insert(0, {str(site)!r})\n"
    monkeypatch.setattr(integrations, "INSTALLED", beside + integrations.INSTALLED)
    assert ("prefect-box", "1.0.0", DECLARED) in integrations.installed_in(sys.executable)


def test_an_interpreter_without_an_answer_is_reported(
    integrations: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrations, "INSTALLED", "raise SystemExit('not today')")
    assert integrations.main(["--python", sys.executable]) == 2
    assert capsys.readouterr().err == f"integrations.py: {sys.executable}: not today\n"


# --- the file on disk ----------------------------------------------------------------------


def test_the_facts_on_disk_are_as_the_script_writes_them(integrations: ModuleType) -> None:
    file = SCHEMA_FOLDER / "integrations.json"
    packages = {
        name: integrations.build.facts_of(data)
        for name, data in json.loads(file.read_text("utf-8")).items()
    }
    assert integrations.serialise(packages) == file.read_text("utf-8")


def test_the_newest_releases_have_78_settings() -> None:
    settings = [
        path
        for package in PACKAGES.values()
        for path, runs in package["settings"].items()
        if "to" not in runs[-1] and not runs[-1]["facts"].get("section")
    ]
    assert len(settings) == 78


def test_every_setting_is_below_the_table_of_a_class() -> None:
    for package in PACKAGES.values():
        settings = package["settings"]
        readers = [path for path, runs in settings.items() if "reader" in runs[-1]["facts"]]
        for path, runs in settings.items():
            if not runs[-1]["facts"].get("section"):
                assert any(path.startswith(f"{reader}.") for reader in readers), path
                assert path.rpartition(".")[0] in settings
