"""The program, called as on the command line but in the tests' own process: a third of the time of a process of its own.

What only a process shows (its streams, signals, what it loads) is tested by one.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from typing import TYPE_CHECKING
from unittest import mock

from typer.testing import CliRunner

from kbo_screen.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

NAME = "kbo-screen"


def run_program(
    *words: object,
    folder: Path | None = None,
    lang: str | None = "en",
    columns: int | None = None,
    program: str = NAME,
) -> subprocess.CompletedProcess[str]:
    """What `kbo-screen` with these words ends with and prints, in a folder, for a pipe of so many columns.

    program: as it is typed; by its path it stands in no folder in which the shell looks.
    """
    arguments = list(map(str, words))
    width = str(columns) if columns else None
    environment = {"KBO_SCREEN_LANG": lang, "COLUMNS": width}
    if program != NAME:
        environment["PATH"] = ""
    here = contextlib.chdir(folder) if folder else contextlib.nullcontext()
    with here, mock.patch.object(sys, "argv", [program, *arguments]):
        done = CliRunner().invoke(app, arguments, env=environment, prog_name=NAME)
    return subprocess.CompletedProcess(
        arguments, done.exit_code, done.stdout, done.stderr
    )
