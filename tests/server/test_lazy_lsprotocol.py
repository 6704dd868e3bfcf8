"""lsprotocol whose classes attrs completes later behaves like the original lsprotocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest

from prefect_toml_lsp.server import lazy_lsprotocol
from prefect_toml_lsp.server.lazy_lsprotocol import SWITCH, TYPES, UnexpectedError, Waiting
from tests.server.wire import Wire

FACTS = Path(__file__).with_name("lsprotocol_facts.py")
TEXT = '[server.api]\nport = "many"\n[server.api]\n'


def run(*arguments: str, **environment: str) -> str:
    """The output of a new Python process."""
    kept = {name: value for name, value in os.environ.items() if name != SWITCH}
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env={**kept, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def written() -> type:
    """A class like those of lsprotocol."""

    class Written:
        __module__ = TYPES
        text: str = attrs.field(validator=attrs.validators.instance_of(str))
        next: Written | None = attrs.field(default=None)

    return Written


@pytest.fixture
def waiting() -> Waiting:
    return Waiting(attrs.define)


def test_a_class_waits_until_its_fields_are_read(waiting: Waiting) -> None:
    waiting._names = {"Written": (cls := written())}
    assert waiting.decorate(cls) is cls
    assert cls in waiting
    assert [field.name for field in attrs.fields(cls)] == ["text", "next"]
    assert attrs.fields(cls)[1].type == cls | None
    assert cls not in waiting


def test_a_class_waits_until_an_object_is_made(waiting: Waiting) -> None:
    waiting._names = {"Written": (cls := waiting.decorate(written()))}
    assert repr(cls("one", next=cls("two"))).endswith("Written(text='two', next=None))")
    with pytest.raises(TypeError, match="'text' must be <class 'str'>"):
        cls(1)
    assert cls not in waiting


def test_a_class_derived_from_a_waiting_one_is_complete(waiting: Waiting) -> None:
    waiting._names = {"Written": (cls := waiting.decorate(written()))}
    derived = attrs.define(type("Derived", (cls,), {"__annotations__": {"more": int}, "more": 1}))
    assert [field.name for field in attrs.fields(derived)] == ["text", "next", "more"]
    assert derived("one").text == "one"


def test_threads_that_use_a_class_at_once_find_it_complete(waiting: Waiting) -> None:
    for _ in range(20):
        waiting._names = {"Written": (cls := waiting.decorate(written()))}
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(cls, "abcdefgh"))
        assert [each.text for each in made] == list("abcdefgh")


def test_classes_of_other_modules_or_with_methods_do_not_wait(waiting: Waiting) -> None:
    class Other:
        text: str = attrs.field()

    class Compared:
        __module__ = TYPES
        text: str = attrs.field()

        def __eq__(self, other: object) -> bool:
            return True

    assert waiting.decorate(Other)("one").text == "one"
    assert waiting.decorate(Compared)("one") == 1
    assert waiting.decorate(frozen=True)(written()).__slots__
    assert not waiting


def test_only_the_waiting_class_is_completed() -> None:
    waiting = Waiting(lambda cls, **_: attrs.define(cls, slots=True))
    cls = waiting.decorate(written())
    with pytest.raises(UnexpectedError, match="another class of Written"):
        attrs.fields(cls)


def test_nothing_is_done_if_lsprotocol_is_already_imported() -> None:
    assert TYPES in sys.modules
    assert lazy_lsprotocol.install() is None


@pytest.fixture(scope="module")
def plain() -> Any:
    return json.loads(run(str(FACTS), "plain", "fields"))["classes"]


@pytest.mark.slow
@pytest.mark.parametrize("first", ["fields", "construct", "structure", "derive"])
def test_all_classes_behave_like_the_original_ones(plain: Any, first: str) -> None:
    lazy = json.loads(run(str(FACTS), "lazy", first))
    assert lazy["waited"] > 500
    assert list(lazy["classes"]) == list(plain)
    for name, facts in lazy["classes"].items():
        assert len(facts) > 10
        kept = dict(plain[name], first=facts["first"]) if first != "fields" else plain[name]
        assert facts == kept, name
    read_back = [
        name for name, facts in plain.items() if facts["least"]["read"] == facts["least"]["repr"]
    ]
    assert len(read_back) > 400


AS_IT_IS = """
import importlib, attrs
from prefect_toml_lsp.server import lazy_lsprotocol

define = attrs.define

def importing(name):
    module = importlib.import_module(name)
    {change}
    return module

lazy_lsprotocol.import_module = importing
assert lazy_lsprotocol.install() is None
assert attrs.define is define
from lsprotocol import types
from lsprotocol.converters import get_converter
assert types.TextDocumentItem.__slots__
assert get_converter().structure({{"contents": "x"}}, types.Hover) == types.Hover("x")
"""
OTHER_SHAPES = {
    "there is no flag": "vars(module).pop('_resolved_forward_references', None)",
    "the flag is set": "module._resolved_forward_references = True",
    "there are no names": "vars(module).pop('ALL_TYPES_MAP', None)",
    "a class has another name": "getattr(module, 'ALL_TYPES_MAP', {}).pop('Hover', None)",
    "a reference leads nowhere": "getattr(module, 'ALL_TYPES_MAP', {}).pop('Position', None)",
    "the module is broken": "1 / 0",
    "no class is completed": "lazy_lsprotocol.Waiting.complete = lambda *_: None",
}


@pytest.mark.slow
@pytest.mark.parametrize("change", OTHER_SHAPES.values(), ids=OTHER_SHAPES)
def test_an_unexpected_lsprotocol_is_imported_unchanged(change: str) -> None:
    said = run("-c", AS_IT_IS.format(change=change))
    assert said.startswith("lsprotocol is imported unchanged: ")
    assert said.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("value", ["1", "yes"])
def test_the_environment_may_switch_it_off(value: str) -> None:
    assert run("-c", AS_IT_IS.format(change=""), **{SWITCH: value}) == ""


@pytest.mark.slow
@pytest.mark.parametrize(("value", "some_wait"), [("", True), ("0", True), ("1", False)])
def test_most_classes_wait_once_the_server_is_made(value: str, some_wait: bool) -> None:
    code = """
from prefect_toml_lsp.server import lazy_lsprotocol
waiting = lazy_lsprotocol.install()
from prefect_toml_lsp.server.app import make_server
make_server()
print(len(waiting or ()))
"""
    count = int(run("-c", code, **{SWITCH: value}))
    assert (count > 400) is some_wait


@pytest.mark.slow
def test_a_session_is_the_same_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = []
    for value in ("0", "1"):
        monkeypatch.setenv(SWITCH, value)
        with Wire() as wire:
            sessions.append(session(wire))
    assert sessions[0] == sessions[1]


def session(wire: Wire) -> list[Any]:
    """A server's answers to some requests, without versions and process ids."""
    document = {"uri": "file:///work/prefect.toml"}
    at = {"textDocument": document, "position": {"line": 1, "character": 1}}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}}
    said = [wire.initialize()]
    opened = {**document, "languageId": "toml", "version": 1, "text": TEXT}
    wire.notify("textDocument/didOpen", {"textDocument": opened})
    published = wire.receive()
    while published.get("method") != "textDocument/publishDiagnostics":
        published = wire.receive()
    found = published["params"]["diagnostics"]
    assert len(found) == 2
    said.append(published)
    requests = [
        ("textDocument/hover", at),
        ("textDocument/completion", at),
        ("textDocument/documentSymbol", {"textDocument": document}),
        (
            "textDocument/codeAction",
            {"textDocument": document, "range": whole, "context": {"diagnostics": found}},
        ),
        ("textDocument/hover", {"textDocument": document, "position": {"line": -1}}),
        ("shutdown", None),
    ]
    for number, (method, params) in enumerate(requests, 1):
        answer = wire.request(number, method, params)
        assert ("error" in answer) is (number == 5), answer
        said.append(answer)
    wire.notify("exit")
    return [*said, wire.finish()[0]]
