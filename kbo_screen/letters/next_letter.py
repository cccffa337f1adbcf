"""Next year's letter from this year's: a file that extends it and says only what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import tomlkit

from kbo_screen.findings.catalogue import text
from kbo_screen.letters.extending import EXTENDS, LEFT_OUT
from kbo_screen.letters.letter_checks import WEEKDAYS
from kbo_screen.vocabulary.areas import districts_of
from kbo_screen.vocabulary.dates import letter_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kbo_screen.letters.model import Letter, OtherSide

_YEAR: Final = "year_be"


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
    groups_per_district: int
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
    parts: dict[str, Any] = {
        EXTENDS: base_name,
        LEFT_OUT: [
            *(f"examples.{example_id}" for example_id in left_out),
            *_parts_of_meeting(base, facts),
        ],
        "id": facts.id,
        "number": facts.number,
        "date": facts.date,
        "fiscal_year_be": facts.fiscal_year_be,
        **_area(base, facts.province),
        "quota": {"groups_per_district": facts.groups_per_district},
        "deadline": _date(facts.deadline),
        "meeting": _meeting(facts),
        "conditions": _conditions_of_round(base, facts.round_be),
        "readings": _readings_of_round(base, facts.round_be),
    }
    return tomlkit.dumps({key: part for key, part in parts.items() if part})


def _area(base: Letter, province: str) -> dict[str, Any]:
    """Another province, its districts from the office's own data, and who writes."""
    if province == base.province:
        return {}
    districts = [
        {"code": district.code, "name": district.district}
        for district in districts_of(province)
    ]
    issuer = {
        lang: text("letter.issuer", lang, province=province) for lang in ("th", "en")
    }
    return {"province": province, "issuer": issuer, "districts": districts}


def _parts_of_meeting(base: Letter, facts: NextLetter) -> list[str]:
    """What the base says of a meeting, and the new letter does not: who attends it too."""
    if facts.meeting:
        return []
    return [name for name in ("meeting", "officer") if getattr(base, name)]


def _meeting(facts: NextLetter) -> dict[str, Any]:
    if facts.meeting is None:
        return {}
    return _date(facts.meeting) | {"place": facts.place}


def _date(date: dt.date) -> dict[str, Any]:
    weekday = WEEKDAYS[date.weekday()]
    return {
        "printed": f"วัน{weekday}ที่ {letter_date(date, 'th')}",
        "weekday": weekday,
        "used": date,
    }


def _conditions_of_round(base: Letter, round_be: int) -> list[dict[str, Any]]:
    return [
        {"id": condition.id, _YEAR: round_be}
        for condition in base.conditions
        if condition.star_round_be not in (None, round_be)
    ]


def _readings_of_round(base: Letter, round_be: int) -> list[dict[str, Any]]:
    """The round in conditions that other sides of the readings add."""
    readings = []
    for reading in base.readings:
        settings = _settings_of_round(reading.other, round_be)
        if settings:
            readings.append({"id": reading.id, "other": {"set": settings}})
    return readings


def _settings_of_round(side: OtherSide, round_be: int) -> dict[str, Any]:
    settings = {}
    for path, value in side.set.items():
        if isinstance(value, dict) and value.get(_YEAR, round_be) != round_be:
            settings[path] = {_YEAR: round_be}
    return settings
