"""Language server and checker for Prefect's configuration files."""

__version__ = "0.1.0"
