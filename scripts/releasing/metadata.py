"""The metadata of wheel and sdist that depends on the project's addresses: the project's links, and
the README with absolute links, because relative ones do not work on a package index.

`hatch_build.py` loads it; standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINK = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^()\s]+)\)")
_PICTURE = re.compile(r"!\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)\n*")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)


def constants(module: str) -> dict[str, str]:
    """The strings that a module assigns to names in upper case."""
    return dict(re.findall(r'^([A-Z]+) = "(.*)"$', module, re.MULTILINE))


def urls(addresses: Mapping[str, str]) -> dict[str, str]:
    """`[project.urls]`, without those whose address is still empty."""
    found = {}
    if site := addresses.get("SITE"):
        found["Documentation"] = site
    if repository := addresses.get("REPOSITORY"):
        found["Source"] = repository
        found["Issues"] = f"{repository}/issues"
        found["Changelog"] = f"{repository}/blob/HEAD/CHANGELOG.md"
    return found


def readme(text: str, repository: str) -> str:
    """The README with links to files and pictures in the repository. Without a repository, links
    become plain text, and pictures are removed.
    """

    def picture(match: re.Match[str]) -> str:
        if _ABSOLUTE.match(match["target"]):
            return match[0]
        return match[0].replace("](", f"]({repository}/raw/HEAD/") if repository else ""

    def absolute(match: re.Match[str]) -> str:
        if _ABSOLUTE.match(match["target"]):
            return match[0]
        if not repository:
            return match["text"]
        return f"[{match['text']}]({repository}/blob/HEAD/{match['target']})"

    def prose(part: str) -> str:
        return _LINK.sub(absolute, _PICTURE.sub(picture, part))

    parts, end = [], 0
    for block in _FENCE.finditer(text):
        parts += [prose(text[end : block.start()]), block[0]]
        end = block.end()
    return "".join(parts) + prose(text[end:])
