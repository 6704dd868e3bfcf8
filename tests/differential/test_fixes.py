"""After a fix the real Prefect 3.8.8 reads what the fix promised.

`amounts` says how much is asked.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from prefect_toml_lsp.actions.fixes import fix_all
from prefect_toml_lsp.actions.fixes.kinds import case_type
from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.actions.fixes.refusals import BY_RULE
from prefect_toml_lsp.actions.fixes.registry import proposals
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from tests.actions.errors import errors
from tests.differential import pools
from tests.differential.amounts import RELEASE, SEED, share, until_seen
from tests.differential.client import Answer, OracleProcess
from tests.differential.facts import Facts, facts_of, release_of
from tests.differential.generate import PREFECT_TOML, cases
from tests.differential.write import key, literal

pytestmark = pytest.mark.slow

SCHEMA = Catalogue.load().schema(release_of(RELEASE))
FILES = share(100)
MOST = 600 + 2 * FILES
KINDS = ("same", "more", "less", "cured", "changed")
CHANGING = frozenset((
    "api-url-any-address",
    "api-url-without-api",
    "api-url-without-scheme",
    "base-path-slash",
    "cors-spaces",
    "database-driver",
    "database-option",
    "fraction-cut-off",
    "password-unescaped",
    "protected-header",
    "variable-literal",
))  # fmt: skip
"""Codes whose fixes change a value that Prefect takes."""
UNWORKABLE = [
    'api.url = "localhost:4200/api"',
    'server.ui.api_url = "http:/localhost:4200/api"',
    'cloud.api_url = "prefect.example.com/api"',
    'server.database.connection_url = "postgresql://u:p@h/db"',
    "server.api.cors_allowed_methods = 'GET, POST'",
    "worker.heartbeat_seconds = 7.5",
    'worker.prefetch_seconds = "9.5"',
    "client.custom_headers = { User-Agent = 'a', X = 'b' }",
    'logging.level = "debug"',
]
"""Assignments that Prefect takes and that cannot work, each of another setting."""


@pytest.fixture(scope="module", autouse=True)
def same_home(oracle: OracleProcess) -> Iterator[None]:
    """Prefect and our code expand ~ to the same folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, oracle.greeting["home"])
        yield


def files() -> Iterator[tuple[str, str]]:
    """(file name, text): the cases of the other tests, and mistakes that people make."""
    facts, release = facts_of(SCHEMA.release), SCHEMA.release
    rng = random.Random(SEED)
    for case in cases(facts, release, SEED, MOST):
        yield case.file, case.text()
        yield PREFECT_TOML, mistaken(rng, facts)
        yield PREFECT_TOML, "\n".join(rng.sample(UNWORKABLE, rng.randrange(1, 4))) + "\n"


def mistaken(rng: random.Random, facts: Facts) -> str:
    """A file with good and bad values in right or nearly right places."""
    settings = [path for path, declared in facts.items() if not declared.get("section")]
    tables: dict[str, list[str]] = {"": []}
    for path in rng.sample(settings, rng.randrange(1, 5)):
        value = pools.pick(rng, path, facts[path], SCHEMA.release)
        table, name = misplace(rng, path)
        comment = rng.choice(["", "", " # c"])
        line = f"{name} = {literal(value)}{comment}"
        if rng.random() < 0.2 and table:
            first, _, rest = table.partition(".")
            written = f"{rest}.{name}" if rest else name
            line = f"{first} = {{ {written} = {literal(value)} }}{comment}"
            tables[""].append(line)
        else:
            tables.setdefault(table, []).append(line)
    lines = tables.pop("")
    for table, below in tables.items():
        lines += ["", f"[{table}]", *below]
    return "\n".join(lines) + "\n"


def misplace(rng: random.Random, path: str) -> tuple[str, str]:
    """A table and a key for a setting: the right ones, or wrong ones that people write."""
    table, _, name = path.rpartition(".")
    how = rng.randrange(8)
    if how == 0:
        variables = SCHEMA.by_path[path].environment
        return "", rng.choice(list(variables) or [name])
    if how == 1:
        return table, name.replace("_", "-")
    if how == 2:
        at = rng.randrange(len(name))
        return table, key(name[:at] + name[at + 1 :])
    if how == 3:
        return table.partition(".")[2], name
    if how == 4:
        return "", path.replace(".", "_")
    if how == 5:
        return "", path
    return table, name


def analyze(file: str, text: str) -> Analysis:
    return Analysis(Document(text), Context(SCHEMA, kind=file))


def test_fix_all_keeps_what_prefect_reads(oracle: OracleProcess) -> None:
    changed = Counter[str]()
    for file, text in until_seen(files(), changed, ["loads"], FILES, MOST):
        fixed = apply_edits(text, fix_all(analyze(file, text)))
        if fixed == text:
            continue
        before, after = oracle.ask(file, text), oracle.ask(file, fixed)
        changed[before["verdict"]] += 1
        if before["verdict"] == "loads":
            assert after["verdict"] == "loads", (text, fixed, after)
            assert_same_settings(before, after, (text, fixed), only_more=True)
    assert changed["loads"] >= FILES // 15


def test_each_fix_does_what_it_promised(oracle: OracleProcess) -> None:
    made = Counter[str]()
    for file, text in until_seen(files(), made, KINDS, FILES, MOST):
        analysis = analyze(file, text)
        cases = [case_type(analysis)(analysis, finding) for finding in analysis.findings()]
        found = [(case, proposal) for case in cases for proposal in proposals(case)]
        if not found:
            continue
        before = oracle.ask(file, text)
        for case, proposal in found:
            code, edits = case.finding.code, proposal.edits(case.changes())
            if edits is None:
                continue
            fixed = apply_edits(text, edits)
            after = oracle.ask(file, fixed)
            now = analyze(file, fixed)
            if code in BY_RULE or code in CHANGING:
                is_settled = count(now, code) < count(analysis, code) or is_next_item(case, now)
                assert is_settled, (proposal.title, text, fixed)
            made[check(before, after, proposal, code, now, (text, fixed))] += 1
    print(made)
    assert min(made[kind] for kind in KINDS) >= FILES // 60


def check(
    before: Answer, after: Answer, proposal: Proposal, code: str, now: Analysis, shown: Any
) -> str:
    """Check that a fix does what its title promises; returns which promise it was."""
    shown = (proposal.title, code, *shown)
    if before["verdict"] == "refused":
        assert (after["verdict"] == "refused") == bool(errors(now)), (*shown, after)
        return "still refused" if errors(now) else "cured"
    if code in CHANGING and not proposal.title.startswith(("Remove `", "Silence")):
        return check_change(before, after, now, shown)
    several = "variables" in proposal.title or proposal.title.startswith("Move these")
    if proposal.activates is not None or several:
        if after["verdict"] == "refused":  # the new setting may conflict with other settings
            assert errors(now), (*shown, after)
            return "now refused"
        assert_same_settings(before, after, shown, only_more=True)
        if proposal.activates is None:
            assert len(set(after["set"]) - set(before["set"])) == len(proposal.moves), shown
            return "more"
        target = ".".join(proposal.activates)
        given = [path for path in after["set"] if f"{path}.".startswith(f"{target}.")]
        entries = any(f"{target}.".startswith(f"{path}.") for path in after["set"])
        table = SCHEMA.by_path.get(target)
        empty = table is not None and table.is_table
        assert given or entries or empty, shown
        return "more"
    if proposal.title.startswith("Remove") and code != "duplicates":
        if after["verdict"] == "refused":  # other settings need the removed one
            assert errors(now), (*shown, after)
            return "now refused"
        assert set(after["set"]) <= set(before["set"]), shown
        return "less"
    assert after["verdict"] == "loads", (*shown, after)
    assert_same_settings(before, after, shown, only_more=False)
    return "same"


def check_change(before: Answer, after: Answer, now: Analysis, shown: Any) -> str:
    """Check that a fix of advice changes one setting and that Prefect takes it; derived ones may
    follow.
    """
    if after["verdict"] == "refused":  # `http://` may make an address one that cannot be read
        assert errors(now), (*shown, after)
        return "now refused"
    assert set(after["set"]) == set(before["set"]), shown
    changed = [
        path for path in before["set"] if before["values"].get(path) != after["values"].get(path)
    ]
    assert len(changed) == 1, (*shown, changed)
    return "changed"


def is_next_item(case: Case, now: Analysis) -> bool:
    """Whether an item of an array was corrected, and what is still refused is elsewhere: of several
    items only the first is reported.
    """
    if case.refusal is None or not case.refusal.in_part:
        return False
    left = {each.span.start for each in now.findings() if each.code == case.finding.code}
    return case.span.start not in left


def count(analysis: Analysis, code: str) -> int:
    """The number of findings with this code."""
    return sum(each.code == code for each in analysis.findings())


def assert_same_settings(before: Answer, after: Answer, shown: Any, only_more: bool) -> None:
    given = set(before["set"])
    assert given <= set(after["set"]), shown
    if not only_more:
        assert given == set(after["set"]), shown
        assert before["values"] == after["values"], shown
        return
    # A setting that only counts now may override others, which are derived, not given.
    derived = {"logging.level", "internal.logging_level", "logging.to_api.max_log_size"}
    for path in given - derived:
        assert before["values"][path] == after["values"][path], (path, *shown)
