"""Decides which values may be shown on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.prefect.acceptance.rules import PLACEHOLDERS
from prefect_toml_lsp.prefect.nodes import Node

MASK = "***"
"""Is shown instead of a secret."""
SUSPICIOUS_NAME = (
    r"(?:key|token|secret|pass|pas?w|pwd|credential|auth|cookie|bearer|dsn|private|signature"
    r"|connection_?(?:url|uri|string))"
)
"""A regular expression (with `re.IGNORECASE`) for words in the names of secrets."""
# All of these are linear: each is tried only where a word begins, or ends before the next attempt.
_NAMED = re.compile(SUSPICIOUS_NAME, re.IGNORECASE)
_ASSIGNMENT = re.compile(r"""(?<![\w-])([\w-]+)["']*\s*[=:]\s*(?=\S)""")
_WORD = re.compile(r"""[^\s"']+""")
_PASSWORD = re.compile(r"(?<=://)[^/:@]*:")
# Few files need these, so `re` compiles them when they do. The name of a user before a password is
# often missing. An unescaped password may contain slashes, but `8080/` is a port, and what follows
# `[` is an address.
_URL_WITH_LOGIN = r"[^:/?#\s]+://[^:/?#@\[\s]*:(?!\d+[/?#])(\S+)@"
_CREDENTIAL_NAME = (
    r"(?:[\w-]*[-_])?(?:authorization|cookie|jwt|passw(?:or)?d|pwd|secret|token"
    r"|(?:access|api|auth|client|functions|private|secret|subscription)[-_]?key)"
)
# `$NAME`, `${NAME:-…}`, `{{ name }}`, `{name}`, `<name>`, `%(name)s`, `%NAME%`, and nothing but
# dots, asterisks or x's.
_PLACEHOLDER = (
    r"\$\w+|(?:\$\{[^{}]*\})+|\{\{.*\}\}|\{[\w.]*\}|<[^<>]*>|%\(\w+\)s|%\w+%|\.{3,}|…|\*+|[xX]{3,}"
)
_LOGIN = re.compile(r"[^:/@?#]*:([^/@?#]+)@(?=[\w\[])")
_PARAMETER = re.compile(r"[?&#;]([^=&#;?]*)=([^&#;]+)")
_CLOUD_KEY = re.compile(r"\bpn[bu]_\w+")
# What HTTP's `Authorization` says; a word after "Basic" that is all small letters is prose.
_CREDENTIALS = re.compile(
    r"""\b(?:[Bb]earer|BEARER)[ \t]+([^\s"'`]{3,})"""
    r"""|\b[Bb]asic[ \t]+(?![a-z.,;:]+(?![^\s"'`]))([\w+/=-]{4,})"""
)


def find_in_text(text: str) -> Iterator[tuple[int, int]]:
    """The start and end (characters) of secrets that are recognizable anywhere, in no particular
    order: passwords and parameters with names of secrets in URLs, also without a scheme, Prefect
    Cloud's API keys, and credentials of requests.
    """
    if "://" in text or "@" in text or "?" in text:
        for word in _WORD.finditer(text):
            for start, end in _find_in_address(word.group()):
                yield word.start() + start, word.start() + end
    for match in _CLOUD_KEY.finditer(text):
        yield match.span()
    for match in _CREDENTIALS.finditer(text):
        yield match.span(match.lastindex or 0)


def passwords_in_url(text: str) -> Iterator[str]:
    """The passwords in a URL, or placeholders for them: that of its user, and parameters such as
    `token`.
    """
    if "://" not in text:
        return
    for parameter in _PARAMETER.finditer(text):
        if is_credential_name(parameter[1]):
            yield parameter[2]
    found = re.match(_URL_WITH_LOGIN, text)
    if found is not None:
        yield found[1]


def is_placeholder(text: str) -> bool:
    """Whether a text only stands for a secret: `${TOKEN}`, `<token>`, `***`, or the name of the
    variable with the password of the database.
    """
    return text in PLACEHOLDERS or re.fullmatch(_PLACEHOLDER, text) is not None


def is_credential_name(name: str) -> bool:
    """Whether a header, or a parameter of a URL, carries credentials: `X-Api-Key`, but not
    `Idempotency-Key`.
    """
    return re.fullmatch(_CREDENTIAL_NAME, name, re.IGNORECASE) is not None


def _find_in_address(word: str) -> Iterator[tuple[int, int]]:
    at = word.find("://")
    end = word.rfind("@") if at >= 0 else -1
    found = _PASSWORD.search(word, 0, end) if end >= 0 else None
    if found and found.end() < end:
        yield found.end(), end
    without_scheme = _LOGIN.match(word) if at < 0 else None
    if without_scheme:
        yield without_scheme.span(1)
    start = at if at >= 0 else word.find("?")
    for match in _PARAMETER.finditer(word, start) if start > 0 else ():
        if looks_secret(match[1]):
            yield match.span(2)


def may_be_followed(url: str) -> bool:
    """Whether an address may be shown and handed to other programs: there is no secret in it, and
    no name of a user. A name or password that is not escaped may look like a path.
    """
    authority = re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]
    port = authority.rpartition(":")[2] if ":" in authority.rpartition("]")[2] else ""
    has_user = "@" in authority or ("@" in url and port != "" and not port.isdecimal())
    return not has_user and not any(find_in_text(url))


def find_assigned(text: str) -> int | None:
    """Where the value starts that a name of a secret has in any text: after `token = `."""
    for match in _ASSIGNMENT.finditer(text):
        if looks_secret(match[1]):
            return match.end()
    return None


def holds_secret(text: str) -> bool:
    """Whether there may be a secret in the text of a value: rather too often than not, so that a
    user in an address is one, too.
    """
    if any(find_in_text(text)) or find_assigned(f"{text}.") is not None:
        return True
    # A path that was tidied has one slash.
    return any("@" in word.partition(":/")[2] for word in text.split() if "@" in word)


def is_no_secret(node: Node, text: str) -> bool:
    """Whether a text is a word of the setting, or a boolean, a number or a duration where it takes
    one, so that it can be no secret.
    """
    if node.secret or node.is_table:
        return False
    words = {word for branch in node.branches for word in branch.get("enum", ())}
    if text in words or text in node.members:
        return True
    kinds = {branch.get("type") for branch in node.branches}
    if "boolean" in kinds and text.lower() in ("true", "false"):
        return True
    if node.is_duration and re.fullmatch(r"P[\dDHMST]{1,15}", text):
        return True
    is_number = not kinds.isdisjoint(("integer", "number"))
    return is_number and re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", text) is not None


def looks_secret(name: str) -> bool:
    """Whether a name that Prefect does not know may be that of a secret."""
    return _NAMED.search(name) is not None


def may_show(node: Node, value: Any) -> bool:
    """Whether a value of the setting `node` may be shown.

    Never for a secret (`Node.secret`), nor for a value that looks like one: an address with a
    password, a key of Prefect Cloud, an entry with the name of a secret.
    """
    if node.secret:
        return False
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and holds_secret(value):
            return False
        if isinstance(value, dict):
            if any(map(looks_secret, value)):
                return False
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return True
