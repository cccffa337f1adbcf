"""The program on a real pseudo-terminal: what a person types, and what then stands on the screen."""

from __future__ import annotations

import os
import re
import select
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: What stands before the place where a person types.
PROMPT: Final = b"\n> "
CTRL_C: Final = "\x03"
END_OF_INPUT: Final = "\x04"
#: Seconds without a sign of life after which a program hangs.
LONGEST_SILENCE: Final = 60
#: Seconds without a sign of life after which a person presses Ctrl-C again: Python forgets one that comes between the
#: prompt and the wait for its line, until a key wakes it. A program that leaves may be slow on a busy machine.
PATIENCE: Final = 5
#: Colours, and what draws signs of life.
CONTROLS: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Visit(NamedTuple):
    """What stood on the screen, and how the program ended."""

    screen: str
    exit_code: int


def visit(
    words: Sequence[str],
    lines: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> Visit:
    """Start the program in a folder and type a line at every prompt."""
    import pty  # Windows has none

    command = [sys.executable, "-m", "kbo_screen", *words]
    variables = {"COLUMNS": "80", "TERM": "dumb", "PYTHONUTF8": "1"}
    process_id, terminal = pty.fork()
    if process_id == 0:
        os.chdir(folder)
        os.execve(command[0], command, {**variables, **(environment or {})})  # noqa: S606 - no words of anybody
    try:
        screen = _typed(terminal, lines)
        _, status = os.waitpid(process_id, 0)
    finally:
        os.close(terminal)  # which ends a program that hangs
    return Visit(screen, os.waitstatus_to_exitcode(status))


def _typed(terminal: int, lines: Sequence[str]) -> str:
    """Type a line whenever the program waits for one, and leave behind the last; returns what was shown.

    Raises TimeoutError for a program that shows nothing for long.
    """
    shown, answered, keys = b"", 0, ""
    while piece := _read(terminal, keys):
        shown += piece
        while shown.count(PROMPT) > answered:
            line = lines[answered] if answered < len(lines) else END_OF_INPUT
            keys = line if line in (CTRL_C, END_OF_INPUT) else f"{line}\n"
            os.write(terminal, keys.encode())
            answered += 1
    return CONTROLS.sub("", shown.decode(errors="replace")).replace("\r", "")


def _read(terminal: int, keys: str) -> bytes:
    """The next piece of the screen after these keys; Linux raises once the other side is closed."""
    if keys == CTRL_C and not _is_shown(terminal, PATIENCE):
        os.write(terminal, CTRL_C.encode())
    if not _is_shown(terminal, LONGEST_SILENCE):
        raise TimeoutError
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def _is_shown(terminal: int, seconds: float) -> bool:
    """True once something new stands on the screen, or its other side is closed."""
    shown, _, _ = select.select([terminal], [], [], seconds)
    return bool(shown)
