"""Colours and links for a terminal."""

from __future__ import annotations

import os
from typing import TextIO

from prefect_toml_lsp.records import NamedTuple


class Palette(NamedTuple):
    """Escape sequences, all empty without colour; and whether codes are links."""

    error: str = ""
    warning: str = ""
    information: str = ""
    hint: str = ""
    strong: str = ""
    gutter: str = ""
    end: str = ""
    has_links: bool = False

    def linked(self, code: str) -> str:
        """A code, as a link (OSC 8) to the page that explains it if the terminal has links."""
        if not self.has_links:
            return code
        from prefect_toml_lsp.analysis.code_links import explained_at

        address = explained_at(code)
        return f"\x1b]8;;{address}\x1b\\{code}\x1b]8;;\x1b\\" if address else code


COLOURS = Palette(
    "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;32m", "\x1b[1m", "\x1b[1;34m", "\x1b[0m"
)
PLAIN = Palette()


def palette_for(stream: TextIO, wish: str = "auto") -> Palette:
    """Colours if `stream` is a terminal that shows them. The option ``always`` or ``never`` comes
    first; then NO_COLOR switches them off, and FORCE_COLOR or CLICOLOR_FORCE on (no-color.org,
    force-color.org, bixense.com/clicolors).
    """
    palette = COLOURS if _has_colours(stream, wish) else PLAIN
    return palette._replace(has_links=wish != "never" and stream.isatty() and _knows_links())


def _has_colours(stream: TextIO, wish: str) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "zed", "rio")
_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_VARIABLES = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "KITTY_WINDOW_ID")
_FIRST_VTE = 5000
"""GNOME Terminal and others that are built on VTE have links from 0.50 on."""


def _knows_links() -> bool:
    """Whether the terminal is known to support links; FORCE_HYPERLINK switches them on, or off
    with 0.
    """
    environment = os.environ
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    term = environment.get("TERM", "")
    if term in ("dumb", "linux") or term.startswith(("screen", "tmux")):
        return False  # what a multiplexer passes on is unknown
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or term.startswith(_TERMS)
        or any(environment.get(name) for name in _VARIABLES)
        or (vte.isascii() and vte.isdigit() and int(vte) >= _FIRST_VTE)
    )
