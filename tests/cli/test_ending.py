"""A run ends at once: with its exit code, all that was registered for its end done, and what it said said.

What cannot be said any more is told as Python tells it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import atexit, sys
from kbo_screen.cli.ending import ended_at_once

class Freed:
    def __del__(self):
        print("freed")

kept = Freed()
with ended_at_once():
    atexit.register(print, "ended")
    print("said")
    {end}
"""


def run(end: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(end=end)],
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize("code", [0, 3])
def test_a_run_ends_with_its_code_and_frees_nothing(code: int) -> None:
    assert run(f"sys.exit({code})") == (code, ["said", "ended"])


def test_any_other_end_is_as_usual() -> None:
    assert run("pass") == (0, ["said", "ended", "freed"])
    assert run("1 / 0") == (1, ["said", "ended", "freed"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_what_cannot_be_said_is_told_by_python() -> None:
    full = "sys.stdout = open('/dev/full', 'w'); print('lost'); sys.exit(0)"
    assert run(full) == (120, ["said", "freed"])
