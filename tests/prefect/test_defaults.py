"""Whether a setting has its default."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.defaults import is_default

SCHEMA = Catalogue.load().schema()


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("server.api.port", 4200, True),
        ("server.api.port", 4200.0, True),
        ("server.api.port", 4201, False),
        ("server.api.port", "4200", False),
        ("client.max_retries", 5, True),
        ("client.max_retries", True, False),
        ("debug_mode", False, True),
        ("debug_mode", 0, False),
        ("server.events.retention_period", "P7D", True),
        ("server.events.retention_period", "P1W", True),
        ("server.events.retention_period", "PT168H", True),
        ("server.events.retention_period", "P8D", False),
        ("server.events.retention_period", "soon", False),
        ("server.database.connection_url", None, True),
        ("server.database.connection_url", "", False),
    ],
)
def test_is_default(path: str, value: object, expected: bool) -> None:
    node = SCHEMA.find(path.split("."))
    assert node is not None
    assert is_default(node, value) is expected
