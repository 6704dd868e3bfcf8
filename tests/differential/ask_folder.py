"""Ask the installed Prefect for the values of all settings in a folder.

Runs inside an environment that has ``prefect``; imports none of our code. The argument is the home
directory. Reads JSON lines ``{"folder": …, "environment": {…}}`` and answers each with one: the
values by path, as `oracle.encode` has them, or ``{"refused": "…"}``.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from typing import Any

from oracle import clean_environment, describe_error, flatten  # type: ignore[import-not-found]


def ask(folder: str, environment: dict[str, str]) -> dict[str, Any]:
    """The settings of Prefect in `folder` with these variables, or the reason why it refuses."""
    from prefect.settings import Settings, sources  # type: ignore[import-not-found,unused-ignore]

    os.chdir(folder)
    os.environ.update(environment)
    getattr(sources, "_file_cache", {}).clear()  # old releases do not have it
    try:
        values: dict[str, Any] = flatten(Settings())[0]
    except Exception as error:
        return {"refused": describe_error(error)["msg"]}
    finally:
        for name in environment:
            del os.environ[name]
    return values


if __name__ == "__main__":
    clean_environment(sys.argv[1])
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        print(json.dumps(ask(**json.loads(line))), flush=True)
