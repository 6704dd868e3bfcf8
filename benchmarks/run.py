"""Compare language servers over stdio in one run.

    python benchmarks/run.py [--edits 200] [--servers ours,floor,tombi,taplo] [--json FILE]
    python benchmarks/run.py --rows textDocument/,workspace/       only the table of requests

The servers take turns in every round, so that other work of the machine affects all of them
equally.  The exit status is 1 if a server failed; a missed bound is a result, not a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import documents
import request_documents
import requests_table
import sites
from client_capabilities import Message
from peers import PEERS, MissingError, Peer, write_workspace
from report import Row, answers_table, as_json, main_table
from rounds import Phase, Run, Step, Work
from session import Edit, Place, Session

SPAWN = Row("spawn to first diagnostics", "ms", 0.75)

# --- what is measured --------------------------------------------------------------------------


def phases(count: int) -> list[Phase]:
    """The work on the three documents, with ``count`` operations of each kind."""
    short = documents.every_setting()
    long = documents.long()
    headers = documents.headers()
    lines, many = (f"{text.count(chr(10)):,} lines" for text in (short, long))
    return [
        Phase(
            "every_setting",
            {"prefect.toml": short},
            [
                _edits(Row(f"edit to diagnostics, {lines}", "ms", 1.6), short, count),
                _hovers(Row(f"hover, {lines}", "ms", 1.5), short, count),
                _completions(Row(f"completion, {lines}", "ms", 2), sites.typed(short, count)),
            ],
            Session,
            Row(f"memory, {lines}", "MB", 1.0),
        ),
        Phase(
            "headers",
            {"prefect.toml": headers},
            [
                _completions(
                    Row("completion, empty tables", "ms", 2), sites.under_headers(headers, count)
                )
            ],
            Session,
        ),
        Phase(
            "beside",
            {"prefect.toml": short, **request_documents.beside(short)},
            [
                _edits(
                    Row(f"edit to diagnostics, {lines}, with 3 other sources", "ms", 1.6),
                    short,
                    count,
                )
            ],
            Session,
        ),
        Phase(
            "long",
            {"prefect.toml": long},
            [
                _edits(Row(f"edit to diagnostics, {many}", "ms", 2), long, count),
                _hovers(Row(f"hover, {many}", "ms", 2), long, count),
                _completions(Row(f"completion, {many}", "ms", 2), sites.typed(long, count)),
            ],
            Session,
            Row(f"memory, {many}", "MB", 1.5),
        ),
    ]


def _edits(row: Row, text: str, count: int) -> Work:
    def step(edit: Edit) -> Step:
        return lambda session: [session.insert(edit), session.delete(edit)]

    return Work(
        row,
        "textDocument/publishDiagnostics",
        [step(edit) for edit in sites.edits(text, count // 2)],
        lambda message: len(message["params"]["diagnostics"]),
    )


def _hovers(row: Row, text: str, count: int) -> Work:
    def step(place: Place) -> Step:
        return lambda session: [session.hover(place)]

    return Work(
        row,
        "textDocument/hover",
        [step(place) for place in sites.pointed(text, count)],
        lambda message: int(message["result"] is not None),
    )


def _completions(row: Row, places: list[Place]) -> Work:
    def step(place: Place) -> Step:
        return lambda session: [session.completion(place)]

    def size(message: Message) -> int:
        result = message["result"] or []
        return len(result["items"] if isinstance(result, dict) else result)

    return Work(row, "textDocument/completion", [step(place) for place in places], size)


# --- the command line --------------------------------------------------------------------------


def find(name: str) -> Peer | None:
    """The server with that name; None, with a line on stderr, if it is not installed."""
    try:
        return PEERS[name]()
    except MissingError as how:
        print(f"skipped: {name} is not installed ({how})", file=sys.stderr)
        return None


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """The parsed options; ``servers`` and ``rows`` are lists.  Exits with 2 if they are wrong."""
    parser = argparse.ArgumentParser(description="Compare language servers over stdio.")
    parser.add_argument("--edits", type=int, default=200, help="operations of each kind")
    parser.add_argument("--starts", type=int, default=20, help="starts of each server")
    parser.add_argument("--servers", default=",".join(PEERS), help="names, separated by commas")
    parser.add_argument(
        "--rows", default="", metavar="WORDS", help="only rows with one of these in their title"
    )
    parser.add_argument("--budget", type=float, default=60, help="seconds for a server and row")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples there")
    parser.add_argument(
        "--schema", type=Path, default=documents.PUBLISHED, help="what the peers judge by"
    )
    options = parser.parse_args(arguments)
    options.servers = options.servers.split(",")
    options.schema = options.schema.resolve()
    options.rows = [word for word in options.rows.split(",") if word]
    if unknown := set(options.servers) - set(PEERS):
        parser.error(f"unknown server: {', '.join(sorted(unknown))}")
    return options


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = options_of(arguments)
    peers = [peer for name in options.servers if (peer := find(name)) is not None]
    if not peers:
        print("no server to measure", file=sys.stderr)
        return 1

    def wanted(row: Row) -> bool:
        return not options.rows or any(word in row.title for word in options.rows)

    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder, schema_file = Path(temporary).resolve(), options.schema
        typing = Run(peers, options.budget, folder)
        plan = phases(options.edits)
        if wanted(SPAWN):
            spawned = write_workspace(folder / "spawn", plan[0].files, schema_file)
            typing.spawn(SPAWN, Session, spawned, options.starts)
        for phase in (phase.only(wanted) for phase in plan):
            if not phase.empty:
                typing.phase(phase, write_workspace(folder / phase.name, phase.files, schema_file))
        requests = requests_table.measure(peers, options, wanted, folder)
    names = [peer.name for peer in peers]
    machine = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "servers": {peer.name: peer.release for peer in peers},
        "seconds": round(time.perf_counter() - began),
    }
    for run in (typing, requests):
        if run.results:
            for table in (main_table(run.results, names), answers_table(run.results, names)):
                if table:
                    print(table, end="\n\n")
    print(json.dumps(machine))
    failures = [*typing.failures, *requests.failures]
    if options.json is not None:
        report = {
            "machine": machine,
            "failures": failures,
            "rows": as_json(typing.results),
            "requests": as_json(requests.results),
        }
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
