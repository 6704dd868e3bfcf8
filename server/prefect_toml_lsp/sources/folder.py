"""Where a folder's settings come from: Prefect's sources, and which of them wins.

Strongest first, as `prefect.settings.base.PrefectBaseSettings.settings_customise_sources` orders
them.  Every line was asked of Prefect 3.8.8; those marked with * of 3.1.15, 3.4.25, 3.6.29 and
3.9.1, too:

1. A variable that names a whole table and holds JSON, ``PREFECT_API='{"url": "…"}'``; * it wins
   over all else for the settings in it, even where it stands in a profile.  Of several the
   outermost table wins, and for one table the environment, then `.env`, then the profile.
2. The environment. *
3. `.env` in the working directory. *
4. `prefect.toml`, setting by setting, not as a whole. *
5. ``[tool.prefect]`` in `pyproject.toml`. *
6. The active profile (see `profiles`), by names in upper case only. *
7. From 3.7.0 on: ``[experiments.plugins]``, the former place of ``[plugins]``, in `prefect.toml`.
8. The same in `pyproject.toml`.

Names of variables in 2 and 3 count in any case; of two that differ only in case the last one
does, in the order in which their spellings first appear.  A setting with two variables takes the
preferred one of the same source, but the environment's second one wins over the first one of
`.env`. *  An empty variable is set, a ``KEY`` without ``=`` in `.env` is not, and neither is a
table where a TOML file should have a value. *  Settings that are free-form tables are merged:
each of their entries comes from the strongest source that has it.

Old releases of Prefect with a new pydantic-settings (3.4.25 with 2.16) miss upper-case names in
`.env`: an argument changed its place.  Here they count, as they do with the pydantic-settings of
their time.

Only which settings are set, and where, is kept; values may be secrets and are forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prefect_toml_lsp.prefect import Release, Schema
from prefect_toml_lsp.sources.file_store import Contents
from prefect_toml_lsp.sources.precedence import Site, SourceLocation, legacy_rank, rank
from prefect_toml_lsp.sources.source_reader import Reader, Sources, current


class FolderSources:
    """What the sources of one folder set, read once.

    `contents` is what was read, and still has the values; `notes` is what is wrong with the files,
    to say once in the log; `profiles_path` is where Prefect looks for profiles, None where that is
    unknown; `profile` is the name of the active profile where the environment gives it, else empty.
    """

    def __init__(
        self, read: Sources, release: Release, contents: Contents, profile: str = ""
    ) -> None:
        self.contents = contents
        self.notes = read.notes
        self.profiles_path = read.profiles_path
        self.profile = profile
        self._setters = read.setters
        self._files = [path for path in read.stamps if not contents.hides(path)]
        self._release = release

    @classmethod
    def read(
        cls,
        folder: Path,
        environment: Mapping[str, str] | None,
        schema: Schema,
        home: Path | None = None,
        contents: Contents | None = None,
    ) -> FolderSources:
        """Read the sources of `folder`.

        environment
            The variables; None switches this source off.
        schema
            The release that applies.
        home
            The user's home directory, in which the profiles are when nothing says otherwise; None
            leaves them out then.
        contents
            What is in the files; without it, what is on the disk.
        """
        contents = contents or Contents()
        reader = Reader(folder, environment or {}, schema, contents)
        profile = (environment or {}).get("PREFECT_PROFILE", "")
        return cls(reader.read(home), schema.release, contents, profile)

    def looks_at(self, path: Path) -> bool:
        """Whether a file, be it there or not, is one of the sources."""
        return path in self._files

    def says_the_same(self, other: FolderSources) -> bool:
        """Whether the same places set the same settings; the values may be others."""
        return self._setters == other._setters and (self.notes, self.profiles_path) == (
            other.notes,
            other.profiles_path,
        )

    def sites(self, path: str, entry: str | None) -> list[Site]:
        """The places that set a setting, or an entry of it, the strongest first."""
        setters = self._setters.get(current(path, self._release), ())
        if entry is None:
            return [site for setter in setters for site in setter.sites()]
        return [site for setter in setters for site in setter.sites_of(entry)]

    def rank(self, path: str, kind: str) -> int:
        """How weak a source is for the setting that it writes as `path`."""
        return rank(kind) if path == current(path, self._release) else legacy_rank(kind)


def chain(path: str, folder: FolderSources, entry: str | None = None) -> list[SourceLocation]:
    """Everything that sets a setting (dotted path), the strongest first.

    `entry` asks for one key of a free-form table (``client.custom_headers``).
    """
    return list(dict.fromkeys(site.place for site in folder.sites(path, entry)))


def overrides(
    path: str, of: str, folder: FolderSources, entry: str | None = None
) -> list[SourceLocation]:
    """Those that win over what a source of kind `of` sets as `path`, the strongest first.

    `path` is as that source writes it, the legacy ``experiments.plugins.enabled`` included.  For a
    free-form table `entry` asks for one of its keys; without it, those that share a key with the
    table that `of` has, all of them where it has none.
    """
    sites = folder.sites(path, entry)
    if not sites:  # so it is with most settings
        return []
    weakest = folder.rank(path, of)
    stronger = [site for site in sites if site.rank < weakest]
    own = {site.entry for site in sites if site.rank == weakest}
    if entry is None and own and None not in own:
        stronger = [site for site in stronger if site.entry is None or site.entry in own]
    return list(dict.fromkeys(site.place for site in stronger))


def watched_files() -> tuple[str, ...]:
    """Glob patterns (LSP 3.17, `Pattern`) of the files that `FolderSources.read` reads, beside
    `FolderSources.profiles_path`.
    """
    return ("**/{.env,prefect.toml,profiles.toml,pyproject.toml}",)
