"""Which sheets a workbook holds, in which order, and which workbooks a run is split into.

Knows the order of the sheets. Refuses to know what stands on one (`sheets.py` does).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Unpack

from kbo_screen.formats.workbook import sheets
from kbo_screen.formats.workbook.pages import Book
from kbo_screen.formats.writing import Overwriting, Written, write_file, write_folder
from kbo_screen.results.district_findings import OwnFindings
from kbo_screen.results.district_view import View, part_of, view_of
from kbo_screen.results.rows import each_row
from kbo_screen.vocabulary.file_names import unique_file_names

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run

#: Districts up to which each has a sheet of its own; with more, the list of all stands alone.
DISTRICT_SHEETS: Final = 40


def write_workbook(
    run: Run, path: Path, *, font: str, **over: Unpack[Overwriting]
) -> Written:
    """Write the whole run as one workbook; returns its path and what was noticed. Raises UsageError."""
    return write_file(lambda draft: _write(view_of(run), draft, font), path, **over)


def write_workbooks(
    run: Run, folder: Path, *, split: str, font: str, **over: Unpack[Overwriting]
) -> Written:
    """Write a workbook per province or district into a folder, made where it is missing. Raises UsageError.

    Every target is looked at before the first is written.
    """
    parts = _parts(run, split)
    names = unique_file_names(f"{name}.xlsx" for name, _ in parts)
    writers = {
        name: partial(_write_view, view, font=font)
        for name, (_, view) in zip(names, parts, strict=True)
    }
    return write_folder(writers, folder, **over)


def _write_view(view: View, draft: Path, *, font: str) -> None:
    _write(view, draft, font)


def _parts(run: Run, split: str) -> list[tuple[str, View]]:
    """The name and content of every workbook."""
    districts = run.screening.districts
    whole, findings = view_of(run), OwnFindings(run)
    if split == "province":
        provinces = districts.groupby("province", sort=False)
        return [
            (str(name), part_of(whole, list(part.index), findings))
            for name, part in provinces
        ]
    many = districts["province"].drop_duplicates().size > 1
    return [
        (
            f"{row.province} {row.district}" if many else str(row.district),
            part_of(whole, [row.Index], findings),
        )
        for row in each_row(districts)
    ]


def _write(view: View, draft: Path, font: str) -> None:
    book = Book(draft, font)
    sheets.add_summary(book, view)
    sheets.add_shortlist(book, view)
    if len(view.districts) <= DISTRICT_SHEETS:
        for district_ix in view.districts.index:
            sheets.add_district(book, view, int(district_ix))
    sheets.add_not_listed(book, view)
    sheets.add_to_confirm(book, view)
    sheets.add_findings(book, view)
    sheets.add_rules(book, view)
    sheets.add_receipt(book, view)
    sheets.add_answer_words(book, view)
    book.close()
