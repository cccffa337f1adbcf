"""What is made of many files is made in the processes that read them, and is the same wherever it is made.

- Few files, and a machine of one core, are left to the master.
- Where the work fails, dies or hangs apart, the master does it; what was planned behind it is not lost.
- What the master's own work raises, it raises; a file that cannot be read is refused before any work.
- Where no process can be started, the master does all.
- Files planned behind others are begun at once, and planned again they go on being read; few files are not begun.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from kbo_screen.grid import Reader, ReadError, reader_process
from tests.tools.registries import write_xlsx
from tests.tools.work_apart import tell_process

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: A reader that finds the tests too, whose functions it is to call.
READER = """
import sys
sys.path.append(sys.argv[1])
from kbo_screen.grid.reader_worker import main
main()
"""


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(reader_process, "FILES_PER_PROCESS", 2)
    monkeypatch.setattr(reader_process, "core_count", lambda: 2)
    return Reader(command=[sys.executable, "-c", READER, reader_process.ROOT])


def books(folder: Path, names: Sequence[str]) -> list[Path]:
    paths = []
    for name in names:
        path = folder / f"{len(paths)} {name}.xlsx"
        paths.append(write_xlsx(path, [["a"], [name]]))
    return paths


def are_made_here(reader: Reader, paths: Sequence[Path]) -> list[bool]:
    """Per file whether this very process made it, once its name is seen to be right."""
    reader.plan(paths, work=tell_process)
    are_here = []
    for path in paths:
        file, process = reader.read_into(path, tell_process)
        assert file == path.name
        are_here.append(process == os.getpid())
    reader.end()
    return are_here


def test_many_files_are_made_apart_and_come_in_order(
    reader: Reader, tmp_path: Path
) -> None:
    paths = books(tmp_path, ["good"] * 12)
    assert are_made_here(reader, paths) == [False] * 12
    assert len(reader.processes) == 2


def test_few_files_are_left_to_the_master(reader: Reader, tmp_path: Path) -> None:
    paths = books(tmp_path, ["good"] * 2)
    assert are_made_here(reader, paths) == [True, True]


def test_one_core_is_left_to_the_master(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "core_count", lambda: 1)
    paths = books(tmp_path, ["good"] * 4)
    assert are_made_here(reader, paths) == [True] * 4


def test_what_fails_apart_the_master_makes(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "seconds_by_clock", lambda _size: 5.0)
    names = ["good", "raises", "good", "dies", "dies", "good", "hangs", "good", "good"]
    paths = books(tmp_path, names)
    expected = [name in ("raises", "dies", "hangs") for name in names]
    assert are_made_here(reader, paths) == expected


def test_what_the_work_raises_is_raised(reader: Reader, tmp_path: Path) -> None:
    paths = books(tmp_path, ["good", "refused", "cut", "good"])
    paths[2].write_bytes(paths[2].read_bytes()[:100])
    reader.plan(paths, work=tell_process)
    reader.read_into(paths[0], tell_process)
    with pytest.raises(ZeroDivisionError, match="refused"):
        reader.read_into(paths[1], tell_process)
    with pytest.raises(ReadError, match="truncated"):
        reader.read_into(paths[2], tell_process)
    assert reader.read_into(paths[3], tell_process)[0] == paths[3].name
    reader.end()


def test_without_processes_the_master_makes_all(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object, **_how: object) -> None:
        raise OSError

    monkeypatch.setattr(reader_process.subprocess, "Popen", refuse)
    paths = books(tmp_path, ["good"] * 4)
    assert are_made_here(reader, paths) == [True] * 4


def test_files_planned_with_work_can_be_read_as_they_are(
    reader: Reader, tmp_path: Path
) -> None:
    paths = books(tmp_path, ["good"] * 4)
    reader.plan(paths, work=tell_process)
    assert reader.read(paths[0]).file == paths[0].name
    assert reader.read_into(paths[1], tell_process)[0] == paths[1].name
    reader.end()


def test_files_planned_behind_others_are_begun_once(
    reader: Reader, tmp_path: Path
) -> None:
    first, *paths = books(tmp_path, ["good"] * 5)
    reader.plan([first])
    reader.plan(paths, work=tell_process, behind=True)
    assert [process.unanswered[0].path for process in reader.processes] == [
        str(first),
        str(paths[0]),
        str(paths[1]),
    ]
    assert reader.read(first).file == first.name
    begun = list(reader.asked)
    reader.plan(paths, work=tell_process)
    assert list(reader.asked) == begun
    for path in paths:
        file, process = reader.read_into(path, tell_process)
        assert (file, process == os.getpid()) == (path.name, False)
    reader.end()


def test_few_files_behind_others_are_not_begun(reader: Reader, tmp_path: Path) -> None:
    first, *paths = books(tmp_path, ["good"] * 3)
    reader.plan([first])
    reader.plan(paths, work=tell_process, behind=True)
    assert len(reader.asked) == 1
    reader.end()
