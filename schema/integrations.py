"""Update ``integrations.json`` from releases of Prefect's integration packages.

    python schema/integrations.py WHEEL…              write what these wheels declare
    python schema/integrations.py --python PATH       the same for the packages installed there
    python schema/integrations.py … --check           write nothing; exit with 1 if the facts differ

The packages are those that read Prefect's own files (see ``read_integration.py``).  The script
reads their source and runs none of it, so a wheel of any release works.  The facts of each package
have the form of ``facts.json``, with the package's own releases.

Exit status 2 means that there is no answer: a wheel is broken, or it has settings of a form that
``read_integration.py`` does not know.
Standard library only; Python 3.11 or later.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import build
from build import Facts, Packages
from merging import Declared, compare, facts_text, merge, of_release, release_key, report
from read_integration import SourceError, declared_by, sources_of_folder, sources_of_wheel

INSTALLED = """
import importlib.metadata, importlib.util, json
found = []
for each in importlib.metadata.distributions():
    name = (each.metadata["Name"] or "").lower().replace("_", "-")
    if name.startswith("prefect-"):
        spec = importlib.util.find_spec(name.replace("-", "_"))
        if spec is not None and spec.origin:
            found.append([name, each.version, spec.origin])
print(json.dumps(found))
"""
"""Code that prints where an interpreter's integration packages are, without importing them."""


class Release(NamedTuple):
    """One release of one package, and the facts that it declares."""

    package: str
    version: str
    declared: Declared


def of_wheel(wheel: Path) -> Release:
    """The facts in a wheel, which must have its name on PyPI.  Raises SourceError."""
    parts = wheel.name.split("-")
    if len(parts) < 2 or wheel.suffix != ".whl":
        raise SourceError(f"{wheel.name}: a wheel has a name such as prefect_redis-0.3.0-….whl")
    package, version = parts[:2]
    try:
        sources = sources_of_wheel(wheel)
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{wheel.name}: {error}") from error
    return Release(package.replace("_", "-"), version, declared_by(sources))


def installed_in(python: str) -> list[Release]:
    """The facts in the integration packages installed for ``python``.  Raises SourceError."""
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter is the caller's choice
            [python, "-I", "-c", INSTALLED], capture_output=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise SourceError(f"{python}: not a program") from error
    if done.returncode != 0:
        raise SourceError(f"{python}: {(done.stderr.strip() or 'no answer').splitlines()[-1]}")
    return [
        Release(package, version, declared_by(sources_of_folder(Path(origin).parent)))
        for package, version, origin in sorted(json.loads(done.stdout))
    ]


def stable(release: Release) -> bool:
    """Whether the version is three plain numbers; other releases are left out."""
    return re.fullmatch(r"\d+\.\d+\.\d+", release.version) is not None


def merged(packages: Packages, releases: list[Release]) -> Packages:
    """``packages`` with the facts of ``releases`` added or replaced."""
    result = dict(packages)
    for release in releases:
        facts = result.get(release.package, Facts([], {}))
        result[release.package] = merge(facts, release.version, release.declared)
    return {name: result[name] for name in sorted(result)}


def difference(packages: Packages, release: Release) -> str:
    """The differences between the facts and a release as text; empty if there are none."""
    facts = packages.get(release.package, Facts([], {}))
    if release.version not in facts.versions:
        return "  not known\n"
    return report(compare(of_release(facts, release.version), release.declared))


def serialise(packages: Packages) -> str:
    """The text of ``integrations.json``."""
    blocks = [f"{json.dumps(name)}: {facts_text(facts)}" for name, facts in packages.items()]
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def check(packages: Packages, releases: list[Release]) -> int:
    """Print how the facts differ from ``releases``; returns 1 if they do, else 0."""
    different = _print_differences(packages, releases)
    if releases:
        print(f"{build.PACKAGES.name}: {different} of {len(releases)} releases differ")
    return 1 if different else 0


def update(packages: Packages, releases: list[Release]) -> int:
    """Write the merged facts and print the differences; returns 0."""
    if _print_differences(packages, releases):
        text = serialise(merged(packages, releases))
        build.PACKAGES.write_text(text, encoding="utf-8", newline="\n")
    return 0


def _print_differences(packages: Packages, releases: list[Release]) -> int:
    """Print how each release differs from the facts; returns how many differ."""
    texts = [(each, difference(packages, each)) for each in releases]
    for release, text in texts:
        print(f"{release.package} {release.version}:\n{text}" if text else "", end="")
    return sum(bool(text) for _, text in texts)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0, 1 (differs) or 2 (no answer)."""
    parser = argparse.ArgumentParser(description="Update integrations.json.")
    parser.add_argument("wheels", nargs="*", type=Path, metavar="WHEEL")
    parser.add_argument("--python", help="an interpreter with integration packages")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when different")
    options = parser.parse_args(arguments)
    try:
        releases = [of_wheel(wheel) for wheel in options.wheels]
        releases += installed_in(options.python) if options.python else []
    except SourceError as error:
        print(f"integrations.py: {error}", file=sys.stderr)
        return 2
    packages = build.read_packages()
    with_settings = {each.package for each in releases if each.declared} | packages.keys()
    known = [each for each in releases if stable(each) and each.package in with_settings]
    known.sort(key=lambda each: (each.package, release_key(each.version)))
    return (check if options.check else update)(packages, known)


if __name__ == "__main__":
    sys.exit(main())
