"""Ask Prefect itself for every pinned verdict of one release.

python -m tests.differential.check_pins /path/to/python 3.8.8
"""

from __future__ import annotations

import os
import sys

from prefect_toml_lsp.prefect.acceptance import judge
from tests.differential.agree import disagreements_at_start
from tests.differential.client import OracleProcess
from tests.differential.facts import facts_of, release_of
from tests.differential.generate import Case
from tests.differential.oracle_runtime import readers_of
from tests.prefect.acceptance.pins import PINS


def main(python: str, text: str) -> int:
    """Print each pin on which the engine, the pin and Prefect do not all agree."""
    release = release_of(text)
    facts = facts_of(release)
    wrong = 0
    asked = [pin for pin in PINS if pin[0] == release]
    with OracleProcess(python) as oracle:
        os.environ["HOME"] = oracle.greeting["home"]
        for _, path, value, verdict in asked:
            case = Case(((path, value),))
            readers = readers_of(oracle.greeting)
            _, troubles = disagreements_at_start(case, oracle, facts, release, readers)
            judged = judge(path, facts[path], value, release)
            if troubles or judged != verdict:
                wrong += 1
                print(
                    path, repr(value)[:60], troubles, "\n   judged", judged, "\n   pinned", verdict
                )
    print(f"{len(asked)} pins of {text}, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
