"""Who calls what in the package, by its source."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

import prefect_toml_lsp

PACKAGE = Path(prefect_toml_lsp.__file__).parent


def calls_in(text: str, names: Collection[str]) -> Iterator[ast.Call]:
    """The calls of functions and methods of these names. What has none of the names in it is not
    parsed, which takes a while.
    """
    if not any(name in text for name in names):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str | None:
    """The name of the function or method that is called; None where that is an expression."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else None


def modules() -> Iterator[tuple[str, str]]:
    """The modules of the package, by their paths in it, and their texts."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")
