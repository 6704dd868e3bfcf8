"""Which values may be shown to a person, or to whoever looks over a shoulder."""

from __future__ import annotations

import re
from typing import Any

from prefect_toml_lsp.prefect.nodes import Node

SUSPICIOUS_NAME = (
    r"(?:key|token|secret|pass|pas?w|pwd|credential|auth|cookie|bearer|dsn|private|signature"
    r"|connection_?(?:url|uri|string))"
)
"""What names of secrets have in them, as a regular expression for `re.IGNORECASE`."""
# A user or password in an address, a key of Prefect Cloud, `token=…`: rather too many than too few.
_HOLDS_SECRET = rf"://\S*@|\bpn[bu]_\w|{SUSPICIOUS_NAME}[\w-]*[\"']*\s*[=:]"


def looks_secret(name: str) -> bool:
    """Whether a name that Prefect does not know may be that of a secret."""
    return re.search(SUSPICIOUS_NAME, name, re.IGNORECASE) is not None


def may_show(node: Node, value: Any) -> bool:
    """Whether a value of the setting `node` may be shown.

    Never for a secret (`Node.secret`), nor for what looks like one wherever it stands: an address
    with a password, a key of Prefect Cloud, an entry whose name is that of a secret.
    """
    if node.secret:
        return False
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and re.search(_HOLDS_SECRET, value, re.IGNORECASE):
            return False
        if isinstance(value, dict):
            if any(map(looks_secret, value)):
                return False
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return True
