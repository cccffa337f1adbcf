"""The process that opens spreadsheets: takes one request after another on stdin, answers each on stdout.

It knows the wire: a pickled request in, a length and a pickled answer out. It refuses to outlive its master, and to
take more memory or work than a file may cost where the system can hold it to that.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kbo_screen.cores.faults import faults_heard
from kbo_screen.cores.parents import end_with_parent_thread
from kbo_screen.cores.threads import WAITS_AT_PIPE
from kbo_screen.grid.notices import Notice, ReadError
from kbo_screen.grid.process_limits import (
    held_memory,
    hold_seconds,
    leave_no_core,
)
from kbo_screen.grid.wire import FAULT, LENGTH, MADE, READ, READY, REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kbo_screen.grid.grid import Workbook
    from kbo_screen.grid.wire import Answer

    #: A path, with_formulas, the password, a pickled function of the workbook and its path, or b"".
    Request = tuple[str, bool, str | None, bytes]
    Work = Callable[[Workbook, Path], Any]

#: A reader whose master is gone has so long to end by itself.
GRACE_SECONDS: Final = 2.0
EXIT_ALONE: Final = 1
#: What is said of a file that needs more memory than a file may.
TOO_LARGE: Final = (Notice("too-large"),)


def main(*, is_of_main_thread: bool = False) -> None:
    """Answer requests until the master closes the pipe.

    is_of_main_thread: the thread that started this process lives as long as the master.
    """
    if is_of_main_thread:
        end_with_parent_thread()
    leave_no_core()
    gc.disable()  # a workbook is millions of values and no cycle: looking for cycles takes a fifth of the time
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is for the master, which then closes the pipe
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(
        sys.stderr.fileno(), sys.stdout.fileno()
    )  # whatever a library prints must not break the wire
    send((READY, None), [], answers)
    serve(watched_requests(sys.stdin.buffer), answers)


def watched_requests(pipe: BinaryIO) -> Iterator[Request]:
    """The requests that come through a pipe; soon after it closes this process ends, whatever it is busy with.

    A thread waits at the pipe. Where none can be started, the pipe is looked at between two files.
    """
    requests: SimpleQueue[Request | None] = SimpleQueue()
    watcher = threading.Thread(
        target=_hand_over,
        args=(pipe, requests),
        name=WAITS_AT_PIPE,
        daemon=True,
    )
    try:
        watcher.start()
    except RuntimeError:
        return requests_from(pipe)
    return iter(requests.get, None)


def _hand_over(pipe: BinaryIO, requests: SimpleQueue[Request | None]) -> None:
    for request in requests_from(pipe):
        requests.put(request)
    requests.put(None)
    time.sleep(GRACE_SECONDS)
    os._exit(EXIT_ALONE)


def requests_from(pipe: BinaryIO) -> Iterator[Request]:
    """The requests that come through a pipe, until it closes; what they share came with the first of them."""
    unpickler = pickle.Unpickler(pipe)  # noqa: S301 - the master's own words
    while True:
        try:
            yield unpickler.load()
        except EOFError:
            return


def serve(requests: Iterable[Request], answers: BinaryIO) -> None:
    """Write the answer to each request, in order."""
    for path, with_formulas, password, pickled_work in requests:
        work = _function(pickled_work)
        size_bytes = size_of(Path(path))
        hold_seconds(size_bytes)
        with held_memory(size_bytes), faults_heard() as faults:
            # not kept by a name: a country would be held until the next file is asked for
            send(
                _worked_on(
                    answer_to(path, with_formulas, password), path, work, answers
                ),
                faults,
                answers,
            )


@lru_cache(maxsize=1)
def _function(pickled_work: bytes) -> Work | None:
    """The function that a request names; None for none, and for one that this process cannot load."""
    if not pickled_work:
        return None
    try:
        work: Work = pickle.loads(pickled_work)  # noqa: S301 - the master's own words
    except Exception:  # noqa: BLE001 - the master does it, and says what is wrong
        return None
    return work


def _worked_on(
    answer: Answer,
    path: str,
    work: Work | None,
    answers: BinaryIO,
) -> Answer:
    """What a function makes of a workbook that was read; where it fails the workbook, for the master tries itself.

    It may take as much work as the reading may.
    """
    kind, workbook = answer
    if work is None or kind != READ:
        return answer
    answers.write(LENGTH.pack(0))
    answers.flush()
    hold_seconds(workbook.size_bytes)
    try:
        return MADE, work(workbook, Path(path))
    except Exception:  # noqa: BLE001 - raised again where the master does it
        return answer


def send(
    answer: Answer,
    faults: list[str],
    answers: BinaryIO,
) -> None:
    """Write one answer; one that the memory does not hold twice refuses its file.

    faults: what went wrong on the way, and was done again.
    """
    try:
        data = _pickled((*answer, faults), is_workbook=answer[0] == READ)
    except MemoryError:
        data = memoryview(pickle.dumps((REFUSED, TOO_LARGE, faults)))
    del answer  # while the master takes it in, a country would be held here twice
    answers.write(LENGTH.pack(len(data)))
    answers.write(data)
    answers.flush()


def _pickled(content: object, *, is_workbook: bool) -> memoryview:
    """An answer in bytes. Raises MemoryError.

    A workbook is texts of which hardly two are one: to remember all takes three times as long as to write them. A
    pickler without a memory loses count in some workbooks (KeyError); those are written with one.
    """
    words = BytesIO()
    pickler = pickle.Pickler(words, pickle.HIGHEST_PROTOCOL)
    pickler.fast = is_workbook
    try:
        pickler.dump(content)
    except (KeyError, ValueError, RecursionError):
        return memoryview(pickle.dumps(content, pickle.HIGHEST_PROTOCOL))
    return words.getbuffer()


def answer_here(
    path: str,
    with_formulas: bool,
    password: str | None,
    _pickled_work: bytes,
) -> Answer:
    """The answer of this very process, for a master that can start no other; held to the same memory.

    It is the workbook: what is to be made of it the master makes, without these bounds.
    """
    with held_memory(size_of(Path(path))):
        return answer_to(path, with_formulas, password)


def answer_to(
    path: str,
    with_formulas: bool,
    password: str | None,
) -> Answer:
    """What becomes of one file: a workbook, the notices that refuse it, or a fault of ours with its traceback."""
    from kbo_screen.grid.reader import read_here

    try:
        return READ, read_here(
            Path(path),
            with_formulas=with_formulas,
            password=password,
        )
    except ReadError as error:
        return REFUSED, error.notices
    except MemoryError:
        return REFUSED, TOO_LARGE
    except Exception:  # noqa: BLE001 - told to the master, which shows it under --debug
        return FAULT, traceback.format_exc()


def size_of(path: Path) -> int:
    """A file's bytes; 0 where it cannot be seen."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


if __name__ == "__main__":
    main()
