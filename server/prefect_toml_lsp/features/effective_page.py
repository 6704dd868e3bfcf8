"""The settings in force in a folder, as text for people and as data for a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect_toml_lsp.analysis.rules.overridden import describe_place
from prefect_toml_lsp.features.documentation import code
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.prefect import Schema, show_release
from prefect_toml_lsp.sources.effective import FolderInForce, InForce, State
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.toml.encode import encode

_HEAD = ("Setting", "Value", "Comes from")
_WIDEST = 60
"""Characters of a cell that other rows are aligned with."""

Row = tuple[str, str, str]


def show_effective(found: FolderInForce, folder: Path, schema: Schema) -> dict[str, Any]:
    """All settings that a source sets, with their values and sources, without secrets.

    ``{"text": …, "languageId": "markdown"}`` is for people, a table with aligned columns. The rest
    is for a page that a client makes: ``title`` and ``about`` (what the table is, in Markdown code
    spans and text), ``rows``, and ``notes`` on files that Prefect cannot read. A row has the
    ``setting``; its ``value``, as TOML or in words if its ``state`` is not ``shown``; ``because``,
    what decides if no source does; and the places of ``sources`` and of those ``passedOver``, each
    its ``text`` and, if it is in a file, ``uri`` and ``line`` (0-based).
    """
    settings = found.settings
    set_ = [each for each in settings if each.sources or each.passed_over or each.because]
    title = f"Prefect's settings in {code(folder.name or str(folder))}"
    about = (
        f"As Prefect {show_release(schema.release)} has them when it runs in "
        f"{code(str(folder))}. A setting that is not listed has its default "
        f"({len(settings) - len(set_)} of {len(settings)})."
    )
    notes = [str(note) for note in found.notes]
    text = [f"# {title}", "", about]
    if set_:
        text += ["", *_aligned([_cells(each) for each in set_])]
    if notes:
        text += ["", "Something is wrong with the files, and Prefect may not start:", ""]
        text += [f"- {code(note)}" for note in notes]
    return {
        "text": "\n".join([*text, ""]),
        "languageId": "markdown",
        "title": title,
        "about": about,
        "rows": [_row(each) for each in set_],
        "notes": notes,
    }


_WORDS = {State.HIDDEN: "hidden: it is or may contain a secret", State.UNSET: "none"}
_FIRST_WORD = re.compile(r"^\w+")


def _value(each: InForce) -> str:
    """The value as TOML, or text that says why there is none."""
    if each.state is State.REFUSED:
        package = each.node.package
        who = f"`{package}` fails with it" if package else "Prefect does not start with it"
        return f"refused, {who}"
    return _WORDS.get(each.state) or encode(each.value)


# As text


def _cells(each: InForce) -> Row:
    """A row of the table, in Markdown."""
    value = _value(each)
    if each.state is State.SHOWN:
        value = code(value)
    else:  # The first word says it.
        mark = "**" if each.state is State.REFUSED else "*"
        value = _FIRST_WORD.sub(rf"{mark}\g<0>{mark}", value)
    origin = [each.because or ", ".join(map(describe_place, each.sources))]
    if each.passed_over:
        origin.append(f"not {', '.join(map(describe_place, each.passed_over))}")
    cells = code(each.node.dotted), value, "; ".join(origin)
    setting, value, comes_from = (cell.replace("|", "\\|") for cell in cells)
    return setting, value, comes_from


def _aligned(rows: Sequence[Row]) -> list[str]:
    """The lines of a Markdown table with cells as wide as the others in their column."""
    table = [_HEAD, *rows]
    widths = [
        max(len(row[column]) for row in table if len(row[column]) <= _WIDEST)
        for column in range(len(_HEAD))
    ]
    rule = f"|-{'-|-'.join('-' * width for width in widths)}-|"
    lines = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in table
    ]
    return [lines[0], rule, *lines[1:]]


# As data


def _row(each: InForce) -> dict[str, Any]:
    return {
        "setting": each.node.dotted,
        "value": _value(each),
        "state": each.state.value,
        "because": each.because,
        "sources": [_place(place) for place in each.sources],
        "passedOver": [_place(place) for place in each.passed_over],
    }


def _place(place: SourceLocation) -> dict[str, Any]:
    found: dict[str, Any] = {"text": describe_place(place)}
    if place.where is not None:
        found |= {"uri": uri_of(place.where), "line": place.line or 0}
    return found
