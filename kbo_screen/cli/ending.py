"""How a run ends: at once, without handing back its memory piece by piece.

Python frees every value of a country before it ends, a quarter of a second of work for nobody. What has to be done at
an end (processes, temporary files) is done before, by whoever registered it.
"""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Let the process end with the code of the SystemExit that is raised within; any other end is as usual."""
    codes: list[int] = []
    atexit.register(_end, codes)  # what is registered first is called last
    try:
        yield
    except SystemExit as end:
        if isinstance(end.code, int):
            codes.append(end.code)
        raise


def _end(codes: list[int]) -> None:
    if not codes:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # closed or full: Python says so in its own way
        return
    os._exit(codes[0])
