"""How another Python is started for a share of the work."""

from __future__ import annotations

import sys


def python_command(boot: str, *words: str) -> list[str]:
    """The Python that runs here, a text to run, and words for it.

    It is deaf to PYTHON variables (-E) and to the working folder (-P). What the variables told the master of bytes and
    of file names is handed on.
    """
    flags = ["-E", "-P", "-X", f"utf8={sys.flags.utf8_mode}"]
    if sys.dont_write_bytecode:
        flags += ["-B"]
    return [sys.executable, *flags, "-c", boot, *words]
