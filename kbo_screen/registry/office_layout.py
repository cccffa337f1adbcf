"""An office's own form as a plain value: where its blank cells are. Reader and writer share it.

Rows and columns count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class LinePart(NamedTuple):
    """A piece of a line: words that stay, or the name of what is to stand there."""

    words: str
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell above or below the table that says the district or the province, and all that is to stand in it."""

    row: int
    column: int
    parts: tuple[LinePart, ...]

    def words(self, values: Mapping[str, str]) -> str:
        """What stands in the cell once it is filled, blanks between a name and what follows it.

        >>> HeadCell(0, 0, (LinePart("อำเภอ"), LinePart("district", True))).words({"district": "บางคล้า"})
        'อำเภอบางคล้า'
        """
        words = ""
        for part in self.parts:
            if not part.is_field:
                needs_blank = words and not part.words[:1].isspace()
                words += f" {part.words}" if needs_blank else part.words
            else:
                words += values.get(part.words, "")
        return words


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """A form that an office made itself: its bytes, and where its one table is to be filled.

    `columns`: field -> its column; `number_column`: the one that numbers the rows, None where there is none.
    `first_row`, `last_row`: the blank rows; last_row is None where nothing stands below them, for then only the frames
    of the cells say where the table ends.
    """

    file: str
    content: bytes
    sheet: str
    columns: Mapping[str, int]
    number_column: int | None
    first_row: int
    last_row: int | None
    heads: tuple[HeadCell, ...] = ()

    @property
    def has_macros(self) -> bool:
        """The form is a workbook of the kind that holds macros."""
        return self.file.lower().endswith(".xlsm")

    @property
    def suffix(self) -> str:
        """How the names of its copies end."""
        return ".xlsm" if self.has_macros else ".xlsx"
