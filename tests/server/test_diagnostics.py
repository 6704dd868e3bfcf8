"""`textDocument/publishDiagnostics`: the diagnostics, their ranges and versions."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.server.editor import change_file, covered, diagnostics_of, open_file

pytestmark = pytest.mark.asyncio

ERROR, WARNING, INFORMATION, HINT = (
    lsp.DiagnosticSeverity.Error,
    lsp.DiagnosticSeverity.Warning,
    lsp.DiagnosticSeverity.Information,
    lsp.DiagnosticSeverity.Hint,
)
# text, then code, severity and covered text of its only diagnostic
ONE = [
    ("debug_mode = ", "missing-value", ERROR, ""),
    ("[server]\n[server]", "duplicate-table", ERROR, "server"),
    ("debug_mode = true\ndebug_mode = true", "duplicate-key", ERROR, "debug_mode"),
    ("debug_mod = true", "unknown-setting", WARNING, "debug_mod"),
    ("[sever.api]", "unknown-table", WARNING, "sever"),
    ("server.prot.x = 1", "unknown-setting", WARNING, "prot"),
    ("client = { metrics = { prot = 1 } }", "unknown-setting", WARNING, "prot"),
    ("runner.heartbeat_frequency = 30", "wrong-release", WARNING, "heartbeat_frequency"),
    ('server.api.port = "x"', "int-string", ERROR, '"x"'),
    ("server.api.host = 1", "wrong-type", ERROR, "1"),
    ("server = 1", "wrong-type", ERROR, "1"),
    ("[[server]]", "wrong-type", ERROR, "server"),
    ("[api.url]", "ignored-table", WARNING, "url"),
    ('logging.level = "LOUD"', "enum", ERROR, '"LOUD"'),
    ("tasks.default_retries = -1", "minimum", ERROR, "-1"),
    ("tasks.runner.thread_pool_max_workers = 0", "exclusive-minimum", ERROR, "0"),
    ("client.retry_extra_codes = [404, 999]", "maximum", ERROR, "999"),
    ('server.events.retention_period = "P7"', "duration-syntax", ERROR, '"P7"'),
    ("client.custom_headers.X = 1", "wrong-type", ERROR, "1"),
    ("client.custom_headers = { X = 1 }", "wrong-type", ERROR, "1"),
    ('debug_mode = "false"', "bool-from-string", INFORMATION, '"false"'),
    ('logging.level = "info"', "level-case", HINT, '"info"'),
    ("server.events.retention_period = 86400", "duration-from-number", HINT, "86400"),
    ('"😀" = 1', "unknown-setting", WARNING, '"😀"'),
]


@pytest.mark.parametrize(("text", "code", "severity", "under"), ONE)
async def test_one_mistake_is_one_diagnostic(
    client: LanguageClient, text: str, code: str, severity: lsp.DiagnosticSeverity, under: str
) -> None:
    uri = await open_file(client, text)
    [found] = client.diagnostics[uri]
    assert (found.code, found.severity, found.source) == (code, severity, "prefect-toml")
    assert covered(text, found.range) == under
    assert found.message[0] == "`" or found.message[0].isupper()


GOOD = [
    "",
    "debug_mode = true",
    '[server.api]\nport = 4200\nhost = "0.0.0.0"',
    '[client.custom_headers]\nX-Team = "data"',
    '[server.events]\nretention_period = "P7D"',
    "[client]\nretry_extra_codes = [404, 429]",
    "[server.database]\ntimeout = 10\nconnection_timeout = 5.5",
]


@pytest.mark.parametrize("text", GOOD)
async def test_a_good_file_has_none(client: LanguageClient, text: str) -> None:
    uri = await open_file(client, text)
    assert list(client.diagnostics[uri]) == []


async def test_a_key_of_an_unknown_table_gets_no_diagnostic_of_another_table(
    client: LanguageClient,
) -> None:
    uri = await open_file(client, "[core]\nexecutor = true\ntelemetry = true\n")
    found = client.diagnostics[uri]
    assert [each.code for each in found] == ["unknown-table", "unknown-setting"]
    assert "`core` and ignores the 2 keys in it" in found[0].message
    assert "`core.telemetry`" in found[1].message


async def test_prefect_reads_a_carriage_return_as_a_line_break(client: LanguageClient) -> None:
    uri = await open_file(client, "debug_mode = true\r[server.api]\rport = 4200")
    found = client.diagnostics[uri]
    assert {each.code for each in found} == {"bare-carriage-return"}
    assert {each.severity for each in found} == {lsp.DiagnosticSeverity.Hint}


async def test_keys_of_a_table_of_another_release(client: LanguageClient) -> None:
    uri = await open_file(client, "[server.services.flow_run_notifications]\nenabled = true\n")
    found = client.diagnostics[uri]
    assert [each.code for each in found] == ["wrong-release"]
    assert "`server.services.flow_run_notifications` with its key, removed after 3.3.7" in (
        found[0].message
    )


async def test_diagnostics_follow_the_edits_and_carry_their_version(
    client: LanguageClient,
) -> None:
    versions: list[tuple[int | None, list[object]]] = []
    uri = await open_file(client, "[server.api]\nport = 4200\n")

    async def edit(version: int, *edits: tuple[lsp.Range, str]) -> None:
        found = await change_file(client, uri, version, *edits)
        versions.append((version, [each.code for each in found]))

    await edit(2, (span(1, 7, 1, 11), '"x"'))
    await edit(3, (span(1, 7, 1, 10), "1"), (span(0, 8, 0, 11), "abi"))
    await edit(4, (span(0, 8, 0, 11), "api"))
    assert versions == [
        (2, ["int-string"]),
        (3, ["unknown-table"]),
        (4, []),
    ]


async def test_closing_clears_the_diagnostics(client: LanguageClient) -> None:
    uri = await open_file(client, "x = ")
    assert client.diagnostics[uri]
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    assert await diagnostics_of(client, uri) == []


async def test_the_whole_text_may_be_sent_again(client: LanguageClient) -> None:
    uri = await open_file(client, "x = ")
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(2, uri),
            [lsp.TextDocumentContentChangeWholeDocument("debug_mode = true\n")],
        )
    )
    assert await diagnostics_of(client, uri) == []


async def test_edits_with_ranges_that_do_not_exist_are_clamped(client: LanguageClient) -> None:
    uri = await open_file(client, "debug_mode = true")
    found = await change_file(client, uri, 2, (span(900, 4, 9000, 70), "\nx = 1"))
    assert [each.code for each in found] == ["unknown-setting"]
    found = await change_file(client, uri, 3, (span(0, 500, 0, 900), "y"))
    assert [(each.code, each.range.start.line) for each in found] == [
        ("invalid-value", 0),
        ("unknown-setting", 1),
    ]


async def test_no_message_repeats_a_secret(client: LanguageClient) -> None:
    text = "\n".join(
        (
            "[api]",
            'key = ["s3cret"]',
            'auth_string = "s3cret',
            "[server.database]",
            'password = { s3cret = "s3cret" }',
            "connection_url = s3cret",
        )
    )
    uri = await open_file(client, text)
    found = client.diagnostics[uri]
    assert len(found) >= 4
    assert not any("s3cret" in f"{each.message} {each.data}" for each in found)


def span(line: int, column: int, end_line: int, end_column: int) -> lsp.Range:
    return lsp.Range(lsp.Position(line, column), lsp.Position(end_line, end_column))
