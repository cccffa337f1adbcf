"""Lists that are read in the reader's processes are those that are read here: in every word, on any number of cores.

They are read while the registry is ranked, and half of them are checked by a copy of the process; what is wrong with
the call is said as ever.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from kbo_screen.checking import validation
from kbo_screen.cores import beside
from kbo_screen.cores.beside import FEWEST_ROWS
from kbo_screen.grid import Reader, reader_process
from kbo_screen.letters.loading import load_letter
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.submissions.submission_files import (
    ListReading,
    find_submissions,
    list_reading,
    read_lists,
)
from tests.tools.program import run_program

if TYPE_CHECKING:
    import subprocess

    import pytest

    from kbo_screen.registry.submission import Submission

SAMPLE = Path(__file__).parents[2] / "sample_data"
SUBMISSIONS = SAMPLE / "submissions"
TODAY = dt.date(2023, 1, 10)


def test_lists_read_apart_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "อ.ราชสาส์น.xlsx"
    broken.write_bytes(b"PK\3\4 nothing")
    paths = [*find_submissions([SUBMISSIONS]), broken]
    expected = lists_of(paths)
    monkeypatch.setattr(reader_process, "FILES_PER_PROCESS", 1)
    monkeypatch.setattr(reader_process, "core_count", lambda: 2)
    monkeypatch.setattr(ListReading, "__call__", None)  # nothing is read here
    assert lists_of(paths) == expected


def lists_of(paths: list[Path]) -> list[str]:
    """Every list, told in full."""
    letter = load_letter()
    reading = list_reading(letter, make_scope(letter, None), today=TODAY)
    lists: list[Submission] = []
    with Reader() as reader:
        reader.plan(paths, with_formulas=True, work=reading)
        for path in paths:
            lists += read_lists(path, reading, reader)
    return list(map(repr, lists))


def test_a_check_says_the_same_on_one_core_and_on_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = [validated(), validated("--district", "ไม่มี")]
    monkeypatch.setattr(reader_process, "FILES_PER_PROCESS", 1)
    monkeypatch.setattr(validation, "ROWS_PER_LIST", FEWEST_ROWS)
    for module in (reader_process, beside):
        monkeypatch.setattr(module, "core_count", lambda: 2)
    monkeypatch.setattr(ListReading, "__call__", None)  # nothing is read here
    done = [validated(), validated("--district", "ไม่มี")]
    assert [call.returncode for call in done] == [1, 2]
    for call, expected_call in zip(done, expected, strict=True):
        assert call.stdout == expected_call.stdout
        assert call.stderr == expected_call.stderr


def validated(*words: str) -> subprocess.CompletedProcess[str]:
    """The sample's lists, checked on a day before they were due."""
    registry = SAMPLE / "registry.xlsx"
    options = ("--format", "json", "--today", "2566-01-10")
    return run_program(
        "validate", SUBMISSIONS, "--registry", registry, *options, *words
    )
