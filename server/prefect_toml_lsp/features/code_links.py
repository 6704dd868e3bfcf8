"""Where a code is explained on the web: in the TOML specification or in Prefect's documentation."""

from __future__ import annotations

from collections.abc import Mapping

_TOML = "https://toml.io/en/v1.0.0"
_SETTINGS = "https://docs.prefect.io/v3/concepts/settings-and-profiles"
REFERENCE = "https://docs.prefect.io/v3/api-ref/settings-ref"

_SECTIONS: Mapping[str, str] = {
    "bad-escape": "string",
    "bare-carriage-return": "spec",
    "byte-order-mark": "spec",
    "control-character": "comment",
    "duplicate-key": "keys",
    "duplicate-table": "table",
    "invalid-value": "keyvalue-pair",
    "key-conflict": "table",
    "line-break-in-inline-table": "inline-table",
    "missing-comma": "array",
    "missing-equals": "keyvalue-pair",
    "missing-key": "keys",
    "missing-value": "keyvalue-pair",
    "nested-too-deeply": "array",
    "trailing-comma": "inline-table",
    "unclosed-array": "array",
    "unclosed-header": "table",
    "unclosed-inline-table": "inline-table",
    "unclosed-string": "string",
    "unexpected-text": "keyvalue-pair",
}
_SOURCES = frozenset(
    {
        "duplicate-variable",
        "legacy-overridden",
        "overridden",
        "plain-secret",
        "prefect-2",
        "process-variable",
        "unreadable-line",
        "variable-without-value",
    }
)
_OURS = frozenset({"unused-ignore"})


def explained_at(code: str) -> str | None:
    """The address of the page about a finding's code; None where only we have something to say."""
    if code in _OURS:
        return None
    if code in _SECTIONS:
        return f"{_TOML}#{_SECTIONS[code]}"
    return f"{_SETTINGS}#settings-sources" if code in _SOURCES else REFERENCE
