"""The reader's own process: what dies, hangs or swells is a finding of its file, and the batch goes on.

- A reader that dies, or takes too long, is told of that file; the next file is read by a new one.
- Files asked for ahead are read in order, and what is not wanted after all is left alone.
- A fault of ours is a finding of its file; its traceback is kept for --debug.
- Passwords open encrypted workbooks, and are not handed on.
- A reader holds its passwords and processes itself: nothing of it is left behind.
- A process that is busy ends with its master, by whatever signal that ended; so does its copy that scans half a sheet.

That no Unix is needed to load or to run it, `tests/cli/test_other_systems.py` shows.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from kbo_screen.cores.faults import faults_heard
from kbo_screen.findings import InputError, UsageError
from kbo_screen.grid import (
    Notice,
    Reader,
    ReadError,
    reader_process,
    reader_worker,
)
from kbo_screen.sources.config.password_file import read_passwords
from kbo_screen.sources.workbooks import read_workbook
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Readers that misbehave on a file named so; otherwise they are the real one.
BAD_READER = """
import os, sys, time
from pathlib import Path
from kbo_screen.grid import reader, reader_worker
real = reader.read_here
def read(path, **more):
    if "abort" in path.name: os.abort()
    if "hang" in path.name: time.sleep(60)
    if "fault" in path.name: raise ZeroDivisionError("ours")
    if "noisy" in path.name: print("a library prints to stdout", flush=True)
    return real(path, **more)
reader.read_here = read
reader_worker.main()
"""


@pytest.fixture
def bad(tmp_path: Path) -> Reader:
    for name in ("good", "abort", "hang", "fault", "noisy"):
        write_xlsx(tmp_path / f"{name}.xlsx", [["a"], [name]])
    return Reader(command=[sys.executable, "-c", BAD_READER])


def test_a_reader_that_dies_is_a_finding_of_its_file(
    bad: Reader, tmp_path: Path
) -> None:
    with pytest.raises(ReadError) as refused:
        bad.read(tmp_path / "abort.xlsx")
    assert refused.value.notices == (Notice("reader-died"),)
    good = tmp_path / "good.xlsx"
    assert bad.read(good).sheets[0].columns[0][:] == ["a", "good"]
    bad.end()


def test_a_reader_that_hangs_is_given_up(
    bad: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "seconds_by_clock", lambda _size: 1.5)
    with pytest.raises(ReadError) as refused:
        bad.read(tmp_path / "hang.xlsx")
    assert refused.value.notices == (Notice("too-slow", fields={"seconds": "2"}),)
    good = tmp_path / "good.xlsx"
    assert bad.read(good).file == "good.xlsx"
    bad.end()


def test_a_fault_of_ours_is_told_and_the_next_file_is_read(
    bad: Reader, tmp_path: Path
) -> None:
    with pytest.raises(ReadError) as refused:
        bad.read(tmp_path / "fault.xlsx")
    assert refused.value.notices == (Notice("reader-fault"),)
    assert "ZeroDivisionError: ours" in bad.faults[0]
    good = tmp_path / "good.xlsx"
    assert bad.read(good).file == "good.xlsx"
    bad.end()


def test_what_a_library_prints_does_not_break_the_wire(
    bad: Reader, tmp_path: Path
) -> None:
    noisy = tmp_path / "noisy.xlsx"
    assert bad.read(noisy).sheets[0].columns[0][:] == ["a", "noisy"]
    bad.end()


def test_files_are_read_ahead_in_order_and_the_unwanted_left(tmp_path: Path) -> None:
    paths = [write_xlsx(tmp_path / f"{name}.xlsx", [["a"], [name]]) for name in "abcd"]
    other = write_xlsx(tmp_path / "z.xlsx", [["a"], ["z"]])
    with Reader() as reader:
        reader.plan(paths)
        assert reader.read(paths[1]).sheets[0].columns[0][:] == ["a", "b"]
        assert reader.read(paths[2]).sheets[0].columns[0][:] == ["a", "c"]
        assert reader.read(other).sheets[0].columns[0][:] == ["a", "z"]
        reader.plan([tmp_path / "gone.xlsx", paths[0]])
        with pytest.raises(ReadError):
            reader.read(tmp_path / "gone.xlsx")
        assert reader.read(paths[0]).sheets[0].columns[0][:] == ["a", "a"]


def test_a_workbook_of_many_sheets_is_handed_over(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    book = Workbook()
    for number in range(60):
        sheet = book.create_sheet(f"s{number}")
        sheet.append(["a", str(number)])
    book.save(path)
    reader = Reader()
    sheets = reader.read(path).sheets
    assert [sheet.columns[1][0] for sheet in sheets[-60:]] == list(map(str, range(60)))
    reader.end()


def test_a_reader_ends_its_processes_with_itself(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a"]])
    reader = Reader()
    reader.read(path)
    process = reader.processes[0].process
    assert process is not None
    assert process.poll() is None
    del reader
    assert process.poll() is not None


def test_a_password_opens_an_encrypted_workbook(tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write_xlsx(tmp_path / "plain.xlsx", [["a"], ["secret"]])
    locked = tmp_path / "locked.xlsx"
    with plain.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("ฉช๒๔", target)
    with pytest.raises(InputError) as caught:
        read_workbook(locked)
    assert [f.code for f in caught.value.findings] == ["file.encrypted"]
    (tmp_path / "pw.txt").write_text(
        "other.xlsx\twrong\nlocked.xlsx\tฉช๒๔\n", encoding="utf-8"
    )
    reader = Reader(read_passwords(tmp_path / "pw.txt"))
    for path in (locked, plain):
        assert read_workbook(path, reader).sheets[0].columns[0][:] == ["a", "secret"]
    with pytest.raises(InputError) as caught:
        read_workbook(locked, Reader({"": "wrong"}))
    (finding,) = caught.value.findings
    assert finding.code == "file.wrong-password"
    assert "wrong" not in finding.message("en")
    (tmp_path / "one.txt").write_text("ฉช๒๔\n", encoding="utf-8")
    assert read_passwords(tmp_path / "one.txt") == {"": "ฉช๒๔"}
    for text in ("", None):
        path = tmp_path / "bad.txt"
        if text is not None:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink()
        with pytest.raises(UsageError) as refused:
            read_passwords(path)
        assert refused.value.findings[0].code == "usage.password-file"


def test_many_bytes_are_read_by_several_processes_and_come_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "BYTES_PER_PROCESS", 1)
    monkeypatch.setattr(reader_process, "core_count", lambda: 3)
    paths = [
        write_xlsx(tmp_path / f"{number:02d}.xlsx", [["a"], [f"{number}"]])
        for number in range(20)
    ]
    paths[7].write_bytes(paths[7].read_bytes()[:100])
    reader = Reader()
    reader.plan(paths)
    assert len(reader.processes) == 3
    for number, path in enumerate(paths):
        if number == 7:
            with pytest.raises(ReadError, match="truncated"):
                reader.read(path)
        else:
            assert reader.read(path).sheets[0].columns[0][:] == ["a", f"{number}"]
    assert not reader.asked
    assert not reader.planned
    reader.end()


def test_a_reader_that_dies_loses_no_file_that_was_planned(
    bad: Reader, tmp_path: Path
) -> None:
    names = ("good", "abort", "good", "noisy")
    paths = [tmp_path / f"{name}.xlsx" for name in names]
    bad.plan(paths)
    assert outcomes(bad, paths) == [
        "good.xlsx",
        "reader-died",
        "good.xlsx",
        "noisy.xlsx",
    ]
    bad.end()


def outcomes(reader: Reader, paths: Iterable[Path]) -> list[str]:
    """The name of each file that was read, and why another was not."""
    told = []
    for path in paths:
        try:
            told.append(reader.read(path).file)
        except ReadError as error:
            told.append(error.notices[0].kind)
    return told


def test_no_answer_is_taken_for_another_when_readers_die_on_a_long_list(
    bad: Reader, tmp_path: Path
) -> None:
    """More files than one process is asked for ahead."""
    paths, expected = [], []
    for number in range(12):
        dies = number in (1, 2, 6)
        path = tmp_path / f"{number}-{'abort' if dies else 'good'}.xlsx"
        paths.append(write_xlsx(path, [["a"], [f"{number}"]]))
        expected.append("reader-died" if dies else path.name)
    bad.plan(paths)
    time.sleep(1)  # the reader dies before the next file is asked for
    assert outcomes(bad, paths) == expected
    bad.end()


#: What keeps one C function busy, so that no thread of Python runs beside it.
BUSY = "re.match('(a*)*b', 'a' * 60)"


@pytest.mark.skipif(sys.platform == "win32", reason="the clock alone is there")
def test_work_without_end_is_ended_by_the_work(tmp_path: Path) -> None:
    worker = "import re\n" + BAD_READER.replace("time.sleep(60)", BUSY)
    limits = (
        "from kbo_screen.grid import process_limits\nprocess_limits.LEAST_SECONDS = 1\n"
    )
    reader = Reader(command=[sys.executable, "-c", limits + worker])
    for name in ("hang", "good"):
        write_xlsx(tmp_path / f"{name}.xlsx", [["a"], [name]])
    paths = [tmp_path / "hang.xlsx", tmp_path / "good.xlsx"]
    assert outcomes(reader, paths) == ["too-slow", "good.xlsx"]
    reader.end()


#: A master whose reader tells its number and is busy for ever.
BUSY_MASTER = f'''
import signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # one behind a shell ignores it
from kbo_screen.grid import reader_process
reader_process.BOOT = reader_process.BOOT.replace("\\nmain(", """
import os, re
from kbo_screen.grid import reader
def read(path, **how):
    path.write_text(str(os.getpid()) + ".")
    {BUSY}
reader.read_here = read
main(""")
reader_process.Reader().read(Path(sys.argv[1]))
'''


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a thread waits at a pipe"
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_busy_reader_ends_with_its_master(
    number: signal.Signals, tmp_path: Path
) -> None:
    path = tmp_path / "pid"
    master = subprocess.Popen(
        [sys.executable, "-c", BUSY_MASTER, str(path)], stderr=subprocess.DEVNULL
    )
    wait_until(lambda: path.exists() and path.read_text().endswith("."))
    process_id = int(path.read_text().rstrip("."))
    assert is_running(process_id)
    master.send_signal(number)
    master.wait()
    wait_until(lambda: not is_running(process_id))


#: What a reader runs of which a copy scans half of every sheet; the copy does something else first.
COPYING_READER = """
import os, re
from pathlib import Path
from kbo_screen.cores import beside
from kbo_screen.grid import scanned_sheets, xlsx_reader
beside.FEWEST_ROWS, beside.core_count = 0, lambda: 2
xlsx_reader.SCANNED_BYTES = 0
reader, scan_rows = os.getpid(), scanned_sheets.scan_rows
def scan(*arguments):
    if os.getpid() != reader:
        {act}
    return scan_rows(*arguments)
scanned_sheets.scan_rows = scan
"""
#: A master with such a reader, which may run for ever.
COPYING_MASTER = """
import sys
from pathlib import Path
from kbo_screen.grid import reader_process
boot, path = sys.argv[1:]
reader_process.BOOT = boot
reader_process.Reader().read(Path(path))
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux")


def copying_boot(act: str) -> str:
    """What is run to start such a reader. act: a line of what the copy does, which knows the reader's number."""
    copying_reader = COPYING_READER.format(act=act)
    return reader_process.BOOT.replace("\nmain(", f"{copying_reader}\nmain(")


@linux
@pytest.mark.parametrize("whose", ["master", "reader"])
def test_a_copy_of_a_reader_ends_with_it(whose: str, tmp_path: Path) -> None:
    registry = write_xlsx(tmp_path / "registry.xlsx", [["a"], ["b"]])
    path = tmp_path / "pids"
    tell = f"Path({str(path)!r}).write_text(f'{{reader}} {{os.getpid()}}.')"
    boot = copying_boot(f"{tell}; {BUSY}")
    master = subprocess.Popen(
        [sys.executable, "-c", COPYING_MASTER, boot, str(registry)],
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: path.exists() and path.read_text().endswith("."))
    reader, copy = map(int, path.read_text().rstrip(".").split())
    assert is_running(copy)
    os.kill(reader if whose == "reader" else master.pid, signal.SIGKILL)
    wait_until(lambda: not is_running(copy))
    wait_until(lambda: not is_running(reader))
    master.kill()
    master.wait()


@linux
@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("raise ZeroDivisionError('in the copy')", "ZeroDivisionError: in the copy"),
        ("os._exit(9)", "copy ended with 9"),
    ],
)
def test_what_fails_in_a_copy_of_a_reader_alone_is_told(
    act: str,
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry = write_xlsx(tmp_path / "registry.xlsx", [["a"], ["b"]])
    (expected_sheet,) = Reader().read(registry).sheets
    monkeypatch.setattr(reader_process, "BOOT", copying_boot(act))
    with faults_heard() as faults:
        (sheet,) = Reader().read(registry).sheets
    assert sheet.columns == expected_sheet.columns
    (told_fault,) = faults
    assert fault in told_fault


def test_a_reader_ends_when_its_pipe_closes_whatever_it_does(tmp_path: Path) -> None:
    """As on macOS and Windows: a thread waits at the pipe."""
    worker = (
        "import time\n"
        "from kbo_screen.grid import reader, reader_worker\n"
        "reader_worker.GRACE_SECONDS = 0.1\n"
        "reader.read_here = lambda path, **how: time.sleep(60)\n"
        "reader_worker.main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", worker], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        pickle.dump((str(tmp_path / "a.xlsx"), False, None, b""), process.stdin)
        process.stdin.close()
        assert process.wait(timeout=20) == reader_worker.EXIT_ALONE


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for it, ten seconds at most."""
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.02)
    raise TimeoutError


def is_running(process_id: int) -> bool:
    """True for a process that is there and not dead."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("missing", ["msoffcrypto", "cryptography"])
def test_what_opens_locked_workbooks_may_lack_and_that_is_told(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`file.no-unlocking`"""
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write_xlsx(tmp_path / "plain.xlsx", [["a"], ["secret"]])
    locked = tmp_path / "locked.xlsx"
    with plain.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("1234", target)
    code = f"import sys\nsys.modules[{missing!r}] = None\n"
    monkeypatch.setattr(reader_process, "BOOT", code + reader_process.BOOT)
    with Reader({"": "1234"}) as own_reader:
        assert outcomes(own_reader, [plain, locked]) == ["plain.xlsx", "no-unlocking"]


def test_what_opens_locked_workbooks_is_loaded_for_them_alone(tmp_path: Path) -> None:
    plain = write_xlsx(tmp_path / "plain.xlsx", [["a"]])
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from kbo_screen.grid.reader import read_here\n"
        "for path in sys.argv[1:]: read_here(Path(path))\n"
        "assert not {'msoffcrypto', 'cryptography'} & set(sys.modules)\n"
    )
    old = Path(__file__).parent / "files"
    paths = [plain, *sorted(old.rglob("*.xls")), *sorted(old.rglob("*.ods"))]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)], capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
