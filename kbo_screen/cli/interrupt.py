"""Ctrl-C at any moment: quiet, 130, nothing half written.

Knows what a run must take back. Refuses to raise: an exception inside a library that is just being loaded would be
told as that library's fault.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from types import FrameType

EXIT_INTERRUPTED: Final = 130


def end_on_interrupt() -> None:
    """From now on Ctrl-C ends the process at once; the reader's process ends when its pipe closes."""
    with suppress(ValueError):  # not the main thread: whoever runs us decides
        signal.signal(signal.SIGINT, _end)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    if writing := sys.modules.get("kbo_screen.reports.writing"):
        with suppress(AttributeError):  # it is only just being loaded, and nothing is being written
            writing.drop_drafts()
    os._exit(EXIT_INTERRUPTED)
