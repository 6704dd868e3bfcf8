"""Comments that silence findings."""

import pytest

from prefect_toml_lsp.analysis import Analysis, Context, Severity
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document

CONTEXT = Context(Catalogue.load().schema())


def codes(text: str, context: Context = CONTEXT) -> list[tuple[int, str]]:
    return [(each.span.line, each.code) for each in Analysis(Document(text), context).findings()]


SILENT = [
    "prot = 1 # prefect-toml: ignore[unknown-setting]\n",
    "# prefect-toml: ignore[unknown-setting]\nprot = 1\n",
    "#prefect-toml:ignore[unknown-setting]\nprot = 1\n",
    "# prefect-toml: ignore[unknown-setting] as long as we test\nprot = 1\n",
    "# prefect-toml: ignore[unknown-setting]\n# another comment\nprot = 1\n",
    "[x] # prefect-toml: ignore[unknown-table]\n",
    "debug_mode = [\n  1,\n] # prefect-toml: ignore[wrong-type]\n",
    "port = { a = 1, a = 2 } # prefect-toml: ignore[duplicate-key, unknown-table]\n",
    "[client]\nretry_extra_codes = [\n  # prefect-toml: ignore[int-string]\n  'x',\n]\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_a_comment_silences_findings(text: str) -> None:
    plain = "\n".join(line.partition("# prefect")[0].partition("#prefect")[0]
                      for line in text.split("\n"))  # fmt: skip
    assert codes(plain), "there is something to silence"
    assert codes(text) == []


def test_a_comment_that_silences_nothing_is_reported() -> None:
    assert codes("debug_mode = true # prefect-toml: ignore[wrong-type]\n") == [(0, "unused-ignore")]
    assert codes("# prefect-toml: ignore[unknown-setting]\n\nprot = 1\n") == [
        (0, "unused-ignore"),
        (2, "unknown-setting"),
    ]


@pytest.mark.parametrize("comment", ["ignore", "ignore[]", "ignore[unknown-setting", "noqa"])
def test_a_comment_without_codes_is_reported(comment: str) -> None:
    found = codes(f"prot = 1 # prefect-toml: {comment}\n")
    assert found == [(0, "unknown-setting"), (0, "unused-ignore")]


@pytest.mark.parametrize("code", ["overridden", "level-overridden", "auth-of-clients"])
def test_codes_that_depend_on_the_machine_may_silence_nothing(code: str) -> None:
    assert codes(f"debug_mode = true # prefect-toml: ignore[{code}]\n") == []


def test_a_mention_is_not_a_directive() -> None:
    assert codes("# see prefect-toml: ignore[unknown-setting]\nprot = 1\n") == [
        (1, "unknown-setting")
    ]


def test_silencing_follows_edits() -> None:
    live = Analysis(Document("prot = 1\n"), CONTEXT)
    assert [each.code for each in live.findings()] == ["unknown-setting"]
    live.update(live.document.edit(Span(0, 8, 0, 8), " # prefect-toml: ignore[unknown-setting]"))
    assert live.findings() == []
    live.update(live.document.edit(Span(0, 0, 0, 0), "\n"))
    assert live.findings() == []
    live.update(live.document.edit(Span(1, 8, 1, 48), ""))
    assert [each.code for each in live.findings()] == ["unknown-setting"]


def test_the_user_may_change_severities() -> None:
    wanted = {"unknown-setting": Severity.ERROR, "level-case": None}
    context = CONTEXT._replace(severities=wanted)
    text = "prot = 1\n[logging]\nlevel = 'info'\n"
    found = Analysis(Document(text), context).findings()
    assert [(each.code, each.severity) for each in found] == [("unknown-setting", Severity.ERROR)]


def test_duplicates_name_the_first_one() -> None:
    text = "debug_mode = true\n\n\ndebug_mode = false\n"
    (found,) = Analysis(Document(text), CONTEXT).findings()
    assert [(each.where, each.span) for each in found.related] == [(None, Span(0, 0, 0, 10))]
    text = (
        "\nclient = { server_version_check_enabled = true, server_version_check_enabled = true }\n"
    )
    (found,) = Analysis(Document(text), CONTEXT).findings()
    assert [each.span.start for each in found.related] == [(1, 11)]
