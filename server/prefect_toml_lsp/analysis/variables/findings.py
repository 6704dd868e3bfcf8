"""The findings on the variables of one `.env` file, or of one profile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from prefect_toml_lsp.analysis.codes.advice import HEADER_FOR_LOGIN
from prefect_toml_lsp.analysis.codes.packages import PACKAGE_VARIABLE
from prefect_toml_lsp.analysis.codes.settings import UNKNOWN_SETTING
from prefect_toml_lsp.analysis.codes.variables import (
    DUPLICATE_VARIABLE,
    PAST_VARIABLE,
    PROCESS_VARIABLE,
    SQLALCHEMY_JSON,
    TABLE_VARIABLE,
    UNKNOWN_VARIABLE,
    VARIABLE_WITHOUT_VALUE,
)
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Related, Severity
from prefect_toml_lsp.analysis.rules.cross_setting import check_together, finding_of
from prefect_toml_lsp.analysis.rules.headers import headers, logs_in
from prefect_toml_lsp.analysis.rules.json_arrays import json_array
from prefect_toml_lsp.analysis.rules.literal_variables import literal
from prefect_toml_lsp.analysis.rules.null_text import null_text
from prefect_toml_lsp.analysis.rules.overridden import overridden
from prefect_toml_lsp.analysis.rules.secrets import HEADERS
from prefect_toml_lsp.analysis.rules.unknown import is_gone, wrong_release
from prefect_toml_lsp.analysis.variables.packages import absent, read_by_nobody
from prefect_toml_lsp.analysis.variables.refusals import describe_refused
from prefect_toml_lsp.analysis.wording import who_reads
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.other_variables import past_of
from prefect_toml_lsp.prefect.variable_names import (
    Meaning,
    Sort,
    is_spelled_like,
    meaning_of,
    plain_name,
    setting_named,
    suggest_variables,
    table_of_packages,
)
from prefect_toml_lsp.sources.assignment import Assignment, Assignments, Values
from prefect_toml_lsp.sources.kinds import DOTENV, PROFILE
from prefect_toml_lsp.sources.source import counting_variables, spelling
from prefect_toml_lsp.sources.sqlalchemy_pool import SQLALCHEMY, is_moved, sets_pool
from prefect_toml_lsp.sources.variable import UNSET, Variable, Where
from prefect_toml_lsp.sources.variable_values import NOTHING, Reading, judge_given, meaning_in, read


def check_variables(
    variables: Sequence[Variable], where: Where, context: Context
) -> Iterator[Finding]:
    """The findings on `variables`, which are in the order of the text."""
    counting = counting_variables(variables, where)
    readings: list[tuple[Variable, Reading]] = []
    for index, variable in enumerate(variables):
        meaning = meaning_in(variable, where, context.schema)
        again = counting[spelling(variable, where)]
        if again != index:
            yield _repeated(variable, variables[again], meaning.node)
            continue
        yield from _check_name(variable, meaning, where, context)
        reading = read(variable, meaning, where)
        if reading is not NOTHING:
            readings.append((variable, reading))
    yield from _Judge(readings, where, context).findings()


class _Judge:
    """Compares the assignments of variables with each other and with the other sources."""

    def __init__(
        self, readings: Sequence[tuple[Variable, Reading]], where: Where, context: Context
    ) -> None:
        self._readings = readings
        self._where = where
        self._context = context
        self._own = Assignments(each for _, reading in readings for each in reading.given)
        self._variables = {
            id(each): variable for variable, reading in readings for each in reading.given
        }

    def findings(self) -> Iterator[Finding]:
        for variable, reading in self._readings:
            yield from _check_reading(variable, reading, self._where, self._context)
            yield from self._check_given(variable, () if reading.broken else reading.given)
        if self._where.active:
            yield from self._check_together()
            yield from self._check_pool()

    def _check_given(self, variable: Variable, given: Sequence[Assignment]) -> Iterator[Finding]:
        """Errors in values in force, or information if all of them are overridden."""
        settings = [each for each in given if not each.node.is_table]
        here = [self._winner(each, self._own) for each in settings]
        if here and all(here) and here[0] is not None:
            yield _repeated(variable, self._variables[id(here[0])], here[0].node)
            return
        left = [each for each in given if self._winner(each, self._own) is None]
        outside = [self._winner_outside(each) for each in left if not each.node.is_table]
        if self._where.active and outside and all(outside) and outside[0] is not None:
            winner, who = outside[0], who_reads(outside[0].node)
            yield overridden(variable.name, winner.place, variable.key, who)
        for each in left:
            yield from self._check_advice(variable, each)
            refused = self._refusal(each)
            if refused is not None:
                whole = variable.name.upper() in each.node.environment
                subject = f"`{variable.name if whole else each.node.dotted}`"
                yield describe_refused(variable, subject, refused, each.node, self._where)

    def _check_advice(self, variable: Variable, given: Assignment) -> Iterator[Finding]:
        """Hints on values in force."""
        if not self._where.active or self._winner_outside(given) is not None:
            return
        yield from null_text(given.node, given.value, given.verdict, variable.span)
        if not isinstance(given.verdict, Refused):
            yield from literal(given.node, given.value, variable.span, self._where.kind)
            yield from json_array(given.node, given.value, variable.span)
        if given.node.dotted == HEADERS:
            replaces_login = logs_in({*self._own}, self._context.folder)
            for each in headers(given.entries or (), variable.span, self._context):
                if replaces_login or each.code != HEADER_FOR_LOGIN.name:
                    yield each

    def _refusal(self, given: Assignment) -> Refused | None:
        """Refusals of an assignment that nothing in the document overrides."""
        if not isinstance(given.verdict, Refused) or self._winner_outside(given) is not None:
            return None
        left = self._own.left_of(given.node, given.strength, given.value)
        if self._context.folder is not None:
            others = self._context.folder.assignments
            left = others.left_of(given.node, given.strength, left)
        if left is given.value:
            return given.verdict
        verdict = judge_given(given.node, left, self._where)
        return verdict if isinstance(verdict, Refused) else None

    def _check_together(self) -> Iterator[Finding]:
        """Rules that look at several settings (`rules.cross_setting`)."""
        counting = [
            each
            for path in self._own
            for each in reversed(self._own.of(path))
            if not each.node.is_free_form and not each.node.is_table
        ]
        own = Values(counting)
        for path, found in check_together(own, self._context):
            variable = self._variables[id(self._own.of(path)[0])]
            finding = finding_of(found, variable.span, self._context)
            if finding is not None:
                yield finding

    def _check_pool(self) -> Iterator[Finding]:
        """The keys of `server.database` that Prefect moves into its table `sqlalchemy`, which fails
        if that is JSON (``set_deprecated_sqlalchemy_settings_on_child_model_and_warn``).
        """
        folder = self._context.folder
        given = [*self._own.of(SQLALCHEMY), *(folder.assignments.of(SQLALCHEMY) if folder else ())]
        if not any(isinstance(each.value, dict) for each in given):
            return
        for variable, reading in self._readings:
            moved = next((each for each in reading.given if is_moved(each)), None)
            if sets_pool(variable, self._where):
                yield SQLALCHEMY_JSON.at(variable.span, name=variable.name)
            elif moved is not None:
                yield SQLALCHEMY_JSON.at(variable.span, name=moved.written)

    def _winner_outside(self, given: Assignment) -> Assignment | None:
        folder = self._context.folder
        return None if folder is None else self._winner(given, folder.assignments)

    def _winner(self, given: Assignment, among: Assignments) -> Assignment | None:
        return among.winner_over(given.node, given.strength, given.entries)


# Names

_NOBODYS = (Sort.UNKNOWN, Sort.PAST)  # so that it may be the project's own


def _check_name(
    variable: Variable, meaning: Meaning, where: Where, context: Context
) -> Iterator[Finding]:
    name, node = variable.name, meaning.node
    is_warned_of = _is_warned_of(where, context)
    own = _own(variable, meaning, where, context)
    if own is not None:
        yield from own
    elif node is not None and node.is_absent:
        yield absent(variable, node, is_warned_of)
    elif meaning.sort is Sort.UNKNOWN:
        found = _unknown(variable, where, context)
        waits = not found.data.get("candidates") and context.is_searching
        yield found._replace(waits=waits)
    elif meaning.sort is Sort.OTHER_RELEASE:
        yield _other_release(variable, meaning, context, warns=is_warned_of)
    elif meaning.sort is Sort.PROCESS:
        yield PROCESS_VARIABLE.at(variable.key, name=name)
    elif meaning.sort is Sort.PAST:
        yield _past(variable, meaning)
    elif variable.value is UNSET:
        yield VARIABLE_WITHOUT_VALUE.at(variable.key, name=name)
    elif is_warned_of and meaning.known is not None and meaning.known.package is not None:
        yield PACKAGE_VARIABLE.at(variable.key, name=name, package=meaning.known.package)
    elif is_warned_of and meaning.sort is Sort.TABLE:
        yield TABLE_VARIABLE.at(variable.key, name=name)


def _own(
    variable: Variable, meaning: Meaning, where: Where, context: Context
) -> list[Finding] | None:
    """The findings on a variable that may belong to the project's classes; None if it does not."""
    is_absent = meaning.node is not None and meaning.node.is_absent
    if meaning.sort not in _NOBODYS and not is_absent:
        return None
    from prefect_toml_lsp.analysis.rules.own_names import own_variable  # few files need it

    return own_variable(variable, meaning, where, context)


def _is_warned_of(where: Where, context: Context) -> bool:
    """Whether Prefect itself warns about unknown variables in this file."""
    if where.kind == PROFILE:
        return context.profiles_use.is_checked
    return not where.any_case


def _unknown(variable: Variable, where: Where, context: Context) -> Finding:
    name, schema = variable.name, context.schema
    spelled = name.upper() if where.any_case else name
    table = table_of_packages(spelled, schema)
    if table is not None and table.is_open:
        return read_by_nobody(variable, _is_warned_of(where, context), schema)
    setting = setting_named(name, schema)
    upper = meaning_of(name.upper(), schema).known
    candidates: Sequence[str]
    is_key = setting is not None and bool(setting.environment)
    if setting is not None and is_key:
        candidates = setting.environment[:1]
    elif table is not None and spelled == plain_name(table):
        candidates = ()  # This means the whole table, which has no variable.
    else:
        # Names of profiles count in upper case only.
        candidates = [name.upper()] if upper else suggest_variables(name, schema)
    is_near = is_key or any(is_spelled_like(name, each, schema) for each in candidates)
    is_shared = where.kind == DOTENV and not is_near
    return UNKNOWN_VARIABLE.at(
        variable.key,
        severity=Severity.INFORMATION if is_shared else None,
        data={"candidates": list(candidates), "is_guess": is_shared},
        name=name,
        who=who_reads(table),
        is_key=is_key,
        warns=not where.any_case,
        meant=next(iter(candidates), None),
    )


def _past(variable: Variable, meaning: Meaning) -> Finding:
    candidates = [*meaning.node.environment[:1]] if meaning.node is not None else []
    return PAST_VARIABLE.at(
        variable.key,
        data={"candidates": candidates},
        name=variable.name,
        past=past_of(variable.name.upper()),
        now=next(iter(candidates), None),
    )


def _other_release(
    variable: Variable, meaning: Meaning, context: Context, *, warns: bool
) -> Finding:
    node, schema = meaning.node, context.schema
    assert node is not None
    moved = schema.by_path.get(node.moved_to or "")
    candidates = [*moved.environment[:1]] if moved is not None else []
    instead: dict[str, Any] = {"now": f"`{candidates[0]}`"} if candidates else {}
    instead["warns"] = warns and not node.package
    data = {"candidates": candidates, "gone": is_gone(node)}
    return wrong_release(node, variable.name, variable.key, data, instead)


def _repeated(variable: Variable, winner: Variable, node: Node | None) -> Finding:
    """Information on a variable that another one of the document leaves without effect."""
    return DUPLICATE_VARIABLE.at(
        variable.key,
        related=(Related(None, winner.key, "This one wins"),),
        name=variable.name,
        winner=winner.name,
        who=who_reads(node),
        line=winner.key.line + 1,
        does="unsets it" if winner.value is UNSET else "wins",
    )


# Values


def _check_reading(
    variable: Variable, reading: Reading, where: Where, context: Context
) -> Iterator[Finding]:
    node = meaning_in(variable, where, context.schema).known
    package_node = node if node is not None and node.package else None
    if reading.broken is not None:
        yield describe_refused(variable, f"`{variable.name}`", reading.broken, package_node, where)
    for path in reading.strays:
        yield UNKNOWN_SETTING.at(variable.span, name=path, who=who_reads(node))
