"""What Prefect says of several settings taken together, wherever they are set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.prefect.acceptance.rules import Effect, RuleFinding, culprit, find
from prefect_toml_lsp.sources.assignment import Values
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.encode import encode

Detail = Mapping[str, Any]

_SEVERITIES: Mapping[Effect, Severity] = {
    "refused": Severity.ERROR,
    "warned": Severity.WARNING,
    "later": Severity.WARNING,
    "overridden": Severity.INFORMATION,
}


def check_together(own: Values, context: Context) -> Iterator[tuple[str, RuleFinding]]:
    """The rules that the values in force break and that are best shown in the document whose
    values are `own`, each with the setting (dotted path) to show it at.

    A rule that reads a setting in doubt, in whatever source, is left for later.
    """
    values, hidden = own, Values()
    if context.folder is not None:
        weaker, hidden = context.folder.values_around(context.kind)
        values = weaker.under(own).under(hidden)
    release = context.schema.release
    for found in find(values.known, release, values.in_doubt):
        path = culprit(found, values.known, release)
        if path in own.known and path not in hidden.known:
            yield path, found


def finding_of(found: RuleFinding, span: Span, context: Context) -> Finding | None:
    """What a broken rule says, at the setting to point at; None where what is missing may still
    come from the environment and nobody wants to hear of it.
    """
    message = _MESSAGES[found.code](found.detail)
    severity: Severity | None = _SEVERITIES[found.effect]
    if found.rule.waits:
        severity = context.missing
    if severity is None:
        return None
    if found.effect == "refused":
        message += ". Prefect refuses to start with this"
    return Finding(found.code, severity, message, span)


def _paths(paths: tuple[str, ...]) -> str:
    return ", ".join(f"`{path}`" for path in paths)


_URL_PROBLEMS = {
    "app.prefect.cloud": "the API is at `api.prefect.cloud`, not at `app.prefect.cloud`",
    "account/": "the path has `accounts/`, not `account/`",
    "workspace/": "the path has `workspaces/`, not `workspace/`",
    "/api": "the path of an API starts with `/api`",
}
_MESSAGES: Mapping[str, Callable[[Detail], str]] = {
    "api-url-misconfigured": lambda detail: (
        "Prefect warns about this URL: "
        + "; ".join(_URL_PROBLEMS[problem] for problem in detail["problems"])
    ),
    "api-url-unreadable": lambda _: "this is no URL",
    "database-incomplete": lambda detail: (
        f"with this driver and no `connection_url`, {_paths(detail['missing'])} must be set, too"
    ),
    "legacy-overridden": lambda detail: f"`{detail['by']}` is set, too, and wins over this",
    "level-overridden": lambda detail: (
        f"`{detail['by']}` is on, with which Prefect sets the level to "
        f"`{encode(detail['becomes'])}`"
    ),
    "log-size-capped": lambda detail: (
        f"with Prefect Cloud as the API, Prefect lowers this to {detail['becomes']}"
    ),
    "log-size-over-batch": lambda _: (
        "`logging.to_api.max_log_size` must not be more than `logging.to_api.batch_size`"
    ),
    "password-filled-in": lambda _: (
        "Prefect puts `server.database.password` in the place of the placeholder"
    ),
    "password-missing": lambda _: (
        "the placeholder for the password needs `server.database.password`, which is not set"
    ),
    "password-unused": lambda _: (
        "Prefect warns: `server.database.connection_url` is set and does not use this password"
    ),
    "vacuum-type": lambda detail: (
        "Prefect loads this, and its server then fails to start: it "
        f"knows {', '.join(map(encode, detail['allowed']))}"
    ),
}
