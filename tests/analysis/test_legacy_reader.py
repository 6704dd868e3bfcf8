"""Findings where Prefect reads TOML with the package *toml*, and where it does not read `.env`."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.project.readers import Readers
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.legacy_view import look
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.legacy_reading import LONGEST

SCHEMA = Catalogue.load().schema((3, 4, 25))
TOML = Readers("toml")
CONTEXT = Context(SCHEMA, readers=TOML)
PYPROJECT = CONTEXT._replace(kind="pyproject.toml")
UNREAD = Readers("toml", reads_dotenv=False, pydantic_settings="2.16.3")


def told(text: str, context: Context = CONTEXT) -> list[tuple[int, str, str]]:
    found = Analysis(Document(text), context).findings()
    return [(each.span.line, each.severity.label, each.code) for each in found]


REFUSED = [
    ("[tasks]\ndefault_retry_delay_seconds = [1, 2.5]\n", 1, "arrays of several types"),
    ("[server.api]\nport=0x1F\n", 1, "put a space there"),
    ("[api]\nrequest_timeout = 0e0\n", 1, "write 0.0"),
    ("client.custom_headers={a={b={c='1'},d='2'}}\n", 0, "nested inline tables"),
    ("client.custom_headers = {a = inf}\n", 0, "write a sign"),
    ("[api]\nurl = 'x'\n\n[ui]\nx = ['a', {include-group = 'b'}]\n", 4, "`include-group`"),
]


@pytest.mark.parametrize(("text", "line", "words"), REFUSED)
def test_text_that_only_the_package_toml_refuses_is_an_error(
    text: str, line: int, words: str
) -> None:
    found = Analysis(Document(text), CONTEXT).findings()
    refusals = [each for each in found if each.code == "old-toml-reader"]
    assert [(each.span.line, each.severity.label) for each in refusals] == [(line, "error")]
    assert words in refusals[0].message
    assert refusals[0].message.startswith("Prefect 3.4.25 cannot read this file: ")
    assert len(refusals[0].message) <= 200


@pytest.mark.parametrize("text", [text for text, _, _ in REFUSED])
def test_the_default_reader_accepts_these(text: str) -> None:
    codes = [code for _, _, code in told(text, Context(SCHEMA))]
    assert "old-toml-reader" not in codes


def test_python_is_named_where_it_is_the_reason() -> None:
    context = Context(Catalogue.load().schema((3, 8, 8)), readers=Readers("toml", python=(3, 10)))
    (found,) = Analysis(Document("x=0x1F"), context).findings()[-1:]
    assert found.message.startswith("Prefect 3.8.8 on Python 3.10 cannot read this file")


def test_all_refused_statements_of_a_short_file_are_found() -> None:
    text = "a = [1, 'x']\nb = 1\nc = 0e0\n"
    found = [line for line, _, code in told(text) if code == "old-toml-reader"]
    assert found == [0, 2]


def test_pep_735_in_a_table_of_others() -> None:
    text = (
        '[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n'
        '[tool.prefect.server.api]\nport = "x"\n'
    )
    assert told(text, PYPROJECT) == [(1, "error", "old-toml-reader"), (3, "error", "int-string")]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("api . url = 5\n", "write the key without spaces and quotes"),
        ("\"api\".'url' = 5\n", "write the key without spaces and quotes"),
        ('api.url = """\nx = 5\n"""\n', "write it below a `[table]` header"),
        ("\ufeffapi.url = 5", "write it below a `[table]` header"),
    ],
)
def test_a_lost_key_sets_nothing(text: str, remedy: str) -> None:
    analysis = Analysis(Document(text), CONTEXT)
    found = [each for each in analysis.findings() if each.code != "byte-order-mark"]
    assert [(each.severity.label, each.code) for each in found] == [
        ("warning", "not-read-by-old-toml")
    ]
    assert f"does not see this setting; {remedy}" in found[0].message
    assert list(analysis.settings) == []


def test_a_value_is_judged_as_the_package_toml_reads_it() -> None:
    text = '[logging]\nlevel = "\\"\\"INFO"\n'
    assert told(text) == [(1, "error", "enum"), (1, "warning", "not-read-by-old-toml")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\ufeffx = 1\n[server.api]\nport = 7\n", "byte-order-mark"),
        ('[api]\nurl = "http://h/api\x7f"\n', "control-character"),
        ("[flows]\ndefault_retries = [\n", "unclosed-array"),
    ],
)
def test_text_that_only_newer_releases_refuse_is_a_warning(text: str, code: str) -> None:
    newer = Analysis(Document(text), Context(SCHEMA)).findings()
    assert [each.severity.label for each in newer if each.code == code] == ["error"]
    found = [each for each in Analysis(Document(text), CONTEXT).findings() if each.code == code]
    assert [each.severity.label for each in found] == ["warning"]
    assert found[0].message.endswith("Prefect 3.4.25 reads this; newer releases refuse it")


def test_text_that_both_readers_refuse_stays_an_error() -> None:
    assert told("[api\n") == [(0, "error", "unclosed-header")]
    assert told("x = {a = 1,}\n[api]\n[api]\n")[-1][1:] == ("error", "duplicate-table")


def test_edits_are_followed() -> None:
    document = Document("api.url = 'http://h/api'\n")
    analysis = Analysis(document, CONTEXT)
    assert analysis.findings() == []
    analysis.update(document.edit(Span(0, 3, 0, 3), " "))
    assert [each.code for each in analysis.findings()] == ["not-read-by-old-toml"]
    assert list(analysis.settings) == []
    analysis.update(document.edit(Span(0, 3, 0, 4), ""))
    assert analysis.findings() == []
    assert list(analysis.settings) == ["api.url"]
    analysis.update(document.edit(Span(0, 0, 0, 0), "x=0x1F\n"))
    assert [each.code for each in analysis.findings()] == ["unknown-setting", "old-toml-reader"]
    copy = analysis.copy()
    copy.update(copy.document.edit(Span(0, 0, 1, 0), ""))
    assert copy.findings() == []


def test_findings_on_statements_are_those_of_the_document() -> None:
    analysis = Analysis(Document("api . url = 5\nx=0x1F\n"), CONTEXT)
    placed = list(analysis.placed_on(analysis.document.statements))
    assert placed == list(analysis.placed())


def test_a_comment_silences_it() -> None:
    assert told("api . url = 5  # prefect-toml: ignore[not-read-by-old-toml]\n") == []
    text = "[tasks]\ndefault_retry_delay_seconds = [1, 2.5]  # prefect-toml: ignore[mixed-array]\n"
    assert told(text) == []


def test_a_long_text_is_not_read_with_the_package_toml() -> None:
    text = "api . url = 'http://h/api'\n" + "#" * LONGEST
    (found,) = Analysis(Document(text), CONTEXT).findings()
    assert (found.severity.label, found.code) == ("information", "old-toml-reader")
    assert found.message.startswith("This file has more than 200,000 characters")


# Profiles


def test_profiles_are_read_with_it_too() -> None:
    text = (
        'active = "a"\n[profiles.a]\n"PREFECT_API_URL".x = 5\nPREFECT_SERVER_API_PORT = "7"\n'
        'PREFECT_LOGGING_LEVEL = "\\"\\"INFO"\n'
    )
    found = ProfilesAnalysis(Document(text), CONTEXT._replace(kind="profile")).findings()
    assert ("not-read-by-old-toml", 4) in [(each.code, each.span.line) for each in found]
    text = '[profiles.a]\nPREFECT_API_URL = ["a", 1]\n'
    found = ProfilesAnalysis(Document(text), CONTEXT._replace(kind="profile")).findings()
    assert ("old-toml-reader", 1) in [(each.code, each.span.line) for each in found]


# The folder


def read(folder: Path, readers: Readers, **files: str) -> Folder:
    for name, text in files.items():
        (folder / {"env": ".env"}.get(name, f"{name}.toml")).write_text(text)
    return Folder.read(folder, {}, SCHEMA, None, readers=readers)


def values(folder: Folder, path: str) -> list[object]:
    return [each.value for each in folder.of(path)]


def test_sources_have_what_the_package_toml_reads(tmp_path: Path) -> None:
    text = "server.api . port = 7\n[api]\nurl = '''\nx'''\n"
    assert values(read(tmp_path, TOML, prefect=text), "server.api.port") == []
    assert values(read(tmp_path, Readers(), prefect=text), "server.api.port") == [7]
    assert values(read(tmp_path, TOML, prefect=text), "api.url") == ["x"]


def test_a_source_that_toml_refuses_assigns_what_it_will_once_it_is_repaired(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, TOML, prefect="[server.api]\nport = 7\nx = [1, 'a']\n")
    assert values(found, "server.api.port") == [7]
    (note,) = found.notes
    assert "the package toml cannot read line 3" in str(note)


# .env


def dotenv(text: str, readers: Readers = UNREAD) -> list[tuple[int, str]]:
    context = Context(SCHEMA, kind="dotenv", readers=readers)
    return [
        (each.span.line, each.code)
        for each in DotenvAnalysis(DotenvDocument(text), context).findings()
    ]


def test_a_file_that_is_not_read_gets_one_warning() -> None:
    text = "A=1\nPREFECT_SERVER_API_PORT=x\nPREFECT_NOPE=1\nPREFECT_API_URL=\n"
    assert dotenv(text) == [(1, "dotenv-not-read")]
    assert (1, "int-string") in dotenv(text, TOML)
    context = Context(SCHEMA, kind="dotenv", readers=UNREAD)
    (found,) = DotenvAnalysis(DotenvDocument(text), context).findings()
    assert "Prefect 3.4.25 with pydantic-settings 2.16.3 does not read" in found.message
    assert len(found.message) <= 200


def test_variables_in_their_exact_spelling_are_judged() -> None:
    assert dotenv("PREFECT_SERVER_API_port=x\n") == [(0, "int-string")]
    assert dotenv("prefect_server_events_maximum_event_name_length=x\n") == [(0, "int-string")]
    assert dotenv("PREFECT_PROFILES_PATH=x.toml\n") == []
    assert dotenv("A=1\n") == []


def test_a_file_that_is_not_read_overrides_nothing(tmp_path: Path) -> None:
    found = read(
        tmp_path, UNREAD, env="PREFECT_SERVER_API_PORT=7\n", prefect="server.api.port = 8\n"
    )
    assert values(found, "server.api.port") == [8]
    found = read(tmp_path, TOML)
    assert values(found, "server.api.port") == ["7", 8]


def test_statements_next_to_a_refused_header_are_still_read() -> None:
    text = "[api]\n[server]\n[client]\n[client]\nmax_retries = 3\n"
    document = Document(text)
    seen = look(document)
    assert [document.start(each) for each in seen.refused] == [3]
    assert seen.is_complete
