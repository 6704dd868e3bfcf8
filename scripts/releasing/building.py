"""Build the artefacts of a release from a folder with its source."""

from __future__ import annotations

import json
import runpy
import shutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

from .archives import pack
from .processes import environment, install, run

NAME = "prefect-toml-lsp"
WHEEL = "prefect_toml_lsp-{}-py3-none-any.whl"
SDIST = "prefect_toml_lsp-{}.tar.gz"
SBOM = "sbom-wheel.cdx.json"
SITE = "prefect-toml-lsp-site-{}.tar.gz"
SCHEMAS = "prefect-toml-lsp-schemas-{}.tar.gz"
VSIX = "prefect-toml-{}.vsix"
EXTENSION_SBOM = "sbom-extension.cdx.json"


class Workshop(NamedTuple):
    """The folders for building a release: from `source` into `out`, with `work` for temporary
    files. `epoch` is the time of the commit in seconds.
    """

    source: Path
    work: Path
    out: Path
    version: str
    epoch: int

    def artefact(self, name: str) -> Path:
        """The path of an artefact; `{}` in its name stands for the version."""
        return self.out / name.format(self.version)

    @property
    def wheel(self) -> Path:
        """The path of the wheel, which everything else needs."""
        return self.artefact(WHEEL)

    @property
    def programs(self) -> Path:
        """The folder of programs of the environment in which the wheel is installed."""
        return self.work / "environment" / "bin"


def export(repository: Path, folder: Path) -> int:
    """Write the newest commit into a folder; returns its time in seconds."""
    folder.mkdir(parents=True)
    archive = folder.with_suffix(".tar")
    run("git", "archive", "--output", archive, "HEAD", cwd=repository)
    run("tar", "--extract", "--file", archive, "--no-same-permissions", cwd=folder)
    return int(run("git", "log", "-1", "--format=%ct", cwd=repository))


def build_python(shop: Workshop) -> None:
    """Build wheel and sdist, and the SBOM: the packages that are installed with the wheel today.
    The program that writes it needs a version in `pyproject.toml`.
    """
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", shop.out, shop.source)
    environment(shop.work / "environment", shop.wheel)
    project = shop.work / "pyproject.toml"
    text = (shop.source / "pyproject.toml").read_text("utf-8")
    stated = text.replace('dynamic = ["readme", "urls", "version"]', f'version = "{shop.version}"')
    project.write_text(stated, "utf-8")
    describe = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"]
    run(*describe, "--pyproject", project, "--mc-type", "application", "--spec-version", "1.6",
        "--output-file", shop.artefact(SBOM), shop.programs / "python")  # fmt: skip


def build_site(shop: Workshop) -> None:
    """Build the site with the checker, and an archive of the JSON Schemas that are also in it."""
    install(shop.programs, f"{shop.wheel}[site]")
    sources = shop.source / "site"
    npm = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    run(*npm, cwd=sources)
    run("npm", "run", "checker", cwd=sources, env={"PYTHON": str(shop.programs / "python")})
    site, schemas = shop.work / f"{NAME}-site", shop.work / f"{NAME}-schemas"
    run(shop.programs / NAME, "docs", site, "--checker", sources / "checker")
    run(shop.programs / "python", "schema/publish.py", schemas, cwd=shop.source)
    pack(site, shop.artefact(SITE), shop.epoch)
    pack(schemas, shop.artefact(SCHEMAS), shop.epoch)


def build_extension(shop: Workshop) -> None:
    """Build the VSIX, which includes the wheel of the release and the server for the browser, and
    the SBOM of both bundles.
    """
    folder = shop.source / "editors" / "vscode"
    run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder)
    given = {"WHEEL": str(shop.wheel), "PYTHON": sys.executable, "TZ": "UTC"}
    run("npm", "run", "package", cwd=folder, env=given)
    shutil.copyfile(folder / "prefect-toml.vsix", shop.artefact(VSIX))
    listed = json.loads(run("npm", "sbom", "--sbom-format=cyclonedx", "--omit=dev", cwd=folder))
    del listed["serialNumber"], listed["metadata"]["timestamp"]  # these differ in each run
    listed["components"] += _in_the_browser(shop)
    text = json.dumps(listed, indent=2) + "\n"
    shop.artefact(EXTENSION_SBOM).write_text(text, "utf-8", newline="\n")


def _in_the_browser(shop: Workshop) -> list[dict[str, Any]]:
    """Pyodide and the packages in the server for the browser, as components of an SBOM."""
    scripts = shop.source / "site" / "scripts"
    packages = runpy.run_path(str(scripts / "engine.py"))["PACKAGES"]
    brought = json.loads(shop.artefact(SBOM).read_text("utf-8"))["components"]
    lock = json.loads((shop.source / "site" / "package-lock.json").read_text("utf-8"))
    pyodide = lock["packages"]["node_modules/pyodide"]
    row = {
        "type": "library",
        "bom-ref": f"pyodide@{pyodide['version']}",
        "name": "pyodide",
        "version": pyodide["version"],
        "purl": f"pkg:npm/pyodide@{pyodide['version']}",
        "licenses": [{"license": {"id": pyodide["license"]}}],
    }
    return [row, *(each for each in brought if each["name"].replace("-", "_") in packages)]
