"""Print the findings of `check` in the test documents as JSON; the checker must find the same. The
documents are those in `examples/`, and the wrong and right example of each code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.prefect import Catalogue, show_release
from prefect_toml_lsp.prefect.acceptance.rules import RULES
from prefect_toml_lsp.sources.kinds import FILES

EXAMPLES = Path(__file__).parents[2] / "examples"
NEWEST = show_release(Catalogue.load().newest)
SEVERITIES = ("error", "warning", "information", "hint")
NAMES = {kind.name for kind in FILES}


def folders() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """(name, release, files) of each folder."""
    for folder in sorted(each for each in EXAMPLES.iterdir() if each.is_dir()):
        files = {each.name: each.read_text("utf-8") for each in folder.iterdir()}
        del files["README.md"]
        if files.keys() <= NAMES:
            yield f"example-{folder.name}", NEWEST, files
    for code in CODES.values():
        for name, text in (("wrong", code.wrong), ("right", code.right)):
            files = {code.file: text, **code.beside}
            if text and files.keys() <= NAMES:
                yield f"{code.name}-{name}", code.release or NEWEST, files


def check(root: Path, release: str) -> Iterator[tuple[str, str, list[object]]]:
    """Folder, file, place, severity and code of each finding in the files below a folder, without
    Prefect's environment variables and profiles.
    """
    clean = {name: each for name, each in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "prefect_toml_lsp", "check", "--output-format", "json"]
    command += ["--prefect-version", release, "--environment"]
    command += sorted(path.relative_to(root).as_posix() for path in root.rglob("*.*"))
    environment = {**clean, "HOME": str(root)}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    for each in json.loads(done.stdout):
        folder, name = each["path"].split("/")
        place = each["line"] - 1, each["column"] - 1
        yield folder, name, [*place, SEVERITIES.index(each["severity"]) + 1, each["code"]]


def main() -> None:
    """Print the folders with their findings, the codes that only editors show, and the codes that
    are hints in editors, because Prefect may start in another environment.
    """
    found: dict[str, tuple[str, Mapping[str, str], list[list[object]]]] = {
        name: (release, files, []) for name, release, files in folders()
    }
    for release in sorted({release for release, _, _ in found.values()}):
        with tempfile.TemporaryDirectory() as root:
            for name, (wanted, files, _) in found.items():
                if wanted == release:
                    folder = Path(root, name)
                    folder.mkdir()
                    for file, text in files.items():
                        (folder / file).write_text(text, "utf-8")
            for name, file, finding in check(Path(root), release):
                found[name][2].append([file, *finding])
    keys = ("name", "release", "files", "found")
    rows = [dict(zip(keys, (name, *row), strict=True)) for name, row in found.items()]
    quiet = [code.name for code in CODES.values() if code.is_quiet]
    waiting = [rule.code for rule in RULES if rule.waits]
    print(json.dumps({"folders": rows, "quiet": quiet, "waiting": waiting}))


if __name__ == "__main__":
    main()
