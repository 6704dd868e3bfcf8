"""Adding a rule about several settings takes one row of `RULES` and the row of its code.

The tests add such a rule and try it in each kind of file, and with two sources in one folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prefect_toml_lsp.analysis.codes import CODES, Code
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.analysis.rules import cross_setting
from prefect_toml_lsp.prefect import Release
from prefect_toml_lsp.prefect.acceptance import rules
from prefect_toml_lsp.prefect.acceptance.rules import Found, Rule, Values
from tests.features.folder import Folder

PORTS = ("worker.webserver.port", "server.api.port")
SAME_PORT = Code(
    name="same-port",
    title="One port for two servers",
    message="Prefect's server and a worker's web server cannot share a port",
    severity=Severity.WARNING,
    meaning="Two servers have the same port.",
    effect="Prefect loads the file, and the second server fails to start.",
    remedy="Give one of them another port.",
    wrong="",
    right="",
    reference="",
)
SERVER, WORKER = "PREFECT_SERVER_API_PORT", "PREFECT_WORKER_WEBSERVER_PORT"


def same_port(values: Values, _: Release) -> Iterator[Found]:
    """The rule of CONTRIBUTING.md: both settings have the same value."""
    ports = [values[path] for path in PORTS if path in values]
    if len(ports) == 2 and ports[0] == ports[1]:
        yield Found(PORTS)


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Rule("same-port", "later", PORTS, same_port)
    monkeypatch.setattr(rules, "RULES", (*rules.RULES, row))
    monkeypatch.setattr(cross_setting, "CODES", {**CODES, SAME_PORT.name: SAME_PORT})


def profile(*names: str) -> str:
    return "\n".join(["active = 'a'", "[profiles.a]", *(f"{name} = '4200'" for name in names)])


TOML = "server.api.port = 4200\n"
PYPROJECT = "[tool.prefect.worker.webserver]\nport = 4200"


@pytest.mark.parametrize(
    ("name", "text", "line", "beside"),
    [
        ("prefect.toml", f"{TOML}worker.webserver.port = '4200'", 1, {}),
        ("pyproject.toml", f"{PYPROJECT}\n[tool.prefect.server.api]\nport = 4200", 1, {}),
        (".env", f"{SERVER}=4200\n{WORKER}=4200", 1, {}),
        ("home/.prefect/profiles.toml", profile(SERVER, WORKER), 3, {}),
        ("prefect.toml", "worker.webserver.port = 4200", 0, {"env": f"{SERVER}=4200"}),
        (".env", f"{WORKER}=4200", 0, {"prefect": TOML}),
        (".env", f"{WORKER}=4200", 0, {"profiles": profile(SERVER)}),
        ("home/.prefect/profiles.toml", profile(WORKER), 2, {"env": f"{SERVER}=4200"}),
        ("home/.prefect/profiles.toml", profile(WORKER), 2, {"prefect": TOML}),
        ("pyproject.toml", PYPROJECT, 1, {"prefect": TOML}),
    ],
)
def test_it_applies_to_every_kind_of_file(
    tmp_path: Path, name: str, text: str, line: int, beside: dict[str, str]
) -> None:
    folder = Folder(tmp_path)
    folder.write(**beside)
    found = [each for each in folder.view(text, name).analysis.findings()
             if each.code == "same-port"]  # fmt: skip
    assert [(each.span.start.line, each.message) for each in found] == [(line, SAME_PORT.message)]


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"env": f"{SERVER}=4201"},
        {"env": f"{SERVER}=4200\n{WORKER}=8080"},
        {"prefect": TOML, "env": f"{SERVER}=x"},
    ],
)
def test_it_judges_the_values_in_force(tmp_path: Path, beside: dict[str, str]) -> None:
    folder = Folder(tmp_path)
    folder.write(**beside)
    view = folder.view(PYPROJECT, "pyproject.toml")
    assert "same-port" not in [each.code for each in view.analysis.findings()]


def test_the_environment_may_set_one_of_the_two(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {SERVER: "4200"})
    view = folder.view("worker.webserver.port = 4200", "prefect.toml")
    assert "same-port" in [each.code for each in view.analysis.findings()]
