"""The runtime of a folder: Prefect, Python and packages, and how they read files."""

from __future__ import annotations

import os
import time
from fnmatch import fnmatch

import pytest

from prefect_toml_lsp.prefect import Catalogue, Installed, Packages
from prefect_toml_lsp.prefect.releases import show_release
from prefect_toml_lsp.project.folder import watched_files
from prefect_toml_lsp.project.release import NotARelease, decide_release
from prefect_toml_lsp.project.runtime import decide_runtime
from tests.project.test_release import NEWEST, POETRY, UV, pipfile, project, spelt_out, write
from tests.project.test_sources_of_release import CONDA_LOCK, ORDER, PIXI_LOCK

CATALOGUE = Catalogue.load()
KNOWN = CATALOGUE.releases
SITE = ".venv/lib/python3.10/site-packages"


def runtime(tmp_path, files, folder=".", **options):
    write(tmp_path, files)
    return decide_runtime(tmp_path / folder, KNOWN, root=tmp_path, **options)


def locked(**versions):
    """A uv.lock with these packages."""
    parts = [
        f'[[package]]\nname = "{name.replace("_", "-")}"\nversion = "{version}"\n'
        for name, version in versions.items()
    ]
    return 'version = 1\nrequires-python = ">=3.11"\n\n' + "\n".join(parts)


# Prefect


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"uv.lock": UV.format("3.4.1")}, "Prefect 3.4.1 (uv.lock)"),
        ({f"{SITE}/prefect-3.4.1.dist-info/": ""}, "Prefect 3.4.1 (.venv)"),
        ({"pyproject.toml": project("prefect==3.4.1")}, "Prefect 3.4.1 (pyproject.toml)"),
        ({"Dockerfile": "FROM prefecthq/prefect:3.4.1"}, "Prefect 3.4.1 (Dockerfile)"),
        ({}, f"Prefect {show_release(NEWEST)} (the newest known)"),
        (
            {"uv.lock": UV.format("3.8.8"), ".python-version": "3.10"},
            "Prefect 3.8.8 (uv.lock), Python 3.10 (.python-version)",
        ),
        (
            {f"{SITE}/prefect-3.8.8.dist-info/": ""},
            "Prefect 3.8.8 (.venv), Python 3.10 (.venv)",
        ),
    ],
)
def test_the_summary(tmp_path, files, says):
    assert str(runtime(tmp_path, files).explained) == says


def test_an_explicit_release(tmp_path):
    found = runtime(tmp_path, {"uv.lock": UV.format("3.4.1"), ".python-version": "3.11"},
                    explicit="3.6.0")  # fmt: skip
    assert (str(found.explained), found.python.version) == ("Prefect 3.6.0 (as set)", (3, 11))
    with pytest.raises(NotARelease):
        runtime(tmp_path, {}, explicit="foo")


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_the_decision_is_that_of_decide_release(tmp_path, first):
    for files, _ in ORDER[first:]:
        write(tmp_path, files)
    found = runtime(tmp_path, {})
    decision = decide_release(tmp_path, KNOWN, root=tmp_path)
    assert found.decision == decision
    assert found.release == decision.release


def test_images_that_disagree_are_named_and_decide_nothing(tmp_path):
    found = runtime(tmp_path, {
        "uv.lock": UV.format("3.4.1"),
        "Dockerfile": "FROM prefecthq/prefect:3.6.0-python3.10",
        "compose.yml": "image: prefecthq/prefect:3.4.1-python3.10",
        "a.dockerfile": "FROM prefecthq/prefect:2-latest",
    })  # fmt: skip
    assert (found.release, found.python.version) == ((3, 4, 1), (3, 12))
    assert found.explained == (
        "Prefect 3.4.1",
        "uv.lock",
        "; Dockerfile has 3.6.0; a.dockerfile has 2",
    )
    assert found.notes == ()


# Python


@pytest.mark.parametrize(
    ("files", "python", "where"),
    [
        ({}, (3, 12), None),
        ({f"{SITE}/": ""}, (3, 10), ".venv"),
        ({".venv/pyvenv.cfg": "home = /x\nversion = 3.13.1\n"}, (3, 13), ".venv"),
        ({".venv/pyvenv.cfg": "version_info = 3.10.4.final.0"}, (3, 10), ".venv"),
        ({f"{SITE}/": "", ".venv/pyvenv.cfg": "version = 3.13.1"}, (3, 13), ".venv"),
        ({"venv/Lib/site-packages/": "", "venv/pyvenv.cfg": "version=3.11.0"}, (3, 11), "venv"),
        ({".venv/pyvenv.cfg": "version = x"}, (3, 12), None),
        ({"Pipfile.lock": pipfile("3.4.1").replace('"hash": {}',
          '"requires": {"python_version": "3.10"}')}, (3, 10), "Pipfile.lock"),
        ({"pixi.lock": PIXI_LOCK}, (3, 10), "pixi.lock"),
        ({"conda-lock.yml": CONDA_LOCK}, (3, 10), "conda-lock.yml"),
        ({".python-version": "3.10.4\n"}, (3, 10), ".python-version"),
        ({".python-version": "# why\ncpython-3.11.7-linux-x86_64-gnu\n3.12"}, (3, 11),
         ".python-version"),
        ({".python-version": "pypy3.10-7.3.12"}, (3, 10), ".python-version"),
        ({".python-version": "my-environment"}, (3, 12), None),
        ({"uv.lock": locked(prefect="3.8.8")}, (3, 12), "uv.lock"),
        ({"uv.lock": locked(prefect="3.8.8").replace(">=3.11", ">=3.10")}, (3, 12), None),
        ({"uv.lock": locked(prefect="3.8.8").replace(">=3.11", "==3.10.*")}, (3, 10), "uv.lock"),
        ({"poetry.lock": POETRY.format("3.8.8").replace("\noptional", '\npython-versions = "<3.10"'
          "\noptional") + 'python-versions = "~3.10"\n'}, (3, 10), "poetry.lock"),
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.13'"}, (3, 13), "pyproject.toml"),
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.11'"}, (3, 12), "pyproject.toml"),
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.9'"}, (3, 12), None),
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.9,<3.11'"}, (3, 10),
         "pyproject.toml"),
        ({"pyproject.toml": "[project]\nrequires-python = '==3.11.7'"}, (3, 11), "pyproject.toml"),
        ({"pyproject.toml": "[project]\nrequires-python = 'x'"}, (3, 12), None),
        ({"pyproject.toml": "[project]\nrequires-python = '<3,>3'"}, (3, 12), None),
        ({"pyproject.toml": "[tool.poetry.dependencies]\npython = '~3.10'"}, (3, 10),
         "pyproject.toml"),
        ({"pyproject.toml": "[tool.poetry.dependencies]\npython = '^3.10'"}, (3, 12), None),
        ({"pyproject.toml": "[tool.hatch.envs.test]\npython = '3.10'"}, (3, 12), None),
        ({"pyproject.toml": "[project] # x\na = [\n[1],\n]\nrequires-python = '<3.11'\n[x]"},
         (3, 10), "pyproject.toml"),
        ({"pixi.toml": "[feature.old.dependencies]\npython = '3.10.*'"}, (3, 12), None),
        ({"setup.cfg": "[options]\npython_requires = <3.11\n"}, (3, 10), "setup.cfg"),
        ({"environment.yml": "- python=3.10\n- prefect"}, (3, 10), "environment.yml"),
        ({"pixi.toml": "[dependencies]\npython = '3.10.*'"}, (3, 10), "pixi.toml"),
        ({"Pipfile": "[requires]\npython_version = '3.10'"}, (3, 10), "Pipfile"),
        ({"Dockerfile": "FROM prefecthq/prefect:3-python3.10"}, (3, 10), "Dockerfile"),
        ({"Dockerfile": "FROM prefecthq/prefect:3-python3.10", ".python-version": "3.11"}, (3, 11),
         ".python-version"),
    ],
)  # fmt: skip
def test_python(tmp_path, files, python, where):
    found = runtime(tmp_path, files)
    assert found.python == (python, tmp_path / where if where else None)
    assert found.notes == ()


PYTHONS = [
    {"venv/pyvenv.cfg": "version = 3.7.1"},
    {"Pipfile.lock": '{"_meta": {"requires": {"python_version": "3.8"}},'
                     '"default": {"prefect": {"version": "==3.4.1"}}}'},
    {".python-version": "3.9"},
    {"pyproject.toml": "[project]\nrequires-python = '==3.10.*'"},
    {"setup.cfg": "[options]\npython_requires = ==3.11.*"},
]  # fmt: skip


@pytest.mark.parametrize("first", range(len(PYTHONS)))
def test_the_order_of_pythons(tmp_path, first):
    for files in PYTHONS[first:]:
        write(tmp_path, files)
    assert runtime(tmp_path, {}).python.version == (3, 7 + first)


def test_the_python_of_a_workspace(tmp_path):
    files = {"uv.lock": locked(prefect="3.8.8"), ".venv/pyvenv.cfg": "version = 3.10.1",
             "a/pyproject.toml": project("prefect>=3") + "requires-python = '>=3.11'"}  # fmt: skip
    found = runtime(tmp_path, files, "a")
    assert (found.release, found.python) == ((3, 8, 8), ((3, 10), tmp_path / ".venv"))


# How files are read


@pytest.mark.parametrize(
    ("release", "python", "reader"),
    [
        ("3.1.0", "3.12", "toml"),
        ("3.6.13", "3.12", "toml"),
        ("3.6.14", "3.12", "tomllib"),
        ("3.6.14", "3.10", "toml"),
        ("3.8.8", "3.10", "toml"),
        ("3.9.1", "3.11", "tomllib"),
    ],
)
def test_the_toml_reader(tmp_path, release, python, reader):
    files = {"uv.lock": locked(prefect=release), ".python-version": python}
    assert runtime(tmp_path, files).toml_reader == reader


@pytest.mark.parametrize(
    ("release", "settings", "python", "reads"),
    [
        ("3.1.1", "2.16.3", "3.12", True),
        ("3.1.2", "2.16.3", "3.12", False),
        ("3.1.2", "2.14.0", "3.12", False),
        ("3.1.2", "2.13.1", "3.12", True),
        ("3.4.25", "2.10.1", "3.12", True),
        ("3.6.27", "2.14.0", "3.12", False),
        ("3.6.28", "2.14.0", "3.12", True),
        ("3.9.1", "2.16.3", "3.12", True),
        ("3.4.25", None, "3.12", False),
        ("3.4.25", None, "3.10", False),
        ("3.4.25", None, "3.9", True),
        ("3.6.28", None, "3.12", True),
    ],
)
def test_whether_dotenv_is_read(tmp_path, release, settings, python, reads):
    more = {"pydantic_settings": settings} if settings else {}
    lock = locked(prefect=release, **more)
    found = runtime(tmp_path, {"uv.lock": lock, ".python-version": python})
    assert found.reads_dotenv is reads
    where = tmp_path / "uv.lock"
    assert found.pydantic_settings == ((settings, where) if settings else None)
    assert bool(found.assumes()) is (not reads and settings is None)


@pytest.mark.parametrize(
    ("settings", "names_first", "any_case"),
    [
        ("2.12.0", False, False),
        ("2.13.0", True, False),
        ("2.13.1", True, False),
        ("2.14.0", False, False),
        ("2.15.0", False, True),
        (None, False, True),
    ],
)
def test_how_names_are_read(tmp_path, settings, names_first, any_case):
    more = {"pydantic_settings": settings} if settings else {}
    found = runtime(tmp_path, {"uv.lock": locked(prefect="3.9.1", **more)}).readers
    assert (found.ranks_names_first, found.any_case_json) == (names_first, any_case)


@pytest.mark.parametrize(
    ("requirement", "version"),
    [
        ("pydantic-settings<2.14", "2.13.1"),
        ("pydantic_settings==2.8.1", "2.8.1"),
        ("pydantic-settings>=2", None),
        ("pydantic-settings<2", None),
    ],
)
def test_pydantic_settings_of_a_requirement(tmp_path, requirement, version):
    found = runtime(tmp_path, {"pyproject.toml": project("prefect==3.4.25", requirement)})
    where = tmp_path / "pyproject.toml"
    assert found.pydantic_settings == ((version, where) if version else None)
    assert found.reads_dotenv is (version is not None)


# Packages


def test_packages_of_a_lock_file_and_an_environment(tmp_path):
    found = runtime(tmp_path, {
        "uv.lock": locked(prefect="3.8.8", prefect_aws="0.5.0", prefectual="1", httpx="1"),
        f"{SITE}/prefect_aws-0.4.0.dist-info/": "",
        f"{SITE}/Prefect_Gcp-0.6.0.dist-info/": "",
        f"{SITE}/pydantic_settings-2.13.1.dist-info/": "",
        "pyproject.toml": project("prefect[redis, dev]>=3", "prefect-azure>=1", "prefect-shell==1"),
    })  # fmt: skip
    lock, stated = tmp_path / "uv.lock", tmp_path / "pyproject.toml"
    assert found.packages == {
        "prefect": ("3.8.8", lock),
        "prefect-aws": ("0.5.0", lock),
        "prefect-gcp": ("0.6.0", tmp_path / SITE / "Prefect_Gcp-0.6.0.dist-info"),
        "pydantic-settings": ("2.13.1", tmp_path / SITE / "pydantic_settings-2.13.1.dist-info"),
        "prefect-redis": (None, stated),
        "prefect-azure": (None, stated),
        "prefect-shell": ("1", stated),
    }
    assert found.pydantic_settings == found.packages["pydantic-settings"]


def test_pinned_lines_come_before_what_is_installed(tmp_path):
    found = runtime(tmp_path, {"requirements.txt": "prefect[aws]==3.4.1\nprefect-gcp",
                               f"{SITE}/prefect-3.5.0.dist-info/": ""})  # fmt: skip
    where = tmp_path / "requirements.txt"
    assert found.packages == {
        "prefect": ("3.4.1", where), "prefect-aws": (None, where), "prefect-gcp": (None, where),
    }  # fmt: skip


@pytest.mark.parametrize("text", [PIXI_LOCK, PIXI_LOCK.replace("\n", "\r\n")])
def test_packages_of_pixi(tmp_path, text):
    found = runtime(tmp_path, {"pixi.lock": text})
    assert {name: each.version for name, each in found.packages.items()} == {
        "prefect": "3.4.1", "prefect-aws": "0.5.3",
    }  # fmt: skip


def test_packages_of_another_member_do_not_count(tmp_path):
    found = runtime(tmp_path, {"b/uv.lock": locked(prefect="3.8.8", prefect_aws="1")}, "a")
    assert found.packages == {}


# Bad input


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".python-version", b"\xff"),
        (".venv/pyvenv.cfg", b"version = 3.10 \xff"),
        ("pyproject.toml", b"[project]\nrequires-python = '<3.11' # \xff"),
        ("environment.yml", b"- python=3.10 \xff"),
    ],
)
def test_broken_files_are_notes(tmp_path, name, content):
    found = runtime(tmp_path, {name: content})
    assert found.python == ((3, 12), None)
    assert [note.where for note in found.notes] == [tmp_path / name]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_pipes_and_loops_are_not_opened(tmp_path):
    for name in (".python-version", "Dockerfile", "environment.yml", "setup.cfg", "pixi.lock"):
        os.mkfifo(tmp_path / name)
    for name in (".venv", "Pipfile", "pixi.toml", "compose.yml"):
        (tmp_path / name).symlink_to(name)
    assert runtime(tmp_path, {}).release == NEWEST


HOSTILE = {
    "uv.lock": '\nname = "prefect' + "-" * 3_000_000,
    "Dockerfile": ("FROM " + "prefecthq/prefect:" * 100_000 + "\n") * 2,
    "compose.yml": "image: prefecthq/prefect:" + "${A:-" * 300_000,
    "environment.yml": "- prefect=" * 300_000 + "\n" + "- prefect-" + "a" * 2_000_000,
    "pixi.lock": "/prefect-" * 300_000 + "\n" + "  name: prefect\n" * 100_000,
    "conda-lock.yml": "- name:" + " " * 2_000_000 + "\n name: prefect" + " " * 500_000,
    ".python-version": "3" * 3_000_000,
    "setup.cfg": "[options]\ninstall_requires = prefect\n " + "prefect" * 300_000,
    "Pipfile": "[packages]\nprefect = '" + "1." * 500_000 + "'",
    "requirements.txt": "prefect" + "[" * 500_000 + "\nprefect" + "(" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_fast(tmp_path, name):
    (tmp_path / name).write_text(HOSTILE[name])
    start = time.perf_counter()
    assert decide_runtime(tmp_path, KNOWN, root=tmp_path).release == NEWEST
    assert time.perf_counter() - start < 3


def test_every_file_that_decides_is_watched():
    patterns = [each for pattern in watched_files() for each in spelt_out(pattern)]
    names = {name.rstrip("/") for files, _ in ORDER for name in files}
    names |= {"a/Dockerfile.dev", "x.dockerfile", "compose.dev.yaml", "docker-compose.yml",
              "Containerfile", ".venv/pyvenv.cfg", ".python-version", "pdm.lock", "pylock.toml",
              ".envrc", f"{SITE}/pydantic_settings-2.14.0.dist-info",
              f"{SITE}/prefect_aws-0.4.0.dist-info"}  # fmt: skip
    for name in sorted(names):
        assert any(fnmatch(f"/work/{name}", each) for each in patterns), name


# Integration packages


REDIS = ("prefect-redis", Installed("0.2.5", "uv.lock"))
LOCKED = locked(prefect="3.9.1", prefect_redis="0.2.5", pydantic_settings="2.16.3")
INSTALLED = {f"{SITE}/prefect-3.9.1.dist-info/": "", f"{SITE}/prefect_redis-0.3.0.dist-info/": ""}
UNVERSIONED = '\n[[package]]\nname = "prefect-redis"\nsource = { editable = "../redis" }\n'
FRESH = {f"{SITE}/prefect-3.9.1.dist-info/": ""}
GIT = "git+https://h/prefect.git"
ELSEWHERE = [
    ("requirements.txt", f"prefect-redis @ {GIT}#subdirectory=src/x\n", None),
    ("requirements.txt", f"prefect_redis[x]@{GIT} ; python_version > '3'\n", None),
    ("requirements.txt", f"{GIT}#subdirectory=src/integrations/prefect-redis\n", None),
    ("requirements.txt", f"-e {GIT}#egg=prefect_redis&subdirectory=src\n", None),
    ("requirements.txt", "--editable=../lib/prefect-redis # ours\n", None),
    ("requirements.txt", "./dist/prefect_redis-0.2.5-py3-none-any.whl\n", "0.2.5"),
    ("pyproject.toml", project(f"prefect-redis @ {GIT}"), None),
    ("pyproject.toml", "[tool.poetry.dependencies]\nprefect-redis = {git = 'https://h/p'}\n", None),
    ("Pipfile", "[packages]\nprefect-redis = {path = '../redis'}\n", None),
    ("environment.yml", f"dependencies:\n- pip:\n  - prefect-redis @ {GIT}\n", None),
    ("setup.cfg", f"[options]\ninstall_requires =\n  prefect-redis @ {GIT}\n", None),
]
"""Requirements that PyPI does not answer, which tell no version unless it is in a file's name."""
COMPOSE = "services:\n  server:\n    image: prefecthq/prefect:3-latest\n"


@pytest.mark.parametrize(
    ("files", "found", "is_complete"),
    [
        ({}, {}, False),
        ({"uv.lock": LOCKED}, dict([REDIS]), True),
        ({"uv.lock": locked(prefect="3.9.1")}, {}, True),
        (INSTALLED, {"prefect-redis": Installed("0.3.0", ".venv")}, True),
        ({"uv.lock": locked(prefect="3.9.1"), **INSTALLED},
         {"prefect-redis": Installed("0.3.0", ".venv")}, True),
        # uv names no version of a package that makes its own.
        ({"uv.lock": locked(prefect="3.9.1") + UNVERSIONED},
         {"prefect-redis": Installed(None, "uv.lock")}, True),
        # An extra tells less than a requirement, wherever that is.
        ({"requirements.txt": "prefect[redis]==3.9.1\nprefect-redis<0.2.10\n"},
         {"prefect-redis": Installed("0.2.9", "requirements.txt")}, False),
        # Requirements may bring other packages.
        ({"requirements.txt": "prefect==3.9.1\nprefect-aws==0.7.2\n"},
         {"prefect-aws": Installed("0.7.2", "requirements.txt")}, False),
        ({"pyproject.toml": project("prefect[redis,kubernetes]>=3.9")},
         {"prefect-redis": Installed(None, "pyproject.toml"),
          "prefect-kubernetes": Installed(None, "pyproject.toml")}, False),
        *(({**FRESH, name: text}, {"prefect-redis": Installed(version, name)}, True)
          for name, text, version in ELSEWHERE),
        ({**FRESH, "requirements.txt": "prefect[redis] @ git+https://h/p.git@main\n"},
         {"prefect-redis": Installed(None, "requirements.txt")}, True),
        # So may an image, which includes prefect-redis.
        ({"uv.lock": LOCKED, "compose.yaml": COMPOSE}, dict([REDIS]), False),
        ({"compose.yaml": COMPOSE}, {}, False),
        # A lock file or environment without Prefect says nothing.
        ({"uv.lock": locked(prefect_redis="0.2.5")}, {}, False),
        ({f"{SITE}/prefect_redis-0.3.0.dist-info/": ""},
         {"prefect-redis": Installed("0.3.0", ".venv")}, False),
    ],
)  # fmt: skip
def test_the_integration_packages(tmp_path, files, found, is_complete):
    write(tmp_path, files)
    read = decide_runtime(tmp_path, KNOWN, packages=CATALOGUE.packages)
    assert read.integrations == Packages(found, is_complete)


@pytest.mark.parametrize(
    ("wanted", "version"),
    [
        ("prefect-redis<0.2.10", "0.2.9"),
        ("prefect-redis>=0.2.3,<0.2.7", "0.2.6"),
        ("prefect-redis==0.2.*", "0.2.15"),
        ("prefect-redis~=0.2.4,!=0.2.15", "0.2.14"),
        ("prefect-redis", None),
        ("prefect-redis>=0.2", None),
        ("prefect-redis>90", None),
        ("prefect-redis==0.2.4", "0.2.4"),
    ],
)
def test_a_range_means_its_newest_version(tmp_path, wanted, version):
    write(tmp_path, {"requirements.txt": f"prefect==3.9.1\n{wanted}\n"})
    found = decide_runtime(tmp_path, KNOWN, packages=CATALOGUE.packages)
    assert found.integrations.found["prefect-redis"].version == version
    schema = CATALOGUE.schema(found.release, found.integrations)
    release = schema.by_path["redis.messaging.host"].release
    assert show_release(release) == (
        version or show_release(CATALOGUE.packages["prefect-redis"][-1])
    )


def test_a_range_of_versions_before_those_that_are_known(tmp_path):
    write(tmp_path, {"requirements.txt": "prefect==3.9.1\nprefect-redis<0.0.1\n"})
    found = decide_runtime(tmp_path, KNOWN, packages=CATALOGUE.packages)
    oldest = show_release(CATALOGUE.packages["prefect-redis"][0])
    assert found.integrations.found["prefect-redis"].version == oldest


def test_the_packages_of_a_member_are_those_of_the_workspace(tmp_path):
    files = {"uv.lock": LOCKED, "member/pyproject.toml": project("prefect")}
    assert runtime(tmp_path, files, "member").integrations == Packages(dict([REDIS]), True)


def test_an_explicit_release_does_not_change_the_packages(tmp_path):
    found = runtime(tmp_path, {"uv.lock": LOCKED}, explicit="3.4.1")
    assert found.integrations == Packages(dict([REDIS]), True)
