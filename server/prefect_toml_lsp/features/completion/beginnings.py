"""Whether a key, header or value can begin at the cursor, or the text before it is broken."""

from __future__ import annotations

import re

from prefect_toml_lsp.toml import Document, Location, Place

_KEY = re.compile(r"(?:^|[\[{,]|[^\s.\[{,][ \t]*\.)[ \t]*$")
_VALUE = re.compile(r"(?:^|[\[,]|[^\s=][ \t]*=)[ \t]*$")


def is_beginning(document: Document, at: Location) -> bool:
    """Whether a key, header or value can begin after the text before the cursor: not after two dots
    or two equals signs, nor after text that is not TOML at all.
    """
    begun = at.value if at.place is Place.VALUE else at.part
    start = begun.span.start if begun else at.position
    before = document.source.lines[document.start(at.statement) + start.line][: start.column]
    return bool((_VALUE if at.place is Place.VALUE else _KEY).search(before))
