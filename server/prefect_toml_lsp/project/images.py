"""Prefect's own container images in `Dockerfile`s and compose files, by their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.prefect.releases import Release
from prefect_toml_lsp.project.constraints import release_of
from prefect_toml_lsp.project.reading import read_noted
from prefect_toml_lsp.records import NamedTuple

_FILES = (
    r"Dockerfile(?:\.[\w.-]+)?|.+\.[Dd]ockerfile|Containerfile(?:\.[\w.-]+)?"
    r"|(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml|\.envrc"
)
_MOST_FILES = 20  # in one folder
_MOST_IMAGES = 100  # in one file
_FROM = r"(?im)^[ \t]*FROM[ \t]+(?:--[^\s]{1,100}[ \t]+)?(\S{1,300})"
_IMAGE = r"""(?m)^[ \t]*(?:-[ \t]+)?image:[ \t]*["']?([^\s"']{1,300})"""
_ARG = r"""(?im)^[ \t]*ARG[ \t]+(\w{1,100})=["']?([\w.-]{1,100})"""
_VARIABLE = r"(?<!\$)\$\{?(PREFECT_\w{1,100})"
_ENV_FILE = r"(?m)^[ \t]*env_file:.{0,1000}(?:\n[ \t]*(?:-|path:|required:|format:).{0,1000}){0,50}"
_OF_FOLDER = r"(?m)^(?:[^#\n]*[^\w./#-])?(?:\./)?\.env(?![\w./-])"
WHOLE_FILE = "*"
"""All variables of `.env`, in `variables_in`."""
ENVRC = ".envrc"
"""The file of direnv, which sets the environment of a shell in the folder."""
_DIRENV = r"""(?mx)^ [ \t]* (?:set\ -a [ \t]* [;&]+ [ \t]*)?
    (?: dotenv(?:_if_exists)? [ \t]* (?= [;&\#\n] | $)
      | (?: dotenv(?:_if_exists)? | source(?:_env)? | \.) [ \t]+ ["']? (?: \./ | \$PWD/)?
        \.env ["']? (?= [\s;&] | $))
"""
_PREFECT = r"(?:\S{1,200}/)?prefecthq/prefect(?:-client)?:(?P<tag>[^@\s]{1,200})(?:@\S*)?"
_TAG = (
    r"(?P<version>\d[\w.]{0,60}?)(?:-latest)?(?:-python(?P<python>3\.\d{1,3}))?(?:-[a-z][\w.-]*)?"
)


class Image(NamedTuple):
    """One of Prefect's images: the version in its tag (``3``, ``3.4``, ``3.4.0``), its Python if
    the tag names it, and the file.
    """

    version: str
    python: tuple[int, int] | None
    where: Path


def image_files(names: Iterable[str]) -> list[str]:
    """Which of `names` may name an image, or pass `.env` on."""
    return sorted(name for name in names if re.fullmatch(_FILES, name))


def read_container_files(
    folder: Path, names: Sequence[str], notes: list[Note]
) -> list[tuple[Path, str]]:
    """The `Dockerfile`s, compose files and `.envrc` of `folder` with their text."""
    paths = [folder / name for name in image_files(names)[:_MOST_FILES]]
    texts = [(path, read_noted(path, notes)) for path in paths]
    return [(path, text) for path, text in texts if text]


def images_in(files: Iterable[tuple[Path, str]]) -> list[Image]:
    """The Prefect images in files whose tags have a version."""
    found: list[Image] = []
    for path, text in files:
        if "prefecthq/prefect" in text:
            found += _images(text, path)
    return found


def variables_in(files: Sequence[tuple[Path, str]]) -> frozenset[str]:
    """The `PREFECT_…` variables that compose files refer to, which compose takes from `.env`, and
    `WHOLE_FILE` if a container gets that file as its environment, or a shell by direnv.
    """
    texts = [text for path, text in files if _is_compose(path)]
    names = [name for text in texts if PREFIX in text for name in re.findall(_VARIABLE, text)]
    is_loaded = any(path.name == ENVRC and re.search(_DIRENV, text) for path, text in files)
    passed = [each for text in texts if "env_file" in text for each in re.findall(_ENV_FILE, text)]
    is_passed = is_loaded or any(re.search(_OF_FOLDER, each) for each in passed)
    return frozenset([*names, WHOLE_FILE] if is_passed else names)


def release_named(version: str, known: Sequence[Release]) -> Release | None:
    """The release for a version of one to three numbers: the newest of its line, or the version
    itself if it is unknown. None if it is not a version.
    """
    numbers = re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", version, re.ASCII)
    if numbers:
        wanted = tuple(map(int, version.split(".")))
        line = [release for release in known if release[: len(wanted)] == wanted]
        if line:
            return line[-1]
    return release_of(version)


def _images(text: str, where: Path) -> Iterator[Image]:
    is_compose = _is_compose(where)
    defaults = {} if is_compose else dict(re.findall(_ARG, text))
    written = re.findall(_IMAGE if is_compose else _FROM, text)
    for image in written[:_MOST_IMAGES]:
        found = re.fullmatch(_PREFECT, _filled_in(image, defaults))
        tag = re.fullmatch(_TAG, found["tag"]) if found else None
        if tag and release_of(tag["version"]):
            python = tag["python"]
            yield Image(tag["version"], (3, int(python[2:])) if python else None, where)


def _is_compose(path: Path) -> bool:
    return path.suffix in (".yml", ".yaml")


def _filled_in(image: str, defaults: dict[str, str]) -> str:
    """`image` with the variables replaced that have a default in the file."""

    def value(found: re.Match[str]) -> str:
        name, default = found[1] or found[3], found[2]
        return default or defaults.get(name, "$")  # "$" is in no tag

    return re.sub(r"\$(?:\{(\w+)(?::?-([\w.-]+))?\}|(\w+))", value, image)
