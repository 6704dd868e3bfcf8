"""Which things (`terms`) in other programs' names together mean which setting.

Every word comes from the rows of `tests/prefect/slips` that are for this table, not from those that
measure it.
"""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.prefect.vocabulary.clients import CLIENTS
from prefect_toml_lsp.prefect.vocabulary.database import DATABASE
from prefect_toml_lsp.prefect.vocabulary.logs import LOGS
from prefect_toml_lsp.prefect.vocabulary.nothing import NOTHING
from prefect_toml_lsp.prefect.vocabulary.runs import RUNS
from prefect_toml_lsp.prefect.vocabulary.sense import Sense
from prefect_toml_lsp.prefect.vocabulary.serving import SERVING

__all__ = ["NOTHING", "SENSES", "Sense"]

SENSES: Final = (*DATABASE, *CLIENTS, *LOGS, *SERVING, *RUNS)
