"""Texts of any length, made of parts that all refer to each other: slow for quadratic code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Grow = Callable[[int], str]


def numbered(text: str) -> Grow:
    """`text` n times, where `{i}` is the number of each in four digits, so all are equally long."""
    return lambda n: "".join(text.replace("{i}", f"{i:04}") for i in range(n))


def between(start: str, text: str, end: str) -> Grow:
    """The same, with `start` before and `end` after it."""
    return lambda n: f"{start}{numbered(text)(n)}{end}"


TOML: Mapping[str, Grow] = {
    "a long key": between("a", ".a", " = 1\n"),
    "a long header": between("[a", ".a", "]\nx = 1\n"),
    "keys in an inline table": between("server = {", "kk{i} = 1, ", "z = 1}\n"),
    "secrets in an inline table": between("x = {", '"key" = "a{i}", ', "z = 1}\n"),
    "headers in an inline table": between(
        "client.custom_headers = {", '"X-Token-{i}" = "a", ', 'z = "a"}\n'
    ),
    "one key again and again": between("x = {", "a = 1, ", "a = 1}\n"),
    "keys that are not ASCII": between("x = {", '"é{i}" = 1, ', '"é" = 1}\n'),
    "items that are not ASCII": between('logging.extra_loggers = ["é"', ', "é{i}"', "]\n"),
    "addresses": between('x = "', "http://x{i}/ ", '"\n'),
    "addresses in items": between("x = [", '"http://x{i}/é", ', "]\n"),
    "brackets after an address": between('ui_url = "http://x/', ")", '"\n'),
    "users in addresses": between('ui_url = "', "http://a:", '"\n'),
    "wrong escapes": between('ui_url = "', "\\x and more", '"\n'),
    "open arrays": between("a = ", "[", "\n"),
    "open inline tables": between("a = ", "{a = ", "\n"),
    "open inline tables in lines": numbered("a{i} = {\n"),
    "wrong escapes in lines": between('ui_url = """', "\\x\n", '"""\n'),
    "open strings": numbered('a{i} = "x\n'),
    "unknown keys": numbered("kk{i} = 1\n"),
    "unknown tables": numbered("[t{i}]\nx = 1\n"),
    "keys set twice": numbered("debug_mode = true\n"),
    "tables set twice": numbered("[server]\n"),
    "dotted keys": numbered("a.b{i}.c = 1\n"),
    "tables of one element": between("[[a]]\n", "[a.b{i}]\nx = 1\n", ""),
    "elements with tables": numbered("[[a]]\n[a.b{i}]\nx = 1\n"),
    "elements with one table": numbered("[[a]]\n[a.b]\nx = 1\n"),
    "sections that open one table": numbered("[a]\nb.c = 1\n[a.b.d]\n"),
    "comments that silence": numbered("# prefect-toml: ignore[unknown-setting]\n"),
    "codes in a comment": between("x = 1 # prefect-toml: ignore[", "a{i},", "]\n"),
    "headers of requests": between("[client.custom_headers]\n", 'X-{i} = "value"\n', ""),
    "secrets in comments": between("# ", "key", "\n"),
}
DOTENV: Mapping[str, Grow] = {
    "variables set twice": numbered("PREFECT_API_URL=http://x/api\n"),
    "unknown variables": numbered("PREFECT_XX{i}=1\n"),
    "references": between("A=1\n", "B{i}=${A}\n", ""),
    "open references": between("PREFECT_API_URL=", "${", "\n"),
    "quotes": between('A="', "'\n\"", "\n"),
}
PROFILES: Mapping[str, Grow] = {
    "profiles": numbered('[profiles.p{i}]\nPREFECT_API_URL = "http://x/api"\n'),
    "unknown variables of a profile": between("[profiles.a]\n", "PREFECT_XX{i} = 1\n", ""),
}
