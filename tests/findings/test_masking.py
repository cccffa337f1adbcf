"""An id, a telephone number and a titled name are masked however they are written; what is none is left.

The ids are invented: their check digit is wrong. `tests/findings/people.py` makes more spellings than stand here.
"""

from __future__ import annotations

import random
import time

import pytest

from kbo_screen.findings.masking import (
    holds_numbers,
    mask_code,
    mask_ids,
    mask_name,
    mask_numbers,
    mask_people,
    words_with_people,
)
from tests.findings import people

IDS = """
1019876543210
1-0198-76543-21-0
1–0198–76543–21–0
1—0198—76543—21—0
1\N{MINUS SIGN}0198\N{MINUS SIGN}76543210
1\N{NO-BREAK SPACE}0198\N{NO-BREAK SPACE}76543\N{NO-BREAK SPACE}21\N{NO-BREAK SPACE}0
1\N{THIN SPACE}0198\N{NARROW NO-BREAK SPACE}7654321\N{IDEOGRAPHIC SPACE}0
1.0198.76543.21.0
1/0198/76543/21/0
1_0198_76543_21_0
1  0198  76543  21  0
1 - 0198 - 76543 - 21 - 0
1\N{ZERO WIDTH SPACE}0198\N{ZERO WIDTH JOINER}76543\N{SOFT HYPHEN}21\N{ZERO WIDTH NO-BREAK SPACE}0
๑๐๑๙๘๗๖๕๔๓๒๑๐
๑-๐๑๙๘-๗๖๕๔๓-๒๑๐
1.019876543210e+12
1.019876543210E12
""".strip().splitlines()


@pytest.mark.parametrize("written", IDS, ids=range(len(IDS)))
def test_an_id_is_masked_however_it_is_written(written: str) -> None:
    assert mask_ids(f"บัตร {written} ของใคร") == "บัตร ************* ของใคร"
    assert mask_numbers(written) == "*************"
    assert holds_numbers(f"กลุ่ม\n{written}\nกลุ่ม")


@pytest.mark.parametrize(
    "words",
    [
        "240200017",
        "240200017001",
        "24020001700100",
        "2402 00017, 2402 00018",
        "1/2/2565 ถึง 30/9/2566",
        "2557–2565",
        "หมู่ 4 บ้าน 12/3",
    ],
)
def test_what_is_no_id_is_left(words: str) -> None:
    assert mask_ids(words) == words


NAMED = """
ติดต่อนายลับลม คมใน            | ติดต่อนาย***
นส.ลับลม คมใน                | นส.***
คุณลับลม                     | คุณ***
โทรคุณลับลม คมใน             | โทรคุณ***
(ด.ญ.ลับลม คมใน)              | (ด.ญ.***)
พ.ต.ท. ลับลม คมใน            | พ.ต.ท.***
พตท.ลับลม คมใน               | พตท.***
ผศ.ดร.ลับลม คมใน             | ผศ.ดร.***
ว่าที่ ร.ต.หญิง ลับลม คมใน      | ว่าที่ ร.ต.หญิง***
ร้อยตำรวจเอกลับลม คมใน       | ร้อยตำรวจเอก***
ม.ร.ว.ลับลม คมใน              | ม.ร.ว.***
นายลับลม ณ คลอง ประธานกลุ่ม    | นาย*** ประธานกลุ่ม
นาย ลับลม_คมใน               | นาย***
Mr.Lablom Komnai             | Mr.***
MISS LABLOM KOMNAI           | MISS***
mr. lablom komnai            | mr.***
Mrs. ลับลม คมใน               | Mrs.***
นาย John Smith               | นาย***
Pol.Lt.Col. Lablom Komnai    | Pol.Lt.Col.***
""".strip().splitlines()


@pytest.mark.parametrize("line", NAMED)
def test_a_titled_name_is_masked_however_it_is_written(line: str) -> None:
    words, shown = (part.strip() for part in line.split("|"))
    assert mask_people(words) == shown
    assert mask_name(f"กลุ่มทอผ้า {words}") == mask_people(f"กลุ่มทอผ้า {words}")


def test_a_name_that_begins_with_a_person_is_the_name_of_the_business() -> None:
    assert mask_name("นางลับลม คมใน") == "นางลับลม คมใน"
    assert mask_name("นางลับลม คมใน โทร 0810009991") == "นางลับลม คมใน โทร ***"
    assert mask_name("ร้านทอผ้า นางลับลม คมใน") == "ร้านทอผ้า นาง***"


PHONES = """
081 - 234 - 5678
66812345678
+66 (0)81-234-5678
0066 81 234 5678
081/2345678
(038) 511.234
0-8123-45678
๐๘๑ ๒๓๔ ๕๖๗๘
08 1234⏎5678
""".strip().splitlines()


@pytest.mark.parametrize("written", PHONES)
def test_a_telephone_is_masked_however_it_is_written(written: str) -> None:
    written = written.replace("⏎", "\n")
    assert mask_numbers(f"ผ้า {written} ทอ") == "ผ้า *** ทอ"


def test_a_person_in_a_column_of_ids_is_masked_and_a_number_from_0_on_is_an_id() -> None:
    assert mask_code("คุณลับลม คมใน") == "คุณ***"
    assert mask_code("0810009991") == "0810009991"


def test_digits_of_full_width_are_digits() -> None:
    wide = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})
    assert mask_numbers("081-234-5678".translate(wide)) == "***"
    assert mask_ids("1019876543210".translate(wide)) == "*" * 13


def test_a_telephone_without_its_0_is_one_behind_a_word_for_it() -> None:
    assert mask_numbers("โทร. 812345678, 898765432") == "โทร. ***, ***"
    assert mask_numbers("เลขที่ 812345678") == "เลขที่ 812345678"


LONG_IDS = """
1,0198,76543,21,0
1(0198)76543-21-0
1:0198:76543:21:0
1|0198|76543|21|0
[10198][76543210]
1019 8765 43210
10198-⏎76543210
1019876543210081000999
""".strip().splitlines()


@pytest.mark.parametrize("written", LONG_IDS)
def test_an_id_is_masked_in_whatever_marks(written: str) -> None:
    assert not set("0123456789") & set(mask_people(written.replace("⏎", "\n")))


INNOCENT = """
240200017 2565
2402 00017 (2560), 2402 00018 (2561)
24020001700100
ราคา 1,250,000 - 2,000,000 บาท
350, 1200, 2500, 15
1/2/2565 - 30/9/2566
01/02/65 - 30/09/66
05/09/2565 08:30
2022-12-28 10:30:00
13.690412, 101.071712
66.66666666666667
ต.บางคล้า อ.บางคล้า จ.ฉะเชิงเทรา 24110
30 มิถุนายน พ.ศ. 2565
นายอำเภอบางคล้า นายกเทศมนตรี นายทะเบียน นายช่าง
ทนายความ เจ้านาย ต.นายม ต.บางนายสี
นางพญา ขนมนางเล็ด กุ้งนางเผา หอยนางรม ว่านนางคุ้ม นกนางแอ่น
อำเภอนางรอง จังหวัดบุรีรัมย์ ทุ่งนางโอก บ้านนางาม
สินค้าคุณภาพ คุณค่า สรรพคุณ ขอบคุณ คุณแม่
นมสด นม สมุนไพร ดร ส.ป.ก. น.ส.3 ก. ส.ต.ง.
พระนครศรีอยุธยา พระมหาธาตุ บางพระครู
Missing Mission Drink Dress MS Excel Professional
""".strip().splitlines()


@pytest.mark.parametrize("words", INNOCENT)
def test_what_is_nobodys_is_left(words: str) -> None:
    assert mask_people(words) == mask_name(words) == words


def _canaries(count: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        words, secrets = people.canary(chance)
        for mask in (mask_people, mask_name):
            seen = people.seen_of(mask(f"กลุ่มทอผ้า {words}"), secrets)
            assert seen == [], (words, mask(words))


def _innocents(count: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        words = people.innocent(chance)
        assert mask_people(words) == mask_name(words) == words


def test_a_sample_of_canaries_is_masked_and_of_innocents_left() -> None:
    _canaries(500, seed=1)
    _innocents(500, seed=2)


@pytest.mark.slow
def test_5000_canaries_are_masked_and_5000_innocents_left() -> None:
    _canaries(5000, seed=3)
    _innocents(5000, seed=4)


def test_a_look_at_many_words_at_once_passes_over_no_person() -> None:
    chance = random.Random(5)
    canaries = [people.canary(chance)[0].replace("\n", " ").replace("\u00a0", " ") for _ in range(500)]
    words = [word for canary in canaries for word in (f"กลุ่มทอผ้า {canary}", people.innocent(chance))]
    hidden = [word for word in words if mask_people(word) != word]
    assert set(hidden) <= set(words_with_people(words))
    assert len(words_with_people(words)) < len(words)


LONG_TEXTS = [
    "1",
    "1 ",
    "1,234,",
    "081-234-5678 ",
    "โทร ",
    "นาย",
    "นาย ",
    "พ.ต.",
    "Mr.",
    "1" + " " * 99,
    "นาย" + "(" * 99,
]


@pytest.mark.parametrize("piece", LONG_TEXTS)
def test_the_cost_is_linear_in_the_length(piece: str) -> None:
    """Eight times the text in less than thirty times the time: a square would take 64 times."""

    def seconds(length: int) -> float:
        words = piece * (length // len(piece))
        start = time.process_time()
        mask_people.__wrapped__(words)
        return time.process_time() - start

    short = min(seconds(4_000) for _ in range(5))
    long = min(seconds(32_000) for _ in range(3))
    assert long < max(30 * short, 0.05)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("โทร O81-234-5678", "โทร ***"),
        ("โทรO812345678 ค่ะ", "โทร*** ค่ะ"),
        ("(นางหนึ่ง 08l-234-5678)", "(นาง*** ***)"),
        ("o8I 234 567O หรือ O38 511 234", "*** หรือ ***"),
        ("1-2345-6789O-12-3", "*************"),
        ("OTOP 2565 Il 10", "OTOP 2565 Il 10"),
        ("OTOP Inno Lab 24020001", "OTOP Inno Lab 24020001"),
        ("Solo 081", "Solo 081"),
        ("240200017 O", "240200017 O"),
    ],
)
def test_a_letter_typed_for_a_digit_hides_no_number(words: str, shown: str) -> None:
    assert mask_people(words) == shown
    many = [*(f"กลุ่ม {number}" for number in range(200)), words]
    assert (words in words_with_people(many)) or words == shown
