"""The settings of a folder, for the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from typing import Any

from prefect_toml_lsp.cli.context import (
    Options,
    folder_of,
    named_release,
    runtime_of,
    schema_of,
)
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.meant import did_you_mean
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.defaults import is_default
from prefect_toml_lsp.prefect.secrets import may_show
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.effective import InForce, State, effective_settings
from prefect_toml_lsp.sources.folder import Folder


class SettingsRead(NamedTuple):
    """The requested settings in force.

    release
        The release and the reason: ``Prefect 3.9.1 (uv.lock)``.
    notes
        The errors in the files, because of which Prefect may not start.
    """

    settings: list[InForce]
    folder: str
    release: str
    notes: list[str]

    @property
    def different(self) -> list[InForce]:
        """The settings that differ from their defaults."""
        return [each for each in self.settings if differs(each)]


def read_settings(folder: str, options: argparse.Namespace) -> SettingsRead:
    """The settings of a folder with the other options of `settings`.

    Raises `CannotRunError`, also for the name of no setting and of no profile.
    """
    if options.prefect_version is not None:
        named_release(options.prefect_version)
    absolute = os.path.abspath(folder)
    asked = Options(
        prefect_version=options.prefect_version,
        environment=not options.isolated or options.profile is not None,
        profile=options.profile,
    )
    runtime = runtime_of(absolute, asked.prefect_version)
    schema = schema_of(runtime)
    shows = _all_of_them if options.show_secrets else may_show
    sources = folder_of(absolute, asked)
    if options.profile is not None:
        _must_be_known(options.profile, sources)
    found = effective_settings(sources, schema, shows)
    wanted = {*_named(options.setting, schema)} if options.setting else None
    settings = [each for each in found.settings if wanted is None or each.node.dotted in wanted]
    return SettingsRead(settings, folder, str(runtime.explained), [*map(str, found.notes)])


def differs(each: InForce) -> bool:
    """Whether a setting is not at its default, or may not be."""
    if each.state is State.HIDDEN or each.state is State.REFUSED:
        return bool(each.sources)
    if not each.sources and not each.because:
        return False
    return not is_default(each.node, each.value)


def _must_be_known(profile: str, folder: Folder) -> None:
    """Raise `CannotRunError` if there is no such profile. Prefect would only warn and use another
    one, which is not what the user wants.
    """
    names = folder.names_of_profiles()
    if names is not None and profile not in names:
        hint = did_you_mean(profile, names)
        raise CannotRunError(f"there is no profile {profile!r}{hint}")


def _all_of_them(_: Node, __: Any) -> bool:
    return True


def _named(names: Iterable[str], schema: Schema) -> Iterator[str]:
    """The paths of the settings that the names mean, each of a setting, a table or a variable."""
    for name in names:
        node = schema.by_variable.get(name.upper()) or schema.by_path.get(name)
        if node is None:
            hint = did_you_mean(name, (*schema.by_path, *schema.by_variable))
            raise CannotRunError(f"there is no setting {name!r}{hint}")
        yield from (each.dotted for each in (node, *node.walk()) if each.is_setting)
