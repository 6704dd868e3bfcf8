"""What Prefect says of several settings taken together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Placed, Severity
from prefect_toml_lsp.analysis.rules.values import check_value
from prefect_toml_lsp.prefect.acceptance import Ignored
from prefect_toml_lsp.prefect.acceptance.rules import LEGACY_PLUGINS, Effect, RuleFinding, find
from prefect_toml_lsp.sources.assigned_settings import AssignedSettings
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.encode import encode

Detail = Mapping[str, Any]

_SEVERITIES: Mapping[Effect, Severity] = {
    "refused": Severity.ERROR,
    "warned": Severity.WARNING,
    "later": Severity.WARNING,
    "overridden": Severity.INFORMATION,
}


def check_together(settings: AssignedSettings, context: Context) -> Iterator[Placed]:
    """Rules of Prefect's that look at several settings; one whose settings are in part broken, or
    refused for themselves, is left for later.
    """
    yield from _honoured(settings, context)
    for found in find(settings.values, context.schema.release):
        concerned = {*found.paths, *found.detail.get("missing", ())}
        if concerned.isdisjoint(settings.unsettled):
            yield _place(found, settings)


def _honoured(settings: AssignedSettings, context: Context) -> Iterator[Placed]:
    """The values of settings at a place that is still read: only where the new place has none does
    Prefect look at them.
    """
    for path in settings:
        old = settings.find(path) if path.startswith(LEGACY_PLUGINS) else None
        if old is None or not old[1].node.is_honoured:
            continue
        statement, entry = old
        new = settings.find(entry.node.moved_to or "")
        if new is None or isinstance(new[1].verdict, Ignored):
            for finding in check_value(entry, context):
                yield Placed(statement, finding)


def _place(found: RuleFinding, settings: AssignedSettings) -> Placed:
    written = (settings.find(path) for path in found.paths)
    statement, entry = next(each for each in written if each is not None)
    span = entry.syntax.span if entry.syntax else entry.part.span
    return Placed(statement, finding_of(found, span))


def finding_of(found: RuleFinding, span: Span) -> Finding:
    """What a broken rule says, at the setting to point at."""
    message = _MESSAGES[found.rule](found.detail)
    if found.effect == "refused":
        message += ". Prefect refuses to start with this"
    return Finding(found.rule, _SEVERITIES[found.effect], message, span)


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
