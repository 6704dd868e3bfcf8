"""Which Prefect release reads the configuration in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.prefect.releases import Release, nearest_known, show_release
from prefect_toml_lsp.project.constraints import Constraint, newest, release_of
from prefect_toml_lsp.project.folder import ProjectFolder, says_something, upwards, watched_files
from prefect_toml_lsp.project.images import Image, release_named
from prefect_toml_lsp.project.packages import (
    Package,
    Wanted,
    joined_prefect,
    newest_prefect,
    pinned,
)
from prefect_toml_lsp.records import NamedTuple

__all__ = ["Decision", "NotARelease", "decide", "decide_release", "says_something", "watched_files"]


class NotARelease(ValueError):  # noqa: N818 - a wrong setting, not an error here
    """The configured release is not a version."""

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        super().__init__(f"`{shown}` is not a Prefect release; use a version such as 3.4.1")


class Decision(NamedTuple):
    """The release that applies to a folder, and why.

    release
        One that is known.
    source
        ``"setting"``, ``"lock file"``, ``"installed"``, ``"requirement"``, ``"image"`` or
        ``"newest"``.
    where
        The file, or the `.dist-info` folder, that it was read from; None if the user set it.
    wanted
        The version or requirement as written there; empty for ``"newest"``.
    is_prefect_2
        Whether the project wants a Prefect before 3, which reads no `prefect.toml`. `release` is
        then the newest: nothing but a later release can be meant by the file.

    `notes` is what to say once in the log: files that were skipped, a release that is not
    known.
    """

    release: Release
    source: str
    where: Path | None
    wanted: str
    notes: tuple[Note, ...]
    is_prefect_2: bool


class _Choice(NamedTuple):
    release: Release
    is_prefect_2: bool = False
    note: str | None = None


def decide_release(
    folder: Path,
    known: Sequence[Release],
    explicit: str | None = None,
    root: Path | None = None,
) -> Decision:
    """The release of `known` (oldest first) that applies to `folder`.

    In this order: `explicit` (``3.4.1``; ``3.4`` is the newest 3.4); what a lock file pins or,
    without one, an environment has; what `pyproject.toml`, `setup.cfg`, an unpinned line of
    `requirements*.txt`, or else `environment.yml`, `pixi.toml` or `Pipfile` requires, as the newest
    known release that it admits; Prefect's newest image; the newest.

    The nearest folder that says anything decides: `folder` and those above it are asked, up to
    `root`, or where `folder` is not below it up to the one that has `.git`. One thing goes
    further: a requirement only bounds the release, so a version that is pinned further up (the
    one lock file of a workspace with many members) decides if the requirement admits it.

    An `explicit` text that is not a version is skipped with a note; `parse_explicit` raises.
    """
    notes: list[Note] = []
    try:
        chosen = parse_explicit(explicit, known) if explicit else None
    except NotARelease as error:
        chosen = None
        notes.append(Note(None, str(error)))
    if chosen:
        return chosen
    return decide(upwards(folder, root, notes), known, notes)[0]


def parse_explicit(text: str, known: Sequence[Release], where: Path | None = None) -> Decision:
    """The decision that `text` makes, an option or what a file of settings has. Raises
    `NotARelease`.

    A well-formed version that is not known is judged by the nearest one, with a note.
    """
    written = text.strip()
    numbers = release_of(written)
    release = release_named(written, known)
    if numbers is None or release is None:
        raise NotARelease(written)
    choice = _Choice(release) if release in known else _choose(numbers, known, written)
    if not choice.is_prefect_2 and choice.note is None and choice.release != release:
        note = (
            f"Prefect {written} is not a known release; "
            f"using the settings of {show_release(choice.release)}"
        )
        choice = choice._replace(note=note)
    return _decide(choice, "setting", where, written, [])


def decide(
    folders: Iterator[ProjectFolder], known: Sequence[Release], notes: list[Note]
) -> tuple[Decision, list[ProjectFolder]]:
    """What `folders`, the nearest first, say, and those of them that were asked; see
    `decide_release`.
    """
    wanted: Wanted | None = None
    asked: list[ProjectFolder] = []
    for each in folders:
        pin = _pin(each)
        if pin and wanted and not wanted.constraint.admits(pin[1].version):
            break
        asked.append(each)
        if pin:
            source, package = pin
            choice = _choose(_numbers(package.version), known, package.version)
            return _decide(choice, source, package.where, package.version, notes), asked
        wanted = wanted or _required(each, known, notes)
    if wanted:
        required = _choose_required(wanted.constraint, known)
        assert required is not None  # _required skips others
        text = wanted.constraint.wanted
        return _decide(required, "requirement", wanted.where, text, notes), asked
    image = _newest_image([image for each in asked for image in each.images], known)
    if image:
        release = release_named(image.version, known) or known[-1]
        choice = _choose(release, known, image.version)
        return _decide(choice, "image", image.where, image.version, notes), asked
    return _decide(_Choice(known[-1]), "newest", None, "", notes), asked


# What a folder says


def _pin(folder: ProjectFolder) -> tuple[str, Package] | None:
    """What a lock file in `folder` pins, `requirements*.txt` included, or else what is installed.

    A lock file comes first: it is what the project says, for everyone who works on it, while an
    environment may be older.
    """
    package = newest_prefect(folder.lock.packages) if folder.lock else None
    for group in folder.requirement_groups if package is None else ():
        package = package or newest_prefect(pinned(group))
    if package:
        return "lock file", package
    for environment in folder.environments:
        package = newest_prefect(environment.packages)
        if package:
            return "installed", package
    return None


def _required(folder: ProjectFolder, known: Sequence[Release], notes: list[Note]) -> Wanted | None:
    """The first requirement in `folder` that some release can satisfy."""
    for group in _groups(folder):
        wanted = joined_prefect(group)
        if wanted is None:
            continue
        if _choose_required(wanted.constraint, known):
            return wanted
        message = f"no Prefect release satisfies {wanted.constraint.wanted}"
        notes.append(Note(wanted.where, message))
    return None


def _groups(folder: ProjectFolder) -> Iterator[list[Wanted]]:
    yield from folder.stated_groups
    yield from folder.requirement_groups
    yield from folder.conda_groups


def _newest_image(images: Sequence[Image], known: Sequence[Release]) -> Image | None:
    return max(images, key=lambda image: release_named(image.version, known) or (), default=None)


# What it means


def _numbers(version: str) -> Release:
    numbers = release_of(version)
    assert numbers is not None  # `newest` skips others
    return numbers


def _decide(
    choice: _Choice, source: str, where: Path | None, wanted: str, notes: list[Note]
) -> Decision:
    if choice.note:
        notes.append(Note(where, choice.note))
    said = tuple(dict.fromkeys(notes))
    return Decision(choice.release, source, where, wanted, said, choice.is_prefect_2)


def _choose(wanted: Release, known: Sequence[Release], written: str) -> _Choice:
    """The known release for the numbers of a version.  `written` is what to call it."""
    if wanted[0] < 3:
        return _Choice(known[-1], is_prefect_2=True)
    nearest = nearest_known(wanted, known)
    note = None
    if wanted > known[-1]:
        note = (
            f"Prefect {written} is newer than all known releases; using the settings of "
            f"{show_release(nearest)}"
        )
    elif wanted < known[0]:
        note = (
            f"Prefect {written} is older than {show_release(known[0])}, the first release that "
            "reads prefect.toml; using the settings of that one"
        )
    return _Choice(nearest, note=note)


def _choose_required(constraint: Constraint, known: Sequence[Release]) -> _Choice | None:
    """The newest known release that `constraint` admits, else what is nearest to what it admits;
    None if it admits nothing that could exist.
    """
    for release in reversed(known):
        if constraint.admits(show_release(release)):
            return _Choice(release)
    version = newest(each for each in _likely(constraint) if constraint.admits(each))
    return _choose(_numbers(version), known, constraint.wanted) if version else None


def _likely(constraint: Constraint) -> Iterator[str]:
    """Versions at and right after those that a constraint names, and the ends of lines that come
    before the known ones.
    """
    for text in constraint.named:
        major, minor, patch = _numbers(text)
        yield text
        yield show_release((major, minor, patch + 1))
    yield from ("3.0.99", "2.99.99", "1.99.99")
