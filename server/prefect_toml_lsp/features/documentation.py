"""Text for clients that show Markdown and for those that do not."""

from __future__ import annotations

import re

from lsprotocol import types as lsp

_MARKUP = re.compile(r"[`*]")


def markup(text: str, *, markdown: bool) -> lsp.MarkupContent:
    """Markdown for a client that shows it, the same text without its marks for others."""
    if markdown:
        return lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
    return lsp.MarkupContent(lsp.MarkupKind.PlainText, _MARKUP.sub("", text))
