"""What runs in folders, and what their projects choose for this tool."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prefect_toml_lsp.analysis.configuration import (
    NOT_CONFIGURED,
    Configuration,
    read_configuration,
)
from prefect_toml_lsp.analysis.options import Chosen
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.project.configuration_file import NearestConfiguration
from prefect_toml_lsp.project.folder import names_in, says_something
from prefect_toml_lsp.project.release import NotARelease
from prefect_toml_lsp.project.runtime import Runtime, decide_runtime


class Runtimes:
    """A folder is looked at once, until it is forgotten; one that says nothing has what the folder
    above it has. `root_of` gives the workspace folder that a folder is in; `say` is told what is
    wrong with configuration files.
    """

    def __init__(
        self, root_of: Callable[[Path], Path | None], say: Callable[[object], None]
    ) -> None:
        self._root_of = root_of
        self._say = say
        self._settings = ServerOptions()
        self._catalogue = Catalogue.load()
        self._known: dict[Path, Runtime] = {}
        self._nearest = NearestConfiguration()
        self._configurations: dict[Path, Configuration] = {}

    def use(self, settings: ServerOptions, catalogue: Catalogue) -> None:
        """Go by these from now on."""
        self._settings, self._catalogue = settings, catalogue
        self.clear()

    def of(self, folder: Path) -> Runtime:
        """What runs in a folder; a release set by the user that is none counts for nothing."""
        if folder not in self._known:
            self._known[folder] = self._decide(folder)
        return self._known[folder]

    def chosen(self, folder: Path) -> Chosen:
        """What the user's settings say above the nearest configuration of the project, at or above
        a folder.
        """
        file = self._nearest.of(folder, self._root_of(folder))
        if file is None:
            return self._settings.over(NOT_CONFIGURED.chosen)
        if file.where not in self._configurations:
            found = read_configuration(file, self._catalogue.releases)
            for each in found.notes:
                self._say(each)
            self._configurations[file.where] = found
        return self._settings.over(self._configurations[file.where].chosen)

    def forget(self, folder: Path) -> None:
        """Look at a folder again when somebody asks; not at those above it."""
        self._known.pop(folder, None)
        self._nearest.forget(folder, self._root_of(folder))

    def clear(self) -> None:
        """Forget all folders."""
        self._known.clear()
        self._nearest.clear()
        self._configurations.clear()

    def _decide(self, folder: Path) -> Runtime:
        known, root = self._catalogue.releases, self._root_of(folder)
        if folder not in (root, folder.parent) and not says_something(names_in(folder)):
            return self.of(folder.parent)
        chosen, packages = self.chosen(folder), self._catalogue.packages
        version, where = chosen.prefect_version, chosen.version_in
        try:
            return decide_runtime(folder, known, version, root, where, packages)
        except NotARelease:
            return decide_runtime(folder, known, None, root, None, packages)
