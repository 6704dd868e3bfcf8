"""What a request's position is about, in any kind of document."""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.resolve import Resolved, resolve
from prefect_toml_lsp.analysis.variables import meaning_of
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot, View
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Location, Place, locate


class Subject(NamedTuple):
    """A setting or table of Prefect's, and the key or value at the position, in the document.

    found
        What else is known in a document of settings.
    """

    node: Node
    origin: Span
    found: Resolved | None


def subject_at(view: View[Any], at: lsp.Position) -> Subject | None:
    """The setting or table that the key or value at a position is about, or the variable there."""
    position = view.position(at)
    if isinstance(view, DotenvSnapshot):
        written = view.analysis.document.at(position)
        if written is None or written.name is None:
            return None
        node = meaning_of(written.name.upper(), view.schema).known
        spans = (written.key, written.literal)
        origin = next((span for span in spans if span and span.touches(position)), None)
        return Subject(node, origin, None) if node and origin else None
    if isinstance(view, Snapshot):
        found = resolve(view.document, view.analysis.context, position)
        node = found.setting or found.node
        span = origin_of(found.location)
        if node is None or span is None or not node.path:
            return None
        return Subject(node, span.down(view.document.start(found.location.statement)), found)
    if isinstance(view, ProfilesSnapshot):
        return _in_profiles(view, locate(view.document, position))
    return None


def _in_profiles(view: ProfilesSnapshot, at: Location) -> Subject | None:
    """A key of a profile: ``profiles.NAME.VARIABLE``, in upper case only."""
    span = origin_of(at)
    if span is None or len(at.path) < 3 or at.path[0] != "profiles":
        return None
    node = meaning_of(str(at.path[2]), view.schema).known
    line = view.document.start(at.statement)
    return Subject(node, span.down(line), None) if node else None


def origin_of(at: Location) -> Span | None:
    """The key part or value at a position, relative to its statement."""
    if at.place in (Place.KEY, Place.HEADER) and at.part is not None:
        return at.part.span
    if at.place is Place.VALUE and at.value is not None:
        return at.value.span
    return None
