"""What a letter must hold beyond its shape: ids that meet, tiers that can be reached, dates that fit their weekday."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Any, Final, get_args

from kbo_screen.findings.catalogue import LANGUAGES, text_in_each
from kbo_screen.letters.choices import NOT_BUILT, Choices
from kbo_screen.letters.condition_kinds import FIELDS_OF_FISCAL_YEAR
from kbo_screen.letters.field_paths import has_field
from kbo_screen.letters.other_sides import SideError, under_side
from kbo_screen.vocabulary.areas import provinces
from kbo_screen.vocabulary.dates import letter_date, read_date
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.file_names import (
    LONGEST_GIVEN_NAME,
    fault_of_name,
    same_name,
)
from kbo_screen.vocabulary.stated_numbers import stated_numbers
from kbo_screen.vocabulary.thai_text import repair, shorten, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import FixedDate, Letter, OtherSide, Tier
    from kbo_screen.letters.parts import Words
    from kbo_screen.letters.toml_lines import KeyPath

#: Columns of a wrong name that are shown.
SHOWN_COLUMNS: Final = 40
WEEKDAYS: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the code of its finding, where in the file, and the words for it."""

    code: str
    path: KeyPath
    fields: dict[str, Any] = field(default_factory=dict)


def check_letter(letter: Letter) -> Iterator[Fault]:
    """Every fault of a letter whose shape is right."""
    faults = [*_check_rules(letter), *_check_readings(letter)]
    yield from faults
    if not faults:
        yield from _check_sides(letter)


def _check_rules(letter: Letter) -> Iterator[Fault]:
    """Every fault but those of the sides that the letter does not take."""
    yield from _check_ids(letter)
    yield from _check_clauses(letter)
    yield from _check_tiers(letter)
    yield from _check_units(letter)
    yield from _check_quota(letter)
    yield from _check_numbers(letter)
    yield from _check_rounds(letter)
    yield from _check_preference(letter)
    yield from _check_choices(letter)
    yield from _check_date("deadline", letter.deadline)
    if letter.meeting:
        yield from _check_date("meeting", letter.meeting)
    yield from _check_order_of_dates(letter)
    yield from _check_district_names(letter)
    yield from _check_districts(letter)


def _check_ids(letter: Letter) -> Iterator[Fault]:
    for name in ("conditions", "tiers", "readings", "examples", "clauses"):
        ids = [part.id for part in getattr(letter, name)]
        for position, part_id in enumerate(ids):
            if part_id in ids[:position]:
                path = (name, position, "id")
                yield Fault("letter.duplicate-id", path, {"id": part_id})
    keys = [tie_break.key for tie_break in letter.tie_breaks]
    for position, tie_break_key in enumerate(keys):
        if keys.count(tie_break_key) > 1:
            path = ("tie_breaks", position, "key")
            yield Fault("letter.duplicate-id", path, {"id": tie_break_key})


def _check_clauses(letter: Letter) -> Iterator[Fault]:
    clause_ids = [clause.id for clause in letter.clauses]
    for name in ("conditions", "tiers", "readings", "not_encoded", "examples"):
        for position, part in enumerate(getattr(letter, name)):
            if part.clause is None or part.clause in clause_ids:
                continue
            fields = {
                "id": part.clause,
                "known": ", ".join(clause_ids),
            }
            yield Fault("letter.unknown-clause", (name, position, "clause"), fields)


def _check_tiers(letter: Letter) -> Iterator[Fault]:
    for position, tier in enumerate(letter.tiers):
        path = ("tiers", position, "requires")
        yield from _unknown_conditions(tier.requires, letter, path)
        for number, alternatives in enumerate(tier.any_of):
            path_of_need = ("tiers", position, "any_of", number)
            yield from _unknown_conditions(alternatives, letter, path_of_need)
        yield from _unreachable(tier, letter.tiers[:position], path)
        yield from _contradictions(tier, letter, path)
    yield from _unused_conditions(letter)


def _unknown_conditions(
    names: Sequence[str],
    letter: Letter,
    path: KeyPath,
) -> Iterator[Fault]:
    condition_ids = {condition.id for condition in letter.conditions}
    for condition_id in names:
        if condition_id not in condition_ids:
            fields = {
                "id": condition_id,
                "known": ", ".join(sorted(condition_ids)),
            }
            yield Fault("letter.unknown-condition", path, fields)


def _unreachable(
    tier: Tier,
    earlier_tiers: Sequence[Tier],
    path: KeyPath,
) -> Iterator[Fault]:
    """Whatever meets the tier meets an earlier one."""
    for earlier in earlier_tiers:
        if all(_is_met_with(need, tier) for need in earlier.needs):
            fields = {
                "id": tier.id,
                "earlier": earlier.id,
            }
            yield Fault("letter.unreachable-tier", path, fields)


def _is_met_with(need: Sequence[str], tier: Tier) -> bool:
    """Whatever meets the tier meets the need: it asks no less than one of the tier's own."""
    return any(set(own_need) <= set(need) for own_need in tier.needs)


def _contradictions(
    tier: Tier,
    letter: Letter,
    path: KeyPath,
) -> Iterator[Fault]:
    """Two conditions of a tier that ask one field for different things: no product can meet both."""
    required = [
        condition for condition in letter.conditions if condition.id in tier.requires
    ]
    for earlier, condition in combinations(required, 2):
        is_of_one_field = condition.field == earlier.field
        if is_of_one_field and not condition.can_hold_with(earlier):
            fields = {
                "id": tier.id,
                "one": earlier.id,
                "other": condition.id,
            }
            yield Fault("letter.contradiction", path, fields)


def _unused_conditions(letter: Letter) -> Iterator[Fault]:
    required = set(chain.from_iterable(tier.asks for tier in letter.tiers))
    for position, condition in enumerate(letter.conditions):
        if condition.id not in required:
            path = ("conditions", position, "id")
            yield Fault("letter.unused-condition", path, {"id": condition.id})


def _check_numbers(letter: Letter) -> Iterator[Fault]:
    """The wordings of a range, of a fiscal year, of the quota and of a tier say no number but theirs."""
    for position, condition in enumerate(letter.conditions):
        numbers = _numbers_of(condition, letter)
        if not numbers:
            continue
        ends = [end.last for end in condition.ends]
        for name in ("wording", "brief"):
            words, path = getattr(condition, name), ("conditions", position, name)
            faults = list(_other_numbers(words, numbers, path))
            yield from faults or _other_ranges(words, ends, path)
    of_conditions: set[int] = set()
    for condition in letter.conditions:
        of_conditions |= _numbers_of(condition, letter)
    for position, tier in enumerate(letter.tiers):
        numbers = of_conditions | {position + 1}  # its place among the tiers
        yield from _other_numbers(tier.name, numbers, ("tiers", position, "name"))
    quota = letter.quota
    limits = {quota.groups_per_district, quota.most_per_district, quota.per_province}
    numbers = {limit for limit in limits if limit is not None}
    yield from _other_numbers(quota.wording, numbers, ("quota", "wording"))


def _numbers_of(condition: Condition, letter: Letter) -> set[int]:
    """The numbers that a condition asks for: its range, the round of its stars, the fiscal year of its projects."""
    numbers = {end.last for end in condition.ends}
    if condition.star_round_be is not None:
        numbers.add(condition.star_round_be)
    if condition.field in FIELDS_OF_FISCAL_YEAR:
        numbers.add(letter.fiscal_year_be)
    return numbers


def _other_numbers(
    words: Words,
    numbers: Collection[int],
    path: KeyPath,
) -> Iterator[Fault]:
    for lang in LANGUAGES:
        stated = re.findall(r"[0-9]+", to_ascii_digits(words.to(lang)))
        for number in stated:
            if int(number) not in numbers:
                known = ", ".join(map(str, sorted(numbers)))
                yield _other_number(number, known, path)
                return


def _other_ranges(
    words: Words,
    ends: Sequence[int],
    path: KeyPath,
) -> Iterator[Fault]:
    """A range in words goes from the least of a condition to its most."""
    for least, most in stated_numbers(words.th).ranges:
        if [least, most] != ends:
            known = "–".join(map(str, ends)) or "-"
            yield _other_number(f"{least}–{most}", known, path)


def _other_number(
    number: str,
    known: str,
    path: KeyPath,
) -> Fault:
    return Fault("letter.other-number", path, {"number": number, "known": known})


def _check_units(letter: Letter) -> Iterator[Fault]:
    """The best of a group's products is asked of a field of which one value is better than another."""
    for position, condition in enumerate(letter.conditions):
        if condition.of == "best" and condition.window is not None:
            fields = {
                "id": condition.id,
                "field": condition.field,
            }
            yield Fault("letter.no-best", ("conditions", position, "of"), fields)


def _check_quota(letter: Letter) -> Iterator[Fault]:
    """The number of a province can be met by what its districts name, and leaves each of them its least."""
    quota, count = letter.quota, len(letter.districts)
    if quota.per_province is None:
        return
    least, most = quota.least_per_district * count, quota.most_per_district
    if least > quota.per_province or (most and most * count < quota.per_province):
        fields = {
            "per_province": quota.per_province,
            "count": count,
            "least": quota.least_per_district,
            "most": most or "-",
        }
        yield Fault("letter.quota-apart", ("quota", "per_province"), fields)


def _check_rounds(letter: Letter) -> Iterator[Fault]:
    """Stars are read for one round: a registry has one star of a product, and a second round would be passed over."""
    first = None
    for position, condition in enumerate(letter.conditions):
        if condition.star_round_be is None:
            continue
        first = first or condition
        if condition.star_round_be == first.star_round_be:
            continue
        fields = {
            "id": condition.id,
            "year": condition.star_round_be,
            "one": first.id,
            "first_year": first.star_round_be,
        }
        yield Fault("letter.two-rounds", ("conditions", position, "year_be"), fields)


def _check_preference(letter: Letter) -> Iterator[Fault]:
    if letter.preference is None:
        return
    codes = CODED_VALUES[letter.preference.field]
    for value in letter.preference.first:
        if value not in codes:
            fields = {
                "id": value,
                "known": ", ".join(codes),
            }
            yield Fault("letter.unknown-preference", ("preference", "first"), fields)


def _check_choices(letter: Letter) -> Iterator[Fault]:
    """A side that the program does not carry out is refused, never passed over; a side that needs more has it."""
    choices = letter.choices
    for name, sides in NOT_BUILT.items():
        side = getattr(choices, name)
        if side in sides:
            yield _side_not_built(name, side)
    keys = [tie_break.key for tie_break in letter.tie_breaks]
    if (
        choices.preference_before_certainty == "certainty-first"
        and "certainty" not in keys
    ):
        path = ("choices", "preference_before_certainty")
        yield Fault("letter.missing-tie-break", path, {"id": "certainty"})
    printed = letter.deadline.printed
    if choices.lateness == "as-printed" and read_date(printed).date is None:
        yield Fault("letter.unread-date", ("deadline", "printed"), {"printed": printed})


def _side_not_built(name: str, side: str) -> Fault:
    """Of a choice that takes a side which nobody has built: the sides to take instead."""
    every_side = get_args(Choices.model_fields[name].annotation)
    built = [each for each in every_side if each not in NOT_BUILT[name]]
    fields = {
        "id": side,
        "name": name,
        "known": ", ".join(built),
    }
    return Fault("letter.side-not-built", ("choices", name), fields)


def _check_readings(letter: Letter) -> Iterator[Fault]:
    """A reading, and words of the letter, name a field that the letter file has."""
    for position, reading in enumerate(letter.readings):
        if reading.field is not None and not has_field(letter, reading.field):
            path = ("readings", position, "field")
            yield Fault("letter.unknown-field", path, {"id": reading.field})
    for position, quote in enumerate(letter.field_quotes):
        if not has_field(letter, quote.field):
            path_of_quote = ("text", "quotes", position)
            yield Fault("letter.unknown-field", path_of_quote, {"id": quote.field})


def _check_sides(letter: Letter) -> Iterator[Fault]:
    """Under every side that is not taken the letter holds together too."""
    for position, reading in enumerate(letter.readings):
        for side in reading.other_sides:
            yield from _faults_of_side(
                letter,
                reading.id,
                side,
                ("readings", position, "other"),
            )


def _faults_of_side(
    letter: Letter,
    reading_id: str,
    side: OtherSide,
    path: KeyPath,
) -> Iterator[Fault]:
    try:
        changed = under_side(letter, side)
    except SideError as error:
        yield _bad_side(reading_id, error.path, error.why, path)
        return
    for fault in _check_rules(changed):
        where = ".".join(map(str, fault.path))
        yield _bad_side(reading_id, where, fault.code, path)


def _bad_side(
    reading_id: str,
    field_path: str,
    why: str,
    path: KeyPath,
) -> Fault:
    fields = {
        "id": reading_id,
        "key": field_path,
        "why": why,
    }
    return Fault("letter.bad-side", path, fields)


def _check_date(name: str, date: FixedDate) -> Iterator[Fault]:
    """A date that is used fits the weekday that is printed with it."""
    path = (name, "used")
    printed_weekday = WEEKDAYS.index(date.weekday)
    used = date.used.isoformat()
    if date.used.weekday() != printed_weekday:
        fields = {
            "used": used,
            "is_weekday": WEEKDAYS[date.used.weekday()],
            "weekday": date.weekday,
            "right": _in_same_week(date.used, printed_weekday).isoformat(),
        }
        yield Fault("letter.weekday", path, fields)
    is_as_printed = letter_date(date.used, "th") in date.printed
    if not is_as_printed and date.note is None:
        fields = {
            "used": used,
            "printed": date.printed,
        }
        yield Fault("letter.unexplained-date", path, fields)


def _in_same_week(date: dt.date, weekday: int) -> dt.date:
    """The day of the same Thai week that is a weekday, counted from Monday."""
    days = _from_sunday(weekday) - _from_sunday(date.weekday())
    return date + dt.timedelta(days=days)


def _from_sunday(weekday: int) -> int:
    """Days since the Sunday that opens a Thai week, of a weekday counted from Monday."""
    return (weekday + 1) % len(WEEKDAYS)


def _check_order_of_dates(letter: Letter) -> Iterator[Fault]:
    """A list is due after the letter was written, and the meeting is held with those who are on it."""
    dates = [("date", letter.date), ("deadline", letter.deadline.used)]
    if letter.meeting:
        dates.append(("meeting", letter.meeting.used))
    for (earlier_name, earlier), (name, date) in pairwise(dates):
        if date < earlier:
            fields = {
                "used": date.isoformat(),
                "earlier": earlier.isoformat(),
                "name": earlier_name,
            }
            yield Fault("letter.date-order", (name, "used"), fields)


def _check_district_names(letter: Letter) -> Iterator[Fault]:
    """A district's name can be the name of a file and of a sheet, and no two districts are one."""
    names: dict[str, str] = {}
    codes: set[str] = set()
    for position, district in enumerate(letter.districts):
        path = ("districts", position, "name")
        reason = fault_of_name(district.name)
        if reason:
            yield Fault("letter.unusable-name", path, _unusable(district.name, reason))
        as_compared = same_name(" ".join(repair(district.name).split()))
        if as_compared in names:
            fields = {
                "name": district.name,
                "other": names[as_compared],
            }
            yield Fault("letter.duplicate-name", path, fields)
        names[as_compared] = district.name
        if district.code in codes:
            path = ("districts", position, "code")
            yield Fault("letter.duplicate-id", path, {"id": district.code})
        codes.add(district.code)


def _unusable(name: str, reason: str) -> dict[str, Any]:
    """A name that cannot be one, and why, in the words of each language."""
    return {
        "name": shorten(name, SHOWN_COLUMNS),
        "why": text_in_each(f"letter.name.{reason}", limit=LONGEST_GIVEN_NAME),
    }


def _check_districts(letter: Letter) -> Iterator[Fault]:
    """The province is one, and every district is of it."""
    code_of_province = {province.name: province.code for province in provinces()}
    province_code = code_of_province.get(letter.province)
    if province_code is None:
        yield Fault("letter.unknown-province", ("province",), {"id": letter.province})
        return
    for position, district in enumerate(letter.districts):
        if district.code.startswith(province_code):
            continue
        fields = {
            "id": district.code,
            "name": district.name,
            "province_code": province_code,
        }
        yield Fault("letter.foreign-district", ("districts", position), fields)
