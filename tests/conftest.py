"""How hypothesis looks for examples, where bytecode is kept, and when garbage is collected.

Examples are the same ones each time, so that a change cannot fail on what it has not caused; CI
tries more of them, with ``pytest --hypothesis-profile=ci``. To look for new ones:
``pytest --hypothesis-profile=explore``.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from hypothesis import settings

if sys.dont_write_bytecode:
    # As in many containers. Each worker of each run would rewrite all assertions, and each process
    # that a test starts would compile the server: a third of the time that the tests take.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile("same", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("ci", max_examples=100, derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("same")


def pytest_collection_finish() -> None:
    """All tests stay until the end: the collector need not walk them again and again."""
    gc.freeze()
    gc.set_threshold(20_000)
