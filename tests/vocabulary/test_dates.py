"""Dates and years as people type them.

- Twenty-six dates of one day, in the ways that Thai offices write them, are read as that day.
- A month that is misspelt, short or spoken is that month where it can be one only.
- What can be no date, or two, is none.
- A year stands alone, behind a month, or in a date.
- A year that is said to be of the common era is of no other.
"""

from __future__ import annotations

import datetime as dt

import pytest

from kbo_screen.vocabulary.dates import MONTHS_TH, read_date, read_year_be

DAY = dt.date(2022, 12, 28)
WAYS = [
    "28 ธันวาคม 2565", "๒๘ ธันวาคม ๒๕๖๕", "28 ธ.ค. 2565", "28 ธ.ค. 65", "28 ธค. 65", "28 ธ. ค. 65", "28ธ.ค.65",
    "28 ธันวาคม พ.ศ. 2565", "28 ธันวาคม ค.ศ. 2022", "วันพุธที่ 28 ธันวาคม 2565", "วันพุธ 28 ธันวาคม 2565", "พุธ 28/12/65",
    "วันพุธที่ ๒๘ เดือนธันวาคม พ.ศ. ๒๕๖๕", "เมื่อวันที่ 28 ธ.ค. 65", "28/12/2565", "28/12/65 10:30 น.", "28/12/2565 เวลา 08.00 - 08.30 น.",
    "28-12-2565", "28.12.65", "2022-12-28", "2565-12-28", "2022-12-28T10:30:00Z", "28/12/2022 23:59", "Wednesday, 28 December 2022",
    "Wed 28 Dec 65", "๒๘ / ๑๒ / ๖๕",
]  # fmt: skip
MISSPELT = {
    "มกราคา": 1, "มกรคม": 1, "ม.ค": 1, "กุมพาพันธ์": 2, "กุมภาพัน": 2, "กุมภา": 2, "มีนคม": 3, "มี.ค": 3, "เมษายณ": 4, "เม.ย": 4,
    "พฤศภาคม": 5, "พฤษภา": 5, "มิถุนายณ": 6, "มิถุยายน": 6, "กรกฏาคม": 7, "กรกดาคม": 7, "สิงหาคา": 8, "สิหาคม": 8, "กันยานย": None,
    "กันยายล": 9, "ก.ย": 9, "ตุลาคา": 10, "ตุลคม": 10, "พฤษจิกายน": 11, "พฤศจิกา": 11, "พฤศจิการยน": 11, "ธค.": 12, "ธันวา": 12, "ธันวาคน": 12,
    "Sept": 9, "Ju": None, "Ma": None, "มีนายน": None, "เดือน": None,
}  # fmt: skip


@pytest.mark.parametrize("written", WAYS)
def test_a_day_is_read_in_every_way_of_writing_it(written: str) -> None:
    assert len(WAYS) == 26
    assert read_date(written).date == DAY


@pytest.mark.parametrize(("name", "month"), MISSPELT.items())
def test_a_misspelt_month_is_the_one_that_it_can_be(
    name: str, month: int | None
) -> None:
    date = read_date(f"5 {name} 2565").date
    assert (date.month if date else None) == month


@pytest.mark.parametrize("number", range(1, 13))
def test_each_month_is_itself_in_full_short_and_spoken(number: int) -> None:
    name = MONTHS_TH[number - 1]
    spoken = name.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์")
    assert {read_date(f"1 {word} 65").date for word in (name, spoken)} == {
        dt.date(2022, number, 1)
    }


@pytest.mark.parametrize(
    "written",
    [
        "29/02/2566",
        "31 เมษายน 2565",
        "12/25/2022",
        "28/12/2565 25:99",
        "28 ธ.ค. 2565 ถึง 30 ธ.ค. 2565",
        "28/12",
        "ธันวาคม 2565",
    ],
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written).date is None


@pytest.mark.parametrize(
    ("written", "year_be"),
    [
        ("ปี 57", 2557), ("พศ.2561", 2561), ("ปีงบประมาณ 2566", 2566), ("ปีงบ 66", 2566), ("14 มี.ค. 61", 2561), ("14/3/2561", 2561),
        ("1/2560", 2560), ("ม.ค. 60", 2560), ("มกราคา 2560", 2560), ("2018", 2018 + 543), ("30/9/62 09:00 น.", 2562),
        ("ธันวาคม ปี 2560", 2560), ("ธ.ค. '60", 2560), ("ค.ศ. 17", 2560), ("12/2017 ค.ศ.", 2560), ("ค.ศ. 65", None), ("ค.ศ. 2565", None),
        ("13/2560", None), ("2561/2564", None), ("2557-2558", None), ("ก่อน 57", None), ("1/60", None),
    ],
)  # fmt: skip
def test_a_year_stands_alone_or_in_a_date(written: str, year_be: int | None) -> None:
    assert year_be == read_year_be(written).year_be


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("28 ธ.ค. ค.ศ. 22", DAY),
        ("28/12/22 AD", DAY),
        ("28 ธันวาคม ปี ค.ศ. 2022", DAY),
        ("วันที่ ๒๘ เดือน ธันวาคม ปี พ.ศ. ๒๕๖๕", DAY),
        ("28 ธันวาคม พุทธศักราช 2565", DAY),
        ("28 ธ.ค. '65", DAY),
        ("28/12/'65", DAY),
        ("28 ธันวาคม ค.ศ. 2565", None),
        ("28 ธ.ค. ค.ศ. 65", None),
    ],
)
def test_the_era_of_a_date_is_kept(written: str, date: dt.date | None) -> None:
    """Two digits of the common era are of this century, and said to be assumed."""
    assert read_date(written).date == date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("28 เดือน 12 พ.ศ. 2565", DAY),
        ("วันที่ ๒๘ เดือนที่ ๑๒ ปี ๒๕๖๕", DAY),
        ("พุธ 28 เดือน 12 ปี 65", DAY),
        ("December 28, 2022", DAY),
        ("Wed, Dec. 28th 2565", DAY),
        ("28th of December 2022", DAY),
        ("12 เดือน 28 พ.ศ. 2565", None),
        ("May 5, 22", None),
        ("ธันวาคม 28, 2565", None),
        ("Lot 28, 2022", None),
    ],
)
def test_a_month_is_a_number_behind_its_word_or_stands_first_in_english(
    written: str, date: dt.date | None
) -> None:
    assert read_date(written).date == date
