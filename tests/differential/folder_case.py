"""One folder to ask about, and ways to remove assignments from it."""

from __future__ import annotations

import contextlib
import itertools
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.toml.reading import is_toml

PREFECT, PYPROJECT, DOTENV = "prefect.toml", "pyproject.toml", ".env"
PROFILES = "~/.prefect/profiles.toml"
"""Where Prefect looks for profiles by default; `~/` is the home directory."""

_MOST = 6
"""How many lines before and after a line `_statement` tries."""
_HEADER = re.compile(r"\s*\[\[?\s*['\"\w]")
_BOM = "\ufeff"
_NUMBERS = itertools.count()


class FolderCase(NamedTuple):
    """The files of a folder by name (`~/…` is in the home directory), and the environment."""

    files: Mapping[str, str]
    environment: Mapping[str, str] = {}

    @contextlib.contextmanager
    def written(self, home: Path) -> Iterator[Path]:
        """Write the folder to the disk, files below `~` into `home`, and remove them afterwards.

        Each folder has a new name, so that no cache of another one is used.
        """
        made: list[Path] = []
        with tempfile.TemporaryDirectory(prefix="folder-case-") as top:
            folder = Path(top).resolve() / f"project-{next(_NUMBERS)}"
            folder.mkdir()
            try:
                for name, text in self.files.items():
                    path = home / name[2:] if name.startswith("~/") else folder / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(encoded(text))
                    if name.startswith("~/"):
                        made.append(path)
                yield folder
            finally:
                for path in made:
                    path.unlink()
                    if path.parent != home:
                        shutil.rmtree(path.parent)

    def shown(self) -> str:
        """The case as text for people."""
        parts = [f"  {name}={value!r} (environment)" for name, value in self.environment.items()]
        parts += [f"  {name}: {text!r}" for name, text in self.files.items()]
        return "\n".join(parts)

    def without_lines(self, where: Mapping[str, set[int]]) -> FolderCase:
        """The case without the assignments at these lines (1-based) of these files."""
        files = dict(self.files)
        for name, lines in where.items():
            files[name] = without(name, files[name], lines)
        return self._replace(files=files)

    def smaller(self) -> Iterator[FolderCase]:
        """Smaller cases, smallest first: without a file, variable or lines, or a shorter line."""
        for name in self.files:
            yield self._replace(files={n: t for n, t in self.files.items() if n != name})
        for name in self.environment:
            kept = {n: value for n, value in self.environment.items() if n != name}
            yield self._replace(environment=kept)
        for name, text in self.files.items():
            lines = text.splitlines(keepends=True)
            for size in (len(lines) // 2, 1):
                for start in range(0, len(lines), size) if 0 < size < len(lines) else ():
                    kept_lines = lines[:start] + lines[start + size :]
                    yield self._replace(files={**self.files, name: "".join(kept_lines)})
        for name, text in self.files.items():
            lines = text.splitlines(keepends=True)
            for index, line in enumerate(lines):
                for shorter in _shorter(line):
                    kept_lines = [*lines[:index], shorter, *lines[index + 1 :]]
                    yield self._replace(files={**self.files, name: "".join(kept_lines)})


def encoded(text: str) -> bytes:
    """The bytes of a file; `"\\udcff"` stands for the byte 0xFF, which is not UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def decoded(content: bytes) -> str:
    """The inverse of `encoded`."""
    return content.decode("utf-8", "surrogateescape")


def _shorter(line: str) -> Iterator[str]:
    """Variants of a line without one of the items of its value, or with a shorter value."""
    name, equals, value = line.partition("=")
    if not equals or len(value) > 200:
        return
    for match in re.finditer(r"[,{\[] *[^,{}\[\]]+(?=[,}\]])", value):
        start = match.start() + (0 if match[0].startswith(",") else 1)
        yield name + equals + value[:start] + value[match.end() :]
    for match in re.finditer(r"[\w.:/$-]{5,}", value):
        yield name + equals + value[: match.start()] + match[0][:2] + value[match.end() :]


def without(name: str, text: str, lines: set[int]) -> str:
    """The text of a file without the assignments on these lines (1-based).

    Their lines become blank. In TOML, a header is removed with everything below it, and a byte
    order mark alone.
    """
    kept = text.splitlines(keepends=True)
    for line in sorted(lines):
        first = min(max(line - 1, 0), len(kept) - 1)
        if not kept or not kept[first].strip():
            continue
        if name.endswith(".toml") and kept[first].startswith(_BOM):
            kept[first] = kept[first].removeprefix(_BOM)
            continue
        start, end = _stretch(name, kept, first)
        kept[start:end] = [_blank(each) for each in kept[start:end]]
    return "".join(kept)


def _blank(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _stretch(name: str, lines: list[str], first: int) -> tuple[int, int]:
    """The start and end index of the lines of the assignment or table around a line."""
    if not name.endswith(".toml"):
        return first, _end_of_binding(lines, first)
    if not _HEADER.match(lines[first]):
        return _statement(lines, first)
    last = first + 1
    while last < len(lines) and not _HEADER.match(lines[last]):
        last += 1
    return first, last


def _statement(lines: list[str], first: int) -> tuple[int, int]:
    """The start and end index (exclusive) of the lines of the statement around a line.

    These are the fewest lines that are valid TOML; if there are none, the fewest without which
    the file is valid; else the line alone.
    """
    around = sorted(itertools.product(range(_MOST), range(_MOST)), key=sum)
    stretches = [(max(first - before, 0), first + 1 + after) for before, after in around]
    for start, end in stretches:
        if is_toml("".join(lines[start:end])):
            return start, end
    for start, end in stretches:
        if is_toml("".join(lines[:start] + lines[end:])):
            return start, end
    return first, first + 1


def _end_of_binding(lines: list[str], first: int) -> int:
    """The index after the last line of the `.env` assignment that begins at `first`."""
    value = lines[first].partition("=")[2].lstrip()
    quote = value[:1]
    if quote not in ("'", '"'):
        return first + 1
    whole = value[1:]
    for last in range(first + 1, len(lines) + 1):
        if re.match(rf"(?:\\.|[^\\{quote}])*{quote}", whole, re.DOTALL):
            return last
        whole += lines[last] if last < len(lines) else ""
    return first + 1
