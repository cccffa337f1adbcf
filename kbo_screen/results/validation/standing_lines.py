"""Where things stand: a line per district, from what it sent and when that came."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.results.validation.validation_sentences import (
    accepted_in_words,
    says_none,
    short_status,
    shown_status,
)
from kbo_screen.results.wording.area_names import name_among
from kbo_screen.vocabulary.dates import short_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.checking.check_result import (
        CheckedDistrict,
        CheckedFile,
        Validation,
    )

#: What a line says of a district, in its order.
STANDING_COLUMNS: Final = (
    "district",
    "status",
    "accepted",
    "errors",
    "warnings",
    "received",
    "remarks",
)


class DistrictStanding(NamedTuple):
    """A district in words. look: the status of its list that counts, "not_sent" where there is none."""

    look: str
    cells: tuple[str, ...]


def shows_standing(checked: Validation) -> bool:
    """Districts are told one by one: where all are expected to send, and it was said when lists came."""
    return checked.expects_all and any(file.received for file in checked.files)


def replaced_lists(checked: Validation) -> Counter[int | None]:
    """By district how many of its lists another one took the place of."""
    return Counter(
        file.submission.district_ix for file in checked.files if file.superseded
    )


def standing_of(checked: Validation) -> Iterator[DistrictStanding]:
    """A line per district of the scope, in its order; below, one per list that names no district."""
    replaced = replaced_lists(checked)
    for district in checked.districts:
        yield _standing(district, replaced[district.district_ix], checked)
    for file in checked.files:
        if file.submission.district_ix is None:
            cells = _cells(
                "?",
                file,
                [file.submission.file],
                checked,
            )
            yield DistrictStanding(shown_status(file), cells)


def _standing(
    district: CheckedDistrict,
    n_replaced: int,
    checked: Validation,
) -> DistrictStanding:
    """n_replaced: lists of the district in whose place another counts."""
    lang = checked.lang
    name = name_among(checked.run, checked.area_of(district))
    file = checked.file_of(district)
    if file is None:
        status = text("validate.on_time.not_sent", lang)
        return DistrictStanding("not_sent", (name, status, "-", "-", "-", "-", ""))
    remarks = []
    if district.on_time is False:
        remarks.append(text("validate.standing.late", lang))
    if n_replaced:
        remarks.append(text("validate.standing.older", lang, count=n_replaced))
    cells = _cells(
        name,
        file,
        remarks,
        checked,
    )
    return DistrictStanding(shown_status(file), cells)


def _cells(
    name: str,
    file: CheckedFile,
    remarks: Sequence[str],
    checked: Validation,
) -> tuple[str, ...]:
    """What is said of a list, in the order of STANDING_COLUMNS."""
    lang = checked.lang
    counts = file.severities
    status = short_status(file, lang)
    if says_none(file):
        status = text("validate.standing.none", lang)
    return (
        name,
        status,
        accepted_in_words(file),
        str(counts["error"]),
        str(counts["warning"]),
        short_date(file.received, lang) if file.received else "-",
        ", ".join(remarks),
    )
