"""Links in the packages' metadata depend on the project's addresses."""

from __future__ import annotations

import re
from pathlib import Path

import prefect_toml_lsp
from scripts.releasing.metadata import constants, readme, urls

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
ADDRESS = "https://example.org/team/prefect-toml-lsp"
ABSOLUTE = re.compile(r"\]\(https:[^)]*\)")
RELATIVE = re.compile(r"\]\((?!https:|#)")


def test_the_addresses_are_read_as_python_reads_them() -> None:
    found = constants(Path(prefect_toml_lsp.__file__).read_text("utf-8"))
    assert found["REPOSITORY"] == prefect_toml_lsp.REPOSITORY
    assert found["SITE"] == prefect_toml_lsp.SITE


def test_links_that_need_an_address_are_left_out_without_one() -> None:
    assert urls({"SITE": "", "REPOSITORY": ""}) == {}
    assert urls({"SITE": "https://example.org", "REPOSITORY": ""}) == {
        "Documentation": "https://example.org"
    }
    assert set(urls({"SITE": "", "REPOSITORY": ADDRESS})) == {"Source", "Issues", "Changelog"}


def test_no_link_of_the_readme_is_relative() -> None:
    assert RELATIVE.search(README)
    for repository in ("", ADDRESS):
        assert not RELATIVE.search(readme(README, repository))
        assert ABSOLUTE.findall(README) == [
            each for each in ABSOLUTE.findall(readme(README, repository)) if ADDRESS not in each
        ]
    assert f"]({ADDRESS}/blob/HEAD/SECURITY.md)" in readme(README, ADDRESS)


def test_only_links_change() -> None:
    text = "See [the `[x]` page](a.md#b) and [c](#d).\n\n```md\n[e](f.md)\n```\n\n[g](h/)\n"
    assert readme(text, "") == ("See the `[x]` page and [c](#d).\n\n```md\n[e](f.md)\n```\n\ng\n")
    assert readme(text, "https://x.org").count("https://x.org/blob/HEAD/") == 2


def test_pictures_come_from_the_repository() -> None:
    text = "# A\n\n![b](c.png)\n\nD ![e](https://e.org/f.png)\n"
    assert readme(text, "") == "# A\n\nD ![e](https://e.org/f.png)\n"
    assert "![b](https://x.org/raw/HEAD/c.png)\n\nD" in readme(text, "https://x.org")
