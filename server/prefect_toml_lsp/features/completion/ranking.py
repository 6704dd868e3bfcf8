"""The order of settings in a list."""

from __future__ import annotations

from prefect_toml_lsp.prefect import Node, parse_release

COMMON = (
    "api.url", "api.ssl_cert_file", "api.tls_insecure_skip_verify",
    "logging.level", "logging.log_prints", "logging.extra_loggers", "logging.to_api.enabled",
    "logging.config_path",
    "flows.default_retries", "flows.default_retry_delay_seconds",
    "tasks.default_retries", "tasks.default_retry_delay_seconds", "tasks.default_persist_result",
    "tasks.refresh_cache", "tasks.runner.thread_pool_max_workers",
    "results.persist_by_default", "results.default_storage_block", "results.local_storage_path",
    "results.default_serializer",
    "deployments.default_work_pool_name", "deployments.default_docker_build_namespace",
    "worker.heartbeat_seconds", "worker.query_seconds", "worker.prefetch_seconds",
    "server.api.host", "server.api.port", "server.api.base_path", "server.database.connection_url",
    "server.ui.enabled", "server.ui.api_url", "server.logging_level", "server.analytics_enabled",
    "server.ephemeral.enabled", "server.services.scheduler.enabled",
    "runner.poll_frequency", "runner.process_limit", "runner.server.enable",
    "client.max_retries", "client.retry_extra_codes", "client.custom_headers",
    "cli.colors", "cli.prompt", "cloud.api_url", "cloud.ui_url", "debug_mode", "home",
)  # fmt: skip
"""Settings that Prefect's guides and people's files name, by their dotted paths, in the order that
they have in a list.
"""
_PLACES = {path: place for place, path in enumerate(COMMON)}

_RECENT = 2  # minor releases back


def rank(node: Node) -> tuple[bool, bool, bool, bool, tuple[int, int]]:
    """The sort key of settings and tables: required, common or new settings before rare ones, then
    tables, then secrets, which do not belong in files, then settings of packages, and those for
    tests.
    """
    is_for_tests, is_added = node.path[0] == "testing", node.package is not None
    return (is_for_tests, is_added, node.secret, node.is_table, _tier(node))


def _tier(node: Node) -> tuple[int, int]:
    required = node.parent.keywords.get("required", ()) if node.parent else ()
    if node.name in required:
        return 0, 0
    if node.dotted in _PLACES:
        return 1, _PLACES[node.dotted]
    return 2 if _is_recent(node) else 3, 0


def _is_recent(node: Node) -> bool:
    if not node.since:
        return False
    since = parse_release(node.since)
    return since[0] == node.release[0] and since[1] > node.release[1] - _RECENT
