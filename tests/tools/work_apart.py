"""What readers in a process of their own are asked to make of a workbook, well and badly."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.grid import Workbook


def _is_apart() -> bool:
    """This is the reader's process, in which no test runs."""
    return "pytest" not in sys.modules


def tell_process(workbook: Workbook, path: Path) -> tuple[str, int]:
    """The file's name and the process that is asked; apart it fails in many ways, by the name of the file."""
    assert path.is_absolute()
    if _is_apart():
        if "raises" in path.name:
            raise ZeroDivisionError
        if "dies" in path.name:
            os.abort()
        if "hangs" in path.name:
            time.sleep(60)
    if "refused" in path.name:
        raise ZeroDivisionError(path.name)
    return workbook.file, os.getpid()
