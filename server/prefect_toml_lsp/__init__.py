"""Language server and checker for Prefect's configuration files."""

__version__ = "0.1.0"

SITE = ""
"""The project's address on the web, without a slash at the end; empty until there is one."""
REPOSITORY = ""
"""The address of its repository, for the links of its packages; empty until there is one."""
INSTALL = "pipx install ."
"""The command that installs the server, from a clone until it is published; editors' files repeat
it.
"""
