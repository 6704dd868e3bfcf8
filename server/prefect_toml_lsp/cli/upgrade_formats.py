"""The changes with another release, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import Any

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.documentation import default_text, facts, type_of
from prefect_toml_lsp.cli.columns import aligned, printable, wrapped
from prefect_toml_lsp.cli.reports import Report, as_record
from prefect_toml_lsp.cli.settings_formats import shown_place, source_object
from prefect_toml_lsp.cli.upgrade_read import Row, Upgrade
from prefect_toml_lsp.prefect import Node, Release, show_release
from prefect_toml_lsp.prefect.acceptance import Refused, judge
from prefect_toml_lsp.prefect.changes import Change, rules_between
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.sources.affected import Affected, Effect
from prefect_toml_lsp.sources.kinds import ENVIRONMENT, Holds, file_kind

_OF_VALUES = ("Values", "Must be")
_INDENT = "    "


# As text


def as_text(found: Upgrade, width: int | None = None) -> list[str]:
    """A paragraph for each setting with the change and the remedy, the worst first, wrapped."""
    lines: list[str] = []
    rows = sorted(found.rows, key=lambda each: (each.affected is None, each.severity))
    for row in rows:
        lines += (*_paragraph(row, found, width), "")
    for title, reports in (
        (f"New findings with Prefect {show_release(found.other)}:", found.new),
        (f"Findings that go away with Prefect {show_release(found.other)}:", found.gone),
    ):
        if reports:
            lines += (*wrapped(title, width), *_indented(map(_finding, reports), width), "")
    for ending in (*(f"Note: {each}." for each in found.assumed), _summary(found)):
        lines += wrapped(ending, width)
    return lines


def _indented(texts: Iterable[str], width: int | None) -> Iterator[str]:
    for text in texts:
        first, *rest = wrapped(text, width and width - len(_INDENT) - 2)
        yield from (f"{_INDENT}{first}", *(f"{_INDENT}  {line}" for line in rest))


def _paragraph(row: Row, found: Upgrade, width: int | None) -> Iterator[str]:
    where = row.setting
    if row.affected is not None:
        where = shown_place(row.affected.place)
        if row.affected.place.name != row.setting:
            where = f"{where} ({row.setting})"
    yield from wrapped(f"{row.severity.word}: {where}", width)
    yield from _indented(sentences(row, found), width)


def sentences(row: Row, found: Upgrade) -> Iterator[str]:
    """The change and the remedy as sentences that repeat no value of the folder."""
    one, other = show_release(found.one), show_release(found.other)
    if row.affected is not None:
        yield from _effect(row.affected, row.change, one, other)
    for report in row.findings:
        if row.severity.label == report.severity == "error":
            yield _sentence(report.message)
    if row.change is None or row.change.after is None:
        return
    if row.affected is None and "moved" in row.change.parts:
        yield f"It is now {row.change.after.dotted}."
    yield from _differences(row.change)
    if row.affected is None:
        yield from _keeping(row.change, row.change.after)
    elif row.affected.effect is Effect.SAME and row.change.parts == ("default",):
        yield "The value here does not change."


def _effect(each: Affected, change: Change | None, one: str, other: str) -> Iterator[str]:
    successor = _successor(each, change)
    if each.is_overridden:
        yield "A stronger source sets this, so the value does not count."
    elif each.effect is Effect.REFUSED:
        yield f"Prefect {other} refuses the value and does not start; Prefect {one} accepts it."
    elif each.effect is Effect.ACCEPTED:
        yield f"Prefect {other} accepts the value, which Prefect {one} refuses."
    elif each.effect is Effect.READ:
        yield f"Prefect {other} reads this; Prefect {one} does not."
    elif each.effect is Effect.CONVERTED:
        yield f"Prefect {other} reads the value differently than Prefect {one}."
    elif each.effect is Effect.IGNORED and successor:
        yield f"Prefect {other} ignores this; write {successor} instead."
        if _is_refused_there(each, change):
            yield "That setting refuses the value; write another one."
    elif each.effect is Effect.IGNORED and change is not None:
        yield f"Prefect {other} does not have this setting and ignores it; remove it."
    elif each.effect is Effect.IGNORED:
        yield f"Prefect {other} does not read this."
    elif successor:
        yield f"Prefect {other} still reads this; it is now {successor}."


def _is_refused_there(each: Affected, change: Change | None) -> bool:
    """Whether the setting that took the place of another one refuses the value."""
    node = change.after if change else None
    if node is None or each.before is None or each.before.verdict is None:
        return False
    verdict = judge(node.dotted, node.keywords, each.before.value, node.release)
    return isinstance(verdict, Refused)


def _successor(each: Affected, change: Change | None) -> str | None:
    """The new name of a setting that moved: a path or a variable."""
    node = change.after if change and "moved" in change.parts else None
    if node is None:
        return None
    of_variables = each.place.kind == ENVIRONMENT or (
        file_kind(each.place.kind).holds is not Holds.SETTINGS
    )
    name = node.environment[0] if of_variables else node.dotted
    return None if name == each.place.name else name


def _keeping(change: Change, after: Node) -> Iterator[str]:
    """How to keep a default."""
    if change.before is not None and change.before.default is not None:
        yield f"To keep it, set {after.dotted} = {default_text(change.before)}."


def _differences(change: Change) -> Iterator[str]:
    """The change of the setting itself."""
    before, after = change.before, change.after
    if before is None or after is None:
        return
    if "type" in change.parts:
        types = type_of(before), type_of(after)
        if types[0] == types[1]:
            yield f"Values are read differently; the type is still {types[0]}."
        else:
            yield f"The type is {types[1]}; it was {types[0]}."
    if "allowed" in change.parts:
        yield f"Allowed: {_values(after)}; before: {_values(before)}."
    if "default" in change.parts:
        yield f"The default is {_default(after)}; it was {_default(before)}."


def _values(node: Node) -> str:
    found = [text for label, text in facts(node) if label in _OF_VALUES]
    return "; ".join(found).replace("`", "") or "any value of the type"


def _default(node: Node) -> str:
    return default_text(node) or (node.default_note or "none").replace("`", "")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _finding(report: Report) -> str:
    where = f"{report.path}:{report.line}:{report.column}"
    return printable(f"{where}: {report.word}[{report.code}]: {report.message}")


def _summary(found: Upgrade) -> str:
    between = (
        f"from Prefect {show_release(found.one)} ({found.reason}) "
        f"to Prefect {show_release(found.other)}"
    )
    if not (found.rows or found.new or found.gone):
        return f"Nothing changes for this folder {between}."
    settings = {row.setting for row in found.rows}
    counts = Counter(row.severity for row in found.rows)
    words = ", ".join(counted(counts[each], f"{each.word}s") for each in sorted(counts))
    return f"{_how_many(settings)} {between}{': ' if words else ''}{words}."


def _how_many(settings: Sized) -> str:
    """The beginning of a summary."""
    count = len(settings)
    return "1 setting changes" if count == 1 else f"{count or 'No'} settings change"


# For programs


def as_json(found: Upgrade) -> list[str]:
    """An object: the releases, the settings, and the findings of `check` that appear and
    disappear.
    """
    data = {
        "from": show_release(found.one),
        "to": show_release(found.other),
        "changes": [_row(each, found) for each in found.rows],
        "new_findings": [*map(as_record, found.new)],
        "gone_findings": [*map(as_record, found.gone)],
    }
    return [json.dumps(data, indent=2, default=str)]


def _row(row: Row, found: Upgrade) -> dict[str, Any]:
    affected = row.affected
    return {
        "setting": row.setting,
        "severity": row.severity.label,
        "effect": affected.effect.value if affected else None,
        "overridden": bool(affected and affected.is_overridden),
        "source": source_object(affected.place) if affected else None,
        **_change(row.change),
        "message": " ".join(sentences(row, found)),
        "findings": [*map(as_record, row.findings)],
    }


def _change(change: Change | None) -> dict[str, Any]:
    if change is None:
        return {"changes": [], "now": None, "before": None, "after": None}
    moved = change.after if "moved" in change.parts else None
    return {
        "changes": [*change.parts],
        "now": moved.dotted if moved else None,
        "before": _facts(change.before),
        "after": _facts(change.after),
    }


def _facts(node: Node | None) -> dict[str, Any] | None:
    if node is None:
        return None
    return {"type": type_of(node), "allowed": _values(node), "default": node.default}


# Whatever a folder has


def all_as_text(
    changes: Sequence[Change], one: Release, other: Release, width: int | None = None
) -> list[str]:
    """A line for each setting that changed, and for each rule about several settings."""
    rows = [(each.path, _about(each)) for each in changes]
    between = f"from Prefect {show_release(one)} to Prefect {show_release(other)}"
    if not rows:
        return wrapped(f"No setting changes {between}.", width)
    rules = [
        (each.code, f"since {show_release(each.since)}: {CODES[each.code].title}")
        for each in rules_between(one, other)
    ]
    about = ["", "Rules about several settings:", *aligned(rules, width)] if rules else []
    ending = f"{_how_many(rows)} {between}."
    return [*aligned(rows, width), *about, "", *wrapped(ending, width)]


def _about(change: Change) -> str:
    if change.parts[0] == "removed":
        return "removed"
    if change.after is not None and change.parts[0] == "added":
        was = f", was {change.was}" if change.was else ""
        return f"added{was}: {type_of(change.after)}, default {_default(change.after)}"
    words = []
    if change.after is not None and change.parts[0] == "moved":
        words.append(f"moved to {change.after.dotted}")
    words += (each.rstrip(".") for each in _differences(change))
    return ". ".join(words)


def all_as_json(changes: Iterable[Change], one: Release, other: Release) -> list[str]:
    """An object: the releases, and an array with an object for each setting."""
    data = {
        "from": show_release(one),
        "to": show_release(other),
        "changes": [{"setting": each.path, **_change(each)} for each in changes],
        "rules": [
            {"code": each.code, "since": show_release(each.since)}
            for each in rules_between(one, other)
        ],
    }
    return [json.dumps(data, indent=2, default=str)]
