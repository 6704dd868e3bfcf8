"""The process that the server ends with (LSP 3.17, `InitializeParams.processId`).

A client that is killed takes its end of the pipe with it, which ends the server as well, except
where another process holds that end open, too.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable

INTERVAL = 3.0
"""Seconds between two checks, on systems that do not report the end of a process."""
_SYNCHRONIZE, _WAIT_TIMEOUT = 0x00100000, 0x102  # of Windows


def call_after(process_id: int | None, act: Callable[[], None]) -> None:
    """Have the running loop call `act` once the process has ended; never, if there is none with
    this id now: it may be one of another machine or container.
    """
    if process_id is None or process_id <= 0:
        return
    if hasattr(os, "pidfd_open"):
        _call_when_told(process_id, act)
    else:
        _look_now_and_then(_question(process_id), act)


def _call_when_told(process_id: int, act: Callable[[], None]) -> None:
    """On Linux a descriptor can be read once the process has ended."""
    loop = asyncio.get_running_loop()
    try:
        descriptor = os.pidfd_open(process_id)
    except ProcessLookupError:
        return
    except (OSError, OverflowError):  # an old kernel, a sandbox; a number too large
        _look_now_and_then(_question(process_id), act)
        return

    def ended() -> None:
        loop.remove_reader(descriptor)
        os.close(descriptor)
        act()

    loop.add_reader(descriptor, ended)


def _look_now_and_then(is_alive: Callable[[], bool], act: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()

    def look() -> None:
        if is_alive():
            loop.call_later(INTERVAL, look)
        else:
            act()

    if is_alive():
        loop.call_later(INTERVAL, look)


def _question(process_id: int) -> Callable[[], bool]:
    """Whether the process is alive, as a question to be asked more than once."""
    if sys.platform == "win32":  # where `os.kill` would end it
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = ctypes.c_void_p
        kernel.WaitForSingleObject.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, process_id)
        return lambda: bool(handle) and kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT

    def is_alive() -> bool:
        try:
            os.kill(process_id, 0)
        except PermissionError:  # another user's
            return True
        except (OSError, OverflowError):
            return False
        return True

    return is_alive
