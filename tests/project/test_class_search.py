"""The search for settings classes in a project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project import class_search
from prefect_toml_lsp.project.class_index import ClassIndex, LeftOut, Taken
from prefect_toml_lsp.project.class_search import ClassSearch
from tests.bad_files import WAYS, is_possible

SOURCE = """\
from prefect.settings.base import PrefectBaseSettings, build_settings_config


class {name}(PrefectBaseSettings):
    model_config = build_settings_config({table})
    host: str = ""
    port: int = 1
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_class(path: Path, name: str = "Acme", table: str = '("acme",)') -> Path:
    return write(path, SOURCE.format(name=name, table=table))


def search(root: Path) -> tuple[ClassIndex, list[Note]]:
    notes: list[Note] = []
    found = ClassSearch(root, notes.append)
    assert found.work()
    assert found.index is not None
    return found.index, notes


def names(root: Path) -> list[str]:
    return [each.name for each in search(root)[0].classes]


# Where it searches


def test_classes_are_found_except_in_environments_and_ignored_folders(
    tmp_path: Path,
) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".gitignore", "build/\n/ignored.py\n")
    write(tmp_path / "env" / "pyvenv.cfg", "")
    for folder in ("", "src/deep/er", "build", ".venv/lib", "node_modules/x", "env/lib"):
        write_class(tmp_path / folder / "acme.py", f"C{folder.replace('/', '_').strip('.')}")
    write_class(tmp_path / "ignored.py", "Ignored")
    write_class(tmp_path / "acme.txt", "Text")
    assert names(tmp_path) == ["C", "Csrc_deep_er"]


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert search(tmp_path / "gone") == (ClassIndex(), [])


@pytest.mark.parametrize("way", [each for each in WAYS if is_possible(each)])
def test_a_bad_file_is_reported_once_and_skipped(way: str, tmp_path: Path) -> None:
    WAYS[way](tmp_path / "bad.py")
    write_class(tmp_path / "good.py")
    found = ClassSearch(tmp_path, (notes := list[Note]()).append)
    assert found.work()
    assert found.index is not None
    assert [each.name for each in found.index.classes] == ["Acme"]
    is_quiet = way in ("folder", "binary")  # a folder, and a file without a class
    assert [each.where for each in notes] == ([] if is_quiet else [tmp_path / "bad.py"])


def test_a_file_that_does_not_parse_is_reported_with_its_line(tmp_path: Path) -> None:
    write(tmp_path / "bad.py", 'build_settings_config\nx = "s3cret" (:\n')
    write(tmp_path / "other.py", "def (:\n")  # does not mention settings
    _, notes = search(tmp_path)
    assert [each.where for each in notes] == [tmp_path / "bad.py"]
    assert notes[0].message.startswith("line 2 is not Python")
    assert "s3cret" not in str(notes)


def test_a_file_that_is_too_large_to_parse_is_reported(tmp_path: Path) -> None:
    path = write_class(tmp_path / "large.py")
    with path.open("a", encoding="utf-8") as file:
        file.write("# padding\n" * 30_000)
    write(tmp_path / "other.py", "# padding\n" * 30_000)  # does not mention settings
    found, notes = search(tmp_path)
    assert not found
    assert [each.where for each in notes] == [path]


def test_many_bad_files_are_reported_briefly(tmp_path: Path) -> None:
    for index in range(9):
        write(tmp_path / f"bad{index}.py", "build_settings_config (:\n")
    _, notes = search(tmp_path)
    assert len(notes) == 6
    assert notes[-1].message.startswith("4 more")


@pytest.mark.parametrize(
    ("bound", "value"),
    [("MOST_FILES", 2), ("MOST_FOLDERS", 2), ("MOST_BYTES", 400)],
)
def test_a_search_has_limits(
    bound: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(class_search, bound, value)
    for index in range(9):
        write_class(tmp_path / f"f{index}" / "acme.py", f"C{index}")
    found, notes = search(tmp_path)
    assert 0 < len(found.classes) < 4
    assert [each.where for each in notes] == [tmp_path]


# Searching again


def test_only_changed_files_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    before = class_search.read_bytes
    monkeypatch.setattr(
        class_search, "read_bytes", lambda path: read.append(path.name) or before(path)
    )
    write_class(tmp_path / "a.py", "A")
    write_class(tmp_path / "b.py", "B")
    found = ClassSearch(tmp_path, lambda _: None)
    found.work()
    first = found.index
    found.work()
    assert found.index == first
    assert read == ["a.py", "b.py"]
    write_class(tmp_path / "b.py", "Changed")
    os.remove(tmp_path / "a.py")
    found.work()
    assert read == ["a.py", "b.py", "b.py"]
    assert found.index is not None
    assert [each.name for each in found.index.classes] == ["Changed"]


def test_a_search_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_search, "SMALL", 0)
    for index in range(5):
        write_class(tmp_path / f"f{index}.py", f"C{index}")
    ticks = iter(range(1000))
    found = ClassSearch(tmp_path, lambda _: None, lambda: next(ticks))
    rounds = 1
    while not found.work(2):
        assert found.index is None
        rounds += 1
    assert found.index is not None
    assert (rounds > 1, len(found.index.classes)) == (True, 5)


def test_a_small_project_is_searched_at_once(tmp_path: Path) -> None:
    for index in range(40):
        write_class(tmp_path / f"f{index}.py", f"C{index}")
    assert ClassSearch(tmp_path, lambda _: None).work(0)
    for index in range(40):
        write_class(tmp_path / f"g{index}.py", f"C{index}")
    assert not ClassSearch(tmp_path, lambda _: None).work(0)


# What the classes read


@pytest.fixture
def index(tmp_path: Path) -> ClassIndex:
    write_class(tmp_path / "a.py", "Acme")
    write_class(tmp_path / "b.py", "Worker", '("acme", "worker")')
    write_class(tmp_path / "c.py", "Deep", '("integrations", "x", "y")')
    return search(tmp_path)[0]


def test_keys_and_tables_are_looked_up(index: ClassIndex) -> None:
    def at(path: str) -> object:
        found = index.at(path.split("."), 0)
        if isinstance(found, Taken):
            return found.reader and found.reader.name, found.field and found.field.name
        return found and (found.reader.name, ".".join(found.path), *found.meant)

    assert at("acme") == ("Acme", None)
    assert at("acme.host") == ("Acme", "host")
    assert at("acme.host.inner") == ("Acme", "host")
    assert at("acme.worker.port") == ("Worker", "port")
    assert at("acme.hots") == ("Acme", "acme.hots", "host")
    assert at("acme.wroker.port") == ("Acme", "acme.wroker", "worker")
    assert at("acme.worker.zzz.a") == ("Worker", "acme.worker.zzz")
    assert at("integrations.x") == (None, None)
    assert at("integrations.x.z") is None
    assert at("other") is None


def test_an_unknown_key_in_prefects_table_is_not_attributed_to_a_class(tmp_path: Path) -> None:
    write_class(tmp_path / "a.py", "Extra", '("server", "api")')
    found = search(tmp_path)[0]
    assert isinstance(found.at(("server", "api", "port"), 2), Taken)
    assert found.at(("server", "api", "prot"), 2) is None
    assert isinstance(found.at(("server", "api", "prot"), 0), LeftOut)


def test_a_class_that_another_file_derives_from_may_have_more(tmp_path: Path) -> None:
    write_class(tmp_path / "a.py", "Acme")
    assert isinstance(search(tmp_path)[0].at(("acme", "more"), 0), LeftOut)
    write(tmp_path / "b.py", "from a import Acme as Base\nclass More(Base):\n    more: int = 0\n")
    assert isinstance(search(tmp_path)[0].at(("acme", "more"), 0), Taken)


def test_a_field_without_a_class_takes_any_table(tmp_path: Path) -> None:
    text = SOURCE.format(name="Acme", table='("acme",)')
    more = "    worker: dict = {}\n    other: 'Worker | None' = None\n"
    write(tmp_path / "a.py", text + more)
    write_class(tmp_path / "b.py", "Worker", '("acme", "worker")')
    write_class(tmp_path / "c.py", "Worker", '("acme", "other")')
    found = search(tmp_path)[0]
    assert isinstance(found.at(("acme", "worker", "zzz"), 0), Taken)
    assert isinstance(found.at(("acme", "other", "zzz"), 0), LeftOut)


def test_variables_are_looked_up(index: ClassIndex) -> None:
    found = index.of_variable("PREFECT_ACME_WORKER_PORT")
    assert found is not None
    assert (found[0].name, found[1].name) == ("Worker", "port")
    assert index.of_variable("PREFECT_ACME_WORKER") is None
    assert [*index.near_variables("PREFECT_ACME_HOTS")][:1] == ["PREFECT_ACME_HOST"]
    assert not index.may_be_variable("PREFECT_ACME_X")
