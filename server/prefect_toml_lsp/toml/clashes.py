"""Messages for clashes between statements."""

from __future__ import annotations

from prefect_toml_lsp.toml.namespace import Claim, Clash
from prefect_toml_lsp.toml.nodes import Header, Key, KeyValue, Statement
from prefect_toml_lsp.toml.problems import Problem


def explain_clash(statement: Statement, clash: Clash, line: int, earlier_line: int) -> Problem:
    """The syntax error for a clash; `line` is the statement's and `earlier_line` that of the
    earlier one, both 0-based.
    """
    key = _key(statement)
    earlier = _key(clash.earlier).span.down(earlier_line - line)
    name = ".".join(part.name for part in key.parts[: clash.part + 1])
    where = f"on line {earlier_line + 1}"
    span = key.parts[clash.part].span
    if clash.claim is Claim.VALUE and clash.earlier_claim is Claim.VALUE:
        message = f"`{name}` is already set {where}; keep one of them"
        return Problem("duplicate-key", message, span, earlier)
    if clash.claim is Claim.TABLE and clash.earlier_claim is Claim.TABLE:
        message = f"Table `{name}` is already defined {where}; put its keys there"
        return Problem("duplicate-table", message, span, earlier)
    held = _HELD[clash.earlier_claim]
    message = f"`{name}` {_WANTED[clash.claim]}, but {held} {where}"
    return Problem("key-conflict", message, span, earlier)


def _key(statement: Statement) -> Key:
    assert isinstance(statement, Header | KeyValue)
    return statement.key if isinstance(statement, Header) else statement.pair.key


_WANTED = {
    Claim.VALUE: "is given a value here",
    Claim.DOTTED: "becomes a table by a dotted key here",
    Claim.TABLE: "is defined as a table here",
    Claim.PASSED: "is used as a table here",
    Claim.ARRAY: "is used as an array of tables here",
}
_HELD = {
    Claim.VALUE: "it is set to a value",
    Claim.DOTTED: "a dotted key made it a table",
    Claim.TABLE: "it is defined as a table",
    Claim.PASSED: "a header made it a table",
    Claim.ARRAY: "it is an array of tables",
}
