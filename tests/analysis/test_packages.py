"""Settings of integration packages: findings name the package, and unknown tables get a hint."""

from __future__ import annotations

import json
from typing import Any

import pytest

from prefect_toml_lsp.analysis import Analysis, Context, Finding
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Catalogue, Installed, Node, Packages
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.encode import encode

CATALOGUE = Catalogue.load()
NOTHING_KNOWN = Packages()
NONE_THERE = Packages({}, is_complete=True)
LOCKED = Packages({"prefect-redis": Installed("0.2.5", "uv.lock")}, is_complete=True)


def in_file(text: str, packages: Packages = NOTHING_KNOWN, kind: str = "prefect.toml") -> list[str]:
    context = Context(CATALOGUE.schema(packages=packages), kind=kind)
    return shown(Analysis(Document(text), context).findings())


def in_dotenv(text: str, packages: Packages = NOTHING_KNOWN) -> list[str]:
    context = Context(CATALOGUE.schema(packages=packages), kind="dotenv")
    return shown(DotenvAnalysis(DotenvDocument(text), context).findings())


def in_profile(text: str, packages: Packages = NOTHING_KNOWN) -> list[str]:
    context = Context(CATALOGUE.schema(packages=packages), kind="profile")
    document = Document(f"active = 'p'\n[profiles.p]\n{text}")
    return shown(ProfilesAnalysis(document, context).findings())


def shown(found: list[Finding]) -> list[str]:
    return [f"{each.severity.label} {each.code}: {each.message}" for each in found]


# Correct settings


SETTINGS = [
    node
    for node in CATALOGUE.schema(packages=NOTHING_KNOWN).root.walk()
    if node.package and node.is_setting and node.exists
]


_SECRETS = [
    (f"{login}_secret_name", f"{login}_secret_key") for login in ("api_key", "api_auth_string")
]
PARTNERS = dict(_SECRETS) | {key: name for name, key in _SECRETS}
"""Settings that need another one."""


def right(node: Node) -> Any:
    """A value that the package accepts."""
    if node.default is not None:
        return node.default
    types = {branch.get("type") for branch in node.branches}
    return ["a"] if "array" in types else 1 if types & {"integer", "number"} else "a=b"


@pytest.mark.parametrize("node", SETTINGS, ids=[node.dotted for node in SETTINGS])
def test_no_setting_of_a_package_is_called_ignored(node: Node) -> None:
    *table, key = node.path
    value = right(node)
    line = f"{key} = {encode(value)}\n"
    other = PARTNERS.get(key)
    if other is not None:
        (hint,) = in_file(f"[{'.'.join(table)}]\n{line}")
        assert hint == (
            f"hint partner-missing: `prefect-kubernetes` only uses this if `{other}` is set"
        )
        line += f'{other} = "a"\n'
    assert in_file(f"[{'.'.join(table)}]\n{line}") == []
    assert in_file(f"[tool.prefect.{'.'.join(table)}]\n{line}", kind="pyproject.toml") == []
    text = value if isinstance(value, str) else json.dumps(value)
    for name in node.environment:
        hints = 1 if other is not None else 0
        found = [each[:20] for each in in_dotenv(f"{name}='{text}'\n")]
        assert found == ["hint partner-missing"] * hints
        in_profiles = encode(value if isinstance(value, list) else text)
        warned, *hinted = in_profile(f"{name} = {in_profiles}\n")
        assert "package-variable" in warned
        assert len(hinted) == hints


def test_a_partner_that_a_version_does_not_have_is_not_asked_for() -> None:
    text = "[integrations.kubernetes.worker]\napi_key_secret_name = 'a'\n"
    old = Packages({"prefect-kubernetes": Installed("0.5.4", "uv.lock")}, is_complete=True)
    assert in_file(text, old) == []
    assert len(in_file(text)) == 1


def test_a_profile_warns_as_prefect_does() -> None:
    assert in_profile('PREFECT_REDIS_MESSAGING_DB = "3"') == [
        "warning package-variable: Prefect warns that it does not know "
        "`PREFECT_REDIS_MESSAGING_DB`, but `prefect-redis` reads it"
    ]


# Values that the package refuses, converts or ignores


def test_a_refusal_names_the_package_and_not_prefect() -> None:
    assert in_file('[redis.messaging]\nport = "x"\n') == [
        "error int-string: `prefect-redis` refuses this: `redis.messaging.port` takes an integer; "
        "this string is not one"
    ]
    assert in_dotenv("PREFECT_REDIS_MESSAGING_SSL=maybe\n") == [
        "error bool-string: `prefect-redis` refuses this: `PREFECT_REDIS_MESSAGING_SSL` takes "
        "`true` or `false`; this string is neither"
    ]


def test_a_profile_that_is_not_active_is_refused_later() -> None:
    found = in_profile('[profiles.q]\nPREFECT_REDIS_MESSAGING_DB = "x"\n')
    assert found[1] == (
        "warning int-string: `prefect-redis` refuses this while this profile is active: "
        "`PREFECT_REDIS_MESSAGING_DB` takes an integer; this string is not one"
    )


def test_a_conversion_names_the_package() -> None:
    assert in_file('[redis.messaging]\ndb = "3"\n') == [
        "information int-from-string: `prefect-redis` reads the string as an integer; write `3` "
        "without quotes"
    ]


def test_a_setting_that_the_package_does_not_have_is_ignored_by_the_package() -> None:
    assert in_file("[redis.messaging]\nprot = 3\n[integrations.aws.esc]\n") == [
        "warning unknown-setting: `prefect-redis` has no setting `redis.messaging.prot` and "
        "ignores it; did you mean `port` in `[redis.messaging]`?",
        "warning unknown-table: `prefect-aws` has no table `integrations.aws.esc` and ignores it; "
        "did you mean `[integrations.aws.ecs]`?",
    ]
    assert in_dotenv("PREFECT_REDIS_MESSAGING_PROT=3\n") == [
        "warning unknown-variable: `prefect-redis` has no variable `PREFECT_REDIS_MESSAGING_PROT` "
        "and does not read it. Did you mean `PREFECT_REDIS_MESSAGING_PORT`?"
    ]
    variable = "PREFECT_INTEGRATIONS_AWS_ECS"
    assert in_dotenv(f"""{variable}='{{"qq": 1}}'\n""") == [
        "warning unknown-setting: `prefect-aws` has no setting `integrations.aws.ecs.qq` and "
        "ignores it"
    ]


@pytest.mark.parametrize("name", ["PASSWORD", "HOST", "TLS"])
def test_a_variable_that_only_means_one_of_a_package_is_a_note_in_dotenv(name: str) -> None:
    (found,) = in_dotenv(f"PREFECT_REDIS_{name}=3\n")
    assert found.startswith("information unknown-variable: `prefect-redis` has no variable ")
    (found,) = in_profile(f"PREFECT_REDIS_{name} = '3'\n")
    assert found.startswith("warning unknown-variable: ")


def test_a_table_without_a_variable_gets_no_suggestion() -> None:
    assert in_dotenv("PREFECT_REDIS_MESSAGING={}\n") == [
        "information unknown-variable: `prefect-redis` has no variable `PREFECT_REDIS_MESSAGING` "
        "and does not read it"
    ]


def test_the_locked_version_counts() -> None:
    assert in_file('[redis.messaging]\nurl = "redis://r"\n', LOCKED) == [
        "warning wrong-release: `prefect-redis` 0.2.5 ignores `redis.messaging.url`, new in 0.2.10"
    ]
    assert in_file('[redis.messaging]\nurl = "redis://r"\n') == []
    assert in_dotenv("PREFECT_REDIS_MESSAGING_URL=redis://r\n", LOCKED) == [
        "warning wrong-release: `prefect-redis` 0.2.5 ignores `PREFECT_REDIS_MESSAGING_URL`, "
        "new in 0.2.10"
    ]


def test_parts_next_to_a_url_are_ignored_since_the_version_that_has_url() -> None:
    text = '[redis.messaging]\nhost = "r"\nurl = "redis://r"\ndb = 1\n'
    assert in_file(text) == [
        "warning redis-parts-ignored: `prefect-redis` ignores `host` and `db` because `url` is set"
    ]
    (found,) = in_file(text, Packages({"prefect-redis": Installed("0.2.9")}, is_complete=True))
    assert found.startswith("warning wrong-release: ")
    assert in_dotenv("PREFECT_REDIS_MESSAGING_URL=r\nPREFECT_REDIS_MESSAGING_SSL=1\n") == [
        "warning redis-parts-ignored: `prefect-redis` ignores "
        "`PREFECT_REDIS_MESSAGING_SSL` because `PREFECT_REDIS_MESSAGING_URL` is set"
    ]


# Packages that the project does not have


def test_a_missing_package_is_named_once_and_judges_nothing() -> None:
    text = '[integrations.aws.ecs.worker]\nqq = 1\n[integrations.aws]\nrds.iam.enabled = "x"\n'
    assert in_file(text, LOCKED) == [
        "information package-not-installed: Only `prefect-aws` reads `[integrations.aws]`, and "
        "this project does not install it"
    ]
    assert in_file("integrations = { gcp.qq = 1, aws = 5 }\n", LOCKED) == [
        "information package-not-installed: Only `prefect-gcp` reads `[integrations.gcp]`, and "
        "this project does not install it",
        "information package-not-installed: Only `prefect-aws` reads `[integrations.aws]`, and "
        "this project does not install it",
    ]
    header = "[tool.prefect.integrations.azure.postgres]\n"
    assert in_file(header, LOCKED, "pyproject.toml") == [
        "information package-not-installed: Only `prefect-azure` reads "
        "`[tool.prefect.integrations.azure]`, and this project does not install it",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "PREFECT_INTEGRATIONS_KUBERNETES_CLUSTER_UID",
        "PREFECT_KUBERNETES_CLUSTER_UID",
        "PREFECT_INTEGRATIONS_KUBERNETES_WORKER",
    ],
)
def test_a_variable_of_a_missing_package_is_a_note(name: str) -> None:
    ending = "`prefect-kubernetes` reads `{}`, and this project does not install it"
    assert in_dotenv(f"{name}=x\n", LOCKED) == [
        f"information package-not-installed: Only {ending.format(name)}"
    ]
    assert in_profile(f"{name} = 'x'\n", LOCKED) == [
        f"warning package-not-installed: Prefect warns about `{name}`: only `prefect-kubernetes` "
        "reads it, and this project does not install it"
    ]


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("PREFECT_REDIS_PASSWORD", "prefect-redis"),
        ("PREFECT_REDIS_URL", "prefect-redis"),
        ("PREFECT_REDIS_MESSAGING", "prefect-redis"),
        ("PREFECT_INTEGRATIONS_KUBERNETES_QQ", "prefect-kubernetes"),
        ("PREFECT_INTEGRATIONS_KUBERNETES_WORKER_QQ", "prefect-kubernetes"),
    ],
)
def test_a_variable_that_a_missing_package_does_not_have_is_unknown(
    name: str, package: str
) -> None:
    assert in_dotenv(f"{name}=x\n", NONE_THERE) == [
        f"information unknown-variable: `{package}` has no variable `{name}` and does not read it"
    ]
    assert in_profile(f"{name} = 'x'\n", NONE_THERE) == [
        f"warning unknown-variable: `{name}` is not a variable of `{package}`; Prefect warns "
        "about it"
    ]


def test_a_comment_at_the_table_silences_the_note() -> None:
    comment = "# prefect-toml: ignore[package-not-installed]"
    assert in_file(f"[integrations.aws] {comment}\nrds.iam.enabled = true\n", LOCKED) == []
    assert in_file(f"[redis.messaging] {comment}\nport = 1\n", LOCKED) == []


# Values where the tables of packages belong

WITH_KUBERNETES = Packages({"prefect-kubernetes": Installed("0.7.8", "uv.lock")}, is_complete=True)
NO_TABLES = ["3", '"none"', "true", "[]", "[{}]"]


@pytest.mark.parametrize("value", NO_TABLES)
@pytest.mark.parametrize("packages", [NONE_THERE, LOCKED])
def test_no_table_for_packages_is_a_note_if_none_of_them_is_there(
    value: str, packages: Packages
) -> None:
    note = "information package-not-installed: No known package of this project reads "
    note += "`integrations`"
    assert in_file(f"integrations = {value}\n", packages) == [note]
    text = f"[tool.prefect]\nintegrations = {value}\n"
    assert in_file(text, packages, "pyproject.toml") == [note]
    assert in_file("[[integrations]]\n", packages) == [note]
    assert in_file("integrations = {}\n", packages) == []


@pytest.mark.parametrize("value", NO_TABLES)
def test_no_table_for_packages_is_refused_by_those_that_are_there(value: str) -> None:
    text = f"[tool.prefect]\nintegrations = {value}\n"
    (found,) = in_file(text, WITH_KUBERNETES, "pyproject.toml")
    assert found.startswith(
        "error wrong-type: `prefect-kubernetes` refuses this: `integrations` takes a table, not "
    )
    both = {**WITH_KUBERNETES.found, "prefect-aws": Installed()}
    (found,) = in_file(f"integrations = {value}\n", Packages(both))
    assert found.startswith(
        "error wrong-type: `prefect-aws` and `prefect-kubernetes` refuse this: `integrations` "
    )


def test_no_table_for_packages_is_refused_if_nothing_is_known_of_the_project() -> None:
    assert in_file("integrations = 3\n") == [
        "error wrong-type: Packages such as `prefect-aws` refuse this: `integrations` takes a "
        "table, not an integer"
    ]
    (found,) = in_file("integrations.kubernetes = 3\n")
    assert found.startswith("error wrong-type: `prefect-kubernetes` refuses this: ")


def test_a_version_without_settings_does_not_refuse_a_value_for_all_packages() -> None:
    old = Packages({"prefect-aws": Installed("0.5.13", "uv.lock")}, is_complete=True)
    (found,) = in_file("integrations = 3\n", old)
    assert found.startswith("information package-not-installed: ")


# Tables and variables that no known package reads


@pytest.mark.parametrize("packages", [NOTHING_KNOWN, LOCKED])
def test_a_table_that_no_known_package_reads_is_one_hint(
    packages: Packages,
) -> None:
    text = "[integrations.acme]\na = 1\nb.c = 2\n[integrations.acme.jobs]\nd = 1\n"
    hint = "hint unknown-package: No known integration package reads `integrations.acme`"
    assert in_file(text, packages) == [hint]
    assert in_file("integrations.acme.a = 1\nintegrations.acme.b = 2\n", packages) == [hint]
    assert in_file("[integrations]\nacme = 1\n", packages) == [hint]
    assert in_file("[integrations]\n", packages) == []


def test_a_misspelled_package_is_corrected() -> None:
    (found,) = in_file("[integrations.kubernets.worker]\nadd_tcp_keepalive = false\n")
    assert found == (
        "hint unknown-package: No known integration package reads `integrations.kubernets`; "
        "did you mean `integrations.kubernetes`?"
    )


@pytest.mark.parametrize(
    "text",
    [
        '[integrations.redis.messaging]\nhost = "r"\n',
        '[integrations.redis]\nmessaging.host = "r"\n',
        'integrations.redis.messaging.host = "r"\n',
    ],
)
def test_a_table_that_is_not_below_integrations_is_named(text: str) -> None:
    table = "[redis]" if text.startswith("[integrations.redis]") else "[redis.messaging]"
    hint = "hint unknown-package: No known integration package reads `integrations.redis`"
    assert in_file(text) == [f"{hint}; did you mean `{table}`?"]
    assert in_file(text, LOCKED) == [f"{hint}; did you mean `{table}`?"]
    assert in_file(text, NONE_THERE) == [hint]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("[integrations.prefect-kubernetes]\ncluster_uid = 'x'\n", "integrations.kubernetes"),
        ("[integrations.prefect_redis.messaging]\nhost = 'x'\n", "[redis.messaging]"),
        ("[prefect-redis.messaging]\nhost = 'x'\n", "[redis.messaging]"),
        ("[prefect_aws.ecs.observer]\n", "[integrations.aws.ecs.observer]"),
    ],
)
def test_the_name_of_a_package_stands_for_its_table(text: str, meant: str) -> None:
    (found,) = in_file(text)
    assert found.endswith(f"did you mean `{meant}`?")


@pytest.mark.parametrize("key", ["enabled = true", "cluster_uid = 'x'", "prefect_redis = 5"])
def test_a_value_between_the_tables_of_packages_is_not_a_table(key: str) -> None:
    name = key.partition(" ")[0]
    assert in_file(f"[integrations]\n{key}\n") == [
        f"hint unknown-package: No known integration package reads `integrations.{name}`"
    ]


def test_a_table_that_is_below_integrations_is_named() -> None:
    assert in_file("[kubernetes.worker]\n") == [
        "warning unknown-table: Prefect has no table `kubernetes.worker` and ignores it; did you "
        "mean `[integrations.kubernetes.worker]`?"
    ]
    (found,) = in_file("[kubernetes.worker]\n", NONE_THERE)
    assert found.endswith("ignores it")


def test_variables_of_no_known_package_are_hints_and_warnings_in_a_profile() -> None:
    name = "PREFECT_INTEGRATIONS_ACME_TOKEN"
    assert in_dotenv(f"{name}=x\n") == [
        f"hint unknown-package: No known integration package reads `{name}`"
    ]
    assert in_profile(f"{name} = 'x'\n") == [
        f"warning unknown-package: Prefect warns about `{name}`, and no known package reads it"
    ]


def test_the_variable_of_a_package_that_is_misspelled() -> None:
    assert in_dotenv("PREFECT_INTEGRATIONS_ASW_ECS_OBSERVER_ENABLED=x\n") == [
        "hint unknown-package: No known integration package reads "
        "`PREFECT_INTEGRATIONS_ASW_ECS_OBSERVER_ENABLED`; did you mean "
        "`PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_ENABLED`?"
    ]


def test_an_edit_moves_the_note_to_the_next_table() -> None:
    document = Document("[integrations.aws]\n[integrations.aws.rds]\n")
    analysis = Analysis(document, Context(CATALOGUE.schema(packages=LOCKED)))
    assert [each.span.line for each in analysis.findings()] == [0]
    analysis.update(document.edit(Span(0, 0, 1, 0), "[redis]\n"))
    assert [each.span.line for each in analysis.findings()] == [1]


# Who reads it


OBSERVER = "integrations.kubernetes.observer"
LABELS = f"{OBSERVER}.additional_label_filters"


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (
            in_file(f"[{OBSERVER}]\nnamespaces = '[\"a\"]'\n"),
            "`prefect-kubernetes` splits this text",
        ),
        (in_file(f'{LABELS} = \'["a=b", "c=d"]\'\n'), "`prefect-kubernetes` splits this text"),
        (in_file("[redis.messaging]\nhost = '$HOST'\n"), "`prefect-redis` does not expand"),
        (in_dotenv("PREFECT_REDIS_MESSAGING_HOST=$HOST\n"), "`prefect-redis` reads this reference"),
        (
            in_dotenv("PREFECT_INTEGRATIONS_KUBERNETES_WORKER={\n"),
            "`prefect-kubernetes` refuses this",
        ),
        (in_dotenv("PREFECT_INTEGRATIONS_AWS_ECS=[1]\n"), "`prefect-aws` refuses this"),
        (in_dotenv('PREFECT_INTEGRATIONS_AWS_ECS={"foo": 1}\n'), "`prefect-aws` has no setting"),
        (in_dotenv("PREFECT_SERVER_UI={\n"), "error json: `PREFECT_SERVER_UI` takes a table"),
    ],
)
def test_a_message_names_who_reads_the_value(found: list[str], says: str) -> None:
    (message,) = found
    assert says in message
