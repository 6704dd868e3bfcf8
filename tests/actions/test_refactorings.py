"""Refactorings: where they are offered, what they write, and that Prefect reads the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.actions.fixes import Fix
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.acceptance import effective, taken
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.text import Position, Span, apply_edits
from prefect_toml_lsp.toml import Document
from tests.examples import times
from tests.toml.generate import broken_documents, documents
from tests.toml.marks import with_cursor
from tests.toml.reading import comments, data, problems

SCHEMA = Catalogue.load().schema()
CONTEXT = Context(SCHEMA)
PYPROJECT = Context(SCHEMA, kind="pyproject.toml")


# Prefect's built-in profile sets it unless another source does.
SET_BY_OWN_PROFILE = {"server.ephemeral.enabled"}


def offered(text: str, context: Context = CONTEXT) -> dict[str, str]:
    """The text after each refactoring offered at the cursor, by the title of the refactoring."""
    text, at = with_cursor(text)
    return offered_at(Analysis(Document(text), context), at)


def offered_at(analysis: Analysis, at: Position) -> dict[str, str]:
    found = list(refactorings(analysis, Span.between(at, at)))
    assert len({fix.title for fix in found}) == len(found)
    return {fix.title: apply_edits(analysis.document.text, fix.edits) for fix in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("server.a|pi.host = '::1'\nserver.api.port = 1\n", {
            "Move the 2 keys of `server.api` to the table `[server.api]`":
                "[server.api]\nhost = '::1'\nport = 1\n",
            "Write `server.api` as an inline table":
                "server.api = { host = '::1', port = 1 }\n",
            "Set to the default, `'127.0.0.1'`":
                "server.api.host = '127.0.0.1'\nserver.api.port = 1\n",
        }),
        ("ser|ver.api.host = 'x'\n", {
            "Move to the table `[server.api]`": "[server.api]\nhost = 'x'\n",
            "Write `server.api` as an inline table": "server.api = { host = 'x' }\n",
            "Move to the table `[server]`": "[server]\napi.host = 'x'\n",
            "Write `server` as an inline table": "server = { api.host = 'x' }\n",
            "Set to the default, `'127.0.0.1'`": "server.api.host = '127.0.0.1'\n",
        }),
        ("[server]\n\n[ser|ver.api]\nhost = 'x'\n", {
            "Write `[server.api]` as dotted keys": "[server]\napi.host = 'x'\n",
            "Write `[server.api]` as an inline table": "[server]\napi = { host = 'x' }\n",
        }),
        ("[server]\napi = |{ host = 'x' }\n", {
            "Write `api` as the table `[server.api]`": "[server]\n\n[server.api]\nhost = 'x'\n",
            "Write `api` as dotted keys": "[server]\napi.host = 'x'\n",
        }),
        ("[client]\nretry_extra_codes| = [429, 502]\n", {
            "Put each item on its own line": (
                "[client]\nretry_extra_codes = [\n    429,\n    502,\n]\n"
            ),
        }),
        ("home = \"C:\\\\pre|fect\"\n", {
            "Write as a literal string, without escapes": "home = 'C:\\prefect'\n",
            "Set to the default, `\"~/.prefect\"`": "home = \"~/.prefect\"\n",
        }),
        ("plugins.allow = [ 'a|' ]\n", {
            "Write as a basic string, in double quotes": "plugins.allow = [ \"a\" ]\n",
            "Move to the table `[plugins]`": "[plugins]\nallow = [ 'a' ]\n",
            "Write `plugins` as an inline table": "plugins = { allow = [ 'a' ] }\n",
        }),
        ("[server.services.late_runs]\nafter_seconds = |'PT120S'\n", {
            "Write as a basic string, in double quotes":
                "[server.services.late_runs]\nafter_seconds = \"PT120S\"\n",
            "Write the duration as `'PT2M'`":
                "[server.services.late_runs]\nafter_seconds = 'PT2M'\n",
            "Set to the default, `'PT15S'`":
                "[server.services.late_runs]\nafter_seconds = 'PT15S'\n",
        }),
        ("[server.api]\nport = 4|201 # mine\n", {
            "Set to the default, `4200`": "[server.api]\nport = 4200 # mine\n",
        }),
        ("[server.api]\nport = |[1]\n", {
            "Set to the default, `4200`": "[server.api]\nport = 4200\n",
        }),
        ("[server.api]\nport = |4200 # mine\n", {
            "Remove `port`, which equals the default, and its comment": "",
        }),
        ("[server.api]\n# all of it\nport = |4200 # prefect-toml: ignore[enum]\nhost = 'x' # y\n", {
            "Remove `port`, which equals the default, and its comment":
                "[server.api]\n# all of it\nhost = 'x' # y\n",
        }),
        ("[server]\napi = { port |= 4200, host = 'x' } # y\n[server.ui]\nenabled = true # z\n", {
            "Write `api` as the table `[server.api]`":
                "[server]\n[server.ui]\nenabled = true # z\n\n"
                "[server.api]  # y\nport = 4200\nhost = 'x'\n",
            "Write `api` as dotted keys":
                "[server]\n# y\napi.port = 4200\napi.host = 'x'\n"
                "[server.ui]\nenabled = true # z\n",
            "Remove `port`, which equals the default":
                "[server]\napi = { host = 'x' } # y\n[server.ui]\nenabled = true # z\n",
            "Remove all 2 settings that equal their default, and their comments":
                "[server]\napi = { host = 'x' } # y\n",
        }),
        ("[server.api]\nport = |'4200'\nhost = 'x'\n", {
            "Remove `port`, which equals the default": "[server.api]\nhost = 'x'\n",
            "Write as a basic string, in double quotes":
                "[server.api]\nport = \"4200\"\nhost = 'x'\n",
        }),
        ("[server.api]\nport = |4200\n\n[logging]\nlevel = 'INFO'\nlog_prints = true\n", {
            "Remove `port`, which equals the default":
                "[logging]\nlevel = 'INFO'\nlog_prints = true\n",
            "Remove all 2 settings that equal their default": "[logging]\nlog_prints = true\n",
        }),
        ("[server]\napi = { port |= 4200, host = 'x' }\n[server.ui]\nenabled = true\n", {
            "Write `api` as the table `[server.api]`":
                "[server]\n[server.ui]\nenabled = true\n\n[server.api]\nport = 4200\nhost = 'x'\n",
            "Write `api` as dotted keys":
                "[server]\napi.port = 4200\napi.host = 'x'\n[server.ui]\nenabled = true\n",
            "Remove `port`, which equals the default":
                "[server]\napi = { host = 'x' }\n[server.ui]\nenabled = true\n",
            "Remove all 2 settings that equal their default": "[server]\napi = { host = 'x' }\n",
        }),
    ],
)  # fmt: skip
def test_what_is_offered(text: str, found: dict[str, str]) -> None:
    assert offered(text) == found


def test_the_removal_of_all_defaults_follows_the_edits() -> None:
    text = "[server.api]\nport = 4200\n\n[server.ui]\nenabled = true\n\n[logging]\nlevel = 'INFO'"
    analysis = Analysis(Document(text), CONTEXT)
    at = Position(1, 0)
    all_three = offered_at(analysis, at)["Remove all 3 settings that equal their default"]
    assert all_three == ""
    analysis.update(analysis.document.edit(Span(4, 10, 4, 14), "false"))
    two = offered_at(analysis, at)["Remove all 2 settings that equal their default"]
    assert two == "[server.ui]\nenabled = false\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# comm|ent\n",
        "debug_mo|d = 1\n",
        "a.b = |\n",
        "[server.api]\nport = 1\nport| = 2\n",
        "[server\na.b| = 1\n",
        "[server.api]|\n",
        "[[server.api]]|\nport = 1\n",
        "a = [\na.b.c| = 1\n",
        "x = 1\ra.b| = 1\n",
        "[api]\nkey = |\"x\"\n",
        "[client.custom_headers]\nX |= \"1\"\n",
        "[plugins]\nstrict| = false\n[experiments.plugins]\nstrict = true\n",
    ],
)  # fmt: skip
def test_nothing_is_offered(text: str) -> None:
    text = text if "|" in text else text + "|"
    assert offered(text) == {}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("[project]\na.b| = 1\n", []),
        ("[tool.ruff|]\na = 1\n", []),
        ("[tool.pre|fect]\ndebug_mode = true\n", []),
        ("[tool]\nprefect| = { debug_mode = true }\n",
         ["Write `prefect` as the table `[tool.prefect]`", "Write `prefect` as dotted keys"]),
        ("tool| = { prefect = { debug_mode = true } }\n", []),
        ("tool|.prefect.debug_mode = true\n",
         ["Move to the table `[tool.prefect]`", "Write `tool.prefect` as an inline table"]),
        ("[tool.prefect.api|]\nurl = ''\n", []),
        ("[tool.prefect]\n[tool.prefect.api|]\nurl = ''\n",
         ["Write `[tool.prefect.api]` as dotted keys",
          "Write `[tool.prefect.api]` as an inline table"]),
        ("[tool.prefect.server.api]\nport = |4200\n", ["Remove `port`, which equals the default"]),
    ],
)  # fmt: skip
def test_in_pyproject_only_prefects_tables(text: str, titles: list[str]) -> None:
    found = [title for title in offered(text, PYPROJECT) if "debug_mode" not in title]
    assert [title for title in found if not title.startswith("Set")] == titles


def test_a_selection_stands_for_its_first_statement() -> None:
    analysis = Analysis(Document("# x\n\na.b = 1\nc.d = 2\n"), CONTEXT)
    titles = [fix.title for fix in refactorings(analysis, Span(0, 0, 3, 0))]
    assert titles == ["Move to the table `[a]`", "Write `a` as an inline table"]
    assert not list(refactorings(analysis, Span(0, 0, 1, 0)))


def test_a_default_stays_where_a_weaker_source_would_take_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.prefect.server.api]\nport = 1\n")
    text = "[server.api]\nport = |4200\nhost = '127.0.0.1'\n"
    sources = Folder.read(
        tmp_path, {}, SCHEMA, contents=FileStore({tmp_path / "prefect.toml": text})
    )
    assert offered(text, Context(SCHEMA, sources)) == {}
    text = "[server.api]\nport = 4200\nhost = |'127.0.0.1'\n"
    found = offered(text, Context(SCHEMA, sources))
    assert "Remove `host`, which equals the default" in found
    assert not any(title.startswith("Remove all") for title in found)


def test_prefect_accepts_every_default_that_is_offered() -> None:
    count = 0
    for node in SCHEMA.root.walk():
        if not node.is_setting or not node.exists or node.default is None or node.secret:
            continue
        title = "Set to the default"
        for fix in _at_value(f'{node.dotted} = """\n\n???"""\n'):
            if fix.title.startswith(title):
                count += 1
                analysis = Analysis(Document(f"{node.dotted} = {fix.edits[0].text}\n"), CONTEXT)
                (entry,) = analysis.entries(analysis.document.statements[0])
                verdict = getattr(entry, "verdict", None)
                assert verdict is not None
                assert taken(verdict)
                again = {each.title for each in _at_value(analysis.document.text)}
                assert not any(each.startswith(title) for each in again)
                removal = f"Remove `{node.name}`, which equals the default"
                same = effective(entry.value, verdict) == node.default
                assert (removal in again) is (same and node.dotted not in SET_BY_OWN_PROFILE)
    assert count > 150


def _at_value(text: str) -> list[Fix]:
    analysis = Analysis(Document(text), CONTEXT)
    at = text.index("= ") + 3
    return list(refactorings(analysis, Span(0, at, 0, at)))


def test_a_secret_has_no_default() -> None:
    for node in SCHEMA.root.walk():
        if node.secret:
            titles = [fix.title for fix in _at_value(f'{node.dotted} = "hunter2"\n')]
            assert not any("default" in title or "hunter2" in title for title in titles)


# Properties of any document

LINES = [
    "debug_mode = false", "server.api.port = 4200 # p", "server.api.host = 'x'", "[server]", "",
    "[server.api]", "api = { port = 4200, host = \"x\" }", "port = 4200", "# c", "[logging] # l",
    "level = 'info'", 'extra_loggers = ["a", "b"]', "extra_loggers = [\n  'a', # one\n  'b'\n]",
    "to_api.enabled = true", "[server.services.late_runs]", "after_seconds = 15",
    "after_seconds = 'PT15S' # s", "client = { metrics.enabled = false, metrics.port = 1 }",
    "server.ui = {}", "[server.database]", "sqlalchemy.pool_size = 5", "home = \"C:\\\\x\"",
    "[client.custom_headers]", "X = '1'", "client.custom_headers.Y = '2'", "experiments.warn = 1",
    "plugins.strict = false", "[experiments.plugins]", "strict = true",
]  # fmt: skip
prefect_documents = st.lists(st.sampled_from(LINES), max_size=12).map(lambda x: "\n".join(x) + "\n")
CHANGES_DATA = ("Set to", "Remove", "Write the duration")


def with_defaults(analysis: Analysis) -> dict[str, Any]:
    """The settings whose values differ from their defaults."""
    values = analysis.settings.values.known.items()
    found = ((SCHEMA.by_path[path], value) for path, value in values)
    return {node.dotted: repr(value) for node, value in found
            if value != node.default and not node.is_free_form}  # fmt: skip


@pytest.mark.slow
def test_the_settings_and_the_comments_stay() -> None:
    titles: Counter[str] = Counter()

    @given(prefect_documents | documents | broken_documents, st.integers(0, 12))
    @times(25)
    def check(text: str, column: int) -> None:
        analysis = Analysis(Document(text), CONTEXT)
        document = analysis.document
        before = problems(document)
        for line in range(len(document.source.lines)):
            for fix in refactorings(analysis, Span(line, column, line, column)):
                titles[fix.title.split("`")[0]] += 1
                after = Analysis(Document(apply_edits(text, fix.edits)), CONTEXT)
                assert problems(after.document) <= before, fix.title
                gone = comments(document) - comments(after.document)
                assert not comments(after.document) - comments(document), fix.title
                assert bool(gone) == fix.title.endswith(("its comment", "their comments"))
                if not before and not fix.title.startswith(CHANGES_DATA):
                    assert data(after.document.text) == data(text), fix.title
                if not before and fix.safe:
                    assert with_defaults(after) == with_defaults(analysis), fix.title

    check()
    assert titles.keys() >= {
        "Write ", "Move to the table ", "Remove ", "Set to the default, ",
        "Put each item on its own line",
    }  # fmt: skip
