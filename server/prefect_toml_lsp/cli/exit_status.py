"""How commands end."""

from __future__ import annotations

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""Exit statuses: nothing at warning or above, something, could not run."""
INTERRUPTED = 130
"""As a shell reports SIGINT."""


class CannotRunError(Exception):
    """The command cannot run; the message says why in one line. The exit status is `FAILED`."""
