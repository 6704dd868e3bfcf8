"""Compile modules for the browser; `checker.mjs` runs this in Pyodide."""

import importlib._bootstrap_external as bootstrap
import importlib.util
import zipfile
from collections.abc import Callable


def compile_archive(source: str, target: str, is_wanted: Callable[[str], bool]) -> None:
    """Write a copy of an archive with compiled modules without docstrings.

    It is not compressed, because it is two thirds of the size when compressed as a whole.
    """
    with zipfile.ZipFile(source) as found, zipfile.ZipFile(target, "w") as made:
        for each in sorted(found.namelist()):
            if each.endswith("/") or not is_wanted(each):
                continue
            data, name = found.read(each), each
            if each.endswith(".py"):
                code = compile(data, each, "exec", optimize=2, dont_inherit=True)
                digest = importlib.util.source_hash(data)
                data, name = bytes(bootstrap._code_to_hash_pyc(code, digest, False)), f"{each}c"
            made.writestr(zipfile.ZipInfo(name), data)
