"""Hypothesis strategies for TOML text: valid documents, broken ones, and edits."""

from __future__ import annotations

from hypothesis import strategies as st

KEYS = ["a", "b", "c", "api", "url", '"a"', "'b'", '"q\\u0041"', '""', "1", "é"]
VALUES = [
    "1", "-0", "+7", "0x1F", "0b1", "0o7", "1_000", "1.5", "1e9", "inf", "-nan", "true", "false",
    '"x"', "'y'", '""', '"\\n\\u00e9"', '"""m"""', "'''l'''", '"""\nm\n"""', "'''\nl\n'''",
    '"""a \\\n  b"""', '"""""""', "1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5",
    "07:32:00", "[]", "[1, 2]", "[\n  1,\n  2,\n]", '[["a"], {a = 1}] # c', "{}",
    "{a = 1, b.c = 2}", "[ # c\n]", '"😀é"',
]  # fmt: skip
BROKEN = [
    "", "01", "1_", "tru", "True", '"x', "'y", '"""m', "'''l", "[", "[1", "[1,,2]", "{", "{a = 1",
    "{a = 1,}", "{a = 1, a = 2}", '"\\x"', '"\\uD800"', "2020-02-30", "1 2", "x y", "=", "]", "}",
    "{\na = 1\n}", "\x00", '"\x7f"', "# only", "[1 2]", "[a = 1]", "{a}", "{a = }", "{= 1}",
]  # fmt: skip

keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(".".join)
values = st.sampled_from(VALUES)
any_values = st.sampled_from(VALUES + BROKEN)
headers = st.builds("[{}]".format, keys) | st.builds("[[{}]]".format, keys)
any_headers = headers | st.sampled_from(["[", "[a", "[a.", "[a.]", "[]", "[[a]", "[a]]", "[a] x"])
blanks = st.sampled_from(["", "  ", "# comment", "\t# ü"])


def lines(
    header: st.SearchStrategy[str], value: st.SearchStrategy[str]
) -> st.SearchStrategy[list[str]]:
    """Lists of statements; one statement may have several lines."""
    pair = st.builds("{} = {}".format, keys, value)
    return st.lists(pair | header | blanks, max_size=10)


breaks = st.sampled_from(["\n", "\n", "\r\n"])
documents = st.builds(lambda br, items: br.join(items), breaks, lines(headers, values))
broken_documents = st.builds(
    lambda br, items: br.join(items), st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    lines(any_headers, any_values),
)  # fmt: skip
fragments = st.sampled_from(
    [*"[]{}=.,#\"'\\ \t\n\r", '"""', "'''", "\r\n", "a", "a = 1\n", "[a]\n", "[[a]]\n", "# c", "x"]
) | st.text(alphabet="ab1é😀\x00\u2028", max_size=3)
