"""A whole text as it may be shown."""

from __future__ import annotations

from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.redaction import MASK, Redactor
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.text.edits import Edit, apply_edits
from prefect_toml_lsp.toml import Document


def masked(kind: str, text: str) -> str:
    """`text` with a mask in the place of all that may be a secret: in a file of variables and in
    profiles that is every value.
    """
    holds = file_kind(kind).holds
    if holds is Holds.VARIABLES:
        return _without_values(text)
    document = Document(text)
    redactor = Redactor(document, newest_schema())
    spans = redactor.values() if holds is Holds.PROFILES else redactor.secrets()
    return apply_edits(text, [Edit(span, MASK) for span in spans])


def _without_values(text: str) -> str:
    from prefect_toml_lsp.dotenv.document import DotenvDocument

    found = DotenvDocument(text).statements
    spans = [each.literal if each.name is not None else each.span for each in found]
    return apply_edits(text, [Edit(span, MASK) for span in spans if span is not None])
