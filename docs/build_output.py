"""Write the output of commands into the README and the pages in `docs/` and `examples/`.

python docs/build_output.py          run each command that a page shows, and write its output
python docs/build_output.py --check  print which pages are not up to date; exit with 1 if any

A block in a page starts with the command; `head` may shorten its output:

    ```text
    $ prefect-toml-lsp check examples/ignored | head -n 10
    …
    ```
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from command_output import NAME, ROOT, output

_WRITTEN_BY_OTHERS = ("commands.md",)
_BLOCK = re.compile(
    rf"^```text\n\$ {NAME} (?P<arguments>.*?)(?: \| head -n (?P<lines>\d+))?\n.*?^```$", re.M | re.S
)


def pages() -> list[Path]:
    """The files whose blocks this script writes."""
    found = sorted(path for path in (ROOT / "docs").glob("*.md"))
    docs = (path for path in found if path.name not in _WRITTEN_BY_OTHERS)
    return [ROOT / "README.md", *docs, *sorted((ROOT / "examples").glob("*/README.md"))]


def up_to_date(text: str) -> str:
    """`text` with the current output of its commands."""
    return _BLOCK.sub(_shown, text)


def _shown(block: re.Match[str]) -> str:
    command = block[0].splitlines()[1]
    printed = output(block["arguments"]).splitlines()
    kept = printed[: int(block["lines"])] if block["lines"] else printed
    return "\n".join(["```text", command, *kept, "```"])


def main() -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    is_check = parser.parse_args().check
    old = 0
    for path in pages():
        text = path.read_text("utf-8")
        new = up_to_date(text)
        if new == text:
            continue
        if is_check:
            print(f"{path.relative_to(ROOT)} is not up to date: run docs/build_output.py")
            old += 1
        else:
            path.write_text(new, "utf-8")
    return min(old, 1)


if __name__ == "__main__":
    sys.exit(main())
