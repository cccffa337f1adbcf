"""The only place that opens a spreadsheet; gives a SheetGrid. Refuses to know what a column means."""

from kbo_screen.grid.grid import (
    NOT_CALCULATED,
    NOT_GIVEN,
    CellError,
    CellValue,
    Column,
    Merge,
    SheetGrid,
    StruckRowError,
    StruckTextError,
    Workbook,
    column_of,
)
from kbo_screen.grid.properties import custom_properties
from kbo_screen.grid.reader_process import (
    read_ahead,
    read_workbook,
    reader_faults,
    use_passwords,
)

__all__ = [
    "NOT_CALCULATED",
    "NOT_GIVEN",
    "CellError",
    "CellValue",
    "Column",
    "Merge",
    "SheetGrid",
    "StruckRowError",
    "StruckTextError",
    "Workbook",
    "column_of",
    "custom_properties",
    "read_ahead",
    "read_workbook",
    "reader_faults",
    "use_passwords",
]
