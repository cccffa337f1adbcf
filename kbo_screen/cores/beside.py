"""Work that a copy of this process does while this one goes on.

A copy holds all that its master holds and costs some milliseconds, but only Linux makes one that can be relied on. What
it gives comes back through a pipe. Where none is made, or one dies, the work is done here when its result is asked for:
nobody needs a copy, and what the work raises is raised here. What went wrong in a copy alone is told in `faults`.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
import warnings
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Generic, NoReturn, TypeVar, cast

from kbo_screen.cores.faults import tell_fault
from kbo_screen.cores.memory import give_back_memory
from kbo_screen.cores.parents import end_with_parent_thread
from kbo_screen.cores.threads import WAITS_AT_PIPE, core_count

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

Result = TypeVar("Result")

#: Rows whose work is worth a copy of the process.
FEWEST_ROWS: Final = 50_000
#: Products, twice a country's, of which a copy of a run is made: of four countries' it would take 400 MB.
MOST_PRODUCTS: Final = 400_000
#: How a copy ends that wrote a traceback.
_EXIT_FAULT: Final = 3


class WorkBeside(Generic[Result]):
    """Some work, begun on another core where there is one to spare; `result` gives what comes of it.

    rows: of how many rows the work is; few are not worth a copy.
    """

    def __init__(self, work: Callable[[], Result], *, rows: int) -> None:
        self._work = work
        self._copy = _begin_copy(work) if can_copy(rows) else None

    def result(self) -> Result:
        """What the work gives; raises what it raises. Asked for once."""
        copy, self._copy = self._copy, None
        data = copy.words() if copy else None
        if data is None:
            return self._work()
        return cast("Result", pickle.loads(data))  # noqa: S301 - our own copy's words


def can_copy(rows: int) -> bool:
    """So many rows are worth a copy, a core is to spare, and no thread holds a lock that a copy would wait for."""
    return (
        rows >= FEWEST_ROWS
        and sys.platform == "linux"
        and hasattr(os, "fork")
        and threading.current_thread() is threading.main_thread()
        and not _other_threads_work()
        and core_count() > 1
    )


def rows_of_run(products: int) -> int:
    """The rows of some work on a run, as `WorkBeside` takes them: none where a copy would take too much memory."""
    return products if products <= MOST_PRODUCTS else 0


def _other_threads_work() -> bool:
    threads = threading.enumerate()
    working_threads = [thread for thread in threads if thread.name != WAITS_AT_PIPE]
    return len(working_threads) > 1


class _Copy:
    """A copy of this process that does one thing. It is ended when nobody waits for it any more."""

    def __init__(self, pid: int, pipe: int) -> None:
        self._pipe = os.fdopen(pipe, "rb")
        self._end = weakref.finalize(self, _end, pid, self._pipe)
        self._pid = pid

    def words(self) -> bytes | None:
        """What it wrote whole, when it has ended; None where it did not come to its end, and then the fault is told."""
        with self._pipe:
            data = self._pipe.read()
        self._end.detach()
        _, status = os.waitpid(self._pid, 0)
        if status == 0 and data:
            return data
        exit_code = os.waitstatus_to_exitcode(status)
        tell_fault("copy", exit_code, data if exit_code == _EXIT_FAULT else b"")
        return None


def _begin_copy(work: Callable[[], object]) -> _Copy | None:
    """A copy that does the work; None where the system makes none."""
    try:
        read_end, write_end = os.pipe()
    except OSError:
        return None
    master = os.getpid()
    give_back_memory()
    try:
        pid = _fork()
    except OSError:
        os.close(read_end)
        os.close(write_end)
        return None
    if pid == 0:
        _do_as_copy(work, write_end, master)
    os.close(write_end)
    return _Copy(pid, read_end)


def _fork() -> int:
    with warnings.catch_warnings():
        # newer Pythons warn of threads that are not Python's: those of numpy's libraries, which wait at a fork
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _do_as_copy(
    work: Callable[[], object],
    pipe: int,
    master: int,
) -> NoReturn:
    """Do the work, write what it gives, and end; nothing that the master opened is flushed or closed."""
    exit_code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the master
        end_with_parent_thread()
        if os.getppid() == master:
            with os.fdopen(pipe, "wb") as answer:
                exit_code = _answer(work, answer)
    finally:
        os._exit(exit_code)


def _answer(work: Callable[[], object], answer: IO[bytes]) -> int:
    """Write what the work gives, or the traceback of its fault; returns the exit code."""
    try:
        data = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 - told to the master, which shows it under --debug
        trace = traceback.format_exc()
        answer.write(trace.encode("utf-8", "backslashreplace"))
        return _EXIT_FAULT
    answer.write(data)
    return 0


def _end(pid: int, pipe: IO[bytes]) -> None:
    pipe.close()
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
