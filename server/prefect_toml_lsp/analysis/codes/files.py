"""Files that cannot be read at all."""

from __future__ import annotations

from prefect_toml_lsp.analysis.codes.model import IGNORED, UNREADABLE, Code, Detail
from prefect_toml_lsp.analysis.codes.references import SOURCES, toml
from prefect_toml_lsp.analysis.findings import Severity


def _not_utf_8(detail: Detail) -> str:
    what = "This is UTF-16" if detail["is_utf_16"] else f"Byte 0x{detail['byte']:02X} is not UTF-8"
    return f"{what}; save the file as UTF-8"


def _old_reader(detail: Detail) -> str:
    if "longest" in detail:
        return (
            f"This file has more than {detail['longest']:,} characters and is judged as TOML 1.0, "
            "not as Prefect's old TOML reader reads it"
        )
    return f"{detail['who']} cannot read this file: its TOML reader refuses {detail['form']}"


NOT_UTF_8 = Code(
    name="not-utf-8",
    title="File not in UTF-8",
    message=_not_utf_8,
    severity=Severity.ERROR,
    meaning="The file contains bytes that are not UTF-8, the only encoding of TOML.",
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
    meaning="This file or folder does not exist, or the operating system denies access to it.",
    effect="Prefect stops with an error when it cannot open one of its files. The contents of "
    "this one were not checked.",
    remedy="Correct the path, or give yourself read permission on the file or folder.",
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
OLD_TOML_READER = Code(
    name="old-toml-reader",
    title="Prefect's old TOML reader rejects this",
    message=_old_reader,
    severity=Severity.ERROR,
    meaning="Prefect before 3.6.14, and every Prefect on Python 3.10, reads TOML with the `toml` "
    "package, which rejects some valid TOML: arrays of mixed types, `{include-group = …}` next to "
    "strings, some nested inline tables, `x=0x1F` without spaces, `0e0`.",
    effect=UNREADABLE,
    remedy="Use a simpler form, or upgrade to Prefect 3.6.14 or later on Python 3.11 or later.",
    release="3.4.25",
    wrong="[tasks]\ndefault_retry_delay_seconds = [1, 2.5]\n",
    right="[tasks]\ndefault_retry_delay_seconds = [1.0, 2.5]\n",
    reference=toml("array"),
    other_severities=(Severity.INFORMATION,),
    aliases=("mixed-array",),
)
NOT_READ_BY_OLD_TOML = Code(
    name="not-read-by-old-toml",
    title="Prefect's old TOML reader drops this",
    message="{who} {does}; write {remedy}",
    severity=Severity.WARNING,
    meaning="Prefect before 3.6.14, and every Prefect on Python 3.10, reads TOML with the `toml` "
    "package. It drops keys with spaces around their dots, some quoted keys, and dotted keys "
    "of multi-line strings, and it misreads some strings with escaped quotes.",
    effect=IGNORED,
    remedy="Write the key without spaces and quotes, or the value in a simpler form.",
    release="3.4.25",
    wrong='api . url = "http://localhost:4200/api"\n',
    right='api.url = "http://localhost:4200/api"\n',
    reference=toml("keys"),
)
TOO_MUCH_TEXT = Code(
    name="too-much-text",
    title="File too large to be checked",
    message="This file is too large; nothing from here on was checked",
    severity=Severity.INFORMATION,
    meaning="The file is larger than what we read, which is about 20,000 settings: editors stay "
    "usable that way.",
    effect="Prefect reads the whole file, and may find mistakes that we did not look for.",
    remedy="Remove what is not needed.",
    wrong="",
    right="",
    reference=SOURCES,
)
MORE_FINDINGS = Code(
    name="more-findings",
    title="More findings than are shown",
    message="This file has {count:,} more findings; `check --output-format json` lists them all",
    severity=Severity.INFORMATION,
    meaning="Editors show the 1,000 most severe findings of a file.",
    effect="Nothing: all findings are still found, and `check` lists them.",
    remedy="Correct the findings that are shown.",
    wrong="",
    right="",
    reference=SOURCES,
)
EXPANSION_TOO_LONG = Code(
    name="expansion-too-long",
    title="References that expand to too much text",
    message="`{name}` expands to too much text and was not checked; use fewer references",
    severity=Severity.INFORMATION,
    meaning="The references in this value multiply when expanded and would use up all memory, so "
    "they were not expanded.",
    effect="Prefect tries to expand the value, and may run out of memory.",
    remedy="Write the value with fewer `${…}` references.",
    wrong="",
    right="",
    file=".env",
    reference=SOURCES,
)
DOTENV_NOT_READ = Code(
    name="dotenv-not-read",
    title="This Prefect does not read `.env`",
    message="Prefect {release} with {package} does not read the variables in this file; use "
    "environment variables, Prefect 3.6.28, or pydantic-settings<2.14",
    severity=Severity.WARNING,
    meaning="Prefect 3.1.2 to 3.6.27 with pydantic-settings 2.14.0 or later compares the names of "
    "variables in `.env` case-sensitively, and the documented upper case does not match.",
    effect=IGNORED,
    remedy="Set the variables in the environment, upgrade to Prefect 3.6.28 or later, or require "
    "`pydantic-settings<2.14`.",
    release="3.4.25",
    file=".env",
    wrong="PREFECT_SERVER_API_PORT=4300\n",
    right="TZ=UTC\n",
    reference=SOURCES,
)
