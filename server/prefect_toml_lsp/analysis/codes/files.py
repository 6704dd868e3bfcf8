"""Files that cannot be read at all."""

from __future__ import annotations

from prefect_toml_lsp.analysis.codes.model import UNREADABLE, Code, Detail
from prefect_toml_lsp.analysis.codes.references import SOURCES, toml
from prefect_toml_lsp.analysis.findings import Severity


def _not_utf_8(detail: Detail) -> str:
    what = "This is UTF-16" if detail["is_utf_16"] else f"Byte 0x{detail['byte']:02X} is not UTF-8"
    return f"{what}; save the file as UTF-8"


NOT_UTF_8 = Code(
    name="not-utf-8",
    title="File not in UTF-8",
    message=_not_utf_8,
    severity=Severity.ERROR,
    meaning="The file holds bytes that are not UTF-8, the only encoding of TOML.",
    effect=UNREADABLE,
    remedy="Save the file as UTF-8, without a byte order mark.",
    wrong="",
    right="",
    reference=toml("spec"),
)
UNREADABLE_FILE = Code(
    name="unreadable-file",
    title="Unreadable file",
    message="Cannot read this: {reason}",
    severity=Severity.ERROR,
    other_severities=(Severity.INFORMATION,),
    meaning="The system does not let us open this file or folder, or it does not exist.",
    effect="Prefect stops with an error where it finds a file that it cannot open. The contents of "
    "this one were not checked.",
    remedy="Correct the path, or give yourself permission to read it.",
    wrong="",
    right="",
    reference=SOURCES,
)
PREFECT_2 = Code(
    name="prefect-2",
    title="Prefect 2 does not read this file",
    message="This project requires Prefect 2, which does not read `prefect.toml`; "
    "require 3.1 or later",
    severity=Severity.WARNING,
    meaning="The project requires Prefect 2, which does not read `prefect.toml`.",
    effect="Prefect 2 starts without reading the file.",
    remedy="Require Prefect 3.1 or later, or set environment variables.",
    file="requirements.txt",
    wrong="prefect==2.20.9\n",
    right="prefect>=3.1\n",
    beside={"prefect.toml": "[server.api]\nport = 4300\n"},
    reference=SOURCES,
    needs_surroundings=True,
)
