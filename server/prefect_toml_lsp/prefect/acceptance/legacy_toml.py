"""What Prefect's TOML reader makes of values that TOML 1.0 allows.

Prefect reads its settings with `tomllib` since 3.6.14; before, it used the package *toml* 0.10.2,
which reads TOML 0.5.  Only what the value itself shows is judged here.
"""

from __future__ import annotations

from prefect_toml_lsp.prefect.acceptance.verdicts import Refused, Release, type_name

TOMLLIB_SINCE: Release = (3, 6, 14)


def unreadable(value: object, release: Release) -> Refused | None:
    """The refusal of the whole file because its reader cannot read `value`, or None.

    The old reader wants all items of an array to have one type: ``[1, 2.5]`` is a crash.
    """
    if release >= TOMLLIB_SINCE:
        return None
    if isinstance(value, dict):
        items = list(value.values())
    elif isinstance(value, list):
        items = value
        types = list(dict.fromkeys(type_name(item) for item in items))
        if len(types) > 1:
            return Refused("mixed-array", {"types": tuple(types)})
    else:
        return None
    for item in items:
        refused = unreadable(item, release)
        if refused:
            return refused
    return None
