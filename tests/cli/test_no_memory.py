"""A run that asks for more memory than a run may take ends in a sentence, and not in a computer that stands still."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kbo_screen.cli import app as app_module
from kbo_screen.cli.app import app
from tests.cli.test_other_systems import SAMPLE

HELD = """
import resource
from kbo_screen.cli import MOST_MEMORY_BYTES, hold_memory
hold_memory()
assert resource.getrlimit(resource.RLIMIT_AS)[0] == MOST_MEMORY_BYTES
try:
    bytearray(MOST_MEMORY_BYTES)
except MemoryError:
    resource.setrlimit(resource.RLIMIT_AS, (4 * 1024**3, -1))
    hold_memory()
    print(resource.getrlimit(resource.RLIMIT_AS)[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold it otherwise")
def test_a_run_is_held_and_a_limit_of_others_stays() -> None:
    done = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{4 * 1024**3}\n", "")


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """`internal.no-memory`"""
    from kbo_screen.cli import rank

    def swell(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(rank, "run_of", swell)
    words = ["--lang", "en", "rank", str(SAMPLE / "registry.xlsx")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == app_module.InputError.exit_code
    assert "ask for more memory" in result.output
