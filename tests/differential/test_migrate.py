"""After `migrate` the real Prefect 3.8.8 reads what it read before.

`amounts` says how many cases.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.prefect import parse_release
from tests.differential.amounts import RELEASE, SEED, share
from tests.differential.facts import facts_of
from tests.differential.folder_case import DOTENV, PREFECT, PROFILES, PYPROJECT, FolderCase
from tests.differential.folder_cases import folder_cases
from tests.differential.folder_client import FolderOracleProcess
from tests.differential.folder_judge import migrated
from tests.differential.oracle_runtime import runtime_of

pytestmark = pytest.mark.slow

FAMILIES = ("random", "rules", "dotenv", "profile", "pyproject")
NAMES = {DOTENV: "dotenv", PREFECT: "prefect.toml", PYPROJECT: "pyproject", PROFILES: "profile"}
FOLDERS = share(8)


def cases() -> Iterator[tuple[FolderCase, tuple[str, str]]]:
    """Folders, each with the two sources between which settings are moved."""
    rng = random.Random(f"migrate-{SEED}")
    release = parse_release(RELEASE)
    each = -(-FOLDERS // len(FAMILIES))
    for family in FAMILIES:
        for case in folder_cases(family, facts_of(release), release, f"migrate-{SEED}", each):
            sources = [NAMES[name] for name in case.files if name in NAMES]
            sources += ["env"] if case.environment else []
            if not sources:
                continue
            source = rng.choice(sources)
            targets = [name for name in NAMES.values() if name != source]
            files = {PYPROJECT: "[project]\nname = 'x'\n", **case.files}
            yield case._replace(files=files), (source, rng.choice(targets))


def as_files(folder: Path, home: Path) -> dict[str, str]:
    """All files of a folder and of the home directory, as in a case."""
    found = {}
    for top, prefix in ((folder, ""), (home, "~/")):
        for path in sorted(top.rglob("*")):
            if path.is_file():
                text = path.read_bytes().decode("utf-8", "surrogateescape")
                found[prefix + path.relative_to(top).as_posix()] = text
    return found


def test_prefect_reads_what_it_read_before(folder_oracle: FolderOracleProcess) -> None:
    seen = Counter[str]()
    runtime, home = runtime_of(folder_oracle.greeting), Path(folder_oracle.greeting["home"])
    for number, (case, ends) in enumerate(cases()):
        with case.written(home) as folder:
            try:
                found, status = migrated(
                    folder, runtime, case.environment, home, ends, secrets=bool(number % 2)
                )
            except CannotRunError:
                seen["cannot"] += 1
                continue
            after = FolderCase(as_files(folder, home), case.environment)
        assert status == 0
        if ends[0] == "env":
            gone = {each.name for each in found.plan.goes}
            left = {k: v for k, v in case.environment.items() if k not in gone}
            after = after._replace(environment=left)
        seen["moved"] += len(found.plan.goes)
        seen["stays"] += len(found.plan.stays)
        if not found.plan.goes:
            assert as_files_equal(after, case), (SEED, ends, case.shown())
            continue
        before, now = folder_oracle.ask_folder(case), folder_oracle.ask_folder(after)
        shown = f"{SEED} {ends}\n{case.shown()}\n->\n{after.shown()}"
        assert before["verdict"] == now["verdict"], shown
        assert before.get("values") == now.get("values"), shown
        seen[before["verdict"]] += 1
    print(seen)
    assert seen["moved"] > FOLDERS // 4
    assert seen["loads"]


def as_files_equal(one: FolderCase, other: FolderCase) -> bool:
    return dict(one.files) == dict(other.files)
