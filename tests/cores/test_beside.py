"""Work beside other work: what it gives is the same whether a copy of the process does it or nobody.

- A copy does the work where there is a core to spare, and what it gives comes back whole, however large.
- Little work, a process with threads, a system that copies nothing, a copy that dies: it is done here.
- What the work raises is raised here.
- What goes wrong in a copy alone is told: shown under --debug, and nowhere else.
- A copy ends with its master, and when nobody waits for it any more.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import pytest

from kbo_screen.cores import beside
from kbo_screen.cores.beside import FEWEST_ROWS, WorkBeside
from kbo_screen.cores.faults import faults_heard
from tests.cli.test_other_systems import COMMANDS, python_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux")
pytestmark = pytest.mark.usefixtures("two_cores")


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "core_count", lambda: 2)


def who_works(rows: int = FEWEST_ROWS) -> int:
    """The number of the process that does the work."""
    return WorkBeside(os.getpid, rows=rows).result()


@linux
def test_a_copy_works_and_what_it_gives_comes_back_whole() -> None:
    assert who_works() != os.getpid()
    numbers = list(range(300_000))
    assert WorkBeside(lambda: [*numbers, "end"], rows=FEWEST_ROWS).result() == [
        *numbers,
        "end",
    ]


def test_little_work_is_done_here() -> None:
    assert who_works(FEWEST_ROWS - 1) == os.getpid()


def test_a_process_with_threads_makes_no_copy() -> None:
    may_end = threading.Event()
    thread = threading.Thread(target=may_end.wait)
    thread.start()
    try:
        assert who_works() == os.getpid()
    finally:
        may_end.set()
        thread.join()


def cannot_copy() -> NoReturn:
    raise OSError(11, "Resource temporarily unavailable")


def test_where_no_copy_can_be_made_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "fork", cannot_copy, raising=False)
    assert who_works() == os.getpid()
    monkeypatch.delattr(os, "fork")
    assert who_works() == os.getpid()


@pytest.mark.parametrize(
    "die",
    [
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: os._exit(0),
        sys.exit,
    ],
    ids=["killed", "ended", "exited"],
)
def test_the_work_of_a_copy_that_dies_is_done_here(die: Callable[[], object]) -> None:
    master = os.getpid()

    def work() -> str:
        if os.getpid() != master:
            die()
        return "done"

    assert WorkBeside(work, rows=FEWEST_ROWS).result() == "done"


def in_a_copy(work: Callable[[], object]) -> Callable[[], object]:
    """Work of a copy; the master does nothing."""
    master = os.getpid()
    return lambda: work() if os.getpid() != master else "done"


@linux
@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda: 1 // 0, "ZeroDivisionError"),
        (threading.Lock, "cannot pickle"),
        (partial(os._exit, 7), "copy ended with 7"),
    ],
    ids=["raises", "cannot be handed over", "ends"],
)
def test_what_goes_wrong_in_a_copy_alone_is_told(
    work: Callable[[], object],
    words: str,
) -> None:
    with faults_heard() as faults:
        assert WorkBeside(in_a_copy(work), rows=FEWEST_ROWS).result() == "done"
    assert [words in fault for fault in faults] == [True]


def test_what_the_work_raises_is_raised_here() -> None:
    work = WorkBeside(lambda: 1 // 0, rows=FEWEST_ROWS)
    with pytest.raises(ZeroDivisionError):
        work.result()


def test_what_cannot_be_handed_over_is_made_here() -> None:
    lock = WorkBeside(threading.Lock, rows=FEWEST_ROWS).result()
    assert lock.acquire(blocking=False)


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends_soon(pid: int) -> bool:
    for _ in range(200):
        if not runs(pid):
            return True
        time.sleep(0.02)
    return False


@linux
def test_a_copy_that_nobody_waits_for_is_ended() -> None:
    work = WorkBeside(lambda: time.sleep(60), rows=FEWEST_ROWS)
    copy = work._copy
    assert copy is not None
    pid = copy._pid
    assert runs(pid)
    del work, copy
    assert not runs(pid)


MASTER = """
import sys, time
from kbo_screen.cli.interrupt import end_on_interrupt
from kbo_screen.cores import beside
beside.core_count = lambda: 2
end_on_interrupt()
work = beside.WorkBeside(lambda: time.sleep(60), rows=beside.FEWEST_ROWS)
print(work._copy._pid, flush=True)
work.result()
"""


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_copy_ends_with_its_master(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MASTER], stdout=subprocess.PIPE
    ) as master:
        assert master.stdout is not None
        pid = int(master.stdout.readline())
        time.sleep(0.1)  # until the copy has asked to end with it
        master.send_signal(number)
        assert master.wait() == (130 if number == signal.SIGINT else -number)
        assert ends_soon(pid)


#: Python runs this first: one row is worth a copy, and there are two cores.
COPIES = """
import os
from kbo_screen.cores import beside
beside.FEWEST_ROWS, beside.core_count = 1, lambda: 2
fork = os.fork
def told():
    os.write(2, b"fork")
    return fork()
os.fork = told
"""
NO_COPIES = COPIES + "del os.fork\n"
DYING_COPIES = COPIES.replace("return fork()", "return fork() or os._exit(1)")
FAILING_COPIES = (
    COPIES
    + """
import sys
from kbo_screen.tasks import run_readings
in_master, effects_in = os.getpid(), run_readings._effects_in
def failing(*values, **options):
    if os.getpid() != in_master:
        raise ZeroDivisionError("in the copy")
    return effects_in(*values, **options)
run_readings._effects_in = failing
"""
)


@linux
def test_a_run_gives_the_same_with_copies_and_without(tmp_path: Path) -> None:
    def ranked(name: str, first: str) -> tuple[bytes, bytes, bytes]:
        folder = tmp_path / name
        folder.mkdir()
        python = python_with(tmp_path / f"{name}-python", first)
        output = folder / "list.xlsx"
        words = ["--format", "json", "--today", "2022-12-20", "-q", "-o", str(output)]
        done = subprocess.run(
            [python, "-m", "kbo_screen", *map(str, COMMANDS["rank"]), *words],
            cwd=folder,
            capture_output=True,
            check=True,
        )
        return done.stdout, output.read_bytes(), done.stderr

    *result, messages = ranked("without", NO_COPIES)
    assert b"fork" not in messages
    *result_of_copies, messages = ranked("copies", COPIES)
    assert b"fork" in messages
    assert result_of_copies == result
    *result_without_copies, messages = ranked("dying", DYING_COPIES)
    assert b"fork" in messages
    assert result_without_copies == result


@linux
def test_a_fault_in_a_copy_alone_is_shown_under_debug_and_nowhere_else(
    tmp_path: Path,
) -> None:
    python = python_with(tmp_path / "python", FAILING_COPIES)
    words = ["--readings", "--format", "json", "--today", "2022-12-20"]
    call = [python, "-m", "kbo_screen", *map(str, COMMANDS["rank"]), *words]
    for options, is_shown in (([], False), (["--debug"], True)):
        done = subprocess.run([*call, *options], capture_output=True, check=True)
        assert (b"ZeroDivisionError: in the copy" in done.stderr) == is_shown
