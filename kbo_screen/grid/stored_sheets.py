"""The worksheets of an xlsx workbook as its package holds them, and what lies beside each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from kbo_screen.grid.package import sheet_parts
from kbo_screen.grid.sheet_extras import SheetExtras, read_extras
from kbo_screen.grid.sheet_xml import look_at_sheet

if TYPE_CHECKING:
    from zipfile import ZipInfo

    from kbo_screen.grid.sheet_facts import SheetFacts
    from kbo_screen.grid.styles_xml import Marks
    from kbo_screen.grid.xml_tree import Package

#: A sheet whose XML is larger is looked at for a trap while it is read: a province's
#: takes about 3 MB.
LARGE_SHEET_BYTES: Final = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A worksheet as its part of the package holds it, and what lies beside it."""

    package: Package
    part: ZipInfo
    extras: SheetExtras

    @property
    def is_large(self) -> bool:
        """Looking at it for a trap would take as long as a third of the reading."""
        return self.part.file_size > LARGE_SHEET_BYTES

    def open_part(self) -> IO[bytes]:
        """The XML, from its beginning."""
        return self.package.open(self.part)

    def look(
        self,
        marks: Marks,
        *,
        with_formulas: bool,
    ) -> SheetFacts:
        """What the XML tells, and what lies beside it."""
        facts = look_at_sheet(self.open_part, marks, with_formulas=with_formulas)
        return self.with_extras(facts)

    def with_extras(self, facts: SheetFacts) -> SheetFacts:
        """These facts, and what lies beside the sheet."""
        facts.notes = self.extras.notes
        facts.pivots = self.extras.pivots
        return facts


def stored_sheets(package: Package) -> list[StoredSheet | None]:
    """Every sheet in the order of the workbook; None where nobody can say its part."""
    return [
        StoredSheet(package, part, read_extras(package, part.filename))
        if part
        else None
        for _, part in sheet_parts(package)
    ]
