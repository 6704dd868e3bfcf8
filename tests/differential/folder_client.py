"""Talk to a folder oracle: one process with Prefect in it, asked about whole folders."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .client import Answer, OracleProcess
from .folder_case import FolderCase

ORACLE = Path(__file__).with_name("folder_oracle.py")
REMEMBERED = 4096


class FolderOracleProcess(OracleProcess):
    """A running ``folder_oracle.py``, as a context manager; `greeting` has the versions."""

    def __init__(self, python: str) -> None:
        self.process = subprocess.Popen(
            [python, str(ORACLE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # python-dotenv and pydantic-settings log there
            text=True,
            encoding="utf-8",
        )
        self.greeting: dict[str, str] = self._read()
        self.asked = 0
        self._known: dict[str, Answer] = {}

    def ask_folder(self, case: FolderCase) -> Answer:
        """What Prefect does when it starts in the folder of `case`."""
        question = {"files": dict(case.files), "environment": dict(case.environment)}
        known = json.dumps(question, sort_keys=True)
        if known not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[known] = self._ask(question)
        return self._known[known]

    def _ask(self, question: dict[str, object]) -> Answer:
        assert self.process.stdin is not None
        self.asked += 1
        self.process.stdin.write(json.dumps({"id": self.asked, **question}) + "\n")
        self.process.stdin.flush()
        answer: Answer = self._read()
        if answer["id"] != self.asked:
            raise RuntimeError(f"asked {self.asked}, answered {answer['id']}")
        return answer
