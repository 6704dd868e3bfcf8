"""The questions of `init` on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from prefect_toml_lsp.analysis.starter import GROUPS, USUAL, Group
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.source_names import FILES_TO_START, SOURCES
from prefect_toml_lsp.cli.starting import Wanted
from prefect_toml_lsp.cli.streams import open_stream
from prefect_toml_lsp.prefect.acceptance.urls import read_url
from prefect_toml_lsp.sources.kinds import file_kind

_TRIES = 3
_LONGEST = 2000
"""Characters of an answer."""
_RUNS: Sequence[tuple[str, Sequence[Group]]] = (
    ("flows and a server", USUAL),
    ("flows", ("client",)),
    ("a worker", ("worker",)),
    ("a server", ("server",)),
    ("all of these", GROUPS),
)


def asked() -> Wanted:
    """The answers. Raises `CannotRunError` if no answer can be used."""
    names = [file_kind(SOURCES[each]).name for each in FILES_TO_START]
    to = FILES_TO_START[_choose("Which file?", names)]
    groups = _RUNS[_choose("What runs in this folder?", [text for text, _ in _RUNS])][1]
    url = ""
    if "server" not in groups or len(groups) > 1:
        prompt = "Address of the Prefect server, such as http://127.0.0.1:4200/api (empty for none)"
        url = _ask(f"{prompt}: ", _is_address, "Write an address such as http://host/api")
    return Wanted(to, groups, (f"api.url={url}",) if url else ())


def _choose(question: str, answers: Sequence[str]) -> int:
    """The index of the choice, by its number; the first one for an empty answer."""
    lines = [f"  {number} {text}" for number, text in enumerate(answers, 1)]
    numbers = [*map(str, range(1, len(answers) + 1))]
    prompt = "\n".join([question, *lines, "Number (1): "])
    wanted = f"Write a number from 1 to {len(answers)}"
    answer = _ask(prompt, lambda text: text in ("", *numbers), wanted)
    return int(answer or 1) - 1


def _ask(prompt: str, fits: Callable[[str], bool], otherwise: str) -> str:
    """An answer that fits. Raises `CannotRunError` after some that do not, and without any."""
    out, source = open_stream(sys.stdout, "output"), open_stream(sys.stdin, "input")
    for _ in range(_TRIES):
        out.write(prompt)
        out.flush()
        try:
            line = source.readline(_LONGEST)
        except KeyboardInterrupt:
            out.write("\n")
            raise
        if not line:
            out.write("\n")
            raise CannotRunError("no answer; nothing was written")
        if fits(line.strip()):
            return line.strip()
        out.write(f"{otherwise}.\n")
    raise CannotRunError("no valid answer; nothing was written")


def _is_address(text: str) -> bool:
    if not text:
        return True
    return text.startswith(("http://", "https://")) and read_url(text).problem is None
