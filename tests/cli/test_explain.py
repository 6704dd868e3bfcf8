"""`explain`: codes, settings, tables, variables; and every code has an explanation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.documentation import first_sentence
from prefect_toml_lsp.cli.explain import explain
from prefect_toml_lsp.cli.explain_formats import as_json, as_markdown
from prefect_toml_lsp.cli.listing import Row, as_text, matching
from prefect_toml_lsp.prefect import Catalogue, Packages
from tests.cli.command import run, write
from tests.locks import uv_lock


def test_no_code_is_the_name_of_a_setting() -> None:
    schema = Catalogue.load().schema()
    assert not CODES.keys() & schema.by_path.keys()


def test_a_code(tmp_path: Path) -> None:
    done = run("explain", "unknown-setting", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "unknown-setting (warning)"
    assert lines[-7:-4] == ["Wrong (prefect.toml):", "    [server]", "    port = 4300"]
    assert lines[-3:] == ["Right:", "    [server.api]", "    port = 4300"]
    assert "ignores" in done.out or "no effect" in done.out


def test_a_setting(tmp_path: Path) -> None:
    done = run("explain", "server.api.port", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "server.api.port (integer)"
    assert re.search(r"^Default +4200$", done.out, re.MULTILINE)
    assert re.search(r"^Environment +PREFECT_SERVER_API_PORT$", done.out, re.MULTILINE)
    assert re.search(r"^Since Prefect +3\.1\.0$", done.out, re.MULTILINE)
    assert lines[-2:] == ["[server.api]", "port = 4200"]
    description = Catalogue.load().schema().by_path["server.api.port"].description
    assert description in " ".join(lines)


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("[server.api]", ["[server.api] (table)", "port", "integer, default 4200"]),
        ("server.services", ["[server.services] (table)", "late_runs", "table"]),
        ("PREFECT_API_URL", ["api.url (string)"]),
        ("prefect_api_url", ["api.url (string)"]),
        ("server.events.retention_period", ["(duration)", '"P7D" (7 days)']),
        ("logging.level", ['"DEBUG" ', '"CRITICAL" ']),
        ("client.max_retries", ["at least 0"]),
        ("client.custom_headers", ["table of strings"]),
        ("experiments.plugins.allow", ["3.4.24 to 3.6.29", "now plugins.allow"]),
        ("api.key", ["secret string", 'key = "…"']),
    ],
)
def test_subjects(subject: str, wanted: list[str], tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert done.status == 0
    for text in wanted:
        assert text in done.out


LOCK = uv_lock(prefect="3.9.1", prefect_redis="0.2.5")


@pytest.mark.parametrize(
    ("lock", "subject", "wanted"),
    [
        ("", "redis.messaging.host",
         ["Read by        prefect-redis (here as in 0.3.0, the newest known)",
          "Since          prefect-redis 0.2.2"]),
        (LOCK, "redis.messaging.host", ["Read by        prefect-redis 0.2.5 (uv.lock)"]),
        (LOCK, "PREFECT_REDIS_MESSAGING_DB", ["Read by        prefect-redis 0.2.5 (uv.lock)"]),
        (LOCK, "redis.messaging.url", ["Not in         prefect-redis 0.2.5 (uv.lock)",
                                       "Since          prefect-redis 0.2.10"]),
        (LOCK.replace("0.2.5", "0.9.1"), "redis.messaging.url",
         ["Read by        prefect-redis 0.9.1 (uv.lock; here as in 0.3.0)"]),
        (LOCK, "integrations.kubernetes",
         ["Read by        prefect-kubernetes, which this project does not install"]),
    ],
)  # fmt: skip
def test_a_setting_of_a_package_is_explained_for_the_installed_version(
    lock: str, subject: str, wanted: list[str], tmp_path: Path
) -> None:
    write(tmp_path / ".git" / "HEAD", "")
    write(tmp_path / "uv.lock", lock)
    done = run("explain", subject, cwd=tmp_path)
    assert done.status == 0
    for line in wanted:
        assert line in done.out.splitlines()


def test_a_package_that_is_required_without_a_version(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "prefect[redis]>=3.9\n")
    done = run("explain", "redis.messaging.host", cwd=tmp_path)
    assert "Read by        prefect-redis (requirements.txt; here as in 0.3.0)" in done.out


@pytest.mark.parametrize(
    ("subject", "nearest"),
    [
        ("server.api.prt", "server.api.port"),
        ("unknown-seting", "unknown-setting"),
        ("PREFECT_API_URI", "api.url"),
        ("server.port", "server.api.port"),
    ],
)
def test_an_unknown_subject(subject: str, nearest: str, tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert subject in done.err
    assert nearest in done.err


@pytest.mark.parametrize("subject", ["qqqqqqqq", "", ".", "a..b", "é"])
def test_a_subject_unlike_any_name(subject: str, tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "did you mean" not in done.err


def test_everything_can_be_explained_within_the_width() -> None:
    subjects = [*CODES, *Catalogue.load().schema(packages=Packages()).by_path]
    assert len(subjects) > 450
    for subject in subjects:
        lines = explain(subject)
        assert lines, subject
        assert lines[0].strip("[").startswith(subject)
        for line in lines:
            if len(line) > 88:
                assert " = " in line or len(line.split()[-1]) > 40, line


def test_without_a_subject_the_tree(tmp_path: Path) -> None:
    done = run("explain", cwd=tmp_path)
    assert re.search(r"^\[server\] +\d+ settings$", done.out, re.MULTILINE)
    assert "[server.api]" not in done.out
    deeper = run("explain", "--depth", "2", cwd=tmp_path).out
    assert re.search(r"^  \[server\.api\] +\d+ settings$", deeper, re.MULTILINE)
    assert re.search(r"^  level +one of a few strings = \"INFO\"$", deeper, re.MULTILINE)
    whole = run("explain", "--depth", "9", cwd=tmp_path).out
    settings = [each for each in Catalogue.load().schema(packages=Packages()).offered
                if each.is_setting]  # fmt: skip
    shown = [line for line in whole.splitlines() if not line.lstrip().startswith("[")]
    assert len(shown) == len(settings)


def test_a_word_lists_the_settings_and_codes_with_it(tmp_path: Path) -> None:
    done = run("explain", "retries", cwd=tmp_path)
    assert done.status == 0
    names = [line.split()[0] for line in done.out.splitlines()[::2]]
    assert {"client.max_retries", "flows.default_retries", "tasks.default_retries"} <= {*names}
    many = run("explain", "the", cwd=tmp_path).out.splitlines()
    assert len(many) == 61
    assert re.fullmatch(r"and \d+ more", many[-1])


SEARCHED = [
    Row("client.max_retries", "integer = 5", description="How many times a request is sent again."),
    Row("duplicate-key", "Key set twice", description="A key is set twice in one table."),
]


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (None, ["client.max_retries  integer = 5",
                "    How many times a request is sent again.",
                "duplicate-key  Key set twice",
                "    A key is set twice in one table."]),
        (30, ["client.max_retries",
              "    integer = 5",
              "    How many times a request…",
              "duplicate-key  Key set twice",
              "    A key is set twice in one…"]),
    ],
)  # fmt: skip
def test_a_description_below_each_result(columns: int | None, lines: list[str]) -> None:
    assert as_text(SEARCHED, columns) == lines


def test_descriptions_fit_into_prose_and_into_wide_terminals() -> None:
    rows = matching("retry")
    assert max(len(row.description) for row in rows) > 150
    for columns, widest in [(None, 88), (60, 60), (120, 120)]:
        below = [line for line in as_text(rows, columns) if line.endswith("…")]
        assert below
        assert all(len(line) <= widest for line in below)
        assert any(len(line) > widest - 10 for line in below)


def test_the_first_sentence_of_each_description() -> None:
    for node in Catalogue.load().schema(packages=Packages()).offered:
        sentence = first_sentence(node.description)
        assert re.fullmatch(r"[A-Z0-9][^`\n]{19,}\.", sentence), node.dotted
        assert " ".join(node.description.replace("`", "").split()).startswith(sentence)


def test_all_codes_are_listed(tmp_path: Path) -> None:
    shown = run("explain", "--list", cwd=tmp_path).out.splitlines()
    assert [line.split()[0] for line in shown] == [*CODES]


def test_settings_that_are_new_since_a_release(tmp_path: Path) -> None:
    done = run("explain", "--since", "3.4.7", cwd=tmp_path)
    assert re.search(r"^client\.custom_headers +new in 3\.4\.8; ", done.out, re.MULTILINE)
    assert "server.api.port" not in done.out
    newest = run("explain", "--since", "3.9.1", cwd=tmp_path)
    assert (newest.status, newest.out) == (0, "Nothing is new after Prefect 3.9.1.\n")
    assert run("explain", "--since", "x", cwd=tmp_path).status == 2


def test_the_path_of_pyproject(tmp_path: Path) -> None:
    one, other = (
        run("explain", subject, cwd=tmp_path).out
        for subject in ("tool.prefect.server.api.port", "server.api.port")
    )
    assert one == other != ""


@pytest.mark.parametrize("subject", ["enum", "server.api", "api.url", "PREFECT_API_KEY"])
def test_other_formats(subject: str, tmp_path: Path) -> None:
    page = run("explain", subject, "--format", "markdown", cwd=tmp_path)
    assert page.status == 0
    assert "`" in page.out or "```" in page.out
    found = json.loads(run("explain", subject, "--format", "json", cwd=tmp_path).out)
    assert found["kind"] in ("code", "setting", "table")
    assert found["name"] in page.out
    assert run("explain", "nothing-like-it", "--format", "json", cwd=tmp_path).status == 2


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--list"], "unknown-setting"),
        (["--depth", "4"], "server.services.late_runs.after_seconds"),
        ([], "[server]"),
        (["retries"], "client.max_retries"),
        (["--since", "3.4.7"], "client.custom_headers"),
    ],
)
def test_lists_in_other_formats(arguments: list[str], name: str, tmp_path: Path) -> None:
    found = json.loads(run("explain", *arguments, "--format", "json", cwd=tmp_path).out)
    assert name in [each["name"] for each in found]
    shown = run("explain", *arguments, "--format", "markdown", cwd=tmp_path).out.splitlines()
    assert len(shown) == len(found)
    more = f". {found[0]['description']}" if arguments == ["retries"] else ""
    assert shown[0] == f"- `{found[0]['name']}`: {found[0]['about']}{more}"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["api.url", "--list"], "--list lists everything; leave out 'api.url'"),
        (["api.url", "--depth", "2"], "--depth lists everything; leave out 'api.url'"),
        (["--list", "--since", "3.8.0"], "leave out one of --list and --since"),
        (["--depth", "x"], "'x' is not a number of levels, such as 2"),
        (["--depth", "0"], "'0' is not a number of levels, such as 2"),
    ],
)
def test_options_that_exclude_each_other(arguments: list[str], told: str, tmp_path: Path) -> None:
    done = run("explain", *arguments, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert told in done.err


def test_every_code_has_a_page_and_an_object() -> None:
    for code in CODES:
        assert json.loads("\n".join(as_json(code) or ()))["name"] == code
        assert (as_markdown(code) or [""])[0] == f"# `{code}`"


def test_a_code_keeps_the_marks_of_names_as_a_setting_does() -> None:
    assert "`# prefect-toml: ignore[code]`" in " ".join(explain("unused-ignore") or ())


@pytest.mark.parametrize("code", CODES)
def test_no_line_of_a_code_ends_with_a_blank(code: str) -> None:
    lines = explain(code)
    assert lines
    assert [line for line in lines if line.endswith(" ")] == []
