"""The commands, called without a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.starter import starter
from prefect_toml_lsp.features import commands
from prefect_toml_lsp.features.commands import ArgumentError
from prefect_toml_lsp.features.effective_page import show_effective
from prefect_toml_lsp.prefect import Packages, show_release
from prefect_toml_lsp.project.release import decide_release
from prefect_toml_lsp.sources import folder as sources
from prefect_toml_lsp.sources.effective import effective_settings
from prefect_toml_lsp.toml import Document
from tests.features.folder import CATALOGUE, Folder, at, uri

PAGE = "https://docs.prefect.io/v3/api-ref/settings-ref"
SCHEMA = CATALOGUE.schema()
NEWEST = show_release(CATALOGUE.newest)


# Arguments


@pytest.mark.parametrize(
    "arguments", [(), (1,), (None,), ("",), ("prefect.toml",), ({"uri": "file:///x"},)]
)
def test_a_uri_is_required(arguments):
    with pytest.raises(ArgumentError, match="URI"):
        commands.read_uri(arguments)


@pytest.mark.parametrize("argument", ["untitled:1", "file:///no/such/folder/prefect.toml"])
def test_a_folder_on_the_disk_is_required(argument):
    with pytest.raises(ArgumentError):
        commands.read_folder((argument,))


def test_a_document_stands_for_its_folder(tmp_path):
    assert commands.read_folder((uri(tmp_path),)) == tmp_path
    assert commands.read_folder((uri(tmp_path / "prefect.toml"),)) == tmp_path


@pytest.mark.parametrize(
    "argument", [None, 1, {}, {"line": "1", "character": 0}, {"line": -1, "character": 0}]
)
def test_a_position_is_required(argument):
    with pytest.raises(ArgumentError, match="position"):
        commands.read_position(("file:///x", argument))
    with pytest.raises(ArgumentError, match="position"):
        commands.read_position(("file:///x",))


# Settings in force


def show(tmp_path, environment=None, **files):
    Folder(tmp_path).write(**files)
    found = effective_settings(
        sources.Folder.read(tmp_path, environment or {}, SCHEMA, tmp_path / "home"), SCHEMA
    )
    return show_effective(found, tmp_path, SCHEMA)["text"]


def rows(text):
    """The rows of the table: (value, origin) by setting."""
    cells = (line.strip("| ").split(" | ") for line in text.splitlines() if line[:3] == "| `")
    return {setting.strip("` "): [each.strip() for each in rest] for setting, *rest in cells}


def test_values_and_where_they_come_from(tmp_path):
    text = show(
        tmp_path,
        {"PREFECT_SERVER_API_PORT": "1"},
        env="\nPREFECT_SERVER_API_PORT=2\nPREFECT_LOGGING_LEVEL=info",
        prefect="[server.api]\nport = 3\nhost = 'a|b`c'\n[plugins]\nallow = []\n[cli]\ncolors = 3",
        profiles="active = 'a'\n[profiles.a]\nPREFECT_DEBUG_MODE = 'true'",
    )
    assert rows(text) == {
        "debug_mode": ["`true`", "`PREFECT_DEBUG_MODE` on line 3 of `profiles.toml`"],
        "cli.colors": [
            "**refused**, Prefect does not start with it",
            "`cli.colors` on line 7 of `prefect.toml`",
        ],
        "internal.logging_level": ['`"DEBUG"`', "`debug_mode` decides"],
        "logging.level": [
            '`"DEBUG"`',
            "`debug_mode` decides; not `PREFECT_LOGGING_LEVEL` on line 3 of `.env`",
        ],
        "plugins.allow": ["`[]`", "`plugins.allow` on line 5 of `prefect.toml`"],
        "server.api.host": ['`` "a\\|b`c" ``', "`server.api.host` on line 3 of `prefect.toml`"],
        "server.api.port": [
            "`1`",
            "`PREFECT_SERVER_API_PORT` in the environment; not `PREFECT_SERVER_API_PORT` on line 2 "
            "of `.env`, `server.api.port` on line 2 of `prefect.toml`",
        ],
    }


def test_the_table_is_aligned_and_rows_lead_to_the_lines(tmp_path):
    folder = Folder(tmp_path)
    folder.write(env="PREFECT_API_KEY=hunter2", prefect="debug_mode = true\n[api]\nkey = 'hunter2'")
    found = effective_settings(sources.Folder.read(tmp_path, {}, SCHEMA, tmp_path), SCHEMA)
    answer = show_effective(found, tmp_path, SCHEMA)
    table = [line for line in answer["text"].splitlines() if line.startswith("|")]
    assert len(table) > 3
    assert len({line.rindex("|", 0, -1) for line in table}) == 1
    rows = {each["setting"]: each for each in answer["rows"]}
    assert len(rows) == len(table) - 2
    assert rows["api.key"] == {
        "setting": "api.key",
        "value": "hidden: it is or may contain a secret",
        "state": "hidden",
        "because": "",
        "sources": [
            {
                "text": "`PREFECT_API_KEY` on line 1 of `.env`",
                "uri": uri(tmp_path / ".env"),
                "line": 0,
            }
        ],
        "passedOver": [
            {
                "text": "`api.key` on line 3 of `prefect.toml`",
                "uri": uri(tmp_path / "prefect.toml"),
                "line": 2,
            }
        ],
    }
    assert (rows["debug_mode"]["value"], rows["debug_mode"]["state"]) == ("true", "shown")
    assert rows["internal.logging_level"]["because"] == "`debug_mode` decides"
    assert "hunter2" not in str(answer)


def test_nothing_is_set(tmp_path):
    text = show(tmp_path, {"PREFECT_PROFILE": "x"})
    assert list(rows(text)) == ["server.ephemeral.enabled"]
    assert "built-in profile" in text


def test_broken_files_are_named(tmp_path):
    text = show(tmp_path, prefect="[api]\nurl = ", env="PREFECT_API_URL=x")
    assert list(rows(text)) == ["api.url", "server.ephemeral.enabled"]
    assert text.endswith("prefect.toml: line 2 is not TOML, which stops Prefect`\n")
    assert "wrong" not in show(tmp_path, prefect="")


def test_secrets_are_hidden(tmp_path):
    text = show(
        tmp_path,
        {"PREFECT_API_KEY": "hunter2", "PREFECT_API_URL": "https://me:hunter2@host/api"},
        prefect=(
            "[client.custom_headers]\nAuthorization = 'hunter2'\n[server.database]\n"
            "connection_url = 'sqlite:///hunter2'\nname = 'pnu_hunter2'"
        ),
    )
    assert "hunter2" not in text
    hidden = [setting for setting, cells in rows(text).items() if "*hidden*" in cells[0]]
    assert hidden == [
        "api.key",
        "api.url",
        "client.custom_headers",
        "server.database.connection_url",
        "server.database.name",
    ]


# The release


@pytest.mark.parametrize(
    ("file", "text", "release", "reason"),
    [
        ("uv.lock", '[[package]]\nname = "prefect"\nversion = "3.4.1"\n', "3.4.1",
         "pinned in uv.lock"),
        ("setup.cfg", "[options]\ninstall_requires = prefect<3.5\n", "3.4.25",
         "the newest that setup.cfg admits"),
        ("Dockerfile", "FROM prefecthq/prefect:3.6.13-python3.12\n", "3.6.13",
         "named by an image in Dockerfile"),
        ("README", "", NEWEST, "the newest; the project names none"),
    ],
)  # fmt: skip
def test_the_reason_for_a_release_is_a_sentence(tmp_path, file, text, release, reason):
    (tmp_path / file).write_text(text)
    decision = decide_release(tmp_path, CATALOGUE.releases)
    found = commands.describe_decision(decision, CATALOGUE.releases)
    assert (found["release"], found["reason"]) == (release, reason)
    assert found["known"][0] == NEWEST


def test_a_chosen_release(tmp_path):
    decision = decide_release(tmp_path, CATALOGUE.releases, "3.8.8")
    found = commands.describe_decision(decision, CATALOGUE.releases)
    assert found["reason"] == "chosen in the settings"


# The reference


@pytest.mark.parametrize(
    ("marked", "url", "setting"),
    [
        ("server.api.po|rt = 1", "#serverapisettings", "server.api.port"),
        ("server.a|pi.port = 1", "#serverapisettings", "server.api"),
        ("[logging]\nlog_pri|nts = true", "#log-prints", "logging.log_prints"),
        ("debug_mode = t|rue", "#debug-mode", "debug_mode"),
        ("h|ome = 'x'", "#home", "home"),
        ("[server.database.sqlalchemy.connect_args.tl|s]", "#sqlalchemytlssettings",
         "server.database.sqlalchemy.connect_args.tls"),
        ("[client.custom_headers]\nA| = 'a'", "#custom-headers", "client.custom_headers"),
        ("no|where = 1", "", None),
        ("|", "", None),
    ],
)  # fmt: skip
def test_where_prefect_documents_it(tmp_path, marked, url, setting):
    text, position = at(marked)
    found = commands.reference_at(Folder(tmp_path).open(text), position)
    assert found == {"url": PAGE + url, "setting": setting}


@pytest.mark.parametrize(
    ("marked", "page"),
    [
        ("[redis.mess|aging]", "prefect-redis"),
        ("[integrations.gcp.cloud_run_v2.worker]\ncreate_job_max_attem|pts = 1", "prefect-gcp"),
        ("[integra|tions]", "integrations"),
    ],
)
def test_where_settings_of_packages_are_documented(tmp_path, marked, page):
    text, position = at(marked)
    folder = Folder(tmp_path)
    folder.schema = CATALOGUE.schema(packages=Packages())
    found = commands.reference_at(folder.open(text), position)
    assert found["url"] == f"https://docs.prefect.io/integrations/{page}"
    # Settings of Prefect stay on its own page.
    text, position = at("[logging]\nlog_pri|nts = true")
    assert commands.reference_at(folder.open(text), position)["url"] == f"{PAGE}#log-prints"


def test_the_reference_of_a_variable(tmp_path):
    view = Folder(tmp_path).view("# x\nprefect_debug_mode=1\nX=1", ".env")
    found = commands.reference_at(view, lsp.Position(1, 3))
    assert found == {"url": f"{PAGE}#debug-mode", "setting": "debug_mode"}
    assert commands.reference_at(view, lsp.Position(2, 0))["setting"] is None


# The starter file

STARTER = starter(CATALOGUE.schema())


@pytest.mark.parametrize("release", CATALOGUE.releases)
def test_each_example_is_a_setting_of_every_release(release):
    examples = "\n".join(
        line.removeprefix("# ") if " = " in line else line for line in STARTER.splitlines()
    )
    assert "\nport = 4200" in examples
    analysis = Analysis(Document(examples), Context(CATALOGUE.schema(release)))
    assert analysis.findings() == []
    assert Analysis(Document(STARTER), analysis.context).findings() == []


def test_the_edit_makes_the_file(tmp_path):
    edit = commands.starter_edit("file:///x/prefect.toml", STARTER)
    create, change = edit.document_changes
    assert isinstance(create, lsp.CreateFile)
    assert not create.options.overwrite
    assert change.text_document.version is None
    assert [each.new_text for each in change.edits] == [STARTER]
    assert Path(tmp_path / "prefect.toml").exists() is False
