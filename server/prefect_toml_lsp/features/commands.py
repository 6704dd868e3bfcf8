"""What the commands of `workspace/executeCommand` (LSP 3.17) do, as plain functions."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.rules.overridden import describe_place
from prefect_toml_lsp.features.code_links import PACKAGES_REFERENCE, REFERENCE
from prefect_toml_lsp.features.setting_at import subject_at
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.features.uris import path_of, scheme_of
from prefect_toml_lsp.prefect import Node, Release, Schema, show_release
from prefect_toml_lsp.project.release import Decision
from prefect_toml_lsp.sources.effective import FolderInForce, InForce, State
from prefect_toml_lsp.toml.encode import encode

SHOW_EFFECTIVE = "prefect-toml.showEffectiveSettings"
OPEN_REFERENCE = "prefect-toml.openReference"
CREATE_STARTER = "prefect-toml.createStarterFile"
SHOW_RELEASE = "prefect-toml.showRelease"

# Tables whose class in Prefect is not named after the whole path.
_SECTIONS = {
    "server.database.sqlalchemy": "sqlalchemysettings",
    "server.database.sqlalchemy.connect_args": "sqlalchemyconnectargssettings",
    "server.database.sqlalchemy.connect_args.tls": "sqlalchemytlssettings",
}


class ArgumentError(ValueError):
    """The arguments of a command do not fit; the message says what is wanted."""


# Arguments


def read_uri(arguments: Sequence[Any]) -> str:
    """The first argument, which every command of ours wants to be a URI. Raises `ArgumentError`."""
    wanted = "the first argument must be the URI of a document or folder"
    if not arguments or not isinstance(arguments[0], str):
        raise ArgumentError(wanted)
    if not scheme_of(arguments[0]):
        raise ArgumentError(wanted)
    return arguments[0]


def read_folder(arguments: Sequence[Any]) -> Path:
    """The folder that the first argument is, or is a document in. Raises `ArgumentError`."""
    path = path_of(read_uri(arguments))
    if path is None:
        raise ArgumentError("the first argument must be a URI with the scheme `file`")
    folder = path if os.path.isdir(path) else path.parent
    if not os.path.isdir(folder):
        raise ArgumentError("the first argument must be in a folder that exists")
    return folder


def read_position(arguments: Sequence[Any]) -> lsp.Position:
    """The second argument as a position. Raises `ArgumentError`."""
    match arguments[1:]:
        case [{"line": int(line), "character": int(character)}] if min(line, character) >= 0:
            return lsp.Position(line, character)
        case [lsp.Position() as position]:
            return position
    raise ArgumentError("the second argument must be a position: an object of line and character")


# Settings in force


def show_effective(found: FolderInForce, folder: Path, schema: Schema) -> dict[str, str]:
    """All settings that something sets, with their values and where they come from, as Markdown:
    ``{"text": …, "languageId": "markdown"}``. Secrets are not in it.
    """
    settings = found.settings
    rows = [each for each in settings if each.sources or each.passed_over or each.because]
    text = [
        f"# Prefect's settings in {_code(folder.name or str(folder))}",
        "",
        f"As Prefect {show_release(schema.release)} has them when it runs in "
        f"{_code(str(folder))}. A setting that is not listed has its default "
        f"({len(settings) - len(rows)} of {len(settings)}).",
    ]
    if rows:
        text += ["", "| Setting | Value | Comes from |", "|---|---|---|"]
        text += [
            f"| {_code(each.node.dotted)} | {_value(each)} | {_origin(each)} |" for each in rows
        ]
    if found.notes:
        text += ["", "Something is wrong with the files, and Prefect may not start:", ""]
        text += [f"- {_code(str(note))}" for note in found.notes]
    return {"text": "\n".join([*text, ""]), "languageId": "markdown"}


_WORDS = {
    State.HIDDEN: "*hidden*, it is or may hold a secret",
    State.UNSET: "*none*",
}


def _value(each: InForce) -> str:
    if each.state is State.REFUSED:
        package = each.node.package
        who = f"`{package}` fails with it" if package else "Prefect does not start with it"
        return f"**refused**, {who}"
    return _WORDS.get(each.state) or _code(encode(each.value))


def _origin(each: InForce) -> str:
    found = [each.because or ", ".join(_in_cell(describe_place(place)) for place in each.sources)]
    if each.passed_over:
        others = ", ".join(_in_cell(describe_place(place)) for place in each.passed_over)
        found.append(f"not {others}")
    return "; ".join(found)


def _code(text: str) -> str:
    """A code span that may hold backticks (CommonMark, Code spans), in a cell of a table."""
    ticks = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (ticks + 1)
    blank = " " if ticks else ""
    return _in_cell(f"{fence}{blank}{text}{blank}{fence}")


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


# The release


def describe_decision(decision: Decision, known: Sequence[Release]) -> dict[str, Any]:
    """The release in force, what says so and where, and all that can be chosen, newest first:
    ``{"release": "3.8.8", "source": "lock file", "from": path or None, "known": […]}``.
    """
    return {
        "release": show_release(decision.release),
        "source": decision.source,
        "from": str(decision.where) if decision.where else None,
        "known": [show_release(release) for release in reversed(known)],
    }


# The reference


def reference_at(snapshot: View[Any], position: lsp.Position) -> dict[str, str | None]:
    """Where Prefect documents what is at a position: ``{"url": …, "setting": dotted path}``; the
    whole page where nothing of Prefect's is.
    """
    subject = subject_at(snapshot, position)
    if subject is None:
        return {"url": REFERENCE, "setting": None}
    return {"url": reference_url(subject.node, snapshot.schema), "setting": subject.node.dotted}


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


# The starter file

STARTER = """\
# Settings of Prefect for what runs in this folder. Each line below is an example: take its `# `
# away and change the value. Variables in the environment and in `.env` win over this file.

[api]
# The Prefect server to talk to: your own, or a workspace of Prefect Cloud.
# url = "http://127.0.0.1:4200/api"
# An API key does not belong in a file that others read; set PREFECT_API_KEY instead.

[logging]
# The least severe messages to keep: DEBUG, INFO, WARNING, ERROR or CRITICAL.
# level = "INFO"
# Whether what flows and tasks print goes to their logs.
# log_prints = true

[flows]
# How often a flow run that failed is tried again, and how many seconds later.
# default_retries = 1
# default_retry_delay_seconds = 10

[tasks]
# The same for tasks.
# default_retries = 2
# default_retry_delay_seconds = 10

[results]
# Whether results are kept after a run, and where.
# persist_by_default = true
# local_storage_path = "results"

[deployments]
# The work pool for deployments that name none.
# default_work_pool_name = "default"

[server.api]
# For a server that is started in this folder: where it listens.
# host = "127.0.0.1"
# port = 4200
"""
"""The text of a new `prefect.toml`: the settings that most projects look for first."""


def starter_edit(uri: str) -> lsp.WorkspaceEdit:
    """Makes the file `uri` with `STARTER` in it, unless there is one."""
    top = lsp.Position(0, 0)
    return lsp.WorkspaceEdit(
        document_changes=[
            lsp.CreateFile(uri, options=lsp.CreateFileOptions(overwrite=False)),
            lsp.TextDocumentEdit(
                lsp.OptionalVersionedTextDocumentIdentifier(uri),
                [lsp.TextEdit(lsp.Range(top, top), STARTER)],
            ),
        ]
    )
