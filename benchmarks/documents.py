"""Generate the documents that the benchmarks open from the schema.

``every_setting``  each setting of the newest release once, in tables (about 330 lines)
``long``           the same with so many keys in free-form tables that it has 10,000 lines
``headers``        the header of each table and an empty line below it, where a user would type
``small``          a short file, different for each number

All of them are valid TOML, and Prefect accepts every value.

    python benchmarks/documents.py FOLDER      write them into a folder, to look at
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "schema" / "prefect.schema.json"
"""The schema from which the documents are generated."""
PUBLISHED = ROOT / "schema" / "published" / "prefect.schema.json"
"""The schema that the other tools use."""
LONG = 10_000
"""The number of lines of ``long``."""

HEADERS_TABLE = "client.custom_headers"
RETENTION_TABLE = "server.services.db_vacuum.event_retention_overrides"
FREE_FORM = (HEADERS_TABLE, RETENTION_TABLE)
"""Tables with free keys; ``long`` fills both with the same number of lines."""

Node = dict[str, Any]
"""One schema node."""


class Table(NamedTuple):
    """``path`` is dotted, empty for the root; ``settings`` are ``(key, node)`` in schema order."""

    path: str
    settings: list[tuple[str, Node]]


# --- what to write for a setting -------------------------------------------------------------

VALUES: dict[str, object] = {
    "api.auth_string": "admin:change-me",
    "api.key": "pnu_0123456789abcdef0123456789abcdef",
    "api.ssl_cert_file": "/etc/ssl/certs/ca-certificates.crt",
    "api.url": "http://127.0.0.1:4200/api",
    "cli.prompt": True,
    "client.retry_extra_codes": [404, 429, 503],
    "cloud.ui_url": "https://app.prefect.cloud",
    "deployments.default_docker_build_namespace": "registry.example.com/flows",
    "deployments.default_work_pool_name": "kubernetes-prod",
    "flows.default_retry_delay_seconds": [1, 10, 60],
    "logging.config_path": "~/.prefect/logging.yml",
    "logging.extra_loggers": ["sqlalchemy", "httpx", "dask"],
    "plugins.allow": ["metrics", "audit"],
    "plugins.deny": ["legacy"],
    "profiles_path": "~/.prefect/profiles.toml",
    "results.default_storage_block": "s3-bucket/results",
    "results.local_storage_path": "~/.prefect/storage",
    "server.api.auth_string": "admin:change-me",
    "server.api.base_path": "/v2/api",
    "server.database.connection_url": "postgresql+asyncpg://prefect:change-me@db.example.com:5432/prefect",
    "server.database.driver": "postgresql+asyncpg",
    "server.database.host": "db.example.com",
    "server.database.migration_timeout": 600.0,
    "server.database.name": "prefect",
    "server.database.password": "change-me",
    "server.database.port": 5432,
    "server.database.user": "prefect",
    "server.database.sqlalchemy.connect_args.application_name": "prefect-server",
    "server.database.sqlalchemy.connect_args.prepared_statement_cache_size": 0,
    "server.database.sqlalchemy.connect_args.search_path": "prefect,public",
    "server.database.sqlalchemy.connect_args.statement_cache_size": 0,
    "server.database.sqlalchemy.connect_args.tls.ca_file": "/etc/prefect/ca.pem",
    "server.database.sqlalchemy.connect_args.tls.cert_file": "/etc/prefect/cert.pem",
    "server.database.sqlalchemy.connect_args.tls.key_file": "/etc/prefect/key.pem",
    "server.memo_store_path": "~/.prefect/memo_store.toml",
    "server.services.db_vacuum.enabled": ["events", "flow_runs"],
    "server.ui.api_url": "http://127.0.0.1:4200/api",
    "server.ui.static_directory": "/srv/prefect/ui",
    "server.worker_channel.cleanup_completed_idempotency_retention_seconds": 3600.0,
    "tasks.default_persist_result": False,
    "tasks.default_retry_delay_seconds": [1, 10, 60],
    "tasks.runner.process_pool_max_workers": 4,
    "tasks.runner.thread_pool_max_workers": 16,
    "tasks.scheduling.default_storage_block": "s3-bucket/scheduling",
    "ui_url": "http://127.0.0.1:4200",
}
"""Values for settings without a default, or with a trivial one."""

BY_TYPE: dict[str, object] = {"boolean": True, "integer": 100, "number": 10.5, "string": "example"}
"""For a setting without a default that is newer than ``VALUES``."""


def value_of(path: str, node: Node) -> object:
    """A value that Prefect accepts: that of ``VALUES``, else the default, else one of the type."""
    if path in VALUES:
        return VALUES[path]
    if "default" in node:
        default: object = node["default"]
        return default
    kind = node.get("type") or node.get("anyOf", [{}])[0].get("type")
    if kind not in BY_TYPE:
        raise LookupError(f"no value for {path}: give it one in VALUES")
    return BY_TYPE[kind]


def literal(value: object) -> str:
    """``value`` as TOML on one line.  Strings and numbers are written as in JSON."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{json.dumps(key)} = {literal(item)}" for key, item in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    return json.dumps(value)


PACKAGES = ("integrations", "redis")
"""Tables that integration packages read, which are left out: the documents keep their length, so
that figures can be compared with earlier ones."""

# --- the documents ---------------------------------------------------------------------------


def tables() -> list[Table]:
    """The tables of the newest release with their settings, parents before children."""
    schema: Node = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return list(_tables("", schema))


def _tables(path: str, node: Node) -> Iterator[Table]:
    settings: list[tuple[str, Node]] = []
    inner: list[tuple[str, Node]] = []
    for key, child in node["properties"].items():
        if child.get("deprecated") or (not path and key in PACKAGES):
            continue
        (inner if "properties" in child else settings).append((key, child))
    yield Table(path, settings)
    for key, child in inner:
        yield from _tables(f"{path}.{key}" if path else key, child)


def every_setting() -> str:
    """Each setting of the newest release once, below the header of its table."""
    return _document(dict.fromkeys(FREE_FORM, 2))


def long(lines: int = LONG) -> str:
    """``every_setting`` with so many keys in the free-form tables that it has ``lines`` lines."""
    bare = _document(dict.fromkeys(FREE_FORM, 0)).count("\n")
    half = (lines - bare) // 2
    return _document({HEADERS_TABLE: half, RETENTION_TABLE: lines - bare - half})


def headers() -> str:
    """The header of each table with an empty line below it; nothing is set."""
    return "\n" + "".join(f"\n[{table.path}]\n\n" for table in tables() if table.path)


def small(number: int) -> str:
    """A typical file with a dozen lines, different for each ``number``."""
    return (
        f"# project {number}\n"
        f'[api]\nurl = "http://prefect-{number}.example.com:4200/api"\n\n'
        f"[flows]\ndefault_retries = {number % 7}\n\n"
        f'[logging]\nlevel = "{("DEBUG", "INFO", "WARNING")[number % 3]}"\n'
        f"to_api.batch_size = {4_000_000 + number}\n\n"
        f'[server.events]\nretention_period = "P{1 + number % 30}D"\n'
    )


def _document(free_form: dict[str, int]) -> str:
    """Every setting once, and ``free_form`` keys in each free-form table."""
    lines: list[str] = []
    for table in tables():
        own = [
            (key, node) for key, node in table.settings if _join(table.path, key) not in FREE_FORM
        ]
        if table.path:
            lines += ["", f"[{table.path}]"]
        lines += [f"{key} = {literal(value_of(_join(table.path, key), node))}" for key, node in own]
        for path in FREE_FORM:
            if path.rpartition(".")[0] == table.path:
                lines += ["", f"[{path}]", *_free_form_lines(path, free_form[path])]
    return "\n".join(lines) + "\n"


def _free_form_lines(path: str, count: int) -> list[str]:
    if path == HEADERS_TABLE:
        return [
            f'X-Request-Context-{number} = "value of header {number}"' for number in range(count)
        ]
    return [f'"example.event.kind-{number}" = "P{1 + number % 90}D"' for number in range(count)]


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def main(folder: Path) -> None:
    """Write one file for each document into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("every_setting", every_setting()),
        ("long", long()),
        ("headers", headers()),
        ("small", small(0)),
    ):
        file = folder / f"{name}.toml"
        file.write_text(text, encoding="utf-8", newline="\n")
        print(f"{file}: {text.count(chr(10))} lines")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER")
    main(Path(sys.argv[1]))
