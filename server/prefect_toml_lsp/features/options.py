"""The server's settings.

Clients send them in `initializationOptions`, and as the section `prefectToml` of
`workspace/configuration` (LSP 3.17). README and the VS Code extension get theirs from `OPTIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.analysis.options import (
    BOOLEAN,
    IGNORE,
    KNOWN_TABLES,
    KNOWN_VARIABLES,
    PLAIN_SECRETS,
    PREFECT_VERSION,
    SELECT,
    SEVERITY,
    TEXT,
    Chosen,
    Option,
    read_options,
)
from prefect_toml_lsp.prefect.allowed import NOTHING_ALLOWED, Allowed
from prefect_toml_lsp.records import NamedTuple

SECTION = "prefectToml"

OPTIONS: tuple[Option, ...] = (
    PREFECT_VERSION,
    Option(
        "environment",
        BOOLEAN,
        True,
        "Count the environment and the active profile, which other machines may not have. `.env` "
        "and the other files of a folder always count.",
    ),
    PLAIN_SECRETS,
    SEVERITY,
    SELECT,
    IGNORE,
    KNOWN_TABLES,
    KNOWN_VARIABLES,
    Option(
        "schema",
        TEXT,
        None,
        "Path of a JSON Schema to use instead of the one that comes with the server.",
    ),
    Option("format.enable", BOOLEAN, True, "Format documents, also while typing."),
    Option("inlayHints.durations", BOOLEAN, True, "Show durations and long times in words."),
    Option("inlayHints.sizes", BOOLEAN, True, "Show bytes in KiB or MiB."),
    Option(
        "inlayHints.overrides",
        BOOLEAN,
        True,
        "Show the value in force where another source overrides a setting.",
    ),
    Option(
        "codeLens.enable",
        BOOLEAN,
        False,
        "Show above each table what it sets; a click shows the settings in force. Only in VS Code "
        "and Neovim.",
    ),
)


class ServerOptions(NamedTuple):
    """The user's settings; `OPTIONS` describes them, and `Chosen` has those that a project's
    configuration may also set.
    """

    prefect_version: str | None = None
    environment: bool = True
    plain_secrets: Severity = Severity.HINT
    severities: Mapping[str, Severity | None] = MappingProxyType({})
    hidden: frozenset[str] = frozenset()
    allowed: Allowed = NOTHING_ALLOWED
    schema: str | None = None
    format: bool = True
    hint_durations: bool = True
    hint_sizes: bool = True
    hint_overrides: bool = True
    code_lens: bool = False

    def over(self, chosen: Chosen) -> Chosen:
        """These options over a project's configuration. Editors send defaults, too, so only other
        values count as chosen.
        """
        is_hint = self.plain_secrets is Severity.HINT
        return Chosen(
            self.prefect_version or chosen.prefect_version,
            chosen.plain_secrets if is_hint else self.plain_secrets,
            self.severities or chosen.severities,
            Allowed(
                self.allowed.tables or chosen.allowed.tables,
                self.allowed.variables or chosen.allowed.variables,
            ),
            None if self.prefect_version else chosen.version_in,
            self.hidden or chosen.hidden,
        )


def read_settings(given: Any) -> tuple[ServerOptions, list[str]]:
    """The settings that a client sent, and complaints about wrong ones, which keep defaults."""
    if given is None:
        return ServerOptions(), []
    if not isinstance(given, Mapping):
        return ServerOptions(), [
            f"the settings of {SECTION} must be an object; the defaults are used"
        ]
    values, complaints = read_options(given, OPTIONS, f"{SECTION}.")
    shared = Chosen.of(values)
    settings = ServerOptions(
        prefect_version=shared.prefect_version,
        environment=values["environment"],
        plain_secrets=shared.plain_secrets,
        severities=shared.severities,
        hidden=shared.hidden,
        allowed=shared.allowed,
        schema=values["schema"] or None,
        format=values["format.enable"],
        hint_durations=values["inlayHints.durations"],
        hint_sizes=values["inlayHints.sizes"],
        hint_overrides=values["inlayHints.overrides"],
        code_lens=values["codeLens.enable"],
    )
    return settings, [each.message for each in complaints]
