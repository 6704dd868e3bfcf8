"""Compile modules for the browser; `engine.mjs` runs this in Pyodide."""

import importlib.util
import marshal
import zipfile
from collections.abc import Callable

_UNCHECKED = (1).to_bytes(4, "little")
"""The flags of a module that Python loads without looking for its source (PEP 552)."""


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
                header = importlib.util.MAGIC_NUMBER + _UNCHECKED + importlib.util.source_hash(data)
                data, name = header + marshal.dumps(code), f"{each}c"
            made.writestr(zipfile.ZipInfo(name), data)
