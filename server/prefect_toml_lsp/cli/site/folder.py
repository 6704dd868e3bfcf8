"""The folder that a site is written to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.files.reading import Unreadable, read_bytes
from prefect_toml_lsp.files.writing import replace

_LIST = ".prefect-toml-lsp-site"
"""The file that lists the files of a site, so that the next run can remove old ones."""


def check_folder(folder: Path) -> None:
    """Raise `CannotRunError` for a folder with files that are not of an earlier site."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise CannotRunError(f"{folder} is not a folder") from None
    except OSError as error:
        raise CannotRunError(f"cannot read {folder}: {error.strerror}") from None
    if names and _LIST not in names:
        raise CannotRunError(
            f"{folder} has files that are not from such a site; choose another folder or use "
            "--force"
        )


def write_site(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> int:
    """Write the files of a site, and remove old ones; returns the number of files. Raises
    `CannotRunError`.
    """
    before = _listed(folder)
    written: set[str] = set()
    try:
        for name, content in files:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            replace(target, content.encode() if isinstance(content, str) else content)
            written.add(name)
        for name in before - written:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(folder / name)
        replace(folder / _LIST, "".join(f"{name}\n" for name in sorted(written)).encode())
    except OSError as error:
        raise CannotRunError(f"cannot write to {folder}: {error.strerror or error}") from None
    return len(written)


def _listed(folder: Path) -> set[str]:
    """The files of an earlier site, without names that lead out of the folder."""
    try:
        content = read_bytes(folder / _LIST)
    except Unreadable:
        return set()
    names = (content or b"").decode("utf-8", "replace").splitlines()
    return {each for each in names if each and ".." not in each and not os.path.isabs(each)}
