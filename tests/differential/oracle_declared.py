"""An oracle that also gives the facts that the installed Prefect declares about its settings.

Runs inside an environment that has ``prefect``, with the folder of ``read_prefect`` on its path.
Answers as ``oracle`` does, and ``{"id": …, "declared": true}`` with the facts of all settings.
"""

from __future__ import annotations

from typing import Any

from oracle import Oracle, main  # type: ignore[import-not-found,unused-ignore]
from read_prefect import settings_of  # type: ignore[import-not-found,unused-ignore]


class DeclaredOracle(Oracle):  # type: ignore[misc,unused-ignore]
    """An oracle that also answers with the declared facts."""

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer of an oracle, or the facts by dotted path."""
        if not question.get("declared"):
            answer: dict[str, Any] = super().ask(question)
            return answer
        from prefect.settings import Settings  # type: ignore[import-not-found,unused-ignore]

        schema = Settings.model_json_schema()
        return {"id": question["id"], "settings": settings_of(schema, schema.get("$defs", {}))}


if __name__ == "__main__":
    main(DeclaredOracle)
