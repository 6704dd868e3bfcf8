"""Features for variables: keys of profiles and lines of `.env`."""

from prefect_toml_lsp.features.variables.actions import variable_actions
from prefect_toml_lsp.features.variables.dotenv import complete_dotenv, hover_dotenv
from prefect_toml_lsp.features.variables.profiles import complete_profiles, hover_profiles

__all__ = [
    "complete_dotenv",
    "complete_profiles",
    "hover_dotenv",
    "hover_profiles",
    "variable_actions",
]
