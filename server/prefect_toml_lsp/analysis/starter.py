"""Starter files: the most common settings as comments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, Literal

from prefect_toml_lsp.analysis.codes.names import listed
from prefect_toml_lsp.dotenv.quoting import literal_of, text_of
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import DOTENV, FILES, PREFECT, file_kind
from prefect_toml_lsp.toml.encode import dotted, encode

Group = Literal["client", "worker", "server"]
"""Who runs in the folder: flows and deployments, a worker, or a server."""
GROUPS: tuple[Group, ...] = ("client", "worker", "server")
USUAL: tuple[Group, ...] = ("client", "server")
"""The groups of a file for which none was named."""


class Part(NamedTuple):
    """A comment in prose, and settings of one table with values to begin with."""

    about: str
    values: tuple[tuple[str, Any], ...] = ()


class Section(NamedTuple):
    """The contents of a table for some groups."""

    table: str
    groups: tuple[Group, ...]
    parts: tuple[Part, ...]


SECTIONS: tuple[Section, ...] = (
    Section("api", ("client", "worker"), (
        Part("The Prefect server to talk to: your own, or a workspace of Prefect Cloud.",
             (("url", "http://127.0.0.1:4200/api"),)),
        Part("An API key does not belong in a file that others read; set PREFECT_API_KEY instead."),
    )),
    Section("logging", GROUPS, (
        Part("The least severe messages to keep: DEBUG, INFO, WARNING, ERROR or CRITICAL.",
             (("level", "INFO"),)),
        Part("Whether print() in flows and tasks goes to their logs.", (("log_prints", True),)),
    )),
    Section("flows", ("client",), (
        Part("How often a failed flow run is retried, and after how many seconds.",
             (("default_retries", 1), ("default_retry_delay_seconds", 10))),
    )),
    Section("tasks", ("client",), (
        Part("The same for tasks.",
             (("default_retries", 2), ("default_retry_delay_seconds", 10))),
    )),
    Section("results", ("client",), (
        Part("Whether results are kept after a run, and where.",
             (("persist_by_default", True), ("local_storage_path", "results"))),
    )),
    Section("deployments", ("client",), (
        Part("The work pool for deployments that name none.",
             (("default_work_pool_name", "default"),)),
    )),
    Section("worker", ("worker",), (
        Part("How often a worker asks for flow runs, and how far ahead it looks, in seconds.",
             (("query_seconds", 10), ("prefetch_seconds", 10))),
        Part("How often a worker reports that it is alive, in seconds.",
             (("heartbeat_seconds", 30),)),
    )),
    Section("server.api", ("server",), (
        Part("For a server that is started in this folder: where it listens.",
             (("host", "127.0.0.1"), ("port", 4200))),
    )),
)  # fmt: skip
_HEAD = """\
# Prefect's settings for what runs in this folder. Each line below is an example: remove its `# `
# and change the value. {wins}
"""


def starter(
    schema: Schema,
    groups: Collection[Group] = USUAL,
    kind: str = PREFECT,
    given: Collection[str] = (),
) -> str:
    """The text of a new settings file: settings of the release, without those in `given`, which
    the caller writes.
    """
    blocks = [_HEAD.format(wins=_winners(kind))]
    for table, lines in _tables(schema, groups, given, _toml_line):
        blocks.append(
            "".join((f"[{dotted((*file_kind(kind).prefix, *table.split('.')))}]\n", *lines))
        )
    return "\n".join(blocks)


def starter_variables(
    schema: Schema,
    groups: Collection[Group] = USUAL,
    kind: str = DOTENV,
    given: Collection[str] = (),
) -> str:
    """The same as variables."""
    blocks = [_HEAD.format(wins=_winners(kind))]
    blocks += ("".join(lines) for _, lines in _tables(schema, groups, given, _dotenv_line))
    return "\n".join(blocks)


def _winners(kind: str) -> str:
    """Which sources are stronger than a file, as a sentence."""
    stronger = FILES[: FILES.index(file_kind(kind))]
    names = ["The environment", *(f"`{row.name}`" for row in stronger)]
    return f"{listed(names)} {'wins' if len(names) == 1 else 'win'} over this file."


_Writer = Callable[[Node, Any], str]
"""Makes the line that sets a setting to a value."""


def _tables(
    schema: Schema, groups: Collection[Group], given: Collection[str], write: _Writer
) -> Iterator[tuple[str, list[str]]]:
    """The tables of the groups with the lines for each."""
    for section in SECTIONS:
        if not {*section.groups}.isdisjoint(groups):
            lines = [line for part in section.parts
                     for line in _part(part, section.table, schema, given, write)]  # fmt: skip
            if lines:
                yield section.table, lines


def _part(
    part: Part, table: str, schema: Schema, given: Collection[str], write: _Writer
) -> Iterator[str]:
    nodes = [(schema.by_path.get(f"{table}.{name}"), value) for name, value in part.values]
    shown = [
        write(node, value)
        for node, value in nodes
        if node is not None and node.is_offered and node.dotted not in given
    ]
    if shown or not part.values:
        yield f"# {part.about}\n"
        yield from shown


def _toml_line(node: Node, value: Any) -> str:
    return f"# {node.name} = {encode(value)}\n"


def _dotenv_line(node: Node, value: Any) -> str:
    return f"# {node.environment[0]}={literal_of(text_of(value))}\n"
