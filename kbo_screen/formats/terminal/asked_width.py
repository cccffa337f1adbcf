"""How wide the environment says that a screen is.

Editors and timers set COLUMNS to 0 or to nothing; what is no number of columns is as if it were not set.
"""

from __future__ import annotations

import os
from typing import Final

_VARIABLE: Final = "COLUMNS"
#: A screen of fewer columns shows nothing, one of more is none.
_COLUMNS: Final = range(20, 2_001)
_MOST_DIGITS: Final = 4


def asked_width() -> int | None:
    """The columns that COLUMNS asks for; None where it is not set, or to no number of columns."""
    digits = os.environ.get(_VARIABLE, "").strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    if not is_number or int(digits) not in _COLUMNS:
        return None
    return int(digits)


def forget_odd_width() -> None:
    """Take COLUMNS out of the environment where it is no number of columns: libraries look there too."""
    if asked_width() is None:
        os.environ.pop(_VARIABLE, None)
