"""The order of settings in a list."""

from __future__ import annotations

from prefect_toml_lsp.prefect import Node, parse_release

COMMON = frozenset((
    "api.url", "api.ssl_cert_file", "api.tls_insecure_skip_verify", "cli.colors", "cli.prompt",
    "client.custom_headers", "client.max_retries", "client.retry_extra_codes", "cloud.api_url",
    "cloud.ui_url", "debug_mode", "deployments.default_docker_build_namespace",
    "deployments.default_work_pool_name", "flows.default_retries",
    "flows.default_retry_delay_seconds", "home", "logging.config_path", "logging.extra_loggers",
    "logging.level", "logging.log_prints", "logging.to_api.enabled", "results.default_serializer",
    "results.default_storage_block", "results.local_storage_path", "results.persist_by_default",
    "runner.poll_frequency", "runner.process_limit", "runner.server.enable",
    "server.analytics_enabled", "server.api.base_path", "server.api.host", "server.api.port",
    "server.database.connection_url", "server.ephemeral.enabled", "server.logging_level",
    "server.services.scheduler.enabled", "server.ui.api_url", "server.ui.enabled",
    "tasks.default_persist_result", "tasks.default_retries", "tasks.default_retry_delay_seconds",
    "tasks.refresh_cache", "tasks.runner.thread_pool_max_workers", "worker.heartbeat_seconds",
    "worker.prefetch_seconds", "worker.query_seconds",
))  # fmt: skip
"""Settings that Prefect's guides and people's files name, by their dotted paths."""

_RECENT = 2  # minor releases back


def rank(node: Node) -> tuple[bool, bool, bool, bool, int]:
    """The sort key of settings and tables: required, common or new settings before rare ones, then
    tables, then secrets, which do not belong in files, then settings of packages, and those for
    tests.
    """
    is_for_tests, is_added = node.path[0] == "testing", node.package is not None
    return (is_for_tests, is_added, node.secret, node.is_table, _tier(node))


def _tier(node: Node) -> int:
    required = node.parent.keywords.get("required", ()) if node.parent else ()
    if node.name in required:
        return 0
    if node.dotted in COMMON:
        return 1
    return 2 if _is_recent(node) else 3


def _is_recent(node: Node) -> bool:
    if not node.since:
        return False
    since = parse_release(node.since)
    return since[0] == node.release[0] and since[1] > node.release[1] - _RECENT
