"""Logs that name the failure and its place in our code, but never repeat a document's text.

pygls logs the parameters of a message that it could not handle, and Python prints the message of
an exception; both may contain a secret from the edited file.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from prefect_toml_lsp.server.pygls_private import LATE_CANCELLATION, UNREAD


class WithoutValues(logging.Filter):
    """Cuts a record of pygls down to its constant text, an exception to its type and frames; errors
    that answer a request, such as a refused rename, are not logged, and neither is a cancellation
    that came too late, nor a message that we have read ourselves or log about.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; whether it is logged."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError):
            return False
        if str(record.msg).startswith((LATE_CANCELLATION, UNREAD)):
            return False
        if record.name.startswith("pygls"):
            record.msg = str(record.msg).partition("%")[0].partition("\n")[0].strip(" :\"'")
            record.args = ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = describe(record.exc_info[1], record.exc_info[2])
            record.exc_info = None
        return True


def describe(error: BaseException | None, trace: TracebackType | None = None) -> str:
    """The type of an exception and the frames that it came through, without its message."""
    trace = trace or (error.__traceback__ if error else None)
    return "".join(traceback.format_tb(trace)) + type(error).__name__


def log_to_stderr() -> None:
    """Send warnings and worse of all loggers to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(WithoutValues())
    logging.basicConfig(
        handlers=[handler], level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
