"""What there is to say about the variables of one `.env` file, or of one profile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Related, Severity
from prefect_toml_lsp.analysis.rules.overridden import overridden
from prefect_toml_lsp.analysis.variables.cross_setting import check_together
from prefect_toml_lsp.analysis.variables.outside import winner_outside
from prefect_toml_lsp.analysis.variables.refusals import describe_refused
from prefect_toml_lsp.prefect import parse_release, show_release
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.variable_names import (
    Meaning,
    Sort,
    meaning_of,
    setting_named,
    suggest_variables,
)
from prefect_toml_lsp.sources.contest import Contest
from prefect_toml_lsp.sources.variable import UNSET, Variable, Where
from prefect_toml_lsp.sources.variable_values import NOTHING, Given, Reading, read


def check_variables(
    variables: Sequence[Variable], where: Where, context: Context
) -> Iterator[Finding]:
    """The findings on `variables`, which are in the order of the text."""
    counting = _counting(variables, where)
    readings: list[tuple[int, Reading]] = []
    for index, variable in enumerate(variables):
        meaning = _meaning(variable, where, context)
        again = counting[_spelt(variable.name, where)]
        if again != index:
            yield _repeated(variable, variables[again])
            continue
        yield from _check_name(variable, meaning, where, context)
        reading = read(variable, meaning, where)
        if reading is not NOTHING:
            readings.append((index, reading))
    contest = Contest(readings)
    live: list[tuple[int, Given]] = []
    for index, reading in readings:
        variable = variables[index]
        yield from _check_reading(variable, reading, where)
        rest = [each for each in reading.given if contest.winner_over(index, each) is None]
        winner = contest.winner_over_all(index, reading)
        if winner is not None:
            yield _repeated(variable, variables[winner])
        yield from _check_given(variable, rest, where, context)
        live.extend((index, each) for each in rest if not winner_outside(each, context.sources))
    if where.active:
        yield from check_together(variables, live, context)


def _spelt(name: str, where: Where) -> str:
    return name.upper() if where.any_case else name


def _counting(variables: Sequence[Variable], where: Where) -> dict[str, int]:
    """The variable that counts of those with one name: of several spellings the one that comes
    last for the first time, and the last line of it. In TOML a second key is an error.
    """
    if not where.any_case:
        return {each.name: index for index, each in reversed([*enumerate(variables)])}
    lines: dict[str, int] = {}
    for index, each in enumerate(variables):
        lines[each.name] = index
    return {name.upper(): index for name, index in lines.items()}


def _meaning(variable: Variable, where: Where, context: Context) -> Meaning:
    return meaning_of(_spelt(variable.name, where), context.schema)


# Names


def _check_name(
    variable: Variable, meaning: Meaning, where: Where, context: Context
) -> Iterator[Finding]:
    name = variable.name
    if meaning.sort is Sort.UNKNOWN:
        yield _unknown(variable, where, context)
    elif meaning.sort is Sort.OTHER_RELEASE:
        yield _other_release(variable, meaning, context)
    elif meaning.sort is Sort.PROCESS:
        message = (
            f"Prefect reads `{name}` from the environment of its process only, and ignores it here"
        )
        yield Finding("process-variable", Severity.WARNING, message, variable.key)
    elif variable.value is UNSET:
        message = f"`{name}` without `=` sets nothing; an empty value is `{name}=`"
        yield Finding("variable-without-value", Severity.WARNING, message, variable.key)
    elif meaning.sort is Sort.TABLE and not where.any_case:
        message = (
            f"Prefect uses this, but warns that it does not recognize `{name}`; set the variables "
            "of its settings one by one"
        )
        yield Finding("table-variable", Severity.WARNING, message, variable.key)


def _unknown(variable: Variable, where: Where, context: Context) -> Finding:
    name, schema = variable.name, context.schema
    setting = setting_named(name, schema)
    upper = meaning_of(name.upper(), schema).known
    candidates: Sequence[str]
    if setting is not None and setting.environment:
        candidates = setting.environment[:1]
        message = (
            f"`{name}` is for settings files, and Prefect ignores it in a profile; write "
            f"`{candidates[0]}`"
        )
    else:
        # Names of profiles count in upper case only.
        candidates = [name.upper()] if upper else suggest_variables(name, schema)
        warns = "ignores it" if where.any_case else "warns and ignores it"
        message = f"Prefect has no variable `{name}`, and {warns}"
        if candidates:
            message += f"; did you mean `{candidates[0]}`?"
    data = {"candidates": list(candidates)}
    return Finding("unknown-variable", Severity.WARNING, message, variable.key, data)


def _other_release(variable: Variable, meaning: Meaning, context: Context) -> Finding:
    node, schema = meaning.node, context.schema
    assert node is not None
    release = show_release(schema.release)
    gone = bool(node.until) and schema.release > parse_release(node.until or "")
    went, came = f"any more (it went after {node.until})", f"yet (it came with {node.since})"
    when = went if gone else came
    message = f"Prefect {release} does not have `{variable.name}` {when}, and ignores it"
    moved = schema.by_path.get(node.moved_to or "")
    candidates = [*moved.environment[:1]] if moved is not None else []
    if candidates:
        message += f"; it is now `{candidates[0]}`"
    data = {"candidates": candidates, "gone": gone}
    return Finding("wrong-release", Severity.WARNING, message, variable.key, data)


def _repeated(variable: Variable, winner: Variable) -> Finding:
    """Information on a variable that another one of the document leaves without effect."""
    does = "unsets it" if winner.value is UNSET else "wins"
    place = f"`{winner.name}` on line {winner.key.line + 1}"
    message = f"`{variable.name}` has no effect here: {place} {does}"
    related = (Related(None, winner.key, "this counts"),)
    return Finding(
        "duplicate-variable", Severity.INFORMATION, message, variable.key, related=related
    )


# Values


def _check_reading(variable: Variable, reading: Reading, where: Where) -> Iterator[Finding]:
    if reading.broken is not None:
        yield describe_refused(variable, f"`{variable.name}`", reading.broken, None, where)
    for path in reading.strays:
        message = f"Prefect has no setting `{path}`, and ignores it"
        yield Finding("unknown-setting", Severity.WARNING, message, variable.span)


def _check_given(
    variable: Variable, given: Sequence[Given], where: Where, context: Context
) -> Iterator[Finding]:
    """Errors in what counts, and information where all of it loses to another source."""
    winners = [winner_outside(each, context.sources) for each in given]
    settings = [winner for winner, each in zip(winners, given, strict=True)
                if not each.node.is_table]  # fmt: skip
    if where.active and settings and all(settings) and settings[0] is not None:
        yield overridden(variable.name, settings[0], variable.key)
    for winner, each in zip(winners, given, strict=True):
        if winner is None and isinstance(each.verdict, Refused):
            whole = variable.name.upper() in each.node.environment
            subject = f"`{variable.name if whole else each.node.dotted}`"
            yield describe_refused(variable, subject, each.verdict, each, where)
