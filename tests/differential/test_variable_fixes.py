"""After a fix of a variable, the real Prefect 3.8.8 does what the fix promised.

`amounts` says how many cases.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from tests.actions.errors import errors
from tests.differential.amounts import RELEASE, SEED, share, until_seen
from tests.differential.client import Answer, OracleProcess
from tests.differential.facts import facts_of
from tests.differential.test_fixes import CHANGING
from tests.differential.variables import Case, cases

pytestmark = pytest.mark.slow

VariablesAnalysis = DotenvAnalysis | ProfilesAnalysis

SCHEMA = Catalogue.load().schema(parse_release(RELEASE))
UNUSED = ("database-parts-ignored", "password-unused")  # settings that stand there for nothing
NAMES = ("past-variable", "unknown-variable", "wrong-release")
FILES = share(60)
MOST = 300 + 2 * FILES
KINDS = ("removed", "all", "cured")


def files() -> Iterator[tuple[Case, str]]:
    """Files with good and bad values, some under nearly right names."""
    facts = facts_of(parse_release(RELEASE))
    rng = random.Random(f"fixes-{SEED}")
    for case in cases(SCHEMA, facts, f"fixes-{SEED}", MOST):
        text = case.text()
        for name, _ in case.assignments:
            text = text.replace(name, misspelt(rng, name), 1)
        yield case, text


def misspelt(rng: random.Random, name: str) -> str:
    how = rng.randrange(6)
    if how == 0:
        return name.lower()
    if how == 1:
        at = rng.randrange(len("PREFECT_"), len(name))
        return name[:at] + name[at + 1 :]
    return name


def analyze(case: Case, text: str) -> VariablesAnalysis:
    if case.is_profile:
        return ProfilesAnalysis(Document(text), Context(SCHEMA, kind="profile"))
    return DotenvAnalysis(DotenvDocument(text), Context(SCHEMA, kind="dotenv"))


def test_each_fix_does_what_it_promised(oracle: OracleProcess) -> None:
    made = Counter[str]()
    for case, text in until_seen(files(), made, KINDS, FILES, MOST):
        analysis = analyze(case, text)
        found = [
            (fix.findings[0].code, fix.title, [*fix.edits])
            for fix in fixes(analysis, analysis.findings())
        ]
        found.append(("all", "", fix_all(analysis)))
        before = ask(oracle, case, text)
        for code, title, edits in found:
            if not edits:
                continue
            fixed = apply_edits(text, edits)
            after, now, shown = ask(oracle, case, fixed), analyze(case, fixed), (text, fixed)
            assert (after["verdict"] == "refused") == bool(errors(now)), shown
            unused = code in UNUSED and title.startswith("Remove")
            if unused or (code in CHANGING and not title.startswith("Silence")):
                made["changed"] += 1
            elif before["verdict"] == "loads" and title.startswith("Remove"):
                assert values(after) == values(before), shown
                made["removed"] += 1
            elif code == "all" and before["verdict"] == "loads":
                assert after["verdict"] == "loads", shown
                assert values(before).items() <= values(after).items(), shown
                made["all"] += 1
            elif code not in (*NAMES, "all") and title.startswith("Change"):
                assert errors(now) < errors(analysis), shown
                made["cured"] += 1
    print(made)
    assert min(made[each] for each in KINDS) >= FILES // 45


def ask(oracle: OracleProcess, case: Case, text: str) -> Answer:
    (name,) = case.files()
    return oracle.ask_files({name: text})


def values(answer: Answer) -> dict[str, object]:
    """The settings that the file changes."""
    return {path: answer["values"][path] for path in answer["changed"]}
