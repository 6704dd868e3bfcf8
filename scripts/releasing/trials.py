"""Try the artefacts of a release, each in an empty environment."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from . import building
from .archives import sha256, unpack
from .building import NAME, Workshop
from .processes import FailedError, environment, run

BROKEN = '[server]\nport = 4200\n\n[logging.to_api]\nbatch_size = "many"\n'
"""A file with a setting that Prefect ignores, and one that it refuses."""
CODES = ["int-string", "unknown-setting"]
NEEDED = {"jsonschema", "lsprotocol", "packaging", "pygls", "toml", "tqdm"}
"""The packages that the wheel requires."""
OUTPUT = (
    "editors/vscode/bundled/server.whl",
    "editors/vscode/engine/engine.zip.gz",
    "editors/vscode/out/extension.js",
    "editors/vscode/prefect-toml.vsix",
    "site/checker/engine.zip.gz",
    "site/node_modules/module.js",
)
"""Files in the folders that the other builds write to."""
CLEAN = "[server.api]\nport = 4200\n"


def expect(holds: object, otherwise: str) -> None:
    """Raise FailedError with the text `otherwise` unless `holds`."""
    if not holds:
        raise FailedError(otherwise)


def check(programs: Path, version: str, folder: Path) -> None:
    """Check that the installed command prints its version, and judges a right and a wrong file."""
    program = programs / NAME
    home = {"HOME": str(folder), "PREFECT_HOME": str(folder)}
    said = run(program, "--version", cwd=folder, env=home)
    expect(version in said, f"--version says {said!r}")
    run(program, "check", "-", stdin=CLEAN, cwd=folder, env=home)
    out = run(program, "check", "--output-format", "json", "-", stdin=BROKEN, cwd=folder,
              env=home, status=1)  # fmt: skip
    codes = [each["code"] for each in json.loads(out)]
    expect(sorted(codes) == CODES, f"check finds {codes} and not {CODES}")


def serve(programs: Path, version: str, folder: Path) -> None:
    """Check that the installed server starts, names its version, and shuts down."""
    asked: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    bodies = [json.dumps({"jsonrpc": "2.0", **each}) for each in asked]
    sent = "".join(f"Content-Length: {len(body)}\r\n\r\n{body}" for body in bodies)
    said = run(programs / NAME, cwd=folder, stdin=sent)
    expect('"serverInfo"' in said and f'"{version}"' in said, f"the server answers {said[:300]!r}")


def fits_pypi(file: Path) -> None:
    """Check that PyPI would accept a wheel or sdist and can show its README."""
    run(sys.executable, "-m", "twine", "check", "--strict", file)


def _try_wheel(shop: Workshop, work: Path) -> None:
    """Try the wheel, installed with its dependencies."""
    fits_pypi(shop.wheel)
    programs = environment(work / "environment", shop.wheel)
    check(programs, shop.version, work)
    serve(programs, shop.version, work)


def _try_sdist(shop: Workshop, work: Path) -> None:
    """Check that the sdist builds the same wheel, and includes what packagers need."""
    sdist = shop.artefact(building.SDIST)
    fits_pypi(sdist)
    source = unpack(sdist, work / "source")
    for name in ("docs/ci.md", "docs/rules/README.md", "tests/conftest.py", "LICENSE", "PKG-INFO"):
        expect((source / name).is_file(), f"{name} is not in the sdist")
    links = [path.name for path in source.rglob("*") if path.is_symlink()]
    expect(not links, f"the sdist has links: {links}")
    _try_without_output(source, sdist.name, work)
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel"]
    run(*build, "--outdir", work / "wheels", source)
    (wheel,) = (work / "wheels").iterdir()
    expect(sha256(wheel) == sha256(shop.wheel), "the sdist makes another wheel than the source")
    check(environment(work / "environment-of-sdist", wheel), shop.version, work)


def _try_without_output(source: Path, name: str, work: Path) -> None:
    """Check that an sdist that is made after everything was built does not include the output."""
    for file in OUTPUT:
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        (source / file).write_text("built", "utf-8")
    run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--sdist",
        "--outdir",
        work / "again",
        source,
    )
    again = unpack(work / "again" / name, work / "source-again")
    found = [file for file in OUTPUT if (again / file).exists()]
    expect(not found, f"the sdist includes what was built: {found}")
    for file in OUTPUT:
        (source / file).unlink()


def _try_sbom(sbom: Path, shop: Workshop, named: set[str]) -> None:
    """Check that an SBOM names this version and these packages, and no path of this machine."""
    text = sbom.read_text("utf-8")
    listed: dict[str, Any] = json.loads(text)
    about = listed["metadata"]["component"]
    expect(about["version"] == shop.version, f"{sbom.name} is about {about['version']}")
    missing = named - {each["name"] for each in listed["components"]}
    expect(not missing, f"{sbom.name} does not name {missing}")
    expect(str(shop.work) not in text, f"{sbom.name} names a folder of the machine")


def try_python(shop: Workshop, work: Path) -> None:
    """Try wheel, sdist and SBOM."""
    _try_wheel(shop, work)
    _try_sdist(shop, work)
    _try_sbom(shop.artefact(building.SBOM), shop, NEEDED)


def try_site(shop: Workshop, work: Path) -> None:
    """Check that the first page of the site names the version, and compare its schemas."""
    site = unpack(shop.artefact(building.SITE), work / "site")
    schemas = unpack(shop.artefact(building.SCHEMAS), work / "schemas")
    expect("<html" in (site / "index.html").read_text("utf-8"), "index.html is not a page")
    expect(shop.version in (site / "index.html").read_text("utf-8"), "index.html names no version")
    expect((site / "checker" / "engine.zip.gz").is_file(), "the site has no checker")
    alone = {file.name: sha256(file) for file in schemas.iterdir()}
    beside = {file.name: sha256(file) for file in (site / "schemas").iterdir()}
    expect(alone == beside, "the schemas of the site differ from those that are packed alone")
    programs = environment(work / "environment", "check-jsonschema")
    schema = schemas / "prefect.schema.json"
    for text, status in ((CLEAN, 0), (BROKEN, 1)):
        (work / "prefect.toml").write_text(text, "utf-8")
        run(programs / "check-jsonschema", "--schemafile", schema, work / "prefect.toml",
            status=status)  # fmt: skip


def try_extension(shop: Workshop, work: Path) -> None:
    """Check that the VSIX includes the wheel of the release, and that the server in it starts."""
    with zipfile.ZipFile(shop.artefact(building.VSIX)) as archive:
        archive.extractall(work)
    manifest = json.loads((work / "extension" / "package.json").read_text("utf-8"))
    expect(manifest["version"] == shop.version, f"the extension says {manifest['version']}")
    (wheel,) = (work / "extension" / "bundled").iterdir()
    expect(sha256(wheel) == sha256(shop.wheel), "another wheel is in the extension")
    engine = work / "extension" / "engine" / "engine.zip.gz"
    expect(engine.is_file(), "the extension has no server for a browser")
    for script in (work / "extension" / "out").glob("*.js"):
        run("node", "--check", script)
    serve(environment(work / "environment", wheel), shop.version, work)
    named = {"vscode-languageclient", "pyodide", "pygls"}
    _try_sbom(shop.artefact(building.EXTENSION_SBOM), shop, named)
