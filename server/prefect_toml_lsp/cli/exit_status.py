"""How commands end."""

from __future__ import annotations

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""Exit statuses: nothing at warning or above, something, could not run."""
INTERRUPTED = 130
"""As a shell reports SIGINT."""


class CannotRunError(Exception):
    """What was asked for cannot be done; the message, one line, says why. The command ends with
    `FAILED`.
    """
