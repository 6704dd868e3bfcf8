"""Inlay hints after values, for clients that resolve them and others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.features.inlay_hint import (
    dotenv_hints,
    inlay_hints,
    profile_hints,
    resolve_hint,
)
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.snapshot import Client, Snapshot, View
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.text import PositionEncoding
from prefect_toml_lsp.toml import Document
from tests.features.folder import Folder as Files
from tests.features.structure import read_encoded
from tests.features.workspace import Views

CATALOGUE = Catalogue.load()
SCHEMA = CATALOGUE.schema()
LAZY = Client(resolves_hints=frozenset({"tooltip", "label.location"}))


def ask(
    snapshot: Snapshot, first: int = 0, last: int = 1_000
) -> list[tuple[tuple[int, int], str, lsp.InlayHint]]:
    """(position, text, hint) for each hint in lines `first` to `last`."""
    wanted = lsp.Range(lsp.Position(first, 0), lsp.Position(last, 0))
    params = lsp.InlayHintParams(lsp.TextDocumentIdentifier("untitled:x"), wanted)
    return [
        ((each.position.line, each.position.character), text_of(each), each)
        for each in read_encoded(inlay_hints(snapshot, params), list[lsp.InlayHint])
    ]


def text_of(hint: lsp.InlayHint) -> str:
    if isinstance(hint.label, str):
        return hint.label
    return "".join(part.value for part in hint.label)


def view(text: str, client: Client = LAZY, **options: Any) -> Snapshot:
    return Snapshot(Analysis(Document(text), Context(SCHEMA)), client, ServerOptions(**options))


SHOWN = [
    # durations
    ("[server.events]\nretention_period = 'P7D'", [(1, 24, "7 days")]),
    ("[server.events]\nretention_period = '01:30:00'", [(1, 29, "1 hour 30 minutes")]),
    ("[server.events]\nretention_period = '1 day'", []),
    ("[server.events]\nretention_period = 90", [(1, 21, "1 minute 30 seconds")]),
    ("[server.events]\nretention_period = 90.5", [(1, 23, "1 minute 30.5 seconds")]),
    ("[server.events]\nretention_period = '7 weeks'", []),
    ("[server.events]\nretention_period = 'P7D", []),
    ("[server.events]\nretention_period = true", [(1, 23, "1 second")]),
    ("[server.events]\nretention_period = 1e99", []),
    ("[server.services.db_vacuum.event_retention_overrides]\nx = 'P3D'", [(1, 9, "3 days")]),
    (
        "server.services.db_vacuum.event_retention_overrides = { x = 'P3D', y = 60 }",
        [(0, 65, "3 days"), (0, 73, "1 minute")],
    ),
    # seconds
    ("api.request_timeout = 59.9", []),
    ("api.request_timeout = 60", [(0, 24, "1 minute")]),
    ("api.request_timeout = '3600'", [(0, 28, "1 hour")]),
    ("tasks.default_retry_delay_seconds = [\n1,\n120,\n]", [(2, 3, "2 minutes")]),
    ("api.request_timeout = inf", []),
    ("api.request_timeout = nan", []),
    # bytes
    ("logging.to_api.batch_size = 1048575", [(0, 35, "1,024 KiB")]),
    ("logging.to_api.batch_size = 1_048_576", [(0, 37, "1 MiB")]),
    ("server.api.max_parameter_size = 524288", [(0, 38, "512 KiB")]),
    ("logging.to_api.batch_size = 1023", []),
    ("logging.to_api.batch_size = inf", []),
    ("logging.to_api.batch_size = 4000000", [(0, 35, "3.81 MiB")]),
    ("logging.to_api.batch_size = '4000000'", [(0, 37, "3.81 MiB")]),
    ("logging.to_api.batch_size = 2147483648", [(0, 38, "2,048 MiB")]),
    # no hints
    ("server.api.port = 4200", []),
    ("nowhere = 'P7D'", []),
    ("[client.custom_headers]\nX = 'P7D'", []),
    ("[[server.events]]\nretention_period = 'P7D'", []),
    ("# 😀\nserver.events = { retention_period = 'P7D' } # 😀", [(1, 42, "7 days")]),
]


@pytest.mark.parametrize(("text", "hints"), SHOWN)
def test_hints(text: str, hints: list[tuple[int, int, str]]) -> None:
    assert [(*at, shown) for at, shown, _ in ask(view(text))] == hints


def test_each_kind_can_be_switched_off() -> None:
    text = "api.request_timeout = 60\nlogging.to_api.batch_size = 2097152\n"
    text += "server.events.retention_period = 'P7D'\n"
    assert [shown for _, shown, _ in ask(view(text, hint_durations=False))] == ["2 MiB"]
    assert [shown for _, shown, _ in ask(view(text, hint_sizes=False))] == ["1 minute", "7 days"]


def test_hints_of_the_requested_lines() -> None:
    text = (
        "api.request_timeout = 60\n\n[tasks]\ndefault_retry_delay_seconds = [\n60,\n120,\n180,\n]"
    )
    lines = {first: [at[0] for at, *_ in ask(view(text), first, first + 1)] for first in range(8)}
    assert lines == {0: [0], 1: [], 2: [], 3: [4], 4: [4, 5], 5: [5, 6], 6: [6], 7: []}


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 35), ("utf-16", 33), ("utf-32", 33)])
def test_positions_are_in_the_clients_units(encoding: str, column: int) -> None:
    text = "events = { 'é' = 1, 'ü' = 2, x = 3 }\n[server]\n"
    text += "events = { 'é' = 'ü', retention_period = 'P1D' }"
    ((line, found), _, _) = ask(view(text, Client(PositionEncoding(encoding))))[0]
    assert (line, found) == (2, column + 13)


def test_a_client_that_resolves_gets_the_explanation_on_demand() -> None:
    ((_, _, hint),) = ask(view("api.request_timeout = 60"))
    assert (hint.tooltip, hint.padding_left, hint.kind) == (None, True, None)
    tooltip = resolve_hint(Views(CATALOGUE, LAZY._replace(hover_markdown=True)), hint).tooltip
    assert isinstance(tooltip, lsp.MarkupContent)
    assert "**`api.request_timeout`**" in tooltip.value


def test_a_client_that_does_not_resolve_gets_it_at_once() -> None:
    ((_, _, hint),) = ask(view("api.request_timeout = 60", Client()))
    assert isinstance(hint.tooltip, lsp.MarkupContent)
    assert hint.tooltip.value.startswith("The duration in words.\n\napi.request_timeout — ")
    assert hint.data is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        1,
        {},
        {"setting": "x", "in": {"release": "3.8.8", "packages": {}}},
        {"setting": "x", "in": {"release": "3.8.8", "packages": {"prefect-redis": 1}}},
        {"setting": "api.url", "in": {"release": "3.8.8"}},
    ],
)
def test_resolving_a_foreign_hint_changes_nothing(data: Any) -> None:
    hint = lsp.InlayHint(lsp.Position(0, 0), "x", data=data)
    assert resolve_hint(Views(CATALOGUE, LAZY), hint) == lsp.InlayHint(
        lsp.Position(0, 0), "x", data=data
    )


VARIABLES = [
    ("LOGGING_TO_API_BATCH_SIZE", "4000000", ["3.81 MiB"]),
    ("SERVER_API_MAX_PARAMETER_SIZE", "524288", ["512 KiB"]),
    ("SERVER_EVENTS_RETENTION_PERIOD", "P7D", ["7 days"]),
    ("API_REQUEST_TIMEOUT", "90", ["1 minute 30 seconds"]),
    ("LOGGING_TO_API_BATCH_SIZE", "many", []),
    ("LOGGING_TO_API_BATCH_SIZE", "512", []),
    ("SERVER_API_PORT", "4000000", []),
    ("API_KEY", "4000000", []),
]


@pytest.mark.parametrize(("name", "value", "hints"), VARIABLES)
def test_variables(tmp_path: Path, name: str, value: str, hints: list[str]) -> None:
    folder = Files(tmp_path)
    line = f"export prefect_{name.lower()}={value}  # x"
    dotenv = folder.view(f"# x\n{line}\n", ".env")
    found = read_encoded(dotenv_hints(dotenv, whole(dotenv)), list[lsp.InlayHint])
    end = line.index("  #")
    assert [(text_of(each), each.position) for each in found] == [
        (text, lsp.Position(1, end)) for text in hints
    ]
    line = f'PREFECT_{name} = "{value}"'
    profiles = folder.view(f"[profiles.a]\n{line}\n", "profiles.toml")
    found = read_encoded(profile_hints(profiles, whole(profiles)), list[lsp.InlayHint])
    assert [(text_of(each), each.position) for each in found] == [
        (text, lsp.Position(1, len(line))) for text in hints
    ]


def test_variables_in_the_requested_lines(tmp_path: Path) -> None:
    text = "PREFECT_API_REQUEST_TIMEOUT=60\n\nPREFECT_LOGGING_TO_API_BATCH_SIZE=4000000\n"
    dotenv = Files(tmp_path).view(text, ".env")
    found = read_encoded(dotenv_hints(dotenv, whole(dotenv, 1, 2)), list[lsp.InlayHint])
    assert [text_of(each) for each in found] == ["3.81 MiB"]


def whole(view: View[Any], first: int = 0, last: int = 1_000) -> lsp.InlayHintParams:
    wanted = lsp.Range(lsp.Position(first, 0), lsp.Position(last, 0))
    return lsp.InlayHintParams(lsp.TextDocumentIdentifier(view.uri), wanted)


# Values in force


def overridden(
    folder: Path,
    text: str,
    environment: Mapping[str, str] | None = None,
    client: Client = LAZY,
    **options: Any,
) -> Snapshot:
    sources = Folder.read(folder, environment, SCHEMA, None).without("prefect.toml")
    analysis = Analysis(Document(text), Context(SCHEMA, sources))
    return Snapshot(analysis, client, ServerOptions(**options))


def test_the_value_in_force_and_its_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# c\nPREFECT_API_REQUEST_TIMEOUT=120\n")
    text = "api.request_timeout = 60"
    ((at, shown, hint),) = ask(overridden(tmp_path, text))
    assert (at, shown) == ((0, 24), "→ 120.0 (.env)")
    assert isinstance(hint.label, list)
    assert [part.location for part in hint.label] == [None, None, None]
    resolved = resolve_hint(Views(CATALOGUE, LAZY), hint).label
    assert isinstance(hint.tooltip, lsp.MarkupContent)
    assert hint.tooltip.value.startswith("The value in force: ")
    ((_, _, whole),) = ask(overridden(tmp_path, text, client=Client()))
    start = lsp.Position(1, 0)
    place = lsp.Location((tmp_path / ".env").as_uri(), lsp.Range(start, start))
    for label in (resolved, whole.label):
        assert isinstance(label, list)
        assert [part.location for part in label] == [None, place, None]


def test_the_value_of_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "debug")
    snapshot = overridden(tmp_path, "logging.level = 'INFO'", {"PREFECT_LOGGING_LEVEL": "debug"})
    assert [shown for _, shown, _ in ask(snapshot)] == ['→ "DEBUG" (PREFECT_LOGGING_LEVEL)']


def test_hints_on_overridden_values_can_be_switched_off(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PREFECT_API_REQUEST_TIMEOUT=120\n")
    snapshot = overridden(tmp_path, "api.request_timeout = 60", hint_overrides=False)
    assert [shown for _, shown, _ in ask(snapshot)] == ["1 minute"]


def test_long_values_are_cut(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"PREFECT_UI_URL=http://x/{'y' * 100}\n")
    ((_, shown, _),) = ask(overridden(tmp_path, "ui_url = 'http://x'"))
    assert shown.startswith('→ "http://x/yyy')
    assert shown.endswith("yyy… (.env)")
    assert len(shown) == len("→  (.env)") + 60


SECRET = "s3cret"
HIDDEN = [
    ("PREFECT_API_KEY", SECRET, "api.key = 'x'"),
    ("PREFECT_API_AUTH_STRING", f"a:{SECRET}", "api.auth_string = 'x'"),
    ("PREFECT_API_URL", f"http://u:{SECRET}@h/api", "api.url = 'http://h/api'"),
    ("PREFECT_API_URL", f"http://h/api?token={SECRET}", "api.url = 'http://h/api'"),
    ("PREFECT_SERVER_DATABASE_CONNECTION_URL", f"sqlite:///{SECRET}",
     "server.database.connection_url = 'sqlite:///x'"),
    ("PREFECT_CLIENT_CUSTOM_HEADERS", f'{{"X": "{SECRET}"}}', "client.custom_headers.X = 'x'"),
    ("PREFECT_CLIENT_CUSTOM_HEADERS", f'{{"X": "{SECRET}"}}', "[client.custom_headers]\nX = 'x'"),
    ("PREFECT_CLIENT_CUSTOM_HEADERS", f'{{"X": "{SECRET}"}}', "client.custom_headers={ X = 'x' }"),
    ("PREFECT_API_REQUEST_TIMEOUT", SECRET, "api.request_timeout = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("variable", "value", "text"), HIDDEN)
def test_nothing_that_may_be_secret_is_shown(
    tmp_path: Path, variable: str, value: str, text: str
) -> None:
    (tmp_path / ".env").write_text(f"{variable}={value}\n")
    snapshot = overridden(tmp_path, text)
    assert "overridden" in [finding.code for finding in snapshot.analysis.findings()]
    assert ask(snapshot) == []
