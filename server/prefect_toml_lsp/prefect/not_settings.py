"""Names that people mistake for settings, but that only exist in code or on the command line:
arguments of ``@flow``, ``@task``, ``Flow.deploy`` and ``Runner``, and options of ``prefect worker
start`` (3.9.1).

They are never suggestions for a setting with the same name in another table.
"""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.prefect.spelling import fold

_FLOW = "name description version flow_run_name tags timeout timeout_seconds cache"
_TASK = (
    "name description version task_run_name tags timeout timeout_seconds cache cache_policy "
    "cache_expiration cache_key_fn enable_cache use_cache"
)
_WORKER = "name work_pool work_queue type timeout"
_RUNNER = "name timeout"
_DEPLOYMENT = "name schedule schedules timeout"
_ARGUMENTS = {
    "flow": _FLOW,
    "flows": _FLOW,
    "task": _TASK,
    "tasks": _TASK,
    "worker": _WORKER,
    "workers": _WORKER,
    "runner": _RUNNER,
    "deployment": _DEPLOYMENT,
    "deployments": _DEPLOYMENT,
    "logging": "name",
    "results": "name timeout",
}
_NAMES = frozenset(
    f"{table}_{name}" for table, names in _ARGUMENTS.items() for name in names.split()
)
_VARIABLES = ("worker_pool",)  # of compose files, for the option of `prefect worker start`


def is_said_elsewhere(path: Sequence[str]) -> bool:
    """Whether a path, or the name of a variable in it, is such an argument or option."""
    name = fold("_".join(path)).removeprefix("tool_").removeprefix("prefect_")
    return name in _NAMES or (len(path) == 1 and name in _VARIABLES)
