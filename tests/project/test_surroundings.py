"""Changes on the disk that may change the release or the Python, and others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prefect_toml_lsp.project.surroundings import Surroundings

SITE = Path(".venv/lib/python3.11/site-packages")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "work" / "member"
    (folder / SITE).mkdir(parents=True)
    (folder / ".venv" / "pyvenv.cfg").write_text("version = 3.11.7\n")
    (folder / "requirements.txt").write_text("prefect\n")
    (tmp_path / "work" / "uv.lock").write_text("version = 1\n")
    return folder


def seen(folder: Path, root: Path) -> Surroundings:
    surroundings = Surroundings()
    surroundings.add(folder, root)
    return surroundings


CHANGES: dict[str, Callable[[Path], object]] = {
    "a requirement is written": lambda it: (it / "requirements.txt").write_text("prefect<3.4\n"),
    "a lock file of the workspace is written": lambda it: (it.parent / "uv.lock").write_text("#"),
    "a lock file comes": lambda it: (it / "poetry.lock").write_text(""),
    "a requirement goes": lambda it: (it / "requirements.txt").unlink(),
    "a package is installed": lambda it: (it / SITE / "prefect-3.4.1.dist-info").mkdir(),
    "another Python": lambda it: (it / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n"),
    "an image": lambda it: (it / "Dockerfile.dev").write_text("FROM prefecthq/prefect:3.1.4\n"),
    "a repository begins": lambda it: (it / ".git").mkdir(),
}
OTHERS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "a module": lambda it: (it / "flow.py").write_text(""),
    "a swap file": lambda it: (it / ".prefect.toml.swp").write_text(""),
    "above the root": lambda it: (it.parents[1] / "requirements.txt").write_text("prefect<3.2"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_files_that_may_decide_are_noticed(change: Callable[[Path], object], project: Path) -> None:
    surroundings = seen(project, project.parent)
    assert not surroundings.changed([project])
    change(project)
    assert surroundings.changed([project])
    surroundings.clear()
    surroundings.add(project, project.parent)
    assert not surroundings.changed([project])


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_other_files_are_not(change: Callable[[Path], object], project: Path) -> None:
    surroundings = seen(project, project.parent)
    change(project)
    assert not surroundings.changed([project])
    assert not surroundings.changed([project])  # also the second time


def test_forgetting_a_folder_keeps_the_others(project: Path) -> None:
    surroundings = seen(project, project.parent)
    other = project.parent / "other"
    other.mkdir()
    surroundings.add(other, project.parent)
    (project.parent / "uv.lock").write_text("# changed\n")
    surroundings.forget([other])
    surroundings.add(other, project.parent)
    assert not surroundings.changed([other])
    assert surroundings.changed([project])
    assert not surroundings.changed([project.parents[1]])  # was never added
