"""Documents with thousands of findings: how many suggestions are computed, how many are shown."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.analysis import Analysis, Context, Finding, Severity, unknown_tables
from prefect_toml_lsp.analysis.findings import most_severe
from prefect_toml_lsp.analysis.rules import unknown
from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.features import diagnostic
from prefect_toml_lsp.features.code_action import code_actions
from prefect_toml_lsp.features.documents import view_of
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.snapshot import Client
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document, bounds

CONTEXT = Context(newest_schema())


def look(text: str, kind: str = "prefect.toml") -> list[lsp.Diagnostic]:
    view = view_of(Document(text), CONTEXT._replace(kind=kind), Client(), ServerOptions(), "x")
    return diagnostic.diagnostics(view)


def test_suggestions_are_looked_up_for_the_first_names_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unknown_tables, "ADVISED", 3)
    asked: list[str] = []

    def suggested(entry: unknown.Unknown, *_: object, **__: object) -> list[object]:
        asked.append(entry.names[-1])
        return []

    monkeypatch.setattr(unknown, "suggested", suggested)
    text = "".join(f"k{each} = 1\n" for each in range(9))
    judged = Analysis(Document(text), CONTEXT)
    assert len(judged.findings()) == 9
    assert asked == ["k0", "k1", "k2"]
    judged.update(judged.document.edit(Span(0, 0, 0, 0), "new = 1\n"))
    judged.findings()
    assert asked[3:] == ["new", "k0"]  # only the edited statements again
    judged.update(judged.document.edit(Span(0, 0, 3, 0), ""))
    judged.findings()
    assert asked[5:] == ["k2", "k3", "k4"]


def test_findings_after_edits_are_those_of_the_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unknown_tables, "ADVISED", 2)
    text = "[server]\nport = 1\nhost = 'x'\n[ui]\napi_url = 'x'\n[servr]\n[x]\nport = 1\nhots = 2\n"
    judged = Analysis(Document(text), CONTEXT)
    for edit in ((Span(1, 0, 2, 0), ""), (Span(0, 0, 0, 0), "host = 1\n"), (Span(2, 0, 4, 0), "")):
        judged.findings()
        judged.update(judged.document.edit(*edit))
        assert judged.findings() == Analysis(Document(judged.document.text), CONTEXT).findings()


def test_the_most_severe_findings_are_shown_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(diagnostic, "MOST", 3)
    found = look("k1 = 1\nk2 = 1\nk3 = 1\ndebug_mode = 'x'\nk5 = 1\n")
    assert [each.code for each in found] == [
        "more-findings", "unknown-setting", "unknown-setting", "bool-string",
    ]  # fmt: skip
    assert "2 more" in found[0].message
    assert [each.code for each in look("k1 = 1\nk2 = 1\nk3 = 1\n")] == ["unknown-setting"] * 3


def test_the_most_severe_keep_their_order() -> None:
    found = [Finding("c", each, "", Span(0, 0, 0, 0)) for each in (4, 2, 1, 2, 3, 2)]  # type: ignore[arg-type]
    for most, left in ((2, [2, 1]), (4, [2, 1, 2, 2]), (9, [4, 2, 1, 2, 3, 2])):
        assert [each.severity for each in most_severe(found, most, _severity)] == left


def _severity(each: Finding) -> Severity:
    return each.severity


@pytest.mark.parametrize("kind", ["prefect.toml", "profile"])
def test_a_document_that_is_not_read_to_its_end_is_reported(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST", 100)
    text = "[a]\n" + "# x\n" * 10 + "k = 1\n" * 10
    found = [each for each in look(text, kind) if each.code == "too-much-text"]
    assert [each.severity for each in found] == [lsp.DiagnosticSeverity.Information]
    assert found[0].range.start.line == Document(text).starts[-1]
    monkeypatch.undo()
    assert "too-much-text" not in {each.code for each in look(text, kind)}


def test_a_document_that_is_not_read_to_its_end_is_not_edited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
    parameters = lsp.CodeActionParams(
        lsp.TextDocumentIdentifier("x"), everything, lsp.CodeActionContext([])
    )
    client = Client(action_literals=True)
    for most, offered in ((bounds.MOST, True), (100, False)):
        monkeypatch.setattr(bounds, "MOST", most)
        text = "[server.api]\nport = '1'\n" + "# x\n" * 20
        view = view_of(Document(text), CONTEXT, client, ServerOptions(), "x")
        assert bool(code_actions(view, parameters)) is offered
        assert bool([*fixes(view.analysis, view.analysis.findings())]) is offered
        assert bool(fix_all(view.analysis)) is offered
