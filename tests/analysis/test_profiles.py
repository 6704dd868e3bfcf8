"""`profiles.toml`; `tests/differential` compares the severities with Prefect."""

from __future__ import annotations

import random

import pytest

from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.sources.profiles_document import find_profile
from prefect_toml_lsp.sources.profiles_use import ProfilesUse
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from tests.analysis.variables import context, dotenv, only, profiles, short, sources

ACTIVE = "active = 'a'\n[profiles.a]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (ACTIVE, []),
        ("active = 'b'\n[profiles.a]", ["warning unknown-profile 'b'"]),
        ("active = 'local'", ["warning unknown-profile 'local'"]),
        ("active = 'ephemeral'", []),
        ("active = ''", []),
        ("active = 5", ["warning unknown-profile 5"]),
        ("active = ['a']", ["error wrong-type ['a']"]),
        ("active = { a = 1 }", ["error wrong-type { a = 1 }"]),
        ("profiles = 5", ["error wrong-type 5"]),
        ("profiles = { a = 5, b = {} }", ["error wrong-type 5"]),
        ("[profiles]\na = 5", ["error wrong-type 5"]),
        ("[[profiles.a]]", ["error wrong-type a"]),
        ("foo = 1\n[profiles.a]", ["warning unknown-setting foo"]),
        ("[foo.bar]\nx = 1\n[foo.baz]\n[profiles.a]",
         ["warning unknown-setting foo", "warning unknown-setting foo"]),
        ("PREFECT_API_URL = 'x'", ["warning unknown-setting PREFECT_API_URL"]),
        ("[profiles.a", ["error unclosed-header "]),
        (ACTIVE + "PREFECT_API_URL =", ["error missing-value "]),
        (ACTIVE + "PREFECT_API_KEY = ''\nPREFECT_API_KEY = 5",
         ["error duplicate-key PREFECT_API_KEY"]),
        ("profiles.a.PREFECT_DEBUG_MODE = 'x'\nactive = 'a'", ["error bool-string 'x'"]),
        ("profiles = { a = { PREFECT_DEBUG_MODE = 'x' } }\nactive = 'a'",
         ["error bool-string 'x'"]),
        ("active = 'a'\n[profiles]\na.PREFECT_DEBUG_MODE = 'x'", ["error bool-string 'x'"]),
        ("active = 'a b'\n[profiles.'a b']\nPREFECT_DEBUG_MODE = 'x'", ["error bool-string 'x'"]),
        (ACTIVE + "[profiles.a.PREFECT_API_URL]\nx = 1", ["error wrong-type PREFECT_API_URL"]),
        (ACTIVE + "[profiles.a.PREFECT_PLUGINS_ALLOW]", []),
        (ACTIVE + "[profiles.a.PREFECT_PLUGINS_ALLOW]\nx = 1",
         ["error wrong-type PREFECT_PLUGINS_ALLOW"]),
        (ACTIVE + "[profiles.a.sub]\nPREFECT_API_URL = 'x'", ["warning unknown-variable sub"]),
        # other profiles
        (ACTIVE + "[profiles.b]\nPREFECT_NOPE = '1'\nPREFECT_DEBUG_MODE = 'x'",
         ["warning unknown-variable PREFECT_NOPE", "warning bool-string 'x'"]),
        (ACTIVE + "PREFECT_DEBUG_MODE = 'x' # prefect-toml: ignore[bool-string]", []),
        (ACTIVE + "# prefect-toml: ignore[bool-string]",
         ["hint unused-ignore # prefect-toml: ignore[bool-string]"]),
    ],
)  # fmt: skip
def test_findings(text, expected):
    assert short(profiles(text)) == expected


@pytest.mark.parametrize(
    ("text", "for_values", "for_checks"),
    [
        ("profiles.a = 5\nactive = 'b'", [],
         ["error wrong-type 5", "warning unknown-profile 'b'"]),
        ("profiles.a = 5\nactive = 'a'", ["error wrong-type 5"], ["error wrong-type 5"]),
        ("profiles = 5", [], ["error wrong-type 5"]),
        ("[profiles.a", ["warning unclosed-header "], ["error unclosed-header "]),
        ("active = 'b'\n[profiles.a]", [], ["warning unknown-profile 'b'"]),
        ("active = ['a']", ["error wrong-type ['a']"], ["error wrong-type ['a']"]),
        (ACTIVE + "PREFECT_DEBUG_MODE = 'x'", ["error bool-string 'x'"],
         ["warning bool-string 'x'"]),
    ],
)  # fmt: skip
def test_of_two_files_one_gives_values_and_the_other_is_checked(text, for_values, for_checks):
    both = [(ProfilesUse(True, False), for_values), (ProfilesUse(False, True), for_checks)]
    for use, expected in both:
        judged_by = context("profile")._replace(profiles_use=use)
        assert short(ProfilesAnalysis(Document(text), judged_by)) == expected


def test_an_inactive_profile_is_refused_when_it_is_used():
    found = only(profiles("[profiles.a]\nPREFECT_DEBUG_MODE = 'x'"))
    assert found.message.endswith("Prefect refuses to start while this profile is active")


def test_the_nearest_profile_is_suggested():
    found = only(profiles("active = 'stagng'\n[profiles.prod]\n[profiles.staging]"))
    assert found.data == {"candidates": ["staging"]}


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        ("5", "; Prefect uses its built-in profile `ephemeral`"),
        ("['a']", ""),
    ],
)
def test_a_name_is_a_string(value: str, ends: str) -> None:
    found = only(profiles(f"active = {value}\n[profiles.a]"))
    assert found.message == f"`active` takes the name of a profile in quotes{ends}"


@pytest.mark.parametrize(
    ("environment", "prefect", "expected"),
    [
        ({"PREFECT_SERVER_API_PORT": "1"}, "", ["information overridden PREFECT_SERVER_API_PORT"]),
        ({}, "server.api.port = 1", ["information overridden PREFECT_SERVER_API_PORT"]),
        ({"PREFECT_PROFILE": "b"}, "", ["information overridden active", "warning int-string 'x'"]),
        ({"PREFECT_PROFILE": "b", "PREFECT_SERVER_API_PORT": "1"}, "",
         ["information overridden active"]),
        ({}, "", ["error int-string 'x'"]),
    ],
)  # fmt: skip
def test_what_wins_over_a_profile(tmp_path, environment, prefect, expected):
    read = sources(tmp_path, environment, prefect=prefect)
    text = ACTIVE + "PREFECT_SERVER_API_PORT = 'x'\n[profiles.b]"
    analysis = ProfilesAnalysis(Document(text), context("profile", sources=read))
    assert short(analysis) == expected


def test_the_profile_of_the_environment_is_active(tmp_path):
    read = sources(tmp_path, {"PREFECT_PROFILE": "b"})
    text = "[profiles.b]\nPREFECT_SERVER_API_PORT = 'x'"
    analysis = ProfilesAnalysis(Document(text), context("profile", sources=read))
    assert short(analysis) == ["error int-string 'x'"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[profiles.a]", Span(0, 10, 0, 11)),
        ("profiles.a.X = '1'", Span(0, 9, 0, 10)),
        ("[profiles.a.X]\n[profiles.a]", Span(1, 10, 1, 11)),
        ("[profiles.b]", None),
        ("profiles = { a = {} }", Span(0, 13, 0, 14)),
    ],
)
def test_find_profile(text, expected):
    assert find_profile(Document(text), "a") == expected


PIECES = [
    "active = 'a'\n", "[profiles.a]\n", "[profiles.b.PREFECT_API]\n",
    "[foo]\n", "[[profiles.a]]\n",
    "PREFECT_API_URL = 'x'\n", "PREFECT_DEBUG_MODE = 'x'\n", "profiles.a.X.y = 1\n", "= ", "'", "{",
    "profiles = { a = { X = 1 } }\n", "# prefect-toml: ignore[bool-string]\n", "\n", "a.b",
    "[", "é",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_an_edited_document_has_the_findings_of_its_text(seed):
    rng = random.Random(seed)
    analysis = profiles("".join(rng.choices(PIECES, k=12)))
    document = analysis.document
    for _ in range(12):
        lines = document.source.lines
        ends = sorted(
            (line, rng.randrange(len(lines[line]) + 1))
            for line in (rng.randrange(len(lines)), rng.randrange(len(lines)))
        )
        text = "".join(rng.choices(PIECES, k=rng.randrange(3)))
        analysis.update(document.edit(Span(*ends[0], *ends[1]), text))
        assert analysis.findings() == profiles(document.text).findings()


def test_the_file_of_another_tool_is_left_alone():
    foreign = context("profile")._replace(may_be_foreign=True)
    text = "[user]\nname = 'A'\n[profiles]\npersonal = ['git']\n"
    assert short(ProfilesAnalysis(Document(text), foreign)) == []
    ours = ProfilesAnalysis(Document(text + "[profiles.a]\nPREFECT_NOPE = 1"), foreign)
    assert len(short(ours)) > 1


def test_prefect_warns_about_a_variable_of_another_release():
    text = "[profiles.a]\nPREFECT_PLUGINS_ENABLED = 'true'\n"
    (found,) = profiles(text, "3.4.25").findings()
    says = "Prefect 3.4.25 warns and ignores `PREFECT_PLUGINS_ENABLED`, new in 3.7.0"
    assert found.message == says
    assert profiles(text, "3.8.8").findings() == []
    (found,) = dotenv("PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED=1").findings()
    assert " warns " not in found.message
