"""The row of one code, from which everything about the code derives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from prefect_toml_lsp.analysis.codes.names import Names
from prefect_toml_lsp.analysis.findings import NO_DATA, Finding, Related, Severity
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.shortening import shortened

Detail = Mapping[str, Any]
"""The details of a message, by name. `who` reads the setting: Prefect, or a package in backticks;
`names` gives the names of settings (`Names`).
"""
LONGEST = 160
"""Characters of a name in a message: a file may have keys of any length."""

Tag = Literal["deprecated", "unnecessary"]
"""How editors show the text of a finding: struck out, or faded."""

UNREADABLE = "Prefect stops with an error because it cannot parse the file."
REFUSED = "Prefect refuses to start: anything that loads the settings fails."
PACKAGE_REFUSES = (
    "Prefect starts; the integration package (here `{}`) fails when it reads the setting."
)
IGNORED = "Prefect starts and silently ignores this."
WARNED = "Prefect starts and prints a warning."
OVERRIDDEN = "Prefect starts and uses another value instead."
CONVERTED = "Prefect starts and uses the converted value."


class Code(NamedTuple):
    """One kind of finding.

    name
        Stable and kebab-case.
    title
        A short phrase without a full stop.
    severity
        That of its findings; `other_severities` are those that a finding has instead where Prefect
        behaves differently by situation.
    message
        The text of a finding: a format string, or a function, of the details that `at` is given.
        It starts with what it is about in backticks, with "Prefect" or with a capital letter, and
        repeats no value from the file, which may be a secret.
    meaning, effect, remedy
        What is found, what Prefect does then, and what to do: sentences in Markdown.
    wrong, right
        The text of a `file` that gives exactly this code, and of one that gives nothing; empty
        if no text shows it. They are judged as `release`, or as the newest one if that is
        empty, with the files `beside` in the same folder.
    reference
        The external page that says most about it.
    aliases
        Former names, which comments and configuration may still use.
    tag
        How editors show the text, for example faded.
    needs_surroundings
        Whether other sources of the folder decide if there is such a finding. A comment that
        silences it is then never reported as unused: another machine may need it.
    has_safe_fix
        Whether *fix all* may apply the first of its fixes.
    is_quiet
        Whether only editors show it, as a hint: the text is right as it is.
    """

    name: str
    title: str
    message: str | Callable[[Detail], str]
    severity: Severity
    meaning: str
    effect: str
    remedy: str
    wrong: str
    right: str
    reference: str
    file: str = "prefect.toml"
    beside: Mapping[str, str] = NO_DATA
    release: str = ""
    other_severities: tuple[Severity, ...] = ()
    aliases: tuple[str, ...] = ()
    tag: Tag | None = None
    needs_surroundings: bool = False
    has_safe_fix: bool = False
    is_quiet: bool = False

    def at(
        self,
        span: Span,
        *,
        data: Mapping[str, Any] = NO_DATA,
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
        **detail: Any,
    ) -> Finding:
        """A finding with the details for the message; `severity` is one of `other_severities`, or
        that of the row.
        """
        assert severity in (None, self.severity, *self.other_severities)
        return Finding(self.name, severity or self.severity, self.say(detail), span, data, related)

    def say(self, detail: Detail) -> str:
        """The message with these details, each text cut to `LONGEST` characters; by default it is
        about Prefect, and names settings by their paths.
        """
        told = {
            name: shortened(each, LONGEST) if isinstance(each, str) else each
            for name, each in detail.items()
        }
        detail = {"who": "Prefect", "names": Names(), **told}
        if isinstance(self.message, str):
            return self.message.format_map(detail)
        return self.message(detail)


def visible(example: str) -> str:
    """An example with a mark such as ``<U+FEFF>`` for each invisible character."""
    return re.sub(
        r"[\x00-\x09\x0b-\x1f\x7f\ufeff]", lambda match: f"<U+{ord(match[0]):04X}>", example
    )
