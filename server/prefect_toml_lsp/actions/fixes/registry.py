"""Which families of fixes apply to which codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prefect_toml_lsp.actions.fixes import advice, refusals, syntax
from prefect_toml_lsp.actions.fixes.groups import propose_group
from prefect_toml_lsp.actions.fixes.model import Case, Proposal, Provider
from prefect_toml_lsp.actions.fixes.own_fields import propose_field
from prefect_toml_lsp.actions.fixes.profile_structure import propose_structure
from prefect_toml_lsp.actions.fixes.references import propose_braces
from prefect_toml_lsp.actions.fixes.relocate import propose_own_table, propose_places
from prefect_toml_lsp.actions.fixes.removals import (
    propose_needless_removal,
    propose_one_of_two,
    propose_one_table,
    propose_removal,
    propose_secret_removal,
)
from prefect_toml_lsp.actions.fixes.silencing import propose_no_silence, propose_silence
from prefect_toml_lsp.actions.fixes.values import propose_array, propose_value
from prefect_toml_lsp.actions.fixes.variables import propose_block, propose_variable
from prefect_toml_lsp.analysis.codes import CODES, FAMILIES

# Fixes of these write the value as Prefect converts it.
_CONVERSIONS = [code.name for code in FAMILIES["conversions"] if code.has_safe_fix]
_PLACES = (
    propose_places,
    propose_structure,
    propose_group,
    propose_block,
    propose_secret_removal,
    propose_removal,
)
_PASTED = (propose_variable, propose_block, propose_secret_removal)

# By the code of the finding, in the order in which they are offered.
PROVIDERS: Mapping[str, tuple[Provider, ...]] = {
    **dict.fromkeys(_CONVERSIONS, (propose_value,)),
    **{rule: (refusals.or_removal(each),) for rule, each in refusals.BY_RULE.items()},
    **{code: (provider,) for code, provider in syntax.BY_PROBLEM.items()},
    "api-url-any-address": (advice.propose_own_address,),
    "api-url-without-api": (advice.propose_api_path,),
    "api-url-without-scheme": (advice.propose_scheme,),
    "base-path-slash": (advice.propose_slash,),
    "cors-spaces": (advice.propose_no_spaces,),
    "database-driver": (advice.propose_driver,),
    "database-option": (advice.propose_option,),
    "database-parts-ignored": (propose_removal,),
    "duplicate-key": (propose_one_of_two,),
    "duplicate-table": (propose_one_table, propose_removal),
    "duplicate-variable": (propose_needless_removal,),
    "fraction-cut-off": (advice.propose_whole_seconds,),
    "ignored-table": (propose_needless_removal,),
    "invalid-value": (*_PASTED, syntax.propose_value),
    "json-array-in-string": (propose_array,),
    "legacy-overridden": (propose_needless_removal,),
    "moved-setting": (propose_places, propose_group),
    "password-unescaped": (advice.propose_encoded_password,),
    "password-unused": (propose_removal,),
    "plain-secret": (propose_secret_removal,),
    "null-text": (propose_needless_removal,),
    "package-not-installed": (propose_removal,),
    "other-table": (propose_own_table,),
    "past-variable": (propose_places, propose_removal),
    "process-variable": (propose_removal,),
    "profiles-path-literal": (advice.propose_default_path,),
    "protected-header": (advice.propose_without_header,),
    "redis-parts-ignored": (propose_removal,),
    "unexpected-text": (*_PASTED, syntax.propose_equals),
    "unknown-package": (propose_places,),
    "unknown-profile": (propose_places,),
    "unknown-setting": (propose_places, propose_field, *_PLACES[1:]),
    "unknown-table": _PLACES,
    "unknown-variable": (propose_places, propose_structure, propose_removal),
    "unset-from-empty": (propose_removal,),
    "unused-ignore": (propose_no_silence,),
    "vacuum-type": (propose_array,),
    "variable-literal": (propose_braces,),
    "variable-without-value": (propose_needless_removal,),
    "wrong-release": _PLACES,
}
# By the code of the finding: the provider whose proposals may be safe (`Fix.safe`).
SAFE_PROVIDERS: Mapping[str, Provider] = {
    code: providers[0] for code, providers in PROVIDERS.items() if CODES[code].has_safe_fix
}


def proposals(case: Case) -> Iterator[Proposal]:
    """The fixes for a finding, the most likely first."""
    for provider in (*PROVIDERS.get(case.finding.code, ()), propose_silence):
        yield from provider(case)


def safe_proposals(case: Case) -> Iterator[Proposal]:
    """The safe ones of `proposals`, found without the others."""
    provider = SAFE_PROVIDERS.get(case.finding.code)
    if provider is not None and len(case.finding.data.get("candidates", "?")) == 1:
        yield from (proposal for proposal in provider(case) if proposal.safe)


def preferred_proposals(case: Case) -> Iterator[Proposal]:
    """The proposal that most people want, and the one that *fix all* may apply, if any is safe."""
    yield from safe_proposals(case)
    yield from (proposal for proposal in proposals(case) if proposal.preferred)
