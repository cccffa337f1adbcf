"""The hidden part of a form: for which letter, district and edition of the registry it was made.

It knows what is stamped, where it stands in a workbook, and which columns of a form are formulas.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from kbo_screen.registry.side_list import FIELD_OF_ROLE
from kbo_screen.vocabulary.digests import digest_of_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kbo_screen.registry.registry import InputFile

#: The version of the forms that this program writes. Forms of every earlier version stay readable.
FORM_VERSION: Final = "2"
#: The very hidden sheet that holds the stamp, a name and a value in each row.
STAMP_SHEET: Final = "kbo_screen_form"
#: The hidden sheet that feeds the drop-downs and formulas.
CHOICES_SHEET: Final = "kbo_screen_choices"
#: Columns of a form that follow from the group picked, by formula; the rest is typed.
LOOKED_UP: Final = (
    "group_id",
    "subdistrict",
    "product_name",
    "star",
    "quadrant",
    "standard",
    "tier",
)


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
    return FormStamp(
        *(pairs.get(name, "") for name in ("version", "letter", "district", "registry"))
    )


def edition_of(inputs: Iterable[InputFile]) -> str:
    """The edition of a registry: a hash over its files and the side lists beside it, whatever their names and order.

    Answers are no part of it: a form that came back is itself one.
    """
    return _hash(
        f"{file.role} {file.sha256}"
        for file in inputs
        if file.role in ("registry", *FIELD_OF_ROLE)
    )


def is_of_edition(stamp: FormStamp, inputs: Collection[InputFile]) -> bool:
    """A form was made from these inputs, or from none; a form of version 1 is stamped with the registry alone."""
    edition = edition_of(inputs)
    if stamp.version == "1":
        edition = _hash(file.sha256 for file in inputs if file.role == "registry")
    return stamp.registry in ("", edition)


def _hash(marks: Iterable[str]) -> str:
    return digest_of_text("".join(sorted(marks)))
