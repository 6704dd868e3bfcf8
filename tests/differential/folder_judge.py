"""Our findings and values for a folder: the only module of the folder tests that calls our code."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.cli import context, files, migrating
from prefect_toml_lsp.cli.commands import migrate
from prefect_toml_lsp.cli.discovery import discover
from prefect_toml_lsp.cli.files import check_target
from prefect_toml_lsp.cli.machine import check_machine
from prefect_toml_lsp.cli.migrating import Migration
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.prefect import Catalogue, Release, Schema
from prefect_toml_lsp.project.runtime import Runtime
from prefect_toml_lsp.sources.effective import InForce, State, effective_settings
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.kinds import PROFILE

IGNORED = frozenset((
    "unknown-setting", "unknown-table", "wrong-release", "ignored-table", "unknown-variable",
    "process-variable", "past-variable", "unknown-profile", "overridden", "legacy-overridden",
    "level-overridden",
))  # fmt: skip
"""Codes of findings that say that Prefect ignores an assignment or uses another value."""

_KEPT = ("PATH", "LANG", "TEMP", "TMP", "TMPDIR", "SYSTEMROOT")


class Judged(NamedTuple):
    """A finding: its file as `FolderCase.files` names it, line (1-based), code and message."""

    file: str
    line: int
    severity: str
    code: str
    message: str


@cache
def schema_of(release: Release) -> Schema:
    """The settings of a release."""
    return Catalogue.load().schema(release)


def judge(
    folder: Path, runtime: Runtime, environment: Mapping[str, str], home: Path
) -> list[Judged]:
    """All findings on the files that Prefect reads when it starts in `folder`."""
    options = context.Options(environment=True)
    context.forget()
    with _surroundings(environment, home), _running(runtime):
        targets = discover([str(folder)]).targets
        # `check` leaves the warnings in a user's profile to its own folder.
        for path in map(str, context.folder_of(str(folder), options).files_of_profiles):
            if all(each.path != path for each in targets):
                targets.append(Target(path, PROFILE, is_named=False, folder=str(folder)))
        found = [report for each in targets for report in check_target(each, options).reports]
        found += [each for each in check_machine(targets, options) if each not in found]
    return [
        Judged(_name(each.path, folder, home), each.line, each.severity, each.code, each.message)
        for each in found
    ]


def migrated(
    folder: Path,
    runtime: Runtime,
    environment: Mapping[str, str],
    home: Path,
    ends: tuple[str, str],
    *,
    secrets: bool = False,
) -> tuple[Migration, int]:
    """What `migrate` moves from one source to another, and its exit status. Raises
    `CannotRunError` if nothing can be moved.
    """
    context.forget()
    with _surroundings(environment, home), _running(runtime):
        found = migrating.migration(str(folder), *ends, None, secrets=secrets)
        with contextlib.redirect_stdout(io.StringIO()):
            return found, migrate.write(found)


def values_in_force(
    folder: Path, runtime: Runtime, environment: Mapping[str, str], home: Path
) -> list[InForce]:
    """Every setting with the value that we expect in Prefect."""
    environment = {**environment, "HOME": str(home)}
    with _surroundings(environment, home):
        schema = schema_of(runtime.release)
        read = Folder.read(folder, environment, schema, home, readers=runtime.readers)
        return effective_settings(read, schema).settings


def is_hidden(each: InForce) -> bool:
    """Whether there is a value that we do not show because it may be a secret."""
    return each.state is State.HIDDEN


def is_unset(each: InForce) -> bool:
    """Whether there is no value, or one that depends on the machine."""
    return each.state is State.UNSET


def is_worked_out(each: InForce) -> bool:
    """Whether Prefect derives the value from other settings, which we describe in words."""
    return bool(each.node.default_note) and not each.sources


def shown(each: InForce) -> tuple[str, Any]:
    """The dotted path and the value."""
    return each.node.dotted, each.value


@contextlib.contextmanager
def _running(runtime: Runtime) -> Iterator[None]:
    """Judge every folder as if this runtime were its own."""
    modules = (context, files, migrating)
    before = [module.runtime_of for module in modules]
    for module in modules:
        module.runtime_of = lambda *_: runtime  # type: ignore[assignment]
    try:
        yield
    finally:
        for module, function in zip(modules, before, strict=True):
            module.runtime_of = function  # type: ignore[assignment]


@contextlib.contextmanager
def _surroundings(environment: Mapping[str, str], home: Path) -> Iterator[None]:
    """Set the environment variables that Prefect has, and discard standard error."""
    before = dict(os.environ)
    kept = {name: value for name, value in before.items() if name in _KEPT}
    try:
        os.environ.clear()
        os.environ.update(kept, HOME=str(home), USERPROFILE=str(home))
        os.environ.update(environment)
        with contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _name(path: str, folder: Path, home: Path) -> str:
    where = Path(path)
    if where.is_relative_to(folder):
        return where.relative_to(folder).as_posix()
    return "~/" + where.relative_to(home).as_posix() if where.is_relative_to(home) else path
