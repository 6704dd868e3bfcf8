"""The kinds of tokens, and deltas that keep the client's copy the same as ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.features import semantic_tokens
from prefect_toml_lsp.features.semantic_tokens import Painter, edits, numbers
from prefect_toml_lsp.features.snapshot import Client, Snapshot
from prefect_toml_lsp.prefect import Catalogue, Installed, Packages, parse_release
from prefect_toml_lsp.text import PositionEncoding, Span
from prefect_toml_lsp.text.source import content_length, split_lines
from prefect_toml_lsp.toml import Document
from tests.examples import times
from tests.features.tokens import apply, decode, texts
from tests.toml.generate import VALUES, broken_documents, documents, fragments

CATALOGUE = Catalogue.load()
IDENTIFIER = lsp.TextDocumentIdentifier("untitled:x")


def snapshot(
    text: str,
    release: str = "3.8.8",
    kind: str = "prefect.toml",
    encoding: PositionEncoding = PositionEncoding.UTF16,
    packages: Packages | None = None,
) -> Snapshot:
    context = Context(CATALOGUE.schema(parse_release(release), packages), kind=kind)
    return Snapshot(Analysis(Document(text), context), Client(encoding))


def full(view: Snapshot) -> list[int]:
    return numbers(Painter().all(view))


def painted(text: str, release: str = "3.8.8", kind: str = "prefect.toml") -> list[tuple[str, str]]:
    """The text and kind of each token except ``=``."""
    found = texts(text, full(snapshot(text, release, kind)))
    return [each for each in found if each[1] != "operator"]


def test_a_setting_that_a_package_may_read_is_not_marked_as_ignored() -> None:
    packages = Packages({"prefect-redis": Installed("0.3.0")}, is_complete=True)
    text = "integrations.acme.a = 1\nredis.messaging.prot = 1\nintegrations.aws.x = 1"
    found = texts(text, full(snapshot(text, packages=packages)))
    marks = [each for each in found if each[1] not in ("operator", "namespace")]
    assert marks == [
        ("a", "property"),
        ("1", "number"),
        ("prot", "property.ignored"),
        ("1", "number.ignored"),
        ("x", "property.ignored"),
        ("1", "number.ignored"),
    ]


KINDS = [
    ("debug_mode = true", [("debug_mode", "property"), ("true", "keyword")]),
    ("debug_mode = false", [("debug_mode", "property"), ("false", "keyword.defaultValue")]),
    ("# c", [("# c", "comment")]),
    ("[server.api]", [("server", "namespace.definition"), ("api", "namespace.definition")]),
    ("[[a]]", [("a", "namespace.definition.ignored")]),
    (
        "server.'api'.port = 1 # c",
        [("server", "namespace"), ("'api'", "namespace"), ("port", "property"), ("1", "number"),
         ("# c", "comment")],
    ),
    ("ui_url = 'http://x'", [("ui_url", "property"), ("'http://x'", "string")]),
    ("ui_url = 1979-05-27", [("ui_url", "property"), ("1979-05-27", "number.date")]),
    ("ui_url = 07:32:00", [("ui_url", "property"), ("07:32:00", "number.date")]),
    ("ui_url = inf", [("ui_url", "property"), ("inf", "number")]),
    ("ui_url = True", [("ui_url", "property")]),
    ('logging.level = "DEBUG"', [("logging", "namespace"), ("level", "property"),
                                 ('"DEBUG"', "enumMember")]),
    ('logging.level = "debug"', [("logging", "namespace"), ("level", "property"),
                                 ('"debug"', "string")]),
    (
        "plugins.allow = [ # c\n  'a',\n]",
        [("plugins", "namespace"), ("allow", "property"), ("# c", "comment"), ("'a'", "string")],
    ),
    # defaults, however they are written
    ("[server.events]\nretention_period = 'P1W'\n",
     [("server", "namespace.definition"), ("events", "namespace.definition"),
      ("retention_period", "property"), ("'P1W'", "number.defaultValue.duration")]),
    ("server.api.port = 4200", [("server", "namespace"), ("api", "namespace"),
                                ("port", "property"), ("4200", "number.defaultValue")]),
    ("server.api.port = '4200'", [("server", "namespace"), ("api", "namespace"),
                                  ("port", "property"), ("'4200'", "string.defaultValue")]),
    # durations
    ("[server.events]\nretention_period = 'P3D'",
     [("server", "namespace.definition"), ("events", "namespace.definition"),
      ("retention_period", "property"), ("'P3D'", "number.duration")]),
    ("[server.events]\nretention_period = 'P7D'",
     [("server", "namespace.definition"), ("events", "namespace.definition"),
      ("retention_period", "property"), ("'P7D'", "number.defaultValue.duration")]),
    ("[server.events]\nretention_period = '7 weeks'",
     [("server", "namespace.definition"), ("events", "namespace.definition"),
      ("retention_period", "property"), ("'7 weeks'", "string")]),
    ("[server.events]\nretention_period = 90",
     [("server", "namespace.definition"), ("events", "namespace.definition"),
      ("retention_period", "property"), ("90", "number.duration")]),
    ("server.services.db_vacuum = { event_retention_overrides = { x = 'P3D', y = '' } }",
     [("server", "namespace"), ("services", "namespace"), ("db_vacuum", "property"),
      ("event_retention_overrides", "property"), ("x", "property"),
      ("'P3D'", "number.duration"), ("y", "property"), ("''", "string")]),
    ("[server.services.db_vacuum.event_retention_overrides]\nx = 'P3D'",
     [("server", "namespace.definition"), ("services", "namespace.definition"),
      ("db_vacuum", "namespace.definition"),
      ("event_retention_overrides", "namespace.definition"),
      ("x", "property"), ("'P3D'", "number.duration")]),
    # keys that Prefect ignores
    ("prot = 1", [("prot", "property.ignored"), ("1", "number.ignored")]),
    ("server.prot.x = 1", [("server", "namespace"), ("prot", "namespace.ignored"),
                           ("x", "property.ignored"), ("1", "number.ignored")]),
    ("[sever]\nx = 1", [("sever", "namespace.definition.ignored"), ("x", "property.ignored"),
                        ("1", "number.ignored")]),
    ("server.api = { port = 1, prot = 2 }",
     [("server", "namespace"), ("api", "property"), ("port", "property"), ("1", "number"),
      ("prot", "property.ignored"), ("2", "number.ignored")]),
    ("[client.custom_headers]\nprot = '1'",
     [("client", "namespace.definition"), ("custom_headers", "namespace.definition"),
      ("prot", "property"), ("'1'", "string")]),
    ("debug_mode.x = 1", [("debug_mode", "namespace.ignored"), ("x", "property.ignored"),
                          ("1", "number.ignored")]),
    # settings of other releases, or in another table
    ("[runner]\nheartbeat_frequency = 45",
     [("runner", "namespace.definition"), ("heartbeat_frequency", "property.deprecated.ignored"),
      ("45", "number.ignored")]),
    ("experiments.plugins.strict = true",
     [("experiments", "namespace"), ("plugins", "namespace"),
      ("strict", "property.deprecated"), ("true", "keyword")]),
    # broken
    ("debug_mode = ", [("debug_mode", "property")]),
    ("debug_mode", [("debug_mode", "property")]),
    ("[server", [("server", "namespace.definition")]),
    ("ui_url = 'x", [("ui_url", "property"), ("'x", "string")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_kinds(text: str, kinds: list[tuple[str, str]]) -> None:
    assert painted(text) == kinds


def test_a_setting_of_a_later_release_is_ignored_and_not_deprecated() -> None:
    assert painted("server.ui.v2_enabled = true", "3.1.15") == [
        ("server", "namespace"), ("ui", "namespace"), ("v2_enabled", "property.ignored"),
        ("true", "keyword.ignored"),
    ]  # fmt: skip


def test_several_lines_are_several_tokens() -> None:
    text = 'ui_url = """\r\n  a\r\n\r\n""" # c'
    found = decode(full(snapshot(text)))
    assert [each[:3] for each in found if each.kind in ("string", "comment")] == [
        (0, 9, 12), (1, 0, 3), (3, 0, 3), (3, 4, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "end"),
    [
        (PositionEncoding.UTF8, 17),
        (PositionEncoding.UTF16, 14),
        (PositionEncoding.UTF32, 13),
    ],
)
def test_columns_are_in_the_clients_units(encoding: PositionEncoding, end: int) -> None:
    text = "ui_url = '😀é' # c"
    data = full(snapshot(text, encoding=encoding))
    assert decode(data)[2][1:3] == (9, end)
    assert texts(text, data, encoding)[2:] == [("'😀é'", "string"), ("# c", "comment")]


def test_in_pyproject_only_prefects_tables() -> None:
    text = """\
# no
[project]
x = 1
[tool]
ruff.x = 1  # no
prefect.debug_mode = true  # yes
[tool.prefect.logging]  # yes
level = "INFO"
# yes
[tool.other]
prefect = true
"""
    assert painted(text, kind="pyproject.toml") == [
        ("prefect", "namespace"), ("debug_mode", "property"), ("true", "keyword"),
        ("# yes", "comment"),
        ("tool", "namespace.definition"), ("prefect", "namespace.definition"),
        ("logging", "namespace.definition"), ("# yes", "comment"),
        ("level", "property"), ('"INFO"', "enumMember.defaultValue"), ("# yes", "comment"),
    ]  # fmt: skip


def test_everything_but_brackets_dots_and_commas_has_a_colour() -> None:
    text = """\
# a comment
debug_mode = true  # another
'ui_url' = "http://x"
[server.api]
host = '''
two
lines'''
port = 0x10_00
[[unknown."table"]]
list = [1.5, -inf, 1979-05-27 07:32:00Z, "x", ['y'], { a.b = false }]
"""
    rest = [list(line) for line in text.splitlines()]
    for token in decode(full(snapshot(text))):
        rest[token.line][token.start : token.end] = " " * (token.end - token.start)
    assert set("".join(map("".join, rest))) == set(" []{},.")


# Properties of any text


TEXTS = documents | broken_documents
SETTINGS = st.lists(
    st.sampled_from([each[0] for each in KINDS] + ["[tool.prefect]", "[tool]", ""]), max_size=8
).map("\n".join)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 12), st.integers(0, 20), st.integers(0, 3), st.integers(0, 20),
        fragments | TEXTS,
    ),
    min_size=1, max_size=5,
)  # fmt: skip
FILES = st.sampled_from(["prefect.toml", "pyproject.toml"])


@pytest.mark.slow
@given(TEXTS | SETTINGS, st.sampled_from(PositionEncoding), FILES)
@times(4)
def test_tokens_are_in_order_and_in_their_lines(
    text: str, encoding: PositionEncoding, kind: str
) -> None:
    lines = split_lines(text)
    lengths = [encoding.units(line, content_length(line)) for line in lines]
    end = (0, 0)
    for token in decode(full(snapshot(text, kind=kind, encoding=encoding))):
        assert end <= (token.line, token.start)
        assert token.start < token.end <= lengths[token.line]
        end = (token.line, token.end)


@pytest.mark.slow
@given(TEXTS | SETTINGS, EDITS, FILES)
@times(4)
def test_deltas_keep_the_client_in_step(
    text: str, changes: list[tuple[int, int, int, int, str]], kind: str
) -> None:
    live = snapshot(text, kind=kind)
    sent = semantic_tokens.full(live, lsp.SemanticTokensParams(IDENTIFIER))
    data, result_id = list(sent.data), sent.result_id
    for line, column, down, end, new in changes:
        live.analysis.update(live.document.edit(Span(line, column, line + down, end), new))
        assert result_id is not None
        delta = semantic_tokens.delta(live, lsp.SemanticTokensDeltaParams(IDENTIFIER, result_id))
        assert isinstance(delta, lsp.SemanticTokensDelta)
        data, result_id = apply(data, delta.edits), delta.result_id
        assert data == full(snapshot(live.document.text, kind=kind))


@pytest.mark.slow
@given(TEXTS | SETTINGS, st.integers(0, 12), st.integers(0, 12), st.booleans())
@times(3)
def test_a_range_has_the_tokens_of_its_lines(
    text: str, first: int, count: int, known: bool
) -> None:
    live = snapshot(text)
    whole = decode(full(live))
    if known:
        semantic_tokens.full(live, lsp.SemanticTokensParams(IDENTIFIER))
    last = first + count
    wanted = lsp.Range(lsp.Position(first, 0), lsp.Position(last, 0))
    found = semantic_tokens.in_range(live, lsp.SemanticTokensRangeParams(IDENTIFIER, wanted))
    assert decode(found.data) == [each for each in whole if first <= each.line <= last]


ONE_LINERS = [each for each in VALUES if "\n" not in each and "#" not in each]
PATHS = ["a", "'é'", "debug_mode", "server.api.port", "ui_url", "logging.level"]


@given(st.sampled_from(PATHS), st.sampled_from(ONE_LINERS))
def test_a_comment_changes_nothing_before_it(path: str, value: str) -> None:
    text = f"{path} = {value}"
    assert full(snapshot(f"{text} # c"))[:-5] == full(snapshot(text))


def test_a_delta_has_only_the_new_tokens() -> None:
    live, painter = snapshot("a = 1\n\nb = 'x'\nc = 1.5\n"), Painter()
    before = painter.all(live)
    live.analysis.update(live.document.edit(Span(2, 0, 2, 0), "# new\n"))
    (edit,) = edits(before, painter.all(live))
    assert (edit.start, edit.delete_count) == (15, 5 * 3)  # b comes closer to the line above
    assert edits(before, before) == []


def test_tokens_of_a_statement_change_with_its_section() -> None:
    live, painter = snapshot("[server.api]\nport = 1\n"), Painter()
    assert [each.kind for each in decode(numbers(painter.all(live)))][2:] == [
        "property", "operator", "number",
    ]  # fmt: skip
    statement = live.document.statements[1]
    live.analysis.update(live.document.edit(Span(0, 10, 0, 11), "x"))
    assert live.document.statements[1] is statement
    assert [each.kind for each in decode(numbers(painter.all(live)))][2:] == [
        "property.ignored", "operator", "number.ignored",
    ]  # fmt: skip
