"""An explanation for other programs: Markdown and JSON."""

from __future__ import annotations

import json
from typing import Any

from prefect_toml_lsp.analysis.codes import CODES, Code, current_name
from prefect_toml_lsp.analysis.documentation import describe, facts, type_of
from prefect_toml_lsp.cli.explain import found_node
from prefect_toml_lsp.prefect import Node


def as_markdown(subject: str) -> list[str] | None:
    """The lines of a page about a code, setting, table or variable; None for anything else."""
    code = CODES.get(current_name(subject))
    if code is not None:
        from prefect_toml_lsp.analysis.codes.page import page_of

        return page_of(code)
    node = found_node(subject)
    return None if node is None else describe(node).splitlines()


def as_json(subject: str) -> list[str] | None:
    """An object with what is known of it; None if there is nothing of this name."""
    code = CODES.get(current_name(subject))
    node = None if code else found_node(subject)
    if code is None and node is None:
        return None
    found = _code(code) if code else data_of(node) if node else {}
    return [json.dumps(found, indent=2, default=str)]


def _code(code: Code) -> dict[str, Any]:
    return {
        "kind": "code",
        "name": code.name,
        "severity": code.severity.word,
        "title": code.title,
        "meaning": code.meaning,
        "effect": code.effect,
        "remedy": code.remedy,
        "file": code.file,
        "wrong": code.wrong or None,
        "right": code.right or None,
        "reference": code.reference or None,
        "has_safe_fix": code.has_safe_fix,
    }


def data_of(node: Node) -> dict[str, Any]:
    """What is known of a setting or table, as JSON types except for defaults."""
    return {
        "kind": "table" if node.is_table else "setting",
        "name": node.dotted,
        "type": "table" if node.is_table else type_of(node),
        "default": node.default,
        "default_note": node.default_note,
        "description": node.description,
        "environment": [*node.environment],
        "secret": node.secret,
        "package": node.package,
        "since": node.since or None,
        "until": node.until,
        "members": [*node.children] if node.is_table else None,
        "facts": {label.replace("`", ""): text.replace("`", "") for label, text in facts(node)},
    }
