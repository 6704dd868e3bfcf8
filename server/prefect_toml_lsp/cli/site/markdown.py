"""Convert our Markdown to HTML, with links at names of settings and codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token


class Markdown:
    """Converts Markdown to HTML.

    `pages` has the page for each text in backticks; `up` is the relative path from the page to the
    root of the site (``""`` or ``"../"``).
    """

    def __init__(self, pages: Mapping[str, str], up: str) -> None:
        self._pages = pages
        self._up = up
        self._maker = MarkdownIt("commonmark", {"html": False}).enable("table")
        # it becomes a method of the renderer
        self._maker.add_render_rule("code_inline", lambda _, *given: self._code(*given))
        self._maker.add_render_rule("link_open", lambda _, *given: self._link(*given))
        self._plain = RendererHTML()

    def block(self, text: str, own: str = "") -> str:
        """Paragraphs, lists, tables and examples, for the page about `own`."""
        return str(self._maker.render(text, {"own": own}))

    def line(self, text: str) -> str:
        """The HTML of text within a line."""
        return str(self._maker.renderInline(text))

    def _code(self, tokens: Sequence[Token], index: int, _: Any, env: Any) -> str:
        text = tokens[index].content
        html = f"<code>{escape(text)}</code>"
        page = self._pages.get(text.strip("[]"))
        is_linked = index > 0 and tokens[index - 1].type == "link_open"
        if page is None or is_linked or text == env.get("own"):
            return html
        return f'<a href="{self._up}{page}">{html}</a>'

    def _link(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """A link; one to a page in Markdown leads to the same page here."""
        target = str(tokens[index].attrGet("href"))
        if "://" not in target and target.endswith(".md"):
            tokens[index].attrSet("href", f"{target.removesuffix('.md')}.html")
        return self._plain.renderToken(tokens, index, options, env)
