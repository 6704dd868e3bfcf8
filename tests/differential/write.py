"""Write Python values as TOML."""

from __future__ import annotations

import datetime
from typing import Any

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def literal(value: Any) -> str:
    """`value` as TOML on one line. Accepts everything that tomllib returns."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        # A literal string: toml 0.10.2 misreads some basic strings that begin with a quote.
        if value.startswith('"') and "'" not in value and min(value) >= " " and "\x7f" not in value:
            return f"'{value}'"
        return '"' + "".join(_character(char) for char in value) + '"'
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, dict):
        items = (f"{key(name)} = {literal(item)}" for name, item in value.items())
        return "{" + ", ".join(items) + "}"
    raise TypeError(f"TOML has no {type(value)}")


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04X}" if char < " " or char == "\x7f" else char


def key(name: str) -> str:
    """`name` as a key, without quotes if TOML allows it."""
    bare = name.isascii() and name.replace("-", "a").replace("_", "a").isalnum()
    return name if bare else literal(name)


def document(assignments: list[tuple[str, Any]], top: str = "") -> str:
    """A TOML document that assigns each dotted path its value.

    Settings are grouped under the headers of their tables; `top` is the dotted path of the root
    table (``"tool.prefect"`` in ``pyproject.toml``).
    """
    tables: dict[str, list[str]] = {}
    for path, value in assignments:
        table, _, name = path.rpartition(".")
        table = ".".join(part for part in (top, table) if part)
        tables.setdefault(table, []).append(f"{key(name)} = {literal(value)}")
    lines = list(tables.pop("", []))
    for table, settings in tables.items():
        header = ".".join(key(part) for part in table.split("."))
        lines += [f"[{header}]", *settings]
    return "\n".join(lines) + "\n"
