"""The context in which a document is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis.findings import NO_DATA, Finding, Severity
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.project.readers import NEWEST, Readers
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import PREFECT, file_kind
from prefect_toml_lsp.sources.profiles_use import NOT_USED, ProfilesUse

if TYPE_CHECKING:  # `check` starts faster without what it may not need
    from pathlib import Path

    from prefect_toml_lsp.prefect.allowed import Allowed
    from prefect_toml_lsp.project.class_index import Classes, ClassIndex
    from prefect_toml_lsp.sources.folder import Folder


class Context(NamedTuple):
    """The release and the surroundings of a document.

    schema
        Prefect's settings as the release in force has them.
    folder
        What else sets settings in the document's folder; None leaves that out.
    missing
        How a value is reported that the document misses and that the environment may supply when
        Prefect starts: an error where the environment is known, None for not at all.
    plain_secrets
        How a secret in plain text is reported: a hint, or a warning where that is asked for.
    kind
        Which of Prefect's sources the document is (`sources.kinds.FILES`).
    is_prefect_2
        Whether the project wants a Prefect before 3, which does not read this file.
    may_be_foreign
        Whether a file of profiles may be another tool's, since Prefect would not load it here.
    severities
        What the user wants for findings by their code instead of the default; None to leave them
        out.
    profiles_use
        What Prefect does with the file of profiles that is judged.
    readers
        How Prefect reads TOML and `.env` (`project.runtime.Runtime.readers`).
    allowed
        Tables and variables that the user declared as known; None if there are none.
    classes
        The settings classes of the project; None for a file that belongs to none.
    compose_variables
        Variables that compose files of the folder refer to, so that `.env` has them for these.
    """

    schema: Schema
    folder: Folder | None = None
    missing: Severity | None = Severity.ERROR
    plain_secrets: Severity = Severity.HINT
    kind: str = PREFECT
    is_prefect_2: bool = False
    severities: Mapping[str, Severity | None] = NO_DATA
    readers: Readers = NEWEST
    may_be_foreign: bool = False
    profiles_use: ProfilesUse = ProfilesUse()
    allowed: Allowed | None = None
    classes: Classes | None = None
    compose_variables: frozenset[str] = frozenset()

    @property
    def prefix(self) -> tuple[str, ...]:
        """The path of the table that stands for Prefect's root."""
        return file_kind(self.kind).prefix

    @property
    def has_own(self) -> bool:
        """Whether anything may be known that Prefect does not have."""
        return self.allowed is not None or self.classes is not None

    def use_of_profiles(self, path: Path) -> ProfilesUse:
        """What Prefect, running in the folder, does with a file of profiles."""
        return self.folder.use_of_profiles(path) if self.folder else NOT_USED

    def own_classes(self) -> ClassIndex | None:
        """The settings classes of the project, which are searched when this is first asked; None
        if there are none, or as long as they are not known.
        """
        return self.classes.index() if self.classes else None

    @property
    def is_searching(self) -> bool:
        """Whether the classes are not known yet."""
        return self.classes is not None and self.classes.index() is None

    def as_asked(self, found: list[Finding]) -> list[Finding]:
        """`found` with the severities that the user chose, without findings that have to wait."""
        if any(each.waits for each in found) and self.is_searching:
            found = [each for each in found if not each.waits]
        if not self.severities:
            return found
        asked = [(each, self.severities.get(each.code, each.severity)) for each in found]
        return [each._replace(severity=severity) for each, severity in asked if severity]
