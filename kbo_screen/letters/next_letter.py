"""Next year's letter from this year's: a file that extends it and says only what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import tomlkit

from kbo_screen.findings.catalogue import LANGUAGES, text, text_in_each
from kbo_screen.letters.extending import EXTENDS, LEFT_OUT
from kbo_screen.letters.letter_checks import WEEKDAYS
from kbo_screen.vocabulary.areas import districts_of
from kbo_screen.vocabulary.dates import letter_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.model import Letter, OtherSide, Quota
    from kbo_screen.letters.text_files import TomlTable

_YEAR: Final = "year_be"


class NextQuota(NamedTuple):
    """The quota of a new letter: None for a number that it does not set."""

    groups_per_district: int | None
    per_province: int | None
    unit: str


class NextLetter(NamedTuple):
    """What an office says of a new letter.

    round_be: of the stars that it asks for. meeting: the day of the meeting, None for a letter that calls nobody to
    one; place: where it is.
    """

    id: str
    number: str
    date: dt.date
    fiscal_year_be: int
    round_be: int
    province: str
    quota: NextQuota
    deadline: dt.date
    meeting: dt.date | None
    place: str


def next_letter_text(
    base: Letter,
    base_name: str,
    facts: NextLetter,
    left_out: Sequence[str] = (),
) -> str:
    """The text of the new letter file.

    base_name: as `extends` names it. left_out: ids of worked examples that are still to be decided.
    """
    parts: TomlTable = {
        EXTENDS: base_name,
        LEFT_OUT: [
            *(f"examples.{example_id}" for example_id in left_out),
            *_parts_of_meeting(base, facts),
            *_numbers_left_out(base.quota, facts.quota),
        ],
        "id": facts.id,
        "number": facts.number,
        "date": facts.date,
        "fiscal_year_be": facts.fiscal_year_be,
        **_area(base, facts.province),
        "quota": _quota(base.quota, facts.quota),
        "deadline": _date(facts.deadline),
        "meeting": _meeting(facts),
        "conditions": _conditions_of_round(base, facts.round_be),
        "readings": list(_readings_of_round(base, facts.round_be)),
    }
    return tomlkit.dumps({key: part for key, part in parts.items() if part})


def _area(base: Letter, province: str) -> TomlTable:
    """Another province, its districts from the office's own data, and who writes."""
    if province == base.province:
        return {}
    districts = [
        {"code": district.code, "name": district.district}
        for district in districts_of(province)
    ]
    return {
        "province": province,
        "issuer": text_in_each("letter.issuer", province=province),
        "districts": districts,
    }


def _quota(base: Quota, quota: NextQuota) -> TomlTable:
    """The numbers of the new letter; its words where it sets other ones, or counts something else, than the base."""
    parts = {name: part for name, part in quota._asdict().items() if part is not None}
    if quota.unit == base.unit:
        del parts["unit"]
    if _kind_of(quota) != _kind_of(base):
        parts["wording"] = {lang: _quota_words(quota, lang) for lang in LANGUAGES}
    return parts


def _kind_of(quota: Quota | NextQuota) -> tuple[bool, bool, str]:
    """Which numbers a quota sets, and what they count."""
    has_least = quota.groups_per_district is not None
    return has_least, quota.per_province is not None, quota.unit


def _quota_words(quota: NextQuota, lang: str) -> str:
    """The numbers of a quota as fields, so that they stand once."""
    unit = text(f"words.unit.{quota.unit}", lang)
    words = []
    if quota.per_province is not None:
        words.append(text("letter.new.of_province", lang, unit=unit))
    if quota.groups_per_district is not None:
        words.append(text("letter.new.of_district", lang, unit=unit))
    return text("letter.new.quota_joiner", lang).join(words)


def _numbers_left_out(base: Quota, quota: NextQuota) -> list[str]:
    """The numbers of the base that the new letter does not set."""
    return [
        f"quota.{name}"
        for name in ("groups_per_district", "per_province")
        if getattr(base, name) is not None and getattr(quota, name) is None
    ]


def _parts_of_meeting(base: Letter, facts: NextLetter) -> list[str]:
    """What the base says of a meeting, and the new letter does not: who attends it too."""
    if facts.meeting:
        return []
    return [name for name in ("meeting", "officer") if getattr(base, name)]


def _meeting(facts: NextLetter) -> TomlTable:
    if facts.meeting is None:
        return {}
    return _date(facts.meeting) | {"place": facts.place}


def _date(date: dt.date) -> TomlTable:
    weekday = WEEKDAYS[date.weekday()]
    return {
        "printed": f"วัน{weekday}ที่ {letter_date(date, 'th')}",
        "weekday": weekday,
        "used": date,
    }


def _conditions_of_round(base: Letter, round_be: int) -> list[TomlTable]:
    return [
        {"id": condition.id, _YEAR: round_be}
        for condition in base.conditions
        if condition.star_round_be not in (None, round_be)
    ]


def _readings_of_round(base: Letter, round_be: int) -> Iterator[TomlTable]:
    """The round in conditions that other sides of the readings add."""
    for reading in base.readings:
        settings = _settings_of_round(reading.other, round_be)
        if settings:
            yield {"id": reading.id, "other": {"set": settings}}


def _settings_of_round(side: OtherSide, round_be: int) -> TomlTable:
    return {
        path: {_YEAR: round_be}
        for path, value in side.set.items()
        if isinstance(value, dict) and value.get(_YEAR, round_be) != round_be
    }
