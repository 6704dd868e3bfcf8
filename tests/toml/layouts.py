"""Hypothesis strategies for untidy TOML: spaces, empty lines, comments, line breaks."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.toml.generate import KEYS

_SCALARS = ["1", "-0.5", "true", '"x"', "'y z'", '"""m  \n n"""', "'''\n\n l \t\n'''", "1979-05-27",
            '"' + "w" * 48 + '"']  # fmt: skip
blank = st.sampled_from(["", "", " ", "  ", "\t"])
comment = st.builds(
    "{}#{}{}".format, blank, st.sampled_from([" c", "# ü", "", " a = [", "="]), blank
)
line_end = blank | comment


def _spaced(items: list[str], spaces: tuple[str, str], sign: str) -> str:
    before, after = spaces
    return f"{before}{sign}{after}".join(items)


spaces = st.tuples(blank, blank)
keys = st.builds(
    _spaced, st.lists(st.sampled_from(KEYS[:8]), min_size=1, max_size=3), spaces, st.just(".")
)
breaks = st.lists(line_end, max_size=2).map(lambda ends: "".join(f"{end}\n" for end in ends))
in_array = st.builds("{}{}{}".format, blank, breaks, blank)


def _array(items: list[tuple[str, str, str]], trailing: bool, empty: str) -> str:
    written = [f"{before}{item}{after}" for before, item, after in items]
    comma = "," if trailing and items else ""
    return f"[{','.join(written)}{comma}{empty}]"


def _table(pairs: list[tuple[str, str]], empty: str) -> str:
    written = [f"{empty}{key}{index} ={empty}{value}{empty}" for index, (key, value)
               in enumerate(pairs)]  # fmt: skip
    return f"{{{','.join(written)}{empty}}}"


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(in_array, inner, in_array), max_size=3)
    one_line = st.lists(st.tuples(blank, inner, blank), max_size=5)
    pairs = st.lists(st.tuples(st.sampled_from(["a", "b.c", "'d'.e"]), inner), max_size=2)
    return (
        st.builds(_array, items, st.booleans(), in_array)
        | st.builds(_array, one_line, st.booleans(), blank)
        | st.builds(_table, pairs, blank)
    )


long_arrays = st.builds(
    lambda count, space: f"[{f',{space}'.join(['1', '2'] * count)}]", st.integers(10, 40), blank
)
values = long_arrays | st.recursive(st.sampled_from(_SCALARS), _containers, max_leaves=8)
pairs = st.builds("{}{}{}={}{}{}".format, blank, keys, blank, blank, values, line_end)
_headers = st.builds("{}[{}{}{}]{}".format, blank, blank, keys, blank, line_end)
_arrays = st.builds("{}[[{}{}{}]]{}".format, blank, blank, keys, blank, line_end)
lines = st.lists(pairs | pairs | _headers | _arrays | line_end | line_end, max_size=12)


def _join(items: list[str], newline: str, last: bool) -> str:
    text = "\n".join(items) + ("\n" if last else "")
    return text.replace("\n", newline)


untidy = st.builds(_join, lines, st.sampled_from(["\n", "\n", "\r\n"]), st.booleans())
"""Text made of valid lines, which together may have clashing keys."""
