"""Keys and tables that the release does not have: Prefect ignores them silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp.analysis.codes.model import Code
from prefect_toml_lsp.analysis.codes.names import listed
from prefect_toml_lsp.analysis.codes.settings import (
    UNKNOWN_SETTING,
    UNKNOWN_TABLE,
    WRONG_RELEASE,
)
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.wording import version_in_force, who_reads
from prefect_toml_lsp.prefect import Node, Schema, parse_release
from prefect_toml_lsp.prefect.acceptance import Refused, judge
from prefect_toml_lsp.prefect.profile_names import part_of_profiles
from prefect_toml_lsp.prefect.python_logging import is_logging_configuration, level_variable
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE, Unknown
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.encode import dotted

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect.suggest import Suggestion

Path = tuple[str, ...]


class Ignored(NamedTuple):
    """What is known about an unknown path.

    span
        The first unknown part of the key, relative to the statement.
    homes
        The most likely suggestions, all equally likely.
    data, detail
        The details for a fix and for the message.
    """

    code: Code
    span: Span
    homes: tuple[Path, ...]
    data: Mapping[str, Any]
    detail: Mapping[str, Any]

    def finding(self, **more: Any) -> Finding:
        """A warning; `more` are further details."""
        return self.code.at(self.span, data=self.data, **{**self.detail, **more})


def look_up(entry: Unknown, context: Context) -> Ignored:
    """Finds suggestions for a path that Prefect, or the package of its table, does not have."""
    return _ignored(entry, context.schema, suggested(entry, context.schema, most=5))


def without_advice(entry: Unknown, context: Context) -> Ignored:
    """The same without suggestions, whose search takes half a millisecond."""
    return _ignored(entry, context.schema, [])


def _ignored(entry: Unknown, schema: Schema, found: list[Suggestion]) -> Ignored:
    # The first name that leads nowhere, which for a key may be one of its section's header.
    other = entry.table.known.get(entry.root[-1])
    data: dict[str, Any] = {
        # A value must not be moved to a setting with the opposite meaning.
        "candidates": [list(each.path) for each in found if not each.opposite],
        "is_guess": bool(found) and found[0].reason == "meaning",
    }
    detail: dict[str, Any] = {
        "python_logging": is_logging_configuration(entry.names),
        "variable": level_variable(entry.names, schema.release),
        "of_profiles": part_of_profiles(entry.names, entry.value),
    }
    likeliest = _likeliest(found) if found else []
    if found and found[0].reason == "moved":
        detail["now"] = _show(found[0], schema)
        likeliest = found[:1]
    elif found:
        detail["meant"] = listed([_show(each, schema) for each in likeliest], "or")
        if len(likeliest) == 1 and not likeliest[0].opposite:
            detail["refused"] = _is_refused(likeliest[0].path, entry.value, schema)
    homes = tuple(each.path for each in likeliest)
    if other is not None:
        data["gone"] = is_gone(other)
        detail |= _release_of(other, dotted(entry.names))
        return Ignored(WRONG_RELEASE, entry.part.span, homes, data, detail)
    code = UNKNOWN_TABLE if isinstance(entry.value, dict) else UNKNOWN_SETTING
    detail |= {"name": dotted(entry.names), "who": who_reads(entry.table)}
    return Ignored(code, entry.part.span, homes, data, detail)


def _is_refused(path: Path, value: Any, schema: Schema) -> bool:
    """Whether Prefect would refuse the value of a key at the setting that is suggested, so that no
    fix can move it there: it is not clear what is meant.
    """
    node = schema.by_path.get(".".join(path))
    if node is None or node.is_table or value is UNDECODABLE or isinstance(value, dict):
        return False
    verdict = judge(node.dotted, node.keywords, value, node.release)
    if not isinstance(verdict, Refused):
        return False
    from prefect_toml_lsp.prefect.meant import needs_quotes, sure_meaning

    return sure_meaning(node, value) is None and not needs_quotes(node, value, str(value))


def taken_for(ignored: Ignored, table: Path) -> Ignored:
    """The same for a path that can only belong in this table."""
    meant = {"meant": f"`[{'.'.join(table)}]`"}
    return ignored._replace(
        homes=(table,),
        data={**ignored.data, "candidates": [list(table)]},
        detail={**ignored.detail, **meant},
    )


def suggested(entry: Unknown, schema: Schema, most: int) -> list[Suggestion]:
    """Suggestions, the most likely first; none for a profile."""
    if part_of_profiles(entry.names, entry.value):
        return []
    from prefect_toml_lsp.prefect.suggest import MISSING, suggest

    value = MISSING if entry.value is UNDECODABLE else entry.value
    return suggest(schema, entry.names, value, most=most)


def is_gone(node: Node) -> bool:
    """Whether only releases before that of the node have it."""
    return bool(node.until and node.release > parse_release(node.until))


def wrong_release(
    node: Node, name: str, span: Span, data: Mapping[str, Any], instead: Mapping[str, Any]
) -> Finding:
    """A warning on a setting or table that only other releases of Prefect or of the node's package
    have; `instead` has its current name (`now`, in Markdown) or suggestions (`meant`).
    """
    return WRONG_RELEASE.at(span, data=data, **_release_of(node, name), **instead)


def _release_of(node: Node, name: str) -> dict[str, Any]:
    """The details of the message about a setting or table of other releases."""
    return {
        "name": name,
        "who": who_reads(node),
        "release": version_in_force(node),
        "until": node.until if is_gone(node) else None,
        "since": node.since,
    }


def _likeliest(found: Sequence[Suggestion]) -> list[Suggestion]:
    """The first, and up to two more that are as likely; an opposite is only suggested alone."""
    if found[0].opposite:
        return [*found[:1]]
    tied = takewhile(lambda each: each.tied, found[1:3])
    return [found[0], *(each for each in tied if not each.opposite)]


def _show(suggestion: Suggestion, schema: Schema) -> str:
    """A suggestion as people would write it: the key, and the table it belongs in."""
    node = schema.find(suggestion.path)
    if suggestion.opposite:
        return f"the opposite, `{'.'.join(suggestion.path)}`"
    *table, key = suggestion.path
    if node is not None and node.is_table:
        return f"`[{'.'.join(suggestion.path)}]`"
    return f"`{key}` in `[{'.'.join(table)}]`" if table else f"`{key}` at the top"
