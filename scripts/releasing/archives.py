"""Reproducible archives, which only depend on their contents and one timestamp."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
from pathlib import Path


def pack(folder: Path, archive: Path, epoch: int) -> None:
    """Write a folder, with its name, to a `.tar.gz`; all files get the time `epoch` (seconds)."""

    def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime = epoch
        member.mode = 0o755 if member.isdir() else 0o644
        return member

    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=epoch) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in [folder, *sorted(folder.rglob("*"))]:
            name = path.relative_to(folder.parent).as_posix()
            tar.add(path, name, recursive=False, filter=anonymous)


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a `.tar.gz` into a folder; returns the only folder in the archive."""
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (only,) = folder.iterdir()
    return only


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def checksums(folder: Path) -> str:
    """A line for each file, for `sha256sum --check`."""
    return "".join(f"{sha256(file)}  {file.name}\n" for file in sorted(folder.iterdir()))
