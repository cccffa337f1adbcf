"""What of a workbook is not the same after it was changed and saved, by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import InputError, Place, make_finding
from kbo_screen.grid import ReadError, WorkbookFact, differences, meaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def changed_facts(before: bytes, after: bytes, file: str) -> Sequence[WorkbookFact]:
    """The facts that two states of a workbook do not share, in order.

    Raises InputError where one of them cannot be compared.
    """
    try:
        return differences(meaning_of(before), meaning_of(after))
    except ReadError:
        raise InputError(make_finding("file.not-kept", Place(file))) from None
