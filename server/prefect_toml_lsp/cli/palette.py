"""Colours for a terminal."""

from __future__ import annotations

import os
from typing import TextIO

from prefect_toml_lsp.records import NamedTuple


class Palette(NamedTuple):
    """Escape sequences, all empty where there is no colour."""

    error: str = ""
    warning: str = ""
    information: str = ""
    hint: str = ""
    strong: str = ""
    gutter: str = ""
    end: str = ""


COLOURS = Palette(
    "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;32m", "\x1b[1m", "\x1b[1;34m", "\x1b[0m"
)
PLAIN = Palette()


def palette_for(stream: TextIO, wish: str = "auto") -> Palette:
    """Colours if `stream` is a terminal that shows them. What is wished for comes first, ``always``
    or ``never``; then NO_COLOR forbids, and FORCE_COLOR or CLICOLOR_FORCE demand them
    (no-color.org, force-color.org, bixense.com/clicolors).
    """
    if wish != "auto":
        return COLOURS if wish == "always" else PLAIN
    if os.environ.get("NO_COLOR"):
        return PLAIN
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0":
        return COLOURS
    return COLOURS if stream.isatty() and os.environ.get("TERM") != "dumb" else PLAIN
