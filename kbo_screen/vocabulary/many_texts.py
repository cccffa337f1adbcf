"""Many texts looked at together: one search through all of them costs a fifth of a search in each."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.thai_text import (
    SHORT_TEXT,
    letters_of_lines,
    repair,
    to_ascii_digits,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

LINE_BREAK: Final = "\n"
#: Fewer texts than this are looked at one by one.
FEW: Final = 100


def positions_to_look_at(texts: Sequence[str], *patterns: re.Pattern[str]) -> set[int]:
    """The positions of the texts in which one of the patterns may match; in the others none does for sure.

    Texts that hold a line break are among them. patterns: they see each text as a line of one text.

    >>> import re
    >>> positions_to_look_at(["1 ก", "ก 1"], re.compile("^[0-9]", re.MULTILINE))
    {0}
    """
    lines = list(texts)
    positions = {position for position, text in enumerate(texts) if LINE_BREAK in text}
    for position in positions:
        lines[position] = ""
    joined_lines = LINE_BREAK.join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for pattern in patterns:
        for match in pattern.finditer(joined_lines):
            first = bisect_right(starts, match.start()) - 1
            last = bisect_right(starts, match.end()) - 1
            positions.update(range(first, last + 1))
    return positions


def repair_each(texts: Sequence[str]) -> list[str]:
    """Every text as `repair` gives it."""
    if len(texts) < FEW:
        return list(map(repair, texts))
    from kbo_screen.vocabulary.letter_pairs import are_suspect  # loads numpy

    positions = set(compress(range(len(texts)), are_suspect(texts)))
    for position, text in enumerate(texts):
        if len(text) > SHORT_TEXT or not unicodedata.is_normalized("NFC", text):
            positions.add(position)
    repaired_texts = list(texts)
    for position in positions:
        repaired_texts[position] = repair(texts[position])
    return repaired_texts


def letters_of_each(repaired_texts: Sequence[str]) -> list[str]:
    """Of every repaired text its letters and ASCII digits: as `fold` gives them.

    >>> letters_of_each(["ระดับดาว (ปี ๒๕๖๕)", "OTOP"])
    ['ระดับดาวปี2565', 'otop']
    """
    if not repaired_texts:
        return []
    joined_texts = LINE_BREAK.join(repaired_texts)
    return letters_of_lines(to_ascii_digits(joined_texts)).split(LINE_BREAK)
