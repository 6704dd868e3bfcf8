"""What a project's configuration (`project.configuration_file`) says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from prefect_toml_lsp.analysis.options import SHARED, Chosen, Complaint, read_options
from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.prefect import Release
from prefect_toml_lsp.project.configuration_file import ConfigurationFile


class Configuration(NamedTuple):
    """What was chosen, and what to say once of the file."""

    chosen: Chosen = Chosen()
    notes: tuple[Note, ...] = ()


NOT_CONFIGURED = Configuration()


def read_configuration(
    file: ConfigurationFile | None, releases: Sequence[Release]
) -> Configuration:
    """What a file says; what is wrong in it keeps its default. `releases` are those of Prefect."""
    if file is None:
        return NOT_CONFIGURED
    if file.note is not None:
        return Configuration(notes=(file.note,))
    values, complaints = read_options(file.values, SHARED, file.prefix)
    chosen = Chosen.of(values)
    if chosen.prefect_version and not _is_release(chosen.prefect_version, releases):
        message = f"{file.prefix}prefectVersion must be a Prefect release such as 3.4.1"
        complaints.append(Complaint("prefectVersion", f"{message}; its default is used"))
        chosen = chosen._replace(prefect_version=None)
    if chosen.prefect_version:
        chosen = chosen._replace(version_in=file.where)
    return Configuration(chosen, tuple(_note(each, file) for each in complaints))


def _is_release(text: str, releases: Sequence[Release]) -> bool:
    from prefect_toml_lsp.project.release import NotARelease, parse_explicit

    try:
        parse_explicit(text, releases)
    except NotARelease:
        return False
    return True


def _note(complaint: Complaint, file: ConfigurationFile) -> Note:
    line = file.lines.get(complaint.option.partition(".")[0])
    where = f"line {line}: " if line else ""
    return Note(file.where, f"{where}{complaint.message}")
