"""The runtimes of folders, and the configuration of their projects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis.options import Chosen
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.project.configuration_file import ConfigurationFile, NearestConfiguration
from prefect_toml_lsp.project.folder import names_in, says_something

if TYPE_CHECKING:  # few projects are configured
    from prefect_toml_lsp.analysis.configuration import Configuration
    from prefect_toml_lsp.project.runtime import Runtime

NOT_CHOSEN = Chosen()


class Runtimes:
    """Reads each folder once, until it is forgotten; a folder without information has the runtime
    of the folder above it.

    root_of
        Returns the folder of the workspace or project around a folder, if it is known; folders
        above it do not count.
    say
        Called with each configuration that has mistakes.
    over
        The user's choices, which win over the project's.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        root_of: Callable[[Path], Path | None],
        say: Callable[[ConfigurationFile, Configuration], None],
    ) -> None:
        self._catalogue = catalogue
        self._root_of = root_of
        self._say = say
        self._over: Callable[[Chosen], Chosen] = lambda chosen: chosen
        self._known: dict[tuple[Path, str | None], Runtime] = {}
        self._speaking: dict[Path, Path] = {}
        self._nearest = NearestConfiguration()
        self._configurations: dict[Path, Configuration] = {}

    def use(self, over: Callable[[Chosen], Chosen], catalogue: Catalogue) -> None:
        """Use these from now on."""
        self._over, self._catalogue = over, catalogue
        self.clear()

    def of(self, folder: Path, version: str | None = None) -> Runtime:
        """The runtime of a folder, with `version` of Prefect, or the chosen one, or that of the
        folder. Raises `NotARelease` if `version` is not one; a malformed chosen version is ignored.
        """
        key = (self._speaks_for(folder) if version is None else folder), version
        if key not in self._known:
            self._known[key] = self._decide(*key)
        return self._known[key]

    def file(self, folder: Path) -> ConfigurationFile | None:
        """The nearest configuration of a project, at or above a folder."""
        return self._nearest.of(self._speaks_for(folder), self._root_of(folder))

    def configuration(self, file: ConfigurationFile) -> Configuration:
        """The options of a configuration, and its mistakes."""
        if file.where not in self._configurations:
            from prefect_toml_lsp.analysis.configuration import read_configuration

            found = read_configuration(file, self._catalogue.releases)
            if found.notes:
                self._say(file, found)
            self._configurations[file.where] = found
        return self._configurations[file.where]

    def chosen(self, folder: Path) -> Chosen:
        """The options for a folder: the user's over the project's."""
        file = self.file(folder)
        return self._over(self.configuration(file).chosen if file else NOT_CHOSEN)

    def forget(self, folder: Path) -> None:
        """Read a folder again when it is next needed, but not those above it."""
        self._speaking.pop(folder, None)
        self._known.pop((folder, None), None)
        self._nearest.forget(folder, self._root_of(folder))

    def clear(self) -> None:
        """Forget all folders."""
        self._speaking.clear()
        self._known.clear()
        self._nearest.clear()
        self._configurations.clear()

    def _speaks_for(self, folder: Path) -> Path:
        """The nearest folder, this one or above it, with information or without a folder above."""
        silent: list[Path] = []
        root, each = self._root_of(folder), folder
        while each not in self._speaking:
            if each in (root, each.parent) or says_something(names_in(each)):
                self._speaking[each] = each
            else:
                silent.append(each)
                each = each.parent
        found = self._speaking[each]
        self._speaking.update(dict.fromkeys(silent, found))
        return found

    def _decide(self, folder: Path, version: str | None) -> Runtime:
        from prefect_toml_lsp.project.release import NotARelease
        from prefect_toml_lsp.project.runtime import decide_runtime

        known, root = self._catalogue.releases, self._root_of(folder)
        packages = self._catalogue.packages
        if version is not None:
            return decide_runtime(folder, known, version, root, None, packages)
        chosen = self.chosen(folder)
        version, where = chosen.prefect_version, chosen.version_in
        try:
            return decide_runtime(folder, known, version, root, where, packages)
        except NotARelease:
            return decide_runtime(folder, known, None, root, None, packages)
