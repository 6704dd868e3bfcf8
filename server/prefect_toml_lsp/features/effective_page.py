"""The settings in force in a folder, as a page for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from prefect_toml_lsp.analysis.rules.overridden import describe_place
from prefect_toml_lsp.features.documentation import code, link_to
from prefect_toml_lsp.prefect import Schema, show_release
from prefect_toml_lsp.sources.effective import FolderInForce, InForce, State
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.toml.encode import encode

_HEAD = ("Setting", "Value", "Comes from")
_WIDEST = 60
"""Characters of a cell that other rows are aligned with."""

Row = tuple[str, str, str]
NamePlace = Callable[[SourceLocation], str]


def show_effective(found: FolderInForce, folder: Path, schema: Schema) -> dict[str, str]:
    """All settings that something sets, with their values and where they come from: aligned, to be
    read as it is, and as a Markdown page to be rendered, in which sources lead to their lines:
    ``{"text": …, "languageId": "markdown", "page": …}``. Secrets are in neither.
    """
    text = _make_page(found, folder, schema, describe_place, _aligned)
    page = _make_page(found, folder, schema, link_to, _plain)
    return {"text": text, "languageId": "markdown", "page": page}


def _make_page(
    found: FolderInForce,
    folder: Path,
    schema: Schema,
    name: NamePlace,
    lay_out: Callable[[Sequence[Row]], list[str]],
) -> str:
    """The page, with places written by `name` and rows of the table by `lay_out`."""
    settings = found.settings
    rows = [each for each in settings if each.sources or each.passed_over or each.because]
    text = [
        f"# Prefect's settings in {code(folder.name or str(folder))}",
        "",
        f"As Prefect {show_release(schema.release)} has them when it runs in "
        f"{code(str(folder))}. A setting that is not listed has its default "
        f"({len(settings) - len(rows)} of {len(settings)}).",
    ]
    if rows:
        cells = [(code(each.node.dotted), _value(each), _origin(each, name)) for each in rows]
        text += ["", *lay_out([_in_cells(row) for row in cells])]
    if found.notes:
        text += ["", "Something is wrong with the files, and Prefect may not start:", ""]
        text += [f"- {code(str(note))}" for note in found.notes]
    return "\n".join([*text, ""])


_WORDS = {
    State.HIDDEN: "*hidden*, it is or may hold a secret",
    State.UNSET: "*none*",
}


def _value(each: InForce) -> str:
    if each.state is State.REFUSED:
        package = each.node.package
        who = f"`{package}` fails with it" if package else "Prefect does not start with it"
        return f"**refused**, {who}"
    return _WORDS.get(each.state) or code(encode(each.value))


def _origin(each: InForce, name: NamePlace) -> str:
    found = [each.because or ", ".join(map(name, each.sources))]
    if each.passed_over:
        found.append(f"not {', '.join(map(name, each.passed_over))}")
    return "; ".join(found)


def _in_cells(row: Row) -> Row:
    setting, value, origin = (cell.replace("|", "\\|") for cell in row)
    return setting, value, origin


def _plain(rows: Sequence[Row]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (_HEAD, ("---", "---", "---"), *rows)]


def _aligned(rows: Sequence[Row]) -> list[str]:
    """The same with cells as wide as the others in their column."""
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
