"""Words and signs that say nothing, doubt, or speak of another year.

- One test says of every field that a value says nothing; what a blank means is the field's.
- Of other projects the longest phrase counts; what says that nobody knows is never clear.
- A year beside a value is read with it.
- Ticks, crosses and boxes of other codes are told apart.
- What held once, or is said to be no more, is unknown.
"""

from __future__ import annotations

import pytest

from kbo_screen.vocabulary.cell_years import take_years
from kbo_screen.vocabulary.marks import is_cross, is_ditto, is_empty_box, is_tick
from kbo_screen.vocabulary.reading import Reading, is_blank, is_dash
from kbo_screen.vocabulary.values import (
    name_says_dissolved,
    read_field,
    read_other_project,
    read_potential,
    read_producer_type,
    read_quadrant,
    read_standard,
    read_star,
    says_dissolved,
)

CLEAR = Reading("clear")
UNCLEAR = Reading(None, known=False, problem="unclear-project")
DISSOLVED = Reading(None, known=False, problem="dissolved-group")

NULLS = [
    "nan",
    "NaN",
    "None",
    "NONE",
    "NaT",
    "NULL",
    "null",
    "(null)",
    "\\N",
    "undefined",
    "<NA>",
    "[blank]",
    "ว่าง",
    "(ว่าง)",
]
DASHES = ["-", "–", "—", "\u2212", "\u2012", "―", "- -", "---", "\uff0d", "\u2011"]
DOTS = [
    ".",
    "...",
    "…",
    "……",
    "........",
    ". . .",
    "___",
    "_",
    "=",
    "==",
    "·",
    "(...)",
    "‥",
    "-.-",
]


def lines(text: str) -> list[str]:
    return [
        value.strip() for value in text.replace("\n", "|").split("|") if value.strip()
    ]


@pytest.mark.parametrize("value", [*NULLS, *DASHES, *DOTS])
def test_what_says_nothing_says_nothing_in_every_field(value: str) -> None:
    assert is_blank(value)
    assert read_other_project(value) == CLEAR
    assert read_field("group_name", value) == Reading(None, problem="names-nothing")
    assert read_field("product_name", value) == Reading(None, problem="names-nothing")
    for field in ("producer_type", "quadrant", "potential", "registered_year_be"):
        assert not read_field(field, value).known
    assert read_field("representative", value) == Reading(None)


@pytest.mark.parametrize(
    "value", ["(", "ไม่มี", "0", "กลุ่ม", "( )", "[]", "☐", "x", "นัน", "no", "nana"]
)
def test_what_says_something_is_no_blank(value: str) -> None:
    """Brackets alone are a box to tick."""
    assert not is_blank(value)


@pytest.mark.parametrize("value", DASHES)
def test_a_dash_is_not_rated_and_no_standard(value: str) -> None:
    """Of stars only the dashes that people type; a drawn line may stand for a result that nobody wrote."""
    assert is_dash(value)
    assert read_standard(value) == Reading("none")
    is_typed = value in ("-", "–", "—", "\u2212", "- -")
    assert read_star(value) == (
        Reading(None)
        if is_typed
        else Reading(None, known=False, problem="unreadable-star")
    )


@pytest.mark.parametrize("value", [*NULLS, *DOTS[:-1]])
def test_no_other_sign_is_not_rated(value: str) -> None:
    """Only blank, "-" and a plain "not entered" are; dots may stand for a result that nobody wrote."""
    assert Reading(None, known=False, problem="unreadable-star") == read_star(value)
    assert not read_standard(value).known


@pytest.mark.parametrize(
    "field",
    ["quadrant", "producer_type", "standard", "potential", "other_project", "group_id"],
)
def test_a_word_of_a_program_for_an_empty_cell_is_told(field: str) -> None:
    assert read_field(field, "NaN").problem == "null-word"
    assert read_field(field, "-").problem is None


@pytest.mark.parametrize("value", lines("""
    none. | None. | - null - | 'none' | nan; | "NULL" | *None* | ว่าง. | .ว่าง | (none). | … ว่าง … | NaT, | undefined! | [null].
"""))  # fmt: skip
def test_signs_around_a_word_that_says_nothing_count_for_nothing(value: str) -> None:
    """In every field; of other projects it is clear and told, and names no project."""
    assert is_blank(value)
    assert read_field("other_project", value) == Reading("clear", problem="null-word")
    assert read_field("group_name", value) == Reading(None, problem="names-nothing")
    for field in (
        "producer_type",
        "quadrant",
        "potential",
        "registered_year_be",
        "standard",
    ):
        assert read_field(field, value) == Reading(
            None, known=False, problem="null-word"
        )
    assert Reading(None, known=False, problem="unreadable-star") == read_field(
        "star", value
    )
    assert read_field("group_id", value).value is None


@pytest.mark.parametrize(
    "value", ["none?", "ว่าง?", "none of these", "x none", "/ none /"]
)
def test_a_question_is_no_word_that_says_nothing(value: str) -> None:
    assert not is_blank(value)


@pytest.mark.parametrize("value", lines("""
    ไม่มี | ไม่มีชื่อ | ไม่ระบุ | ไม่ระบุชื่อ | ไม่ทราบชื่อ | ไม่ปรากฏ | ยังไม่มีชื่อ | N/A | n/a | na | TBA | unknown | xxx | ??? | ### | *** | // | - ไม่มี -
"""))  # fmt: skip
def test_a_value_that_names_nothing_is_no_name(value: str) -> None:
    assert Reading(None, problem="names-nothing") == read_field("group_name", value)


@pytest.mark.parametrize("value", lines("""
    - | – | ... | … | ไม่ | ไม่มี | (ไม่มี) | ไม่ซ้ำ | ไม่ได้เข้าร่วม | ยังไม่มี | ยังไม่ได้เข้าร่วม | ว่าง | ปกติ | ตรวจแล้ว ไม่พบ | ผ่านการตรวจสอบ ไม่ซ้ำ
    ไม่เคย | ไม่เคยเข้าร่วม | ยังไม่เคยเข้าโครงการใด | ไม่เข้าร่วมโครงการ | มิได้เข้าร่วม | ไม่ใช่ | ไม่พบ | ไม่พบข้อมูลซ้ำซ้อน | ตรวจสอบแล้ว ไม่ซ้ำ | ตรวจสอบแล้วไม่มี
    ไม่ซ้ำซ้อนกับโครงการอื่น | ไม่มีโครงการอื่น | ไม่ได้เข้า ปี 66 | ยืนยันว่าไม่ซ้ำ | No | none | 0 | n | False | not in another project | no other project | ไม่ซ้ำ, ไม่มี
"""))  # fmt: skip
def test_denials_are_clear(value: str) -> None:
    assert read_other_project(value).value == "clear"
    assert read_other_project(value).problem is None


@pytest.mark.parametrize("value", lines("""
    ไม่ได้อยู่ใน Young OTOP | ไม่ประสงค์เข้าร่วม | ไม่ทับซ้อน | ไม่สังกัดโครงการใด | ยังไม่ได้สมัคร | ไม่มีค่ะ | ไม่ครับ | not yet joined | has not participated in any project | 0 โครงการ | ปฏิเสธไม่เข้าร่วม
    ☑ ไม่ซ้ำ ☐ ซ้ำ | ซ้ำ ( ) ไม่ซ้ำ (/) | □ ซ้ำ ☒ ไม่ซ้ำ | ยืนยันแล้วไม่ซ้ำ | ประธานแจ้งว่าไม่มี | ยังไม่เคยได้รับการสนับสนุน
    เช็คแล้วไม่มี | สอบถามกลุ่มแล้ว ไม่ซ้ำ | ถามแล้วไม่ได้เข้า | ตรวจสอบเรียบร้อยแล้ว ไม่พบ | โทรถามแล้วไม่อยู่ในโครงการใด
"""))  # fmt: skip
def test_a_denial_of_being_in_one_is_clear(value: str) -> None:
    """A "not" is clear before a word of being in a project, also where somebody says that he looked."""
    assert read_field("other_project", value) == CLEAR


@pytest.mark.parametrize(
    "value", lines("ตรวจสอบแล้วซ้ำ | เช็คแล้ว Young OTOP | อำเภอแจ้งว่าซ้ำ | โครงการผ้าไหม")
)
def test_who_looked_and_found_a_project_says_so(value: str) -> None:
    assert read_other_project(value) == Reading("in_project")


@pytest.mark.parametrize(
    ("value", "year_be"),
    [
        ("ไม่ซ้ำปี 65", 2565),
        ("ปี 66 ไม่มี", 2566),
        ("2566 ไม่ได้เข้า", 2566),
        ("ไม่มีในปี 2565", 2565),
    ],
)
def test_a_denial_is_read_with_its_year(value: str, year_be: int) -> None:
    assert Reading("clear", year_be=year_be) == read_other_project(value)


@pytest.mark.parametrize("value", lines("""
    ? | ยัง | ไม่แน่ | ไม่แน่ใจ | ไม่รู้ | ไม่ทราบ | ยังไม่ได้ตรวจ | ไม่ได้ตรวจ | ไม่เห็นข้อมูล | รอ | รอตรวจสอบ | รอเช็คกับอำเภอ | รอ จังหวัด | กำลังพิจารณา | x | X | ✗ | ☐ | ( )
    ยังไม่ทราบ | ยังไม่รู้ | ยังไม่แน่นอน | ไม่ชัด | ไม่ได้เช็ก | ยังไม่ได้สอบถาม | ไม่สามารถตรวจสอบได้ | ไม่มีการตรวจ | ไม่มีข้อมูล | ไม่พบข้อมูล | ไม่ระบุ | ยังไม่ยืนยัน | ยังไม่ได้แจ้ง
    ยกเลิกแล้ว | ถอนตัว | สละสิทธิ์ | Young OTOP ถอนตัวแล้ว | OTOP Trader (สละสิทธิ์) | ลาออกจากโครงการ | ยกเลิก | withdrawn | น่าจะไม่ซ้ำ | อาจซ้ำ | คาดว่าซ้ำ | ไม่ซ้ำมั้ย
    ไม่ซ้ำ? | ไม่ซ้ำ รอตรวจ | ไม่มี แต่เคยเข้า | Young OTOP ไม่ซ้ำ | OK | ตรวจแล้ว | ผ่าน | สมัครแล้ว | อยู่ระหว่างตรวจสอบ | จำไม่ได้ | N/A | pending | 2 | 30/9/65 | !!
    ไม่ซ้ำ, Young OTOP | นวัตวิถี 64, Young OTOP 66 | นวัตวิถี 65-66
    เคยเข้า Young OTOP และยังเป็นสมาชิก | เคยร่วม ปี 64 จนถึงปัจจุบัน | เคยเข้าตั้งแต่ 63  | เคยเข้าร่วมแล้วยังร่วมอยู่ | พฤศจิกายน 2565 | Young OTOP ต.ค. 2565 | โครงการเดือนธันวาคม 2565 | Nov 2022
    ปีงบประมาณ 2565 (ต.ค. 65) | จบโครงการแล้ว | เลิกแล้ว | นวัตวิถี สิ้นสุดแล้ว | ออกแล้ว
    ไม่ออกจากโครงการ | ยังไม่จบ | ไม่ถอน | ยังไม่เลิก | ยังไม่พ้น | ไม่ได้รับแจ้ง | ยังไม่ได้รับข้อมูล | ไม่ได้ดู | ยังไม่ได้ค้น | ไม่เจอข้อมูล | ไม่รับสาย | ไม่เข้าใจ | ไม่ร่วมมือ | ไม่พบตัวประธาน | ไม่อยู่
    ไม่น่ามี | คงไม่ซ้ำ | เท่าที่ทราบไม่มี | ไม่มี (เท่าที่ทราบ) | maybe | probably not | not checked | not known | not available | no data | no answer | check | ติดต่อไม่ได้ | โทรไม่ติด | หาไม่เจอ
    ☐ ซ้ำ | ✗ ซ้ำ | ( ) ไม่ซ้ำ | Young OTOP ☐ | ☐ ซ้ำ ☐ ไม่ซ้ำ | สงสัยซ้ำ | ชื่อคล้ายกัน | ซ้ำไหม | ขาดข้อมูล | ระบบล่ม | รอดูก่อน | แจ้งภายหลัง | ฝากจังหวัดตรวจ | ได้รับการเสนอชื่อ | ส่งใบสมัครแล้ว
    เลิก | ถอน | ถูกตัดออก | หมดวาระ | จบรุ่น 3 | เสร็จสิ้นแล้ว | ปิดโครงการแล้ว | ปีที่แล้วเข้า | ปีหน้า | ต.ค. 65 | 1 ม.ค. 66 | ยืนยันแล้ว
    ตรวจสอบอีกครั้ง | ต้องตรวจสอบก่อน | โปรดตรวจสอบ | เช็คแล้ว | เช็คก่อน | สอบถามแล้ว | ตรวจแล้วครับ | ยังค่ะ | Young OTOP (ไม่ผ่าน) | Young OTOP - ไม่ได้รับคัดเลือก | OTOP Trader (สำรอง) | ตกรอบ Young OTOP | ปฏิเสธ | T
"""))  # fmt: skip
def test_doubts_and_withdrawals_are_never_clear(value: str) -> None:
    assert read_field("other_project", value) == UNCLEAR


@pytest.mark.parametrize(
    ("value", "year_be"),
    [
        ("Young OTOP", None),
        ("OTOP Trader/Young OTOP", None),
        ("ซ้ำ", None),
        ("มี", None),
        ("✓", None),
        ("/", None),
        ("1", None),
        ("โครงการผ้าไหม", None),
        ("รอบแรก Young OTOP", None),
        ("Young OTOP รุ่น 65", None),
        ("KBO 2566, Young OTOP", None),
        ("66", 2566),
        ("2566", 2566),
        ("ปีงบ 66", 2566),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๖", 2566),
        ("Young OTOP ปี 66", 2566),
        ("Young OTOP ตั้งแต่ปี 2566", 2566),
        ("นวัตวิถี 66", 2566),
        ("OTOP Trader (ปี 2564)", 2564),
        ("นวัตวิถี 65", 2565),
        ("Young OTOP มิ.ย. 2565", 2565),
        ("นวัตวิถี(๖๔)", 2564),
        ("65", 2565),
        ("D-HOPE 2561", 2561),
        ("OTOP Premium 2021", 2564),
        ("Young OTOP'65", 2565),
        ("เข้าร่วมโครงการนวัตวิถี ปีงบประมาณ 2563", 2563),
    ],
)
def test_a_project_is_read_with_its_year(value: str, year_be: int | None) -> None:
    assert Reading("in_project", year_be=year_be) == read_other_project(value)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("เคย", "former-project"),
        ("เคยเข้าร่วม", "former-project"),
        ("เคยได้รับการพัฒนา", "former-project"),
        ("ปี 65 เคยเข้า", "former-project"),
        ("กลุ่มนี้เคยเข้า Young OTOP ปี 2563", "former-project"),
        ("formerly Young OTOP", "former-project"),
        ("เคยเข้าร่วม ปัจจุบันไม่ได้เข้าร่วม", "former-project"),
        ("ปัจจุบันไม่มีโครงการ", "former-project"),
        ("KBO", "kbo-itself"),
        ("KBO 2565", "kbo-itself"),
        ("โครงการ KBO ปี 2566", "kbo-itself"),
        ("เครือข่ายองค์ความรู้ (KBO)", "kbo-itself"),
        ("Knowledge-Based OTOP 66", "kbo-itself"),
    ],
)
def test_projects_of_before_and_kbo_are_clear_and_told(
    value: str, problem: str
) -> None:
    reading = read_other_project(value)
    assert (reading.value, reading.problem) == ("clear", problem)


@pytest.mark.parametrize(
    ("text", "years_be"),
    [
        ("3 ดาว (65)", (2565,)),
        ("ปี 65", (2565,)),
        ("พ.ศ.2565", (2565,)),
        ("65=3", (2565,)),
        ("๖๕: ๓", (2565,)),
        ("ผ่าน 65", (2565,)),
        ("ผ่าน(64)", (2564,)),
        ("[63] ผ่าน", (2563,)),
        ("ประจำปี 2565", (2565,)),
        ("ปีงบประมาณ 66", (2566,)),
        ("นวัตวิถี 64-66", (2564, 2565, 2566)),
        ("OPC 2562, 2565", (2562, 2565)),
        ("ปี 2564/2565", (2564, 2565)),
        ("3 ดาว ปี 2565/65", (2565,)),
        ("นวัตวิถี 2564-2566, 65", (2564, 2565, 2566)),
        ("หมู่ 65", ()),
        ("ครั้งที่ 45", ()),
        ("30/9/65", ()),
        ("081-234-5665", ()),
        ("240200065", ()),
        ("3", ()),
        ("33", ()),
    ],
)
def test_years_beside_a_value(text: str, years_be: tuple[int, ...]) -> None:
    assert years_be == take_years(text).years_be


@pytest.mark.parametrize(
    ("value", "stars", "year_be"),
    [
        ("3 ดาว (65)", 3, 2565),
        ("3 ดาว (62)", 3, 2562),
        ("65=3", 3, 2565),
        ("2565: 4", 4, 2565),
        ("1 ดาว ปี65", 1, 2565),
        ("๓ (๖๕)", 3, 2565),
        ("(62) 5 ดาว", 5, 2562),
        ("3 ดาว 65", 3, 2565),
        ("3ด.", 3, None),
        ("3 ด", 3, None),
        ("๒ด.", 2, None),
        ("ดาว 3", 3, None),
        ("5*", 5, None),
        ("3 ★", 3, None),
        ("ไม่ส่ง", None, None),
        ("ไม่เข้าคัดสรร ปี 65", None, 2565),
        ("ไม่ได้ส่งเข้ารับการคัดสรร", None, None),
        ("ไม่เคยส่งเข้าประกวด", None, None),
        ("ยังไม่ได้สมัครเข้ารับการคัดสรร ปี 2565", None, 2565),
        ("'3", 3, None),
    ],
)
def test_stars_with_their_round(
    value: str, stars: int | None, year_be: int | None
) -> None:
    assert Reading(stars, year_be=year_be) == read_star(value)


@pytest.mark.parametrize(
    ("value", "code", "year_be"),
    [
        ("ผ่าน 65", "passed", 2565),
        ("ผ่าน(64)", "passed", 2564),
        ("ผ่าน มชช.ปี65", "passed", 2565),
        ("ผ่านแล้ว", "passed", None),
        ("ผ่านมชช", "passed", None),
        ("ผ่านตั้งแต่ปี 64", "passed", 2564),
        ("ผ่าน ปี 2563, 2565", "passed", 2565),
        ("ได้รับรอง", "passed", None),
        ("อยู่ระหว่าง", "developing", None),
        ("อยู่ในระหว่าง", "developing", None),
        ("พัฒนา", "developing", None),
        ("กำลังพัฒนา 66", "developing", 2566),
        ("ไม่ผ่าน 2563", "none", 2563),
        ("ไม่เคยสมัคร", "none", None),
        ("ไม่", "none", None),
    ],
)
def test_standards_with_their_year(value: str, code: str, year_be: int | None) -> None:
    assert Reading(code, year_be=year_be) == read_standard(value)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("standard", "☑ ผ่าน ☐ ไม่ผ่าน", "passed"),
        ("standard", "( ) ผ่าน (/) อยู่ระหว่างการพัฒนา", "developing"),
        ("standard", "☐ ผ่าน", None),
        ("standard", "✗ ผ่าน", None),
        ("standard", "ผ่านค่ะ", "passed"),
        ("standard", "ผ่าน มชช.64", "passed"),
        ("producer_type", "☐ กลุ่ม ☑ รายเดี่ยว ☐ SME", "single_owner"),
        ("producer_type", "[ ] กลุ่ม", None),
        ("star", "☐1 ☐2 ☑3 ☐4 ☐5", 3),
        ("star", "☐ 3 ดาว", None),
        ("star", "★★★☆☆", 3),
        ("quadrant", "A □ B □ C □ D ☒", "D"),
        ("quadrant", "☑ C ☑ D", None),
        ("potential", "☐ มี", None),
        ("potential", "มี ( / ) ไม่มี ( )", "yes"),
    ],
)
def test_of_boxes_in_one_cell_the_ticked_one_counts(
    field: str, value: str, expected: str | int | None
) -> None:
    """An empty box, or a cross, beside the only words says neither yes nor no."""
    assert read_field(field, value).value == expected


@pytest.mark.parametrize("value", lines("""
    หมดอายุ | ถอนตัว | เคยผ่าน | เคยอยู่ระหว่างการพัฒนา | ผ่าน ปี 2560 (หมดอายุ) | อยู่ระหว่างการพัฒนา แต่ถอนตัว | ผ่าน (ยกเลิก) | สละสิทธิ์ | ผ่านเดิม | ถูกเพิกถอน | ใบรับรองสิ้นสุดแล้ว
    ไม่ประสงค์เข้าสู่ระหว่างการพัฒนา | ไม่พร้อม อยู่ระหว่างการพัฒนา | มิได้อยู่ระหว่างการพัฒนา | ยังไม่เข้าสู่ระหว่างการพัฒนา | ผ่านแต่ไม่ได้ต่ออายุ | ระงับ | passed, expired | withdrawn | กำลังดำเนินการ | มี | ✓ | / | ขาดต่ออายุ | พ้นกำหนด | อยู่ระหว่างการประเมิน | อยู่ระหว่างประเมิน มชช. | รอการประเมิน | พัฒนาแล้ว
"""))  # fmt: skip
def test_a_standard_that_held_once_is_asked(value: str) -> None:
    assert Reading(None, known=False, problem="unknown-standard") == read_standard(
        value
    )


@pytest.mark.parametrize("value", lines("""
    กลุ่ม (ยุบ) | กลุ่ม(ยกเลิก) | เลิกกลุ่มแล้ว | ยุบเลิก | กลุ่มผู้ผลิตชุมชน - เลิกกิจการ | วิสาหกิจชุมชน (หยุดดำเนินการ) | ยกเลิกกลุ่ม | กลุ่มสลาย | เลิก | กลุ่ม (ปิดกิจการ) | กลุ่ม ยุติบทบาท
    กลุ่มล้มเลิกไปแล้ว | กลุ่ม พักกิจการชั่วคราว | กลุ่มผู้ผลิตชุมชน (ไม่เคลื่อนไหว) | กลุ่มหยุดชั่วคราว | กลุ่มฯ เลิกแล้ว | group (dissolved) | ถอนทะเบียน | กลุ่ม ไม่ได้ดำเนินการแล้ว | กลุ่มร้าง
"""))  # fmt: skip
def test_a_type_that_says_dissolved_is_unknown(value: str) -> None:
    assert read_producer_type(value) == DISSOLVED
    assert says_dissolved(value)


@pytest.mark.parametrize(
    "value",
    lines(
        "แยกจากกลุ่มแล้ว | นอกกลุ่ม | สมาชิกกลุ่มแม่บ้าน | กลุ่มบริษัท | กลุ่มเอกชน | หจก. กลุ่มรวมใจ | เคยเป็นกลุ่ม | ประธานกลุ่ม | ตัวแทนกลุ่ม | เดี่ยวในนามกลุ่ม"
    ),
)
def test_who_is_no_group_for_all_the_word_is_unknown(value: str) -> None:
    """The word for a group stands in it, and it may be anything."""
    assert Reading(
        None, known=False, problem="unknown-producer-type"
    ) == read_producer_type(value)


@pytest.mark.parametrize(("value", "code"), [("SME (ยกเลิก)", "sme"), ("เดี่ยว", "single_owner"), ("รายเดียว (เลิก)", "single_owner")])  # fmt: skip
def test_what_is_no_group_anyway_stays_so(value: str, code: str) -> None:
    assert Reading(code) == read_producer_type(value)


@pytest.mark.parametrize(
    "value",
    lines(
        "เดี่ยว | เดียว | รายบุคคล | เจ้าของเดียว | ผู้ผลิตเดี่ยว | บุคคลธรรมดา | ผู้ประกอบการรายเดียว"
    ),
)
def test_single_owners_by_other_words(value: str) -> None:
    assert Reading("single_owner") == read_producer_type(value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("กลุ่มทอผ้าบ้านสวน (ยุบ)", True),
        ("กลุ่มทอผ้าบ้านสวน(ยกเลิก)", True),
        ("(ยกเลิก) กลุ่มทอผ้าบ้านสวน", True),
        ("กลุ่มทอผ้าบ้านสวน - เลิกแล้ว", True),
        ("กลุ่มทอผ้าบ้านสวน *ยุบเลิก*", True),
        ("กลุ่มทอผ้าบ้านสวน ยกเลิก", True),
        ("กลุ่มทอผ้าบ้านสวน เลิกกลุ่มแล้ว", True),
        ("กลุ่มทอผ้าบ้านสวน [หยุดดำเนินการ]", True),
        ("กลุ่มทอผ้าบ้านหนองยุบ", False),
        ("กลุ่มจักสาน (OTOP)", False),
        ("กลุ่มบ้านเลิกทุกข์", False),
        ("กลุ่มทอผ้าบ้านสวน (ยังไม่ยกเลิก)", False),
    ],
)
def test_names_of_dissolved_groups(name: str, expected: bool) -> None:
    assert expected == name_says_dissolved(name)


@pytest.mark.parametrize(
    "sign",
    [
        "/",
        "✓",
        "✔",
        "✔️",
        "☑",
        "☑️",
        "✅",
        "🗹",
        "√",
        "(/)",
        "[✓]",
        "( ✓ )",
        "\uf0fc",
        "\uf0fe",
        "\uf052",
    ],
)
def test_ticks(sign: str) -> None:
    """Also with the selector that telephones put behind."""
    assert (read_potential(sign), read_other_project(sign)) == (
        Reading("yes"),
        Reading("in_project"),
    )


@pytest.mark.parametrize(
    "sign",
    ["x", "X", "✗", "✘", "×", "❌", "☒", "[x]", "☐", "□", "[ ]", "( )", "⬜", "○"],
)
def test_crosses_and_empty_boxes_say_neither(sign: str) -> None:
    assert not is_tick(sign)
    assert is_cross(sign) or is_empty_box(sign)
    assert read_other_project(sign) == UNCLEAR
    assert Reading(None, known=False, problem="unclear-potential") == read_potential(
        sign
    )


@pytest.mark.parametrize("mark", ['"', "''", "〃", "″", "”", ",,", "-do-", "do.", "Ditto", '- " -', "-〃-", "“", '" "', "เช่นเดียวกัน", "เหมือนบน", "เหมือน ข้างบน", "ตามด้านบน", "ๆ", '--"--', "Do"])  # fmt: skip
def test_ditto_marks(mark: str) -> None:
    assert is_ditto(mark)
    for field in (
        "group_name",
        "star",
        "producer_type",
        "other_project",
        "potential",
        "group_id",
    ):
        assert Reading(None, known=False, problem="doubtful-ditto") == read_field(
            field, mark
        )


@pytest.mark.parametrize(
    "text",
    ["-", "—", "...", ",", "'", "ดู", "done", "กลุ่มเหมือนฝัน", 'ผ้า "ไหม"', "", "D", "/"],
)
def test_what_is_no_ditto_mark(text: str) -> None:
    assert not is_ditto(text)


@pytest.mark.parametrize(
    "value",
    lines("Q.D | QD | Q-D | D(ปรับตัว) | กลุ่มปรับตัว | ปรับตัวฯ | Quadrant  D | กลุ่ม D | d"),
)
def test_quadrants_as_officers_write_them(value: str) -> None:
    assert Reading("D") == read_quadrant(value)
