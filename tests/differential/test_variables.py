"""Our verdicts on variables, in `.env` and in profiles, against those of the real Prefect 3.8.8.

`amounts` says how many cases.
"""

from __future__ import annotations

import pytest

from prefect_toml_lsp.analysis import Context, Severity
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.toml import Document
from tests.differential.amounts import RELEASE, SEED, share
from tests.differential.facts import facts_of
from tests.differential.variables import PROFILES, cases, disagreements

CASES = share(20)
SCHEMA = Catalogue.load().schema(parse_release(RELEASE))

pytestmark = pytest.mark.slow


def test_our_verdicts_are_prefects(oracle):
    wrong = []
    facts = facts_of(parse_release(RELEASE))
    for case in cases(SCHEMA, facts, SEED, CASES):
        answer = oracle.ask_files(case.files())
        wrong += [f"{each}\n{case.text()}" for each in disagreements(case, answer, SCHEMA)]
    assert not wrong, f"seed {SEED}, {len(wrong)} of {CASES}\n" + "\n".join(wrong[:20])


ACTIVE = "active = 'a'\n[profiles.a]\n"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("active = 'b'\n[profiles.a]", Severity.WARNING),
        ("active = 5\n[profiles.a]", Severity.WARNING),
        ("active = ''\n[profiles.a]", None),
        ("active = false", None),
        ("active = 'ephemeral'", None),
        ("[profiles.a]\nPREFECT_API_URL = 'http://h/api'", None),
        ("active = ['a']", Severity.ERROR),
        ("active = { a = 1 }", Severity.ERROR),
        ("active = []", None),
        ("profiles = 5", Severity.ERROR),
        ("profiles = { a = 5 }", Severity.ERROR),
        ("active = 'b'\nprofiles = { a = 5, b = {} }", Severity.ERROR),
        ("[[profiles]]", Severity.ERROR),
        ("active = 'b'\n[[profiles.a]]\n[profiles.b]", Severity.ERROR),
        ("[profiles.a", Severity.ERROR),
        ("\ufeff[profiles.a]", Severity.ERROR),
        (ACTIVE + "PREFECT_NOPE = '1'", Severity.WARNING),
        (ACTIVE + "prefect_api_url = '1'", Severity.WARNING),
        (ACTIVE + "PREFECT_PROFILE = 'b'", Severity.WARNING),
        (ACTIVE + "PREFECT_API = '{}'", Severity.WARNING),
        (ACTIVE + "[profiles.b]\nPREFECT_NOPE = '1'", Severity.WARNING),
        (ACTIVE + "[profiles.a.sub]\nPREFECT_API_URL = 'x'", Severity.WARNING),
        (ACTIVE + "[profiles.a.PREFECT_API_URL]", Severity.ERROR),
        (ACTIVE + "[profiles.a.PREFECT_PLUGINS_ALLOW]", None),
        (ACTIVE + "[[profiles.a.PREFECT_PLUGINS_ALLOW]]", Severity.ERROR),
        (ACTIVE + "PREFECT_CLIENT_CUSTOM_HEADERS = { a = 'b' }", Severity.ERROR),
    ],
)
def test_prefects_warnings_about_a_profiles_file_when_it_starts(oracle, text, severity):
    found = ProfilesAnalysis(Document(text), Context(SCHEMA, kind="profile")).findings()
    worst = min(
        (each.severity for each in found if each.severity <= Severity.WARNING), default=None
    )
    assert worst == severity
    answer = oracle.ask_files({PROFILES: text}, start=True)
    if answer["verdict"] == "refused":
        assert severity is Severity.ERROR
    else:
        assert (Severity.WARNING if answer["warnings"] else None) == severity
