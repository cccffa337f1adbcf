"""The hidden part of a form: for which letter, district and edition of the registry it was made.

Knows what is stamped, where it stands in a workbook, and which columns of a form are formulas. Refuses to write
or to open one.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbo_screen.screening.registry import InputFile

#: The version of the forms that this program writes. Forms of every earlier version stay readable.
FORM_VERSION: Final = "1"
#: The very hidden sheet that holds the stamp, a name and a value in each row.
STAMP_SHEET: Final = "kbo_screen_form"
#: The hidden sheet that feeds the drop-downs and formulas.
CHOICES_SHEET: Final = "kbo_screen_choices"
#: Columns of a form that follow from the group picked, by formula; the rest is typed.
LOOKED_UP: Final = ("group_id", "subdistrict", "product_name", "star", "quadrant", "standard", "tier")


@dataclass(frozen=True, slots=True)
class FormStamp:
    """What a form was made for. registry: the edition; "" for a blank form, which was made from none."""

    version: str
    letter: str
    district: str
    registry: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """The stamp as name and value, one pair a row."""
        return list(asdict(self).items())


def read_stamp(pairs: Mapping[str, str]) -> FormStamp | None:
    """The stamp of name and value pairs, whatever a later version adds; None where it names no district."""
    if not pairs.get("district"):
        return None
    return FormStamp(*(pairs.get(name, "") for name in ("version", "letter", "district", "registry")))


def edition_of(inputs: Iterable[InputFile]) -> str:
    """The edition of a registry: a hash over its files, whatever their names and order."""
    hashes = sorted(file.sha256 for file in inputs if file.role == "registry")
    return hashlib.sha256("".join(hashes).encode()).hexdigest()
