"""An id, a telephone number and a titled name are masked however they are written; what is none is left.

The ids are invented: their check digit is wrong. `tests/tools/people.py` makes more spellings than stand here.
"""

from __future__ import annotations

import random
import time

import pytest

from kbo_screen.findings.masking import (
    mask_code,
    mask_ids,
    mask_name,
    mask_numbers,
    mask_people,
    words_with_people,
)
from tests.tools import people

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
    lines = mask_numbers(f"กลุ่ม\n{written}\nกลุ่ม")
    assert lines == "กลุ่ม\n*************\nกลุ่ม"


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


def test_a_person_in_a_column_of_ids_is_masked_and_a_number_from_0_on_is_an_id() -> (
    None
):
    assert mask_code("คุณลับลม คมใน") == "คุณ***"
    assert mask_code("0810009991") == "0810009991"


def test_digits_of_full_width_are_digits() -> None:
    wide = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})
    assert mask_numbers("081-234-5678".translate(wide)) == "***"
    assert mask_ids("1019876543210".translate(wide)) == "*" * 13
    assert mask_ids(f"๑-๐๑๙๘-{'76543'.translate(wide)}-21-0") == "*" * 13


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


#: Spellings that an export, another keyboard or a slip makes: nothing of 13 or of 9 digits may be left to read.
ODD_NUMBERS = """
ID1-0198-76543-21-0x
1_x000D_0198_x000D_7654321_x000D_0
10198_x000D_⏎76543210
1&nbsp;0198&nbsp;76543&nbsp;21&nbsp;0
<b>1</b>0198<br>76543210
1         0198         76543         21         0
1........0198........76543........21........0
1ー0198ー76543ー21ー0
1ฯ0198ฯ76543ฯ21ฯ0
1=0198=76543=21=0
{1}{0198}{76543}{21}{0}
1-0-1-9-8-7-6-5-4-3-2-1-0
1. 0. 1. 9. 8. 7. 6. 5. 4. 3. 2. 1. 0
l-0198-76543-21-0
1-O198-76543-21-0
01019876543210
①⓪①⑨⑧⑦⑥⑤④③②①⓪
¹⁰¹⁹⁸⁷⁶⁵⁴³²¹⁰
7322 34580 2575
1019876543210/0810009991
(+66)81 000 9991
(0)81-000-9991
0(81)0009991
\N{FULLWIDTH PLUS SIGN}66 (0) 81-000-9991
O81-000-9991
o810009991
081-000-99911
1081-000-9991
10810009991
81-000-9991
810-009-991
081ー000ー9991
081_x000D_⏎000_x000D_⏎9991
081<br>000<br>9991
0-8-1-0-0-0-9-9-9-1
นายก0810009991ผ้า
โทร 038-511234, 511235
โทร.(ราชการ) 038 511 234 ต่อ 12
""".strip().splitlines()


@pytest.mark.parametrize("written", ODD_NUMBERS)
def test_a_number_is_masked_as_exports_and_slips_write_it(written: str) -> None:
    words = f"กลุ่มทอผ้า {written.replace('⏎', chr(10))} ค่ะ"
    for mask in (mask_people, mask_name):
        left = [sign for sign in mask(words) if sign.isdigit()]
        assert len(left) <= 2, mask(words)


ODD_NAMES = """
พ.ต.อ.(พิเศษ)ลับลม คมใน          | พ.ต.อ.(พิเศษ)***
พันตำรวจเอก (พิเศษ) ลับลม คมใน    | พันตำรวจเอก (พิเศษ)***
ร.ต.ต.(ญ)ลับลม คมใน              | ร.ต.ต.(ญ)***
ศ.เกียรติคุณ ดร.ลับลม คมใน         | ศ.เกียรติคุณ ดร.***
ผศ.(พิเศษ) ดร.ลับลม คมใน          | ผศ.(พิเศษ) ดร.***
พลฯ ลับลม คมใน                   | พลฯ***
นาง สาว ลับลม คมใน               | นาง สาว***
นส ลับลม คมใน                    | นส***
ดช ลับลม คมใน                    | ดช***
น.พ.ลับลม คมใน                   | น.พ.***
นายลับลม/คมใน                    | นาย***
นายลับลม นามสกุล คมใน             | นาย***
นายลับลม (เล็ก) คมใน              | นาย***
นายลับลม "เล็ก" คมใน              | นาย***
นายลับลม แซ่ คมใน                 | นาย***
นายลับลม ณ. คมใน                 | นาย***
นายลับลม_x000D_⏎คมใน             | นาย***
นาย<br>ลับลม<br>คมใน             | นาย***
กลุ่มทอผ้านายลับลม คมใน           | กลุ่มทอผ้านาย***
กลุ่มจักสานคุณลับลม คมใน          | กลุ่มจักสานคุณ***
ร้านคุณลับลม                     | ร้านคุณ***
สวนนายลับลม คมใน                 | สวนนาย***
mr lablom komnai                 | mr***
miss lablom komnai               | miss***
MissLablom Komnai                | Miss***
Mr_Lablom_Komnai                 | Mr***
Mister Lablom Komnai             | Mister***
POL.COL.LABLOM KOMNAI            | POL.COL.***
pol.col.lablom komnai            | pol.col.***
""".strip().splitlines()


@pytest.mark.parametrize("line", ODD_NAMES)
def test_a_titled_name_is_masked_as_forms_and_slips_write_it(line: str) -> None:
    words, shown = (part.strip().replace("⏎", "\n") for part in line.split("|"))
    assert mask_people(words) == shown
    assert "ลับลม" not in mask_name(f"ผ้า {words}")


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
I miss you soap Miss you Miss Grand Thailand
กลุ่มทอผ้านางรอง บุรีรัมย์
แปรรูปคุณภาพ ส่งออก จักสานคุณค่า ไทย สวนคุณธรรม
เวลา 08.30 น. สมาชิกประชุม
08:30-16:30, 17:00-20:00
12/05/2565-30/06/2565 (12 วัน)
รหัสวิสาหกิจชุมชน 6-24-02-05/1-0012
เลขสารบบอาหาร 24-2-00158-2-0001
คะแนน 85/100 90/100 78/100
1060, 1250, 100
60-250-1200 มม.
240200017                2565
ปี 2565_x000D_240200017
โทรสั่งได้ ราคา 250 บาท เบอร์ 40/2
H2O 500 ml, O2 24 l 250
บ้านโพนางดำออก ตำบลเมืองเสือ
หน่วยแพทย์ พ.อ.สว.
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
    canaries = [
        people.canary(chance)[0].replace("\n", " ").replace("\u00a0", " ")
        for _ in range(500)
    ]
    words = [
        word
        for canary in canaries
        for word in (f"กลุ่มทอผ้า {canary}", people.innocent(chance))
    ]
    hidden = [word for word in words if mask_people(word) != word]
    assert set(hidden) <= set(words_with_people(words))
    assert len(words_with_people(words)) < len(words)


def test_a_line_break_in_one_of_many_words_is_looked_at_alone() -> None:
    words = [*(f"กลุ่ม {number}" for number in range(200)), "กลุ่ม\nทอผ้า", "นางหนึ่ง ใจดี"]
    assert words_with_people(words) == ["กลุ่ม\nทอผ้า", "นางหนึ่ง ใจดี"]


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
    "1" + " " * 15,
    "นาย" + "(" * 99,
    "นาย ก (",
    "นามสกุล ",
    "ทอผ้านาย",
    "แซ่ ",
    "_x000D_1",
    "<b>",
    "1O",
    "12/05/2565-",
    "08:30-",
    "81-000-",
    "๐๘",
    "mrs ",
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
