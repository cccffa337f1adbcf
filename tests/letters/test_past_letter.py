"""A letter whose days are over on the day of the run: the latest of them is told, in a line."""

from __future__ import annotations

import datetime as dt

import pytest

from kbo_screen.letters import DEFAULT_LETTER
from kbo_screen.letters.deadline_words import past_words
from kbo_screen.letters.loading import load_letter

LETTER = load_letter(DEFAULT_LETTER)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2022, 12, 28), None),
        (
            dt.date(2022, 12, 29),
            "วันนี้ (29 ธันวาคม 2565) เลยกำหนดส่งรายชื่อตามหนังสือแล้ว (28 ธันวาคม 2565)",
        ),
        (
            dt.date(2023, 1, 11),
            "วันนี้ (11 มกราคม 2566) เลยวันประชุมตามหนังสือแล้ว (10 มกราคม 2566)",
        ),
        (
            dt.date(2023, 9, 30),
            "วันนี้ (30 กันยายน 2566) เลยวันประชุมตามหนังสือแล้ว (10 มกราคม 2566)",
        ),
        (
            dt.date(2023, 10, 1),
            ("วันนี้ (1 ตุลาคม 2566) เลยปีงบประมาณ 2566 ของหนังสือแล้ว (สิ้นสุด 30 กันยายน 2566)"),
        ),
    ],
)
def test_the_latest_day_that_is_over_is_told(day: dt.date, words: str | None) -> None:
    assert past_words(LETTER, day, "th") == words
