"""The commands of `workspace/executeCommand` (LSP 3.17), as plain functions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.code_links import REFERENCE
from prefect_toml_lsp.features.reference import reference_url
from prefect_toml_lsp.features.setting_at import subject_at
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.features.uris import path_of, scheme_of
from prefect_toml_lsp.prefect import Release, show_release
from prefect_toml_lsp.project.release import Decision

SHOW_EFFECTIVE = "prefect-toml.showEffectiveSettings"
OPEN_REFERENCE = "prefect-toml.openReference"
CREATE_STARTER = "prefect-toml.createStarterFile"
SHOW_RELEASE = "prefect-toml.showRelease"


class ArgumentError(ValueError):
    """The arguments of a command are wrong; the message says what is expected."""


# Arguments


def read_uri(arguments: Sequence[Any]) -> str:
    """The first argument, which must be a URI for each of our commands. Raises `ArgumentError`."""
    wanted = "the first argument must be the URI of a document or folder"
    if not arguments or not isinstance(arguments[0], str):
        raise ArgumentError(wanted)
    if not scheme_of(arguments[0]):
        raise ArgumentError(wanted)
    return arguments[0]


def read_folder(arguments: Sequence[Any]) -> Path:
    """The folder for the `file` URI in the first argument: the folder itself, or the parent if the
    URI is a document. Raises `ArgumentError` if the scheme is not `file` or the folder does not
    exist.
    """
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


# The release


def describe_decision(decision: Decision, known: Sequence[Release]) -> dict[str, Any]:
    """The release in force, what decides it and where, the reason in words, and all releases that
    can be chosen, newest first: ``{"release": "3.8.8", "source": "lock file", "from": path or None,
    "reason": …, "known": …}``.
    """
    name = decision.where.name if decision.where else ""
    return {
        "release": show_release(decision.release),
        "source": decision.source,
        "reason": _REASONS[decision.source].format(name),
        "from": str(decision.where) if decision.where else None,
        "known": [show_release(release) for release in reversed(known)],
    }


_REASONS = {
    "setting": "chosen in the settings",
    "lock file": "pinned in {}",
    "installed": "installed in the project's environment",
    "requirement": "the newest that {} admits",
    "image": "named by an image in {}",
    "newest": "the newest; the project names none",
}

# The reference


def reference_at(snapshot: View[Any], position: lsp.Position) -> dict[str, str | None]:
    """The documentation of the setting at a position: ``{"url": …, "setting": dotted path}``; the
    whole page if there is none.
    """
    subject = subject_at(snapshot, position)
    if subject is None:
        return {"url": REFERENCE, "setting": None}
    return {"url": reference_url(subject.node, snapshot.schema), "setting": subject.node.dotted}


# The starter file


def starter_edit(uri: str, text: str) -> lsp.WorkspaceEdit:
    """An edit that creates the file `uri` with this text, unless it exists."""
    top = lsp.Position(0, 0)
    return lsp.WorkspaceEdit(
        document_changes=[
            lsp.CreateFile(uri, options=lsp.CreateFileOptions(overwrite=False)),
            lsp.TextDocumentEdit(
                lsp.OptionalVersionedTextDocumentIdentifier(uri),
                [lsp.TextEdit(lsp.Range(top, top), text)],
            ),
        ]
    )
