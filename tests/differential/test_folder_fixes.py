"""`check --fix` on whole folders: a second run changes nothing, and the real Prefect reads the same
as before, or gets the clear meaning of what it ignored or refused.

`amounts` says how many folders; ``PREFECT_CASES_FOLDERS=25000`` gives 5,000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from prefect_toml_lsp.analysis.codes import FAMILIES as FAMILIES_OF_CODES
from prefect_toml_lsp.cli import context
from prefect_toml_lsp.cli.discovery import discover
from prefect_toml_lsp.cli.fixing import fixing
from prefect_toml_lsp.cli.rewriting import write_all
from prefect_toml_lsp.cli.selection import selected
from tests.differential.amounts import FOLDERS, RELEASE, SEED
from tests.differential.client import Answer
from tests.differential.facts import facts_of, release_of
from tests.differential.folder_agree import FolderComparison
from tests.differential.folder_case import FolderCase, decoded
from tests.differential.folder_cases import FAMILIES, folder_cases
from tests.differential.folder_client import FolderOracleProcess

pytestmark = pytest.mark.slow

CASES = -(-FOLDERS // (5 * len(FAMILIES)))
"""The number of folders of each family."""
TOGETHER = {code.name for code in FAMILIES_OF_CODES["cross_setting"]}
OPTIONS = context.Options(prefect_version=RELEASE)


def cases(family: str) -> Iterator[FolderCase]:
    """Generated folders, without environment variables, because `--fix` does not read them."""
    release = release_of(RELEASE)
    for case in folder_cases(family, facts_of(release), release, SEED, CASES):
        yield case._replace(environment={})


def fixed(case: FolderCase, home: Path, *, unsafe: bool) -> tuple[FolderCase, FolderCase]:
    """The folder after one and after two runs of `check --fix`."""
    with case.written(home) as folder:
        return _fix(case, folder, unsafe=unsafe), _fix(case, folder, unsafe=unsafe)


def _fix(case: FolderCase, folder: Path, *, unsafe: bool) -> FolderCase:
    context.forget()
    rewrite = fixing(OPTIONS, selected(None, (), None), unsafe=unsafe)
    outcome = write_all(discover([str(folder)]).targets, rewrite)
    assert not outcome.failed
    found = {
        name: text if name.startswith("~/") else decoded((folder / name).read_bytes())
        for name, text in case.files.items()
    }
    return case._replace(files=found)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("family", FAMILIES)
def test_fixing_again_changes_nothing(family: str, unsafe: bool, tmp_path: Path) -> None:
    changed = 0
    for case in cases(family):
        once, twice = fixed(case, tmp_path, unsafe=unsafe)
        assert twice == once, f"{case.shown()}\nonce:\n{once.shown()}\ntwice:\n{twice.shown()}"
        changed += once != case
    assert changed or CASES < 20


@pytest.mark.parametrize("family", FAMILIES)
def test_prefect_reads_the_same_or_what_was_meant(
    family: str, folder_oracle: FolderOracleProcess
) -> None:
    comparison = FolderComparison(folder_oracle)
    seen: Counter[str] = Counter()
    for case in cases(family):
        after, _ = fixed(case, comparison.home, unsafe=False)
        if after == case:
            continue
        before, answer = folder_oracle.ask_folder(case), folder_oracle.ask_folder(after)
        if before["verdict"] == "loads":
            wrong = _wrong(before, answer)
        else:  # Prefect stops at the first class that it refuses, so we count our own errors.
            wrong = _new_errors(comparison, case, after)
        assert not wrong, f"{wrong}\n{case.shown()}\nfixed:\n{after.shown()}"
        seen[f"{before['verdict']}, {answer['verdict']}"] += 1
    assert seen or CASES < 20


def _wrong(before: Answer, after: Answer) -> str:
    """What a fix must not have changed but has; empty if it is right."""
    if after["verdict"] == "refused":
        return f"Prefect loads it before, and then refuses: {after['errors']}"
    lost = {*before["set"]} - {*after["set"]}
    if lost:
        return f"no longer set: {sorted(lost)}"
    for path in before["set"]:
        if before["values"].get(path) != after["values"].get(path):
            return f"{path} was {before['values'].get(path)}, is {after['values'].get(path)}"
    return ""


def _new_errors(comparison: FolderComparison, before: FolderCase, after: FolderCase) -> str:
    """Errors that are new after a fix, except those of rules about several settings, which only
    run if no value is refused.
    """
    known, found = (
        Counter(
            (each.file, each.code) for each in comparison.judged(case) if each.severity == "error"
        )
        for case in (before, after)
    )
    new = [each for each in found - known if each[1] not in TOGETHER]
    return f"new errors: {new}" if new else ""
