"""The settings in force in a folder as text, computed again only if something has changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect_toml_lsp.features.effective_page import show_effective
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.server.session import Session
from prefect_toml_lsp.sources.effective import effective_settings


class _Shown(NamedTuple):
    """An answer, without secrets, and the files from which it was computed."""

    folder: Path
    version: tuple[int, int]
    stamps: Mapping[Path, object]
    answer: dict[str, Any]


class EffectiveSettings:
    """Answers `features.commands.SHOW_EFFECTIVE`.

    The last answer is cached, because an editor may show it next to a file and request it whenever
    it gets the focus.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: _Shown | None = None

    def show(self, folder: Path) -> dict[str, Any]:
        """See `features.effective_page.show_effective`."""
        session, shown = self._session, self._shown
        contents = session.contents
        version = (session.generation, session.edits)
        if (
            shown is not None
            and (shown.folder, shown.version) == (folder, version)
            and all(contents.stamp(path) == stamp for path, stamp in shown.stamps.items())
        ):
            return shown.answer
        context = session.contexts.of_folder(folder)
        schema = context.schema
        sources = session.contexts.read_folder(folder, schema, context.readers)
        found = effective_settings(sources, schema)
        answer = show_effective(found, folder, schema)
        self._shown = _Shown(folder, version, found.stamps, answer)
        return answer
