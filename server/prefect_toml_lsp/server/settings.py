"""The server's settings, as a client sends them in `initializationOptions`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from prefect_toml_lsp.analysis import Severity


class Settings(NamedTuple):
    """What a user can choose; the client's names are in camel case.

    prefect_version
        The Prefect release to judge by, such as ``3.4.1``; None finds it out for each folder.
    environment
        Whether the environment and `.env` are looked at for what overrides a file.
    plain_secrets
        How a secret in plain text is reported.
    """

    prefect_version: str | None = None
    environment: bool = True
    plain_secrets: Severity = Severity.HINT


_SECRETS = {"hint": Severity.HINT, "warning": Severity.WARNING}


def read_settings(options: Any) -> tuple[Settings, list[str]]:
    """The settings in `options`, and what is wrong with them; what is wrong keeps its default."""
    settings = Settings()
    if not isinstance(options, Mapping):
        return settings, [] if options is None else ["the settings are not an object"]
    complaints: list[str] = []
    version = options.get("prefectVersion")
    if isinstance(version, str) or version is None:
        settings = settings._replace(prefect_version=version or None)
    else:
        complaints.append("prefectVersion must be a string such as 3.8.8; it is passed over")
    environment = options.get("environment", True)
    if isinstance(environment, bool):
        settings = settings._replace(environment=environment)
    else:
        complaints.append("environment must be true or false; true is used")
    secrets = options.get("plainSecrets", "hint")
    if isinstance(secrets, str) and secrets in _SECRETS:
        settings = settings._replace(plain_secrets=_SECRETS[secrets])
    else:
        complaints.append('plainSecrets must be "hint" or "warning"; "hint" is used')
    return settings, complaints
