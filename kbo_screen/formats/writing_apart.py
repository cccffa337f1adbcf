"""Many files written by several processes: some are handed to helpers, the rest is written here meanwhile.

A helper is started by `subprocess` alone, as the reader is. What it is to write and what came of it lie in files beside
the drafts: no pipe fills, no thread is needed. What no helper wrote, for whatever reason, its caller writes.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.cores.faults import tell_fault
from kbo_screen.cores.python_command import python_command
from kbo_screen.cores.threads import core_count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from kbo_screen.findings import Finding

    #: What a helper wrote, with what did not fit into each file.
    Written = dict[Path, tuple[Finding, ...]]

#: Files that are worth a process's start.
FILES_PER_PROCESS: Final = 100
MOST_PROCESSES: Final = 8
#: Where the package lies: a helper must find it as its master did.
_ROOT: Final = str(Path(__file__).parents[2])
#: What a helper runs. Of the package's folder only the package is taken: nothing in it stands in for a module.
_BOOT: Final = """
import sys
sys.path.append(sys.argv[1])
import kbo_screen
sys.path.pop()
from kbo_screen.formats.writing_apart import help_master
help_master(int(sys.argv[2]))
"""


class Portable:
    """A writer of one file that needs nothing beside its arguments: any process can call it."""

    def __init__(
        self,
        write: Callable[..., Sequence[Finding]],
        *arguments: Any,
    ) -> None:
        self.write, self.arguments = write, arguments

    def __call__(self, path: Path) -> Sequence[Finding]:
        """Write the file; returns what did not fit into it."""
        return self.write(path, *self.arguments)


class Helpers:
    """Processes that write some of many files. In a `with`: they are ended with it, finished or not.

    paths: the files that they write.
    """

    def __init__(self, writers: Mapping[Path, object]) -> None:
        portable = {
            path: write
            for path, write in writers.items()
            if isinstance(write, Portable)
        }
        count = min(len(portable) // FILES_PER_PROCESS, core_count(), MOST_PROCESSES)
        #: The first share stays with the master.
        shares = [list(portable.items())[ix::count] for ix in range(1, count)]
        self._helpers = [_Helper(share) for share in shares]
        self.paths = {path for share in shares for path, _ in share}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for helper in self._helpers:
            helper.end()

    def written(self) -> Written:
        """Wait for the helpers; the files that they wrote whole."""
        written: Written = {}
        for helper in self._helpers:
            written |= helper.written()
        return written


class _Helper:
    """One process with its share of files."""

    def __init__(self, share: Sequence[tuple[Path, Portable]]) -> None:
        folder = share[0][0].parent
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(
            OSError, RuntimeError, ValueError, ImportError
        ):  # it is written here
            self._start(share, Path(mkdtemp(dir=folder)))

    def _start(
        self,
        share: Sequence[tuple[Path, Portable]],
        folder: Path,
    ) -> None:
        task, self._answer = folder / "task", folder / "answer"
        self._trace = folder / "trace"
        task.write_bytes(pickle.dumps(share))
        with (
            task.open("rb") as words,
            self._answer.open("wb") as answer,
            self._trace.open("wb") as trace,
        ):
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by this very Python
                _command(),
                stdin=words,
                stdout=answer,
                stderr=trace,
                cwd=sys.prefix,
            )

    def written(self) -> Written:
        """What the process wrote whole, when it has ended."""
        if self._process is None:
            return {}
        exit_code = self._process.wait()
        if exit_code:
            tell_fault("writer", exit_code, self._trace.read_bytes())
        written: Written = {}
        with self._answer.open("rb") as answers, suppress(EOFError, pickle.PickleError):
            while True:
                path, findings = pickle.load(answers)  # noqa: S301 - our own process's words
                written[path] = findings
        return written

    def end(self) -> None:
        """End the process where it still runs."""
        if self._process:
            self._process.kill()
            self._process.wait()


def help_master(master: int) -> None:
    """Write the files that stdin names, and say of each that it is whole, as long as the master lives."""
    share: list[tuple[Path, Portable]] = pickle.load(sys.stdin.buffer)  # noqa: S301 - our master's words
    for path, write in share:
        if sys.platform != "win32" and os.getppid() != master:
            return
        findings = tuple(write(path))
        pickle.dump((path, findings), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _command() -> list[str]:
    """How a helper is started."""
    return python_command(_BOOT, _ROOT, str(os.getpid()))
