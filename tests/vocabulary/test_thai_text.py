"""Thai text, dates and order as the design measures them.

- Each official subdistrict name is restored after each kind of typing fault, and a clean one comes back unchanged.
- Names sort in Thai dictionary order.
- A date is read in at least 30 ways of writing it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

import geothai
import pytest

from kbo_screen.vocabulary.dates import read_date
from kbo_screen.vocabulary.thai_order import sort_key
from kbo_screen.vocabulary.thai_text import (
    clusters,
    display_width,
    repair,
    shorten,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Callable
from pathlib import Path

SUBDISTRICTS = [
    s.name_th
    for p in geothai.provinces()
    for d in geothai.districts(p.code)
    for s in geothai.subdistricts(d.code)
]
NAMES = sorted(set(SUBDISTRICTS))
OLD_FONT = str.maketrans({"่": "\uf70a", "้": "\uf70b", "์": "\uf70e", "ั": "\uf710"})
FAULTS: dict[str, Callable[[str], str]] = {
    "zero width space inside": lambda n: n[: len(n) // 2] + "\u200b" + n[len(n) // 2 :],
    "byte order mark in front": lambda n: "\ufeff" + n,
    "soft hyphen": lambda n: n[:1] + "\u00ad" + n[1:],
    "no-break spaces around": lambda n: f"\u00a0{n}\u00a0",
    "sara am decomposed": lambda n: n.replace("ำ", "\u0e4d\u0e32"),
    "sara ae typed as two e": lambda n: n.replace("แ", "เเ"),
    "doubled tone mark": lambda n: n.replace("้", "้้").replace("่", "่่"),
    "doubled vowel above": lambda n: n.replace("ิ", "ิิ").replace("ี", "ีี"),
    "tone before vowel": lambda n: n.replace("ี่", "่ี").replace("ื่", "่ื").replace("ั้", "้ั"),
    "tone mark behind the vowel": lambda n: re.sub("([่้๊๋])([าะ])", r"\2\1", n),
    "another sign for า": lambda n: re.sub("(?<!ฤ)า", "ๅ", n),
    "space before a mark above": lambda n: re.sub("(?<=[ก-ฮ])(?=[ิ-ื่-์])", " ", n),
    "sara am without its ring": lambda n: n.replace("ำ", " า"),
    "space behind a leading vowel": lambda n: re.sub("([เแโใไ])", r"\1 ", n),
    "a mark in front": lambda n: "้" + n,
    "signs of an old font": lambda n: n.translate(OLD_FONT),
    "_x000D_ of Excel": lambda n: n + "_x000D_",
    "doubled spaces around": lambda n: f"  {n}  ",
}


def test_there_are_names_enough() -> None:
    assert len(SUBDISTRICTS) >= 7436


def test_clean_names_come_back_unchanged() -> None:
    assert [name for name in NAMES if repair(name) != name] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_name_is_restored_after_a_typing_fault(fault: str) -> None:
    typed = {name: FAULTS[fault](name) for name in NAMES}
    assert any(typed[name] != name for name in NAMES)
    assert [name for name, wrong in typed.items() if repair(wrong) != name] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ผา้ไหม", "ผ้าไหม"),
        ("น ้ำพริก", "น้ำพริก"),
        ("กลุ ่มแม่บ้าน", "กลุ่มแม่บ้าน"),
        ("กลุ่่มทอผ้้า", "กลุ่มทอผ้า"),
        ("้กลุ่มทอผ้า", "กลุ่มทอผ้า"),
        ("กลุ่ม ้ทอผ้า", "กลุ่ม้ทอผ้า"),
        ("วิสๅหกิจชุมชน", "วิสาหกิจชุมชน"),
        ("เ ครื่องจักสาน", "เครื่องจักสาน"),
        ("เ เปรรูป", "แปรรูป"),
        ("คะ่", "ค่ะ"),
        ("ฤๅษี", "ฤๅษี"),
        ("บ้าน (๒) ๆ ฯ", "บ้าน (๒) ๆ ฯ"),
        ("OTOP ๓ ดาว", "OTOP ๓ ดาว"),
        ("ทอผ\uf70bา", "ทอผ้า"),
        ("นํ้ามัน น้ํามัน", "น้ำมัน น้ำมัน"),
    ],
)
def test_slips_of_people_and_of_pdf(typed: str, meant: str) -> None:
    """A second tone mark that may be a letter's own is left as it stands."""
    assert repair(typed) == meant
    assert repair(meant) == meant


def test_names_sort_like_a_dictionary() -> None:
    """Leading vowels after their consonant, tone marks last; the whole list as ICU's th_TH sorts it."""
    icu = (Path(__file__).parent / "icu_order.txt").read_text("utf-8").splitlines()
    assert icu == sorted(NAMES, key=sort_key)
    words = [
        "กลาง",
        "เกาะ",
        "แก้ว",
        "ไก่",
        "ขาว",
        "เขา",
        "ข้าว",
        "คลอง",
        "โคก",
        "ทุ่ง",
        "เสม็ด",
        "ไทร",
    ]
    expected = [
        "กลาง",
        "เกาะ",
        "แก้ว",
        "ไก่",
        "ขาว",
        "ข้าว",
        "เขา",
        "คลอง",
        "โคก",
        "ทุ่ง",
        "ไทร",
        "เสม็ด",
    ]
    assert expected == sorted(words, key=sort_key)
    assert expected != sorted(words)


@pytest.mark.parametrize(
    "written",
    [
        "28 ธันวาคม 2565", "๒๘ ธันวาคม ๒๕๖๕", "28 ธ.ค. 2565", "28 ธ.ค. 65", "๒๘ ธ.ค. ๖๕", "28 ธันวาคม พ.ศ. 2565",
        "วันพุธที่ 28 ธันวาคม 2565", "วันพุธที่ ๒๘ ธันวาคม พ.ศ. ๒๕๖๕", "28/12/2565", "28/12/65", "๒๘/๑๒/๒๕๖๕", "28-12-2565",
        "28.12.2565", "28/12/2022", "2022-12-28", "2565-12-28", "28 December 2022", "28 Dec 2022", "28 ธค 2565", "28ธ.ค.2565",
        " 28  ธันวาคม  2565 ", "28 ธันวาคม ค.ศ. 2022", "28/12/๒๕๖๕", "2022/12/28", "28 dec 2565", "วันที่ 28 ธันวาคม 2565",
        "28 ธันวาคม 65", dt.date(2022, 12, 28), dt.datetime(2022, 12, 28, 9, 0), dt.datetime(2565, 12, 28), 44923, "2022-12-28 00:00:00",
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(written: object) -> None:
    assert read_date(written).date == dt.date(2022, 12, 28)


@pytest.mark.parametrize(
    "written",
    ["29/02/2566", "31 เมษายน 2565", "28/13/2565", "เร็ว ๆ นี้", "12/2565", "28/12/2965"],
)
def test_what_is_no_date_is_a_problem(written: str) -> None:
    assert read_date(written).date is None
    assert read_date(written).problem


def test_29_february_2567_exists() -> None:
    assert read_date("29 ก.พ. 2567").date == dt.date(2024, 2, 29)


def test_text_is_never_torn_inside_a_cluster() -> None:
    text = "กลุ่มผู้ผลิตน้ำพริก"
    assert "".join(clusters(text)) == text
    for width in range(3, 20):
        for line in [*wrap(text, width), shorten(text, width)]:
            assert display_width(line) <= width
            assert not line or unicodedata.category(line[0]) != "Mn"
