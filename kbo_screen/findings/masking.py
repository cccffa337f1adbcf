"""Makes people unreadable in what a finding quotes: a cell may hold anybody's name or number, whatever its column.

Knows how a personal id, a telephone number and a titled name are written. Refuses to know which column is a person's,
and to touch names of groups, products, places and offices.
"""

from __future__ import annotations

import re
from typing import Final

MASK: Final = "***"
#: A Thai personal id: 13 digits, Thai ones too, with or without marks between its parts.
_PERSONAL_ID: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){12}(?!\d)")
#: A telephone number: 9 or 10 digits from 0 on, or behind +66. A registration number begins with a province's code.
_TELEPHONE: Final = re.compile(
    r"(?<![\d.])(?:\(?[0\N{THAI DIGIT ZERO}]\d|\+(?:66|\N{THAI DIGIT SIX}{2})[ -]?\d)(?:[ .()–-]{0,2}\d){7,8}(?!\d)"
)
#: Words that begin like a title and are none: a product, a place, an office.
_UNTITLED: Final = (
    r"(?!(?:รอง|แล|บวช|ลือ|แดด|ตะเคียน|หลง|เล็ด|เลิ้ง|รม|ฟ้า|พญา|กวัก|รำ|เงือก|แบบ|ช่าง|จ้าง|ทุน|ม|ก)(?![ก-๎])"
    r"|อำเภอ|ทะเบียน|ก(?:เทศ|องค์|อบ|สมาคม))"
)
#: What stands behind a first name and is no last name.
_NO_NAME: Final = r"(?!กลุ่ม|วิสาหกิจ|ประธาน|และ|กับ|โทร|เบอร์|บ้าน|หมู่|ตำบล|อำเภอ|ผู้)"
#: A person with a title, in Thai or English. A Thai name begins with a consonant or a vowel that stands before one.
_PERSON: Final = re.compile(
    rf"(?<![ก-๎])(นางสาว|น\.\s?ส\.|นาย|นาง|ดร\.|ว่าที่\s?(?:ร้อย[ก-๎]+|ร\.\s?[ต-ท]\.)){_UNTITLED}"
    rf"\s*[ก-ฮเ-ไ][ก-๎]*(?:\s+{_NO_NAME}[ก-ฮเ-ไ][ก-๎]+)?"
    r"|\b((?:Mr|Mrs|Ms|Miss)\b\.?)\s+[A-Z][\w'-]*(?:\s+[A-Z][\w'-]+)?"
)


def mask_people(words: str) -> str:
    """The words with every personal id, telephone number and titled person's name in them made unreadable.

    >>> mask_people("บัตร 1-2345-67890-12-3 กลุ่ม 240200017")
    'บัตร ************* กลุ่ม 240200017'
    >>> mask_people("กลุ่มแม่บ้านนางาม (นางหนึ่ง ใจดี 081-234-5678)")
    'กลุ่มแม่บ้านนางาม (นาง*** ***)'
    """
    if any(map(str.isdigit, words)):
        words = _TELEPHONE.sub(MASK, _PERSONAL_ID.sub("*" * 13, words))
    return _PERSON.sub(lambda found: f"{found[1] or found[2]}{MASK}", words)
