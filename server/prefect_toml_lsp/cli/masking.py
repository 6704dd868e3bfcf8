"""Mask texts in which any value may be a secret: variables and profiles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.redaction import Redactor, apart
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect.secrets import MASK, find_assigned, find_in_text, is_no_secret
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.sources.profiles_document import read_profiles
from prefect_toml_lsp.sources.source import dotenv_variables
from prefect_toml_lsp.sources.variable import Variable
from prefect_toml_lsp.text import Source, Span
from prefect_toml_lsp.text.edits import Edit, apply_edits
from prefect_toml_lsp.toml import Document


def masked(kind: str, text: str) -> str:
    """`text` with everything masked that may be a secret: in a file of variables and in profiles,
    every value that is not plainly something else.
    """
    holds, harmless = file_kind(kind).holds, set[Span]()
    if holds is Holds.VARIABLES:
        document = DotenvDocument(text)
        spans = hidden_variables(document)
        variables = dotenv_variables(document, None, newest_schema()).variables
        harmless = {*_harmless(variables, document.source)}
    else:
        profiles = Document(text)
        redactor = Redactor(profiles, newest_schema())
        spans = redactor.values() if holds is Holds.PROFILES else redactor.secrets()
        if holds is Holds.PROFILES:
            for each in read_profiles(profiles).profiles.values():
                harmless.update(_harmless(each.values(), profiles.source))
    return apply_edits(text, [Edit(span, MASK) for span in spans if span not in harmless])


def _harmless(variables: Iterable[Variable], source: Source) -> Iterator[Span]:
    """The places of values that can be no secrets, as they are written."""
    schema = newest_schema()
    for each in variables:
        node = schema.by_variable.get(each.name.upper())
        if node is not None and each.literal is not None:
            text = source.slice(each.literal)
            quoted = re.fullmatch(r"""(["']?)(.*)\1""", text)
            if quoted is not None and is_no_secret(node, quoted[2]):
                yield each.literal


def hidden_variables(document: DotenvDocument) -> list[Span]:
    """The values of a file of variables, the lines that do not parse, and secrets in comments, in
    order.
    """
    return apart((*_values(document), *_in_comments(document)))


def _values(document: DotenvDocument) -> Iterator[Span]:
    for each in document.statements:
        hidden = each.literal if each.name is not None else each.span
        if hidden is not None:
            yield hidden


def _in_comments(document: DotenvDocument) -> Iterator[Span]:
    """Mask any line, because a comment may be the rest of a broken value."""
    for row in range(len(document.source.lines)):
        line = document.source.content(row)
        before, mark, comment = line.partition("#")
        if not mark:
            continue
        start = len(before) + 1
        assigned = find_assigned(comment)
        if assigned is not None:
            yield Span(row, start + assigned, row, len(line))
        for first, last in find_in_text(comment):
            yield Span(row, start + first, row, start + last)
