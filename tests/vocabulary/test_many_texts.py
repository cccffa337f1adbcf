"""Many texts looked at together give what a look at each gives.

- Texts are repaired, folded and keyed alike, with every fault of typing, alone and together.
- A text in which a pattern matches is found, whatever stands in the lines beside it.
- Words that say that a group is no more are found as a look at each text finds them.
"""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kbo_screen.vocabulary.many_texts import (
    FEW,
    letters_of_each,
    positions_to_look_at,
    repair_each,
)
from kbo_screen.vocabulary.names import group_key, group_keys
from kbo_screen.vocabulary.thai_text import fold, repair
from kbo_screen.vocabulary.values import (
    name_says_dissolved,
    positions_of_dissolved,
    says_dissolved,
)
from tests.vocabulary.test_thai_text import FAULTS, NAMES

#: What people write around names and into them.
NAMES_IN_CELLS = [
    "กลุ่มทอผ้าบ้านนา",
    "  กลุ่มทอผ้าบ้านนา ",
    "๑) กลุ่มจักสาน (OTOP) ม.๕ ต.ท่าช้าง อ.บางคล้า จ.ฉะเชิงเทรา",
    "1. กลุ่มทอผ้า",
    "No. 3 กลุ่มทอผ้า",
    "ลำดับที่ 2 กลุ่มทอผ้า",
    "กลุ่มทอผ้า\nบ้านนา",
    "\n",
    "",
    "วสช. ทอผ้า บ.นา ม. ๒",
    "กลุ่มทอผ้า ตำบลท่าช้าง",
    "กลุ่มทอผ้า,อำเภอบางคล้า",
    "กลุ่มทอผ้า 5ต.ท่าช้าง",
    "กลุ่ม (ยุบ)",
    "กลุ่มทอผ้า - เลิกกลุ่มแล้ว",
    "ยุบ\nเลิกแล้ว",
    "กลุ่มนํ้าพริกเเกง\u200b",
    "\uff2f\uff34\uff2f\uff30",
    "Straße İ ﬁ",
    "e\u0301cole",
    "ก" * 300 + "่" * 80,
    "_x000D_",
    "้กลุ่ม",
    "เ กลุ่ม",
]
TEXTS = [
    *NAMES_IN_CELLS,
    *(fault(name) for name in NAMES[:9] for fault in FAULTS.values()),
]
LETTERS = "กเแ่้์ิีาำํๅ\u0e501. (),-ตอ\n\r\t\u200b\u00a0A"
ANY_TEXTS = st.lists(st.text(LETTERS, max_size=8), max_size=6)


def in_a_crowd(texts: list[str]) -> list[str]:
    """The texts first, then so many others that all are looked at together."""
    return [*texts, *["กลุ่มทอผ้า"] * FEW]


def test_texts_are_repaired_together_as_each() -> None:
    texts = in_a_crowd(TEXTS)
    assert repair_each(texts) == [repair(text) for text in texts]


def test_a_few_texts_are_repaired_each() -> None:
    assert repair_each(["นํ้าพริก", "a\nb"]) == ["น้ำพริก", "a b"]


def test_texts_are_folded_together_as_each() -> None:
    repaired_texts = repair_each(in_a_crowd(TEXTS))
    expected = [fold(text) for text in repaired_texts]
    assert letters_of_each(repaired_texts) == expected


def test_names_are_keyed_together_as_each() -> None:
    names = tuple(in_a_crowd(TEXTS))
    assert group_keys(names) == tuple(group_key(name) for name in names)


@settings(max_examples=40)
@given(ANY_TEXTS)
def test_any_names_are_keyed_together_as_each(texts: list[str]) -> None:
    names = tuple(in_a_crowd(texts))
    assert group_keys(names) == tuple(group_key(name) for name in names)


def test_no_names_have_no_keys() -> None:
    assert group_keys(()) == ()


def test_words_of_dissolved_groups_are_found_together_as_in_each() -> None:
    texts = in_a_crowd(TEXTS)
    saying = {
        position
        for position, text in enumerate(texts)
        if says_dissolved(text) or name_says_dissolved(text)
    }
    assert saying
    assert saying <= positions_of_dissolved(texts)


def test_a_match_across_lines_is_found_in_both() -> None:
    texts = ["ก", "1 ", "ต.", "ข", "ค\nง"]
    assert positions_to_look_at(texts, re.compile(r"\d\s+ต")) == {1, 2, 4}


def test_a_pattern_sees_each_text_as_a_line() -> None:
    at_the_beginning = re.compile("^ข", re.MULTILINE)
    assert positions_to_look_at(["กข", "ข"], at_the_beginning) == {1}
