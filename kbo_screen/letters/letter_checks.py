"""What a letter must hold beyond its shape: ids that meet, tiers that can be reached, dates that fit their weekday.

Knows how the parts of a letter depend on each other. Refuses to know products and files.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel

from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.letters.choices import NOT_BUILT
from kbo_screen.vocabulary.areas import provinces
from kbo_screen.vocabulary.dates import read_date, thai_date
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.file_names import (
    LONGEST_GIVEN_NAME,
    fault_of_name,
    same_name,
)
from kbo_screen.vocabulary.thai_text import repair, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.letters.model import FixedDate, Letter
    from kbo_screen.letters.toml_lines import KeyPath

#: Columns of a wrong name that are shown.
SHOWN_COLUMNS: Final = 40
WEEKDAYS: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where in the file, and the words for it."""

    slug: str
    path: KeyPath
    fields: dict[str, Any] = field(default_factory=dict)


def check_letter(letter: Letter) -> Iterator[Fault]:
    """Every fault of a letter whose shape is right."""
    yield from _check_ids(letter)
    yield from _check_clauses(letter)
    yield from _check_tiers(letter)
    yield from _check_rounds(letter)
    yield from _check_preference(letter)
    yield from _check_choices(letter)
    yield from _check_readings(letter)
    yield from _check_date("deadline", letter.deadline)
    yield from _check_date("meeting", letter.meeting)
    yield from _check_order_of_dates(letter)
    yield from _check_district_names(letter)
    yield from _check_districts(letter)


def _check_ids(letter: Letter) -> Iterator[Fault]:
    for name in ("conditions", "tiers", "readings", "examples", "clauses"):
        seen = Counter[str]()
        for position, part in enumerate(getattr(letter, name)):
            seen[part.id] += 1
            if seen[part.id] > 1:
                yield Fault("duplicate-id", (name, position, "id"), {"id": part.id})
    keys = Counter(tie_break.key for tie_break in letter.tie_breaks)
    for position, tie_break in enumerate(letter.tie_breaks):
        if keys[tie_break.key] > 1:
            yield Fault(
                "duplicate-id", ("tie_breaks", position, "key"), {"id": tie_break.key}
            )


def _check_clauses(letter: Letter) -> Iterator[Fault]:
    known = [clause.id for clause in letter.clauses]
    for name in ("conditions", "tiers", "readings", "not_encoded", "examples"):
        for position, part in enumerate(getattr(letter, name)):
            if part.clause not in known:
                yield Fault(
                    "unknown-clause",
                    (name, position, "clause"),
                    {"id": part.clause, "known": ", ".join(known)},
                )


def _check_tiers(letter: Letter) -> Iterator[Fault]:
    known = {condition.id for condition in letter.conditions}
    used = {name for tier in letter.tiers for name in tier.requires}
    for position, tier in enumerate(letter.tiers):
        for name in tier.requires:
            if name not in known:
                yield Fault(
                    "unknown-condition",
                    ("tiers", position, "requires"),
                    {"id": name, "known": ", ".join(sorted(known))},
                )
        for earlier in letter.tiers[:position]:
            if set(earlier.requires) <= set(tier.requires):
                yield Fault(
                    "unreachable-tier",
                    ("tiers", position, "requires"),
                    {"id": tier.id, "earlier": earlier.id},
                )
        yield from _contradictions(letter, position)
    for position, condition in enumerate(letter.conditions):
        if condition.id not in used:
            yield Fault(
                "unused-condition", ("conditions", position, "id"), {"id": condition.id}
            )


def _contradictions(letter: Letter, position: int) -> Iterator[Fault]:
    """Two conditions of a tier that ask one field for different things: no product can meet both."""
    tier = letter.tiers[position]
    required = [
        condition for condition in letter.conditions if condition.id in tier.requires
    ]
    for number, condition in enumerate(required):
        for other in required[:number]:
            if condition.field == other.field and not condition.can_hold_with(other):
                fields = {"id": tier.id, "one": other.id, "other": condition.id}
                yield Fault("contradiction", ("tiers", position, "requires"), fields)


def _check_rounds(letter: Letter) -> Iterator[Fault]:
    """Stars are read for one round: a registry has one star of a product, and a second round would be passed over."""
    first = None
    for position, condition in enumerate(letter.conditions):
        if condition.star_round_be is None:
            continue
        first = first or condition
        if condition.star_round_be != first.star_round_be:
            fields = {
                "id": condition.id,
                "year": condition.star_round_be,
                "one": first.id,
                "first_year": first.star_round_be,
            }
            yield Fault("two-rounds", ("conditions", position, "year_be"), fields)


def _check_preference(letter: Letter) -> Iterator[Fault]:
    if letter.preference is None:
        return
    known = CODED_VALUES[letter.preference.field]
    for value in letter.preference.first:
        if value not in known:
            yield Fault(
                "unknown-preference",
                ("preference", "first"),
                {"id": value, "known": ", ".join(known)},
            )


def _check_choices(letter: Letter) -> Iterator[Fault]:
    """A side that the program does not carry out is refused, never passed over."""
    for name, sides in NOT_BUILT.items():
        side = getattr(letter.choices, name)
        if side in sides:
            every_side = get_args(type(letter.choices).model_fields[name].annotation)
            built = [each for each in every_side if each not in sides]
            yield Fault(
                "side-not-built",
                ("choices", name),
                {"id": side, "name": name, "known": ", ".join(built)},
            )
    has_certainty = any(tie_break.key == "certainty" for tie_break in letter.tie_breaks)
    if (
        letter.choices.preference_before_certainty == "certainty-first"
        and not has_certainty
    ):
        yield Fault(
            "missing-tie-break",
            ("choices", "preference_before_certainty"),
            {"id": "certainty"},
        )
    is_printed_date_used = letter.choices.lateness == "as-printed"
    if is_printed_date_used and read_date(letter.deadline.printed).date is None:
        yield Fault(
            "unread-date", ("deadline", "printed"), {"printed": letter.deadline.printed}
        )


def _check_readings(letter: Letter) -> Iterator[Fault]:
    """A reading names a field that the letter file has."""
    for position, reading in enumerate(letter.readings):
        if reading.field is not None and not has_field(letter, reading.field):
            yield Fault(
                "unknown-field", ("readings", position, "field"), {"id": reading.field}
            )


def has_field(letter: Letter, path: str) -> bool:
    """The letter has the field of that path; parts that carry an id are named by it ("tiers.fallback.requires")."""
    try:
        field_value(letter, path)
    except LookupError:
        return False
    return True


def field_value(letter: Letter, path: str) -> Any:
    """What stands in the field of a path. Raises LookupError where the letter has no such field."""
    here: Any = letter
    for step in path.split("."):
        here = _step_into(here, step)
    return here


def _step_into(part: Any, step: str) -> Any:
    if isinstance(part, tuple):
        for item in part:
            if getattr(item, "id", None) == step:
                return item
        raise LookupError(step)
    if isinstance(part, BaseModel) and step in type(part).model_fields:
        return getattr(part, step)
    raise LookupError(step)


def _check_date(name: str, date: FixedDate) -> Iterator[Fault]:
    """A date that is used fits the weekday that is printed with it."""
    wanted = WEEKDAYS.index(date.weekday)
    if date.used.weekday() != wanted:
        right = date.used + dt.timedelta(
            days=_from_sunday(wanted) - _from_sunday(date.used.weekday())
        )
        yield Fault(
            "weekday",
            (name, "used"),
            {
                "used": date.used.isoformat(),
                "is_weekday": WEEKDAYS[date.used.weekday()],
                "weekday": date.weekday,
                "right": right.isoformat(),
            },
        )
    if thai_date(date.used, "th") not in date.printed and date.note is None:
        yield Fault(
            "unexplained-date",
            (name, "used"),
            {"used": date.used.isoformat(), "printed": date.printed},
        )


def _check_order_of_dates(letter: Letter) -> Iterator[Fault]:
    """A list is due after the letter was written, and the meeting is held with those who are on it."""
    dates = (
        ("date", letter.date),
        ("deadline", letter.deadline.used),
        ("meeting", letter.meeting.used),
    )
    for (earlier_name, earlier), (name, date) in pairwise(dates):
        if date < earlier:
            fields = {
                "used": date.isoformat(),
                "earlier": earlier.isoformat(),
                "name": earlier_name,
            }
            yield Fault("date-order", (name, "used"), fields)


def _from_sunday(weekday: int) -> int:
    """Days since the Sunday that opens a Thai week, of a weekday counted from Monday."""
    return (weekday + 1) % len(WEEKDAYS)


def _check_district_names(letter: Letter) -> Iterator[Fault]:
    """A district's name can be the name of a file and of a sheet, and no two districts are one."""
    names: dict[str, str] = {}
    codes: set[str] = set()
    for position, district in enumerate(letter.districts):
        path = ("districts", position, "name")
        if reason := fault_of_name(district.name):
            why = {
                lang: text(f"letter.name.{reason}", lang, limit=LONGEST_GIVEN_NAME)
                for lang in LANGUAGES
            }
            yield Fault(
                "unusable-name",
                path,
                {"name": shorten(district.name, SHOWN_COLUMNS), "why": why},
            )
        same = same_name(" ".join(repair(district.name).split()))
        if same in names:
            yield Fault(
                "duplicate-name", path, {"name": district.name, "other": names[same]}
            )
        if district.code in codes:
            yield Fault(
                "duplicate-id", ("districts", position, "code"), {"id": district.code}
            )
        names[same] = district.name
        codes.add(district.code)


def _check_districts(letter: Letter) -> Iterator[Fault]:
    codes = {province.name: province.code for province in provinces()}
    if letter.province not in codes:
        yield Fault("unknown-province", ("province",), {"id": letter.province})
        return
    for position, district in enumerate(letter.districts):
        if not district.code.startswith(codes[letter.province]):
            fields = {
                "id": district.code,
                "name": district.name,
                "province_code": codes[letter.province],
            }
            yield Fault("foreign-district", ("districts", position), fields)
