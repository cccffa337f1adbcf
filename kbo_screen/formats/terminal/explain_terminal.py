"""An explanation on the terminal: every line with the indent and the colour of what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.formats.terminal.console import print_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.results.explanation.explanation_lines import (
        ExplanationLine,
        LineKind,
    )

#: By kind of line, its indent and its style.
_LOOKS: Final[dict[LineKind, tuple[int, str]]] = {
    "gap": (0, ""),
    "heading": (0, "bold"),
    "opening": (0, ""),
    "statement": (2, ""),
    "note": (2, "yellow"),
    "place": (2, "dim"),
    "source": (6, "dim"),
    "true": (2, "green"),
    "false": (2, "red"),
    "unknown": (2, "yellow"),
    "not-checked": (2, "yellow"),
}


def show_explanation(lines: Iterable[ExplanationLine], screen: Screen) -> None:
    """Show the lines of an explanation or of a comparison."""
    for line in lines:
        indent, style = _LOOKS[line.kind]
        print_line(screen, line.words, indent, style)
