"""A letter as a page of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.results.wording.letter_sections import letter_sections

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter


def letter_markdown(letter: Letter, lang: str) -> str:
    """Every part of a letter under a heading, its items as lists."""
    lines = []
    for section in letter_sections(letter, lang):
        lines += [f"## {section.title}", ""]
        for first, *details in section.items:
            lines.append(f"- {first}")
            lines += [f"  - {line}" for line in details]
        lines.append("")
    return "\n".join(lines)
