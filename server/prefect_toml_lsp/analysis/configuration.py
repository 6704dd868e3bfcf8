"""The options in a project's configuration (`project.configuration_file`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis.codes.settings import TOOL_CONFIGURATION
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.options import CONFIGURED, Chosen, Complaint, read_options
from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.prefect import Release
from prefect_toml_lsp.project.configuration_file import ConfigurationFile, configuration_of
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.occurrences import occurrences

if TYPE_CHECKING:
    from prefect_toml_lsp.toml import Document

_TOP = Span(0, 0, 0, 0)


class Configuration(NamedTuple):
    """The chosen options, and notes on the file to log once.

    complaints
        The mistakes in it; `notes` has them as text.
    """

    chosen: Chosen = Chosen()
    notes: tuple[Note, ...] = ()
    complaints: tuple[Complaint, ...] = ()


NOT_CONFIGURED = Configuration()


def read_configuration(
    file: ConfigurationFile | None, releases: Sequence[Release]
) -> Configuration:
    """The configuration in a file; wrong options keep their defaults. `releases` are those of
    Prefect.
    """
    if file is None:
        return NOT_CONFIGURED
    if file.note is not None:
        return Configuration(notes=(file.note,))
    values, complaints = read_options(file.values, CONFIGURED, file.prefix)
    chosen = Chosen.of(values)
    if chosen.prefect_version and not _is_release(chosen.prefect_version, releases):
        problem = " must be a Prefect release such as 3.4.1; its default is used"
        name = "prefectVersion"
        complaints.append(Complaint(name, file.prefix + name, problem))
        chosen = chosen._replace(prefect_version=None)
    if chosen.prefect_version:
        chosen = chosen._replace(version_in=file.where)
    notes = tuple(_note(each, file) for each in complaints)
    return Configuration(chosen, notes, tuple(complaints))


def check_configuration(
    document: Document, table: tuple[str, ...], releases: Sequence[Release]
) -> list[Finding]:
    """A note on each thing that is wrong in the `table` of a document that configures this tool,
    with spans in the document.
    """
    file = configuration_of(Path(), document, table)
    found = read_configuration(file, releases)
    if file is None or not found.notes:
        return []
    if file.note is not None and table:
        first = min(occurrences(document, table), key=lambda each: each.part)
        name = ".".join(table)
        return [TOOL_CONFIGURATION.at(first.part, name=name, problem=" must be a table")]
    complaints = [
        TOOL_CONFIGURATION.at(
            file.place(each.option) or _TOP, name=each.shown, problem=each.problem
        )
        for each in found.complaints
    ]
    return sorted(complaints, key=lambda each: each.span.start)


def _is_release(text: str, releases: Sequence[Release]) -> bool:
    from prefect_toml_lsp.project.release import NotARelease, parse_explicit

    try:
        parse_explicit(text, releases)
    except NotARelease:
        return False
    return True


def _note(complaint: Complaint, file: ConfigurationFile) -> Note:
    place = file.place(complaint.option)
    where = f"line {place.line + 1}: " if place else ""
    return Note(file.where, f"{where}{complaint.message}")
