"""Find the text that people read: docs, docstrings, comments, messages and names of tests."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project.search import walk

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]

_CODE = re.compile(r"```.*?^```|``[^`]+``|`[^`\n]+`|<!--.*?-->|\]\([^)]*\)", re.S | re.M)
_TAGS = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]*>", re.S)
_TEST_NAME = re.compile(
    r"""^\s*(?:async )?def test_(?P<name>\w+)|\b(?:it|test|describe)\((["'`])(?P<title>.*?)\2""",
    re.M,
)
_COMMENT = {".lua": "--", ".el": ";", ".vim": '"', ".ts": "//", ".js": "//", ".mjs": "//",
            ".toml": "#", ".yml": "#", ".yaml": "#", ".sh": "#", ".kak": "#"}  # fmt: skip


class Text(NamedTuple):
    """A paragraph, docstring, string or block of comments, without the code in it."""

    path: str
    line: int
    text: str


def tracked(*patterns: str) -> list[str]:
    """The files of the repository that match, by `git ls-files`; without Git, as in an unpacked
    sdist, by the `.gitignore` files.
    """
    names = _in_git() if (ROOT / ".git").exists() and shutil.which("git") else unignored(ROOT)
    return sorted(name for name in names if any(fnmatchcase(name, each) for each in patterns))


def _in_git() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [*filter(None, done.stdout.decode().split("\0"))]


def unignored(root: Path) -> list[str]:
    """The files below a folder that no `.gitignore` excludes, as Git names them."""
    return [
        Path(entry.path).relative_to(root).as_posix()
        for folder in walk(str(root), _unreadable, _skipped)
        for name, entry in folder.entries.items()
        if name != ".git" and entry.is_file() and not folder.ignored(name)
    ]


def _unreadable(folder: str, error: OSError) -> None:
    raise AssertionError(folder) from error


def _skipped(note: Note) -> None:
    raise AssertionError(note)


def plain(text: str) -> str:
    """`text` without code, on one line."""
    return " ".join(_CODE.sub(lambda found: " … " if found[0][0] != "]" else "] ", text).split())


def of_markdown(path: str) -> Iterator[Text]:
    """The paragraphs of a Markdown file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    text = _CODE.sub(lambda found: "…" + "\n" * found[0].count("\n"), text)
    line = 1
    for part in re.split(r"(\n\s*\n)", text):
        if part.strip():
            yield Text(path, line, plain(part))
        line += part.count("\n")


def of_python(path: str, *, strings: bool) -> Iterator[Text]:
    """Docstrings and comments of a module and, with `strings`, its strings of several words."""
    text = (ROOT / path).read_text(encoding="utf-8")
    tree = ast.parse(text)
    nodes = ast.walk(tree) if strings else _docstrings(tree)
    for node in nodes:
        words = _words(node)
        if " " in words.strip():
            yield Text(path, getattr(node, "lineno", 1), plain(words))
    yield from _blocks(path, _python_comments(text))


def of_comments(path: str) -> Iterator[Text]:
    """The comments of a file in another language that are on separate lines."""
    mark = _COMMENT[Path(path).suffix]
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    found = ((number, each.strip()) for number, each in enumerate(lines, 1))
    yield from _blocks(
        path, ((number, each.lstrip(mark)) for number, each in found if each.startswith(mark))
    )


def of_toml(path: str) -> Iterator[Text]:
    """The texts of a TOML file's values."""
    tables = [tomllib.loads((ROOT / path).read_text(encoding="utf-8"))]
    while tables:
        for value in tables.pop().values():
            if isinstance(value, dict):
                tables.append(value)
            elif isinstance(value, str) and " " in value:
                yield Text(path, 1, plain(value))


def of_json(path: str) -> Iterator[Text]:
    """The texts of several words in a JSON file."""
    values = [json.loads((ROOT / path).read_text(encoding="utf-8"))]
    while values:
        value = values.pop()
        if isinstance(value, (dict, list)):
            values.extend(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, str) and " " in value:
            yield Text(path, 1, plain(value))


def of_html(path: str) -> Iterator[Text]:
    """The text between the tags of a page or template, line by line."""
    text = (ROOT / path).read_text(encoding="utf-8")
    for line, each in enumerate(_TAGS.sub(" ", text).splitlines(), 1):
        if " " in each.strip():
            yield Text(path, line, plain(each))


def of_test_names(path: str) -> Iterator[Text]:
    """The names of the tests in a file: names of functions in Python, titles in JavaScript."""
    text = (ROOT / path).read_text(encoding="utf-8")
    for found in _TEST_NAME.finditer(text):
        name = found["name"].replace("_", " ") if found["name"] else found["title"]
        yield Text(path, text.count("\n", 0, found.start()) + 1, name)


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """String expressions: docstrings of modules, classes, functions and constants."""
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = node.values
        return "".join(_words(each) if isinstance(each, ast.Constant) else "…" for each in parts)
    return ""


def _python_comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("# ")


def _blocks(path: str, lines: Iterator[tuple[int, str]]) -> Iterator[Text]:
    """Join comments on consecutive lines to one text."""
    start, block, last = 0, "", -1
    for number, text in lines:
        if number != last + 1 and block:
            yield Text(path, start, plain(block))
            block = ""
        start, block, last = (start if block else number), f"{block} {text}", number
    if block:
        yield Text(path, start, plain(block))
