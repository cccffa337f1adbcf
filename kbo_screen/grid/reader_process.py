"""Reads spreadsheets in a process of their own: one that dies, hangs or swells takes no run with it.

Knows how the process is started, asked and given up. Refuses to open a file itself. The process is started once, by
`subprocess` alone (no fork, the same on every system), and asked ahead, so that it reads while the master imports.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from kbo_screen.grid.notices import Notice, ReadError
from kbo_screen.grid.wire import FAULT, LENGTH, REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.grid.grid import Workbook

#: Seconds that one file may take, and seconds more for every megabyte of it: a country's 22 MB takes about 10 s.
LEAST_SECONDS: Final = 60.0
SECONDS_PER_MEGABYTE: Final = 6.0
#: Files that one process is asked for before they are wanted: it goes on while its last answer is fetched.
AHEAD: Final = 4
#: Bytes of files that are worth one more process, up to one per core and no more than MOST_READERS.
BYTES_PER_READER: Final = 4 * 1024**2
MOST_READERS: Final = 4
#: Where the package lies: the process must find it as its master did.
ROOT: Final = str(Path(__file__).parents[2])
#: What the process runs. The package's folder is the last place where a module is looked for, so that nothing in it
#: stands in for a module of Python; where it is the working folder, only the package itself is taken from it.
BOOT: Final = """
import sys
root, is_working_folder = sys.argv[1:]
sys.path.append(root)
import kbo_screen
if is_working_folder == "yes":
    sys.path.remove(root)
from kbo_screen.grid.reader_worker import main
main()
"""


class Request(NamedTuple):
    """What the process is asked: a file by its whole path, and how."""

    path: str
    with_formulas: bool
    password: str | None


def read_workbook(path: Path, *, with_formulas: bool = False) -> Workbook:
    """Read a spreadsheet of any kind, told by its content. Raises ReadError.

    with_formulas: say of every sheet of an xlsx or ods file which cells hold a formula.
    """
    return _READERS.read(path, _request(path, with_formulas=with_formulas))


def read_ahead(paths: Iterable[Path], *, with_formulas: bool = False) -> None:
    """Let these files be read, to be asked for in this order, while the caller does something else.

    Many bytes are read by several processes at once.
    """
    paths = list(paths)
    count = 1 + min(
        sum(map(_size, paths)) // BYTES_PER_READER,
        len(paths) - 1,
        MOST_READERS - 1,
        _cores() - 1,
    )
    _READERS.plan(
        [_request(path, with_formulas=with_formulas) for path in paths], max(1, count)
    )


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _request(path: Path, *, with_formulas: bool) -> Request:
    return Request(
        str(path.absolute()),
        with_formulas,
        _passwords.get(path.name, _passwords.get("")),
    )


def use_passwords(passwords: dict[str, str]) -> None:
    """The passwords of encrypted workbooks from now on, by file name; "" is for every other."""
    _passwords.clear()
    _passwords.update(passwords)


def reader_faults() -> list[str]:
    """The tracebacks of the reader's own faults so far, each of which is a `file.reader-fault`."""
    return list(_faults)


_passwords: dict[str, str] = {}
_faults: list[str] = []


class Reader:
    """One process and the requests that it has not answered yet, in order."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.waiting: deque[Request] = deque()

    def ask(self, request: Request) -> None:
        """Hand over a request; a process that is gone is noticed when its answer is read."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        assert self.process is not None  # noqa: S101 - started above
        assert self.process.stdin is not None  # noqa: S101 - a pipe was asked for
        self.waiting.append(request)
        with suppress(OSError):  # it died: `read` says so
            pickle.dump(tuple(request), self.process.stdin)
            self.process.stdin.flush()

    def read(self, path: Path, request: Request) -> Workbook:
        """The answer to a request, asked ahead or now. Raises ReadError."""
        if not self.waiting or self.waiting[0] != request:
            if self.waiting:  # other files were asked for ahead: they are not wanted
                self.give_up()
            self.ask(request)
        kind, value = self._answer(_seconds_for(path))
        if kind == REFUSED:
            raise ReadError(*cast("tuple[Notice, ...]", value))
        if kind == FAULT:
            _faults.append(str(value))
            raise ReadError(Notice("reader-fault"))
        return cast("Workbook", value)

    def give_up(self) -> None:
        """End the process and forget what it was asked."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
        self.process = None
        self.waiting.clear()

    def _start(self) -> None:
        self.give_up()
        self.process = subprocess.Popen(  # noqa: S603 - our own module, by this very Python
            self.command or _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=sys.prefix,  # no name of a module or a library leads into the folder of the registry
        )

    def _answer(self, seconds: float) -> tuple[str, object]:
        """The next answer on the wire; a process that dies or takes too long is ended, and that is the finding."""
        process = self.process
        assert process is not None  # noqa: S101 - asked before
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        too_slow = threading.Event()

        def stop() -> None:
            too_slow.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            head = process.stdout.read(LENGTH.size)
            size = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else None
            data = b"" if size is None else process.stdout.read(size)
        finally:
            timer.cancel()
        if size is None or len(data) < size:
            self.give_up()
            if too_slow.is_set():
                raise ReadError(
                    Notice("too-slow", fields={"seconds": f"{seconds:.0f}"})
                )
            raise ReadError(Notice("reader-died"))
        self.waiting.popleft()
        return cast("tuple[str, object]", pickle.loads(data))  # noqa: S301 - our own process's words


def _command() -> list[str]:
    """How the process is started: by this Python, deaf to PYTHON variables (-E) and to the working folder (-P).

    What the variables told the master of bytes and of file names is handed on.
    """
    flags = ["-E", "-P", "-X", f"utf8={sys.flags.utf8_mode}"]
    if sys.dont_write_bytecode:
        flags.append("-B")
    return [
        sys.executable,
        *flags,
        "-c",
        BOOT,
        ROOT,
        "yes" if _is_working_folder(ROOT) else "no",
    ]


def _is_working_folder(folder: str) -> bool:
    """True for the folder in which the master works; a package in a zip lies in none."""
    try:
        return Path(folder).samefile(Path.cwd())
    except OSError:
        return False


class Readers:
    """Processes that read what is planned, in turn; the answers are fetched in the order of the plan."""

    def __init__(self) -> None:
        self.readers = [Reader()]
        self.planned: deque[Request] = deque()
        self.asked: deque[tuple[Request, Reader]] = deque()

    def plan(self, requests: Iterable[Request], count: int) -> None:
        """Begin to read these, by so many processes."""
        if self.asked:  # what was planned before is not wanted any more
            self.give_up()
        self.readers += [Reader() for _ in range(count - len(self.readers))]
        self.planned.extend(requests)
        for reader in self.readers[:count] * AHEAD:
            self._ask_next(reader)

    def read(self, path: Path, request: Request) -> Workbook:
        """The answer to a request, planned or not. Raises ReadError."""
        if not self.asked or self.asked[0][0] != request:
            if self.asked:  # other files were planned: they are not wanted
                self.give_up()
            return self.readers[0].read(path, request)
        _, reader = self.asked.popleft()
        try:
            return reader.read(path, request)
        finally:
            self._ask_next(reader)

    def give_up(self) -> None:
        """End all processes and forget what was planned."""
        for reader in self.readers:
            reader.give_up()
        self.planned.clear()
        self.asked.clear()

    def _ask_next(self, reader: Reader) -> None:
        if self.planned:
            request = self.planned.popleft()
            self.asked.append((request, reader))
            reader.ask(request)


def _size(path: Path) -> int:
    """A file's bytes; 0 where it cannot be seen."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _seconds_for(path: Path) -> float:
    """How long a file may take, by its size."""
    return LEAST_SECONDS + SECONDS_PER_MEGABYTE * _size(path) / 1024**2


_READERS: Final = Readers()
atexit.register(_READERS.give_up)
