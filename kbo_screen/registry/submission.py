"""A district's submission as the rooms hand it on: what each row says, cell by cell, and what the head says.

It knows the shape of a submission.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kbo_screen.findings import Place
from kbo_screen.vocabulary.fewer_reasons import gives_reason

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.registry.form_stamp import FormStamp
    from kbo_screen.registry.registry import InputFile
    from kbo_screen.registry.returned_list import WarningMark

#: Where the district of a submission was read.
DistrictFrom = Literal["form", "title", "column", "sheet", "file", "option"]
#: What a file returns: groups, the word that there is none, or nothing.
Returned = Literal["list", "none", "not_filled"]
#: Fields that a person fills in; the rest of a form follows from the group.
TYPED_FIELDS: Final = ("group_name", "group_id", "potential", "representative", "phone")
#: The column in which a district confirms its rows, where it is named as a field or as a header.
CONFIRMATION: Final = "confirmation"
#: Fields of the head of a form or table.
HEAD_FIELDS: Final = (
    "district",
    "reporter",
    "certifier",
    "officer",
    "date",
    "none",
    "reason",
)


class CellEntry(NamedTuple):
    """What stands in a cell: its text, what it was read as (None where blank or not understood), and where.

    is_clear: False where the text was not understood. year_be: the round that stands beside a star.
    """

    text: str
    value: Any
    place: Place
    is_clear: bool = True
    year_be: int | None = None


#: What stands in cells, by the field or the header that each is of.
CellEntries = dict[str, CellEntry]


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """One row that names a group: `cells` has every field that the table has a column for, filled or not.

    reason: what stands in the column in which the district confirms the row; None without the column. marks: those of
    our notes on the row when the list was sent back. remarks: by header what stands in columns of no field.
    """

    row: int
    cells: CellEntries
    reason: CellEntry | None = None
    marks: frozenset[WarningMark] = frozenset()
    remarks: CellEntries = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """What a field was read as; None where the table lacks it, it is blank, or it was not understood."""
        written = self.cells.get(name)
        return written.value if written else None

    @property
    def names_group(self) -> bool:
        """The row says which group it is about."""
        return (
            self.value("group_name") is not None or self.value("group_id") is not None
        )

    @property
    def addresses(self) -> set[str | None]:
        """Its cells, as Excel calls them."""
        return {cell.place.cell for cell in self.cells.values()}

    def place(self, *names: str) -> Place:
        """The cell of the first of the fields that the table has."""
        return next(
            self.cells[name].place
            for name in (*names, *self.cells)
            if name in self.cells
        )

    @property
    def group_place(self) -> Place:
        """The cell that names the group."""
        filled = [
            name for name in ("group_name", "group_id") if self.value(name) is not None
        ]
        return self.place(*filled, "group_name", "group_id")


@dataclass(frozen=True, eq=False)
class Submission:
    """One district's list in one file. A file that could not be read is one without rows and with its findings.

    district_ix: position in the scope, None where nothing names it. head: fields of HEAD_FIELDS that have a cell.
    saved: when the file was last changed. stamp: the hidden part of a form; None for a district's own table.
    path: the file, for links to it. nil: the cell that says that the district has no group to name. header_row: the
    last row of the table's header, from 1.
    """

    file: str
    input: InputFile | None = None
    sheet: str | None = None
    district_ix: int | None = None
    district_from: DistrictFrom | None = None
    rows: tuple[SubmittedRow, ...] = ()
    head: CellEntries = field(default_factory=dict)
    stamp: FormStamp | None = None
    saved: dt.datetime | None = None
    findings: tuple[Finding, ...] = ()
    #: False where no table could be read from the file.
    is_readable: bool = True
    #: Fields whose header was mapped by hand.
    mapped_by_hand: frozenset[str] = frozenset()
    #: The district that the file's name gives, where it gives one.
    named_district_ix: int | None = None
    path: Path | None = None
    nil: CellEntry | None = None
    header_row: int | None = None

    @property
    def place(self) -> Place:
        """Its sheet, else its file."""
        return Place(self.file, self.sheet)

    @property
    def reason(self) -> CellEntry | None:
        """Why the list names fewer groups than are asked for; None where nothing is said."""
        reason = self.head.get("reason")
        return reason if reason and gives_reason(reason.text) else None

    @property
    def returned(self) -> Returned | None:
        """What the district sent: a list, that it has none, or nothing that was filled in; None where it is unreadable.

        Who gives a reason and names no group says that there is none.
        """
        if not self.is_readable:
            return None
        if self.rows:
            return "list"
        return "none" if self.nil or self.reason else "not_filled"
