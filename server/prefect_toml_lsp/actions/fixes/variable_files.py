"""What can be done about findings on variables, in profiles and in `.env`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.fixes.refusals import MOST_NAMED, near_words, nearest_allowed
from prefect_toml_lsp.analysis.dotenv import WHERE, DotenvAnalysis
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.variable_names import meaning_of
from prefect_toml_lsp.sources.assignment import Assignment
from prefect_toml_lsp.sources.variable import Variable, Where
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit, apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import NoPlaceError, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import encode, encode_key, encode_string
from prefect_toml_lsp.toml.nodes import KeyValue

VariablesAnalysis = DotenvAnalysis | ProfilesAnalysis

_MOST = 3  # names that are offered
_NAMES = ("unknown-variable", "wrong-release")
_WITHOUT_EFFECT = (
    *_NAMES, "duplicate-variable", "process-variable", "unknown-setting", "variable-without-value",
)  # fmt: skip


class _Place(NamedTuple):
    """A variable, and the others of its profile or file, itself included."""

    variable: Variable
    beside: list[Variable]
    where: Where


def variable_fixes(analysis: VariablesAnalysis, finding: Finding) -> Iterator[Fix]:
    """What can be done about one of the findings that `analysis` has now, the likeliest first."""
    place = _place(analysis, finding)
    if finding.code == "unknown-profile":
        names = finding.data.get("candidates", ())[:_MOST]
        for index, name in enumerate(names):
            edit = Edit(finding.span, encode_string(name))
            yield Fix(f"Change to `{encode_key(name)}`", [edit], preferred=index == 0)
    elif finding.code in _NAMES:
        yield from _renames(analysis, finding, place)
    elif place is not None and finding.span == place.variable.literal:
        yield from _values(analysis, finding, place)
    if finding.code in _WITHOUT_EFFECT and (place is None or finding.span == place.variable.key):
        yield from _removal(analysis, finding.span)


def fix_all_variables(analysis: VariablesAnalysis) -> list[Edit]:
    """The edits of all that is safe: names with one clear meaning. Prefect reads more afterwards,
    and refuses nothing that it did not refuse before.
    """
    edits: list[Edit] = []
    taken: set[tuple[int, str]] = set()
    for finding in analysis.findings():
        place = _place(analysis, finding)
        safe = [fix for fix in variable_fixes(analysis, finding) if fix.safe]
        if place is None or not safe:
            continue
        (edit,) = safe[0].edits
        name = id(place.beside[0]), edit.text
        if name not in taken:
            taken.add(name)
            edits.append(edit)
    if not edits or _refusals(_after(analysis, edits)) > _refusals(analysis):
        return []
    return edits


def _after(analysis: VariablesAnalysis, edits: list[Edit]) -> VariablesAnalysis:
    text = apply_edits(analysis.document.text, edits)
    if isinstance(analysis, DotenvAnalysis):
        return DotenvAnalysis(DotenvDocument(text), analysis.context)
    return ProfilesAnalysis(Document(text), analysis.context)


def _refusals(analysis: VariablesAnalysis) -> int:
    return sum(each.severity is Severity.ERROR for each in analysis.findings())


def _place(analysis: VariablesAnalysis, finding: Finding) -> _Place | None:
    """The variable whose name or value the finding is about."""
    for where, variables in _groups(analysis):
        for each in variables:
            if finding.span in (each.key, each.literal):
                return _Place(each, variables, where)
    return None


def _groups(analysis: VariablesAnalysis) -> Iterator[tuple[Where, list[Variable]]]:
    if isinstance(analysis, DotenvAnalysis):
        yield WHERE, analysis.variables()
        return
    for name, variables in analysis.profiles.profiles.items():
        yield Where("profile", active=name == analysis.active), [*variables.values()]


# Names


def _renames(analysis: VariablesAnalysis, finding: Finding, place: _Place | None) -> Iterator[Fix]:
    candidates = finding.data.get("candidates", ())[:_MOST]
    for index, name in enumerate(candidates):
        safe = len(candidates) == 1 and place is not None and _fits(analysis, place, name)
        edit = Edit(finding.span, name)
        yield Fix(f"Change to `{name}`", [edit], preferred=index == 0, safe=safe)


def _fits(analysis: VariablesAnalysis, place: _Place, name: str) -> bool:
    """Whether the variable may have another name: no other sets the setting, and Prefect takes
    the value.
    """
    meaning = meaning_of(name, analysis.schema)
    for each in place.beside:
        spelt = each.name.upper() if place.where.any_case else each.name
        if each is not place.variable and meaning_of(spelt, analysis.schema).node is meaning.node:
            return False
    reading = read(place.variable._replace(name=name), meaning, place.where)
    return (
        bool(reading.given)
        and reading.broken is None
        and not any(isinstance(each.verdict, Refused) for each in reading.given)
    )


# Values


def _values(analysis: VariablesAnalysis, finding: Finding, place: _Place) -> Iterator[Fix]:
    meant = finding.data.get("replacement")
    found = _allowed(analysis, place) if meant is None else [(str(meant), True)]
    for index, (text, clear) in enumerate(found):
        edit = Edit(finding.span, _written(analysis, place.variable, text))
        yield Fix(f"Change to `{text}`", [edit], preferred=clear and index == 0)


def _allowed(analysis: VariablesAnalysis, place: _Place) -> Iterator[tuple[str, bool]]:
    """Values that Prefect takes in the place of the one it refuses, and whether they are near."""
    variable, where = place.variable, place.where
    meaning = meaning_in(variable, where, analysis.schema)
    for given in read(variable, meaning, where).given:
        if variable.name.upper() in given.node.environment and isinstance(given.verdict, Refused):
            yield from _instead(given, given.verdict)


def _instead(given: Assignment, refused: Refused) -> Iterator[tuple[str, bool]]:
    words: list[str] = []
    if refused.rule == "enum":
        words = [each for each in refused.detail["allowed"] if isinstance(each, str)]
    elif refused.rule == "bool-string":
        words = ["true", "false"]
    elif refused.rule.endswith(("minimum", "maximum")):
        value = nearest_allowed(given.node, refused)
        if value is not None:
            yield str(value), True
    near = near_words(given.value, words) if words and isinstance(given.value, str) else []
    for word in near or words[:MOST_NAMED]:
        yield word, bool(near)


def _written(analysis: VariablesAnalysis, variable: Variable, text: str) -> str:
    """A value as the document writes such; in a profile of the TOML type that it had, if it can."""
    if isinstance(analysis, DotenvAnalysis):
        return text
    value: Any = variable.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return text
    return encode(text)


# Removal


def _removal(analysis: VariablesAnalysis, key: Span) -> Iterator[Fix]:
    """Leave out the variable, or the stray key, that has this key."""
    document = analysis.document
    if isinstance(document, DotenvDocument):
        statement = document.at(key.start)
        if statement is not None and statement.name is not None:
            edit = Edit(_lines(document, key.line, statement.span.end_line + 1), "")
            yield Fix(f"Remove `{statement.name}`", [edit])
        return
    found = document.at(key.line)
    if not isinstance(found, KeyValue) or found.problems:
        return
    written = pair_at(found, key.down(-document.start(found)).start)
    part = written.pair.key.parts[-1]
    if part.span.down(document.start(found)) != key:
        return  # A table of several keys.
    rewrite = Rewrite(document)
    rewrite.remove_pair(written)
    try:
        yield Fix(f"Remove `{encode_key(part.name)}`", rewrite.edits())
    except NoPlaceError:
        return


def _lines(document: DotenvDocument, first: int, end: int) -> Span:
    """The lines ``[first, end)`` with their breaks, as far as there are such."""
    source = document.source
    if end < len(source.lines):
        return Span(first, 0, end, 0)
    return Span.between(source.clamp((first, 0)), source.end)
