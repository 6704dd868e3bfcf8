"""What Prefect does with a file of profiles. Without imports, because `check` starts with it."""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple


class ProfilesUse(NamedTuple):
    """What Prefect does with a file of profiles when it starts in a folder.

    gives_values
        It reads the variables of the active profile from the file (`find_profiles`), and nothing
        else. It skips a file that is not TOML.
    is_checked
        It reads the whole file after loading its settings (`profiles_of_start`): a broken file
        stops it, and it warns about unknown names. It does not validate values.
    """

    gives_values: bool = True
    is_checked: bool = True


NOT_USED = ProfilesUse(False, False)
