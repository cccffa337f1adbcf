"""The page of words says of every word what its reader makes of it.

1. Every word of the vocabulary of a field stands on the page once.
2. Words that decide stand where they are read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kbo_screen.vocabulary.reading import words
from tests.tools.looks import flat

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
from words import WORDED_FIELDS, words_by_meaning, words_page


@pytest.mark.parametrize(
    ("field", "meaning", "written"),
    [
        ("other_project", "no", "ไม่"),
        ("other_project", "no", "ว่าง"),
        ("other_project", "not known", "ยัง"),
        ("other_project", "not known", "…ถอนตัว…"),
        ("other_project", "not known", "☐"),
        ("other_project", "yes", "✓"),
        ("other_project", "no, and told", "…เคย…"),
        ("other_project", "no, and told", "…kbo…"),
        ("potential", "yes", "มี"),
        ("potential", "no", "ไม่มี"),
        ("potential", "nothing is written", "nan"),
        ("star", "none", "ไม่ได้คัดสรร"),
        ("star", "not known", "nan"),
        ("star", "a value: 3", "สาม"),
        ("standard", "no", "-"),
        ("standard", "not known", "…หมดอายุ…"),
        ("producer_type", "a value: single_owner", "เดี่ยว"),
        ("group_name", "nothing is written", "ไม่มี"),
    ],
)
def test_a_word_stands_under_what_it_is_read_as(
    field: str, meaning: str, written: str
) -> None:
    assert written in words_by_meaning(field)[meaning]


@pytest.mark.parametrize("field", WORDED_FIELDS)
def test_every_word_stands_once(field: str) -> None:
    spellings = flat(words_by_meaning(field).values())
    assert len(spellings) == len(set(spellings))
    assert set(words("nothing")["words"]) <= set(spellings)


def test_the_page_has_every_field_and_the_answers() -> None:
    page = words_page()
    assert all(f"(`{field}`)" in page for field in WORDED_FIELDS)
    assert "`〃`" in page
    assert "Answers to questions" in page
