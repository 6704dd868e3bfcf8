"""Write `docs/rules/`: a page for each code of a finding, and an index.

python docs/build_rules.py          write the pages
python docs/build_rules.py --check  print which are not up to date; exit with 1 if any
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from prefect_toml_lsp.analysis.codes import CODES, FAMILIES, Code
from prefect_toml_lsp.analysis.codes.page import FAMILY_TITLES, page_of

FOLDER = Path(__file__).parent / "rules"
INDEX = "README.md"
_NOTE = "<!-- Written by docs/build_rules.py from the rows in analysis/codes. -->"


def pages() -> dict[str, str]:
    """The text of each file, by file name."""
    return {**{f"{code.name}.md": page(code) for code in CODES.values()}, INDEX: index()}


def page(code: Code) -> str:
    """The page of a code in CommonMark."""
    return "\n".join([_NOTE, "", *page_of(code), ""])


def index() -> str:
    """The list of all codes."""
    lines = [
        _NOTE,
        "",
        "# Rules",
        "",
        f"The {len(CODES)} codes of findings, by what they are about.",
    ]
    for family, codes in FAMILIES.items():
        lines += [
            "",
            f"## {FAMILY_TITLES[family]}",
            "",
            "| Code | Severity | About |",
            "|---|---|---|",
        ]
        lines += [
            f"| [`{code.name}`]({code.name}.md) | {code.severity.label} | {code.title} |"
            for code in codes
        ]
    return "\n".join([*lines, ""])


def stale() -> list[str]:
    """The names of files that are missing, outdated or superfluous."""
    wanted = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    return sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))


def write() -> None:
    """Write the pages, and remove superfluous ones."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for name in stale():
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (FOLDER / name).unlink()


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        description="Write docs/rules from the rows in analysis/codes."
    )
    parser.add_argument("--check", action="store_true", help="only name what is not up to date")
    if not parser.parse_args(arguments).check:
        write()
        return 0
    names = stale()
    for name in names:
        print(f"docs/rules/{name} is not up to date; run python docs/build_rules.py")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
