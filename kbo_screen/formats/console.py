"""A console on which no word of an input moves the cursor, colours or writes a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment

#: The controls of ASCII and of its upper half, but for tab and ends of lines.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class PlainConsole(Console):
    """A console of rich; what it is given to show holds no controls, what it adds (colours) does."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Lay out, then take the controls out of every piece of text."""
        for segment in super().render(renderable, options):
            yield (
                segment
                if segment.control
                else segment._replace(text=without_controls(segment.text))
            )


def without_controls(words: str) -> str:
    r"""The words without characters that a terminal obeys; ends of lines stay.

    >>> without_controls("กลุ่ม\x1b[31mแดง\x9b0m\n")
    'กลุ่ม[31mแดง0m\n'
    """
    return words if words.isprintable() else _CONTROLS.sub("", words)
