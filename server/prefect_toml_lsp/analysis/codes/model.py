"""What is known of one code: the row from which everything about it derives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from prefect_toml_lsp.analysis.findings import Severity

Tag = Literal["deprecated", "unnecessary"]
"""How editors show the text of a finding: struck out, or faded."""

UNREADABLE = "Prefect stops with an error because it cannot read the file."
REFUSED = "Prefect refuses to start: whatever reads its settings ends with an error."
IGNORED = "Prefect starts, says nothing and ignores this."
WARNED = "Prefect starts with a warning of its own."
OVERRIDDEN = "Prefect starts and uses another value than this one."
CONVERTED = "Prefect starts and uses the converted value."

_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufeff]")


@dataclass(frozen=True, kw_only=True)
class Code:
    """One kind of finding.

    name
        Stable and kebab-case.
    title
        A short phrase without a full stop.
    severity
        That of its findings; `other_severities` are those that a finding has instead where Prefect
        behaves differently by situation.
    meaning, effect, remedy
        What is found, what Prefect does then, and what to do: sentences in Markdown.
    wrong, right
        The text of a `file` that gives exactly this code, and of one that gives nothing; empty
        where no text shows it. `release` reads them, the newest one if that is empty, and the
        files `beside` lie in the same folder.
    reference
        The page of others that says most about it.
    aliases
        Former names, which comments and configuration may still use.
    tag
        How editors show the text.
    needs_surroundings
        Whether other sources of the folder decide if there is such a finding. A comment that
        silences it is then never reported as unused: another machine may need it.
    has_safe_fix
        Whether *fix all* may apply the first of its fixes.
    """

    name: str
    title: str
    severity: Severity
    meaning: str
    effect: str
    remedy: str
    wrong: str
    right: str
    reference: str
    file: str = "prefect.toml"
    beside: Mapping[str, str] = field(default_factory=dict)
    release: str = ""
    other_severities: tuple[Severity, ...] = ()
    aliases: tuple[str, ...] = ()
    tag: Tag | None = None
    needs_surroundings: bool = False
    has_safe_fix: bool = False


def visible(example: str) -> str:
    """An example with a mark such as ``<U+FEFF>`` for each character that nobody would see."""
    return _INVISIBLE.sub(lambda match: f"<U+{ord(match[0]):04X}>", example)
