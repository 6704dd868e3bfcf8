"""Settings named without `PREFECT_` in `.env`; the expectations are Prefect 3.1.0's answers."""

from __future__ import annotations

import json

import pytest

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.sources.effective import effective_settings
from prefect_toml_lsp.sources.folder import Folder

CATALOGUE = Catalogue.load()
PORT, OWN, OLD = (
    "server.database.port",
    "PREFECT_SERVER_DATABASE_PORT",
    "PREFECT_API_DATABASE_PORT",
)


def settings(tmp_path, dotenv, environment=(), release=(3, 1, 1), prefect=""):
    """The values of all settings."""
    (tmp_path / ".env").write_text(dotenv)
    (tmp_path / "prefect.toml").write_text(prefect)
    schema = CATALOGUE.schema(release)
    folder = Folder.read(tmp_path, dict(environment), schema, tmp_path)
    return {each.node.dotted: each.value for each in effective_settings(folder, schema).settings}


@pytest.mark.parametrize(
    ("dotenv", "environment", "value"),
    [
        ("port=5", {}, 5),
        (f"{OWN}=7\nport=5\n{OWN.lower()}=8", {}, 5),
        ("PORT=5\nport=6", {}, 6),
        ("port=5", {OLD: "7"}, 7),
        ("port=5", {"PREFECT_SERVER_DATABASE": json.dumps({"port": 8})}, 8),
        ("port=5", {"PREFECT_SERVER_DATABASE": json.dumps({OLD.lower(): 8})}, 5),
        ("port", {}, 9),
    ],
)
def test_what_wins_over_a_bare_name(tmp_path, dotenv, environment, value):
    found = settings(tmp_path, dotenv, environment, prefect=f"{PORT} = 9")
    assert found[PORT] == value
    assert found["server.api.port"] == 4200


def test_a_bare_name_sets_all_settings_of_that_name_with_explicit_variables(tmp_path):
    found = settings(tmp_path, "loop_seconds=77\nurl=x\nlevel=DEBUG\n")
    services = ("scheduler", "late_runs", "cancellation_cleanup", "pause_expirations", "foreman")
    assert {found[f"server.services.{each}.loop_seconds"] for each in services} == {77}
    assert found["api.url"] is None
    assert found["logging.level"] == "INFO"


@pytest.mark.parametrize("release", [(3, 1, 2), (3, 9, 1)])
def test_later_releases_do_not_know_them(tmp_path, release):
    assert settings(tmp_path, "port=5", release=release)[PORT] is None


@pytest.mark.parametrize(("release", "codes"), [((3, 1, 1), ["int-string"]), ((3, 1, 2), [])])
def test_a_value_that_is_refused(release, codes):
    document = DotenvDocument("HOME_DIR=1\nport=x\n")
    found = DotenvAnalysis(document, Context(CATALOGUE.schema(release))).findings()
    assert [each.code for each in found] == codes
    assert [document.source.slice(each.span) for each in found] == ["x"] * len(codes)
