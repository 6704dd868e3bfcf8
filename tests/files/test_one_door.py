"""Only `files` opens files, and no module runs, imports or fetches what it finds.

Ruff bans what it can find by name (`banned-api` in `pyproject.toml`); these tests find the rest.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.calls import called, calls_in, modules

FUNCTIONS = {"open", "exec", "eval", "compile", "__import__"}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "exec_module", "load_module"}
ALLOWED = {
    ("files/writing.py", "open"): "a file of its own, which replaces another",
    ("prefect/data.py", "read_bytes"): "the schema that comes with the package",
}
IMPORTERS = {
    "cli/command.py": "the modules of its own package",
    "cli/formats/__init__.py": "the modules of its own package",
    "features/registry.py": "the modules of its own package",
    "server/start.py": "asyncio",
    "server/lazy_lsprotocol.py": "lsprotocol",
}


def calls(text: str) -> Iterator[str]:
    for call in calls_in(text, FUNCTIONS | METHODS):
        name = called(call)
        if name in (FUNCTIONS if isinstance(call.func, ast.Name) else METHODS):
            yield name


def test_files_are_opened_in_one_place() -> None:
    found = {(name, call) for name, text in modules() for call in calls(text)}
    assert found == set(ALLOWED)


def test_only_our_own_modules_are_imported_by_name() -> None:
    assert {name for name, text in modules() if "import_module" in text} == set(IMPORTERS)


def test_these_calls_are_found() -> None:
    text = "open('x')\nPath('x').read_text()\nexec('x')\nopened.open(x)\nast.literal_eval('1')"
    assert list(calls(text)) == ["open", "read_text", "exec"]
