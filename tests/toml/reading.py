"""The data, comments and problems of a document, which rewriting must not change."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from prefect_toml_lsp.toml import Document

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def is_toml(text: str) -> bool:
    """Whether `tomllib` reads it."""
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def data(text: str) -> Any:
    """What `tomllib` reads, in a comparable form: types count, order does not, NaN equals NaN."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        if isinstance(value, list):
            return [plain(each) for each in value]
        return type(value).__name__, repr(value)

    return plain(tomllib.loads(text))


def comments(document: Document) -> Counter[str]:
    return Counter(each.text for statement in document.statements for each in statement.comments)


def problems(document: Document) -> int:
    return sum(len(document.problems(statement)) for statement in document.statements)
