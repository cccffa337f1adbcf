"""What the system holds a reader to: memory, seconds of work, and to end with its master.

Each is asked for where the system has such a thing, and nowhere is one required: what a file asks of the reader is
weighed before it is read (`package.py`, `sheet_facts.py`), and these are what is left when that was wrong.
"""

from __future__ import annotations

import math
import os
import signal
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Address space that a file may take beyond what the process holds, and bytes more for every byte of it: a country's
#: workbook of 22 MB takes about 2 GB. MOST is where no file goes.
LEAST_MEMORY_BYTES: Final = 896 * 1024**2
MEMORY_PER_BYTE: Final = 128
MOST_MEMORY_BYTES: Final = 8 * 1024**3
#: Seconds of a processor's work that a file may take, and seconds more for every megabyte of it: a country's 22 MB
#: takes about 10 s.
LEAST_SECONDS: Final = 60.0
SECONDS_PER_MEGABYTE: Final = 6.0
#: A slow machine, or a busy one, may take so many times longer by the clock.
CLOCK_PER_SECOND: Final = 5


def seconds_of_work(size_bytes: int) -> float:
    """How long a processor may work for a file of this size."""
    return LEAST_SECONDS + SECONDS_PER_MEGABYTE * size_bytes / 1024**2


def seconds_by_clock(size_bytes: int) -> float:
    """When a file of this size is given up, whatever keeps it."""
    return CLOCK_PER_SECOND * seconds_of_work(size_bytes)


def ran_out_of_seconds(exit_code: int | None) -> bool:
    """True for a process that the system ended because it had worked too long."""
    number = getattr(signal, "SIGXCPU", None)  # not on Windows
    return number is not None and exit_code == -number


@contextmanager
def held_memory(size_bytes: int) -> Iterator[None]:
    """Hold this process to the memory that a file of this size may cost (not on Windows)."""
    try:
        import resource
    except ImportError:
        yield
        return
    most_bytes = min(
        _held_bytes() + LEAST_MEMORY_BYTES + MEMORY_PER_BYTE * size_bytes,
        MOST_MEMORY_BYTES,
    )
    limits_before = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, limits_before[1]))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, limits_before)


def hold_seconds(size_bytes: int) -> None:
    """Let the system end this process when it has worked too long for a file of this size (not on Windows)."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        worked_seconds = usage.ru_utime + usage.ru_stime
        most_seconds = math.ceil(worked_seconds + seconds_of_work(size_bytes))
        hard_limit = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, hard_limit))


def leave_no_core() -> None:
    """What an ended process held of people's data is not written to the disk (not on Windows)."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard_limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard_limit))


def _held_bytes() -> int:
    """Address space that the process holds already, where the system tells (Linux does)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
