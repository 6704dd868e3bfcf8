"""The patterns of a `.gitignore` (gitignore(5)), matched as git's `wildmatch.c` does.

A match takes time that grows with pattern times path at worst, whatever their text: a star is tried
at the first place where what follows fits, and not again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from prefect_toml_lsp.records import NamedTuple

_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t-\\r",
    "upper": "A-Z",
    "xdigit": "a-fA-F0-9",
}
_STAR, _SLASH = "*", "/"
_ANY_FOLDERS = "**"


class Pattern(NamedTuple):
    """One line of a file that means something.

    parts
        The parts of a path to match; a single one is for a name in any folder, unless `rooted`.
    includes
        Whether it takes back what an earlier one ignores.
    folders
        Whether it is for folders only.
    """

    parts: tuple[str, ...]
    rooted: bool
    includes: bool
    folders: bool

    def matches(self, path: Sequence[str], *, folder: bool) -> bool:
        """Whether it is for the path with these parts, relative to the folder of the file."""
        if self.folders and not folder:
            return False
        if not self.rooted:
            return _fits(self.parts[0], path[-1])
        return _match(self.parts, path)


def read_pattern(line: str) -> Pattern | None:
    """The pattern of a line without its break; None if it has none, or one that fits nothing."""
    text = _without_blanks(line.removesuffix("\r"))
    if not text or text.startswith("#"):
        return None
    includes = text.startswith("!")
    text = text[1:] if includes else text
    folders = text.endswith("/")
    text = text[:-1] if folders else text
    tokens = _tokens(text)
    if not tokens:
        return None
    rooted = "/" in text  # Also one that is in a bracket, where it matches nothing.
    if text.startswith("/"):
        del tokens[0]
    parts: list[str] = []
    for part in _split(tokens):
        any_folders = rooted and len(part) > 1 and {*part} == {_STAR}
        if not (any_folders and parts and parts[-1] == _ANY_FOLDERS):
            parts.append(_ANY_FOLDERS if any_folders else _expression(part))
    return Pattern(tuple(parts), rooted, includes, folders)


def _without_blanks(line: str) -> str:
    """`line` without the blanks at its end, except for one after a backslash."""
    bare = line.rstrip(" ")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if slashes % 2 and len(bare) < len(line) else bare


def _tokens(text: str) -> list[str] | None:
    """Stars and slashes, and for each other character that is matched an expression; None if
    `text` matches nothing.
    """
    tokens: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "\\":
            if at == len(text):
                return None
            tokens.append(_SLASH if text[at] == "/" else re.escape(text[at]))
            at += 1
        elif char == "[":
            found = _bracket(text, at)
            if found is None:
                return None
            token, at = found
            tokens.append(token)
        elif char == "?":
            tokens.append("[^/]")
        else:
            tokens.append(char if char in "*/" else re.escape(char))
    return tokens  # An escaped star has two characters: the token "*" is always a wildcard.


def _bracket(text: str, at: int) -> tuple[str, int] | None:
    """The expression of the bracket whose content begins at `at`, and where it ends; None if it
    does not end, or names a class that there is not.
    """
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    inside: list[str] = []
    first = True
    while first or text[at : at + 1] != "]":
        if at >= len(text):
            return None
        if text.startswith("[:", at):
            end = text.find("]", at + 2)
            if end < 0:
                return None
            if text[end - 1] == ":" and end > at + 2:
                if text[at + 2 : end - 1] not in _CLASSES:
                    return None
                inside.append(_CLASSES[text[at + 2 : end - 1]])
                first, at = False, end + 1
                continue
        found = _member(text, at)
        if found is None:
            return None
        low, at = found
        high = low
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("", "]"):
            found = _member(text, at + 1)
            if found is None:
                return None
            high, at = found
        inside.append(re.escape(low))  # It counts even where the range is empty.
        if low < high:
            inside.append(f"{re.escape(low)}-{re.escape(high)}")
        first = False
    body = "".join(inside)
    if negated:
        return f"[^/{body}]", at + 1
    # A slash is never matched by a bracket.
    return f"(?!/)[{body}]" if body else "(?!)", at + 1


def _member(text: str, at: int) -> tuple[str, int] | None:
    """A character of a bracket, and where it ends."""
    if text[at] != "\\":
        return text[at], at + 1
    return (text[at + 1], at + 2) if at + 1 < len(text) else None


def _split(tokens: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == _SLASH:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _expression(part: Sequence[str]) -> str:
    """The expression of one part of a path."""
    pieces: list[str] = [""]
    for token in part:
        if token == _STAR:
            pieces.append("")
        else:
            pieces[-1] += token
    if len(pieces) == 1:
        return pieces[0]
    first, *between, last = pieces
    # The first place where a piece fits is as good as any later one: it is looked for once
    # (an atomic group, which Python has from 3.11 on only, written as look-ahead and reference).
    found = [piece for piece in between if piece]
    steps = [f"(?=(?P<s{n}>[^/]*?{piece}))(?P=s{n})" for n, piece in enumerate(found)]
    return f"{first}{''.join(steps)}[^/]*{last}"


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.DOTALL)


def _fits(expression: str, name: str) -> bool:
    return _compiled(expression).fullmatch(name) is not None


def _match(parts: Sequence[str], path: Sequence[str]) -> bool:
    """Whether all of `path` fits; where parts are any folders, the fewest are tried first, and only
    the last of them ever takes more.
    """
    at = here = 0
    back: tuple[int, int] | None = None
    while here < len(path):
        if at < len(parts) and parts[at] == _ANY_FOLDERS:
            if at == len(parts) - 1:
                return True  # Whatever is inside.
            back = at, here
            at += 1
        elif at < len(parts) and _fits(parts[at], path[here]):
            at += 1
            here += 1
        elif back is not None:
            back = back[0], back[1] + 1
            at, here = back[0] + 1, back[1]
        else:
            return False
    return at == len(parts)
