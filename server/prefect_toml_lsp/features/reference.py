"""Where Prefect documents its settings."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from prefect_toml_lsp.analysis.code_links import PACKAGES_REFERENCE, REFERENCE
from prefect_toml_lsp.prefect import Node, Schema

# Tables whose class in Prefect is not named after the whole path.
_SECTIONS = {
    "server.database.sqlalchemy": "sqlalchemysettings",
    "server.database.sqlalchemy.connect_args": "sqlalchemyconnectargssettings",
    "server.database.sqlalchemy.connect_args.tls": "sqlalchemytlssettings",
}


def reference_url(node: Node, schema: Schema) -> str:
    """The place of a setting or table in Prefect's settings reference, or the page of its package.

    The page has a heading for each table, named after its class in Prefect, and below it one for
    each key, those of the root first; its anchors are the headings in lower case with hyphens for
    underscores. Those of classes were compared with the classes of 3.8.8 and 3.9.1. Where several
    tables have a key of the same name, all but the first get a number there that depends on the
    release that the page was made for; for such a key this leads to its table.
    """
    if node.package is not None:
        return f"{PACKAGES_REFERENCE}{node.package}"
    if node.is_open:
        return PACKAGES_REFERENCE + "integrations"
    if not node.is_table and (len(node.path) == 1 or _is_unique(node, schema)):
        return f"{REFERENCE}#{node.name.replace('_', '-')}"
    table = node if node.is_table else node.parent
    if table is None or not table.path:
        return f"{REFERENCE}#root-settings"
    section = _SECTIONS.get(table.dotted)
    return f"{REFERENCE}#{section or ''.join(table.path).replace('_', '') + 'settings'}"


def _is_unique(node: Node, schema: Schema) -> bool:
    """Whether no other of Prefect's settings and tables of any release has the name."""
    return _counts(schema)[node.name] == 1


@lru_cache(maxsize=8)
def _counts(schema: Schema) -> Counter[str]:
    """How many of Prefect's settings and tables of all releases have each name."""
    return Counter(node.name for node in schema.by_path.values() if node.package is None)
