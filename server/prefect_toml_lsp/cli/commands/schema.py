"""`schema`: a JSON Schema of `prefect.toml` for other tools."""

from __future__ import annotations

import argparse

from prefect_toml_lsp.cli.exit_status import CLEAN
from prefect_toml_lsp.cli.streams import say

ABOUT = """\
Print a JSON Schema (draft 2020-12) of prefect.toml for Taplo, Tombi, check-jsonschema and similar
tools. It is as close to Prefect's verdict as JSON Schema allows, for all releases of Prefect
together or for one of them. In a file: #:schema ./prefect.schema.json as the first line."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `schema`."""
    parser.add_argument(
        "--prefect-version", metavar="RELEASE", help="for this Prefect release only"
    )


def run(options: argparse.Namespace) -> int:
    """Print the schema; the exit status."""
    from prefect_toml_lsp.cli.context import catalogue, named_release
    from prefect_toml_lsp.prefect.json_schema import as_text, published_schema

    version = options.prefect_version
    release = named_release(version) if version is not None else None
    say(as_text(published_schema(catalogue(), release)).splitlines())
    return CLEAN
