"""Makes people unreadable in what a finding quotes: a cell may hold anybody's name or number, whatever its column.

Knows how a personal id, a telephone number and a titled name are written. Refuses to know which column is a person's,
and to touch names of groups, products, places and offices.
"""

from __future__ import annotations

import re
from typing import Final

MASK: Final = "***"
#: What people and programs put between the digits of an id: points, strokes, blanks of every kind, marks that nobody
#: sees and dashes (both within U+2000 to U+2015).
_BETWEEN: Final = r"[ ._/\t\u00a0\u00ad\u1680\u2000-\u2015\u202f\u205f\u2060\u2212\u3000\ufeff-]"
#: What a telephone number or an id is at least: a digit, and eight more of them or of what stands between.
_LONG: Final = re.compile(rf"\d[()\d{_BETWEEN[1:-1]}]{{8}}")
#: A Thai personal id: 13 digits, Thai ones too, with or without marks between them, or the power of ten that they are
#: once a spreadsheet took them for a number.
_PERSONAL_ID: Final = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}{{0,3}}\d){{12}}(?!\d)(?:[eE]\+?\d{{1,2}}(?!\d))?")
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


def mask_ids(words: str) -> str:
    """The words with every personal id in them made unreadable, a name's and a telephone's left as they are.

    >>> [mask_ids(words) for words in ("1–2345–67890–12–3", "๑ ๒๓๔๕  ๖๗๘๙๐ ๑๒ ๓", "1.234567890123e+12", "2402 00017")]
    ['*************', '*************', '*************', '2402 00017']
    """
    return _PERSONAL_ID.sub("*" * 13, words) if any(map(str.isdigit, words)) else words


def mask_numbers(words: str) -> str:
    """The words with every personal id and telephone number in them made unreadable, names left as they are.

    >>> mask_numbers("ผ้านางหนึ่ง 1-2345-67890-12-3 โทร. 081-234-5678")
    'ผ้านางหนึ่ง ************* โทร. ***'
    """
    return _TELEPHONE.sub(MASK, mask_ids(words)) if any(map(str.isdigit, words)) else words


def holds_numbers(words: str) -> bool:
    """Somewhere in the words stands a personal id or a telephone number."""
    return bool(_LONG.search(words) and (_PERSONAL_ID.search(words) or _TELEPHONE.search(words)))


def mask_people(words: str) -> str:
    """The words with every personal id, telephone number and titled person's name in them made unreadable.

    >>> mask_people("บัตร 1-2345-67890-12-3 กลุ่ม 240200017")
    'บัตร ************* กลุ่ม 240200017'
    >>> mask_people("กลุ่มแม่บ้านนางาม (นางหนึ่ง ใจดี 081-234-5678)")
    'กลุ่มแม่บ้านนางาม (นาง*** ***)'
    """
    return _PERSON.sub(lambda found: f"{found[1] or found[2]}{MASK}", mask_numbers(words))
