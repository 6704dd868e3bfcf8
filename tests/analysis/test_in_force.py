"""Findings and values in force with several sources in one folder, as Prefect 3.9.1 has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.sources.effective import State, effective_settings
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.kinds import DOTENV, FILES, PROFILE, PYPROJECT
from prefect_toml_lsp.toml import Document

SCHEMA = Catalogue.load().schema((3, 9, 1))
STRICT = "plugins.strict"
POOL = "server.database.sqlalchemy.pool_size"
BACKFILL = "server.events.maximum_websocket_backfill"
HEADERS = "client.custom_headers"
ACTIVE = "active = 'a'\n[profiles.a]\n"


def write(folder: Path, files: dict[str, str]) -> None:
    (folder / ".prefect").mkdir()
    for name, text in files.items():
        path = folder / (".prefect/profiles.toml" if name == "profiles" else name)
        path.write_text(text, encoding="utf-8")


def errors(folder: Path, environment: dict[str, str] | None = None) -> list[str]:
    """``file:line code`` of each error in the folder, lines from 1."""
    found = []
    for row in FILES:
        path = folder / (".prefect/profiles.toml" if row.id == PROFILE else row.name)
        if not path.exists():
            continue
        others = Folder.read(folder, environment or {}, SCHEMA, folder).without(row.id)
        context = Context(SCHEMA, others, kind=row.id)
        text = path.read_text("utf-8")
        analysis: Analysis | DotenvAnalysis | ProfilesAnalysis
        if row.id == DOTENV:
            analysis = DotenvAnalysis(DotenvDocument(text), context)
        elif row.id == PROFILE:
            analysis = ProfilesAnalysis(Document(text), context)
        else:
            analysis = Analysis(Document(text), context)
        found += [
            f"{row.name}:{each.span.line + 1} {each.code}"
            for each in analysis.findings()
            if each.severity.label == "error"
        ]
    return found


def in_force(folder: Path, path: str, environment: dict[str, str] | None = None) -> object:
    read = Folder.read(folder, environment or {}, SCHEMA, folder)
    (found,) = [each for each in effective_settings(read, SCHEMA).settings
                if each.node.dotted == path]  # fmt: skip
    return found.value if found.state is State.SHOWN else found.state


@pytest.mark.parametrize(
    ("files", "path", "value"),
    [
        # JSON for a table wins over the setting's own variable under the setting's name ...
        ({".env": 'PREFECT_SERVER_EVENTS={"maximum_websocket_backfill": 5}\n'
                  "PREFECT_SERVER_EVENTS_MAXIMUM_WEBSOCKET_BACKFILL=7\n"}, BACKFILL, "PT5S"),
        # ... and under the name of a variable only over files.
        ({".env": 'PREFECT_SERVER_EVENTS={"prefect_events_maximum_websocket_backfill": 5}\n'
                  "PREFECT_SERVER_EVENTS_MAXIMUM_WEBSOCKET_BACKFILL=PT7S\n"}, BACKFILL, "PT7S"),
        ({".env": 'PREFECT_SERVER_EVENTS={"prefect_events_maximum_websocket_backfill": 5}\n',
          "prefect.toml": f"{BACKFILL} = 7\n"}, BACKFILL, "PT5S"),
        # In JSON for one table the preferred name wins, even over JSON for the inner table.
        ({".env": 'PREFECT_SERVER={"events": {"prefect_events_maximum_websocket_backfill": 5}}\n'
                  'PREFECT_SERVER_EVENTS={"maximum_websocket_backfill": 7}\n'}, BACKFILL, "PT7S"),
        # A setting with an explicit alias is only set by that exact name.
        ({".env": 'PREFECT_SERVER_EVENTS={"MAXIMUM_EVENT_NAME_LENGTH": 9}\n'},
         "server.events.maximum_event_name_length", 1024),
        # The former place of plugins.
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": {"strict": true}}\nPREFECT_PLUGINS_STRICT=0\n'},
         STRICT, True),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": {"strict": true}}\nPREFECT_PLUGINS={}\n'},
         STRICT, True),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": {"strict": true}}\n'
                  'PREFECT_PLUGINS={"strict": false}\n'}, STRICT, False),
        ({".env": 'PREFECT_EXPERIMENTS={"PLUGINS": {"strict": true}}\n'}, STRICT, False),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": null}\n'}, STRICT, False),
        # A null there takes away what weaker JSON says of plugins, and nothing else.
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": null}\n',
          "profiles": f"{ACTIVE}PREFECT_EXPERIMENTS = '{{\"plugins\": {{\"strict\": true}}}}'\n"},
         STRICT, False),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": null}\n',
          "profiles": f"{ACTIVE}PREFECT_EXPERIMENTS = '{{\"plugins\": {{\"strict\": \"x\"}}}}'\n"},
         STRICT, False),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": null}\nPREFECT_EXPERIMENTS_PLUGINS_STRICT=1\n'},
         STRICT, True),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": null}\n',
          "prefect.toml": "[experiments.plugins]\nstrict = true\n"}, STRICT, True),
        ({"profiles": f"{ACTIVE}PREFECT_EXPERIMENTS = '{{\"plugins\": null}}'\n",
          ".env": 'PREFECT_EXPERIMENTS={"plugins": {"strict": true}}\n'}, STRICT, True),
        # A null unsets what may be unset.
        ({".env": 'PREFECT_FLOWS={"heartbeat_frequency": null}\n'},
         "flows.heartbeat_frequency", State.UNSET),
        ({".env": 'PREFECT_API={"url": null}\n', "prefect.toml": "api.url = 'x'\n"},
         "api.url", State.UNSET),
        # The former keys of the pool count if nothing else sets it, and are not validated.
        ({".env": 'PREFECT_SERVER_DATABASE={"sqlalchemy_pool_size": "x"}\n'}, POOL, "x"),
        ({".env": 'PREFECT_SERVER_DATABASE={"sqlalchemy_pool_size": 9}\n',
          "profiles": f"{ACTIVE}PREFECT_SQLALCHEMY_POOL_SIZE = 8\n"}, POOL, 8),
        # A value instead of a table does not hide weaker sources.
        ({"prefect.toml": "client.custom_headers = { A = 'a' }\n",
          "pyproject.toml": "tool.prefect.client.custom_headers = '[]'\n",
          "profiles": f"{ACTIVE}PREFECT_CLIENT_CUSTOM_HEADERS = '{{\"B\": \"b\"}}'\n"},
         HEADERS, {"A": "a", "B": "b"}),
        ({"prefect.toml": "client.custom_headers = {}\n",
          "pyproject.toml": "[tool.prefect.client.custom_headers]\nB = 'b'\n"}, HEADERS,
         {"B": "b"}),
    ],
)  # fmt: skip
def test_a_value_is_in_force(
    tmp_path: Path, files: dict[str, str], path: str, value: object
) -> None:
    write(tmp_path, files)
    assert errors(tmp_path) == []
    assert in_force(tmp_path, path) == value


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # If several sources have a value instead of a table, only the strongest one counts.
        ({".env": "PREFECT_CLOUD={}\n", "profiles": f"{ACTIVE}PREFECT_CLOUD = '5'\n"}, []),
        ({".env": "PREFECT_CLOUD=5\n", "profiles": f"{ACTIVE}PREFECT_CLOUD = '{{}}'\n"},
         [".env:1 wrong-type"]),
        ({".env": 'PREFECT_SERVER={"api": {}}\nPREFECT_SERVER_API=5\n'}, []),
        ({".env": 'PREFECT_SERVER={"api": null}\nPREFECT_SERVER_API={}\n'}, [".env:1 wrong-type"]),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": 5}\n'}, [".env:1 wrong-type"]),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": 5}\nPREFECT_PLUGINS={}\n'}, []),
        ({".env": 'PREFECT_EXPERIMENTS={"plugins": {"strict": "x"}}\n',
          "profiles": f"{ACTIVE}PREFECT_PLUGINS = '{{}}'\n"}, [".env:1 bool-string"]),
        # A null for a setting that cannot be null.
        ({".env": 'PREFECT_API={"enable_http2": null}\n'}, [".env:1 wrong-type"]),
        ({".env": 'PREFECT_RESULTS={"local_storage_path": null}\n'}, [".env:1 wrong-type"]),
        # Entries are judged one by one, except those that a stronger source sets.
        ({"prefect.toml": "client.custom_headers = { A = 'a' }\n",
          "pyproject.toml": "[tool.prefect.client.custom_headers]\nA = 2\nB = 'b'\n"}, []),
        ({"prefect.toml": "client.custom_headers = { A = 'a' }\n",
          "pyproject.toml": "tool.prefect.client.custom_headers = { A = 2, B = 'b' }\n"}, []),
        ({"prefect.toml": "client.custom_headers = { A = 'a' }\n",
          "pyproject.toml": "[tool.prefect.client.custom_headers]\nA = 2\nB = 3\n"},
         ["pyproject.toml:3 wrong-type"]),
        ({".env": "PREFECT_CLIENT_CUSTOM_HEADERS={\"A\": \"a\"}\n",
          "profiles": f"{ACTIVE}PREFECT_CLIENT_CUSTOM_HEADERS = '{{\"A\": 2, \"B\": \"b\"}}'\n"},
         []),
        # A setting of the SQLAlchemy pool together with JSON for its table.
        ({".env": "PREFECT_SERVER_DATABASE_SQLALCHEMY={}\n"
                  "PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE=9\n"}, [".env:2 sqlalchemy-json"]),
        ({".env": "PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE=9\n",
          "profiles": f"{ACTIVE}PREFECT_SERVER_DATABASE_SQLALCHEMY = '{{}}'\n"},
         [".env:1 sqlalchemy-json"]),
        ({".env": 'PREFECT_SERVER_DATABASE={"sqlalchemy_pool_size": 9, "sqlalchemy": {}}\n'},
         [".env:1 sqlalchemy-json"]),
        ({".env": "PREFECT_SERVER_DATABASE_SQLALCHEMY={}\nPREFECT_SQLALCHEMY_POOL_SIZE=9\n"}, []),
        ({".env": "PREFECT_SERVER_DATABASE_SQLALCHEMY={}\n",
          "prefect.toml": "server.database.sqlalchemy.pool_size = 9\n"}, []),
        # Prefect opens the profiles again at the end.
        ({"prefect.toml": "profiles_path = ''\n"}, ["prefect.toml:1 profiles-path-is-folder"]),
        ({".env": "PREFECT_PROFILES_PATH=\n"}, [".env:1 profiles-path-is-folder"]),
        ({"profiles": f"{ACTIVE}PREFECT_PROFILES_PATH = '.'\n"},
         ["profiles.toml:3 profiles-path-is-folder"]),
        # A falsy value names no profile.
        ({"profiles": "active = []\n"}, []),
        ({"profiles": "active = ['a']\n"}, ["profiles.toml:1 wrong-type"]),
    ],
)  # fmt: skip
def test_an_error_is_on_what_prefect_refuses(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    write(tmp_path, files)
    assert errors(tmp_path) == expected


def test_if_the_environment_chooses_a_profile_active_is_not_judged(tmp_path: Path) -> None:
    write(tmp_path, {"profiles": "active = ['a']\n[profiles.a]\n"})
    assert errors(tmp_path, {"PREFECT_PROFILE": "a"}) == []


def test_a_rule_broken_together_with_the_environment_is_shown_in_the_file(tmp_path: Path) -> None:
    write(tmp_path, {PYPROJECT: "[tool.prefect.logging.to_api]\nmax_log_size = 10\n"})
    size = {"PREFECT_LOGGING_TO_API_BATCH_SIZE": "5"}
    assert errors(tmp_path, size) == [f"{PYPROJECT}:2 log-size-over-batch"]
