"""Examples from Prefect's documentation, by page: the names and values of settings only."""

from __future__ import annotations

from typing import Final

DOCUMENTED: Final[tuple[tuple[str, str, str], ...]] = (
    ("concepts/settings-and-profiles", "prefect.toml", '[logging]\nlevel = "DEBUG"\n'),
    ("concepts/settings-and-profiles", "pyproject.toml",
     '[tool.prefect]\nlogging.level = "DEBUG"\n'),
    ("concepts/settings-and-profiles", ".env", 'PREFECT_LOGGING_LEVEL="DEBUG"\n'),
    ("concepts/settings-and-profiles", "profiles.toml",
     'active = "new-profile"\n[profiles.ephemeral]\nPREFECT_SERVER_ALLOW_EPHEMERAL_MODE = "true"\n'
     'PREFECT_API_URL = "http://127.0.0.1:4200/api"\n[profiles.new-profile]\n'
     'PREFECT_RESULTS_PERSIST_BY_DEFAULT = "true"\nPREFECT_LOGGING_LEVEL = "ERROR"\n'),
    ("how-to-guides/configuration/manage-settings", "prefect.toml",
     'api.url = "http://127.0.0.1:4200/api"\n'),
    ("how-to-guides/configuration/manage-settings", ".env",
     "PREFECT_API_URL=http://127.0.0.1:4200/api\n"),
    ("how-to-guides/self-hosted/docker-compose", ".env",
     "PREFECT_API_DATABASE_CONNECTION_URL=postgresql+asyncpg://prefect:prefect@postgres:5432/prefect\n"
     "PREFECT_SERVER_API_HOST=0.0.0.0\nPREFECT_MESSAGING_BROKER=prefect_redis.messaging\n"
     "PREFECT_MESSAGING_CACHE=prefect_redis.messaging\nPREFECT_REDIS_MESSAGING_HOST=redis\n"
     "PREFECT_REDIS_MESSAGING_PORT=6379\nPREFECT_REDIS_MESSAGING_DB=0\n"
     "PREFECT_API_URL=http://prefect-server:4200/api\n"),
    ("advanced/self-hosted", ".env",
     'PREFECT_API_DATABASE_CONNECTION_URL="postgresql+asyncpg://user:password@host:5432/prefect"\n'
     "PREFECT_EXPERIMENTS_PLUGINS_ENABLED=true\nPREFECT_INTEGRATIONS_AWS_RDS_IAM_ENABLED=true\n"
     "PREFECT_INTEGRATIONS_AWS_RDS_IAM_REGION_NAME=us-east-1\n"
     'PREFECT_MESSAGING_BROKER="prefect_redis.messaging"\n'
     'PREFECT_MESSAGING_CACHE="prefect_redis.messaging"\n'
     'PREFECT_SERVER_EVENTS_CAUSAL_ORDERING="prefect_redis.ordering"\n'
     'PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE="prefect_redis.lease_storage"\n'
     'PREFECT_REDIS_MESSAGING_HOST="redis-host"\nPREFECT_REDIS_MESSAGING_PORT="6379"\n'
     'PREFECT_REDIS_MESSAGING_DB="0"\nPREFECT_REDIS_MESSAGING_USERNAME="marvin"\n'
     'PREFECT_REDIS_MESSAGING_PASSWORD="dontpanic!"\nPREFECT_REDIS_MESSAGING_SSL="true"\n'
     'PREFECT_SERVER_DOCKET_URL="redis://username:password@redis-host:6379/0"\n'
     'PREFECT_API_DATABASE_MIGRATE_ON_START="false"\nPREFECT_API_DATABASE_TIMEOUT=600\n'
     "PREFECT_API_TLS_INSECURE_SKIP_VERIFY=True\n"),
    ("advanced/security-settings", ".env",
     'PREFECT_SERVER_API_AUTH_STRING="admin:pass"\nPREFECT_API_AUTH_STRING="admin:pass"\n'),
    ("advanced/database-maintenance", ".env",
     'PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED="events,flow_runs"\n'
     "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS=604800\n"
     "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD=2592000\n"
     "PREFECT_SERVER_SERVICES_DB_VACUUM_BATCH_SIZE=200\n"
     "PREFECT_SERVER_SERVICES_DB_VACUUM_EVENT_RETENTION_OVERRIDES="
     "'{\"prefect.flow-run.heartbeat\": 604800}'\n"
     "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED=true\n"),
    ("advanced/logging-customization", ".env",
     "PREFECT_LOGGING_COLORS=False\nPREFECT_LOGGING_MARKUP=True\n"
     "PREFECT_LOGGING_EXTRA_LOGGERS=dask,scipy\n"),
    ("advanced/results", "profiles.toml",
     'active = "a"\n[profiles.a]\nPREFECT_RESULTS_PERSIST_BY_DEFAULT = "true"\n'
     'PREFECT_LOCAL_STORAGE_PATH = "~/.my-results/"\n'
     'PREFECT_DEFAULT_RESULT_STORAGE_BLOCK = "s3-bucket/my-prod-block"\n'),
    ("advanced/configure-network-access", ".env",
     "PREFECT_API_SSL_CERT_FILE=/path/to/corporate-ca-bundle.crt\n"
     "PREFECT_SERVER_ANALYTICS_ENABLED=false\n"
     "PREFECT_API_URL=https://prefect.internal.example.com/api\n"),
    ("advanced/experimental-plugins", ".env",
     'PREFECT_EXPERIMENTS_PLUGINS_ENABLED=1\n'
     'PREFECT_EXPERIMENTS_PLUGINS_ALLOW="aws-plugin,gcp-plugin"\n'
     'PREFECT_EXPERIMENTS_PLUGINS_DENY="legacy-plugin"\nPREFECT_EXPERIMENTS_PLUGINS_STRICT=1\n'
     "PREFECT_EXPERIMENTS_PLUGINS_SAFE_MODE=1\n"
     "PREFECT_EXPERIMENTS_PLUGINS_SETUP_TIMEOUT_SECONDS=20\n"),
)  # fmt: skip
"""(page, file name, text of the file)."""

IGNORED: Final = (
    "advanced/security-settings", "prefect.toml",
    '[ui]\napi_url = "https://prefect-server.example.com/api"\n',
)  # fmt: skip
"""An example that Prefect 3.9.1 ignores: the table is `[server.ui]`."""
