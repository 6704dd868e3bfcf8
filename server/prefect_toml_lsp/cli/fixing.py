"""The fixes that `check --fix` writes, and what it says about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from prefect_toml_lsp.actions.fixes.fix_all import Made, fixed
from prefect_toml_lsp.actions.fixes.registry import preferred_proposals, safe_proposals
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.codes.model import LONGEST
from prefect_toml_lsp.cli.columns import printable
from prefect_toml_lsp.cli.context import Options, newest_schema
from prefect_toml_lsp.cli.redaction import SIGNS, Redactor
from prefect_toml_lsp.cli.rewriting import Changes, Rewrite, judged
from prefect_toml_lsp.cli.selection import Selection
from prefect_toml_lsp.cli.streams import complain, write_error
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.prefect.acceptance.advice import ASYNC_DRIVERS
from prefect_toml_lsp.prefect.secrets import MASK, is_no_secret
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.shortening import shortened
from prefect_toml_lsp.toml import Document

MOST_TOLD = 20
"""Changes that are told one by one; the others are counted."""
_IN_BACKTICKS = re.compile(r"`([^`]*)`")
_NAME = re.compile(r"PREFECT_[A-Z0-9_]+|\[.*\]")
"""A variable, or the header of a profile."""
_OF_FIXES = frozenset((
    "/", "/api", "127.0.0.1", "[::1]", "http://", "https://", "ssl", "sslmode",
    *(f"{driver}://" for driver in ASYNC_DRIVERS.values()),
))  # fmt: skip
"""Parts of values that fixes write, whatever the rest of a value is."""
PAST: Mapping[str, str] = {
    "Add": "added", "Change": "changed", "Close": "closed", "Move": "moved", "Put": "put",
    "Remove": "removed", "Take": "took", "Write": "wrote",
}  # fmt: skip
"""How titles of fixes begin, and what to say afterwards."""
_BETWEEN = ("Change to ", "Move to ")
"""Beginnings of titles that the subject goes into, after the verb."""


def fixing(options: Options, selection: Selection, *, unsafe: bool) -> Rewrite:
    """A rewrite that applies every safe fix of the selected findings; with `unsafe` also the likely
    fixes of the others.
    """
    off = dict.fromkeys(
        code.name
        for code in CODES.values()
        if not selection.takes_code(code.name) or code.severity > selection.least
    )
    choice = preferred_proposals if unsafe else safe_proposals

    def changes(target: Target, text: str) -> Changes:
        found = fixed(judged(target, text, options, off), choice)
        return Changes(found.edits, [*_told(target, text, found.made)] if found.made else ())

    return changes


def tell(written: Mapping[str, Iterable[str]], *, quiet: bool = False) -> None:
    """Name the files that were written on standard error and, unless it is to be `quiet`, the first
    changes.
    """
    told, more = 0, 0
    for path, lines in written.items():
        complain(f"fixed {path}")
        for line in () if quiet else lines:
            if told < MOST_TOLD:
                write_error(f"  {printable(line)}\n")
                told += 1
            else:
                more += 1
    if more:
        write_error(f"  … and {counted(more, 'more changes')}\n")


def _told(target: Target, text: str, made: Sequence[Made]) -> Iterator[str]:
    """A line for each fix, such as ``prefect.toml:2: changed `prot` to `port```, by the lines of
    `text` and without anything that may be a secret.
    """
    redactor = None
    if file_kind(target.kind).holds is Holds.SETTINGS:
        redactor = Redactor(Document(text), newest_schema())
    for line, subject, title in sorted(made, key=lambda each: each.line):
        if redactor is None:  # any value may be a secret
            shown = _IN_BACKTICKS.sub(partial(_shown_or_mask, subject), title)
        else:
            shown = redactor.message(title, Span(line, 0, line + 1, 0))
        yield f"{target.path}:{line + 1}: {in_the_past(shown, shortened(subject, LONGEST))}"


def in_the_past(title: str, subject: str) -> str:
    """What the fix with this title did to `subject`, which may be empty."""
    verb, _, rest = title.partition(" ")
    past = PAST.get(verb, verb.lower())
    if not subject or f"`{subject}`" in rest:
        return f"{past} {rest}"
    if title.startswith("Change to `[") and not subject.startswith("["):
        return f"{past} the table of `{subject}` {rest}"
    if title.startswith(_BETWEEN):
        return f"{past} `{subject}` {rest}"
    return f"`{subject}`: {past} {rest}"


def _shown_or_mask(subject: str, match: re.Match[str]) -> str:
    """A quoted text of a fix for the variable `subject`, masked if it may be a secret."""
    text, node = match[1], newest_schema().by_variable.get(subject.upper())
    is_word = node is not None and is_no_secret(node, text.strip("\"'"))
    is_shown = is_word or text in SIGNS | _OF_FIXES or _NAME.fullmatch(text)
    return match.group() if is_shown else f"`{MASK}`"
