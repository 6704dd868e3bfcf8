"""The runtime of a folder: Prefect, Python, and packages that affect how settings are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.prefect.releases import (
    Installed,
    Packages,
    Release,
    nearest_known,
    show_release,
)
from prefect_toml_lsp.project.constraints import Constraint, newest, release_of
from prefect_toml_lsp.project.environments import ENVIRONMENTS, Python
from prefect_toml_lsp.project.folder import ProjectFolder, upwards
from prefect_toml_lsp.project.images import Image, release_named
from prefect_toml_lsp.project.packages import (
    PREFECT,
    SETTINGS,
    integrations,
    newest_of,
    newest_prefect,
    pinned,
)
from prefect_toml_lsp.project.pythons import PythonFound, find_python
from prefect_toml_lsp.project.readers import FIRST_WITH_TOMLLIB, Readers, TomlReader
from prefect_toml_lsp.project.release import Decision, decide, parse_explicit
from prefect_toml_lsp.records import NamedTuple

# How Prefect reads TOML and `.env`; measured, see docs/what-prefect-does.md.
_POSITIONAL = ((3, 1, 2), (3, 6, 27))  # these releases pass arguments to pydantic-settings by place
_MOVED = (2, 14, 0)  # the pydantic-settings in which these arguments have other places
_NAMES_FIRST = ((2, 13, 0), (2, 13, 99))  # these hand a value on under the name of its variable
_ANY_CASE_JSON = (2, 15, 0)  # since this version, keys of JSON in profiles are case-insensitive
_NEW_SETTINGS = (((3, 9), "2.11.0"), ((3, 10), "2.15.0"), ((3, 11), "2.16.3"))
"""The pydantic-settings that a new installation gets, by the Python from which on it does."""
_BEFORE_NEW = ("2.15.0", "2.14.0", "2.13.1", "2.11.0")  # what a requirement may leave of them


NO_PACKAGES: Mapping[str, Sequence[Release]] = {}


class Located(NamedTuple):
    """A version, None if only the presence is known, and the file or folder that says so."""

    version: str | None
    where: Path


class Explained(NamedTuple):
    """The runtime of a folder and the reason, for a summary.

    release
        ``Prefect 3.9.1``.
    reason
        The file that decides, or a text with the reason.
    beside
        Other facts that affect how files are read, and images with another release; usually empty.
    """

    release: str
    reason: str
    beside: str = ""

    def __str__(self) -> str:
        return f"{self.release} ({self.reason}){self.beside}"


class Runtime:
    """The runtime of a folder. What follows from it is worked out once: many folders share one.

    decision
        The release and why; `release` and `notes` are its.
    python
        With the file or environment that names it, or None if 3.12 is assumed.
    pydantic_settings
        None if the project does not tell: then a new installation is assumed.
    packages
        Prefect, its integrations and pydantic-settings by their normalized names: the locked
        version, else the installed one, else the required one (with a version if it is the only
        one, or not the newest).
    other_images
        Prefect images with another release than the one that decides.
    has_all_packages
        Whether `packages` is complete: there is a lock file or a virtual environment, and the
        project names no Prefect image, which may have others.
    compose_variables
        The `PREFECT_…` variables that compose files of the folder refer to, and `WHOLE_FILE` if
        one passes `.env` to a container.
    """

    def __init__(
        self,
        decision: Decision,
        python: PythonFound,
        pydantic_settings: Located | None,
        packages: Mapping[str, Located],
        other_images: tuple[Image, ...],
        has_all_packages: bool,
        compose_variables: frozenset[str] = frozenset(),
    ) -> None:
        self.decision = decision
        self.python = python
        self.pydantic_settings = pydantic_settings
        self.packages = packages
        self.other_images = other_images
        self.has_all_packages = has_all_packages
        self.compose_variables = compose_variables

    @cached_property
    def integrations(self) -> Packages:
        """The integration packages."""
        found = {
            name: Installed(each.version, _shown(each.where))
            for name, each in self.packages.items()
            if name not in (*PREFECT, SETTINGS)
        }
        return Packages(found, self.has_all_packages)

    @property
    def release(self) -> Release:
        """The release, one that is known."""
        return self.decision.release

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes to log once."""
        return self.decision.notes

    @property
    def toml_reader(self) -> TomlReader:
        """What reads TOML files: the standard library or the package *toml*."""
        has_tomllib = self.python.version >= (3, 11) and self.release >= FIRST_WITH_TOMLLIB
        return "tomllib" if has_tomllib else "toml"

    @property
    def reads_dotenv(self) -> bool:
        """Whether variables in `.env` count in the spelling that the documentation has.

        Where they don't, Prefect still opens `.env`, so one that is not UTF-8 stops it, and still
        takes `PREFECT_PROFILES_PATH` from it to find the profiles.
        """
        first, last = _POSITIONAL
        if not first <= self.release <= last:
            return True
        return self._settings_release < _MOVED

    @property
    def _settings_release(self) -> Release:
        told = self.pydantic_settings and self.pydantic_settings.version
        return release_of(told or _new_settings(self.python.version)) or _ANY_CASE_JSON

    @cached_property
    def readers(self) -> Readers:
        """How files are read, for code that reads them as Prefect does."""
        told = (self.pydantic_settings and self.pydantic_settings.version) or ""
        reads = self.reads_dotenv
        first, last = _NAMES_FIRST
        return Readers(
            self.toml_reader,
            reads,
            self.python.version,
            "" if reads else told,
            ranks_names_first=first <= self._settings_release <= last,
            any_case_json=self._settings_release >= _ANY_CASE_JSON,
        )

    def assumes(self) -> str:
        """An assumption that affects verdicts, as a sentence to print once; else ""."""
        if self.reads_dotenv or self.pydantic_settings is not None:
            return ""
        return (
            f"Prefect {show_release(self.release)} ignores .env with the pydantic-settings of a "
            "new installation, which is assumed"
        )

    @cached_property
    def explained(self) -> Explained:
        """The runtime, and the reason."""
        beside = ""
        if self.release >= FIRST_WITH_TOMLLIB and self.toml_reader == "toml":
            python = ".".join(map(str, self.python.version))
            beside = f", Python {python}{_in(self.python.where)}"
        others = dict.fromkeys(
            f"; {each.where.name} has {each.version}" for each in self.other_images
        )
        return Explained(
            f"Prefect {show_release(self.release)}", self._reason(), "".join((beside, *others))
        )

    def _reason(self) -> str:
        where = self.decision.where
        if where is not None:
            return _shown(where)
        return "as set" if self.decision.source == "setting" else "the newest known"


def decide_runtime(
    folder: Path,
    known: Sequence[Release],
    explicit: str | None = None,
    root: Path | None = None,
    explicit_in: Path | None = None,
    packages: Mapping[str, Sequence[Release]] = NO_PACKAGES,
) -> Runtime:
    """What runs in `folder`; the arguments are those of `decide_release`, the file that states an
    `explicit` release, if one does, and the known versions of `packages`, oldest first, of which a
    requirement may keep a package from being the newest.

    Raises `NotARelease` if `explicit` is not a version. Broken files become notes.
    """
    notes: list[Note] = []
    chain = list(upwards(folder, root, notes))
    if explicit:
        decision, asked = parse_explicit(explicit, known, explicit_in), chain
    else:
        decision, asked = decide(iter(chain), known, notes)
    found = _packages(asked, packages)
    python = find_python(chain, notes)
    others = tuple(_others(asked, known, decision))
    if python.where is None and decision.source == "image":
        python = _python_of_image(asked, decision) or python
    said = tuple(dict.fromkeys((*decision.notes, *notes)))
    settings = _settings(asked, found, python)
    decision, all_known = decision._replace(notes=said), _has_all_packages(asked)
    referred = chain[0].compose_variables if chain else frozenset()
    return Runtime(decision, python, settings, found, others, all_known, referred)


def _packages(
    folders: Sequence[ProjectFolder], known: Mapping[str, Sequence[Release]]
) -> dict[str, Located]:
    """The packages of `folders`, the nearest first; in a folder locked versions come first."""
    found: dict[str, Located] = {}
    for folder in folders:
        locked = folder.lock.packages if folder.lock else ()
        lines = [wanted for group in folder.requirement_groups for wanted in group]
        installed = [package for each in folder.environments for package in each.packages]
        for packages in (locked, pinned(lines), installed):
            for name in dict.fromkeys(each.name for each in packages):
                package = newest_of(name, packages)
                where = next(each.where for each in packages if each.name == name)
                found.setdefault(
                    name,
                    Located(package.version, package.where) if package else Located(None, where),
                )
    every = [wanted for folder in folders for wanted in folder.wanted()]
    for wanted in every:
        version = _version_wanted(wanted.constraint, known.get(wanted.name, ()))
        found.setdefault(wanted.name, Located(version, wanted.where))
    for wanted in every:  # extras tell no version
        for name in integrations(wanted):
            found.setdefault(name, Located(None, wanted.where))
    return found


def _version_wanted(constraint: Constraint, known: Sequence[Release]) -> str | None:
    """The only version that a requirement admits, or the newest of `known` that it admits if that
    is not the newest of all; None if it says nothing.
    """
    if len(constraint.pins) == 1:
        return constraint.pins[0]
    versions = [show_release(each) for each in reversed(known)]
    if not versions:
        return None
    found = next((each for each in versions if constraint.admits(each)), None)
    if found is None and constraint.named:
        is_older = all((release_of(each) or known[0]) <= known[0] for each in constraint.named)
        return versions[-1] if is_older else None
    return None if found == versions[0] else found


def _has_all_packages(folders: Sequence[ProjectFolder]) -> bool:
    """Whether a lock file or an environment that has Prefect has all packages of `folders`."""
    if any(folder.images for folder in folders):
        return False
    return any(
        folder.lock or any(newest_prefect(each.packages) for each in folder.environments)
        for folder in folders
    )


def _settings(
    folders: Sequence[ProjectFolder], packages: Mapping[str, Located], python: PythonFound
) -> Located | None:
    """The pydantic-settings that is named, or that a requirement keeps from being the newest."""
    found = packages.get(SETTINGS)
    if found is None or found.version is not None:
        return found
    new = _new_settings(python.version)
    for folder in folders:
        for wanted in folder.wanted():
            if wanted.name == SETTINGS and not wanted.constraint.admits(new):
                version = newest(
                    each
                    for each in (*wanted.constraint.named, *_BEFORE_NEW)
                    if wanted.constraint.admits(each)
                )
                return Located(version, wanted.where) if version else None
    return None


def _new_settings(python: Python) -> str:
    allowed = [version for first, version in _NEW_SETTINGS if first <= python]
    return allowed[-1] if allowed else _NEW_SETTINGS[0][1]


def _others(
    folders: Sequence[ProjectFolder], known: Sequence[Release], decision: Decision
) -> Iterator[Image]:
    for folder in folders:
        for image in folder.images:
            release = release_named(image.version, known)
            if (release and release[0] < 3) != decision.is_prefect_2 or (
                not decision.is_prefect_2
                and release
                and nearest_known(release, known) != decision.release
            ):
                yield image


def _python_of_image(folders: Sequence[ProjectFolder], decision: Decision) -> PythonFound | None:
    for folder in folders:
        for image in folder.images:
            if image.python and (image.version, image.where) == (decision.wanted, decision.where):
                return PythonFound(image.python, image.where)
    return None


def _shown(where: Path) -> str:
    """The name of the file, or of the environment that contains it."""
    environment = next((part for part in where.parts[::-1] if part in ENVIRONMENTS), None)
    return environment if environment and where.suffix == ".dist-info" else where.name


def _in(where: Path | None) -> str:
    return f" ({_shown(where)})" if where else ""
