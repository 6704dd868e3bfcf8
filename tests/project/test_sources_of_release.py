"""Files other than uv.lock and `pyproject.toml` that name the release, and which one decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.project.release import NotARelease, decide_release, parse_explicit
from tests.project.test_release import PDM, UV, newest_below, pipfile, project, write

KNOWN = Catalogue.load().releases
NEWEST = KNOWN[-1]
NEWEST_3_4 = newest_below("3.5.0")

PIXI_LOCK = """version: 6
environments:
  default:
    packages:
      linux-64:
      - conda: https://conda.anaconda.org/conda-forge/linux-64/python-3.10.14-hd12c33a_0_cpython.conda
      - conda: https://conda.anaconda.org/conda-forge/noarch/prefect-3.4.1-pyhd8ed1ab_0.conda
      - pypi: https://files.pythonhosted.org/packages/ab/prefect_aws-0.5.3-py3-none-any.whl
packages:
- pypi: https://files.pythonhosted.org/packages/ab/prefect_aws-0.5.3-py3-none-any.whl
  name: prefect-aws
  version: 0.5.3
  sha256: '00'
"""
CONDA_LOCK = """version: 1
package:
- name: python
  version: 3.10.14
  manager: conda
- name: prefect
  version: 3.4.1
  manager: conda
- name: pydantic-settings
  version: 2.13.1
"""


def decide(tmp_path: Path, files, **options):
    write(tmp_path, files)
    return decide_release(tmp_path, KNOWN, root=tmp_path, **options)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pixi.lock", PIXI_LOCK),
        ("pixi.lock", "- pypi: https://x/prefect-3.4.1-py3-none-any.whl\n  name: prefect\n"
         "  version: 3.4.1\n"),
        ("conda-lock.yml", CONDA_LOCK),
        ("uv.lock", UV.format("3.4.1").replace('"prefect"', '"prefect-client"')),
        ("pdm.lock", PDM.format("3.4.1").replace('"prefect"', '"prefect-client"')),
        ("Pipfile.lock", pipfile("3.4.1").replace('"prefect"', '"prefect_client"')),
        ("requirements.txt", "prefect-client[aws] == 3.4.1"),
        ("requirements.txt", "prefect-client==3.6.0\nprefect==3.4.1"),
    ],
)  # fmt: skip
def test_lock_files(tmp_path, name, text):
    decision = decide(tmp_path, {name: text})
    assert decision == ((3, 4, 1), "lock file", tmp_path / name, "3.4.1", (), False)


def test_an_installed_client(tmp_path):
    folder = ".venv/lib/python3.12/site-packages/prefect_client-3.4.1.dist-info"
    decision = decide(tmp_path, {f"{folder}/": ""})
    assert decision[:3] == ((3, 4, 1), "installed", tmp_path / folder)


@pytest.mark.parametrize(
    ("name", "text", "release", "wanted"),
    [
        ("pyproject.toml", project("prefect-client==3.4.1"), (3, 4, 1), "==3.4.1"),
        ("pyproject.toml", project("prefect-client==3.5.0", "prefect==3.4.1"), (3, 4, 1), None),
        ("setup.cfg", "[options]\ninstall_requires =\n  httpx\n  prefect[aws]~=3.4.2\n",
         NEWEST_3_4, "~=3.4.2"),
        ("setup.cfg", "[options.extras_require]\nflows = prefect==3.4.1\n", (3, 4, 1), "==3.4.1"),
        ("environment.yml", "dependencies:\n  - python=3.11\n  - prefect=3.4.1\n",
         (3, 4, 1), "=3.4.1"),
        ("environment.yaml", "dependencies:\n- conda-forge::prefect =3.4\n", NEWEST_3_4, "=3.4"),
        ("environment-dev.yml", "dependencies:\n  - 'prefect>=3.4,<3.5'  # why\n",
         NEWEST_3_4, ">=3.4,<3.5"),
        ("environment.yml", "dependencies:\n  - pip:\n    - prefect[aws]==3.4.1\n",
         (3, 4, 1), "==3.4.1"),
        ("environment.yml", "dependencies:\r\n  - prefect\r\n", NEWEST, "any version"),
        ("pixi.toml", "[dependencies]\nprefect = '3.4.*'\n", NEWEST_3_4, "3.4.*"),
        ("pixi.toml", "[pypi-dependencies]\nprefect = {version='==3.4.1', extras=['aws']}\n",
         (3, 4, 1), "==3.4.1"),
        ("pixi.toml", "[feature.flows.dependencies]\nprefect = '>=3.4,<3.5'\n",
         NEWEST_3_4, ">=3.4,<3.5"),
        ("pyproject.toml", "[tool.pixi.dependencies]\nprefect = '==3.4.1'\n", (3, 4, 1), "==3.4.1"),
        ("Pipfile", "[packages]\nprefect = '==3.4.1'\n", (3, 4, 1), "==3.4.1"),
        ("Pipfile", "[dev-packages]\nprefect = {version = '<3.5'}\n", NEWEST_3_4, "<3.5"),
        ("Pipfile", "[packages]\nprefect = '*'\n", NEWEST, "*"),
    ],
)  # fmt: skip
def test_requirements(tmp_path, name, text, release, wanted):
    decision = decide(tmp_path, {name: text})
    assert decision[:3] == (release, "requirement", tmp_path / name)
    assert decision.notes == ()
    assert wanted in (None, decision.wanted)


IMAGES = [
    ("Dockerfile", "FROM prefecthq/prefect:3.4.0-python3.12\n", "3.4.0"),
    ("Dockerfile.worker", "from --platform=linux/amd64 prefecthq/prefect:3.4.0 as base\n", "3.4.0"),
    ("flows.dockerfile", "FROM prefecthq/prefect:3.4.0-python3.10-conda\n", "3.4.0"),
    ("Containerfile", "FROM docker.io/prefecthq/prefect:3.4.0-python3.11@sha256:00\n", "3.4.0"),
    ("Dockerfile", "FROM prefecthq/prefect-client:3.4.0-python3.12\n", "3.4.0"),
    ("Dockerfile", "FROM prefecthq/prefect:3.4-python3.12\n", None),
    ("Dockerfile", "FROM prefecthq/prefect:3-latest\n", None),
    ("Dockerfile", "ARG V=3.4.0\nFROM prefecthq/prefect:${V}-python3.12\n", "3.4.0"),
    ("Dockerfile", "ARG V\nFROM prefecthq/prefect:${V:-3.4.0}-python3.12\n", "3.4.0"),
    ("Dockerfile", "FROM x:1\nFROM prefecthq/prefect:3.2.0\nFROM prefecthq/prefect:3.4.0", "3.4.0"),
    ("compose.yaml", "services:\n  a:\n    image: prefecthq/prefect:3.4.0-python3.12\n", "3.4.0"),
    ("docker-compose.yml", "services:\n  a:\n    image: 'prefecthq/prefect:3.4.0'\n", "3.4.0"),
    ("docker-compose.dev.yml", "  image: prefecthq/prefect:${TAG:-3.4.0}\n", "3.4.0"),
]


@pytest.mark.parametrize(("name", "text", "release"), IMAGES)
def test_images(tmp_path, name, text, release):
    decision = decide(tmp_path, {name: text})
    expected = {"3.4.0": (3, 4, 0), None: NEWEST if "3-latest" in text else NEWEST_3_4}[release]
    assert decision[:3] == (expected, "image", tmp_path / name)
    assert decision.notes == ()


def test_an_image_of_prefect_2(tmp_path):
    decision = decide(tmp_path, {"Dockerfile": "FROM prefecthq/prefect:2-python3.11"})
    assert decision.is_prefect_2


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile": "FROM prefecthq/prefect\nFROM prefecthq/prefect:latest"},
        {"Dockerfile": "FROM prefecthq/prefect:${TAG}\nFROM prefecthq/prefect:sha-0a1b2c3"},
        {"Dockerfile": "# FROM prefecthq/prefect:3.4.0\nRUN echo prefecthq/prefect:3.4.0"},
        {"Dockerfile": "FROM prefecthq/prefect-operator:3.4.0\nFROM my-prefecthq/prefect:3.4.0"},
        {"Dockerfile.d/x": "FROM prefecthq/prefect:3.4.0"},
        {"compose.yaml": "image: prefecthq/prefectx:3.4.0"},
        {"environment.yml": "name: prefect\n\n- prefect-aws=3.4.1\n- prefectual=3\n"},
        {"environment.yml": "dependencies:\n  # - prefect=3.4.1\n  - prefect=latest\n"},
        {"Pipfile": "[packages]\nprefect = {git = 'x'}\n[requires]\nprefect = 1"},
        {"pixi.toml": "[project]\nname = 'prefect'\nversion = '3'\n[dependencies]\nprefect = 3"},
        {"pixi.lock": "- conda: https://x/prefect-aws-3.4.1-0.conda\n"},
        {"conda-lock.yml": "- name: prefectual\n  version: 3.4.1\n"},
        {"setup.cfg": "[metadata]\nname = prefect\nversion = 3.4.1\n"},
        {"requirements.txt": "prefect==" + "3" * 1000},
        {"Pipfile/": "", "pixi.toml/": "", "Dockerfile/": "", "environment.yml/": ""},
        {"setup.cfg/": "", "pixi.lock/": "", "conda-lock.yml/": "", "compose.yml/": ""},
    ],
)  # fmt: skip
def test_files_without_a_release(tmp_path, files):
    assert decide(tmp_path, files) == (NEWEST, "newest", None, "", (), False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Pipfile", "[packages\nprefect = '==3.4.1'"),
        ("pixi.toml", "prefect = \n"),
        ("setup.cfg", "install_requires = prefect\n[options"),
        ("setup.cfg", b"[options]\ninstall_requires = prefect \xff"),
        ("environment.yml", b"- prefect=3.4.1 \xff"),
        ("Dockerfile", b"FROM prefecthq/prefect:3.4.0 \xff"),
        ("pixi.lock", b"\xff"),
        ("conda-lock.yml", b"\xff"),
    ],
)
def test_broken_files_are_reported_and_skipped(tmp_path, name, text):
    decision = decide(tmp_path, {name: text})
    assert (decision.release, decision.source) == (NEWEST, "newest")
    assert [note.where for note in decision.notes] == [tmp_path / name]
    assert "3.4" not in decision.notes[0].message


ORDER = [
    ({"uv.lock": UV.format("3.2.1")}, "lock file"),
    ({"pixi.lock": PIXI_LOCK.replace("3.4.1", "3.2.2")}, "lock file"),
    ({"conda-lock.yml": CONDA_LOCK.replace("3.4.1", "3.2.3")}, "lock file"),
    ({"requirements.txt": "prefect==3.2.4"}, "lock file"),
    ({".venv/lib/python3.11/site-packages/prefect-3.2.5.dist-info/": ""}, "installed"),
    ({"pyproject.toml": project("prefect==3.2.6")}, "requirement"),
    ({"setup.cfg": "[options]\ninstall_requires = prefect==3.2.7"}, "requirement"),
    ({"requirements-a.txt": "prefect<=3.2.8"}, "requirement"),
    ({"environment.yml": "- prefect=3.2.9"}, "requirement"),
    ({"pixi.toml": "[dependencies]\nprefect = '==3.2.10'"}, "requirement"),
    ({"Pipfile": "[packages]\nprefect = '==3.2.11'"}, "requirement"),
    ({"Dockerfile": "FROM prefecthq/prefect:3.2.12"}, "image"),
]


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_the_order_in_one_folder(tmp_path, first):
    for files, _ in ORDER[first:]:
        write(tmp_path, files)
    decision = decide_release(tmp_path, KNOWN, root=tmp_path)
    assert (decision.release, decision.source) == ((3, 2, first + 1), ORDER[first][1])


def test_a_file_above_comes_before_an_image(tmp_path):
    write(tmp_path, {"uv.lock": UV.format("3.2.1"), "a/Dockerfile": "FROM prefecthq/prefect:3.4.0"})
    assert decide_release(tmp_path / "a", KNOWN, root=tmp_path).release == (3, 2, 1)


@pytest.mark.parametrize("text", ["foo", "3.x", "latest", "", "3.4.1 3.4.2", "9" * 1000, ">=3.4"])
def test_a_release_that_does_not_exist(text):
    with pytest.raises(NotARelease, match="is not a Prefect release"):
        parse_explicit(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "release", "note"),
    [
        ("3.4.1", "3.4.1", ""),
        ("3.4", "3.4.25", ""),
        ("3.4.1rc1", "3.4.1", ""),
        ("3.4.99", "3.4.25", "3.4.99 is not a known release; using the settings of 3.4.25"),
        ("99.0.0", "3.9.1", "newer than"),
        ("3.0.1", "3.1.0", "older than"),
    ],
)
def test_an_explicit_release(text, release, note):
    known = [each for each in KNOWN if each <= (3, 9, 1)]
    decision = parse_explicit(f" {text} ", known)
    assert (decision.release, decision.source) == (parse_release(release), "setting")
    assert [note in str(each) for each in decision.notes] == ([True] if note else [])
