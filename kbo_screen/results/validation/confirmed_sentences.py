"""What a district has confirmed, in words: the warning, by whom, where the reason stands and how it reads.

Nobody is named in a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.findings.masking import mask_people
from kbo_screen.results.validation.validation_payload import district_name
from kbo_screen.results.wording.finding_lines import cell_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbo_screen.checking.check_result import CheckedFile, Confirmation, Validation


def confirmed_in_words(file: CheckedFile, checked: Validation) -> list[str]:
    """A line per warning of a list that is confirmed."""
    lang = checked.lang
    who = confirmed_by(file, checked)
    return [
        text(
            "validate.confirmed.line",
            lang,
            message=entry.finding.message(lang),
            who=who,
            cell=entry.reason.place.cell or "-",
            reason=reason_in_words(entry),
        )
        for entry in file.confirmed
    ]


def confirmed_count_in_words(files: Iterable[CheckedFile], lang: str) -> str | None:
    """How many warnings are confirmed, and of one list in which cells; None for none."""
    lists = [file for file in files if file.confirmed]
    if not lists:
        return None
    count = sum(len(file.confirmed) for file in lists)
    if len(lists) > 1:
        return text(
            "validate.confirmed.count",
            lang,
            count=count,
            lists=len(lists),
        )
    cells = {entry.reason.place.cell or "" for entry in lists[0].confirmed}
    return text(
        "validate.confirmed.cells",
        lang,
        count=count,
        cells=cell_ranges(cells),
    )


def confirmed_by(file: CheckedFile, checked: Validation) -> str:
    """Who confirmed: the district that the list is of."""
    district = district_name(file, checked)
    if district is None:
        return text("validate.confirmed.sender", checked.lang)
    return text("terminal.district", checked.lang, district=district)


def reason_in_words(entry: Confirmation) -> str:
    """The reason as the district wrote it, nobody named in it."""
    return mask_people(entry.reason.text)
