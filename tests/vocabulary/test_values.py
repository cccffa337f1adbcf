"""The values that people type.

- Each coded column is read by its official words and by what people write instead.
- What a blank or a dash means is the column's: not rated, clear, none, or unknown without a finding.
- A doubt ("?", "รอผล"), a contradiction and anything not understood is unknown, with the slug of a finding.
- Words inside other words do not mislead: ไม่ผ่าน, วิสาหกิจ, ไม่ใช่กลุ่ม.
- A round beside a star is read with it.
- Ids and telephone numbers are digits that are text: Excel's damage is repaired where nothing was lost.
"""

from __future__ import annotations

import datetime as dt
import random

import pytest

from kbo_screen.vocabulary import reading
from kbo_screen.vocabulary.ids import read_id, read_phone
from kbo_screen.vocabulary.marks import is_ditto
from kbo_screen.vocabulary.reading import Reading, folded
from kbo_screen.vocabulary.thai_text import fold, is_plain_thai, repair
from kbo_screen.vocabulary.values import (
    LONGEST_NO_NAME,
    is_plain_name,
    read_other_project,
    read_potential,
    read_producer_type,
    read_quadrant,
    read_registered_year,
    read_standard,
    read_star,
    read_text,
    reader_of,
    said_failed,
)


def words(table: str) -> list[tuple[str, str]]:
    """Lines `value | value | ... => outcome`, one case a value; (blank) for an empty cell."""
    lines = [line.split("=>") for line in table.strip().splitlines()]
    cases = [
        (value.strip(), outcome.strip())
        for values, outcome in lines
        for value in values.split(" | ")
    ]
    return [("" if value == "(blank)" else value, outcome) for value, outcome in cases]


def outcome(reading: Reading) -> str:
    """The value, "(none)" for a known nothing, "unknown" or "unknown: problem"."""
    if reading.known:
        return "(none)" if reading.value is None else str(reading.value)
    return f"unknown: {reading.problem}" if reading.problem else "unknown"


@pytest.mark.parametrize(("value", "expected"), words("""
    กลุ่มผู้ผลิตชุมชน | กลุ่ม | ประเภทกลุ่มผู้ผลิตชุมชน |  กลุ่มผู้ผลิตชุมชน  | วิสาหกิจชุมชน  => community_group
    อยู่ระหว่างต่อทะเบียนวิสาหกิจชุมชน | กำลังผลิตเป็นกลุ่ม | เตรียมขยายกลุ่ม | จะบังติกอ กลุ่ม     => community_group
    วสช. | กลุ่มอาชีพสตรี | 1. กลุ่มผู้ผลิตชุมชน | Community Group                          => community_group
    ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว | รายเดียว | รายเดี่ยว | เจ้าของรายเดียว | ประเภทรายเดียว    => single_owner
    ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม | SME | SMEs | วิสาหกิจขนาดย่อม                  => sme
    วิสาหกิจขนาดกลางและขนาดย่อม (SMEs)                                                => sme
    (blank) | -                                                                            => unknown
    ? | วิสาหกิจ | ผู้ผลิตชุมชน | บริษัท จำกัด | กลุ่ม/รายเดียว | ไม่ใช่กลุ่ม | รอตรวจสอบ            => unknown: unknown-producer-type
    ไม่เป็นกลุ่มผู้ผลิตชุมชน | กลุ่มผู้ผลิตชุมชน? | 1                                          => unknown: unknown-producer-type
    กำลังรวมกลุ่ม | เตรียมจัดตั้งกลุ่ม | อยู่ระหว่างจัดตั้งกลุ่ม | ขอเปลี่ยนเป็นกลุ่ม | สมัครเป็นวิสาหกิจชุมชน => unknown: unknown-producer-type
    ประสงค์จะจดทะเบียนวิสาหกิจชุมชน | มีแผนรวมกลุ่ม | อยู่ระหว่างดำเนินการจัดตั้งกลุ่ม | ขอเปลี่ยนประเภทเป็นกลุ่ม  => unknown: unknown-producer-type
    เคยเป็นกลุ่ม | เดิมเป็นกลุ่มผู้ผลิตชุมชน | อดีตวิสาหกิจชุมชน | former community group      => unknown: unknown-producer-type
"""))  # fmt: skip
def test_producer_types_are_read_as_people_write_them(
    value: str, expected: str
) -> None:
    assert expected == outcome(read_producer_type(value))


@pytest.mark.parametrize(("value", "expected"), words("""
    3 | ๓ | 3.0 | 3 ดาว | ระดับ 3 ดาว | ระดับ ๓ | ★★★ | *** | ★★★☆☆ | สามดาว | 3★ | (3) | ได้รับ ๓ ดาว | 3 Stars | 3 (สาม) | ๓ ดาว (สามดาว) | สาม (3) => 3
    3 ดาว (85 คะแนน) | 75.5 คะแนน (๓ ดาว) | 3 ดาว / 75 คะแนน | ๓ ดวง                     => 3
    85 คะแนน | 3 ดาว 85.5 | ดาว (3 คะแนน)                                             => unknown: unreadable-star
    ***** | 5ดาว | OPC 5 ดาว                                                        => 5
    (blank) | - | – | ไม่ได้คัดสรร | ไม่ได้ส่งคัดสรร | ไม่มี | ไม่ได้คัดสรร ปี 2565                       => (none)
    0 | 6 | 6 ดาว | ****** | 33                                                      => unknown: star-out-of-range
    ? | 3 (สี่) | 3 (4) | 3 (สาม) (รอผล) | รอผล | 3-4 | 3 ดาว/4 ดาว | 2.5 | ไม่ผ่าน | 2562 | ดาว | 4 ★★★ | n/a | ผ่าน          => unknown: unreadable-star
"""))  # fmt: skip
def test_stars(value: str, expected: str) -> None:
    """A star is read, never computed; what was entered and failed is not "not entered"."""
    assert expected == outcome(read_star(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Reading(3)),
        (3.0, Reading(3)),
        (None, Reading(None)),
        (0, Reading(None, known=False, problem="star-out-of-range")),
        (2.5, Reading(None, known=False, problem="unreadable-star")),
        (True, Reading(None, known=False, problem="unreadable-star")),
        (
            dt.datetime(2022, 4, 3),
            Reading(None, known=False, problem="unreadable-star"),
        ),
        ("3 ดาว (2562)", Reading(3, year_be=2562)),
        ("ปี 65 ระดับ ๔ ดาว", Reading(4, year_be=2565)),
        (
            "3 ดาว (2562) 4 ดาว (2565)",
            Reading(None, known=False, problem="unreadable-star"),
        ),
    ],
)
def test_stars_as_stored_and_their_round(value: object, expected: Reading) -> None:
    """ "3-4" that Excel turned into a date is no star."""
    assert expected == read_star(value)


@pytest.mark.parametrize(("value", "expected"), words("""
    D | d | Quadrant D | ปรับตัวสู่การพัฒนา (D) | D ปรับตัวสู่การพัฒนา | กลุ่ม D | Q-D | ปรับตัวสู่การพัฒนา => D
    A | ดาวเด่นสู่สากล                                                                 => A
    b | เอกลักษณ์ (อนุรักษ์) สร้างคุณค่า | เอกลักษณ์สร้างคุณค่า                                 => B
    C | พัฒนาสู่การแข่งขัน                                                               => C
    (blank) | -                                                                            => unknown
    4 | E | A,D | D (เดิม C) | ปรับตัวสู่การพัฒนา (C) | D? | ไม่มี | Quadrant | รอผล             => unknown: unknown-quadrant
"""))  # fmt: skip
def test_quadrants_are_read_as_people_write_them(value: str, expected: str) -> None:
    assert expected == outcome(read_quadrant(value))


@pytest.mark.parametrize(("value", "expected"), words("""
    ผ่าน | ผ่าน มชช. | ผ่านการประเมิน มชช. ปี 2565 | ผ่านเกณฑ์ มชช. แล้ว | ได้รับการรับรอง มชช.     => passed
    อยู่ระหว่างการพัฒนา | สมัครเข้าสู่กระบวนการ มชช. และอยู่ระหว่างการพัฒนา | กำลังพัฒนา           => developing
    ยังไม่ผ่าน อยู่ระหว่างการพัฒนา                                                       => developing
    ไม่มี | ไม่ได้สมัคร | ยังไม่ได้สมัคร | ไม่ผ่าน | ไม่ผ่าน มชช. | ไม่ผ่านการประเมิน | -               => none
    (blank)                                                                         => unknown
    สมัครแล้ว | สมัคร มชช. ปี 2565 | สมัครเข้าสู่กระบวนการ มชช.                                => unknown: applied-only
    มผช. 123/2560 | ผ่าน มผช. | ผ่าน มชช. และ มผช.                                        => unknown: product-standard
    ? | รอผล | มชช. | ผ่าน? | ผ่านการอบรม มชช. | ไม่ได้อยู่ระหว่างการพัฒนา | ดี                   => unknown: unknown-standard
"""))  # fmt: skip
def test_standards(value: str, expected: str) -> None:
    """Applied alone is unknown: the letter wants applied and developing."""
    assert expected == outcome(read_standard(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ไม่ผ่าน", True),
        ("ไม่ผ่าน มชช.", True),
        ("ยังไม่ผ่าน", True),
        ("ไม่มี", False),
        ("ไม่ผ่าน อยู่ระหว่างการพัฒนา", False),
        (None, False),
    ],
)
def test_not_passed_is_remembered(value: str | None, expected: bool) -> None:
    assert expected == said_failed(value)


@pytest.mark.parametrize(("value", "expected"), words("""
    ปลอดโครงการ | ปลอดจากโครงการอื่น                                                     => clear
    (blank) | - | ไม่ซ้ำ | ไม่มี | ไม่ได้เข้าร่วม | ยังไม่ได้เข้าร่วม | ไม่ซ้ำกับโครงการอื่น ๆ | No | 0             => clear
    ซ้ำ | Young OTOP | OTOP Trader | / | รอบแรก Young OTOP | โครงการพัฒนาผลิตภัณฑ์ (Quadrant D) => in_project
    ? | รอตรวจสอบ | รอ | ไม่ทราบ | ไม่แน่ใจ | ไม่ระบุ | N/A | Young OTOP? | ตรวจสอบแล้ว           => unknown: unclear-project
    ไม่ซ้ำ แต่เคยเข้าร่วมปี 2564                                                            => unknown: unclear-project
"""))  # fmt: skip
def test_other_projects(value: str, expected: str) -> None:
    """A blank says none; doubt is never clear."""
    assert expected == outcome(read_other_project(value))


@pytest.mark.parametrize(("value", "expected"), words("""
    มี | มีศักยภาพ | ใช่ | / | Yes | TRUE                                                  => yes
    ไม่มี | ไม่มีศักยภาพ | ไม่ใช่ | No                                                        => no
    (blank) | - | ไม่ต้องรับรอง | Not asked                                                  => unknown
    ? | ปานกลาง | รอพิจารณา                                                            => unknown: unclear-potential
"""))  # fmt: skip
def test_potential(value: str, expected: str) -> None:
    """A blank is not yet said."""
    assert expected == outcome(read_potential(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2565, "2565"),
        ("๒๕๖๕", "2565"),
        ("พ.ศ. 2565", "2565"),
        (2022, "2565"),
        (dt.datetime(2022, 5, 1), "2565"),
        ("31 มกราคม ๒๕๖๕", "2565"),
        ("ลงทะเบียนปี 2565", "2565"),
        ("ขึ้นทะเบียนเมื่อ 31 ม.ค. 2565", "2565"),
        (None, "unknown"),
        ("-", "unknown"),
        ("ไม่ทราบ", "unknown: unreadable-year"),
        ("2557-2565", "unknown: unreadable-year"),
        (True, "unknown: unreadable-year"),
        (1850, "unknown: year-out-of-range"),
    ],
)
def test_registered_years_are_read_as_people_write_them(
    value: object, expected: str
) -> None:
    assert expected == outcome(read_registered_year(value))


def test_two_digits_of_a_year_are_taken_and_said() -> None:
    assert Reading(2565, problem="assumed-century") == read_registered_year("65")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("240200017", "240200017"),
        (240200017, "240200017"),
        (240200017.0, "240200017"),
        ("2402 00017", "240200017"),
        ("๒๔๐๒-๐๐๐๑๗", "240200017"),
        ("0001\u200b", "0001"),
        (" 0001\u00a0", "0001"),
        ("'0001", "0001"),
        ("ฉช-17", "ฉช-17"),
        (None, "(none)"),
        ("-", "(none)"),
        ("ไม่มี", "(none)"),
        ("2.402E+08", "unknown: unreadable-id"),
        (240200017.5, "unknown: unreadable-id"),
        (2402000170010012345, "unknown: unreadable-id"),
        (dt.date(2022, 1, 1), "unknown: date-for-id"),
    ],
)
def test_ids(value: object, expected: str) -> None:
    """What lost digits is unknown."""
    assert expected == outcome(read_id(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0812345678", "0812345678"),
        (812345678, "0812345678"),
        ("812345678", "0812345678"),
        (38511234.0, "038511234"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "081-234-5678"),
        ("081 234 5678, 038 511 234", "081 234 5678, 038 511 234"),
        (None, "(none)"),
        ("-", "(none)"),
        (8.123456780812346e17, "unknown: unreadable-phone"),
        (1234, "unknown: unreadable-phone"),
        ("O81-234-5678", "081-234-5678"),
        ("08l 234 567o, O38 5II 234", "081 234 5670, 038 511 234"),
        ("O8", "O8"),
        ("LINE: Ol23456789", "LINE: Ol23456789"),
        ("OTOP 081", "OTOP 081"),
    ],
)
def test_phones_are_text_and_mended(value: object, expected: str) -> None:
    assert expected == outcome(read_phone(value))
    is_mended = (
        isinstance(value, str)
        and expected != value
        and value.lower().startswith(("o8", "08l"))
    )
    assert (read_phone(value).problem == "mended-phone") == is_mended


def test_texts_are_repaired() -> None:
    assert [Reading("น้ำพริกแกง"), Reading(None), Reading(None)] == [
        *map(read_text, ("นํ้าพริก\u200bเเกง ", "-", None))
    ]


def test_a_plain_name_is_longer_than_any_word_that_is_none() -> None:
    words = {
        *folded("name", "none"),
        *folded("ditto", "words"),
        *map(fold, reading.words("nothing")["words"]),
    }
    assert max(map(len, words)) <= LONGEST_NO_NAME


#: What stands in names, and what a slip puts there: marks, tones and vowels of their own, blanks, digits.
LETTERS = [*"กงนบผวสอฯๆะัาำิีุูเแไ็่้๊๋์ํฺๅ 12๓-"]


@pytest.mark.parametrize("seed", range(20))
def test_a_plain_name_is_read_as_it_stands(seed: int) -> None:
    dice = random.Random(seed)
    read = reader_of("group_name")
    plain_names = 0
    for _ in range(300):
        letters = [*"กลุ่มจักสานบ้านหนองบัว หมู่ 11"]
        for _ in range(dice.randint(0, 3)):
            letters.insert(dice.randrange(len(letters) + 1), dice.choice(LETTERS))
        name = "".join(letters)
        if is_plain_name(name):
            plain_names += 1
            assert read(name) == Reading(name)
            assert not is_ditto(name)
        if is_plain_thai(name):
            assert repair(name) == name
    assert plain_names > 50
