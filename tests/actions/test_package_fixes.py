"""Settings of integration packages get the same fixes and refactorings as Prefect's own."""

from __future__ import annotations

from typing import Any

import pytest

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue, Installed, Packages
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document

CATALOGUE = Catalogue.load()
LOCKED = Packages({"prefect-redis": Installed("0.2.5", "uv.lock")}, is_complete=True)


def analyze(text: str, kind: str = "prefect.toml", packages: Packages = Packages()) -> Any:  # noqa: B008
    context = Context(CATALOGUE.schema(packages=packages), kind=kind)
    if kind == "dotenv":
        return DotenvAnalysis(DotenvDocument(text), context)
    if kind == "profile":
        return ProfilesAnalysis(Document(text), context)
    return Analysis(Document(text), context)


def made(analysis: Any) -> dict[str, str]:
    """The text after each fix, by the title of the fix, except fixes that silence a finding."""
    text = analysis.document.text
    return {each.title: apply_edits(text, each.edits)
            for each in fixes(analysis, analysis.findings())
            if not each.title.startswith("Silence")}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title", "becomes"),
    [
        ("[redis.messaging]\nprot = 1\n", "Change to `port`", "[redis.messaging]\nport = 1\n"),
        ("[redis]\ndb = 1\n", "Move to `[redis.messaging]`",
         "[redis]\n\n[redis.messaging]\ndb = 1\n"),
        ("[redis.messaging]\ndb = '3'\n", "Write `3`", "[redis.messaging]\ndb = 3\n"),
        ("[integrations.kubernets.worker]\nadd_tcp_keepalive = false\n",
         "Change to `[integrations.kubernetes.worker]`",
         "[integrations.kubernetes.worker]\nadd_tcp_keepalive = false\n"),
        ("[integrations.redis.messaging]\nhost = 'h' # c\n", "Change to `[redis.messaging]`",
         "[redis.messaging]\nhost = 'h' # c\n"),
        ("[integrations.redis.messaging]\nhost = 5\n",
         "Change to `[redis.messaging]`, with `host` corrected",
         '[redis.messaging]\nhost = "5"\n'),
        ("[integrations.redis.messaging]\nhost = 'h'\n[redis.messaging]\nport = 1\n",
         "Move the keys to `[redis.messaging]`", "[redis.messaging]\nport = 1\nhost = 'h'\n"),
        ("[integrations.redis.messaging]\ndb = 1\n[integrations.redis.worker_cleanup_queue]\n"
         "db = 1\n", "Change to `[redis]`",
         "[redis.messaging]\ndb = 1\n[redis.worker_cleanup_queue]\ndb = 1\n"),
        ("[integrations.redis]\nmessaging.db = 1\n", "Change to `[redis]`",
         "[redis]\nmessaging.db = 1\n"),
        ("integrations.redis.messaging.db = 1\n", "Move to `[redis.messaging]`",
         "[redis.messaging]\ndb = 1\n"),
        ("[kubernetes.worker]\nadd_tcp_keepalive = false\n",
         "Change to `[integrations.kubernetes.worker]`",
         "[integrations.kubernetes.worker]\nadd_tcp_keepalive = false\n"),
    ],
)  # fmt: skip
def test_a_key_or_table_is_corrected(text: str, title: str, becomes: str) -> None:
    assert made(analyze(text))[title] == becomes


def test_a_table_is_not_moved_if_its_package_refuses_a_value() -> None:
    assert made(analyze("[integrations.redis.messaging]\nhost = 'h'\nport = 'x'\n")) == {}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("PREFECT_INTEGRATIONS_REDIS_MESSAGING_HOST", "PREFECT_REDIS_MESSAGING_HOST"),
        ("PREFECT_AWS_ECS_OBSERVER_SQS_QUEUE_NAME",
         "PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME"),
        ("PREFECT_INTEGRATIONS_KUBERNETS_WORKER_API_KEY_SECRET_NAME",
         "PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_NAME"),
    ],
)  # fmt: skip
def test_integrations_is_put_into_a_variable_and_taken_away(name: str, meant: str) -> None:
    analysis = analyze(f"{name}=h\n", "dotenv")
    (found,) = analysis.findings()
    assert found.message.endswith(f"id you mean `{meant}`?")
    assert made(analysis)[f"Change to `{meant}`"] == f"{meant}=h\n"
    in_profile = made(analyze(f"active = 'a'\n[profiles.a]\n{name} = 'h'\n", "profile"))
    assert in_profile[f"Change to `{meant}`"] == f"active = 'a'\n[profiles.a]\n{meant} = 'h'\n"


def test_a_missing_package_is_not_meant_by_a_variable() -> None:
    for name in ("PREFECT_INTEGRATIONS_REDIS_MESSAGING_DB", "PREFECT_GCP_CLOUD_RUN_V2_WORKER_X"):
        missing = Packages({}, is_complete=True)
        (found,) = analyze(f"{name}=1\n", "dotenv", missing).findings()
        assert "did you mean" not in found.message.lower()


@pytest.mark.parametrize(
    ("kind", "text", "title", "becomes"),
    [
        ("dotenv", "PREFECT_REDIS_MESSAGING_PROT=1\nA=1\n",
         "Change to `PREFECT_REDIS_MESSAGING_PORT`", "PREFECT_REDIS_MESSAGING_PORT=1\nA=1\n"),
        ("dotenv", "PREFECT_INTEGRATIONS_AWS_RDS_IAM_ENABLED=1\nA=1\n",
         "Remove `PREFECT_INTEGRATIONS_AWS_RDS_IAM_ENABLED`", "A=1\n"),
        ("profile", "active = 'a'\n[profiles.a]\nPREFECT_REDIS_MESSAGING_PROT = '1'\n",
         "Change to `PREFECT_REDIS_MESSAGING_PORT`",
         "active = 'a'\n[profiles.a]\nPREFECT_REDIS_MESSAGING_PORT = '1'\n"),
    ],
)  # fmt: skip
def test_a_variable_is_corrected(kind: str, text: str, title: str, becomes: str) -> None:
    assert made(analyze(text, kind, LOCKED))[title] == becomes


VAIN = "[integrations.acme]\na = '3'\n[integrations.aws.rds.iam]\nenabled = 'yes'\n"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("[redis.messaging]\ndb = '3'\nssl = 'yes'\n", "[redis.messaging]\ndb = 3\nssl = true\n"),
        # Tables of unknown packages and of packages that are not installed stay.
        (VAIN, VAIN),
    ],
)
def test_fix_all(text: str, becomes: str) -> None:
    edits = fix_all(analyze(text, packages=LOCKED))
    assert apply_edits(text, edits) == becomes


def test_removing_the_table_of_a_missing_package_is_offered() -> None:
    text = "[integrations.aws.rds.iam]\nenabled = true\n[redis.messaging]\nport = 1\n"
    found = made(analyze(text, packages=LOCKED))
    assert found == {"Remove all of `[integrations.aws]`": "[redis.messaging]\nport = 1\n"}


LABELS = "integrations.kubernetes.observer.additional_label_filters"


@pytest.mark.parametrize("written", ['\'{"a": "b", "c": "d"}\'', "['a=b', 'c=d']"])
def test_labels_in_another_form_become_pairs(written: str) -> None:
    text = f"{LABELS} = {written}\n"
    fixed = apply_edits(text, fix_all(analyze(text)))
    assert fixed.replace('"', "'") == f"{LABELS} = 'a=b,c=d'\n"
    assert analyze(fixed).findings() == []


def test_labels_in_json_become_pairs_in_a_profile() -> None:
    name = "PREFECT_INTEGRATIONS_KUBERNETES_OBSERVER_ADDITIONAL_LABEL_FILTERS"
    text = f"active = 'a'\n[profiles.a]\n{name} = '{{\"a\": \"b\"}}'\n"
    fixed = apply_edits(text, fix_all(analyze(text, "profile")))
    assert fixed == f"active = 'a'\n[profiles.a]\n{name} = 'a=b'\n"


@pytest.mark.parametrize("written", ['\'{"a": "b,c"}\'', "'team'"])
def test_labels_that_are_unclear_are_left(written: str) -> None:
    assert fix_all(analyze(f"{LABELS} = {written}\n")) == []
