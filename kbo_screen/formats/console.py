"""A console on which no word of an input moves the cursor, colours or writes a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from kbo_screen.formats.controls import without_controls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment


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
