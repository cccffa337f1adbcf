"""What goes wrong in a helping process alone, told to whoever listens.

Its work is done again by its master, so a run needs none of this; whoever looks for a fault does (`--debug`). Told
through Python's logging, below what it shows by itself.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOGGER: Final = logging.getLogger(__name__)


def tell_fault(helper: str, exit_code: int, trace: bytes) -> None:
    """Tell that a helper did not come to its end. trace: its traceback, as far as it could write one."""
    words = trace.decode("utf-8", "replace").strip()
    _LOGGER.info("%s ended with %s\n%s", helper, exit_code, words)


def tell_again(fault: str) -> None:
    """Tell what another process heard."""
    _LOGGER.info("%s", fault)


@contextmanager
def faults_heard() -> Iterator[list[str]]:
    """What is told while this is open, one text a fault."""
    listener = _Listener()
    level = _LOGGER.level
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.addHandler(listener)
    try:
        yield listener.faults
    finally:
        _LOGGER.removeHandler(listener)
        _LOGGER.setLevel(level)


class _Listener(logging.Handler):
    """Keeps what is told."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a fault."""
        self.faults.append(record.getMessage())
