"""Settings classes of a project as people may write them; the real Prefect imports this module.

An interpreter with Prefect runs it: it prints, for each class, its table, the keys that it reads,
and which of the variables from standard input it reads.
"""

# ruff: noqa: UP007, UP045

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any, ClassVar, Optional, Union

from prefect.settings import base
from prefect.settings.base import PrefectBaseSettings as Settings
from prefect.settings.base import build_settings_config as config
from pydantic import AliasChoices, AliasPath, BaseModel, Field

NAME = "acme"
TABLE: tuple[str, ...] = ("integrations", NAME)


class Pool(BaseModel):
    """Not a settings class."""

    size: int = 1


class Database(Settings):
    """Nested in another settings class."""

    model_config = config((*TABLE, "database"))
    host: Optional[Any] = None


class Acme(Settings):
    """A class with all kinds of fields."""

    model_config = config(TABLE)
    kind: ClassVar[str] = "acme"
    Host: Annotated[Any, Field(description="A host")] = "default"
    port: Union[int, str, None] = None
    aliased: str = Field(default="default", validation_alias="prefect_acme_special")
    short: str = Field(default="default", alias="Prefect_Short")
    several: str = Field(
        default="default",
        validation_alias=AliasChoices(AliasPath("several"), "prefect_several", "prefect_many"),
    )
    more: dict[str, Any] = Field(default_factory=dict)
    pool: Pool = Field(default_factory=Pool)
    _private: str = "default"


class Worker(Acme):
    """A class with its own table."""

    model_config = config(path=("acme-worker",))
    port: str = "default"
    name: str = "default"


class Top(base.PrefectBaseSettings):
    """A class that reads the top of the file."""

    model_config = base.build_settings_config()
    acme_top: str = "default"


CLASSES = (Database, Acme, Worker, Top)


def reads(settings: type[Settings], name: str, text: str, environment: dict[str, str]) -> bool:
    """Whether a `prefect.toml` with this text, or these variables, set the field."""
    before = dict(os.environ)
    os.environ.update(environment)
    Path("prefect.toml").write_text(text, encoding="utf-8")
    stamp = reads.count = getattr(reads, "count", 0) + 1
    os.utime("prefect.toml", (stamp, stamp))  # Prefect caches files by their modification time
    try:
        return name in settings().model_fields_set
    finally:
        os.environ.clear()
        os.environ.update(before)


def main() -> None:
    """Print the answers for all classes."""
    candidates: list[str] = json.load(sys.stdin)
    answer: dict[str, Any] = {}
    os.chdir(tempfile.mkdtemp())
    os.environ["PREFECT_HOME"] = os.getcwd()
    for each in CLASSES:
        table = tuple(each.model_config["prefect_toml_table_header"])
        header = f"[{'.'.join(map(json.dumps, table))}]\n" if table else ""
        fields = {}
        for name in each.model_fields:
            keys = [
                key
                for key in {*each.model_fields, *candidates}
                if reads(each, name, f"{header}{json.dumps(key)} = '{{}}'\n", {})
            ]
            variables = [key for key in candidates if reads(each, name, "", {key: "{}"})]
            fields[name] = {"keys": sorted(keys), "variables": sorted(variables)}
        answer[each.__name__] = {"table": table, "fields": fields}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
