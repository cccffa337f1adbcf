"""The headers that people type.

- Every field is recognised by its usual headers, Thai and English, its own name included.
- Thai digits, line breaks, spaces, punctuation and numbering do not matter; a year in the header is read.
- Headers that look alike are told apart: type of producer and of product, category and quadrant, มชช. and มผช.
- A header of something else is no field.
- A word that several fields share names them all, weakly: the values decide.
- More spellings can be given, each as good as an exact one.
- A header that denies says so; a question and a choice of both do not deny.
"""

from __future__ import annotations

import pytest

from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.headers import (
    EXACT,
    WEAK,
    HeaderMatch,
    read_header,
    spellings_of,
)
from kbo_screen.vocabulary.spellings import make_spellings


def fields_of(header: str) -> list[str]:
    return [match.field for match in read_header(header)]


@pytest.mark.parametrize("field", FIELDS)
def test_every_spelling_names_its_field_and_no_other(field: str) -> None:
    for spelling in (field, *spellings_of(field)):
        assert (HeaderMatch(field, EXACT),) == read_header(spelling), spelling


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("ลำดับ\nที่", None),
        ("ระดับดาว\n(OPC)", "star"),
        ("๓. ชื่อกลุ่ม / ผู้ผลิต", "group_name"),
        ("ชื่อผู้ผลิต ผู้ประกอบการ OTOP (ภาษาไทย)", "group_name"),
        ("นําเบอร์โทรศัพท์", "phone"),
        ("ที่ตั้ง ตำบล", "subdistrict"),
        ("ผู้แทนกลุ่ม ๑ คน", "representative"),
        ("ตัวแทนกลุ่ม (จำนวน 1 คน) ที่เข้าร่วมประชุม", "representative"),
        ("ข้อมูลผู้ผลิต ชื่อ", "group_name"),
        ("ผลิตภัณฑ์ ประเภท", "category"),
        ("ผู้ผลิต ประเภท", "producer_type"),
        ("เบอร์โทรผู้ติดต่อ", "phone"),
        ("ซ้ำกับโครงการอื่น ๆ ของกรมการพัฒนาชุมชน", "other_project"),
        ("ผลการประเมินมาตรฐานการพัฒนาชุมชน (มชช.)", "standard"),
        ("ผ่าน มชช.", "standard"),
        ("Q", "quadrant"),
        ("ผลิตภัณฑ์ของท่านได้ระดับดาวใด (ปี 2565)", "star"),
        ("มชช. (ผ่าน/อยู่ระหว่าง/ไม่มี)", "standard"),
        ("มีศักยภาพ [มี/ไม่มี]", "potential"),
        ("กลุ่มทอผ้าบ้านสวน (ผ้าไหม/ผ้าฝ้าย)", None),
        ("ระบบ มชช.", "standard"),
        ("กลุ่ม / รายเดี่ยว / SME", "producer_type"),
        ("5. ผลิตภัณฑ์ได้รับการคัดสรรกี่ดาว (ปี 2565)", "star"),
        ("กลุ่มของท่านอยู่ในโครงการอื่นของกรมหรือไม่", "other_project"),
        ("9. ปี 2566 เข้าร่วมโครงการอื่นของ พช. หรือไม่ (ระบุ)", "other_project"),
        ("3. ท่านเป็นผู้ผลิตประเภทใด", "producer_type"),
        ("6. ผลิตภัณฑ์อยู่ใน Quadrant ใด", "quadrant"),
        ("8. กลุ่มของท่านผ่าน มชช. หรือไม่", "standard"),
        ("1. อำเภอของท่าน", "district"),
        ("2. ชื่อกลุ่ม/ชื่อผู้ผลิต ผู้ประกอบการ OTOP (ตามทะเบียน)", "group_name"),
        ("กลุ่มของท่านชื่ออะไร", "group_name"),
        ("ผลิตภัณฑ์ของท่านชื่ออะไร", "product_name"),
        ("กลุ่มของท่านตั้งอยู่ตำบลใด", "subdistrict"),
        ("ลงทะเบียน OTOP เมื่อปี พ.ศ. ใด", "registered_year_be"),
        ("ปี พ.ศ. ที่ลงทะเบียน OTOP", "registered_year_be"),
        ("Registered Year (B.E.)", "registered_year_be"),
        ("Product Name (TH)", "product_name"),
    ],
)
def test_headers_are_read_as_a_clerk_would(header: str, field: str | None) -> None:
    assert ([field] if field else []) == fields_of(header)


@pytest.mark.parametrize(
    ("header", "field", "year_be"),
    [
        ("ระดับดาว ปี 2565", "star", 2565),
        ("ดาว65", "star", 2565),
        ("OPC65", "star", 2565),
        ("OPC ๖๒", "star", 2562),
        ("ผลการคัดสรร 65", "star", 2565),
        ("ดาว (65)", "star", 2565),
        ("โครงการอื่น 66", "other_project", 2566),
        ("มชช.64", "standard", 2564),
        ("ระดับดาวปี๖๕", "star", 2565),
        ("ผลการคัดสรร OPC\nประจำปี พ.ศ. ๒๕๖๒", "star", 2562),
        ("Star (2022)", "star", 2565),
        ("โครงการอื่น ปี 2566", "other_project", 2566),
        ("โครงการอื่น ๆ ปีงบประมาณ พ.ศ. 2566", "other_project", 2566),
        ("ปีที่ลงทะเบียน (2557-2565)", "registered_year_be", None),
        ("ระดับดาว ปี 2562/2565", "star", None),
    ],
)
def test_a_year_in_the_header_is_read(
    header: str, field: str, year_be: int | None
) -> None:
    """Of two years neither is chosen."""
    assert (HeaderMatch(field, EXACT, year_be),) == read_header(header)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("ประเภทผู้ผลิต", "producer_type"),
        ("ประเภทผลิตภัณฑ์", "category"),
        ("กลุ่มผลิตภัณฑ์", "category"),
        ("กลุ่มผลิตภัณฑ์ (Quadrant)", "quadrant"),
        ("ประเภทผลิตภัณฑ์ (A B C D)", "quadrant"),
        ("สถานะ มชช.", "standard"),
        ("เลขที่ลงทะเบียน/รหัส OTOP", "group_id"),
        ("ชื่อประธาน/ผู้ติดต่อ", "representative"),
        ("ผู้ประกอบการ", "group_name"),
        ("ปีที่คัดสรร", "star_year_be"),
        ("อำเภอรับรองศักยภาพ", "potential"),
    ],
)
def test_headers_that_look_alike_are_told_apart(header: str, field: str) -> None:
    assert [field] == fields_of(header)


@pytest.mark.parametrize(
    "header",
    [
        "ลำดับที่", "ที่", "No.", "สถานะ มผช.", "มผช./มชช.", "รหัสไปรษณีย์", "ที่อยู่", "เลขบัตรประชาชน", "จำนวนกลุ่ม",
        "จำนวนผลิตภัณฑ์", "รหัสอำเภอ", "รายได้ (บาท) ปี 2565", "คะแนนคัดสรร", "หมายเหตุ", "วันหมดอายุทะเบียน",
        "อำเภอบางปะกง", "กลุ่มจักสานบ้านสาวชะโงก", "ระดับ 3 ดาว", "ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๖", "",
        "2565",
    ],
)  # fmt: skip
def test_a_header_of_something_else_is_no_field(header: str) -> None:
    """Values and titles among them: they must not be taken for a header."""
    assert read_header(header) == ()


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("รหัส", ["group_id", "product_id"]),
        ("ชื่อ", ["group_name", "product_name", "representative"]),
        ("ประเภท", ["producer_type", "category"]),
        ("มาตรฐาน", ["standard"]),
    ],
)
def test_a_word_that_fields_share_names_them_weakly(
    header: str, fields: list[str]
) -> None:
    assert [HeaderMatch(field, WEAK) for field in fields] == list(read_header(header))


def test_more_spellings_can_be_given() -> None:
    spellings = make_spellings({"star": ["คะแนนรวม"]}, {})
    assert read_header("คะแนนรวม ปี 2565") == ()
    assert (HeaderMatch("star", EXACT, 2565),) == read_header(
        "คะแนนรวม ปี ๒๕๖๕", spellings
    )


@pytest.mark.parametrize(
    ("header", "denied"),
    [
        ("ไม่ซ้ำกับโครงการอื่น", True),
        ("ไม่มีโครงการอื่น", True),
        ("ไม่ได้อยู่ในโครงการอื่น", True),
        ("ไม่เข้าร่วมโครงการอื่น ๆ", True),
        ("ผลิตภัณฑ์ที่ไม่ซ้ำซ้อนกับโครงการอื่น ๆ ของกรมการพัฒนาชุมชน", True),
        ("ไม่เคยเข้าร่วมโครงการอื่น ปี 2566", True),
        ("ไม่ซ้ำซ้อนกับโครงการอื่น ปี 66", True),
        ("ซ้ำซ้อนกับโครงการอื่น", False),
        ("not in other project", True),
        ("ซ้ำกับโครงการอื่น", False),
        ("ซ้ำ/ไม่ซ้ำกับโครงการอื่น", False),
        ("มี/ไม่มีโครงการอื่น", False),
        ("เข้าร่วมโครงการอื่นหรือไม่", False),
        ("โครงการอื่น (ไม่มีใส่ -)", False),
        ("ไม่ซ้ำหรือซ้ำกับโครงการอื่น", False),
        ("in other project", False),
        ("ยืนยันไม่ซ้ำกับโครงการอื่น", True),
        ("รับรองว่าไม่ซ้ำกับโครงการอื่น", True),
        ("ไม่ซ้ำ/ซ้ำ", False),
        ("ไม่ซ้ำซ้อน / ซ้ำซ้อน กับโครงการอื่น", False),
        ("ไม่มี/มี โครงการอื่น", False),
    ],
)
def test_a_header_that_denies_says_so(header: str, denied: bool) -> None:
    (match,) = read_header(header)
    assert (match.field, match.denied) == ("other_project", denied)
