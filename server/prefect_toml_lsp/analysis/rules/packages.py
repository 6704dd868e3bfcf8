"""Settings of integration packages that the project does not have, and tables that no known
package reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.analysis.codes.packages import PACKAGE_NOT_INSTALLED, UNKNOWN_PACKAGE
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Placed
from prefect_toml_lsp.analysis.rules.own import is_own
from prefect_toml_lsp.analysis.rules.unknown import suggested
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE, Entry, Known, Unknown
from prefect_toml_lsp.toml.encode import dotted

_ONCE = frozenset((PACKAGE_NOT_INSTALLED.name, UNKNOWN_PACKAGE.name))


def check_package(entry: Entry, context: Context) -> Iterator[Finding]:
    """A note on a setting of a package that the project does not have, and a hint on a table that
    no known package reads. Every entry gives one; `once_for_each_table` keeps the first.
    """
    node = entry.table if isinstance(entry, Unknown) else entry.node
    is_nobodys = node.is_absent or (isinstance(entry, Unknown) and node.is_open)
    if not (is_nobodys or _is_value_nobody_reads(entry)) or is_own(entry, context):
        return
    if isinstance(entry, Known) and node.is_open:
        data, name = {"table": list(node.path)}, node.dotted
        yield PACKAGE_NOT_INSTALLED.at(entry.part.span, data=data, package=None, name=name)
    elif node.is_absent:
        table = _top_table(node)
        yield PACKAGE_NOT_INSTALLED.at(
            entry.part.span,
            data={"table": list(table)},
            package=node.package,
            name=f"[{'.'.join((*context.prefix, *table))}]",
        )
    elif isinstance(entry, Unknown):
        yield _read_by_nobody(entry, context)._replace(waits=context.is_searching)


def _is_value_nobody_reads(entry: Entry) -> bool:
    """Whether a value is where the tables of packages belong, and the project has none of them."""
    if not isinstance(entry, Known) or not entry.node.is_open or entry.value is UNDECODABLE:
        return False
    return not isinstance(entry.value, dict) and entry.node.is_unread


def is_left_to_packages(entry: Unknown) -> bool:
    """Whether `check_package` handles an unknown path."""
    return entry.table.is_absent or entry.table.is_open


def _top_table(node: Node) -> tuple[str, ...]:
    """The path of the outermost table of a node's package."""
    while node.parent is not None and node.parent.package == node.package:
        node = node.parent
    return node.path


def _read_by_nobody(entry: Unknown, context: Context) -> Finding:
    found = suggested(entry, context.schema, most=1)
    table = entry.root
    is_value = entry.names == table and not isinstance(entry.value, dict)
    tables = [] if is_value else found  # A value is in place of no table.
    beside = [each.path for each in tables if each.path[0] == entry.table.name]
    near = [path[: len(table)] for path in beside if len(path) >= len(table)]
    meant = next(map(dotted, near), None)
    if found and found[0].path[0] != entry.table.name and found[0].reason == "table":
        near = [table[1:] if found[0].path == entry.names[1:] else found[0].path]
        is_table = isinstance(entry.value, dict)
        meant = f"[{dotted(found[0].path if is_table else found[0].path[:-1])}]"
    return UNKNOWN_PACKAGE.at(
        entry.part.span,
        data={"table": list(table), "candidates": [list(path) for path in near]},
        name=dotted(table),
        meant=meant,
        warns=False,
    )


def once_for_each_table(placed: Sequence[Placed]) -> list[Placed]:
    """`placed` with the first finding on each table of packages only."""
    told = [each for each in placed if each.finding.code in _ONCE]
    told.sort(key=lambda each: (each.statement.order, each.finding.span))
    first: dict[object, Placed] = {}
    for each in told:
        first.setdefault((each.finding.code, *each.finding.data["table"]), each)
    kept = {id(each) for each in first.values()}
    return [each for each in placed if each.finding.code not in _ONCE or id(each) in kept]
