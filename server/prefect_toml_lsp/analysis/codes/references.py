"""External pages to which rows refer."""

_TOML = "https://toml.io/en/v1.0.0"
SETTINGS = "https://docs.prefect.io/v3/api-ref/settings-ref"
SOURCES = "https://docs.prefect.io/v3/concepts/settings-and-profiles#settings-sources"


def toml(section: str) -> str:
    """The address of a section of the TOML specification."""
    return f"{_TOML}#{section}"
