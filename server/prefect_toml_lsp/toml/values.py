"""Values, including arrays and inline tables (TOML 1.0, Array, Inline Table).

Containers are read with a stack of our own instead of recursion: nesting may be as deep as the
text, and recovery looks at one open container after the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml.bounds import PIECE
from prefect_toml_lsp.toml.keys import read_key
from prefect_toml_lsp.toml.literals import is_literal, read_literal
from prefect_toml_lsp.toml.nodes import Array, InlineTable, Invalid, Pair, String, Value
from prefect_toml_lsp.toml.reader import Reader, is_assignment, is_header
from prefect_toml_lsp.toml.strings import read_string

# tomllib recurses with two or three frames a level into Python's limit of 1,000.
_DEEPEST = 400
_LONGEST_SPREAD = 100  # lines that an inline table may go over, to be recognised
_PLAIN_ITEM = re.compile(r'[ \t]*("([^"\\\x00-\x08\x0a-\x1f\x7f]*)")[ \t]*,')
_NO_PAIR = re.compile(r"[^,}\]#]*")


def read_value(reader: Reader) -> Value | None:
    """Read the value at the cursor; None, with nothing read, where no value starts."""
    stack: list[Array | InlineTable] = []
    while True:
        value = _start_value(reader)
        if value is None and not stack:
            return None
        if isinstance(value, (Array, InlineTable)):
            stack.append(value)
            if len(stack) == _DEEPEST:
                reader.report(
                    "nested-too-deeply",
                    "Python cannot read values that are nested so deeply",
                    value.span,
                )
        elif not stack:
            return value
        elif value is not None:
            _attach(stack[-1], value)
        while not _advance(reader, stack[-1], len(stack) <= _DEEPEST):
            value = stack.pop()
            if not stack:
                return value
            # Excessive nesting is reported once and has no nodes: there may be any number of them.
            too_deep = len(stack) >= _DEEPEST
            _attach(stack[-1], Invalid("", value.span) if too_deep else value)


def _start_value(reader: Reader) -> Value | None:
    """Read a scalar, or the opening bracket of a container."""
    reader.weigh(PIECE)
    char = reader.char
    if char in ('"', "'"):
        return read_string(reader)
    if char == "[":
        return Array([], [], reader.take(1), closed=False)
    if char == "{":
        return InlineTable([], [], reader.take(1), closed=False, spread=False)
    return read_literal(reader)


def _attach(container: Array | InlineTable, value: Value) -> None:
    if isinstance(container, Array):
        container.items.append(value)
    else:
        pair = container.pairs[-1]
        pair.value = value
        pair.span = Span.between(pair.span.start, value.span.end)


def _advance(reader: Reader, container: Array | InlineTable, tells: bool) -> bool:
    """Move to where the next value of `container` starts; False when the container has ended.
    `tells` is whether to report one that is not closed.
    """
    if isinstance(container, Array):
        return _advance_array(reader, container, tells)
    return _advance_table(reader, container, tells)


def _advance_array(reader: Reader, array: Array, tells: bool) -> bool:
    while True:
        mark, comments = reader.position, len(reader.comments)
        if not _skip_layout(reader) or reader.char == "}":
            reader.go_to(mark)
            del reader.comments[comments:]
            problem = ("unclosed-array", "The array is not closed; add `]`") if tells else None
            return _give_up(reader, array, problem)
        char = reader.char
        wants_comma = _wants_comma(array.items, array.commas)
        if char == '"' and not wants_comma and _read_plain_items(reader, array):
            continue
        if char == "]":
            return _close(reader, array)
        if char == ",":
            comma = reader.take(1)
            if not wants_comma:
                reader.report("missing-value", "A value is missing before this comma", comma)
            array.commas.append(comma)
        elif char == "=":
            reader.report(
                "unexpected-text", "An array holds values, not `key = value`", _one(reader)
            )
            reader.take(1)
        else:
            if wants_comma:
                reader.report("missing-comma", "A comma is missing before this value", _one(reader))
            return True


def _read_plain_items(reader: Reader, array: Array) -> bool:
    """Read the strings with a comma after each that `array` goes on with in this line, as they are
    read one by one; whether there are any.
    """
    row, before = reader.row, len(array.items)
    while match := _PLAIN_ITEM.match(reader.line, reader.column):
        start, end = match.span(1)
        reader.column = match.end()
        reader.weigh(1)
        array.items.append(String(match[2], Span(row, start, row, end), '"', closed=True))
        array.commas.append(Span(row, reader.column - 1, row, reader.column))
    return len(array.items) > before


def _wants_comma(written: Sequence[Pair | Value], commas: list[Span]) -> bool:
    """Whether the last thing in a container has no comma after it yet."""
    return bool(written) and (not commas or commas[-1] < written[-1].span)


def _skip_layout(reader: Reader) -> bool:
    """Move over blanks, comments and line breaks of an array; False where the next statement seems
    to start or the document ends, which leaves the cursor anywhere.
    """
    while _at_line_end(reader):
        if not reader.next_line() or is_assignment(reader.line):
            return False
        if is_header(reader.line) and not _is_nested_array(reader.line):
            return False
    return True


def _at_line_end(reader: Reader) -> bool:
    """Move over blanks and a comment; whether that reaches the end of the line."""
    reader.skip_blanks()
    if reader.char == "#":
        reader.read_comment()
    return not reader.char


def _is_nested_array(line: str) -> bool:
    """Whether a line in the form of a header may as well be an array of one value."""
    inner = line.partition("#")[0].strip().strip("[]").strip()
    return inner[:1] in ('"', "'") or is_literal(inner)


def _advance_table(reader: Reader, table: InlineTable, tells: bool) -> bool:
    while True:
        mark, comments = reader.position, len(reader.comments)
        reader.skip_blanks()
        if reader.char in ("", "#") and (table.spread or _spreads(reader, table, mark)):
            while _at_line_end(reader) and reader.next_line():
                pass
        char = reader.char
        if char in ("", "#", "]"):
            reader.go_to(mark)
            del reader.comments[comments:]
            problem = ("unclosed-inline-table", "The inline table is not closed; add `}`")
            return _give_up(reader, table, problem if tells and not table.spread else None)
        wants_comma = _wants_comma(table.pairs, table.commas)
        if char == "}":
            _check_trailing_comma(reader, table, wants_comma)
            return _close(reader, table)
        if char == ",":
            comma = reader.take(1)
            if not wants_comma:
                reader.report("missing-key", "A `key = value` is missing before this comma", comma)
            table.commas.append(comma)
            continue
        if wants_comma:
            reader.report("missing-comma", "A comma is missing before this key", _one(reader))
        if _read_pair_start(reader, table):
            return True


def _spreads(reader: Reader, table: InlineTable, mark: Position) -> bool:
    """Whether the open `table` goes on in the lines below, which TOML 1.0 forbids: they look like
    its pairs, and a line that starts with } closes it.
    """
    for row in range(reader.row + 1, reader.row + 1 + _LONGEST_SPREAD):
        line = reader.peek_line(row)
        if line is None:
            return False
        text = line.lstrip(" \t")
        if text.startswith("}"):
            table.spread = True
            reader.report(
                "line-break-in-inline-table",
                "An inline table must be on one line; join the lines, or write a `[table]`",
                Span(mark.line, mark.column, mark.line, mark.column),
            )
            return True
        if text[:1] not in ("", "#") and not is_assignment(line):
            return False
    return False


def _check_trailing_comma(reader: Reader, table: InlineTable, wants_comma: bool) -> None:
    if table.commas and not wants_comma and not table.spread:
        reader.report(
            "trailing-comma",
            "TOML does not allow a comma after the last value of an inline table; remove it",
            table.commas[-1],
        )


def _read_pair_start(reader: Reader, table: InlineTable) -> bool:
    """Read ``key =``; True when a value follows."""
    start = reader.position
    key = read_key(reader)
    equals: Span | None = None
    reader.skip_blanks()
    if reader.char == "=":
        equals = reader.take(1)
        reader.skip_blanks()
    table.pairs.append(Pair(key, equals, None, reader.span_from(start)))
    if equals is None:
        if key.whole:
            reader.report("missing-equals", "Write `=` and a value after the key", _one(reader))
        _skip_text(reader)
        return False
    if reader.char in ("", ",", "}", "]", "#", "="):
        reader.report("missing-value", "A value is missing after `=`", _one(reader))
        _skip_text(reader)
        return False
    return True


def _skip_text(reader: Reader) -> None:
    """Move to where the next pair may start, over other text; stop before a comma or a closing
    bracket.
    """
    match = _NO_PAIR.match(reader.line, reader.column)
    assert match is not None  # the pattern matches the empty string
    reader.column = match.end()


def _close(reader: Reader, container: Array | InlineTable) -> bool:
    reader.take(1)
    container.span = reader.span_from(container.span.start)
    container.closed = True
    if isinstance(container, InlineTable):
        _check_pairs(reader, container)
    return False


def _give_up(
    reader: Reader, container: Array | InlineTable, problem: tuple[str, str] | None
) -> bool:
    container.span = reader.span_from(container.span.start)
    if problem is not None:
        reader.report(*problem, Span(reader.row, reader.column, reader.row, reader.column))
    if isinstance(container, InlineTable):
        _check_pairs(reader, container)
    return False


def _check_pairs(reader: Reader, table: InlineTable) -> None:
    """Report keys that are set twice in one inline table."""
    root: dict[str, object] = {}
    for pair in table.pairs:
        if not pair.key.whole:
            continue
        *outer, last = pair.key.parts
        tree = root
        for part in outer:
            child = tree.setdefault(part.name, {})
            if not isinstance(child, dict):
                reader.report("duplicate-key", f"`{part.name}` already has a value here", part.span)
                break
            tree = child
        else:
            if last.name in tree:
                message = f"`{last.name}` is already set here"
                first = tree[last.name]
                earlier = first.key.span if isinstance(first, Pair) else None
                reader.report("duplicate-key", message, last.span, earlier)
            tree.setdefault(last.name, pair)


def _one(reader: Reader) -> Span:
    """The span of the character at the cursor; an empty span at the end of the line."""
    return Span(reader.row, reader.column, reader.row, reader.column + len(reader.char))
