"""Many files: a process for each core, and a progress bar on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp.cli.context import Options, newest_schema
from prefect_toml_lsp.cli.files import Checked, check_target
from prefect_toml_lsp.cli.streams import complain
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.files.traces import Trace, add, is_traced, traced

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

PROGRESS_FROM = 50
"""Files above which a terminal gets a progress bar."""
POOL_FROM = 200
"""The number of files from which starting processes pays off."""
CHUNK = 50


def check_targets(targets: Sequence[Target], options: Options) -> list[Checked]:
    """The results for `targets`, in their order."""
    check = partial(check_target, options=options)
    # Processes of a pool have no standard input.
    pooled = (
        len(targets) > POOL_FROM and _cores() > 1 and not any(each.is_stdin for each in targets)
    )
    results = _in_pool(check, targets) if pooled else map(check, targets)
    return list(_with_progress(results, len(targets)))


def _with_progress(results: Iterator[Checked], total: int) -> Iterable[Checked]:
    if total <= PROGRESS_FROM or sys.stderr is None or not sys.stderr.isatty():
        return results
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # No thread while processes may still be forked.
    shown: Iterable[Checked] = tqdm(
        results, total=total, desc="Checking", unit="file", leave=False, file=sys.stderr
    )
    return shown


def _in_pool(check: Callable[[Target], Checked], targets: Sequence[Target]) -> Iterator[Checked]:
    """The findings of each file; if a worker process fails, this process checks its files."""
    delivered = 0
    work = partial(_traced, check) if is_traced() else partial(_untraced, check)
    try:
        with _start_pool() as pool:
            for checked, trace in pool.map(work, targets, chunksize=CHUNK):
                add(trace)
                yield checked
                delivered += 1
    except (ImportError, OSError, RuntimeError) as error:
        # No semaphores, no more processes allowed, or one that was killed.
        complain(f"checking in one process: {error}")
        yield from map(check, targets[delivered:])


def _traced(check: Callable[[Target], Checked], target: Target) -> tuple[Checked, Trace]:
    with traced() as trace:
        return check(target), trace


def _untraced(check: Callable[[Target], Checked], target: Target) -> tuple[Checked, Trace]:
    return check(target), {}


def _start_pool() -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    newest_schema()  # Forked processes share it.
    # We have no threads, so a fork is safe, and needs no imports.
    context: Any = get_context("fork" if sys.platform == "linux" else None)
    os.environ["PYTHONSAFEPATH"] = "1"  # so that worker processes import nothing from this folder
    return ProcessPoolExecutor(_cores(), mp_context=context, initializer=_depend_on_first)


def _depend_on_first() -> None:
    """Let Ctrl-C reach the first process only, which ends the others, and end with it however it
    ends: a process that waits for work would do so for ever, with standard output open.
    """
    import signal
    import threading
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = parent_process()
    assert first is not None
    threading.Thread(target=_end_after, args=(first.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
