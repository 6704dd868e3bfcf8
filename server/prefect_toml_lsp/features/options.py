"""The server's settings.

Clients send them in `initializationOptions`, and as the section `prefectToml` of
`workspace/configuration` (LSP 3.17). `docs/configuration.md` and the VS Code extension repeat
`OPTIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.analysis.options import (
    BOOLEAN,
    SHARED,
    TEXT,
    Chosen,
    Option,
    read_options,
)
from prefect_toml_lsp.records import NamedTuple

SECTION = "prefectToml"

OPTIONS: tuple[Option, ...] = (
    *SHARED,
    Option(
        "environment",
        BOOLEAN,
        True,
        "Count the environment and the active profile, which other machines may not have. `.env` "
        "and the other files of a folder always count.",
    ),
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
    """The user's settings, which `OPTIONS` describes.

    chosen
        Those that a project's configuration may also set (`SHARED`).
    """

    chosen: Chosen = Chosen()
    environment: bool = True
    schema: str | None = None
    format: bool = True
    hint_durations: bool = True
    hint_sizes: bool = True
    hint_overrides: bool = True
    code_lens: bool = False


def read_settings(given: Any) -> tuple[ServerOptions, list[str]]:
    """The settings that a client sent, and complaints about wrong ones, which keep defaults."""
    if given is None:
        return ServerOptions(), []
    if not isinstance(given, Mapping):
        return ServerOptions(), [
            f"the settings of {SECTION} must be an object; the defaults are used"
        ]
    values, complaints = read_options(given, OPTIONS, f"{SECTION}.")
    settings = ServerOptions(
        chosen=Chosen.of(values),
        environment=values["environment"],
        schema=values["schema"] or None,
        format=values["format.enable"],
        hint_durations=values["inlayHints.durations"],
        hint_sizes=values["inlayHints.sizes"],
        hint_overrides=values["inlayHints.overrides"],
        code_lens=values["codeLens.enable"],
    )
    return settings, [each.message for each in complaints]
