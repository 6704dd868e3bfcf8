"""Paths and their URIs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prefect_toml_lsp.features.uris import path_of, uri_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")


def test_an_impossible_path_is_none() -> None:
    assert path_of(f"file:///{'x/' * 2000}prefect.toml") is not None
    assert path_of(f"file:///{'x/' * 20_000}prefect.toml") is None
    assert path_of("file:///a%00b") is None


def test_a_path_comes_back_from_its_uri() -> None:
    for text in ("/a/b", "/a b/%20", "/é", "//x", os.fsdecode(b"/\xff")):
        assert path_of(uri_of(text)) == Path(text)
