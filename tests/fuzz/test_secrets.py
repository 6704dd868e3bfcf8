"""Values are markers, and no message, feature or output format ever shows one."""

from __future__ import annotations

import contextlib
import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.cli.context import Options, newest_schema
from prefect_toml_lsp.cli.files import check_text
from prefect_toml_lsp.cli.formats import MODULES, Outcome, lines
from prefect_toml_lsp.cli.masking import masked
from prefect_toml_lsp.cli.palette import PLAIN
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.features.documents import read, view_of
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.toml.encode import encode_key
from tests.fuzz.asking import EVERYTHING, answers, as_json, told
from tests.fuzz.budget import Tally

pytestmark = pytest.mark.slow

MARK = "S3CRETMARK"
SCHEMA = newest_schema()
SETTINGS = [each for each in SCHEMA.by_path.values() if not each.is_table and not each.is_open]
SECRETS = [each for each in SETTINGS if each.secret]
VALUES = (
    '"{}"', "'{}'", '["{}"]', '["a", "{}"]', '"a,{}"', '{{ a = "{}" }}', '"""\n{}"""',
    '"https://h/{}"', '"{} "', '"[\\"{}\\"]"', '"{}', "{}", '"{}" x', '["{}', '"\\\\q{}"',
)  # fmt: skip
HIDDEN = ('"Bearer {}"', '"https://me:{}@h/api"', '"https://h/?token={}"', '"pnu_{}"')
"""Values that are secrets in any setting."""
NAMES = ("password", "api_token", "my_secret", "client_secret", "auth", "AWS_ACCESS_KEY")
"""Names of secrets that Prefect does not know."""


def settings_file(chance: random.Random, nodes: list[Node], values: tuple[str, ...]) -> str:
    """A file with some of these settings and values, and with mistakes."""
    lines = []
    for node in chance.sample(nodes, min(6, len(nodes))):
        value = chance.choice(values).format(MARK)
        *table, name = map(encode_key, node.path)
        if chance.random() < 0.1:
            name += "s"
        if table and chance.random() < 0.5:
            lines += [f"[{'.'.join(table)}]", f"{name} = {value}"]
        else:
            lines.insert(0, f"{'.'.join((*table, name))} = {value}")
    return "\n".join(lines) + chance.choice(("\n", "", "\nx = [\n", "\n[server]\nport = 1\n"))


def unknown_file(chance: random.Random) -> str:
    """A file with secrets that Prefect does not know, in various places."""
    name, value = chance.choice(NAMES), chance.choice(VALUES[:3]).format(MARK)
    forms = (
        f"{name} = {value}\n", f"[x]\n{name} = {value}\n", f"x = {{ {name} = {value} }}\n",
        f"[api]\n{name} = {value}\n", f"# {name} = {MARK}\nx = 1\n", f"[[x]]\n{name} = {value}\n",
        f"[client.custom_headers]\n{name} = {value}\n",
        f'client.custom_headers = {{"X-{name}" = {value}}}\n',
    )  # fmt: skip
    return chance.choice(forms) + chance.choice(("", "debug_mode = 'x'\n", "y = \n"))


def variables(chance: random.Random, names: list[str]) -> str:
    forms = (f"{MARK}", f'"{MARK}"', f"'{MARK}", f'["{MARK}"]', f"Bearer {MARK}", f"${{{MARK}}}")
    chosen = chance.sample(names, min(5, len(names)))
    return "".join(f"{each}={chance.choice(forms)}\n" for each in chosen)


def profile(text: str) -> str:
    """The variables of a `.env` file as a profile."""
    pairs = (line.partition("=") for line in text.splitlines())
    quoted = (f"{name} = {json.dumps(value)}\n" for name, _, value in pairs)
    return f'active = "a"\n[profiles.a]\n{"".join(quoted)}'


def view_on(kind: str, text: str) -> View[Any]:
    context = Context(SCHEMA, kind=kind)
    return view_of(read(kind, text), context, EVERYTHING, ServerOptions(), "file:///nowhere/x")


def printed(kind: str, text: str) -> Iterator[tuple[str, str]]:
    """(name, output): everything that `check` can print about a text."""
    with contextlib.redirect_stderr(io.StringIO()) as errors:
        context = Context(SCHEMA, kind=kind)
        reports = check_text(Target("x", kind), text, context, Options(repairs=True))
    yield "messages", "\n".join(each.message for each in reports)
    for name in MODULES:
        yield name, "\n".join(lines(name, Outcome(reports, ["x"], None, PLAIN)))
    yield "diff", masked(kind, text)
    yield "errors", errors.getvalue()


MESSAGES = (
    "diagnostics", "textDocument/hover", "textDocument/inlayHint", "messages", "errors",
    "textDocument/codeLens", "textDocument/rename", "textDocument/prepareRename",
)  # fmt: skip
"""Outputs that never repeat a value, secret or not."""


def assert_untold(kind: str, text: str, chance: random.Random, *, secret: bool) -> None:
    asked = answers(view_on(kind, text), chance)
    found = [(name, [*told(as_json(each))]) for name, each in asked]
    found += [(name, [each]) for name, each in printed(kind, text)]
    for name, texts in found:
        if secret or name in MESSAGES:
            repeated = [each for each in texts if MARK in each]
            assert not repeated, (name, repeated[0][:300], text)


def test_no_message_repeats_a_value() -> None:
    tally = Tally("files of values", least=8)
    for chance in tally.rounds():
        text = settings_file(chance, SETTINGS, VALUES)
        with tally.one():
            assert_untold("prefect.toml", text, chance, secret=False)
        text = variables(chance, [*SCHEMA.by_variable])
        with tally.one():
            assert_untold("dotenv", text, chance, secret=False)
        with tally.one():
            assert_untold("profile", profile(text), chance, secret=False)


def test_no_secret_is_shown() -> None:
    tally = Tally("files of secrets", least=8)
    secrets = [each.environment[0] for each in SECRETS if each.environment]
    for chance in tally.rounds():
        files = (
            ("prefect.toml", settings_file(chance, SECRETS, VALUES)),
            ("prefect.toml", settings_file(chance, SETTINGS, HIDDEN)),
            ("prefect.toml", unknown_file(chance)),
            ("dotenv", variables(chance, secrets)),
            ("profile", profile(variables(chance, secrets))),
        )
        for kind, text in files:
            with tally.one():
                assert_untold(kind, text, chance, secret=True)
