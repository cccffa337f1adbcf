"""Reads spreadsheets in processes of their own: one that dies, hangs or swells takes no run with it.

A process is started by `subprocess` alone (no fork, the same on every system), and asked
ahead, so that it reads while its master does something else. Where the system starts no process, or none that
answers, files are read in this one.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import weakref
from collections import deque
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar, cast

from kbo_screen.cores.python_command import python_command
from kbo_screen.cores.threads import core_count
from kbo_screen.grid.notices import Notice, ReadError
from kbo_screen.grid.process_limits import ran_out_of_seconds, seconds_by_clock
from kbo_screen.grid.wire import FAULT, LENGTH, MADE, READY, REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import IO, Self

    from kbo_screen.grid.grid import Workbook
    from kbo_screen.grid.wire import Answer

Result = TypeVar("Result")

#: Files that one process is asked for before they are wanted: it goes on while its last answer is fetched.
AHEAD: Final = 4
#: The same of files of which it makes something small: 3 KB of a list, so that so many answers lie in a wide pipe.
AHEAD_MADE: Final = 200
#: Bytes that a pipe may hold, where the system lets it (Linux does).
PIPE_BYTES: Final = 1024**2
#: A process that has read a larger file is ended when nothing waits for it.
KEPT_BYTES: Final = 8 * 1024**2
#: Bytes of files that are worth one more process, up to one per core and no more than MOST_PROCESSES.
BYTES_PER_PROCESS: Final = 4 * 1024**2
MOST_PROCESSES: Final = 4
#: Files of which a process makes something that are worth its start as well: a small list takes 6 ms of work, a
#: process 0.7 s to load what makes it.
FILES_PER_PROCESS: Final = 150
#: Where the package lies: the process must find it as its master did.
ROOT: Final = str(Path(__file__).parents[2])
#: What the process runs. The package's folder is the last place where a module is looked for, so that nothing in it
#: stands in for a module of Python; where it is the working folder, only the package itself is taken from it.
BOOT: Final = """
import sys
root, is_working_folder, is_of_main_thread = sys.argv[1:]
sys.path.append(root)
import kbo_screen
if is_working_folder == "yes":
    sys.path.remove(root)
from kbo_screen.grid.reader_worker import main
main(is_of_main_thread=is_of_main_thread == "yes")
"""
#: What `subprocess` raises where the system starts no process: none are there, none are allowed, no Python is named.
NO_PROCESS: Final = (OSError, RuntimeError, ValueError, ImportError)


class Request(NamedTuple):
    """What a process is asked: a file by its whole path, how to read it, and what to make of it.

    work: a pickled function of the workbook and its path; b"" where the workbook itself is wanted.
    """

    path: str
    with_formulas: bool
    password: str | None
    work: bytes = b""


class Reader:
    """Reads files by processes that are started when they are needed, and ended with it.

    passwords: of encrypted workbooks, by file name; "" is for every other. `faults`: the
    tracebacks of the processes' own faults, each of which is a notice of its file.
    """

    def __init__(
        self,
        passwords: Mapping[str, str] | None = None,
        *,
        command: Sequence[str] | None = None,
    ) -> None:
        self.passwords = dict(passwords or {})
        self.faults: list[str] = []
        self.command = command
        self.processes = [ReaderProcess(command)]
        self.planned: deque[Request] = deque()
        self.asked: deque[tuple[Request, ReaderProcess]] = deque()
        #: What is made of the planned files, and the same pickled.
        self.work: tuple[object, bytes] = (None, b"")
        weakref.finalize(self, _end, self.processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def read(
        self,
        path: Path,
        *,
        with_formulas: bool = False,
    ) -> Workbook:
        """Read a spreadsheet of any kind, told by its content. Raises ReadError.

        with_formulas: say of every sheet of an xlsx or ods file which cells hold a formula.
        """
        request = self._request(path, with_formulas)
        return cast("Workbook", self._value(request)[1])

    def read_into(
        self,
        path: Path,
        work: Callable[[Workbook, Path], Result],
        *,
        with_formulas: bool = False,
    ) -> Result:
        """What a function makes of a spreadsheet and its whole path. Raises ReadError, and what the function raises.

        It is called in the process that reads the file, where it was planned so; else, and where it fails there, here.
        """
        planned_work, pickled_work = self.work
        if planned_work is not work:
            pickled_work = b""
        request = self._request(path, with_formulas, pickled_work)
        kind, value = self._value(request)
        if kind == MADE:
            return cast("Result", value)
        return work(cast("Workbook", value), Path(request.path))

    def plan(
        self,
        paths: Iterable[Path],
        *,
        with_formulas: bool = False,
        work: Callable[[Workbook, Path], object] | None = None,
        behind: bool = False,
    ) -> None:
        """Let these files be read, to be asked for in this order, while the caller does something else.

        Many bytes are read by several processes at once. work: what `read_into` will be asked to make of each, a
        function that can be pickled and compared; the processes do it where that is worth what they load for it.
        behind: they are asked for behind those that are planned already, if they are worth processes of their own; else
        those are not wanted any more, but for the same files, which go on being read.
        """
        paths = list(paths)
        is_apart = work is not None and _is_worked_apart(paths)
        if behind and not is_apart:
            return
        if work != self.work[0]:
            self.work = (work, pickle.dumps(work) if is_apart else b"")
        requests = [
            self._request(path, with_formulas, self.work[1] if is_apart else b"")
            for path in paths
        ]
        if requests == [request for request, _ in self.asked] + list(self.planned):
            self.work = (work, self.work[1])
            return
        if self.asked and not behind:
            self.end()
        self.planned.extend(requests)
        self._begin(paths, is_apart=is_apart)

    def _begin(self, paths: Sequence[Path], *, is_apart: bool) -> None:
        """Deal what is planned to processes that are not asked for anything yet."""
        by_number = len(paths) // FILES_PER_PROCESS if is_apart else 0
        count = _processes_for(paths, by_number)
        idle = [process for process in self.processes if not process.unanswered]
        while len(idle) < count:
            idle.append(ReaderProcess(self.command))
            self.processes.append(idle[-1])
        for process in idle[:count] * (AHEAD_MADE if is_apart else AHEAD):
            self._ask_next(process)

    def end(self) -> None:
        """End all processes and forget what was planned; what is read later starts them anew."""
        _end(self.processes)
        self.planned.clear()
        self.asked.clear()

    def password_of(self, path: Path) -> str | None:
        """The password of a file, by its name; None where none is given."""
        return self.passwords.get(path.name, self.passwords.get(""))

    def _request(
        self,
        path: Path,
        with_formulas: bool,
        work: bytes = b"",
    ) -> Request:
        return Request(
            _whole_path(path),
            with_formulas,
            self.password_of(path),
            work,
        )

    def _value(self, request: Request) -> Answer:
        """What a request gives: READ or MADE, and it. Raises ReadError."""
        kind, value = self._answer(request)
        if kind == REFUSED:
            raise ReadError(*value)
        if kind == FAULT:
            self.faults.append(value)
            raise ReadError(Notice("reader-fault"))
        return kind, value

    def _answer(self, request: Request) -> Answer:
        """The answer to a request, planned or not. Raises ReadError."""
        is_planned = self.asked and self.asked[0][0] == request
        if not is_planned:
            if self.asked:  # other files were planned: they are not wanted
                self.end()
            return self.processes[0].answer(request)
        _, process = self.asked.popleft()
        try:
            return process.answer(request)
        finally:
            self._ask_next(process)
            is_large = _size(Path(request.path)) > KEPT_BYTES
            if is_large and not process.unanswered:
                process.end()  # what it held of a country would be held to the end

    def _ask_next(self, process: ReaderProcess) -> None:
        if self.planned:
            request = self.planned.popleft()
            self.asked.append((request, process))
            process.ask(request)


def _whole_path(path: Path) -> str:
    """A path that means the same in every folder; where the working folder is gone, as it is: it names no file."""
    try:
        return str(path.absolute())
    except FileNotFoundError:
        return str(path)


def _processes_for(paths: Sequence[Path], by_number: int) -> int:
    """How many processes are worth their start for these files. by_number: so many that their number alone is worth."""
    worth = 1 + by_number + sum(map(_size, paths)) // BYTES_PER_PROCESS
    return max(1, min(worth, len(paths), MOST_PROCESSES, core_count()))


def _is_worked_apart(paths: Sequence[Path]) -> bool:
    """What is made of these files is worth being made beside the master, on another core."""
    return len(paths) > FILES_PER_PROCESS and core_count() > 1


def _size(path: Path) -> int:
    """A file's bytes; 0 where it cannot be seen."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _end(processes: Iterable[ReaderProcess]) -> None:
    for process in processes:
        process.end()


class ReaderProcess:
    """One process and the requests that it has not answered yet, in order.

    Where none can be started, the requests are answered here, each when its answer is wanted.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.unanswered: deque[Request] = deque()
        self.is_ready = False
        self.can_start = True
        #: Kept, so that what all requests share is sent once; None while there is no process.
        self.pickler: pickle.Pickler | None = None

    def ask(self, request: Request) -> None:
        """Hand over a request; that the process is gone is noticed when its answer is read."""
        self.unanswered.append(request)
        if not self._runs() and len(self.unanswered) == 1:
            self._start()
        self._send(request)

    def answer(self, request: Request) -> Answer:
        """The answer to the first unanswered request, which is this one, or to this one now.

        A process that dies or takes too long is ended, and what else it was asked is asked of a new one; where it was
        reading no more, the workbook itself is. Raises ReadError.
        """
        if not self.unanswered:
            self.ask(request)
        if self.process is None:
            return self._answer_here()
        seconds = seconds_by_clock(_size(Path(request.path)))
        with _time_limit(self.process, seconds) as is_too_slow:
            self._await_ready()
            data = _next_answer(_pipe(self.process.stdout))
            is_opened = data == b""
            if is_opened:
                data = _next_answer(_pipe(self.process.stdout))
        if data is None and not self.is_ready:
            self._stop()
            self.can_start = False
            return self._answer_here()
        if data is None and is_opened:
            self.unanswered[0] = self.unanswered[0]._replace(work=b"")
            self._start_again()
            return self.answer(request)
        self.unanswered.popleft()
        if data is None:
            is_too_slow_by_work = ran_out_of_seconds(self.process.wait())
            self._start_again()
            if is_too_slow.is_set() or is_too_slow_by_work:
                fields = {"seconds": f"{seconds:.0f}"}
                raise ReadError(Notice("too-slow", fields=fields))
            raise ReadError(Notice("reader-died"))
        kind, value, faults = pickle.loads(data)  # noqa: S301 - our own process's words
        if faults:
            _tell_again(faults)
        return kind, value

    def end(self) -> None:
        """End the process and forget what it was asked."""
        self._stop()
        self.unanswered.clear()

    def _runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _start_again(self) -> None:
        """Ask a new process what the one that is gone did not answer."""
        self._stop()
        if self.unanswered:
            self._start()
        for request in self.unanswered:
            self._send(request)

    def _send(self, request: Request) -> None:
        if self.process is None or self.pickler is None:
            return
        with suppress(OSError):  # it died: `answer` says so
            self.pickler.dump(tuple(request))
            _pipe(self.process.stdin).flush()

    def _stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    _pipe(pipe).close()
        self.process = None
        self.pickler = None
        self.is_ready = False

    def _start(self) -> None:
        """Start the process, where the system starts any."""
        self._stop()
        if not self.can_start:
            return
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own module, by this very Python
                self.command or _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=sys.prefix,  # no name of a module or a library leads into the folder of the registry
            )
            for pipe in (self.process.stdin, self.process.stdout):
                _widen(_pipe(pipe))
            self.pickler = pickle.Pickler(_pipe(self.process.stdin))
        except NO_PROCESS:
            self.can_start = False

    def _await_ready(self) -> None:
        """Wait until the process says that it runs; one that never does is none that reads."""
        if self.is_ready or self.process is None:
            return
        data = _next_answer(_pipe(self.process.stdout))
        self.is_ready = data is not None and pickle.loads(data)[0] == READY  # noqa: S301

    def _answer_here(self) -> Answer:
        """The answer to the first unanswered request, read in this process."""
        from kbo_screen.grid.reader_worker import answer_here

        return answer_here(*self.unanswered.popleft())


def _tell_again(faults: Iterable[str]) -> None:
    """Tell what the process did a second time itself."""
    from kbo_screen.cores.faults import tell_again  # rare, and it loads logging

    for fault in faults:
        tell_again(fault)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - both were asked for
    return pipe


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold more, so that neither side waits for the other; where the system does not, it is as it was."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _next_answer(pipe: IO[bytes]) -> bytes | None:
    """The bytes of the next answer; None where the process ends before it is whole."""
    head = _read_whole(pipe, LENGTH.size)
    if head is None:
        return None
    (size,) = LENGTH.unpack(head)
    return _read_whole(pipe, size)


def _read_whole(pipe: IO[bytes], size: int) -> bytes | None:
    data = pipe.read(size)
    return data if len(data) == size else None


@contextmanager
def _time_limit(
    process: subprocess.Popen[bytes], seconds: float
) -> Iterator[threading.Event]:
    """End a process that takes longer; the event is set where that happened."""
    is_too_slow = threading.Event()

    def stop() -> None:
        is_too_slow.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    with suppress(RuntimeError):  # no thread can be started: the process holds itself
        timer.start()
    try:
        yield is_too_slow
    finally:
        timer.cancel()


def _command() -> list[str]:
    """How the process is started."""
    is_of_main_thread = threading.current_thread() is threading.main_thread()
    return python_command(
        BOOT,
        ROOT,
        _yes_or_no(_is_working_folder()),
        _yes_or_no(is_of_main_thread),
    )


def _yes_or_no(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _is_working_folder() -> bool:
    """The master works in the folder of the package; a package in a zip lies in none."""
    try:
        return Path(ROOT).samefile(Path.cwd())
    except OSError:
        return False
