"""Changes of the checked files: the new texts, and how they are written or shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from prefect_toml_lsp.analysis.documents import Judged, document_kind
from prefect_toml_lsp.analysis.findings import NO_DATA
from prefect_toml_lsp.cli.context import Options, context_of, forget
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED, FINDINGS, CannotRunError
from prefect_toml_lsp.cli.masking import masked
from prefect_toml_lsp.cli.streams import complain, open_stream, read_input, say
from prefect_toml_lsp.cli.targets import Target, kind_of
from prefect_toml_lsp.files import writing
from prefect_toml_lsp.files.reading import LARGEST, Unreadable, read_bytes
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.edits import Edit, apply_edits

_PASSES = 5
"""A change of one file may call for one in another, which is made in the next pass."""


class Changes(NamedTuple):
    """The edits of a text, and a line on each change for people; the lines may be left out."""

    edits: Sequence[Edit]
    told: Sequence[str] = ()


Rewrite = Callable[[Target, str], Changes]
"""The changes of a text that stands for a file."""


class Rewritten(NamedTuple):
    """A file that becomes another: its bytes and its text before, its text afterwards, and lines
    on the changes.
    """

    target: Target
    content: bytes
    before: str
    after: str
    told: Sequence[str] = ()

    def __repr__(self) -> str:
        return f"Rewritten({self.target})"  # a text may contain secrets


class Outcome(NamedTuple):
    """The paths of the files that were written, each once, with a line on each change; and whether
    a file could not be written.
    """

    written: Mapping[str, Sequence[str]]
    failed: bool


def judged(
    target: Target, text: str, options: Options, off: Mapping[str, None] = NO_DATA
) -> Judged:
    """The findings on a text in place of a file, without the codes that are `off`."""
    absolute = os.path.abspath(target.path)
    folder = target.folder or os.path.dirname(absolute)
    kind = document_kind(target.kind)
    context = context_of(folder, target.kind, absolute, options)
    context = context._replace(severities={**context.severities, **off})
    return kind.analyse(kind.read(text), context)


def rewritten(targets: Iterable[Target], rewrite: Rewrite) -> Iterator[Rewritten]:
    """The files that change. `check` reports files that cannot be read."""
    for target in targets:
        try:
            content = read_bytes(Path(target.path))
            text = (content or b"").decode("utf-8")
        except (Unreadable, UnicodeDecodeError):
            continue
        changes = rewrite(target, text)
        found = apply_edits(text, changes.edits)
        if found != text:
            yield Rewritten(target, content or b"", text, found, changes.told)


def pass_through(target: Target, rewrite: Rewrite) -> int:
    """Write the changed standard input to standard output; returns the exit status. Nothing is
    written if the input is not UTF-8.
    """
    content = read_input()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        complain(f"{target.path}: the file is not UTF-8 (byte {error.start})")
        return FAILED
    target = target._replace(kind=kind_of(target, text))
    found = apply_edits(text, rewrite(target, text).edits)
    open_stream(sys.stdout, "output").buffer.write(found.encode("utf-8"))
    return CLEAN


def write_all(targets: Sequence[Target], rewrite: Rewrite) -> Outcome:
    """Write the files that change, until none does. A file that cannot be written gets a complaint
    and is not changed.
    """
    written: dict[str, list[str]] = {}
    failed: set[str] = set()
    for _ in range(_PASSES):
        left = [each for each in targets if each.path not in failed]
        changed = False
        for each in rewritten(left, rewrite):
            if put(Path(each.target.path), each.target.path, each.after, each.content):
                written.setdefault(each.target.path, []).extend(each.told)
                changed = True
            else:
                failed.add(each.target.path)
        if not changed:
            break
        forget()  # the caches of the old contents
    return Outcome(written, bool(failed))


def content_of(path: Path, shown: str, largest: int = LARGEST) -> bytes | None:
    """The text of a UTF-8 file to change; None if it does not exist. Raises `CannotRunError` if it
    cannot be read, or is a link to nothing.
    """
    try:
        content = read_bytes(path, largest)
        (content or b"").decode("utf-8")
    except Unreadable as error:
        raise CannotRunError(f"{shown}: {error.note.message}") from None
    except UnicodeDecodeError as error:
        raise CannotRunError(f"{shown}: the file is not UTF-8 (byte {error.start})") from None
    if content is None and os.path.lexists(path):
        raise CannotRunError(f"{shown}: the link leads nowhere")
    return content


def put(path: Path, shown: str, text: str, before: bytes | None) -> bool:
    """Replace a file, or create it if `before` is None; prints an error and returns false if that
    is impossible.
    """
    try:
        if before is None:
            writing.create(path, text.encode("utf-8"))
        else:
            writing.replace(path, text.encode("utf-8"), before)
    except OSError as error:
        complain(f"{shown}: not written: {error.strerror or error}")
        return False
    return True


def show_differences(targets: Iterable[Target], rewrite: Rewrite) -> int:
    """Print the changes and write nothing; returns the exit status."""
    status = CLEAN
    for each in rewritten(targets, rewrite):
        say(difference(each.target.kind, each.target.path, each.before, each.after))
        status = FINDINGS
    return status


def difference(kind: str, path: str, before: str, after: str) -> Iterator[str]:
    """The lines of a unified diff of a file of some kind, in which secrets are masked."""
    from difflib import unified_diff

    name = path.replace(os.sep, "/").lstrip("/")
    lines = unified_diff(
        masked(kind, before).splitlines(),
        masked(kind, after).splitlines(),
        f"a/{name}",
        f"b/{name}",
        lineterm="",
    )
    return iter([*lines] or [f"{path}: only possible secrets would change"])
