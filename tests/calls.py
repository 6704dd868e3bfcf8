"""Calls of functions in the package, found in its source."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

import prefect_toml_lsp

PACKAGE = Path(prefect_toml_lsp.__file__).parent


def calls_in(text: str, names: Collection[str]) -> Iterator[ast.Call]:
    """The calls of functions and methods with these names. Text without any of the names is not
    parsed, because parsing is slow.
    """
    if not any(name in text for name in names):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str | None:
    """The name of the called function or method; None if it is an expression."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else None


def modules() -> Iterator[tuple[str, str]]:
    """The path and the source text of each module of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")
