"""Talk to an oracle: one process with Prefect in it, asked line by line."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

_START = "import prefect.context; prefect.context.root_settings_context()"
ORACLE = Path(__file__).with_name("oracle.py")
PACKAGES_ORACLE = Path(__file__).with_name("oracle_packages.py")

Answer = dict[str, Any]


class OracleProcess:
    """A running oracle, as a context manager; `greeting` has the versions that answer."""

    def __init__(
        self, python: str, environment: dict[str, str] | None = None, script: Path = ORACLE
    ) -> None:
        self.python = os.path.abspath(python)
        self.process = subprocess.Popen(
            [python, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
        )
        self.greeting: dict[str, str] = self._read()
        self.asked = 0

    def ask(self, file: str, text: str) -> Answer:
        """What Prefect does with `text` as the file named `file`."""
        return self.ask_files({file: text})

    def ask_files(self, files: dict[str, str], **more: Any) -> Answer:
        """What Prefect does with these files; `more` are other fields of the question."""
        assert self.process.stdin is not None
        self.asked += 1
        question = {"id": self.asked, "files": files, **more}
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer: Answer = self._read()
        if answer["id"] != self.asked:
            raise RuntimeError(f"asked {self.asked}, answered {answer['id']}")
        return answer

    def starts(self, file: str, text: str) -> bool:
        """Whether a new process, such as a flow's, starts with `text` as its only file."""
        with TemporaryDirectory() as folder, TemporaryDirectory() as home:
            Path(folder, file).write_bytes(text.encode("utf-8"))
            done = subprocess.run(
                [self.python, "-c", _START],
                cwd=folder,
                env={"HOME": home, "PATH": os.environ.get("PATH", "")},
                capture_output=True,
                check=False,
            )
        return done.returncode == 0

    def _read(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the oracle ended with status {self.process.wait()}")
        return json.loads(line)

    def __enter__(self) -> OracleProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
