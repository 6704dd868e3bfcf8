"""An oracle's versions as a `Runtime`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prefect_toml_lsp.prefect.releases import parse_release
from prefect_toml_lsp.project.pythons import PythonFound
from prefect_toml_lsp.project.readers import Readers
from prefect_toml_lsp.project.release import parse_explicit
from prefect_toml_lsp.project.runtime import Located, Runtime


def runtime_of(greeting: Mapping[str, str]) -> Runtime:
    """The runtime in an oracle's greeting."""
    release = parse_release(greeting["prefect"])
    major, minor = greeting["python"].split(".")[:2]
    decision = parse_explicit(greeting["prefect"], [release])
    settings = Located(greeting["pydantic_settings"], Path("oracle"))
    python = PythonFound((int(major), int(minor)), Path("oracle"))
    return Runtime(decision, python, settings, {}, (), has_all_packages=False)


def readers_of(greeting: Mapping[str, str]) -> Readers:
    """How the Prefect of the oracle reads its files."""
    return runtime_of(greeting).readers
