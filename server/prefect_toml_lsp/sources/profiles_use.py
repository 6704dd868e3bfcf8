"""What Prefect does with a file of profiles. Free of imports, as `check` starts with it."""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple


class ProfilesUse(NamedTuple):
    """What Prefect does with a file of profiles when it starts in a folder.

    gives_values
        It takes the variables of the active profile from the file (`find_profiles`). It skips one
        that is not TOML and looks only at the active profile.
    is_checked
        It reads the whole file when it has its settings (`profiles_of_start`): a broken one stops
        it, and it warns of names that it does not know. It looks at no values.
    """

    gives_values: bool = True
    is_checked: bool = True


NOT_USED = ProfilesUse(False, False)
