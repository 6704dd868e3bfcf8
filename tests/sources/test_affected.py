"""What another release of Prefect does with the values of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.sources.affected import Affected, Effect, affected_by
from prefect_toml_lsp.sources.folder import Folder

CATALOGUE = Catalogue.load()


def affected(
    folder: Path, one: str, other: str, files: dict[str, str], env: dict[str, str] | None = None
) -> list[Affected]:
    for name, text in files.items():
        (folder / name).write_text(text)
    read = (
        Folder.read(folder, env or {}, CATALOGUE.schema(parse_release(each)))
        for each in (one, other)
    )
    return [*affected_by(*read)]


VACUUM = "server.services.db_vacuum.enabled"


@pytest.mark.parametrize(
    ("one", "other", "text", "effect"),
    [
        ("3.6.12", "3.6.13", "runner.heartbeat_frequency = 60", Effect.IGNORED),
        ("3.6.13", "3.6.12", "runner.heartbeat_frequency = 60", Effect.READ),
        ("3.6.29", "3.7.0", "experiments.plugins.enabled = true", Effect.ELSEWHERE),
        ("3.1.1", "3.1.0", "logging.extra_loggers = ['a']", Effect.REFUSED),
        ("3.1.0", "3.1.1", "logging.extra_loggers = ['a']", Effect.ACCEPTED),
        ("3.6.21", "3.6.20", f"{VACUUM} = ['events']", Effect.REFUSED),
        ("3.6.20", "3.6.21", f"{VACUUM} = ['events']", Effect.ACCEPTED),
        ("3.6.20", "3.6.21", f"{VACUUM} = 'no'", Effect.CONVERTED),
        ("3.1.0", "3.9.1", "server.api.port = 4300", Effect.SAME),
        ("3.1.0", "3.9.1", "server.api.port = 'x'", Effect.SAME),
        ("3.6.20", "3.6.21", "client.custom_headers = { A = 'b' }", Effect.READ),
    ],
)
def test_each_effect(tmp_path: Path, one: str, other: str, text: str, effect: Effect) -> None:
    (found,) = affected(tmp_path, one, other, {"prefect.toml": text})
    assert found.effect is effect
    assert found.place.line == 0
    assert not found.is_overridden


def test_a_variable_that_sets_another_setting(tmp_path: Path) -> None:
    text = "PREFECT_RUNNER_HEARTBEAT_FREQUENCY=60"
    (found,) = affected(tmp_path, "3.6.12", "3.6.13", {".env": text})
    assert found.effect is Effect.ELSEWHERE
    assert found.after is not None
    assert (found.node.dotted, found.after.node.dotted) == (
        "runner.heartbeat_frequency",
        "flows.heartbeat_frequency",
    )


def test_a_value_that_something_stronger_overrides(tmp_path: Path) -> None:
    files = {"prefect.toml": f"{VACUUM} = ['events']"}
    env = {"PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "false"}
    found = affected(tmp_path, "3.6.21", "3.6.20", files, env)
    assert {each.place.kind: each.is_overridden for each in found} == {
        "environment": False,
        "prefect.toml": True,
    }


def test_json_for_a_table_sets_several_settings(tmp_path: Path) -> None:
    env = {"PREFECT_EXPERIMENTS": '{"warn": true, "lineage_events_enabled": true}'}
    found = affected(tmp_path, "3.4.20", "3.4.21", {}, env)
    effects = {each.node.dotted: each.effect for each in found}
    assert effects["experiments.warn"] is Effect.SAME
    assert effects["experiments.lineage_events_enabled"] is Effect.IGNORED


def test_no_repr_shows_a_value(tmp_path: Path) -> None:
    found = affected(tmp_path, "3.6.0", "3.9.1", {"prefect.toml": "api.key = 'S3CRET'"})
    assert "S3CRET" not in repr(found)
