"""The user's own schema."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from prefect_toml_lsp.prefect import Catalogue, Installed, Packages
from prefect_toml_lsp.prefect.custom_schema import SchemaError, load_catalogue


def load(tmp_path: Path, schema: Any) -> Catalogue:
    file = tmp_path / "schema.json"
    file.write_text(schema if isinstance(schema, str) else json.dumps(schema))
    return load_catalogue(file)


def test_a_schema_as_prefect_publishes_it(tmp_path: Path) -> None:
    schema = {
        "properties": {"server": {"$ref": "#/$defs/Server", "description": "of one's own"}},
        "$defs": {
            "Server": {"type": "object", "properties": {"port": {"$ref": "#/$defs/a~1b"}}},
            "a/b": {"type": "integer", "supported_environment_variables": ["PREFECT_PORT"]},
        },
    }
    own = load(tmp_path, schema).schema()
    port = own.find(("server", "port"))
    assert port is not None
    assert (port.keywords["type"], port.environment) == ("integer", ["PREFECT_PORT"])
    assert own.root.children["server"].description == "of one's own"
    assert own.release == Catalogue.load().newest


def test_packages_are_known_with_a_schema_that_prefect_publishes(tmp_path: Path) -> None:
    catalogue = load(tmp_path, {"properties": {"debug_mode": {"type": "boolean"}}})
    assert catalogue.schema().by_path.keys() == {"debug_mode"}
    packages = Packages({"prefect-redis": Installed("0.2.5")}, is_complete=True)
    schema = catalogue.schema(packages=packages)
    assert schema.by_path["redis.messaging.host"].package_version == "0.2.5"
    assert schema.by_path["integrations"].is_open
    assert schema.by_path["integrations.aws"].is_absent


def test_our_own_schema_is_read_back() -> None:
    ours = Path(__file__).parents[2] / "schema" / "prefect.schema.json"
    assert load_catalogue(ours).releases == Catalogue.load().releases


def test_the_schema_for_other_tools_is_refused() -> None:
    published = Path(__file__).parents[2] / "schema" / "published" / "prefect.schema.json"
    with pytest.raises(SchemaError, match="schemas for other tools do not work here"):
        load_catalogue(published)


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ("{", "not JSON"),
        ("[]", "no object `properties`"),
        ({"properties": 1}, "no object `properties`"),
        ({"properties": {"a": {"type": "text"}}}, r"not a JSON Schema: \$.properties.a.type"),
        ({"properties": {"a": {"type": ["string", "null"]}}}, "has the type of `a`"),
        ({"properties": {"a": {"$ref": "#/$defs/b"}}}, "which is not in it"),
        ({"properties": {"a": {"$ref": "http://x/y"}}}, "which is not in it"),
        ({"properties": {"a": {"$ref": "#/properties/a"}}}, "refers to itself"),
        ({"properties": {"a": True}}, r"cannot be used: \$.properties.a is malformed"),
        ({"properties": {"a": {"anyOf": [True]}}}, r"\$.properties.a.anyOf\[0\] is malformed"),
        ({"properties": {"a": {"items": False}}}, r"\$.properties.a.items is malformed"),
        ({"properties": {}, "x-prefect": []}, r"\$.x-prefect is malformed"),
        ({"properties": {}, "x-prefect": {"releases": []}}, r"x-prefect.releases is malformed"),
        ({"properties": {}, "x-prefect": {"releases": ["3." + "9" * 5000]}}, "x-prefect.releases"),
        ({"properties": {}, "x-prefect": {"releases": "3.1.0"}}, "x-prefect.releases"),
        (
            {"properties": {}, "x-prefect": {"releases": ["3.1.0"], "packages": [1]}},
            "x-prefect.packages",
        ),
        ({"properties": {"a": {"x-prefect": 1}}}, r"\$.properties.a.x-prefect is malformed"),
        ({"properties": {"a": {"x-prefect": {"since": 3}}}}, "a.x-prefect.since"),
        ({"properties": {"a": {"x-prefect": {"environment": [1]}}}}, "x-prefect.environment"),
        ({"properties": {"a": {"x-prefect": {"package": "b"}}}}, "a.x-prefect.package"),
        ({"properties": {"a": {"x-prefect": {"history": [{}]}}}}, "a.x-prefect.history"),
        ("[" * 100_000, "not JSON"),
        ('{"properties": ' + '{"a":' * 500 + "{}" + "}" * 501, "nested too deeply"),
        (
            {
                "properties": {"a": {"$ref": "#/$defs/0"}},
                "$defs": {str(n): {"anyOf": [{"$ref": f"#/$defs/{n + 1}"}] * 10} for n in range(9)}
                | {"9": {}},
            },
            "too large",
        ),
    ],
)
def test_the_error_says_why_a_schema_cannot_be_used(tmp_path: Path, schema: Any, why: str) -> None:
    with pytest.raises(SchemaError, match=why):
        load(tmp_path, schema)


def test_a_missing_schema(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="cannot be read: there is no such file"):
        load_catalogue(tmp_path / "none.json")


@pytest.mark.skipif(os.name != "posix", reason="makes a pipe")
def test_a_pipe_and_a_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(SchemaError, match="cannot be read: this is not a regular file"):
            load_catalogue(path)


def test_an_impossible_file_name() -> None:
    for name in ("a\0b", "\ud800"):
        with pytest.raises(SchemaError, match="there is no such file"):
            load_catalogue(Path(name))
