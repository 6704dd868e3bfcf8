"""Variables that only integration packages may read."""

from __future__ import annotations

from prefect_toml_lsp.analysis.codes.packages import PACKAGE_NOT_INSTALLED, UNKNOWN_PACKAGE
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.prefect import Node
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


def read_by_nobody(variable: Variable, warns: bool) -> Finding:
    """A hint on a variable that no known package reads; a warning if Prefect `warns`, too."""
    return UNKNOWN_PACKAGE.at(
        variable.key,
        severity=Severity.WARNING if warns else None,
        name=variable.name,
        meant=None,
        warns=warns,
    )
