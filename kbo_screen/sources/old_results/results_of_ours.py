"""Why a file cannot be replayed, by what it is: a page, rows, a form, a part, a result without its receipt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.registry.form_stamp import STAMP_SHEET
from kbo_screen.sources.old_results.old_output import head_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from kbo_screen.sources.old_results.changed_cells import ResultBook

_SCHEMA: Final = re.compile(rb'"schema": "kbo-screen/([a-z-]+)/')


def why_not_read(path: Path, commands: Collection[str]) -> Finding | None:
    """Why a file of text is not replayed; None for one that may be. commands: those whose JSON is."""
    place = Place(path.name)
    match path.suffix.lower():
        case ".html" | ".htm":
            return make_finding("file.page-not-replayed", place)
        case ".csv":
            return make_finding("file.rows-not-replayed", place)
        case ".docx":
            return make_finding("file.result-not-replayed", place)
        case ".json":
            return _why_json_is_not(path, commands)
    return None


def _why_json_is_not(path: Path, commands: Collection[str]) -> Finding | None:
    schema = _SCHEMA.search(head_of(path) or b"")
    if schema is None or schema[1].decode() in commands:
        return None
    return make_finding("file.result-not-replayed", Place(path.name))


def why_without_receipt(book: ResultBook) -> Finding:
    """Why a workbook in which no receipt stands is not replayed."""
    place = Place(book.file)
    if STAMP_SHEET in book.sheet_names:
        return make_finding("file.form-not-replayed", place)
    receipt_sheets = text_in_each("workbook.sheet.receipt").values()
    if not book.sheet_names.isdisjoint(receipt_sheets):
        return make_finding("file.part-not-replayed", place)
    if book.typed:
        return make_finding("file.result-not-replayed", place)
    return make_finding("file.no-receipt", place)
