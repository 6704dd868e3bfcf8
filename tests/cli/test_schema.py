"""`schema`, and its output in the tools that it is meant for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import run, write

NAME = "prefect.schema.json"
TOOLS = {
    "taplo": ["check"],
    "tombi": ["lint", "--offline", "--no-cache"],
    "check-jsonschema": ["--schemafile", NAME],
}
"""The command of each tool that checks files. The first two find the schema in the first line."""

GOOD = """\
#:schema ./prefect.schema.json
home = "~/.prefect"
debug_mode = "yes"

[api]
url = "http://127.0.0.1:4200/api"
request_timeout = inf

[client]
retry_extra_codes = "404, 500"

[client.custom_headers]
X-Team = "data"

[integrations.aws.ecs.observer]
enabled = true

[integrations.theirs]
anything = [1]

[logging]
extra_loggers = "dbt, sqlalchemy"
level = "debug"

[logging.to_api]
batch_size = 500_000
max_log_size = 100_000

[server.api]
port = "4200"

[server.concurrency]
initial_deployment_lease_duration = 60.0

[server.events]
retention_period = "7 days"

[server.services.db_vacuum]
enabled = ["events"]
retention_period = 4000

[server.services.scheduler]
max_runs = 100.0

[tasks]
default_retry_delay_seconds = "1, 5, 30"
"""
BAD = (
    'debug_mode = "enabled"',
    "debug_mode = 2",
    "debug = true",
    "[server]\nport = 4200",
    '[server.api]\nport = "x"',
    "[server.api]\nport = 4200.5",
    '[logging]\nlevel = "trace"',
    "[logging]\nextra_loggers = [1]",
    "[logging.to_api]\nbatch_size = 500_000",
    "[client]\nretry_extra_codes = 99",
    "[client.custom_headers]\nX-Team = 1",
    "[tasks.runner]\nthread_pool_max_workers = 0",
    '[server.services.db_vacuum]\nretention_period = "PT30M"',
    '[server.events]\nretention_period = "1 week"',
    "[integrations.aws.ecs.observer]\nenable = true",
)


def test_it_is_the_schema_of_all_releases(tmp_path: Path) -> None:
    done = run("schema", cwd=tmp_path)
    schema = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert schema["x-prefect"]["releases"][0] == "3.1.0"
    assert done.out.isascii()


def test_it_is_the_schema_of_one_release(tmp_path: Path) -> None:
    schema = json.loads(run("schema", "--prefect-version", "3.6.20", cwd=tmp_path).out)
    assert schema["x-prefect"]["releases"] == ["3.6.20"]
    assert "plugins" not in schema["properties"]


def test_an_invalid_release_is_named(tmp_path: Path) -> None:
    done = run("schema", "--prefect-version", "newest", cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "`newest` is not a Prefect release" in done.err


def program_of(name: str) -> str:
    """The path of a tool, preferably the one in the same folder as this Python."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (benchmarks/requirements.txt)")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_other_tools_agree_with_prefect(tool: str, tmp_path: Path) -> None:
    command = [program_of(tool), *TOOLS[tool]]
    write(tmp_path / NAME, run("schema", cwd=tmp_path).out)
    write(tmp_path / "prefect.toml", GOOD)
    bad = [f"bad-{number}-.toml" for number in range(len(BAD))]
    for name, text in zip(bad, BAD, strict=True):
        write(tmp_path / name, f"#:schema ./{NAME}\n{text}\n")

    def says(*names: str) -> tuple[int, str]:
        done = subprocess.run(
            [*command, *names], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    status, out = says("prefect.toml")
    assert status == 0, out
    assert "strict mode" not in out, "Tombi misunderstands a part of the schema"
    status, out = says(*bad)
    assert status == 1, out
    assert [text for name, text in zip(bad, BAD, strict=True) if name not in out] == []
