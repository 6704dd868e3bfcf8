"""`scripts/version` and `scripts/release`: one version everywhere, and archives that do not depend
on when and where they are built.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

import prefect_toml_lsp
from scripts.releasing import archives, version
from scripts.releasing.__main__ import compare
from scripts.releasing.processes import FailedError, run

DAY = datetime.date(2027, 1, 31)
CHANGES = "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.0.9 (2026-01-01)\n\n- Old.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with copies of the files that state the version."""
    for place in version.PLACES:
        file = tmp_path / place.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((version.ROOT / place.file).read_text("utf-8"), "utf-8")
    for name in ("CHANGELOG.md", "editors/vscode/CHANGELOG.md"):
        (tmp_path / name).write_text(CHANGES, "utf-8")
    return tmp_path


def test_all_files_state_the_version() -> None:
    assert version.version() == prefect_toml_lsp.__version__
    assert [*version.differing()] == []


def test_a_file_that_states_another_one_is_named(root: Path) -> None:
    cargo = root / "editors/zed/Cargo.toml"
    cargo.write_text(cargo.read_text("utf-8").replace('"0.', '"7.', 1), "utf-8")
    (line,) = version.differing(root)
    assert line.startswith("editors/zed/Cargo.toml says 7.")


def test_a_file_that_states_none_is_an_error(root: Path) -> None:
    (root / "editors/zed/Cargo.toml").write_text("[package]\n", "utf-8")
    with pytest.raises(ValueError, match=r"Cargo\.toml states no version"):
        [*version.differing(root)]


def test_another_version_is_written_everywhere(root: Path) -> None:
    version.write("12.3.45", DAY, root)
    assert version.version(root) == "12.3.45"
    assert [*version.differing(root)] == []
    lock = (root / "editors/vscode/package-lock.json").read_text("utf-8")
    before = (version.ROOT / "editors/vscode/package-lock.json").read_text("utf-8")
    assert lock.replace("12.3.45", version.version()) == before, "other packages keep theirs"
    assert version.notes("v12.3.45", root) == "- New.\n"
    assert "## 12.3.45 (2027-01-31)" in (root / "editors/vscode/CHANGELOG.md").read_text("utf-8")


def test_another_tag_is_refused(root: Path) -> None:
    version.write("12.3.45", DAY, root)
    with pytest.raises(ValueError, match=r"the tag is v12\.3\.4, and the version is 12\.3\.45$"):
        version.notes("v12.3.4", root)


@pytest.mark.parametrize("name", ["CHANGELOG.md", "editors/vscode/CHANGELOG.md"])
def test_a_release_without_a_section_is_refused(root: Path, name: str) -> None:
    version.write("12.3.45", DAY, root)
    (root / name).write_text(CHANGES, "utf-8")
    with pytest.raises(ValueError, match=f"^{re.escape(name)} has no dated section"):
        version.notes("v12.3.45", root)


def test_an_archive_depends_only_on_its_contents_and_one_time(tmp_path: Path) -> None:
    for number in range(2):
        folder = tmp_path / str(number) / "site"
        (folder / "pages").mkdir(parents=True, mode=0o700 if number else 0o755)
        for name in ("index.html", "pages/é.html") if number else ("pages/é.html", "index.html"):
            (folder / name).write_text("same", "utf-8")
            os.utime(folder / name, (number * 9_000, number * 9_000))
        archives.pack(folder, tmp_path / f"{number}.tar.gz", 1_700_000_000)
    one, other = (tmp_path / f"{number}.tar.gz" for number in range(2))
    assert one.read_bytes() == other.read_bytes()
    with tarfile.open(one) as tar:
        assert {member.mtime for member in tar} == {1_700_000_000}
    unpacked = archives.unpack(one, tmp_path / "unpacked")
    assert (unpacked / "pages" / "é.html").read_text("utf-8") == "same"


def test_the_first_file_that_differs_is_named(tmp_path: Path) -> None:
    for name, text in (("a", "1"), ("b", "2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.whl").write_text("0", "utf-8")
        with zipfile.ZipFile(tmp_path / name / "other.vsix", "w") as archive:
            archive.writestr("text", text)
    compare(tmp_path / "a", tmp_path / "a")
    with pytest.raises(FailedError, match=r"differ in other\.vsix$"):
        compare(tmp_path / "a", tmp_path / "b")


def test_checksums_have_the_format_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert archives.checksums(tmp_path) == f"{empty}  a.whl\n"


def test_the_output_of_a_failed_command_is_shown() -> None:
    code = "import sys; sys.exit('no such thing')"
    with pytest.raises(FailedError, match=r"ends with 1:\nno such thing$"):
        run(sys.executable, "-c", code)


def test_what_git_ignores_is_not_in_the_sdist() -> None:
    """Hatchling only reads the `.gitignore` at the top."""
    project = tomllib.loads((version.ROOT / "pyproject.toml").read_text("utf-8"))
    sdist = project["tool"]["hatch"]["build"]["targets"]["sdist"]
    folders = [name.strip("/") for name in sdist["include"] if (version.ROOT / name[1:]).is_dir()]
    at_the_top = (version.ROOT / ".gitignore").read_text("utf-8").split()
    ignored: list[str] = []
    for name in folders:
        for file in (
            *version.ROOT.glob(f"{name}/.gitignore"),
            *version.ROOT.glob(f"{name}/*/.gitignore"),
        ):
            folder = file.parent.relative_to(version.ROOT).as_posix()
            patterns = file.read_text("utf-8").split()
            ignored += [
                f"/{folder}/{each.strip('/')}" for each in patterns if each not in at_the_top
            ]
    assert len(ignored) > 5
    assert sorted(sdist["exclude"]) == sorted(ignored)
