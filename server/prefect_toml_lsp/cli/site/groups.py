"""The classes in which Prefect declares its settings, by the table that each reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.records import NamedTuple

CLASSES: Final = {
    "api": "APISettings",
    "cli": "CLISettings",
    "client": "ClientSettings",
    "client.metrics": "ClientMetricsSettings",
    "cloud": "CloudSettings",
    "deployments": "DeploymentsSettings",
    "events": "EventsSettings",
    "experiments": "ExperimentsSettings",
    "flows": "FlowsSettings",
    "internal": "InternalSettings",
    "logging": "LoggingSettings",
    "logging.to_api": "LoggingToAPISettings",
    "plugins": "PluginsSettings",
    "results": "ResultsSettings",
    "runner": "RunnerSettings",
    "runner.server": "RunnerServerSettings",
    "server": "ServerSettings",
    "server.api": "ServerAPISettings",
    "server.concurrency": "ServerConcurrencySettings",
    "server.database": "ServerDatabaseSettings",
    "server.database.sqlalchemy": "SQLAlchemySettings",
    "server.database.sqlalchemy.connect_args": "SQLAlchemyConnectArgsSettings",
    "server.database.sqlalchemy.connect_args.tls": "SQLAlchemyTLSSettings",
    "server.deployments": "ServerDeploymentsSettings",
    "server.docket": "ServerDocketSettings",
    "server.ephemeral": "ServerEphemeralSettings",
    "server.events": "ServerEventsSettings",
    "server.flow_run_graph": "ServerFlowRunGraphSettings",
    "server.logs": "ServerLogsSettings",
    "server.services": "ServerServicesSettings",
    "server.services.cancellation_cleanup": "ServerServicesCancellationCleanupSettings",
    "server.services.db_vacuum": "ServerServicesDBVacuumSettings",
    "server.services.event_persister": "ServerServicesEventPersisterSettings",
    "server.services.event_logger": "ServerServicesEventLoggerSettings",
    "server.services.foreman": "ServerServicesForemanSettings",
    "server.services.late_runs": "ServerServicesLateRunsSettings",
    "server.services.scheduler": "ServerServicesSchedulerSettings",
    "server.services.pause_expirations": "ServerServicesPauseExpirationsSettings",
    "server.services.repossessor": "ServerServicesRepossessorSettings",
    "server.services.cleanup_reconciler": "ServerServicesCleanupReconcilerSettings",
    "server.services.task_run_recorder": "ServerServicesTaskRunRecorderSettings",
    "server.services.triggers": "ServerServicesTriggersSettings",
    "server.tasks": "ServerTasksSettings",
    "server.tasks.scheduling": "ServerTasksSchedulingSettings",
    "server.ui": "ServerUISettings",
    "server.worker_channel": "ServerWorkerChannelSettings",
    "tasks": "TasksSettings",
    "tasks.runner": "TasksRunnerSettings",
    "tasks.scheduling": "TasksSchedulingSettings",
    "telemetry": "TelemetrySettings",
    "testing": "TestingSettings",
    "worker": "WorkerSettings",
    "worker.webserver": "WorkerWebserverSettings",
}
"""Of Prefect 3.9.1."""

ROOT: Final = "Settings"
"""The class of the settings in no table."""


class Group(NamedTuple):
    """The settings right in the tables that a class declares."""

    name: str
    tables: Sequence[Node]
    settings: Sequence[Node]


def group_of(table: Node | None) -> str | None:
    """The class of Prefect or of a package that reads a table, without its module."""
    if table is None or not table.path:
        return ROOT
    name = table.reader or CLASSES.get(table.dotted)
    return name.rpartition(".")[2] if name else None


def groups(root: Node) -> Iterator[Group]:
    """All groups of settings that the newest releases have, in the order of the tree."""
    found: dict[str, list[Node]] = {}
    for table in (root, *root.walk()):
        name = group_of(table)
        if table.is_table and name:
            found.setdefault(name, []).append(table)
    for name, tables in found.items():
        inside = [each for table in tables for each in table.known.values()]
        settings = [each for each in inside if each.is_setting and each.is_offered]
        if settings:
            yield Group(name, tables, settings)
