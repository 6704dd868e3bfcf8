"""The data in schema/: the built schema, and the facts and descriptions it is built from."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

SCHEMA_FOLDER = Path(__file__).resolve().parents[2] / "schema"
SCHEMA_TEXT = (SCHEMA_FOLDER / "prefect.schema.json").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = json.loads(SCHEMA_TEXT)
FACTS: dict[str, Any] = json.loads((SCHEMA_FOLDER / "facts.json").read_text(encoding="utf-8"))
PACKAGES: dict[str, Any] = json.loads(
    (SCHEMA_FOLDER / "integrations.json").read_text(encoding="utf-8")
)
PACKAGE_OF = {path: name for name, each in PACKAGES.items() for path in each["settings"]}
RUNS: dict[str, list[dict[str, Any]]] = FACTS["settings"] | {
    path: PACKAGES[name]["settings"][path] for path, name in PACKAGE_OF.items()
}

SECRETS = {
    "api.auth_string",
    "api.key",
    "server.api.auth_string",
    "server.database.connection_url",
    "server.database.password",
}
TEXT_OR_DURATION = [{"type": "string"}, {"type": "string", "format": "duration"}]
PACKAGES_SECRETS = {"redis.messaging.password", "redis.worker_cleanup_queue.password"}


def walk(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(dotted path, node) for every node below ``node``."""
    for name, child in node.get("properties", {}).items():
        child_path = f"{path}.{name}" if path else name
        yield child_path, child
        yield from walk(child, child_path)


NODES = dict(walk(SCHEMA))
SETTINGS = {path: node for path, node in NODES.items() if "properties" not in node}


def errors(node: dict[str, Any], value: Any) -> list[str]:
    """The validation errors of ``value`` under ``node``."""
    validator = jsonschema.Draft202012Validator(node)
    return [error.message for error in validator.iter_errors(value)]


def each_of(paths: Iterable[str]) -> Callable[[Callable[[str], None]], Callable[[], None]]:
    """Turn a check of one path into a test of many; its traceback shows the first failure. One
    test for each path would take longer to collect than to run.
    """

    def of(check: Callable[[str], None]) -> Callable[[], None]:
        def test() -> None:
            for path in paths:
                check(path)

        return test

    return of


@pytest.fixture(scope="module")
def build() -> Iterator[ModuleType]:
    """schema/build.py as a module, with its folder on the path for the other scripts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCHEMA_FOLDER))
        for name in ("build", "keywords"):
            patch.delitem(sys.modules, name, raising=False)
        yield importlib.import_module("build")
        for name in ("build", "keywords"):
            sys.modules.pop(name, None)


# --- the file on disk ----------------------------------------------------------------------


def test_the_schema_on_disk_is_what_build_makes(
    build: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--check"]) == 0, capsys.readouterr().err


def test_the_schema_is_valid_under_its_metaschema() -> None:
    assert SCHEMA["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_needs_no_references() -> None:
    assert not re.search(r'"\$(ref|defs|dynamicRef)"', SCHEMA_TEXT)


def test_the_schema_does_not_mention_null() -> None:
    def leaves(value: Any) -> Iterator[Any]:
        if isinstance(value, (dict, list)):
            for item in value.values() if isinstance(value, dict) else value:
                yield from leaves(item)
        else:
            yield value

    assert not {None, "null"} & set(leaves(SCHEMA))


def test_the_schema_knows_the_releases() -> None:
    assert SCHEMA["x-prefect"]["releases"] == FACTS["versions"]


# --- facts ---------------------------------------------------------------------------------


def test_every_path_of_the_facts_has_a_node_and_no_other() -> None:
    assert set(NODES) == {*RUNS, "integrations"}


def test_settings_of_packages_are_marked_and_their_table_is_open() -> None:
    for path, node in NODES.items():
        assert node["x-prefect"].get("package") == PACKAGE_OF.get(path)
        assert (node.get("additionalProperties") is True) is (path == "integrations")
    versions = {name: each["versions"] for name, each in PACKAGES.items()}
    assert SCHEMA["x-prefect"]["packages"] == versions
    assert errors(SCHEMA, {"integrations": {"other": {"a": 1}}, "redis": {}}) == []
    assert errors(SCHEMA, {"integrations": {"kubernetes": {"a": 1}}}) != []
    assert errors(SCHEMA, {"redis": {"other": {}}}) != []


def test_what_is_written_as_seconds_is_reported_as_seconds() -> None:
    for path in ("redis.messaging.consumer.trim_idle_threshold", "redis.messaging.consumer.block"):
        node, (run,) = NODES[path], RUNS[path]
        assert run["facts"]["default"] == {300: "PT5M", 1: "PT1S"}[node["default"]]
        assert [errors(node, value) for value in (5, 0.5, "5", " -5 ")] == [[]] * 4
        assert all(errors(node, value) for value in ("PT5S", "5s", "", True))


@each_of(RUNS)
def test_a_node_has_its_releases_and_environment_variables(path: str) -> None:
    runs, node = RUNS[path], NODES[path]
    extra = node["x-prefect"]
    assert extra["since"] == runs[0]["from"]
    assert extra.get("until") == runs[-1].get("to")
    assert node.get("deprecated", False) is ("to" in runs[-1])
    variables = runs[-1]["facts"].get("supported_environment_variables")
    assert extra.get("environment") == variables
    assert extra.get("reader") == runs[-1]["facts"].get("reader")
    assert [(run["from"], run["to"]) for run in extra.get("history", [])] == [
        (run["from"], run["to"]) for run in runs[:-1]
    ]


@each_of(RUNS)
def test_a_table_is_closed_and_a_setting_keeps_its_keywords(path: str) -> None:
    facts, node = RUNS[path][-1]["facts"], NODES[path]
    if facts.get("section"):
        assert node["type"] == "object"
        assert node["additionalProperties"] is False
        return
    assert "properties" not in node
    if facts.get("anyOf") == TEXT_OR_DURATION:
        return
    for name, value in facts.items():
        if name in ("supported_environment_variables", "anyOf") or value is None:
            continue
        assert node[name] == value, name
    branches = [branch for branch in facts.get("anyOf", []) if branch != {"type": "null"}]
    assert node["x-prefect"].get("nullable", False) is (branches != facts.get("anyOf", []))
    if len(branches) > 1:
        assert node["anyOf"] == branches
    elif branches:
        assert "anyOf" not in node
        assert branches[0].items() <= node.items()


def test_only_free_form_tables_are_open() -> None:
    opened = {path for path, node in SETTINGS.items() if node.get("type") == "object"}
    assert opened == {
        "client.custom_headers",
        "server.services.db_vacuum.event_retention_overrides",
    }
    assert all(isinstance(SETTINGS[path]["additionalProperties"], dict) for path in opened)


def test_history_is_normalised_like_the_node() -> None:
    assert NODES["flows.heartbeat_frequency"]["x-prefect"]["history"] == [
        {
            "from": "3.6.13",
            "to": "3.6.21",
            "facts": {
                "type": "integer",
                "minimum": 30,
                "environment": [
                    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY",
                    "PREFECT_RUNNER_HEARTBEAT_FREQUENCY",
                ],
                "nullable": True,
            },
        }
    ]
    (before,) = NODES["server.services.db_vacuum.enabled"]["x-prefect"]["history"]
    assert before["facts"]["type"] == "boolean"
    assert before["facts"]["default"] is False


def test_a_setting_without_a_type_takes_anything() -> None:
    for value in ("text", 1, [True], {"a": 1.5}):
        assert errors(NODES["testing.test_setting"], value) == []


# --- values --------------------------------------------------------------------------------


@each_of(path for path in SETTINGS if "default" in SETTINGS[path])
def test_a_default_is_valid(path: str) -> None:
    assert errors(SETTINGS[path], SETTINGS[path]["default"]) == []


@each_of(SETTINGS)
def test_suggestions_are_valid_and_different(path: str) -> None:
    node = SETTINGS[path]
    suggestions = node["x-prefect"].get("suggest", [])
    assert [errors(node, value) for value in suggestions] == [[] for _ in suggestions]
    written = [json.dumps(value) for value in suggestions]
    assert len(written) == len(set(written))


def test_every_duration_has_suggestions() -> None:
    durations = [node for node in SETTINGS.values() if node.get("format") == "duration"]
    assert durations
    for node in durations:
        assert all(value.startswith("P") for value in node["x-prefect"]["suggest"])
        assert node["x-prefect"]["unit"] == "seconds"


@each_of(SETTINGS)
def test_members_of_an_enum_are_documented(path: str) -> None:
    node = SETTINGS[path]
    if "enum" in node:
        assert sorted(node["x-prefect"]["members"]) == sorted(node["enum"])


def test_a_known_string_is_both_suggested_and_explained() -> None:
    for path, node in SETTINGS.items():
        members = node["x-prefect"].get("members")
        if members and "enum" not in node:
            flat = {
                value
                for suggestion in node["x-prefect"]["suggest"]
                for value in (suggestion if isinstance(suggestion, list) else [suggestion])
            }
            assert flat == set(members), path


def test_the_secrets_are_marked() -> None:
    marked = {path for path, node in NODES.items() if node["x-prefect"].get("secret")}
    assert marked == SECRETS | PACKAGES_SECRETS
    write_only = {path for path, node in SETTINGS.items() if node.get("writeOnly")}
    assert write_only == SECRETS
    assert not any("suggest" in NODES[path]["x-prefect"] for path in marked)


# --- prose ---------------------------------------------------------------------------------


@each_of(NODES)
def test_a_description_is_at_least_one_sentence(path: str) -> None:
    description = NODES[path]["description"]
    assert len(description.split()) >= 5
    assert description[0].isupper() or description[0] in "`*"
    assert description.endswith((".", ".`", "?", "!"))
    assert "  " not in description
    assert description.count("`") % 2 == 0


def test_no_two_descriptions_are_the_same() -> None:
    counts = Counter(node["description"] for node in NODES.values())
    assert [text for text, count in counts.items() if count > 1] == []


@each_of(NODES)
def test_a_setting_that_is_gone_says_so(path: str) -> None:
    node = NODES[path]
    successor = node["x-prefect"].get("moved_to")
    if not node.get("deprecated"):
        assert successor is None
    elif successor is None:
        assert re.search(r"was removed after|no setting|no table", node["description"])
    else:
        assert not NODES[successor].get("deprecated")
        assert successor.rpartition(".")[0] in node["description"]


def test_paths_in_descriptions_exist() -> None:
    """Every path in backquotes that begins with the name of a top-level table exists."""
    tables = "|".join(name for name in SCHEMA["properties"])
    pattern = re.compile(rf"`\[?((?:{tables})\.[a-z0-9_.]+)\]?`")
    named = [
        (path, name)
        for path, node in NODES.items()
        for name in pattern.findall(
            node["description"] + " " + node["x-prefect"].get("default_note", "")
        )
    ]
    assert len(named) > 50
    hosts_and_files = {"api.prefect.cloud", "logging.yml"}
    assert [pair for pair in named if pair[1] not in NODES.keys() | hosts_and_files] == []


# --- build.py ------------------------------------------------------------------------------


def descriptions(**changes: Any) -> dict[str, dict[str, Any]]:
    """Valid descriptions for ``tiny_facts``, with fields of ``t.old`` added or replaced."""
    return {
        "t": {"about": "A table."},
        "t.new": {"about": "The newer one."},
        "t.old": {"about": "The older one.", **changes},
    }


@pytest.fixture
def tiny_facts(build: ModuleType) -> Any:
    """A table with two settings, one of which the newer of two releases removed."""
    integer = {"type": "integer", "default": 1}
    return build.Facts(
        versions=["1.0", "1.1"],
        settings={
            "t": [build.Run("1.0", "1.1", {"section": True})],
            "t.old": [build.Run("1.0", "1.0", integer)],
            "t.new": [build.Run("1.1", "1.1", integer)],
        },
    )


def test_build_makes_nested_properties(build: ModuleType, tiny_facts: Any) -> None:
    schema = build.build(tiny_facts, descriptions(moved_to="t.new", unit="rows"))
    assert schema["properties"]["t"]["properties"]["old"] == {
        "description": "The older one.",
        "deprecated": True,
        "type": "integer",
        "default": 1,
        "x-prefect": {"since": "1.0", "until": "1.0", "unit": "rows", "moved_to": "t.new"},
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"about": " \n"}, "t.old: about is missing or empty"),
        ({"see": ["t.none"]}, "t.old: see names 't.none', which no release has"),
        ({"see": ["t.old"]}, "t.old: see names the setting itself"),
        ({"moved_to": "t.none"}, "t.old: moved_to names 't.none', which no release has"),
        ({"note": "?"}, "t.old: unknown field 'note'"),
        ({"secret": "yes"}, "t.old: secret should be a bool"),
    ],
)
def test_build_names_the_path_that_is_wrong(
    build: ModuleType, tiny_facts: Any, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(build.BuildError) as caught:
        build.build(tiny_facts, descriptions(**change))
    assert caught.value.problems == [message]


def test_build_requires_exactly_the_paths_of_the_facts(build: ModuleType, tiny_facts: Any) -> None:
    entries = descriptions()
    entries["t.other"] = entries.pop("t.new")
    with pytest.raises(build.BuildError) as caught:
        build.build(tiny_facts, entries)
    assert caught.value.problems == [
        "t.new: no description",
        "t.other: described, but no release has such a setting",
    ]


def test_build_puts_packages_next_to_prefect(build: ModuleType, tiny_facts: Any) -> None:
    table = build.Run("0.2.0", "0.2.0", {"section": True, "reader": "box.Settings"})
    box = build.Facts(["0.1.0", "0.2.0"], {"integrations.box": [table]})
    entries = descriptions() | {
        "integrations": {"about": "All packages.", "see": ["integrations.box"]},
        "integrations.box": {"about": "A box.", "see": ["t.new"]},
    }
    schema = build.build(tiny_facts, entries, {"prefect-box": box})
    assert schema["x-prefect"]["packages"] == {"prefect-box": ["0.1.0", "0.2.0"]}
    inner = schema["properties"]["integrations"]["properties"]["box"]["x-prefect"]
    assert inner == {
        "package": "prefect-box",
        "since": "0.2.0",
        "reader": "box.Settings",
        "see": ["t.new"],
    }
    with pytest.raises(build.BuildError) as caught:
        build.build(tiny_facts, descriptions(), {"prefect-box": box})
    assert caught.value.problems == [
        "integrations.box: no description",
        "integrations: no description",
    ]


def test_a_description_belongs_in_the_file_of_its_table(build: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "api.toml").write_text('["server.api.port"]\nabout = "A port."\n')
    with pytest.raises(build.BuildError, match=r"server\.api\.port: described in api\.toml"):
        build.read_descriptions(tmp_path)
    (tmp_path / "api.toml").write_text('["api.url"\n')
    with pytest.raises(build.BuildError, match=r"api\.toml: "):
        build.read_descriptions(tmp_path)


def test_check_reports_a_stale_file(
    build: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stale = tmp_path / "prefect.schema.json"
    stale.write_text(SCHEMA_TEXT.replace('"title": "prefect.toml"', '"title": "other"'))
    monkeypatch.setattr(build, "SCHEMA", stale)
    assert build.main(["--check"]) == 1
    assert "1 lines to go, 1 to come" in capsys.readouterr().err
    assert '"title": "other"' in stale.read_text(encoding="utf-8")
    assert build.main([]) == 0
    assert stale.read_text(encoding="utf-8") == SCHEMA_TEXT


def test_paragraphs_are_reflowed_and_lists_are_not(build: ModuleType) -> None:
    text = "One\n  two.\n\n- three\n  four\n- five\n"
    assert build.paragraphs(text) == "One two.\n\n- three four\n- five"
