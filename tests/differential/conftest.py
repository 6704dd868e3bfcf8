"""The differential tests need Python 3.11 or later, because Prefect reads TOML with `tomllib`.

`.ci/run` asks a Prefect on Python 3.10 from a later Python.
"""

from __future__ import annotations

import sys

collect_ignore_glob = ["test_*.py"] if sys.version_info < (3, 11) else []
