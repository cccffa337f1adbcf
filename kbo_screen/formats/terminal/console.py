"""Where results are shown, line by line: no word of an input moves the cursor, colours or writes a title.

A pipe gets plain text and loads no rich.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

from kbo_screen.formats.controls import without_controls
from kbo_screen.formats.terminal.asked_width import asked_width
from kbo_screen.vocabulary.thai_text import wrap

if TYPE_CHECKING:
    from typing import TextIO

    from rich.console import Console

#: Columns of a pipe, which has none of its own.
PIPE_WIDTH: Final = 110
#: Wider than any line.
NEVER_FOLDED: Final = 1_000_000


class Screen:
    """A terminal, or what stands in for one: so many columns, and lines that are printed as they are.

    painter: the console of rich that colours the lines; None for plain text into the stream.
    """

    def __init__(
        self,
        width: int,
        stream: TextIO | None = None,
        painter: Console | None = None,
    ) -> None:
        self.width = width
        self.lines_printed = 0
        self._stream = stream or sys.stdout
        self._painter = painter

    def print(self, line: str = "", style: str = "") -> None:
        """Print a line, whatever its length; the terminal breaks one that is too long for it."""
        words = without_controls(line)
        self.lines_printed += 1
        if self._painter is None:
            self._stream.write(f"{words}\n")
            return
        from rich.text import Text

        self._painter.print(
            Text(words, style=style),
            no_wrap=True,
            overflow="ignore",
            crop=False,
        )


def result_screen() -> Screen:
    """The screen for results: stdout, no colour and a fixed width in a pipe."""
    if not sys.stdout.isatty():
        return Screen(asked_width() or PIPE_WIDTH)
    from rich.console import Console

    painter = Console(highlight=False, emoji=False, markup=False)
    return Screen(shutil.get_terminal_size().columns, painter=painter)


def print_line(
    screen: Screen,
    line: str,
    indent: int = 0,
    style: str = "",
) -> None:
    """Print a text folded at spaces and clusters, never inside one."""
    for piece in wrap(line, screen.width - indent):
        screen.print(" " * indent + piece, style=style)


def message_screen() -> Screen:
    """The screen for everything that is not the result: stderr, plain, as wide as its terminal.

    A pipe has no width of its own: nothing is folded there, unless COLUMNS says how wide whoever reads it is.
    """
    return Screen(_width_of_messages(), sys.stderr)


def _width_of_messages() -> int:
    if columns := asked_width():
        return columns
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return NEVER_FOLDED
