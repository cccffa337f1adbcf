"""The characters that a terminal obeys, and texts without them."""

from __future__ import annotations

import re
from typing import Final

#: The controls of ASCII and of its upper half, but for tab and ends of lines; what turns the direction of a line round.
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def without_controls(words: str) -> str:
    r"""The words without characters that a terminal obeys; ends of lines stay.

    >>> without_controls("กลุ่ม\x1b[31mแดง\x9b0m\n")
    'กลุ่ม[31mแดง0m\n'
    >>> without_controls("กลุ่ม\u202eกลับหัว\u202c")
    'กลุ่มกลับหัว'
    """
    return words if words.isprintable() else _CONTROLS.sub("", words)
