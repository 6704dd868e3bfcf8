"""The spaces around ``=``: a value follows the style of the line."""

from __future__ import annotations

import re

from lsprotocol import types as lsp

from prefect_toml_lsp.records import NamedTuple

_EQUALS = re.compile(r"(?P<before>[ \t]?)=(?P<after>[ \t]*)$")


class Gap(NamedTuple):
    """How a value is written right after ``=``.

    width
        Columns of spaces before the cursor that it replaces.
    lead
        Blanks that it starts with.
    """

    width: int = 0
    lead: str = ""


def gap(before: str, is_loose: bool = True) -> Gap:
    """The gap for a value after the text `before`: ``port=`` and ``port= `` give ``port=4200``,
    ``port =`` and ``port = `` give ``port = 4200``. If spaces do not matter
    (not `is_loose`), none is added.
    """
    found = _EQUALS.search(before)
    if found is None:
        return Gap()
    if not found["before"]:
        return Gap(width=len(found["after"]))
    return Gap(lead=" " if is_loose and not found["after"] else "")


def is_stray_space(params: lsp.CompletionParams, before: str) -> bool:
    """Whether the list was asked for by a space that is not the one after ``=``. Neovim asks a
    little later, so more may be typed by then.
    """
    context = params.context
    if context is None or context.trigger_character != " ":
        return False
    return before.endswith(" ") and not before.endswith("= ")
