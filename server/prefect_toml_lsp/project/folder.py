"""The facts about a project in the files of one folder, and the folders to search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from os import listdir
from os.path import exists
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.files.traces import look
from prefect_toml_lsp.project.conda import environment_files, read_environment_file
from prefect_toml_lsp.project.configuration_file import OWN as CONFIGURATION
from prefect_toml_lsp.project.environments import ENVIRONMENTS, Environment, read_environments
from prefect_toml_lsp.project.images import (
    Image,
    image_files,
    images_in,
    read_container_files,
    variables_in,
)
from prefect_toml_lsp.project.keyed import PIPFILE, PIXI, read_pipfile, read_pixi
from prefect_toml_lsp.project.locks import LOCKS, Lock, read_lock
from prefect_toml_lsp.project.packages import Wanted
from prefect_toml_lsp.project.requirements import (
    PYPROJECT,
    SETUP,
    Group,
    read_pyproject,
    read_requirements,
    read_setup,
    requirement_files,
)

PYTHON_VERSION = ".python-version"


class ProjectFolder:
    """The files of the folder at `path`, each read at the first request and then cached.

    `notes` gets problems with them. An object is for one decision: it does not see later changes.
    """

    def __init__(self, path: Path, notes: list[Note]) -> None:
        self.path = path
        self._notes = notes

    @cached_property
    def names(self) -> list[str]:
        """The names of all entries of the folder; empty if it cannot be read."""
        look(self.path)
        try:
            return listdir(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._notes.append(Note(self.path, f"the folder cannot be read: {reason}"))
            return []

    @cached_property
    def lock(self) -> Lock | None:
        """The lock file that pins Prefect."""
        return read_lock(self.path, self.names, self._notes)

    @cached_property
    def environments(self) -> tuple[Environment, ...]:
        """The virtual environments, the one with Prefect first."""
        return read_environments(self.path, self.names, self._notes)

    @cached_property
    def requirement_groups(self) -> list[Group]:
        """The requirements in `requirements*.txt`, file by file."""
        files = requirement_files(self.names)
        return [read_requirements(self.path / name, self._notes) for name in files]

    @cached_property
    def stated_groups(self) -> list[Group]:
        """The requirements in `pyproject.toml` and then in `setup.cfg`, place by place."""
        found: list[Group] = []
        if PYPROJECT in self.names:
            found += read_pyproject(self.path / PYPROJECT, self._notes)
        if SETUP in self.names:
            found += read_setup(self.path / SETUP, self._notes)
        return found

    @cached_property
    def _conda(self) -> list[tuple[Group, str]]:
        files = environment_files(self.names)
        return [read_environment_file(self.path / name, self._notes) for name in files]

    @cached_property
    def conda_groups(self) -> list[Group]:
        """The requirements in `environment.yml`, `pixi.toml` and `Pipfile`, place by place."""
        found = [wanted for wanted, _ in self._conda]
        if PIXI in self.names:
            found += read_pixi(self.path / PIXI, self._notes)
        if PIPFILE in self.names:
            found += read_pipfile(self.path / PIPFILE, self._notes)
        return found

    @property
    def conda_pythons(self) -> list[tuple[str, Path]]:
        """The constraint for Python in `environment.yml`, and the file."""
        files = environment_files(self.names)
        pairs = zip(self._conda, files, strict=True)
        return [(python, self.path / name) for (_, python), name in pairs if python]

    @cached_property
    def images(self) -> list[Image]:
        """Prefect's images in `Dockerfile`s and compose files."""
        return images_in(self._container_files)

    @property
    def compose_variables(self) -> frozenset[str]:
        """The `PREFECT_…` variables that compose files refer to, or direnv loads."""
        return variables_in(self._container_files)

    @cached_property
    def _container_files(self) -> list[tuple[Path, str]]:
        return read_container_files(self.path, self.names, self._notes)

    def wanted(self) -> Iterator[Wanted]:
        """All requirements of the folder."""
        for group in (*self.requirement_groups, *self.stated_groups, *self.conda_groups):
            yield from group


def upwards(folder: Path, root: Path | None, notes: list[Note]) -> Iterator[ProjectFolder]:
    """`folder` and those above it, up to `root` or, if `folder` is not below that, up to the one
    with `.git`.
    """
    folder = folder.absolute()
    chain = [folder, *folder.parents]
    top = root.absolute() if root else None
    is_below = top in chain
    for each in chain:
        yield ProjectFolder(each, notes)
        if each == top or (not is_below and exists(each / ".git")):
            return


_NAMED = (*LOCKS, PYPROJECT, SETUP, PIXI, PIPFILE, PYTHON_VERSION, CONFIGURATION)
_DECIDING = frozenset((*_NAMED, *ENVIRONMENTS, ".git"))


def names_in(folder: Path | str) -> list[str]:
    """The names of all entries of a folder; empty if it cannot be read."""
    look(folder)
    try:
        return listdir(folder)
    except OSError:
        return []


def says_something(names: Sequence[str]) -> bool:
    """Whether a folder with these names in it may decide, or ends the search: one that does not is
    judged as the folder above it.
    """
    return not _DECIDING.isdisjoint(names) or bool(_deciding_by_pattern(names))


def deciding(names: Sequence[str]) -> list[str]:
    """The names in a folder that a decision about the folder may depend on."""
    return sorted(_DECIDING.intersection(names).union(_deciding_by_pattern(names)))


def _deciding_by_pattern(names: Sequence[str]) -> list[str]:
    return [*requirement_files(names), *environment_files(names), *image_files(names)]


def watched_files() -> tuple[str, ...]:
    """Glob patterns (LSP 3.17, `Pattern`) of the files that a decision depends on.

    Files that a `requirements*.txt` includes may have any name and are not among them. In Emacs's
    eglot braces hold no wildcards and `*` stands for at least one character; one bad pattern makes
    it watch nothing.
    """
    environments = f"**/{{{','.join(ENVIRONMENTS)}}}"
    packages = [
        f"{environments}/{folder}/site-packages/{package}.dist-info"
        for folder in ("lib/python3*", "Lib")
        for package in ("prefect-*", "prefect_*", "pydantic_settings-*")
    ]
    return (
        f"**/{{{','.join(_NAMED)}}}",
        "**/{requirements.txt,environment.yml,environment.yaml}",
        "**/requirements*.txt",
        "**/environment*.{yml,yaml}",
        "**/{Dockerfile,Containerfile}",
        "**/{Dockerfile,Containerfile}.*",
        "**/*.{dockerfile,Dockerfile}",
        "**/{compose,docker-compose}.{yml,yaml}",
        "**/.envrc",
        "**/{compose,docker-compose}.*.{yml,yaml}",
        f"{environments}/pyvenv.cfg",
        *packages,
    )
