"""The meanings of names for results, tasks, flows, runners, workers and deployments."""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.prefect.vocabulary.sense import Sense

_STORED = (
    "?local+?base+?system+?kestra+?result+?storage+?server+?artifact+?file+?root+?store+?output"
    "+?flow+?task+?destination+?filesystem+?blob"
)
_RETRY = "?max+?run+?limit+?times+?number+?allowed+?total"
_WAIT = "?retry+?initial+?seconds+?between+?min+?base+?first"
_PARALLEL = "?max+?run+?flow+?worker+?limit+?process+?agent+?parallel+?number"
_POLL = "?delay+?average+?queue+?work+?max+?min+?task+?run+?worker+?http+?check+?period+?rate"
_BEAT = "?delay+?min+?period+?send+?instance+?rate+?worker+?status+?report"

RUNS: Final = (
    # Results, tasks and flows
    Sense(
        "results.default_serializer",
        "result+serializer+?task+?flow+?worker+?queue+?format "
        "task+serializer+?worker+?queue+?format "
        "serializer result+serialization+?format",
    ),
    Sense(
        "results.default_storage_block",
        "result+storage+?block+?flow+?task+?backend+?type result+backend storage+default+block "
        "artifact+storage+?backend",
    ),
    Sense(
        "results.local_storage_path",
        f"storage+dir/path+{_STORED} local+storage+path+{_STORED} "
        f"storage+local+{_STORED}+?path+?dir result+save+dir "
        f"result+dir+{_STORED} result+path+{_STORED} artifact+dir+{_STORED} "
        f"artifact+path+{_STORED} "
        "artifact+localroot artifact+local+dir persist+dir persist+path storage+sysroot+local "
        f"blob+dir+{_STORED} "
        f"blob+path+{_STORED}",
    ),
    Sense(
        "results.persist_by_default",
        "result+persist+?flow flow+persist+?result result+store+?task result+save+?task",
    ),
    Sense(
        "tasks.default_retries",
        f"task+retry+{_RETRY} scheduler+retry+{_RETRY}",
    ),
    Sense("flows.default_retries", f"flow+retry+{_RETRY} run+retry+{_RETRY}"),
    Sense(
        "tasks.default_retry_delay_seconds",
        f"retry+delay task+retry+delay+{_WAIT} task+delay+initial scheduler+retry+delay+{_WAIT} "
        f"task+retry+after+{_WAIT}",
    ),
    Sense(
        "flows.default_retry_delay_seconds",
        f"retry+delay flow+retry+delay+{_WAIT} flow+delay+initial",
    ),
    Sense("tasks.default_persist_result", "task+persist+?result+?skip"),
    Sense("tasks.disable_caching", "task+cache+?skip+?no task+cache+result+?skip+?no"),
    Sense("tasks.default_no_cache", "task+cache+no"),
    Sense("tasks.refresh_cache", "cache+overwrite+?local task+cache+refresh/force/invalidate"),
    Sense(
        "tasks.runner.thread_pool_max_workers",
        "task+thread+?max+?pool+?size+?runner+?worker+?limit task+parallel+?max+?runner+?limit "
        "task+runner+worker+?max task+runner+parallel+?max",
    ),
    Sense("tasks.runner.process_pool_max_workers", "task+runner+process+?max+?pool+?size+?worker"),
    # Runners, workers and deployments
    Sense(
        "runner.process_limit",
        f"runner+process+{_PARALLEL} runner+limit+{_PARALLEL} runner+parallel+{_PARALLEL} "
        f"flow+parallel+{_PARALLEL} run+parallel+max flow+max+parallel+{_PARALLEL} "
        "runner+max+run/flow/worker runner+parallel+max+task",
    ),
    Sense("runner.server.enable", "runner+server runner+webserver"),
    Sense("runner.poll_frequency", f"runner+poll+{_POLL} runner+query+delay"),
    Sense("flows.heartbeat_frequency", "flow+heartbeat+?delay+?run+?period"),
    Sense("worker.webserver.host", "webserver+host worker+health+host worker+probe+host"),
    Sense(
        "worker.webserver.port",
        "webserver+port worker+health+port worker+probe+port worker+health+check+port ",
    ),
    Sense(
        "worker.query_seconds",
        f"worker+poll+{_POLL} poll+delay+?worker+?queue+?task worker+query+?delay worker+delay "
        f"cloud+queue+delay worker+http+delay+{_POLL} task+poll+delay+{_POLL} "
        f"worker/task+pull/dequeue/scan+delay+{_POLL} "
        f"task+http+delay+{_POLL} queue+poll+delay+{_POLL} worker+check+delay",
    ),
    Sense("worker.prefetch_seconds", "worker+prefetch+?time+?lead"),
    Sense(
        "worker.heartbeat_seconds",
        f"worker+heartbeat+{_BEAT} heartbeat+period+?worker worker+keepalive+?delay",
    ),
    Sense("worker.cancellation_poll_seconds", "cancellation+delay+check+?cloud"),
    Sense(
        "deployments.default_work_pool_name",
        "deployments+pool+?work+?queue+?name pool+work+name",
    ),
    Sense(
        "deployments.default_docker_build_namespace",
        "deployments+image+registry+?url+?build+?repository+?name+?prefix "
        "deployments+image+namespace image+registry+?url+?build image+build+registry "
        "deployments+image+repository deployments+registry+?url",
    ),
)
