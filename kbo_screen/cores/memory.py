"""Memory that this process has freed, and that its allocator keeps."""

from __future__ import annotations

import sys
from contextlib import suppress


def give_back_memory() -> None:
    """Let the system have what is free between what is in use: a fifth of a country's. On Linux, where glibc is."""
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        libc = ctypes.CDLL(None)
        libc.malloc_trim(0)
