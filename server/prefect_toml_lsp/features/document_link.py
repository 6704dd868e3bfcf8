"""`textDocument/documentLink` (LSP 3.17)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.analysis import lies_below
from prefect_toml_lsp.features.in_force import setters, stronger, value_at
from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import Snapshot, TomlSnapshot
from prefect_toml_lsp.features.uris import path_of, uri_of
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance.paths import HOME_TEMPLATE, TEMPLATE_SINCE
from prefect_toml_lsp.prefect.secrets import looks_secret, may_be_followed
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Place, locate
from prefect_toml_lsp.toml.nodes import String

DOCUMENT_LINK = Feature(lsp.TEXT_DOCUMENT_DOCUMENT_LINK)
_URL = re.compile(r"""https?://[\w\[][^\s"'<>`\\^{|}\x00-\x1f]*""", re.IGNORECASE)
_BRACKETS = {")": "(", "]": "["}
# Files and folders that the schema has as any string.
_PATHS = frozenset(
    {
        "api.ssl_cert_file",
        "server.database.sqlalchemy.connect_args.tls.ca_file",
        "server.database.sqlalchemy.connect_args.tls.cert_file",
        "server.database.sqlalchemy.connect_args.tls.key_file",
        "server.ui.static_directory",
    }
)
# Prefect 3.8.8 expands `~` (tried) in `Settings.home` on load, and in the other one when
# `LocalFileSystem` uses it. Elsewhere it is a folder with that name.
_EXPANDED = frozenset({"home", "results.local_storage_path"})


@DOCUMENT_LINK.on(Holds.SETTINGS)
def links(snapshot: Snapshot, params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink]:
    """Addresses in strings and comments, and the files and folders that settings name, as far as
    they exist.
    """
    return [*addresses(snapshot, params), *_files(snapshot)]


@DOCUMENT_LINK.on(Holds.PROFILES)
def addresses(snapshot: TomlSnapshot[Any], _: lsp.DocumentLinkParams) -> list[lsp.DocumentLink]:
    """Addresses in strings and comments, except for those that may contain a secret."""
    found = []
    document, prefix = snapshot.document, snapshot.analysis.context.prefix
    for row, line in enumerate(document.source.lines):
        if "://" not in line or not lies_below(prefix, document.at(row)):
            continue
        for match in _URL.finditer(line):
            url = _trim(match.group())
            at = locate(document, Position(row, match.start() + 1))
            in_text = at.place is Place.COMMENT or isinstance(at.value, String)
            names = (name for name in at.path if isinstance(name, str))
            if in_text and may_be_followed(url) and not any(map(looks_secret, names)):
                span = Span(row, match.start(), row, match.start() + len(url))
                found.append(lsp.DocumentLink(snapshot.range(span), url))
    return found


def _trim(url: str) -> str:
    """`url` without the punctuation that ends its sentence."""
    surplus = {each: url.count(each) - url.count(opening) for each, opening in _BRACKETS.items()}
    end = len(url)
    while url[end - 1] in ".,;:!?" or surplus.get(url[end - 1], 0) > 0:
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]


def _files(snapshot: Snapshot) -> Iterator[lsp.DocumentLink]:
    folder = _folder(snapshot.uri)
    settings = snapshot.analysis.settings
    for dotted in _paths(snapshot.schema):
        found = settings.find(dotted)
        if found is None:
            continue
        statement, known = found
        if not isinstance(known.syntax, String):
            continue
        target = _resolve(snapshot, known.node, known.syntax.value, folder)
        if target is not None and known.syntax.closed:
            span = known.syntax.content.down(snapshot.document.start(statement))
            tooltip = f"Open what {dotted} names" if snapshot.client.link_tooltips else None
            yield lsp.DocumentLink(snapshot.range(span), target, tooltip)


@lru_cache(maxsize=8)
def _paths(schema: Schema) -> tuple[str, ...]:
    """The settings of a release that name files and folders, as dotted paths: some 10 of 220."""
    return tuple(path for path, node in schema.by_path.items() if _is_path(node))


def _is_path(node: Node) -> bool:
    formats = (branch.get("format") for branch in node.branches)
    return node.dotted in _PATHS or "path" in formats


def _folder(uri: str) -> Path | None:
    """The folder of the document, which is Prefect's working directory when it reads the file."""
    path = path_of(uri)
    return path.parent if path else None


def _resolve(snapshot: Snapshot, node: Node, text: str, folder: Path | None) -> str | None:
    """The URI of the file or folder that Prefect would use; None if there is none."""
    if node.dotted == "profiles_path" and node.release >= TEMPLATE_SINCE and HOME_TEMPLATE in text:
        text = text.replace(HOME_TEMPLATE, os.path.expanduser(_home(snapshot)))
    elif node.dotted in _EXPANDED:
        text = os.path.expanduser(text)
    # A path that begins with two slashes may be a server's, to which a look would log in.
    if not text or "\0" in text or text[:2] in ("\\\\", "//"):
        return None
    path = os.path.normpath(folder / text if folder else text)
    if not os.path.isabs(path) or not os.path.exists(path):
        return None
    return uri_of(path)


def _home(snapshot: Snapshot) -> str:
    """The `home` that is in force."""
    context, own = snapshot.analysis.context, snapshot.analysis.settings.values.known.get("home")
    node = snapshot.schema.by_path["home"]
    places = setters(context, node) if own is None else stronger(context, node)
    values = (value_at(context, place, node) for place in places)
    return next((value for value in values if isinstance(value, str)), own or "~/.prefect")
