"""Compare the engine's prediction for a file, and our findings on it, with the oracle's answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomllib

from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.prefect.acceptance.rules import PLACEHOLDERS, RuleFinding
from prefect_toml_lsp.prefect.acceptance.verdicts import Converted, Release
from prefect_toml_lsp.project.readers import NEWEST, Readers
from prefect_toml_lsp.toml.legacy_reading import LegacyTomlError, plain, read_legacy

from .client import Answer, OracleProcess
from .expect import Expectation, expect
from .facts import Facts
from .generate import PYPROJECT_TOML, Case
from .oracle import encode
from .whole import differences

# Settings that Prefect derives from other settings, or that its default profile sets.
DERIVED = frozenset(
    (
        "ui_url",
        "cloud.ui_url",
        "server.ui.api_url",
        "server.database.connection_url",
        "profiles_path",
        "logging.config_path",
        "logging.level",
        "logging.to_api.max_log_size",
        "internal.logging_level",
        "results.local_storage_path",
        "server.memo_store_path",
        "server.ephemeral.enabled",
    )
)
WARNING_RULES = {
    "`PREFECT_API_URL`": "api-url-misconfigured",
    "PREFECT_SERVER_DATABASE_PASSWORD is set": "password-unused",
}


def disagreements(
    case: Case, answer: Answer, facts: Facts, release: Release, readers: Readers = NEWEST
) -> list[str]:
    """The differences between the engine's prediction for `case` and the oracle's answer; empty if
    they agree. `readers` says how the oracle's Prefect reads files.

    Each difference begins with its category and a colon: ``false-error``, ``missed-refusal``,
    ``value``, ``set``, ``changed`` or ``warning``, or is one of `whole.differences`.
    """
    tree: Any = read(case.text(), readers)
    if tree is None:
        expected = Expectation("the file: toml", {}, {}, ())
    else:
        inner = tree["tool"]["prefect"] if case.file == PYPROJECT_TOML else tree
        expected = expect(inner, facts, release, readers.python)
    ours = differences(case, expected, answer, release, readers)
    both_load = answer["verdict"] != "refused" and not expected.refused
    warnings = _warnings(expected, answer) if both_load else []
    wrong = verdict_differences(expected, answer)
    return [*(ours if both_load or not wrong else []), *wrong, *warnings]


def verdict_differences(expected: Expectation, answer: Answer) -> list[str]:
    """The differences between the predicted verdict and values and the oracle's."""
    if answer["verdict"] == "refused":
        return [] if expected.refused else [f"missed-refusal: {answer['error']}"]
    if expected.refused:
        return [f"false-error: {expected.refused}"]
    return [*_values(expected, answer), *_given(expected, answer)]


def read(text: str, readers: Readers) -> Mapping[str, Any] | None:
    """The data of a TOML 1.0 text; None if Prefect's reader refuses it."""
    if readers.toml == "tomllib":
        return tomllib.loads(text)
    try:
        data: Mapping[str, Any] = plain(read_legacy(text))
    except LegacyTomlError:
        return None
    return data


def disagreements_at_start(
    case: Case, oracle: OracleProcess, facts: Facts, release: Release, readers: Readers
) -> tuple[Answer, list[str]]:
    """Prefect's answer for `case`, and the disagreements. The answer is that of `Settings()`; if it
    loads what we call an error, the error is only false if a new process starts with the file.
    """
    answer = oracle.ask(case.file, case.text())
    answer["home"] = oracle.greeting["home"] + "/.prefect"
    found = disagreements(case, answer, facts, release, readers)
    false = [each for each in found if each.startswith(("false-error", "analysis-false-error"))]
    if false and not oracle.starts(case.file, case.text()):
        found = [each for each in found if each not in false]
    return answer, found


def _overridden(findings: tuple[RuleFinding, ...]) -> dict[str, RuleFinding]:
    return {f.paths[0]: f for f in findings if f.effect == "overridden"}


def _values(expected: Expectation, answer: Answer) -> list[str]:
    """Settings whose value the engine predicts wrong, one line each."""
    wrong = []
    overridden = _overridden(expected.findings)
    for path, value in expected.values.items():
        effective = answer["values"].get(path)
        finding = overridden.get(path)
        verdict = expected.verdicts.get(path)
        rule = verdict.rule if isinstance(verdict, Converted) else ""
        if finding is not None:
            good = effective == finding.detail.get("becomes", effective)
        elif rule == "profiles-path-default":
            good = path not in answer["set"]
        else:
            if rule == "prefect-home-replaced":
                home = expected.values.get("home", answer.get("home"))
                value = str(Path(str(value).replace("$PREFECT_HOME", str(home))))
            good = path in answer["values"] and same(value, effective)
        if not good:
            wrong.append(f"value: {path}: engine {value!r} ({rule}), Prefect {effective!r}")
    return wrong


def _given(expected: Expectation, answer: Answer) -> list[str]:
    """Settings that, unlike predicted, Prefect counts as given, does not, or has changed."""
    predicted = set(expected.values) - _replaced(expected)
    given = set(answer["set"])
    wrong = [f"set: Prefect leaves out {path}" for path in sorted(predicted - given)]
    extra = given - predicted - {"server.ephemeral.enabled", "logging.to_api.max_log_size"}
    wrong += [f"set: the engine leaves out {path}" for path in sorted(extra)]
    changed = set(answer["changed"]) - set(expected.values) - DERIVED
    return wrong + [f"changed: {path}" for path in sorted(changed)]


def _replaced(expected: Expectation) -> set[str]:
    """Settings that Prefect overwrites itself, and then does not count as given."""
    values = expected.values
    paths: set[str] = set()
    if values.get("debug_mode") or values.get("testing.test_mode"):
        paths |= {"logging.level", "internal.logging_level"}
    url = str(values.get("server.database.connection_url"))
    if any(word in url for word in PLACEHOLDERS):
        paths.add("server.database.connection_url")
    for path, verdict in expected.verdicts.items():
        if isinstance(verdict, Converted) and verdict.rule == "profiles-path-default":
            paths.add(path)
    return paths


def _warnings(expected: Expectation, answer: Answer) -> list[str]:
    """Warnings that only Prefect or only the engine gives."""
    predicted = {f.code for f in expected.findings if f.effect == "warned"}
    given = set()
    for category, message in answer["warnings"]:
        rules = [rule for text, rule in WARNING_RULES.items() if text in message]
        given.add(rules[0] if rules else f"{category}: {message}")
    return [f"warning: {rule}" for rule in sorted(predicted ^ given)]


def same(value: Any, effective: Any) -> bool:
    """Whether the engine's `value` is the oracle's encoded `effective` value, type for type.

    An integer equals a float of the same value. The order of a set does not matter.
    """
    if isinstance(effective, dict):
        ((tag, inner),) = effective.items()
        return _same_tagged(value, tag, inner)
    if isinstance(effective, list):
        if not isinstance(value, list) or len(value) != len(effective):
            return False
        if all(isinstance(item, str) for item in effective):
            return sorted(map(str, value)) == sorted(effective)
        return all(same(a, b) for a, b in zip(value, effective, strict=True))
    return type(value) is type(effective) and bool(value == effective)


def _same_tagged(value: Any, tag: str, inner: Any) -> bool:
    if tag == "float":
        number = float(inner)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        return value == number or (value != value and number != number)
    if tag == "timedelta":
        total = (inner[0] * 86_400 + inner[1]) * durations.SECOND + inner[2]
        return isinstance(value, str) and durations.parse(value).microseconds == total
    if tag in ("path", "secret"):
        return same(value, inner)
    if tag == "set":
        return isinstance(value, list) and sorted(map(encode, value), key=repr) == inner
    if tag == "dict":
        return (
            isinstance(value, dict)
            and value.keys() == inner.keys()
            and all(same(value[key], inner[key]) for key in inner)
        )
    return bool(encode(value) == {tag: inner})
