"""The differential tests run on Python 3.11 or later, where `tomllib` is: Prefect reads with it.

What Prefect does on Python 3.10 is asked by `.ci/run`, from a later Python.
"""

from __future__ import annotations

import sys

collect_ignore_glob = ["test_*.py"] if sys.version_info < (3, 11) else []
