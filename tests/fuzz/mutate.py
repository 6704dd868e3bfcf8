"""Random changes of documents of all kinds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
LONGEST = 3000
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
"""The example files of each kind."""
TEXTS = {
    kind: [each.read_text("utf-8")[:LONGEST] for each in sorted(EXAMPLES.rglob(name))] or [""]
    for kind, name in NAMES.items()
}


def mutated(kind: str, chance: random.Random) -> str:
    """An example of a kind with some pieces inserted, removed, doubled and swapped."""
    text = chance.choice(TEXTS[kind])
    for _ in range(chance.randint(1, 6)):
        text = _changed(text, chance)
    return text


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


def edit(lines: Sequence[str], chance: random.Random) -> tuple[int, int, int, int, str]:
    """A random edit: line, column, end line, end column (in characters) and the new text."""
    row = chance.randrange(len(lines))
    end_row = min(len(lines) - 1, row + chance.choice((0, 0, 0, 0, 1, 3)))
    column = chance.randint(0, len(lines[row].rstrip("\r\n")))
    end_column = chance.randint(0, len(lines[end_row].rstrip("\r\n")))
    if end_row == row and (end_column < column or chance.random() < 0.6):
        end_column = column
    return row, column, end_row, end_column, chance.choice((*PIECES, "", "", "a", "1", "x = 1"))
