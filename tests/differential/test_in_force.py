"""The values in force that we show for a folder against those of the real Prefect."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.sources.effective import InForce, State, effective_settings
from prefect_toml_lsp.sources.folder import Folder
from tests.differential.agree import same
from tests.differential.amounts import RELEASE, interpreter

HOME = ".prefect/profiles.toml"
ASK = Path(__file__).with_name("ask_folder.py")
PROFILES = "active = 'a'\n[profiles.a]\nPREFECT_API_URL = 'http://a/api'\n[profiles.b]\n"
HEADERS = "[client.custom_headers]\n"

pytestmark = pytest.mark.slow

FOLDERS: list[tuple[dict[str, str], dict[str, str]]] = [
    ({}, {}),
    ({}, {"prefect.toml": "[server.api]\nport = '1'\n[logging]\nlevel = 'info'"}),
    (
        {"PREFECT_SERVER_API_PORT": "1", "prefect_debug_mode": "yes"},
        {
            ".env": "PREFECT_SERVER_API_PORT=2\nN=host\nPREFECT_SERVER_API_HOST=${N}",
            "prefect.toml": "server.api = { port = 3, host = 'x' }\nlogging.level = 'INFO'",
            "pyproject.toml": "[tool.prefect.server.api]\nport = 4\nkeepalive_timeout = 7",
            HOME: PROFILES,
        },
    ),
    (
        {"PREFECT_PROFILE": "b", "PREFECT_API": '{"URL": "http://j/api", "request_timeout": "5"}'},
        {".env": "PREFECT_API_URL=http://d/api", HOME: PROFILES},
    ),
    ({"PREFECT_PROFILE": "c"}, {HOME: PROFILES}),
    ({"PREFECT_TEST_MODE": "1"}, {HOME: PROFILES}),
    ({}, {HOME: "active = "}),
    ({}, {HOME: "active = 'a'\n[profiles.a]\nPREFECT_SERVER_EPHEMERAL_ENABLED = false"}),
    ({}, {"prefect.toml": "server.ephemeral.enabled = false"}),
    ({}, {"prefect.toml": "profiles_path = 'p.toml'", "p.toml": PROFILES}),
    (
        {"PREFECT_CLIENT_CUSTOM_HEADERS": '{"A": "e", "B": "e"}'},
        {
            "prefect.toml": f"{HEADERS}B = 'p'\nC = 'p'",
            "pyproject.toml": "tool.prefect.client.custom_headers = '{\"C\": \"y\", \"D\": \"y\"}'",
        },
    ),
    (
        {
            "PREFECT_PLUGINS_ALLOW": '["b", "a"]',
            "PREFECT_TASKS_DEFAULT_RETRY_DELAY_SECONDS": "[1, 2]",
            "PREFECT_CLIENT_RETRY_EXTRA_CODES": "404,429",
            "PREFECT_LOGGING_EXTRA_LOGGERS": "a,b",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
        },
        {HOME: "active = 'a'\n[profiles.a]\nPREFECT_PLUGINS_DENY = '[\"a\"]'"},
    ),
    ({"PREFECT_PLUGINS_ALLOW": "null"}, {"prefect.toml": "plugins.allow = ['a']"}),
    (
        {"PREFECT_API_URL": "https://api.prefect.cloud/api/accounts/x/workspaces/y"},
        {"prefect.toml": "server.events.retention_period = 90\n"
                         "server.services.late_runs.after_seconds = '60'"},
    ),
    ({}, {"prefect.toml": "experiments.plugins.strict = true\nplugins.enabled = true"}),
    ({}, {"prefect.toml": "testing.test_mode = true\nhome = '~/x'"}),
]  # fmt: skip

# These depend on the machine or on other settings, which we describe in words.
WORKED_OUT = frozenset(
    node.dotted
    for node in Catalogue.load().schema(parse_release(RELEASE)).root.walk()
    if node.default_note
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def prefect(home: Path) -> Iterator[subprocess.Popen[str]]:
    python = interpreter()
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [python, str(ASK), str(home)], stdin=pipe, stdout=pipe, text=True
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def ask(prefect: subprocess.Popen[str], folder: Path, environment: dict[str, str]) -> Any:
    assert prefect.stdin
    assert prefect.stdout
    question = {"folder": str(folder), "environment": environment}
    prefect.stdin.write(json.dumps(question) + "\n")
    prefect.stdin.flush()
    return json.loads(prefect.stdout.readline())


@pytest.mark.parametrize(("environment", "files"), FOLDERS)
def test_what_is_in_force_is_what_prefect_has(
    tmp_path: Path,
    home: Path,
    prefect: subprocess.Popen[str],
    environment: dict[str, str],
    files: dict[str, str],
) -> None:
    (home / HOME).unlink(missing_ok=True)
    for name, text in files.items():
        path = (home if name == HOME else tmp_path) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    asked = ask(prefect, tmp_path, environment)
    assert "refused" not in asked
    schema = Catalogue.load().schema(parse_release(RELEASE))
    found = effective_settings(Folder.read(tmp_path, environment, schema, home), schema).settings
    assert {each.node.dotted for each in found} == asked.keys()
    wrong = [each for each in found if not _agree(each, asked[each.node.dotted])]
    assert not wrong, [(each.node.dotted, each.value, asked[each.node.dotted]) for each in wrong]


def _agree(each: InForce, theirs: Any) -> bool:
    if each.state is State.HIDDEN:
        return theirs is not None
    if each.node.dotted in WORKED_OUT and not each.sources:
        return True
    if each.node.dotted == "home":
        return True  # `~` is the home folder of whoever runs this
    if each.state is State.UNSET:
        return theirs in (None, {"dict": {}}, {"set": []})
    return same(each.value, theirs)
