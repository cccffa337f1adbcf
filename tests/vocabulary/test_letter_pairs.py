"""Texts looked at by pairs of letters are told as a look at each of them tells.

- No text that needs a closer look is passed over, whatever letters stand beside each other in it.
- A text is plain Thai just where `is_plain_thai` says so, be it the first, the last or one of many.
"""

from __future__ import annotations

import random
from itertools import product

import pytest

from kbo_screen.vocabulary import letter_pairs
from kbo_screen.vocabulary.letter_pairs import are_plain_thai, are_suspect
from kbo_screen.vocabulary.thai_text import (
    ALWAYS_SUSPECT,
    is_plain_thai,
    needs_look,
    repair,
)
from kbo_screen.vocabulary.values import are_plain_names, is_plain_name

#: A letter or two of each sort, those of no plane of their own and halves of them among them.
LETTERS = [*"กฤฯะัาำิฺเแไๅๆ็่์ํ๎๏๑ 1x_A-\n\u200b\uf70a\U0001f600\ud800"]


def test_every_three_letters_are_told() -> None:
    texts = ["", *LETTERS, *map("".join, product(LETTERS, repeat=3))]
    for text, is_suspect in zip(texts, are_suspect(texts), strict=True):
        # "_x" may begin "_x000D_"
        assert is_suspect == (needs_look(text) or "_x" in text), text
    assert are_plain_thai(texts).tolist() == list(map(is_plain_thai, texts))


def test_every_letter_is_told() -> None:
    texts = [chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000]
    assert are_suspect(texts).tolist() == list(map(needs_look, texts))
    assert are_plain_thai(texts).tolist() == list(map(is_plain_thai, texts))


@pytest.mark.parametrize("seed", range(20))
def test_texts_are_told_whatever_stands_around_them(seed: int) -> None:
    dice = random.Random(seed)
    texts = []
    for _ in range(200):
        letters = dice.choices(LETTERS, k=dice.randrange(12))
        texts.append("".join(letters))
    for text, is_suspect in zip(texts, are_suspect(texts), strict=True):
        assert is_suspect or not needs_look(text)
    assert are_plain_thai(texts).tolist() == list(map(is_plain_thai, texts))


def test_many_texts_are_told_piece_by_piece() -> None:
    texts = ["กลุ่ม", "กลุ่่ม", " ", ""] * letter_pairs._PIECE
    assert are_suspect(texts).tolist() == [False, True, True, False] * (len(texts) // 4)


def test_plain_names_of_many_are_those_of_each() -> None:
    letters = ALWAYS_SUSPECT[0]
    names = ["กลุ่มจักสานบ้านหนองบัว 111", "กลุ่มทอผ้า", "", f"กลุ่มจักสานบ้านหนองบัว{letters}"]
    names += [f"{name} {number}" for name in names for number in range(200)]
    assert are_plain_names(names) == list(map(is_plain_name, names))
    for name, is_plain in zip(names, are_plain_names(names), strict=True):
        assert repair(name) == name or not is_plain
