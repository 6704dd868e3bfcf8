"""Variables that only integration packages may read."""

from __future__ import annotations

from prefect_toml_lsp.analysis.codes.packages import PACKAGE_NOT_INSTALLED, UNKNOWN_PACKAGE
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.variable_names import otherwise_named
from prefect_toml_lsp.sources.variable import Variable


def absent(variable: Variable, node: Node, warns: bool) -> Finding:
    """A note on a variable of a package that the project does not have; a warning if Prefect
    `warns`, too.
    """
    return PACKAGE_NOT_INSTALLED.at(
        variable.key,
        severity=Severity.WARNING if warns else None,
        package=node.package,
        name=variable.name,
        warns=warns,
    )


def read_by_nobody(variable: Variable, warns: bool, schema: Schema) -> Finding:
    """A hint on a variable that no known package reads; a warning if Prefect `warns`, too."""
    meant = _meant(variable.name.upper(), schema)
    return UNKNOWN_PACKAGE.at(
        variable.key,
        data={"candidates": [meant] if meant else []},
        severity=Severity.WARNING if warns else None,
        name=variable.name,
        meant=meant,
        warns=warns,
    )


def _meant(name: str, schema: Schema) -> str | None:
    """The variable of a package without `INTEGRATIONS`, or one that is spelled alike."""
    from prefect_toml_lsp.prefect.spelling import nearest

    offered = [
        each for each, node in schema.by_variable.items() if node.package and node.is_offered
    ]
    return otherwise_named(name, schema) or next(iter(nearest(name, offered)), None)
