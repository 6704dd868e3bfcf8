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

if TYPE_CHECKING:  # imported late, so that `check` starts faster
    from pathlib import Path

    from prefect_toml_lsp.prefect.allowed import Allowed
    from prefect_toml_lsp.project.class_index import Classes, ClassIndex
    from prefect_toml_lsp.sources.folder import Folder


class Context(NamedTuple):
    """The release and the other sources by which a document is judged.

    schema
        The settings of the release in force.
    folder
        The other sources in the document's folder; None leaves them out.
    missing
        The severity of a missing value that the environment may supply when Prefect starts: an
        error if the environment is known, None for no finding.
    plain_secrets
        The severity of a secret in plain text: a hint, or a warning if requested.
    kind
        Which of Prefect's sources the document is (`sources.kinds.FILES`).
    is_prefect_2
        Whether the project requires Prefect 1 or 2, which do not read this file.
    may_be_foreign
        Whether a file of profiles may be another tool's, since Prefect would not load it here.
    severities
        The severities that the user has chosen, by code; None hides findings.
    profiles_use
        What Prefect does with the judged file of profiles.
    readers
        How Prefect reads TOML and `.env` (`project.runtime.Runtime.readers`).
    allowed
        Tables and variables that the user declared as known; None if there are none.
    classes
        The settings classes of the project; None for a file that belongs to none.
    compose_variables
        Variables in `.env` that Compose files of the folder use; `WHOLE_FILE` stands for all.
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
        """What Prefect does with a file of profiles when it runs in the folder."""
        return self.folder.use_of_profiles(path) if self.folder else NOT_USED

    def own_classes(self) -> ClassIndex | None:
        """The settings classes of the project; the first call starts the search. None if there are
        none, or if they are not known yet.
        """
        return self.classes.index() if self.classes else None

    @property
    def is_searching(self) -> bool:
        """Whether the classes are not known yet."""
        return self.classes is not None and self.classes.index() is None

    def as_asked(self, found: list[Finding]) -> list[Finding]:
        """`found` with the user's severities, without findings that must wait for a search."""
        if any(each.waits for each in found) and self.is_searching:
            found = [each for each in found if not each.waits]
        if not self.severities:
            return found
        asked = [(each, self.severities.get(each.code, each.severity)) for each in found]
        return [each._replace(severity=severity) for each, severity in asked if severity]
