"""A process that another one started does not outlive it."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from typing import Final

#: Linux's number for "a signal when my parent is gone".
PR_SET_PDEATHSIG: Final = 1


def end_with_parent_thread() -> None:
    """Let Linux end this process when the thread that started it is gone, whatever this process is busy with."""
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
