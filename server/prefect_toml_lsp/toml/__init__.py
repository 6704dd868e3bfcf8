"""TOML 1.0 as a live syntax tree; knows nothing of Prefect or LSP."""

from prefect_toml_lsp.toml.document import Change, Document
from prefect_toml_lsp.toml.locate import Location, Path, Place, locate
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.problems import Problem

__all__ = ["Change", "Claim", "Document", "Location", "Path", "Place", "Problem", "locate"]
