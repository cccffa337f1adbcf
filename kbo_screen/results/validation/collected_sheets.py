"""The province's list: the accepted groups of all districts in the official look, and what each district sent.

It names representatives and their telephones: that is what the list is for, and why it is written only where asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.findings.masking import mask_people
from kbo_screen.registry.frame_values import value_at
from kbo_screen.results.rows import plain
from kbo_screen.results.sheets.sheet import Line, Sheet
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    plain_note,
    title_block,
    without_least,
)
from kbo_screen.results.validation.validation_sentences import (
    NOT_COUNTED,
    contested_in_words,
    not_counted_note,
    on_time_words,
    status_of_list,
)
from kbo_screen.results.wording.area_names import (
    district_among,
    district_unit,
    name_among,
)
from kbo_screen.results.wording.sentences import star_in_words, value_in_words
from kbo_screen.vocabulary.dates import thai_date
from kbo_screen.vocabulary.ids import is_phone
from kbo_screen.vocabulary.people import people_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.checking.check_result import (
        CheckedDistrict,
        CheckedFile,
        Validation,
    )
    from kbo_screen.checking.check_selection import DistrictChoice
    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Meeting
    from kbo_screen.results.sheets.sheet import Rows

#: Provinces that are named on the list.
_PROVINCES_SHOWN: Final = 3
#: Lines of the text of signatures that are the province's.
_SIGNATURE_LINES: Final = 2

_GROUPS: Final = {
    "number": 6,
    "district": 20,
    "group_name": 34,
    "group_id": 15,
    "subdistrict": 16,
    "product": 26,
    "stands": 16,
    "standard": 22,
    "tier": 28,
    "representative": 28,
    "phone": 18,
    "flags": 26,
}
_DISTRICTS: Final = {
    "district": 26,
    "status": 28,
    "file": 36,
    "accepted": 12,
    "required": 14,
    "shortfall": 12,
    "received": 24,
    "on_time": 18,
}
_CENTRED: Final = frozenset(
    {"number", "group_id", "accepted", "required", "shortfall", "on_time"}
)
#: Cells of the total in front of its words, which stand in the column of groups.
_BEFORE_TOTAL: Final = (None, None)
#: What the office corrects by hand.
_TYPED: Final = ("number", "representative", "phone")


class _AcceptedGroup(NamedTuple):
    """A group that may go up, its district's name and the list that names it."""

    district: str
    choice: DistrictChoice
    file: CheckedFile


def collected_sheets(checked: Validation) -> Iterator[Sheet]:
    """The list of accepted groups and a summary by district."""
    yield _groups_sheet(checked)
    yield _districts_sheet(checked)


def _groups_sheet(checked: Validation) -> Sheet:
    run, lang = checked.run, checked.lang
    provinces = ", ".join(run.provinces[:_PROVINCES_SHOWN])
    title = text(
        "validate.title.collected",
        lang,
        subject=run.letter.subject,
        province=provinces,
    )
    signature = text("workbook.signature", lang, district=f" {provinces}")
    return Sheet(
        name=text("validate.sheet.collected", lang),
        title_block=title_block(run, title),
        columns=labelled_columns(
            "validate.label",
            _GROUPS,
            lang,
            centred=_CENTRED,
            typed=_TYPED,
        ),
        rows=_group_rows(checked),
        total=_total_of_groups(checked),
        notes=list(_notes(checked)),
        signature=signature.split("\n")[:_SIGNATURE_LINES],
    )


def _group_rows(checked: Validation) -> Rows:
    """A row per group of an accepted list, numbered through all districts; apart below those of lists sent back.

    These wait for their list, and have a mark in the place of a number.
    """
    for number, accepted in enumerate(_choices(checked, are_counted=True), 1):
        yield [number, accepted.district, *_group_cells(accepted, checked.run)]
    waiting = list(_choices(checked, are_counted=False))
    if waiting:
        yield [None] * len(_GROUPS)
    for accepted in waiting:
        yield [NOT_COUNTED, accepted.district, *_group_cells(accepted, checked.run)]


def _total_of_groups(checked: Validation) -> list[Any]:
    """How many groups of accepted lists there are, and of how many districts."""
    counts = [district.counted for district in checked.districts if district.counted]
    words = text(
        "validate.total_of_groups",
        checked.lang,
        count=sum(counts),
        districts=len(counts),
        unit=district_unit(checked.run),
    )
    empty_cells = [None] * (len(_GROUPS) - len(_BEFORE_TOTAL) - 1)
    return [*_BEFORE_TOTAL, words, *empty_cells]


def _choices(
    checked: Validation,
    *,
    are_counted: bool,
) -> Iterator[_AcceptedGroup]:
    """The groups that may go up, each with its district: of lists that are accepted, or of those sent back."""
    for district, file in checked.lists_that_count():
        if file.is_accepted == are_counted:
            name = name_among(checked.run, checked.area_of(district))
            for choice in file.accepted:
                yield _AcceptedGroup(name, choice, file)


def _group_cells(accepted: _AcceptedGroup, run: Run) -> list[Any]:
    lang, choice = run.lang, accepted.choice
    group = run.screening.groups.loc[choice.group]
    product = run.registry.products.loc[choice.product]
    tier = None if choice.tier is None else run.letter.tiers[choice.tier]
    by_star = tier is None or tier.orders_by_star
    return [
        group["group_name"],
        plain(group["group_id"]),
        plain(product["subdistrict"]),
        plain(product["product_name"]),
        _star_words(product, lang) if by_star else _quadrant_words(product, lang),
        value_in_words("standard", group["standard"], lang),
        tier.name.to(lang) if tier else None,
        choice.row.value("representative"),
        choice.row.value("phone"),
        ", ".join(_flags(accepted, run)) or None,
    ]


def _flags(accepted: _AcceptedGroup, run: Run) -> Iterator[str]:
    """What the office looks at before it invites, where the letter calls to a meeting; what was confirmed."""
    choice, meeting = accepted.choice, run.letter.meeting
    if meeting:
        yield from _flags_of_invitation(choice, meeting, run.lang)
    reason = choice.row.reason
    confirmed_cells = {entry.reason.place.cell for entry in accepted.file.confirmed}
    if reason and reason.place.cell in confirmed_cells:
        words = mask_people(reason.text)
        yield text("validate.flag.confirmed", run.lang, reason=words)


def _flags_of_invitation(
    choice: DistrictChoice,
    meeting: Meeting,
    lang: str,
) -> Iterator[str]:
    """Nobody named, too many, a number that is none."""
    person, phone = (choice.row.value(name) for name in ("representative", "phone"))
    wanted = meeting.representatives_per_group
    if not person:
        yield text("validate.flag.no_representative", lang)
    elif len(people_named(str(person))) > wanted:
        yield text("validate.flag.several", lang, wanted=wanted)
    if not phone:
        yield text("validate.flag.no_phone", lang)
    elif not is_phone(str(phone)):
        yield text("validate.flag.phone", lang)


def _star_words(product: Any, lang: str) -> str:
    star = star_in_words(
        product["star"],
        is_rated=product["star_rated"],
        lang=lang,
    )
    return text("terminal.star", lang, star=star)


def _quadrant_words(product: Any, lang: str) -> str:
    quadrant = plain(product["quadrant"]) or "?"
    return text("terminal.quadrant", lang, quadrant=quadrant)


def _notes(checked: Validation) -> Iterator[Line]:
    """The groups that wait or are held back, those that districts declined; that findings are not shown."""
    if any(_choices(checked, are_counted=False)):
        yield Line(not_counted_note(checked.run), "stamp")
    for words in _declined_in_words(checked):
        yield Line(words, "plain")
    if contested := contested_in_words(checked):
        yield Line(contested, "stamp")
    if checked.hidden:
        yield plain_note("validate.hidden", checked.lang)


def _declined_in_words(checked: Validation) -> Iterator[str]:
    """Per accepted list that says why it is short, or names a later tier: the first tier's groups it leaves out."""
    run = checked.run
    for district, file in checked.lists_that_count():
        if not file.is_accepted:
            continue
        names_later_tier = any(choice.tier for choice in file.accepted)
        reason = file.submission.reason
        names = _declined_names(file, district.district_ix, run)
        if names and (reason or names_later_tier):
            yield text(
                "validate.declined",
                run.lang,
                district=district_among(run, checked.area_of(district)),
                tier=run.letter.tiers[0].name.to(run.lang),
                names=", ".join(names),
                reason=mask_people(reason.text) if reason else "-",
            )


def _declined_names(
    file: CheckedFile,
    district_ix: int,
    run: Run,
) -> list[str]:
    """The certain groups of the first tier that a list does not name."""
    listed = run.screening.shortlists.get(district_ix)
    if listed is None:
        return []
    is_first = listed["tier"] == run.letter.tiers[0].id
    certain = listed[is_first & (listed["certainty"] == "certain")]
    named_groups = {choice.group for choice in file.accepted}
    left_out = certain[~certain.index.isin(named_groups)]
    return [str(name) for name in left_out["group_name"]]


def _districts_sheet(checked: Validation) -> Sheet:
    run, lang = checked.run, checked.lang
    sheet = Sheet(
        name=text("validate.sheet.districts", lang),
        title_block=title_block(run, text("validate.title.districts", lang)),
        columns=labelled_columns("validate.label", _DISTRICTS, lang, centred=_CENTRED),
        rows=[_district_row(district, checked) for district in checked.districts],
        total=_total_of_districts(checked),
    )
    return without_least(sheet, _DISTRICTS, run)


def _total_of_districts(checked: Validation) -> list[Any]:
    """The sums of what goes up, of what is asked for, and of what lacks."""
    required = checked.run.screening.districts["required"]
    sums = [
        sum(district.counted for district in checked.districts),
        int(required.sum()),
        sum(district.lacking for district in checked.districts),
    ]
    label = text("shortfall.total", checked.lang)
    return [label, None, None, *sums, None, None]


def _district_row(district: CheckedDistrict, checked: Validation) -> list[Any]:
    """What became of the list of a district, and what it still lacks."""
    run, lang = checked.run, checked.lang
    name = name_among(run, checked.area_of(district))
    required = int(value_at(run.screening.districts, district.district_ix, "required"))
    file = checked.file_of(district)
    if file is None:
        status = text("validate.on_time.not_sent", lang)
        return [name, status, None, 0, required, district.shortfall, None, None]
    return [
        name,
        status_of_list(file, lang),
        file.submission.file,
        district.counted,
        required,
        district.lacking,
        thai_date(file.received, lang) if file.received else None,
        on_time_words(district, lang),
    ]
