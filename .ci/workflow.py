"""Print the workflow in docs/ci.md, for the linters of workflows."""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "ci.md"
BLOCK = re.compile(r"^```yaml\n# \.github/workflows/\S+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Print it; returns the exit status, 1 unless there is exactly one workflow."""
    found = BLOCK.findall(PAGE.read_text("utf-8"))
    sys.stdout.write("".join(found))
    return len(found) != 1


if __name__ == "__main__":
    sys.exit(main())
