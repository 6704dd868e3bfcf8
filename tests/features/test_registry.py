"""Which features are registered, and for which clients."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.features.registry import Feature, PerKind, load
from prefect_toml_lsp.sources.kinds import TOML, Holds
from tests.features.folder import Folder

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
FEATURES = load()
_PULLED = {lsp.TEXT_DOCUMENT_DIAGNOSTIC, lsp.WORKSPACE_DIAGNOSTIC}
_NAMED = {
    # A module with several methods has their common name.
    "textDocument/prepareRename": "rename",
    "textDocument/rangeFormatting": "formatting",
    "textDocument/onTypeFormatting": "formatting",
    "completionItem/resolve": "completion",
    "codeAction/resolve": "code_action",
    "inlayHint/resolve": "inlay_hint",
    "workspace/symbol": "workspace_symbol",
    "workspace/diagnostic": "diagnostic",
}


def providers() -> dict[str, str]:
    """The methods that the client of the benchmarks knows."""
    path = BENCHMARKS / "client_capabilities.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, str] = module.PROVIDERS
    return found


def test_the_benchmarks_know_every_feature() -> None:
    assert set(FEATURES) <= set(providers())


@pytest.mark.parametrize("method", FEATURES)
def test_a_method_is_in_the_module_with_its_name(method: str) -> None:
    feature: Any = FEATURES[method]
    answers = [*feature._functions.values()] if isinstance(feature, Feature) else [feature.answer]
    assert answers
    name = method.split("/")[1]
    words = "".join(f"_{each.lower()}" if each.isupper() else each for each in name)
    wanted = _NAMED.get(method, words)
    package = "prefect_toml_lsp.features"
    assert any(each.__module__.startswith(f"{package}.{wanted}") for each in answers)


def test_features_for_some_clients_only() -> None:
    bound = {
        method
        for method, feature in FEATURES.items()
        if not isinstance(feature, Feature) and feature.to is not None
    }
    assert bound == _PULLED


def test_a_function_for_each_kind(tmp_path: Path) -> None:
    name: PerKind[str] = PerKind()
    name.on(*TOML)(lambda _, more: f"toml{more}")
    folder = Folder(tmp_path)
    views = [folder.open(""), folder.view("", "profiles.toml"), folder.view("", ".env")]
    assert [view.holds for view in views] == [Holds.SETTINGS, Holds.PROFILES, Holds.VARIABLES]
    assert [name(view, 1) for view in views] == ["toml1", "toml1", None]
