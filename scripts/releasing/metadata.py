"""What depends on the project's addresses in the metadata of wheel and sdist: its links, and those
in the README, which on a package index have no folder that they could be relative to.

Read by `hatch_build.py`; standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINK = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^()\s]+)\)")
_PICTURE = re.compile(r"!\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)\n*")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)


def constants(module: str) -> dict[str, str]:
    """The strings that a module assigns to names in capitals."""
    return dict(re.findall(r'^([A-Z]+) = "(.*)"$', module, re.MULTILINE))


def urls(addresses: Mapping[str, str]) -> dict[str, str]:
    """`[project.urls]`: nothing of an address that there is not yet."""
    found = {}
    if site := addresses.get("SITE"):
        found["Documentation"] = site
    if repository := addresses.get("REPOSITORY"):
        found["Source"] = repository
        found["Issues"] = f"{repository}/issues"
        found["Changelog"] = f"{repository}/blob/HEAD/CHANGELOG.md"
    return found


def readme(text: str, repository: str) -> str:
    """A README whose links to files lead to the repository, and whose pictures come from there.
    Without one the links are plain text, and there are no pictures.
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
