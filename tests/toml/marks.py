"""Text with marks: ``«…»`` around spans that a test expects, ``|`` at the cursor."""

from __future__ import annotations

from prefect_toml_lsp.text import Position, Span


def marked(text: str) -> tuple[str, list[Span]]:
    """The text without its ``«»``, and the spans between them, in the order of their ends."""
    plain: list[str] = []
    opened: list[Position] = []
    spans: list[Span] = []
    here = Position(0, 0)
    for char in text:
        if char == "«":
            opened.append(here)
        elif char == "»":
            spans.append(Span.between(opened.pop(), here))
        else:
            plain.append(char)
            line, column = here
            here = Position(line + 1, 0) if char == "\n" else Position(line, column + 1)
    assert not opened
    return "".join(plain), spans


def with_cursor(text: str) -> tuple[str, Position]:
    """The text without its ``|``, and the position of that."""
    before, bar, after = text.partition("|")
    assert bar
    assert "|" not in after
    return before + after, Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
