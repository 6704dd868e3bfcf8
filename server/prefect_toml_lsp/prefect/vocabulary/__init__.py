"""Which things that other programs' names speak of (`terms`) together mean which setting.

Every word is from the rows of `tests/prefect/slips` that are there for it, and not from those that
it is measured with.
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
