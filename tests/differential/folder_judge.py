"""What we say of a folder. The one module of the folder tests that knows how we are asked."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.sources.source_reader import Reader

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.cli import context, files
from prefect_toml_lsp.cli.reports import Report
from prefect_toml_lsp.prefect import Catalogue, Schema, parse_release
from prefect_toml_lsp.sources.effective import InForce, State, effective_settings
from prefect_toml_lsp.sources.file_store import Contents

from .folder_case import DOTENV, PREFECT, PYPROJECT

IGNORED = frozenset((
    "unknown-setting", "unknown-table", "wrong-release", "ignored-table", "unknown-variable",
    "process-variable", "unknown-profile", "overridden", "legacy-overridden",
    "level-overridden",
))  # fmt: skip
"""Codes that say that Prefect ignores an assignment, or uses another value."""

_KEPT = ("PATH", "LANG", "TEMP", "TMP", "TMPDIR", "SYSTEMROOT")


class Judged(NamedTuple):
    """A finding: its file as `FolderCase.files` names it, its line (1-based), and what it is."""

    file: str
    line: int
    severity: str
    code: str
    message: str


@cache
def schema_of(release: str) -> Schema:
    """The settings of a release."""
    return Catalogue.load().schema(parse_release(release))


def judge(folder: Path, release: str, environment: Mapping[str, str], home: Path) -> list[Judged]:
    """All findings on the files that Prefect reads when it starts in `folder`."""
    environment = {**environment, "HOME": str(home)}
    with _surroundings(environment, home):
        for remembered in (context.context_of, context._contents, context._release):
            remembered.cache_clear()
        profiles = Reader(folder, environment, schema_of(release), Contents()).read(home)
        options = context.Options(release, environment=True)
        found = []
        for path in (folder / DOTENV, folder / PREFECT, folder / PYPROJECT):
            found += files.check_file(str(path), options) if path.is_file() else []
        path = folder / (profiles.profiles_path or "nowhere")
        if path.is_file():
            found += _check_profiles(path, context.context_of(str(folder), "profile", options))
    return [
        Judged(_name(each.path, folder, home), each.line, each.severity, each.code, each.message)
        for each in found
    ]


def values_in_force(
    folder: Path, release: str, environment: Mapping[str, str], home: Path
) -> list[InForce]:
    """Every setting as we say that Prefect has it."""
    environment = {**environment, "HOME": str(home)}
    with _surroundings(environment, home):
        schema = schema_of(release)
        return effective_settings(folder, environment, schema, home, Contents()).settings


def is_hidden(each: InForce) -> bool:
    """Whether there is a value that we do not show."""
    return each.state is State.HIDDEN


def is_unset(each: InForce) -> bool:
    """Whether there is no value, or one that depends on the machine."""
    return each.state is State.UNSET


def is_worked_out(each: InForce) -> bool:
    """Whether Prefect makes the value out of others, which we say in words."""
    return bool(each.node.default_note) and not each.sources


def shown(each: InForce) -> tuple[str, Any]:
    """The dotted path and the value."""
    return each.node.dotted, each.value


def _check_profiles(path: Path, judged_by: Context) -> list[Report]:
    try:
        return files._check_variables(str(path), path.read_text("utf-8"), judged_by)
    except UnicodeDecodeError as error:
        return [files._not_utf8(str(path), path.read_bytes(), error)]


@contextlib.contextmanager
def _surroundings(environment: Mapping[str, str], home: Path) -> Iterator[None]:
    """The variables that Prefect is asked with, and nothing printed."""
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
