"""A letter on the terminal: the first line of an item stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.formats.terminal.console import print_line
from kbo_screen.formats.terminal.screen_parts import (
    print_aside,
)
from kbo_screen.results.wording.letter_sections import letter_sections

if TYPE_CHECKING:
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.letters.model import Letter


def show_letter(
    letter: Letter,
    lang: str,
    screen: Screen,
) -> None:
    """Show every part of a letter, each under its title."""
    for section in letter_sections(letter, lang):
        print_line(screen, section.title, style="bold")
        for first, *details in section.items:
            print_line(screen, first, indent=2)
            for line in details:
                print_aside(screen, line, indent=6)
        screen.print()
