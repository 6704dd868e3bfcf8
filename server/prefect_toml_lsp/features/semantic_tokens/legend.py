"""The types and modifiers of tokens (LSP 3.17, SemanticTokensLegend).

All types are standard ones, because themes have colours for these: a boolean is a `keyword`, like
constants in most themes; a date is a `number`, and so is a duration that Prefect reads. Other facts
are in modifiers, some of which are our own.
"""

from __future__ import annotations

from lsprotocol import types as lsp

_TYPES = (
    lsp.SemanticTokenTypes.Namespace,
    lsp.SemanticTokenTypes.Property,
    lsp.SemanticTokenTypes.Operator,
    lsp.SemanticTokenTypes.String,
    lsp.SemanticTokenTypes.Number,
    lsp.SemanticTokenTypes.Keyword,
    lsp.SemanticTokenTypes.EnumMember,
    lsp.SemanticTokenTypes.Comment,
)
TABLE, KEY, EQUALS, STRING, NUMBER, BOOLEAN, MEMBER, COMMENT = range(len(_TYPES))

_MODIFIERS = (
    lsp.SemanticTokenModifiers.Definition,  # a table, in its header
    lsp.SemanticTokenModifiers.Deprecated,  # the release has it no more, or at another place
    "ignored",  # Prefect ignores it
    "defaultValue",  # the setting would be the same without it
    "duration",
    "date",
)
DEFINITION, DEPRECATED, IGNORED, DEFAULT_VALUE, DURATION, DATE = (
    1 << bit for bit in range(len(_MODIFIERS))
)

LEGEND = lsp.SemanticTokensLegend(
    [each.value for each in _TYPES],
    [each.value if isinstance(each, lsp.SemanticTokenModifiers) else each for each in _MODIFIERS],
)
