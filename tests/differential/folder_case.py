"""One folder to ask about, and what is left of it when one assignment is taken out."""

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
"""Where Prefect looks for profiles when nothing says otherwise; `~/` is the home directory."""

_MOST = 6
"""How many lines of a statement are looked at on either side of one."""
_HEADER = re.compile(r"\s*\[\[?\s*['\"\w]")
_BOM = "\ufeff"
_NUMBERS = itertools.count()


class FolderCase(NamedTuple):
    """The files of a folder by name (`~/…` lies below the home directory), and variables."""

    files: Mapping[str, str]
    environment: Mapping[str, str] = {}

    @contextlib.contextmanager
    def written(self, home: Path) -> Iterator[Path]:
        """The folder on the disk; files below `~` are in `home` as long.

        The name of each folder is new, so that nothing remembered of another one counts.
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
        """The case as a person reads it."""
        parts = [f"  {name}={value!r} (environment)" for name, value in self.environment.items()]
        parts += [f"  {name}: {text!r}" for name, text in self.files.items()]
        return "\n".join(parts)

    def without_lines(self, where: Mapping[str, set[int]]) -> FolderCase:
        """The case when the assignments at these lines (1-based) of these files are taken out."""
        files = dict(self.files)
        for name, lines in where.items():
            files[name] = without(name, files[name], lines)
        return self._replace(files=files)

    def smaller(self) -> Iterator[FolderCase]:
        """Cases with one file, variable or line less, or a shorter last line; the boldest first."""
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
    """The text of a file, as `encoded` takes it."""
    return content.decode("utf-8", "surrogateescape")


def _shorter(line: str) -> Iterator[str]:
    """A line with the items of its value taken out one by one, and the value cut down."""
    name, equals, value = line.partition("=")
    if not equals or len(value) > 200:
        return
    for match in re.finditer(r"[,{\[] *[^,{}\[\]]+(?=[,}\]])", value):
        start = match.start() + (0 if match[0].startswith(",") else 1)
        yield name + equals + value[:start] + value[match.end() :]
    for match in re.finditer(r"[\w.:/$-]{5,}", value):
        yield name + equals + value[: match.start()] + match[0][:2] + value[match.end() :]


def without(name: str, text: str, lines: set[int]) -> str:
    """The text of a file when the assignments that hold these lines (1-based) are taken out.

    Blank lines are left in their place. In TOML a header goes with all that is below it, and a
    byte order mark goes alone.
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
    """Where the assignment, or the table, that holds a line starts and ends (indices)."""
    if not name.endswith(".toml"):
        return first, _end_of_binding(lines, first)
    if not _HEADER.match(lines[first]):
        return _statement(lines, first)
    last = first + 1
    while last < len(lines) and not _HEADER.match(lines[last]):
        last += 1
    return first, last


def _statement(lines: list[str], first: int) -> tuple[int, int]:
    """Where the statement that holds a line starts and ends (indices; the end is excluded).

    It is the smallest stretch that TOML allows; where the line is in none, the smallest without
    which the file is TOML; else the line.
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
