"""Settings of integration packages, whatever their values."""

from __future__ import annotations

from prefect_toml_lsp.analysis.codes.model import WARNED, Code, Detail
from prefect_toml_lsp.analysis.codes.references import SETTINGS, SOURCES
from prefect_toml_lsp.analysis.findings import Severity


def _not_installed(detail: Detail) -> str:
    package, name = detail["package"], detail["name"]
    if package is None:
        return f"No known package of this project reads `{name}`"
    warned = f"Prefect warns about `{name}`: only" if detail.get("warns") else "Only"
    reads = "reads it" if detail.get("warns") else f"reads `{name}`"
    return f"{warned} `{package}` {reads}, and this project does not install it"


def _unknown_package(detail: Detail) -> str:
    instead = f"; did you mean `{detail['meant']}`?" if detail["meant"] else ""
    if detail["warns"]:
        return f"Prefect warns about `{detail['name']}`, and no known package reads it{instead}"
    return f"No known integration package reads `{detail['name']}`{instead}"


PACKAGE_NOT_INSTALLED = Code(
    name="package-not-installed",
    title="Setting of a package that is not installed",
    message=_not_installed,
    severity=Severity.INFORMATION,
    other_severities=(Severity.WARNING,),
    meaning="Only one integration package reads this table or variable, and the lock file or the "
    "virtual environment of the project does not have the package. For a value instead of the "
    "table `integrations`: it has none of the packages that read tables in it.",
    effect="Prefect starts, and nothing reads this. For a profile, Prefect warns that it does not "
    "know the variable.",
    remedy="Install the package, or remove its settings.",
    wrong="[integrations.kubernetes.worker]\nadd_tcp_keepalive = false\n",
    right="[worker]\nheartbeat_seconds = 30\n",
    beside={"uv.lock": '[[package]]\nname = "prefect"\nversion = "3.9.1"\n'},
    reference=SOURCES,
    needs_surroundings=True,
)
PACKAGE_VARIABLE = Code(
    name="package-variable",
    title="Variable of a package in a profile",
    message="Prefect warns that it does not know `{name}`, but `{package}` reads it",
    severity=Severity.WARNING,
    meaning="A profile sets a variable that an integration package reads. Prefect itself has no "
    "setting of this name.",
    effect=WARNED + " The package reads the variable.",
    remedy="Set it in `.env` or in a settings file, where Prefect does not warn, or accept the "
    "warning.",
    file="profiles.toml",
    wrong='[profiles.local]\nPREFECT_REDIS_MESSAGING_HOST = "redis"\n',
    right='[profiles.local]\nPREFECT_SERVER_EVENTS_MESSAGING_BROKER = "prefect_redis.messaging"\n',
    reference=SETTINGS,
)
UNKNOWN_PACKAGE = Code(
    name="unknown-package",
    title="Table that no known package reads",
    message=_unknown_package,
    severity=Severity.HINT,
    other_severities=(Severity.WARNING,),
    meaning="Any package may have a table below `[integrations]`, and none of the packages that "
    "we know has this one.",
    effect="Prefect starts and ignores it; a package may read it. For a profile, Prefect warns "
    "that it does not know the variable.",
    remedy="Keep it if one of your packages reads it; otherwise use the table that the finding "
    "names.",
    wrong="[integrations.kubernets.worker]\nadd_tcp_keepalive = false\n",
    right="[integrations.kubernetes.worker]\nadd_tcp_keepalive = false\n",
    reference=SETTINGS,
)
