"""`scripts/release`: build everything twice, compare and try it, and copy it to a folder."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from . import building, trials
from . import version as versions
from .archives import checksums, sha256
from .building import Workshop, export
from .processes import FailedError, run

CHECKSUMS = "SHA256SUMS"


class Part(NamedTuple):
    """A part of a release: a function that builds it, and one that tries it in an empty folder."""

    build: Callable[[Workshop], None]
    trial: Callable[[Workshop, Path], None]


PARTS = {
    "python": Part(building.build_python, trials.try_python),
    "site": Part(building.build_site, trials.try_site),
    "extension": Part(building.build_extension, trials.try_extension),
}
"""In the order of building: the others need the wheel."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title of a step, and afterwards how long it took."""
    print(f"{title} …", end=" ", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed")
        raise
    print(f"{time.monotonic() - began:.0f} s", flush=True)


def one_version(work: Path) -> str:
    """The version of the newest commit. Raises FailedError if a file states another one."""
    with step("one version everywhere"):
        export(versions.ROOT, work / "source")
        if wrong := [*versions.differing(work / "source")]:
            raise FailedError("\n".join(wrong))
        return versions.version(work / "source")


def built(work: Path, version: str, parts: list[str]) -> Workshop:
    """Build the newest commit; returns the folder with the results."""
    epoch = export(versions.ROOT, work / "source")
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    shop = Workshop(work / "source", work, work / "out", version, epoch)
    shop.out.mkdir()
    for part in parts:
        with step(f"build {part} in {work.name}"):
            PARTS[part].build(shop)
    return shop


def compare(one: Path, other: Path) -> None:
    """Raise FailedError with the names of the files that differ between two folders."""
    hashes = [{file.name: sha256(file) for file in folder.iterdir()} for folder in (one, other)]
    differing = {name for name, _ in hashes[0].items() ^ hashes[1].items()}
    if differing:
        raise FailedError(f"two builds of one commit differ in {', '.join(sorted(differing))}")


def release(out: Path, work: Path, parts: list[str]) -> None:
    """Write the release to `out`, which must be empty."""
    if out.exists() and any(out.iterdir()):
        raise FailedError(f"{out} is not empty")
    if run("git", "status", "--porcelain", cwd=versions.ROOT):
        print("What is not committed is left out.")
    version = one_version(work)
    shops = [built(work / name, version, parts) for name in ("one-folder", "another")]
    with step("the same hashes"):
        compare(shops[0].out, shops[1].out)
    for part in parts:
        with step(f"try {part}"):
            folder = work / "trials" / part
            folder.mkdir(parents=True)
            PARTS[part].trial(shops[0], folder)
    shutil.copytree(shops[0].out, out, dirs_exist_ok=True)
    (out / CHECKSUMS).write_text(checksums(out), "utf-8", newline="\n")


def main() -> int:
    """Run the command line; returns the exit status: 0 or 1."""
    parser = argparse.ArgumentParser("release", description="Build and try a release.")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is new or empty")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only {', '.join(PARTS)}")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    began = time.monotonic()
    parts = [name for name in PARTS if name == "python" or name in (options.parts or PARTS)]
    with tempfile.TemporaryDirectory(prefix="prefect-toml-release-") as work:
        try:
            release(options.out, Path(work), parts)
        except FailedError as error:
            print(f"release: {error}", file=sys.stderr)
            return 1
    for file in sorted(options.out.iterdir()):
        print(f"{file.stat().st_size:>10,}  {file.name}")
    print(f"{options.out}: built and tried in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
