"""Ctrl-C at any moment: quiet, 130, nothing half written.

It ends the process and raises nothing: an exception inside a library that is just being loaded would be told as that
library's fault. This module loads next to nothing: until it is there, Python shows a traceback.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import NoReturn

EXIT_INTERRUPTED = 130


def end_on_interrupt() -> None:
    """From now on Ctrl-C ends the process at once; the reader's process ends when its pipe closes."""
    try:
        signal.signal(signal.SIGINT, _end)
    except ValueError:  # not the main thread: whoever runs us decides
        return


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    drop = getattr(sys.modules.get("kbo_screen.formats.writing"), "drop_drafts", None)
    if drop:  # else nothing was written yet
        drop()
    os._exit(EXIT_INTERRUPTED)


@contextmanager
def interrupt_raised() -> Iterator[None]:
    """While a person is asked, Ctrl-C raises KeyboardInterrupt, so that whoever asks can say good-bye."""
    try:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
    except ValueError:  # not the main thread: whoever runs us decides
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
