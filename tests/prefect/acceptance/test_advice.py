"""Values that load but cannot work; each was tried with Prefect 3.9.1."""

from __future__ import annotations

from typing import Any

import pytest

from prefect_toml_lsp.prefect.acceptance.advice import ADVICE
from prefect_toml_lsp.prefect.acceptance.rules import find
from tests.prefect.acceptance.pins import NEW, OLD

IAM = "integrations.aws.rds.iam.enabled"
AZURE = "integrations.azure.postgres.managed_identity.enabled"
DB = "server.database."
TLS = DB + "sqlalchemy.connect_args.tls."
K8S = "integrations.kubernetes.worker."
LOCAL = "http://localhost:4200"
ASYNCPG = "postgresql+asyncpg://"
PLACED = ASYNCPG + "u:${PREFECT_SERVER_DATABASE_PASSWORD}@h/db"
BARE = ASYNCPG + "u:PREFECT_SERVER_DATABASE_PASSWORD@h/db"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"api.url": f"{LOCAL}/api"}, []),
        ({"api.url": f"{LOCAL}/behind/a/proxy/api"}, []),
        ({"api.url": LOCAL}, ["api-url-without-api"]),
        ({"api.url": LOCAL, "server.api.base_path": "/v1"}, []),
        ({"api.url": "HTTPS://host"}, ["api-url-without-api"]),
        ({"api.url": "localhost:4200/api"}, ["api-url-without-scheme"]),
        ({"api.url": "None"}, []),
        ({"cloud.api_url": "api.prefect.cloud/api"}, ["api-url-without-scheme"]),
        ({"server.ui.api_url": "localhost:4200/api"}, ["api-url-without-scheme"]),
        ({"server.ui.api_url": "/api"}, []),
        ({"api.url": "http://h:70000/api"}, ["port-out-of-range"]),
        ({"api.url": "http://u:70000@h/api"}, []),
        ({"redis.messaging.port": 70000}, ["port-out-of-range"]),
        ({DB + "connection_url": "mysql://u@h/d"}, ["database-driver"]),
        ({DB + "connection_url": "/data/prefect.db"}, ["database-driver"]),
        ({DB + "connection_url": "sqlite+pysqlite:///x.db"}, ["database-driver"]),
        ({DB + "connection_url": "postgresql+psycopg://u@h/d"}, []),
        ({DB + "connection_url": "${DATABASE_URL}"}, []),
        ({DB + "connection_url": "null"}, []),
        ({DB + "connection_url": ""}, []),
        ({"api.url": "http://[::1"}, []),
        ({"api.url": f"{LOCAL}/workspace/x"}, []),
        ({"api.url": "http://0.0.0.0:4200/api"}, ["api-url-any-address"]),
        ({"api.url": "http://[::]:4200/api"}, ["api-url-any-address"]),
        ({"api.url": "http://[::1]:4200/api"}, []),
        ({DB + "connection_url": "postgres://h/d"}, ["database-driver"]),
        ({DB + "connection_url": "postgresql+asyncpg://h/d"}, []),
        ({DB + "connection_url": "postgresql+psycopg://h/d"}, []),
        ({DB + "connection_url": ASYNCPG + "h/d?sslmode=require"}, ["database-option"]),
        ({DB + "connection_url": ASYNCPG + "h/d?ssl=require&options=x"}, ["database-option"]),
        ({DB + "connection_url": ASYNCPG + "h/d?ssl=require&timeout=5"}, []),
        ({DB + "connection_url": "postgresql+psycopg://h/d?sslmode=require"}, []),
        ({DB + "host": "h", DB + "password": "p"}, ["database-parts-ignored"]),
        ({DB + "host": ""}, []),
        ({DB + "driver": "postgresql+asyncpg", DB + "host": "h"}, []),
        ({DB + "driver": "sqlite+aiosqlite", DB + "name": "f.db"}, []),
        ({DB + "driver": "sqlite+aiosqlite", DB + "port": 5432}, ["database-parts-ignored"]),
        ({DB + "connection_url": "sqlite+aiosqlite:///f", DB + "user": "u"},
         ["database-parts-ignored"]),
        ({DB + "connection_url": PLACED, DB + "password": "a@b"}, ["password-unescaped"]),
        ({DB + "connection_url": PLACED, DB + "password": "a%40b"}, []),
        # SQLAlchemy reads a password up to the first "@", whatever else is in it.
        ({DB + "connection_url": PLACED, DB + "password": "a/b:c?d#e[f]"}, []),
        ({DB + "connection_url": BARE, DB + "password": "a@b"}, []),
        ({DB + "connection_url": ASYNCPG + "u:a@b@h/d"}, ["password-unescaped"]),
        ({DB + "connection_url": ASYNCPG + "u:a/@b@h/d"}, ["password-unescaped"]),
        ({DB + "connection_url": ASYNCPG + "u:ab@h/d?x=a@b"}, []),
        ({DB + "connection_url": "sqlite+aiosqlite:////a:b@c@d.db"}, []),
        ({"api.url": "http://h:port/api"}, ["port-out-of-range"]),
        ({"api.url": "http://h:${PORT}/api"}, []),
        ({"api.url": "http://u:pw@h/api"}, []),
        ({"api.url": "http://[::1]:99999/api"}, ["port-out-of-range"]),
        ({DB + "connection_url": ASYNCPG + "u:a/b@h:99999/d"}, ["port-out-of-range"]),
        ({DB + "connection_url": ASYNCPG + "u:a/b@h:5432/d"}, []),
        ({"server.docket.url": "redis://h:70000/0"}, ["port-out-of-range"]),
        ({"server.docket.url": "redis://:pw@h:6379/0"}, []),
        ({"server.docket.url": "memory://"}, []),
        ({"server.ui.api_url": "http://0.0.0.0:4200/api"}, ["api-url-any-address"]),
        ({"server.ui.api_url": LOCAL}, ["api-url-without-api"]),
        ({"server.ui.api_url": LOCAL, "server.api.base_path": "/v1"}, ["base-path-alone"]),
        ({"server.ui.api_url": f"{LOCAL}/account/x"}, ["api-url-without-api"]),
        ({"api.url": "http://"}, []),
        ({"api.ssl_cert_file": "~/ca.pem"}, ["home-not-expanded"]),
        ({"api.ssl_cert_file": "/~/ca.pem"}, []),
        ({TLS + "enabled": True, TLS + "ca_file": "~/ca.pem"}, ["home-not-expanded"]),
        ({DB + "connection_url": "sqlite+aiosqlite:///~/p.db"}, ["home-not-expanded"]),
        ({DB + "connection_url": "sqlite+aiosqlite:////p~.db"}, []),
        ({DB + "driver": "sqlite+aiosqlite", DB + "name": "~/p.db"}, ["home-not-expanded"]),
        ({DB + "driver": "postgresql+asyncpg", DB + "name": "~p"}, []),
        ({"results.local_storage_path": "~/results"}, []),
        ({K8S + "api_key_secret_name": "s"}, ["partner-missing"]),
        ({K8S + "api_key_secret_name": "None"}, []),
        ({DB + "host": "null"}, []),
        ({DB + "host": "null", DB + "port": 5432}, ["database-parts-ignored"]),
        ({K8S + "api_auth_string_secret_key": "s"}, ["partner-missing"]),
        ({K8S + "api_key_secret_name": "s", K8S + "api_key_secret_key": "k"}, []),
        ({TLS + "ca_file": "/ca", TLS + "cert_file": "/c"}, ["partner-missing"]),
        ({TLS + "enabled": True, TLS + "cert_file": "/c"}, ["partner-missing"]),
        ({TLS + "enabled": True, TLS + "ca_file": "/ca"}, []),
        ({TLS + "enabled": True, TLS + "cert_file": "/c", TLS + "key_file": "/k"}, []),
        ({"server.api.port": 65536}, ["port-out-of-range"]),
        ({"server.api.port": 65535, "runner.server.port": 0}, []),
        ({"worker.webserver.port": -1}, ["port-out-of-range"]),
        ({"server.api.auth_string": "a:b"}, ["auth-of-clients"]),
        ({"server.api.auth_string": "a:b", "api.auth_string": "a:b"}, []),
        ({"server.api.base_path": "/v1"}, ["base-path-alone"]),
        ({"server.api.base_path": "/v1", "server.ephemeral.enabled": True}, ["base-path-alone"]),
        ({"server.api.base_path": "/v1", "server.ephemeral.enabled": False}, []),
        ({"server.api.base_path": "None"}, []),
        ({"server.api.base_path": "v1", "api.url": f"{LOCAL}/v1/api"}, ["base-path-slash"]),
        ({"server.api.base_path": "/v1", "api.url": f"{LOCAL}/v1/api"}, []),
        ({"server.api.base_path": "$BASE", "api.url": f"{LOCAL}/v1/api"}, []),
        ({"server.api.base_path": "", "api.url": f"{LOCAL}/api"}, []),
        ({IAM: True}, ["plugins-off"]),
        ({IAM: True, AZURE: True, "plugins.enabled": False}, ["plugins-off", "plugins-off"]),
        ({IAM: True, "plugins.enabled": True}, []),
        ({IAM: True, "experiments.plugins.enabled": True}, []),
        ({IAM: False}, []),
        ({"logging.config_path": "~/l.yml"}, ["logging-config-in-home"]),
        ({"logging.config_path": "/l~.yml"}, []),
        ({"server.api.cors_allowed_headers": "a, b"}, ["cors-spaces"]),
        ({"server.api.cors_allowed_headers": "a,b"}, []),
        ({"worker.heartbeat_seconds": 7.5}, ["fraction-cut-off"]),
        ({"worker.heartbeat_seconds": 7.0}, []),
    ],
)  # fmt: skip
def test_advice(values: dict[str, Any], expected: list[str]) -> None:
    assert [each.code for each in find(values, NEW, rules=ADVICE)] == expected


def test_plugins_may_be_off_where_prefect_does_not_have_them_yet() -> None:
    assert [*find({IAM: True}, (3, 6, 29), rules=ADVICE)] == []


def test_no_advice_where_an_old_prefect_warns_itself() -> None:
    assert [*find({"api.url": f"{LOCAL}/v2"}, OLD, rules=ADVICE)] == []
    assert [each.code for each in find({"api.url": LOCAL}, OLD, rules=ADVICE)] == [
        "api-url-without-api"
    ]
