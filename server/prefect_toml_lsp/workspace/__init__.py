"""The folder that a configuration file stands in: which Prefect release reads it, and what else
sets the same settings; knows nothing of LSP.
"""

from prefect_toml_lsp.workspace.dotenv import Assignment, read_dotenv
from prefect_toml_lsp.workspace.files import Note
from prefect_toml_lsp.workspace.places import Override
from prefect_toml_lsp.workspace.release import Decision, decide_release, watched_files
from prefect_toml_lsp.workspace.sources import FolderSources, chain, overrides

__all__ = [
    "Assignment",
    "Decision",
    "FolderSources",
    "Note",
    "Override",
    "chain",
    "decide_release",
    "overrides",
    "read_dotenv",
    "watched_files",
]
