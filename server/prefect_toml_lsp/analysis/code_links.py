"""The address of the page that explains a code: `docs/rules` is part of the wheel."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import prefect_toml_lsp
from prefect_toml_lsp.analysis.codes import CODES

REFERENCE = "https://docs.prefect.io/v3/api-ref/settings-ref"
PACKAGES_REFERENCE = "https://docs.prefect.io/integrations/"
_PACKAGE = Path(prefect_toml_lsp.__file__).parent


@cache
def explained_at(code: str) -> str | None:
    """The address of the page about a code, kept for good: on the project's site, or of the file
    that is installed (``file:///…/unknown-setting.md``); without either, of a page of the TOML
    specification or of Prefect's documentation, if one is about it.
    """
    if prefect_toml_lsp.SITE:
        return f"{prefect_toml_lsp.SITE}/rules/{code}.html"
    folders = (_PACKAGE / "docs" / "rules", _PACKAGE.parents[1] / "docs" / "rules")
    pages = (folder / f"{code}.md" for folder in folders)
    page = next((each for each in pages if os.path.isfile(each)), None)
    return page.as_uri() if page else CODES[code].reference or None
