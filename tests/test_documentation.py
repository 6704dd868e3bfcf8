"""The documentation: its links work, and its outputs and figures are up to date."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.cli.command import ROOT, run
from tests.prose import tracked

PAGES = tracked("*.md")
SHOWN = [page for page in PAGES if page == "README.md" or re.fullmatch(r"docs/[\w-]+\.md", page)]
_FENCED = re.compile(r"^(\s*)```.*?^\1```$", re.M | re.S)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_BLOCK = re.compile(
    r"^```text\n\$ prefect-toml-lsp (.*?)(?: \| head -n (\d+))?\n(.*?)^```$", re.M | re.S
)


@cache
def text_of(page: Path) -> str:
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """The anchors that GitHub generates for a page's headings."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", text_of(page), re.M):
        name = re.sub(r"[^\w\- ]", "", _LINK.sub("]", heading).lower()).replace(" ", "-")
        found.add(name if name not in found else f"{name}-1")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_works(page: str) -> None:
    path = ROOT / page
    for link in _LINK.findall(_CODE.sub("", text_of(path))):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), link
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), link


def test_the_contents_list_every_page() -> None:
    contents = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in contents


@pytest.mark.parametrize(
    ("arguments", "lines", "shown"),
    [
        block
        for page in SHOWN
        if page != "docs/commands.md"  # docs/build_commands.py starts a process for every command
        for block in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    ],
)
def test_pages_show_the_output_of_commands(
    arguments: str, lines: str, shown: str, tmp_path: Path
) -> None:
    printed = run(*arguments.split(), cwd=ROOT, HOME=str(tmp_path)).out.splitlines()
    assert shown.splitlines() == (printed[: int(lines)] if lines else printed)


def test_the_first_screen_is_short() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 150
    assert (ROOT / "docs" / "ignored.png").stat().st_size < 150_000


def test_figures_of_performance_are_those_of_the_benchmarks() -> None:
    page = text_of(ROOT / "docs" / "performance.md")
    measured = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    rows = [row for row in page.splitlines() if re.match(r"\| .*\d", row)]
    figures = [cell.strip() for row in rows for cell in row.split("|")[2:-1]]
    assert len(figures) > 20
    for figure in figures:
        assert re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d.,]\d)", measured), figure
