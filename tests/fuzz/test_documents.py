"""Documents that were changed at random: nothing raises, and no action spoils what was valid.

PREFECT_TOML_FUZZ_SEED=7 PREFECT_TOML_FUZZ_SECONDS=60 pytest tests/fuzz/test_documents.py
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.actions.sorting import sort
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.documents import document_kind
from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.files import check_text
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.text import Edit, Span
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.format import format_document
from tests.toml.reading import is_toml

if sys.version_info >= (3, 11):
    pass
else:
    pass

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("PREFECT_TOML_FUZZ_SEED", "1"))
SECONDS = float(os.environ.get("PREFECT_TOML_FUZZ_SECONDS", "1"))
LEAST = 25  # texts, however slow the machine is

EXAMPLES = Path(__file__).parents[2] / "examples"
PIECES = (
    *"[]{}=.,#\"' \t\n\r\\\0é😀\ufeff\ud800",
    '"""',
    "'''",
    "\r\n",
    "[[arr]]\n",
    "[arr.sub]\nx = 1\n",
    "[server]\n",
    "port = 1\n",
    "[ui]\nenabled = 1\n",
    "debug_mode = 'yes'\n",
    "server.api.port = '1'\n",
    "[server.api]\n",
    "plugins.allow = 'a,b'\n",
    "PREFECT_API_URL=${A}\n",
    "# prefect-toml: ignore[x]\n",
    "[tool.prefect]\n",
    "x = {a = 1, b.c = [1, 2]}\n",
    "${",
    "http://a:b@c",
    "[profiles.a]\n",
)
NAMES = {"dotenv": "*.env", "profile": "profiles.toml", "prefect.toml": "prefect.toml",
         "pyproject.toml": "pyproject.toml"}  # fmt: skip


def texts(kind: str, seed: int) -> Iterator[str]:
    """Examples of a kind with some pieces put in, taken out, doubled and swapped, until the time
    is over.
    """
    chance = random.Random(seed)
    found = [each.read_text("utf-8") for each in sorted(EXAMPLES.rglob(NAMES[kind]))] or [""]
    until, count = time.monotonic() + SECONDS, 0
    while count < LEAST or time.monotonic() < until:
        count += 1
        text = chance.choice(found)[:3000]
        for _ in range(chance.randint(1, 6)):
            text = _changed(text, chance)
        yield text


def _changed(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    what = chance.randint(0, 3)
    if what == 0:
        return text[:at] + text[at + chance.randint(1, 20) :]
    if what == 1:
        return text[:at] + text[max(0, at - 60) : at] + text[at:]
    if what == 2:
        lines = text.splitlines(keepends=True)
        chance.shuffle(lines)
        return "".join(lines)
    return text[:at] + chance.choice(PIECES) + text[at:]


def actions(analysis: Analysis) -> Iterator[tuple[str, Sequence[Edit]]]:
    """All that is offered for a document, by its titles."""
    for fix in fixes(analysis, analysis.findings()):
        yield fix.title, fix.edits
    document = analysis.document
    for row in range(len(document.source.lines)):
        for column in (0, len(document.source.content(row)) // 2):
            for fix in refactorings(analysis, Span(row, column, row, column)):
                yield fix.title, fix.edits
    yield "fix all", fix_all(analysis)
    yield "sort", sort(document, analysis.context.schema, analysis.context.prefix)
    yield "format", list(format_document(document))


def test_no_action_spoils_a_document() -> None:
    for kind in ("prefect.toml", "pyproject.toml"):
        context = Context(newest_schema(), kind=kind)
        for text in texts(kind, SEED):
            readable = is_toml(text)
            for title, edits in actions(Analysis(Document(text), context)):
                assert not readable or is_toml(apply_edits(text, edits)), (title, text)


def test_no_reader_raises() -> None:
    for number, kind in enumerate(NAMES):
        context, target = Context(newest_schema(), kind=kind), Target("x", kind)
        for text in texts(kind, SEED + 1000 * (number + 1)):
            check_text(target, text, context)
            judged = document_kind(kind).analyse(document_kind(kind).read(text), context)
            for fix in fixes(judged, judged.findings()):
                apply_edits(text, fix.edits)
