"""How wide the environment says that a screen is.

Editors and timers set COLUMNS to 0 or to nothing; what is no number of columns is as if it were not set.
"""

from __future__ import annotations

import os
import re
from typing import Final

_VARIABLE: Final = "COLUMNS"
#: A screen of fewer columns shows nothing, one of more is none.
_COLUMNS: Final = range(20, 2_001)
_NUMBER: Final = re.compile(r"\s*([0-9]{1,4})\s*")


def asked_width() -> int | None:
    """The columns that COLUMNS asks for; None where it is not set, or to no number of columns."""
    number = _NUMBER.fullmatch(os.environ.get(_VARIABLE, ""))
    if number and int(number[1]) in _COLUMNS:
        return int(number[1])
    return None


def forget_odd_width() -> None:
    """Take COLUMNS out of the environment where it is no number of columns: libraries look there too."""
    if asked_width() is None:
        os.environ.pop(_VARIABLE, None)
