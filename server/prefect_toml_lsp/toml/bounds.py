"""Limits of parsing: any text takes a limited time and memory.

Reading is counted in steps of about 3 µs and 100 bytes. The text below the statement with which a
document would exceed `MOST` steps is not read (`nodes.Unread`).
"""

from __future__ import annotations

MOST = 400_000
"""Steps that a document may take: 20,000 lines of `key = value`."""
STATEMENT_MOST = MOST // 2
"""Steps that one statement may take, which is read again at each edit in it."""
STATEMENT = 8
"""Steps of a statement, whatever is in it."""
PIECE = 6
"""Steps of a part of a key, a value, or a syntax error; a further line takes one, and so does a
plain string in an array.
"""
CLASHES = 1000
"""The most duplicates of one name that are reported."""


class TooMuch(Exception):  # noqa: N818 - a state of the text, not an error here
    """A single statement would take more than `STATEMENT_MOST` steps."""
