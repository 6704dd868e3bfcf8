"""`docs`: the reference as a static site."""

from __future__ import annotations

import argparse
from pathlib import Path

from prefect_toml_lsp.cli.exit_status import CLEAN, CannotRunError
from prefect_toml_lsp.cli.streams import say

ABOUT = """\
Write a static site: a page for each setting, table and code, and the JSON Schemas of all releases.
It needs Jinja2 and markdown-it-py, which come with prefect-toml-lsp[site]."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `docs`."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write")
    parser.add_argument(
        "--checker",
        type=Path,
        metavar="FOLDER",
        help="add a page that checks files in the browser; site/README.md says how to build it",
    )
    parser.add_argument(
        "--force", action="store_true", help="write even if the folder has other files"
    )


def run(options: argparse.Namespace) -> int:
    """Write the site; the exit status."""
    from prefect_toml_lsp.cli.context import catalogue
    from prefect_toml_lsp.cli.site.checker import read_checker
    from prefect_toml_lsp.cli.site.folder import check_folder, write_site

    try:
        from prefect_toml_lsp.cli.site.pages import site
    except ModuleNotFoundError as error:
        raise CannotRunError(
            f"{error.name} is not installed; it comes with prefect-toml-lsp[site]"
        ) from None
    if not options.force:
        check_folder(options.out)
    checker = read_checker(options.checker) if options.checker else None
    count = write_site(options.out, site(catalogue(), checker))
    say([f"Wrote {count} files; open {options.out / 'index.html'}."])
    return CLEAN
