"""Files that ask much of one thing each, 75 of them, end soon: read, or refused in a sentence.

- Each is read, or refused, by the reader in little time.
- `rank` and `validate` of each, twenty times as large (`-m slow`), end in a sentence within seconds and memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from kbo_screen.grid import ReadError, reader
from tests.tools.time_wasters import makers

REGISTRY: Final = Path(__file__).parents[2] / "sample_data" / "registry.xlsx"
SMALL: Final = makers(1)
LARGE: Final = makers(20)
#: Of one command with its reader; the largest list of them has 20,000 rows in error.
MOST_SECONDS: Final = 20
MOST_MEGABYTES: Final = 1000
#: Runs a command and says how it ended, and what it and its reader took.
MEASURED: Final = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "kbo_screen", *sys.argv[1:]], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = used.ru_utime + used.ru_stime
print(json.dumps([done.returncode, bool(done.stdout + done.stderr), seconds, used.ru_maxrss / 1024]))
"""


@pytest.mark.parametrize("name", SMALL)
def test_what_wastes_time_is_read_or_refused_soon(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SMALL[name]())
    started = time.process_time()
    with suppress(ReadError):
        reader.read_here(path)
    assert time.process_time() - started < 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="measured by the system")
@pytest.mark.parametrize("name", LARGE)
def test_a_command_that_is_given_one_ends_in_a_sentence(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(LARGE[name]())
    for words in (["rank", path], ["validate", path, "--registry", REGISTRY]):
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *map(str, words)],
            capture_output=True,
            text=True,
        )
        exit_code, has_words, seconds, megabytes = json.loads(done.stdout)
        assert exit_code in (0, 1, 3)
        assert has_words
        assert seconds < MOST_SECONDS
        assert megabytes < MOST_MEGABYTES
