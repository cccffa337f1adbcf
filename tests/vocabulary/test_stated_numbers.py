"""The numbers that a text of a letter states."""

from __future__ import annotations

import pytest

from kbo_screen.vocabulary.stated_numbers import stated_numbers


@pytest.mark.parametrize(
    ("words", "single", "ranges"),
    [
        ("ระดับ ๑ – ๓ ดาว ปี ๒๕๖๕", {2565}, {(1, 3)}),
        ("ระดับ 1-3 ดาว ปี 65", {65, 2565}, {(1, 3)}),
        ("ปี ๒๕๕๗ ถึงปี พ.ศ. ๒๕๖๕", set(), {(2557, 2565)}),
        ("๑ ดาว ถึง ๓ ดาว", set(), {(1, 3)}),
        ("๑, ๒ และ ๓ ดาว", {1, 2, 3}, set()),
        ("อำเภอละสามกลุ่ม", {3}, set()),
        ("จังหวัดละยี่สิบกลุ่ม หรือ สิบเอ็ดราย", {20, 11}, set()),
        ("อำเภอละสาม กลุ่ม", {3}, set()),
        ("ผู้ที่สามารถดำเนินการ ห้ามจำหน่ายผ้าพันคอ", set(), set()),
        ("จำนวน ๑,๒๐๐ กลุ่ม", {1200}, set()),
        ("วันที่ ๒๕ ธันวาคม ๒๕๖๕ เวลา ๐๘.๑๕ – ๐๘.๓๐ น. ตามข้อ ๑ (๒)", set(), set()),
    ],
)
def test_numbers_are_read_as_a_letter_writes_them(
    words: str, single: set[int], ranges: set[tuple[int, int]]
) -> None:
    stated = stated_numbers(words)
    assert (stated.single, stated.ranges) == (single, ranges)


@pytest.mark.parametrize(
    ("words", "least", "most", "is_held"),
    [
        ("ระดับ ๑ – ๓ ดาว", 1, 3, True),
        ("ระดับ ๑ – ๓ ดาว", 1, 5, False),
        ("ระดับ ๑ – ๓ ดาว", 3, 3, False),
        ("ระดับ ๓ ดาวขึ้นไป", 3, 5, True),
        ("ตั้งแต่ ๓ ดาว", 3, 5, True),
        ("ไม่เกิน ๓ ดาว", 1, 3, True),
        ("ไม่เกิน ๓ ดาว", 1, 5, False),
        ("ระดับ ๓ ดาว", 3, 3, True),
        ("ระดับ ๓ ดาว", 3, 5, False),
    ],
)
def test_a_range_may_stand_open_only_where_the_words_open_it(
    words: str, least: int, most: int, *, is_held: bool
) -> None:
    held = stated_numbers(words).hold_range(
        least, most, is_open_below=least == 1, is_open_above=most == 5
    )
    assert held == is_held
