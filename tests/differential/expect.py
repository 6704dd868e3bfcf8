"""The engine's prediction for a whole file, in the oracle's terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from prefect_toml_lsp.prefect.acceptance import judge, judge_table, rules
from prefect_toml_lsp.prefect.acceptance.verdicts import (
    Ignored,
    Refused,
    Release,
    Verdict,
    effective,
    taken,
)

from .facts import Facts

LEGACY = "experiments.plugins"


class Expectation(NamedTuple):
    """The engine's prediction for one file."""

    refused: str | None
    """The path and rule of the first refusal, or None."""
    verdicts: Mapping[str, Verdict]
    """The verdict on every setting, table and stray key in the file, by dotted path."""
    values: Mapping[str, Any]
    """The values that Prefect gets, converted, by the path of the setting."""
    findings: tuple[rules.RuleFinding, ...]
    """The findings of the rules about several settings."""


def expect(
    tree: Mapping[str, Any], facts: Facts, release: Release, python: rules.Python
) -> Expectation:
    """Judge the root table of a file: the document, or ``tool.prefect`` of a ``pyproject.toml``."""
    verdicts: dict[str, Verdict] = {}
    written: dict[str, Any] = {}
    for path, value, verdict in _walk(tree, "", facts, release):
        verdicts[path] = verdict
        written[path] = value
    values = {
        path: effective(written[path], verdict)  # type: ignore[arg-type]
        for path, verdict in verdicts.items()
        if taken(verdict) and not _is_table(path, facts, release)
    }
    for path in _overridden_legacy(verdicts, values, release):
        verdicts[path] = Ignored("overridden")
        values.pop(path, None)
    refusals = [f"{path}: {v.rule}" for path, v in verdicts.items() if isinstance(v, Refused)]
    findings = () if refusals else tuple(rules.find(values, release, python=python))
    refusals += [f"{f.paths}: {f.code}" for f in findings if f.effect == "refused"]
    moved = {canonical(path, release): value for path, value in values.items()}
    return Expectation(refusals[0] if refusals else None, verdicts, moved, findings)


def canonical(path: str, release: Release) -> str:
    """The path of the setting in `release`."""
    moved = release >= rules.PLUGINS_MOVED_IN and path.startswith(rules.LEGACY_PLUGINS)
    return path.removeprefix("experiments.") if moved else path


def _walk(
    table: Mapping[str, Any], prefix: str, facts: Facts, release: Release
) -> Iterator[tuple[str, Any, Verdict]]:
    for name, value in table.items():
        path = prefix + name
        declared = facts.get(canonical(path, release)) if "." not in name else None
        if path == LEGACY and release >= rules.PLUGINS_MOVED_IN:
            declared = {"section": True}
        if declared is None:
            yield path, value, Ignored("unknown")
        elif not declared.get("section"):
            yield path, value, judge(canonical(path, release), declared, value, release)
        else:
            yield path, value, judge_table(value)
            if isinstance(value, dict):
                yield from _walk(value, path + ".", facts, release)


def _is_table(path: str, facts: Facts, release: Release) -> bool:
    return path == LEGACY or bool(facts.get(canonical(path, release), {}).get("section"))


def _overridden_legacy(
    verdicts: Mapping[str, Verdict], values: Mapping[str, Any], release: Release
) -> list[str]:
    """The legacy plugin settings that Prefect never reads because the new ones are set."""
    if release < rules.PLUGINS_MOVED_IN:
        return []
    legacy = [path for path in verdicts if path.startswith(rules.LEGACY_PLUGINS)]
    return [p for p in legacy if not isinstance(verdicts.get(canonical(p, release), Ignored("")),
                                                Ignored)]  # fmt: skip
