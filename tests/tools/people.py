"""Invented persons in as many spellings as people use, and words that only look like them, drawn by chance."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import geothai

if TYPE_CHECKING:
    from random import Random

MARKS = (
    " ",
    "-",
    ".",
    "/",
    "_",
    " - ",
    "–",
    "—",
    ",",
    ", ",
    ":",
    "|",
    "(",
    ")",
    "  ",
    "\n",
    "-\n",
    "\t",
    "\u00a0",
    "\u200b",
    "·",
    "•",
    "*",
    "'",
    '"',
    "[",
    "]",
    "#",
    "~",
    "_x000D_",
    "&nbsp;",
    "<br>",
    " " * 9,
    ".....",
    "ー",
    "=",
    ";",
    "\\",
    "\u2011",
    "\u2212",
    "\u3000",
    "\r\n",
    "\u2060",
    "\ufeff",
    "\u202f",
    "{",
    "^",
)
TITLES = (
    "นาย",
    "นาง",
    "นางสาว",
    "น.ส.",
    "นส.",
    "ด.ช.",
    "ด.ญ.",
    "เด็กชาย",
    "คุณ",
    "ดร.",
    "ผศ.",
    "รศ.ดร.",
    "ศ.ดร.",
    "พ.ต.ท.",
    "ร.ต.อ.",
    "จ.ส.อ.",
    "ส.ต.ท.",
    "ด.ต.",
    "พล.ต.ต.",
    "ว่าที่ ร.ต.",
    "ว่าที่ร้อยตรี",
    "ร้อยตำรวจเอก",
    "พันเอก",
    "ม.ล.",
    "ม.ร.ว.",
    "นพ.",
    "พญ.",
    "พระครู",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Miss",
    "Dr.",
    "MR.",
    "mr.",
    "Mr",
    "พ.ต.อ.",
    "พ.ต.อ.(พิเศษ)",
    "พ.ต.อ.หญิง",
    "ร.ต.",
    "ร.ต.ต.(ญ)",
    "ด. ช. ",
    "ว่าที่ร้อยตรีหญิง",
    "ว่าที่ พ.ต.",
    "ศ.เกียรติคุณ ดร.",
    "ผศ.(พิเศษ) ดร.",
    "พลฯ",
    "นาง สาว",
    "น.พ.",
    "พว.",
    "Mr./Mrs. ",
    "POL.COL.",
    "pol.lt.",
    "mister ",
    "mrs ",
)
FIRST_NAMES = (
    "ซ่อนเร้น",
    "ก้องภพ",
    "เอื้อมพร",
    "ไพฑูรย์",
    "แสงเดือน",
    "โสภา",
    "กมล",
    "กฤษณะ",
    "พลวัต",
    "เรืองศักดิ์",
    "คำแก้ว",
    "นวลจันทร์",
    "รุ่งฟ้า",
    "แก้วตา",
    "ธนกฤต",
    "หนูนา",
)
LAST_NAMES = (
    "ใจเงียบ",
    "ไม่เผย",
    "เป็นสุข",
    "ณ คลองลึก",
    "แซ่ตั้ง",
    "วงศ์ใหญ่",
    "ศรีสุข",
    "เจริญผล",
)
BEFORE_NAMES = (
    "",
    "ติดต่อ",
    "ติดต่อ ",
    "โดย",
    "(",
    "โทร. ",
    "1. ",
    "ประธาน",
    "กลุ่มทอผ้า",
    "ร้าน",
    "สวน",
)
BETWEEN_NAMES = (
    " ",
    "  ",
    "\u00a0",
    "\n",
    "_",
    "-",
    " (",
    "/",
    " นามสกุล ",
    " (เล็ก) ",
    ' "เล็ก" ',
    "_x000D_\n",
)
BEHIND = ("", " ประธานกลุ่ม", ")", ", ผ้าทอ", " บ้านเหนือ")
DIGITS = (
    "0123456789",
    "0123456789",
    "๐๑๒๓๔๕๖๗๘๙",
    "".join(chr(0xFF10 + digit) for digit in range(10)),
)

Secrets = tuple[str, ...]


def canary(chance: Random) -> tuple[str, Secrets]:
    """A person in some spelling, and what of it nobody may see: digits, or names."""
    return chance.choice((personal_id, telephone, titled_name))(chance)


def personal_id(chance: Random) -> tuple[str, Secrets]:
    """13 digits: in one run, as on the card, or cut anywhere."""
    digits = chance.choice("12345678") + _digits(chance, 12)
    as_on_card = [digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]]
    parts = chance.choice(([digits], as_on_card, as_on_card, _cut(chance, digits)))
    return _spelled(chance, parts), (digits,)


def telephone(chance: Random) -> tuple[str, Secrets]:
    """A number of a hand or a house, or behind +66."""
    digits = chance.choice("689") + _digits(chance, 8)
    if chance.random() < 0.25:
        abroad = chance.choice(("+66", "66", "0066", "+66 (0)", "(+66)"))
        return _spelled(chance, [abroad, digits[:2], digits[2:5], digits[5:]]), (
            digits,
        )
    if chance.random() < 0.25:
        digits = chance.choice("23457") + _digits(chance, 7)
    digits = f"0{digits}"
    parts = chance.choice(
        ([digits], [digits[:3], digits[3:6], digits[6:]], [digits[:3], digits[3:]])
    )
    return _spelled(chance, parts), (digits,)


def titled_name(chance: Random) -> tuple[str, Secrets]:
    """A title with a first name, mostly with a last one."""
    title, first, last = (
        chance.choice(TITLES),
        chance.choice(FIRST_NAMES),
        chance.choice(LAST_NAMES),
    )
    blank = chance.choice(("", " ", "  ", "\u00a0", "\n", " : ", "("))
    words = f"{chance.choice(BEFORE_NAMES)}{title}{blank}{first}"
    if chance.random() < 0.25:
        return words + chance.choice(BEHIND), (first,)
    return words + chance.choice(BETWEEN_NAMES) + last + chance.choice(BEHIND), (
        first,
        last,
    )


def seen_of(text: str, secrets: Secrets) -> list[str]:
    """Which of the secrets can be read in a text: a name, or most digits of a number, whatever stands between."""
    digits = bare_digits(text)
    return [
        secret
        for secret in secrets
        if (secret.isdecimal() and (secret[:8] in digits or secret[-7:] in digits))
        or secret in text
    ]


def bare_digits(text: str) -> str:
    """The digits of a text as 0 to 9, with nothing between them."""
    return "".join(str(unicodedata.decimal(sign)) for sign in re.findall(r"\d", text))


def innocent(chance: Random) -> str:
    """A text of the trade in which nobody is named."""
    kind = chance.choice((_place, _group, _product, _number, _price, _date))
    return kind(chance)


def _digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _cut(chance: Random, digits: str) -> list[str]:
    parts = []
    while digits:
        length = chance.randint(1, 6)
        parts.append(digits[:length])
        digits = digits[length:]
    return parts


def _spelled(chance: Random, parts: list[str]) -> str:
    mark = chance.choice(MARKS)
    digits = str.maketrans("0123456789", chance.choice(DIGITS))
    return mark.join(part.translate(digits) for part in parts)


@cache
def _places() -> tuple[str, ...]:
    names: set[str] = set()
    for province in geothai.provinces():
        names.add(province.name_th)
        for district in geothai.districts(province.code):
            names |= {district.name_th, district.name_en}
            names.update(sub.name_th for sub in geothai.subdistricts(district.code))
    return tuple(sorted(names))


def _place(chance: Random) -> str:
    name = chance.choice(_places())
    return chance.choice(
        (
            name,
            f"ต.{name}",
            f"อำเภอ{name}",
            f"ตำบล{name} อำเภอ{chance.choice(_places())} {_number(chance)}",
        )
    )


def _group(chance: Random) -> str:
    form = chance.choice(
        (
            "กลุ่ม",
            "วิสาหกิจชุมชน",
            "วสช.",
            "กลุ่มแม่บ้านเกษตรกร",
            "กลุ่มอาชีพ",
            "สหกรณ์",
            "บจก.",
            "หจก.",
        )
    )
    craft = chance.choice(
        (
            "ทอผ้า",
            "จักสาน",
            "แปรรูปอาหาร",
            "ขนมนางเล็ด",
            "เลี้ยงผึ้งนางพญา",
            "น้ำพริก",
            "นมสด",
            "สมุนไพรคุณภาพ",
        )
    )
    return f"{form}{craft}บ้าน{chance.choice(_places())} หมู่ {chance.randint(1, 20)}"


def _product(chance: Random) -> str:
    name = chance.choice(
        (
            "นางพญา",
            "ขนมนางเล็ด",
            "กุ้งนางเผา",
            "หอยนางรมทอด",
            "ว่านนางคุ้ม",
            "ผ้าลายนางสงกรานต์",
            "นมสด",
            "ข้าวนางพญา",
            "ดาวนายร้อย",
            "เสื้อนายทหาร",
            "ตุ๊กตานางรำ",
            "ของขวัญคุณแม่",
            "สบู่คุณภาพ",
            "ทนายความ",
            "ปลานางแดด",
            "น้ำผึ้งนางพญา",
            "Mission Soap",
        )
    )
    return f"{name} {chance.choice(('สูตรโบราณ', 'ขนาด 250 กรัม', 'รุ่น 2565', 'OTOP', 'คุณค่าสูง', 'ตราดอกบัว'))}"


def _number(chance: Random) -> str:
    group = f"{chance.randint(10, 96)}{_digits(chance, 7)}"
    if chance.random() < 0.2:
        return _register(chance)
    year, code = chance.randint(2557, 2567), chance.randint(10000, 96999)
    return chance.choice(
        (
            group,
            f"{group[:4]} {group[4:]}",
            f"{group}{_digits(chance, 3)}",
            f"{group} ({year})",
            str(code),
        )
    )


def _register(chance: Random) -> str:
    """A community enterprise's number, a food's, a standard's, or a score."""
    district, score = f"{chance.randint(10, 96)}", chance.randint(50, 99)
    return chance.choice(
        (
            f"6-{district}-{_digits(chance, 2)}-{_digits(chance, 2)}/1-{_digits(chance, 4)}",
            f"อย. {district}-{chance.randint(1, 2)}-{_digits(chance, 5)}-{chance.randint(1, 6)}-{_digits(chance, 4)}",
            f"มผช. {chance.randint(1, 1500)}/{chance.randint(2546, 2565)}",
            f"คะแนน {score}/100 {score - 9}/100 {score - 20}/100",
        )
    )


def _price(chance: Random) -> str:
    low, high = chance.randint(2, 400) * 5, chance.randint(200, 400_000) * 5
    return chance.choice(
        (
            f"ราคา {low}-{high:,} บาท",
            f"{low:,}, {high:,} บาท",
            f"{low}/{low * 2}/{low * 3}",
            f"{high:,}.50 บาท",
        )
    )


def _date(chance: Random) -> str:
    day, month, year = (
        chance.randint(1, 28),
        chance.randint(1, 12),
        chance.randint(2557, 2567),
    )
    dates = (
        f"{day}/{month}/{year}",
        f"{day:02}-{month:02}-{year}",
        f"{day} มิถุนายน พ.ศ. {year}",
        f"{year - 543}-{month:02}-{day:02}",
    )
    return chance.choice(
        (
            chance.choice(dates),
            f"{dates[0]} - {day}/{month}/{year + 1}",
            f"{dates[0]} 08:30",
            f"ปี {year}-{year + 1}",
            f"{day}/{month}/{year}-{day}/{month}/{year + 1} (365 วัน)",
            "08:30-16:30, 17:00-20:00",
        )
    )
