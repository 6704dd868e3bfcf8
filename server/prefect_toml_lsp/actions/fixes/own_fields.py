"""Keys in the table of a settings class of the project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from prefect_toml_lsp.actions.fixes.model import Proposal
from prefect_toml_lsp.actions.fixes.relocate import renamed_key
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.toml.edit import Rewrite
from prefect_toml_lsp.toml.encode import dotted


@of_settings
def propose_field(case: SettingsCase) -> Iterator[Proposal]:
    """The field of the class that a key may be a misspelling of."""
    field: Sequence[str] = case.finding.data.get("field", ())
    written = case.written if field else None
    keys = renamed_key(case, written, tuple(field)) if written else None
    if written is not None and keys is not None:
        change = partial(
            Rewrite.rename, statement=written.statement, key=written.pair.key, names=keys
        )
        yield Proposal(f"Change to `{dotted(keys)}`", change, preferred=True)
