"""After a refactoring the real Prefect reads the same settings as before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from prefect_toml_lsp.actions.fixes import Fix
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text import Span, apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.encode import encode
from tests.differential.amounts import SEED, share, until_seen
from tests.differential.client import Answer, OracleProcess
from tests.differential.facts import facts_of
from tests.differential.generate import cases

RELEASE = (3, 8, 8)
FILES = share(20)
MOST = 300 + FILES
CONTEXT = Context(Catalogue.load().schema(RELEASE))

pytestmark = pytest.mark.slow


def offered(text: str) -> Iterator[Fix]:
    """Each refactoring offered at the key or the value of any line."""
    analysis = Analysis(Document(text), CONTEXT)
    seen = set()
    for line, content in enumerate(analysis.document.source.lines):
        for column in (0, content.find("= ") + 3):
            for fix in refactorings(analysis, Span(line, column, line, column)):
                if (fix.title, tuple(fix.edits)) not in seen:
                    seen.add((fix.title, tuple(fix.edits)))
                    yield fix


def effect(answer: Answer) -> tuple[str, object]:
    """The effect of a file: the settings that it changes, with their values, or the refusal."""
    if answer["verdict"] == "refused":
        return "refused", answer["error"]["class"]
    return "loads", {path: answer["values"][path] for path in answer["changed"]}


def test_prefect_reads_the_same_settings(oracle: OracleProcess) -> None:
    seen = Counter[str]()
    random = Random(SEED)
    asked = cases(facts_of(RELEASE), RELEASE, SEED, MOST)
    for case in until_seen(asked, seen, ["safe"], FILES, MOST):
        if case.file != "prefect.toml":
            continue
        text = written(case.assignments, random)
        safe = [fix for fix in offered(text) if fix.safe]
        before = effect(oracle.ask("prefect.toml", text)) if safe else None
        for fix in safe:
            after = apply_edits(text, fix.edits)
            assert effect(oracle.ask("prefect.toml", after)) == before, (fix.title, text, after)
            seen["safe"] += 1
    assert seen["safe"] >= FILES // 2


def written(assignments: tuple[tuple[str, object], ...], random: Random) -> str:
    """The assignments as TOML: dotted keys, some below headers and some in inline tables."""
    root: list[str] = []
    tables: list[str] = []
    for path, value in assignments:
        table, _, name = path.rpartition(".")
        how = random.randrange(3) if table and len(assignments) == 1 else 0
        if how == 1:
            tables.append(f"[{table}]\n{name} = {encode(value)}")
        elif how == 2:
            root.append(f"{table} = {{ {name} = {encode(value)} }}")
        else:
            root.append(f"{path} = {encode(value)}")
    return "\n".join([*root, *tables]) + "\n"


def test_a_removed_default_is_prefects_default(oracle: OracleProcess) -> None:
    removed = 0
    for node in CONTEXT.schema.root.walk():
        if not node.is_setting or not node.exists or node.default is None:
            continue
        text = f"{node.dotted} = {encode(node.default)}\n"
        if any(fix.title.startswith("Remove ") for fix in offered(text)):
            removed += 1
            assert effect(oracle.ask("prefect.toml", text)) == ("loads", {}), node.dotted
    assert removed > 150


def test_a_setting_set_to_its_default_has_it(oracle: OracleProcess) -> None:
    texts = ['server.api.port = "x"', "logging.level = 'DEBUG'", "tasks.default_retries = 3"]
    for text in texts:
        (fix,) = (each for each in offered(text) if each.title.startswith("Set to"))
        answer = oracle.ask("prefect.toml", apply_edits(text, fix.edits))
        assert effect(answer) == ("loads", {})
        assert answer["set"]
