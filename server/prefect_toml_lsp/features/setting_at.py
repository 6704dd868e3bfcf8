"""The setting or table at the position of a request, in any kind of document."""

from __future__ import annotations

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.resolve import Resolved, resolve
from prefect_toml_lsp.analysis.variables import Meaning, Where, meaning_of
from prefect_toml_lsp.features.registry import PerKind
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Location, Place, locate


class Subject(NamedTuple):
    """One of Prefect's settings or tables, and the key or value at the position, in the document.

    found
        More about the position in a settings file.
    """

    node: Node
    origin: Span
    found: Resolved | None


subject_at: PerKind[Subject | None] = PerKind()
"""The setting or table that the key or value at a position is about, or the variable there: a
function of the view and the client's position.
"""


@subject_at.on(Holds.SETTINGS)
def _in_settings(view: Snapshot, at: lsp.Position) -> Subject | None:
    found = resolve(view.document, view.analysis.context, view.position(at))
    node = found.setting or found.node
    span = origin_of(found.location)
    if node is None or span is None or not node.path:
        return None
    return Subject(node, span.down(view.document.start(found.location.statement)), found)


@subject_at.on(Holds.PROFILES)
def _in_profiles(view: ProfilesSnapshot, at: lsp.Position) -> Subject | None:
    """A key of a profile: ``profiles.NAME.VARIABLE``, in upper case only."""
    found = locate(view.document, view.position(at))
    span = origin_of(found)
    if span is None or len(found.path) < 3 or found.path[0] != "profiles":
        return None
    node = meaning_of(str(found.path[2]), view.schema).known
    return Subject(node, span.down(view.document.start(found.statement)), None) if node else None


@subject_at.on(Holds.VARIABLES)
def _in_dotenv(view: DotenvSnapshot, at: lsp.Position) -> Subject | None:
    position = view.position(at)
    written = view.analysis.document.at(position)
    if written is None or written.name is None:
        return None
    node = meaning_of(written.name.upper(), view.schema).known
    spans = (written.key, written.literal)
    origin = next((span for span in spans if span and span.touches(position)), None)
    return Subject(node, origin, None) if node and origin else None


def meaning_in(name: str, where: Where, schema: Schema) -> Meaning:
    """The meaning of a name in such a place."""
    return meaning_of(name.upper() if where.any_case else name, schema)


def origin_of(at: Location) -> Span | None:
    """The key part or value at a position, relative to its statement."""
    if at.place in (Place.KEY, Place.HEADER) and at.part is not None:
        return at.part.span
    if at.place is Place.VALUE and at.value is not None:
        return at.value.span
    return None
