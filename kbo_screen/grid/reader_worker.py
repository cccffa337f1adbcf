"""The process that opens spreadsheets: takes one request after another on stdin, answers each on stdout.

It knows the wire: a pickled request in, a length and a pickled answer out. It refuses to outlive its master, or to
take more memory than a file may cost where the system can hold it to that.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from kbo_screen.grid.notices import ReadError
from kbo_screen.grid.wire import FAULT, LENGTH, READ, REFUSED

#: Address space that a file may take beyond what the process holds, and bytes more for every byte of it: a country's
#: workbook of 22 MB takes about 2 GB. MOST is where no file goes.
LEAST_MEMORY_BYTES: Final = 896 * 1024**2
MEMORY_PER_BYTE: Final = 128
MOST_MEMORY_BYTES: Final = 8 * 1024**3


def main() -> None:
    """Answer requests until the master closes the pipe."""
    gc.disable()  # a workbook is millions of values and no cycle: looking for cycles takes a fifth of the time
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is for the master, which then closes the pipe
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(
        sys.stderr.fileno(), sys.stdout.fileno()
    )  # whatever a library prints must not break the wire
    serve(sys.stdin.buffer, answers)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Read requests (path, with_formulas, password) and write answers (kind, value), in order."""
    while True:
        try:
            request = pickle.load(requests)  # noqa: S301 - the master's own words
        except EOFError:
            return
        data = pickle.dumps(answer_to(*request), protocol=pickle.HIGHEST_PROTOCOL)
        answers.write(LENGTH.pack(len(data)))
        answers.write(data)
        answers.flush()


def answer_to(
    path: str,
    with_formulas: bool,
    password: str | None,
) -> tuple[str, Any]:
    """What becomes of one file: a workbook, the notices that refuse it, or a fault of ours with its traceback."""
    from kbo_screen.grid.reader import read_here

    _hold_memory(Path(path))
    try:
        return READ, read_here(
            Path(path),
            with_formulas=with_formulas,
            password=password,
        )
    except ReadError as error:
        return REFUSED, error.notices
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - told to the master, which shows it under --debug
        return FAULT, traceback.format_exc()


def _hold_memory(path: Path) -> None:
    """Hold this process to the memory that a file may cost, where the system has such a limit (not on Windows)."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        size = path.stat().st_size if path.is_file() else 0
        most = min(
            _held_bytes() + LEAST_MEMORY_BYTES + MEMORY_PER_BYTE * size,
            MOST_MEMORY_BYTES,
        )
        resource.setrlimit(
            resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1])
        )


def _held_bytes() -> int:
    """Address space that the process holds already, where the system tells (Linux does)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
