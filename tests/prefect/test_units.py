"""Numbers with their units."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.documentation import default_of
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.toml import Document

SCHEMA = Catalogue.load().schema((3, 9, 1))
ONE = {
    "attempts": "1 attempt",
    "deliveries": "1 delivery",
    "processes": "1 process",
    "retries": "1 retry",
    "task runs": "1 task run",
}


@pytest.mark.parametrize(("unit", "text"), ONE.items())
def test_one(unit: str, text: str) -> None:
    assert counted(1, unit) == text
    assert counted(2, unit) == f"2 {unit}"
    assert counted(0, unit) == f"0 {unit}"


def test_every_unit_has_a_singular() -> None:
    units = {node.unit for node in SCHEMA.by_path.values() if node.unit}
    assert len(units) > 15
    assert not [unit for unit in units if counted(1, unit).endswith(("s", "ie", "se"))
                and unit != "processes"]  # fmt: skip


def test_a_bound_of_one() -> None:
    text = "[server.worker_channel]\ncleanup_max_delivery_attempts = 0\n"
    (found,) = Analysis(Document(text), Context(SCHEMA)).findings()
    assert found.message.endswith("must be at least 1 delivery")


def test_a_bound_or_default_of_one_has_a_singular_unit() -> None:
    defaults = [default_of(node) or "" for node in SCHEMA.by_path.values() if node.default == 1]
    assert len(defaults) > 1
    assert not [text for text in defaults if text.endswith("s")]
