"""Values as TOML text in the style of the text that they replace."""

from __future__ import annotations

from typing import Any

from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, Verdict, judge
from prefect_toml_lsp.prefect.secrets import holds_secret
from prefect_toml_lsp.text.surrogates import has_half
from prefect_toml_lsp.toml.encode import encode, encode_key
from prefect_toml_lsp.toml.nodes import Array, String, Value

# Conversions that depend on the machine or on other settings, or that leave the setting unset.
NOT_REWRITTEN = frozenset(
    {"home-expanded", "prefect-home-replaced", "profiles-path-default", "unset-from-empty"}
)
_LONGEST = 60  # characters of a value in a title


def quoted_like(syntax: Value | None, value: Any) -> str:
    """`value` as TOML, with strings in single quotes if `syntax` has them and they can be."""
    while isinstance(syntax, Array) and syntax.items:
        syntax = syntax.items[0]
    if isinstance(syntax, String) and syntax.opening in ("'", "'''"):
        return _in_single_quotes(value)
    return encode(value)


def _in_single_quotes(value: Any) -> str:
    if isinstance(value, str) and "'" not in value and value.isprintable():
        return f"'{value}'"
    if isinstance(value, list):
        return f"[{', '.join(map(_in_single_quotes, value))}]"
    if isinstance(value, dict) and value:
        pairs = (f"{encode_key(key)} = {_in_single_quotes(each)}" for key, each in value.items())
        return f"{{ {', '.join(pairs)} }}"
    return encode(value)


def verdict_on(node: Node, value: Any) -> Verdict:
    """What Prefect does with `value` at `node`."""
    facts = {"section": True} if node.is_table else node.keywords
    return judge(node.dotted, facts, value, node.release)


def as_read(node: Node, syntax: Value | None, verdict: Verdict | None) -> str | None:
    """The value that Prefect converts another to, as TOML that it reads unchanged; None if there is
    none, or it must not be written.
    """
    if not isinstance(verdict, Converted) or verdict.rule in NOT_REWRITTEN:
        return None
    if verdict.result is None or not isinstance(verdict_on(node, verdict.result), Accepted):
        return None
    if verdict.rule == "json-in-string":  # its quotes were chosen because of the quotes inside
        text = encode(verdict.result)
        return None if has_half(text) else text  # JSON writes half a character, TOML cannot
    return quoted_like(syntax, verdict.result)


def write_title(node: Node, text: str) -> str:
    """A title that shows the new value, unless it may be a secret or is too long for a menu."""
    return f"Write `{text}`" if may_be_shown(node, text) else "Write the value as Prefect reads it"


def change_title(node: Node, text: str) -> str:
    """The same for the replacement of a value that Prefect refuses."""
    return (
        f"Change to `{text}`" if may_be_shown(node, text) else "Write it the way Prefect accepts it"
    )


def may_be_shown(node: Node, text: str) -> bool:
    """Whether a title may show a value of a setting: it is short, and not a secret."""
    if node.secret or node.is_free_form or len(text) > _LONGEST or "\n" in text:
        return False
    return not holds_secret(text)
