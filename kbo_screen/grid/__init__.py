"""Opens spreadsheets: bytes become grids of values, with plain notices of what is odd."""

from kbo_screen.grid.addresses import column_letters, column_of_letters, position_of
from kbo_screen.grid.grid import (
    NOT_CALCULATED,
    NOT_GIVEN,
    CellError,
    CellValue,
    Column,
    LongTextError,
    Merge,
    NotedTextError,
    Position,
    SheetGrid,
    StruckRowError,
    StruckTextError,
    Workbook,
    column_of,
)
from kbo_screen.grid.notices import Notice, NoticeKind, ReadError
from kbo_screen.grid.properties import DocumentParts, custom_properties, document_parts
from kbo_screen.grid.reader_process import Reader

__all__ = [
    "NOT_CALCULATED",
    "NOT_GIVEN",
    "CellError",
    "CellValue",
    "Column",
    "DocumentParts",
    "LongTextError",
    "Merge",
    "NotedTextError",
    "Notice",
    "NoticeKind",
    "Position",
    "ReadError",
    "Reader",
    "SheetGrid",
    "StruckRowError",
    "StruckTextError",
    "Workbook",
    "column_letters",
    "column_of",
    "column_of_letters",
    "custom_properties",
    "document_parts",
    "position_of",
]
