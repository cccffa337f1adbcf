"""Where no process or no thread can be started, files are read all the same, and nothing wrong is said of them.

- A whole run gives the same, byte for byte, where starting a thread raises, and where starting a process does, too.
- A process that starts and cannot run, for it is no Python, is none.
- What is refused is refused for its own reason, and a fault of ours is one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kbo_screen.grid import Notice, Reader, ReadError, reader
from tests.cli.test_other_systems import COMMANDS, python_with
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

#: Python runs this before anything else in every process of a run.
LACKING = """
import subprocess, threading
def refuse(*words, **more):
    raise {error}
{what} = refuse
"""
NO_PROCESS = LACKING.format(
    what="subprocess.Popen.__init__",
    error='OSError(138, "emscripten does not support processes")',
)
NO_THREAD = LACKING.format(
    what="threading.Thread.start",
    error='RuntimeError("can\'t start new thread")',
)


def run(python: str, command: str, folder: Path) -> tuple[int, bytes]:
    words = [*map(str, COMMANDS[command]), "--format", "json"]
    done = subprocess.run(
        [python, "-m", "kbo_screen", *words],
        cwd=folder,
        capture_output=True,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, bytes]]:
    """What the commands give where all can be started."""
    folder = tmp_path_factory.mktemp("whole")
    return {name: run(sys.executable, name, folder) for name in COMMANDS}


@pytest.mark.parametrize(
    ("command", "lacking"),
    [
        ("rank", NO_THREAD),
        ("rank", NO_PROCESS + NO_THREAD),
        ("validate", NO_PROCESS + NO_THREAD),
    ],
    ids=["no thread", "neither", "lists with neither"],
)
def test_a_whole_run_needs_neither(
    command: str,
    lacking: str,
    tmp_path: Path,
    results: dict[str, tuple[int, bytes]],
) -> None:
    python = python_with(tmp_path / "python", lacking)
    assert run(python, command, tmp_path) == results[command]


def test_a_program_that_is_no_python_is_no_reader(tmp_path: Path) -> None:
    paths = [write_xlsx(tmp_path / f"{name}.xlsx", [["a"], [name]]) for name in "abc"]
    for command in (["true"], [str(tmp_path / "missing")], ["cat", os.devnull]):
        with Reader(command=command) as own_reader:
            own_reader.plan(paths)
            values = [own_reader.read(path).sheets[0].columns[0][1] for path in paths]
            assert values == ["a", "b", "c"]


def test_what_is_refused_here_is_refused_for_its_own_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(write_xlsx(tmp_path / "a.xlsx", [["a"]]).read_bytes()[:200])
    here = Reader(command=[str(tmp_path / "missing")])

    def refusal() -> Notice:
        with pytest.raises(ReadError) as refused:
            here.read(path)
        return refused.value.notices[0]

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    def swell(*_: object, **__: object) -> None:
        raise MemoryError

    assert refusal().kind == "truncated"
    monkeypatch.setattr(reader, "read_here", fail)
    assert refusal() == Notice("reader-fault")
    assert "ZeroDivisionError: ours" in here.faults[0]
    monkeypatch.setattr(reader, "read_here", swell)
    assert refusal() == Notice("too-large")


def test_what_holds_a_file_read_here_is_let_go(tmp_path: Path) -> None:
    """The memory of a master is its own again."""
    resource = pytest.importorskip("resource")
    limits_before = resource.getrlimit(resource.RLIMIT_AS)
    path = write_xlsx(tmp_path / "a.xlsx", [["a"]])
    Reader(command=[str(tmp_path / "missing")]).read(path)
    assert resource.getrlimit(resource.RLIMIT_AS) == limits_before


PROGRESS_WITHOUT_THREADS = (
    NO_THREAD
    + """
import sys
from kbo_screen.cli.streams import busy, track
sys.stderr.isatty = lambda: True
assert sys.stderr.isatty()
with busy("help.reading", "en", quiet=False) as say:
    say("reading")
assert list(track(range(100), "help.reading", "en", quiet=False)) == list(range(100))
"""
)


def test_progress_is_not_drawn_where_no_thread_can_draw_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRESS_WITHOUT_THREADS], capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
