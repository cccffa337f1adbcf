"""Opens somebody's own workbook to change cells of it, and saves it with all else as it was.

The one place that opens and saves by openpyxl. Not everything survives it: `sources/lost_in_saving.py` compares what a
file says before and after, and whoever writes decides by that.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

from kbo_screen.findings import InputError, Place
from kbo_screen.formats.package_parts import without_time_of_saving

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Characters that a workbook does not take.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Letters that a cell holds.
_MOST_LETTERS: Final = 32_767
#: What openpyxl raises for parts that it does not understand.
_FAULTS: Final = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    OSError,
    RuntimeError,
    BadZipFile,
)


def open_kept(content: bytes, file: str) -> Workbook:
    """A workbook to be changed. Raises InputError for one that openpyxl does not understand."""
    from openpyxl import load_workbook

    has_macros = file.lower().endswith(".xlsm")
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # it warns of what it drops; that is told after a comparison
        try:
            workbook = load_workbook(
                BytesIO(content),
                rich_text=True,
                keep_vba=has_macros,
            )
        except _FAULTS:
            raise InputError.of("file.not-kept", Place(file)) from None
    if not workbook.worksheets:  # it sees no sheet of a workbook of the strict kind
        raise InputError.of("file.not-kept", Place(file))
    return workbook


def saved_bytes(workbook: Workbook, file: str) -> bytes:
    """A workbook as the bytes of a file, without the time of saving. Raises InputError for one that cannot be saved."""
    target = BytesIO()
    try:
        workbook.save(target)
    except _FAULTS:
        raise InputError.of("file.not-kept", Place(file)) from None
    return without_time_of_saving(target.getvalue())


def saved_again(content: bytes, file: str) -> bytes:
    """A workbook opened and saved, and nothing changed. Raises InputError."""
    return saved_bytes(open_kept(content, file), file)


def first_of_merge(cell: Any) -> Any:
    """The cell that holds what stands in a cell: of a merged one its first."""
    for merge in cell.parent.merged_cells.ranges:
        if cell.coordinate in merge:
            return cell.parent.cell(merge.min_row, merge.min_col)
    return cell


def put_value(cell: Any, value: str | int) -> None:
    """Let a cell hold a number, or a text that is never a formula."""
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = _CONTROLS.sub("", value)[:_MOST_LETTERS]
    cell.data_type = "s"
