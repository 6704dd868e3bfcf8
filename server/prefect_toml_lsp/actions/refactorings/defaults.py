"""Set settings to their defaults, or remove settings that equal their defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prefect_toml_lsp.actions.fixes.as_toml import quoted_like, verdict_on
from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.refactorings.target import Target
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.prefect.acceptance import taken
from prefect_toml_lsp.prefect.defaults import is_default
from prefect_toml_lsp.sources.profiles_document import EPHEMERAL
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.edit import NoPlaceError, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import encode_key
from prefect_toml_lsp.toml.layout import comments_above, is_sound
from prefect_toml_lsp.toml.nodes import KeyValue, Section, Statement, TableHeader

_LONGEST = 60  # characters of a value in a title
_LEGACY = "experiments."  # Prefect looks for settings of `[plugins]` there, too

Redundant = tuple[KeyValue, Known]


def default_refactorings(target: Target) -> Iterator[Fix]:
    """Set the setting at the cursor to its default or, if it equals the default, remove it alone or
    with all other settings of the file that equal theirs.
    """
    entry, statement = target.entry, target.statement
    if entry is None or not isinstance(statement, KeyValue) or not _has_default(entry):
        return
    if not entry.is_default:
        yield from _set_to_default(target, statement, entry)
    elif _may_go(target.analysis, statement, entry):
        title = f"Remove `{encode_key(entry.node.name)}`, which equals the default"
        yield from _remove(target.analysis, [(statement, entry)], title, ", and its comment")
        yield from target.analysis.once(_remove_all)


def _has_default(entry: Known) -> bool:
    """Whether an entry is a setting as a whole, with a default that may be shown."""
    node = entry.node
    if entry.inner or entry.syntax is None or not node.is_setting or not node.exists:
        return False
    return not node.secret and not node.is_free_form and node.default is not None


def _set_to_default(target: Target, statement: KeyValue, entry: Known) -> Iterator[Fix]:
    syntax, default = entry.syntax, entry.node.default
    if syntax is None or is_default(entry.node, entry.value):
        return
    if _comments_in(statement, syntax.span) or not taken(verdict_on(entry.node, default)):
        return
    text = quoted_like(syntax, default)
    shown = f", `{text}`" if len(text) <= _LONGEST else ""
    edit = Edit(target.document.span(statement, syntax.span), text)
    yield Fix(f"Set to the default{shown}", [edit])


# Removal


def _remove_all(analysis: Analysis) -> tuple[Fix, ...]:
    """The removal of all settings that equal their defaults, if there are several."""
    found = list(_redundant(analysis))
    title = f"Remove all {len(found)} settings that equal their default"
    return tuple(_remove(analysis, found, title, ", and their comments")) if len(found) > 1 else ()


def _redundant(analysis: Analysis) -> Iterator[Redundant]:
    """All settings of a document that can be removed because they equal their defaults."""
    for path in analysis.settings:
        found = analysis.settings.find(path)
        if found and _has_default(found[1]) and found[1].is_default:
            statement, entry = found
            if isinstance(statement, KeyValue) and _may_go(analysis, statement, entry):
                yield statement, entry


def _may_go(analysis: Analysis, statement: KeyValue, entry: Known) -> bool:
    """Whether a removed setting would get its default, no comment within its value would be lost,
    and its statement has no errors.
    """
    if not is_sound(analysis.document, statement):
        return False
    if entry.syntax is None or _comments_in(statement, entry.syntax.span):
        return False
    path, folder = entry.node.dotted, analysis.context.folder
    if path == EPHEMERAL or analysis.settings.find(_LEGACY + path):
        return False
    if folder is None:
        return True
    own = folder.rank(path, analysis.context.kind)
    return all(each.strength[0] <= own for each in folder.of(path))


def _comments_in(statement: Statement, span: Span) -> bool:
    return any(span.contains(comment.span.start) for comment in statement.comments)


def _remove(
    analysis: Analysis, redundant: list[Redundant], title: str, with_comments: str
) -> Iterator[Fix]:
    """Their removal. A comment after a statement is about its setting, and is removed with it; then
    the title ends in `with_comments`. A comment above may be about more, and stays.
    """
    rewrite = Rewrite(analysis.document)
    by_statement: dict[KeyValue, list[Known]] = {}
    for statement, entry in redundant:
        by_statement.setdefault(statement, []).append(entry)
    for statement, entries in by_statement.items():
        _leave_out(analysis, statement, entries, rewrite)
    for section in {statement.section: None for statement in by_statement}:
        _drop_empty(analysis, section, rewrite)
    if any(rewrite.removes(statement) and statement.comments for statement in by_statement):
        title += with_comments
    try:
        yield Fix(title, rewrite.edits(), safe=True)
    except NoPlaceError:
        return


def _leave_out(
    analysis: Analysis, statement: KeyValue, entries: list[Known], rewrite: Rewrite
) -> None:
    """Remove what a statement sets, completely or in part."""
    if len(entries) < len(analysis.entries(statement)):
        for entry in entries:
            rewrite.remove_pair(pair_at(statement, Position(*entry.part.span.start)))
    else:
        rewrite.remove(statement)


def _drop_empty(analysis: Analysis, section: Section, rewrite: Rewrite) -> None:
    """Remove a header with the last key below it, if no comment depends on it."""
    header = section.header
    if not isinstance(header, TableHeader):
        return
    members: Iterable[Statement] = analysis.document.section_statements(header)
    if comments_above(analysis.document, header):
        return
    if any(each.comments for each in members if not rewrite.removes(each)):
        return
    if all(rewrite.removes(each) for each in members if isinstance(each, KeyValue)):
        rewrite.remove(header)
