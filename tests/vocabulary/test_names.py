"""Names of groups and products: which spellings are one name, and what only looks like it.

1. A number or another community form that only one name gives has a ceiling, "บ้าน" written or not.
2. Another letter is never the same, however long the name; a lost tone mark or a shortened vowel is.
3. The accepted spellings are one name: numbers in front, addresses behind, brackets, slips in the word for the form.
4. Another kind of place, another order of words and ฯ leave open whether it is the same.
"""

from __future__ import annotations

import pytest

from kbo_screen import load_letter
from kbo_screen.vocabulary.name_trimmings import trim_name
from kbo_screen.vocabulary.names import (
    LEFT_OUT,
    ONE_SLIP,
    OTHER_FORM,
    OTHER_LETTER,
    OTHER_ORDER,
    OTHER_PLACE,
    likeness,
    product_likeness,
)
from tests.tools.registries import text_table

SAME = load_letter().matching.same
ALIKE = {
    "left out": LEFT_OUT,
    "other form": OTHER_FORM,
    "other letter": OTHER_LETTER,
    "other place": OTHER_PLACE,
    "other order": OTHER_ORDER,
    "slip": ONE_SLIP,
    "one": 100.0,
}
NAMES = text_table("""
    | กลุ่มสมุนไพรบ้านหนองบัว หมู่ 3     | กลุ่มสมุนไพรหนองบัว           | left out     |
    | วิสาหกิจชุมชนสมุนไพรหนองบัว      | กลุ่มสมุนไพรบ้านหนองบัว        | other form   |
    | กลุ่มแปรรูปสมุนไพรท้องถิ่นหนองแสง  | กลุ่มแปรรูปสมุนไพรท้องถิ่นหนองแสน | other letter |
    | กลุ่มสมุนไพรแปรรูปหนองบัว         | กลุ่มสมุนไพรแปรรูปหนองบัง       | other letter |
    | กลุ่มแม่บ้านคลองยี่สิบเอ็ด           | กลุ่มแม่บ้านคลองยี่สิบเจ็ด          | other letter |
    | กลุ่มดอกไม้ประดิษฐ์บางกรูด          | กลุ่มดอกไม้ประดิษฐ์บางกรวด       | other letter |
    | กลุ่มแปรรูปผลผลิตการเกษตรทุ่งเก่า   | กลุ่มแปรรูปผลผลิตการเกษตรทุ่งเก้า | other letter |
    | กลุ่มทอผ้าบ้านหนองไผ่              | กลุ่มทอผ้าบ้านหนองไผ            | slip         |
    | กลุ่มทอผ้าบ้านศรีสุข               | กลุมทอผ้าบ้านศริสุข              | slip         |
    | วสช. ทอผ้า บ.ศรีสุข ม. ๒          | วิสาหกิจชุมชนทอผ้าบ้านสรีสุขหมู่ที่ 2 | one          |
    | กลุ่มจักสานบ้านใหม่พัฒนา            | จักสาน ไหม่พัฒนา                | one          |
    | กลุ่มทอผ้าบ้านศรีสุข               | ข้อ 12. กลุ่มทอผ้าบ้านศรีสุข       | one          |
    | กลุ่มทอผ้าบ้านศรีสุข               | • กลุ่มทอผ้า (บ้านศรีสุข) [OTOP]   | one          |
    | กลุ่มทอผ้าบ้านศรีสุข               | ๓ กลุ่มทอผ้าบ้านศรีสุข ตำบลท่าข้าม อำเภอบางปะกง 24130 | one |
    | วิสาหกิจชุมชนทอผ้าบ้านศรีสุข       | วิสาหกิจขุมชนทอผ้าบ้านศรีสุข      | one          |
    | วิสาหกิจชุมชนทอผ้าบ้านศรีสุข       | วิสาหกิจฯ ทอผ้า บ.ศรีสุข          | one          |
    | กลุ่มทอผ้าบ้านศรีสุข               | กลุ่มทอผ้า ต.ศรีสุข อ.บางคล้า       | other place  |
    | กลุ่มทอผ้าบ้านศรีสุข               | กลุ่มทอผ้าชุมชนศรีสุข             | other place  |
    | กลุ่มเลี้ยงปลาแปรรูปปลาบ้านศรีสุข    | กลุ่มแปรรูปปลาเลี้ยงปลาบ้านศรีสุข   | other order  |
    | กลุ่มสตรีแม่บ้านเกษตรกรบ้านศรีสุข   | กลุ่มสตรีฯ บ้านศรีสุข             | other order  |
""")


@pytest.mark.parametrize(("name", "other", "how"), NAMES)
def test_how_alike_two_names_are(name: str, other: str, how: str) -> None:
    assert likeness(name, other) == likeness(other, name) == ALIKE[how]
    assert (ALIKE[how] >= SAME) == (how in ("slip", "one"))


@pytest.mark.parametrize(
    "name",
    [
        "3 สหายทอผ้า",
        "ที่พักใจ",
        "1.",
        "ต.ท่าช้าง",
        "กลุ่มที่ 2 ทอผ้า",
        "กลุ่มสตรีอำเภอบางคล้า",
        "ลำดวน",
    ],
)
def test_what_belongs_to_a_name_stays(name: str) -> None:
    assert trim_name(name) == (name, "")


def test_products_that_differ_by_a_letter_are_not_the_same() -> None:
    assert product_likeness("ผ้าทอมือลายดอกแก้วสีแดงสด", "ผ้าทอมือลายดอกแก้วสีแดงสุก") < SAME
    assert product_likeness("น้ำพริกเผา สูตร ๑", "น้าพริกเผาสูตร 1") == ONE_SLIP
    assert product_likeness("2. น้ำพริกเผา", "น้ำพริกเผา") == 100.0
