"""People as a list names them: one or several in a cell, with an office or a telephone number behind the name."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from kbo_screen.vocabulary.thai_text import (
    fold,
    has_letters,
    repair,
    repaired_text,
)
from kbo_screen.vocabulary.word_tables import (
    any_of,
    longest_first,
    pieces_from,
    word_table,
)

_WORDS: Final = word_table("people")


def _dotted(letters: str) -> str:
    """A pattern of an abbreviation with a dot behind every letter: "พ ต ท" stands for "พ.ต.ท.", too."""
    return r"\s?".join(rf"{re.escape(letter)}\." for letter in letters.split())


_TITLES: Final[dict[str, Any]] = word_table("titles")["titles"]
_ONE_TITLE: Final = "|".join(
    [
        any_of([*_TITLES["plain"], "นาย", "นาง"]),
        *(
            _dotted(letters)
            for letters in sorted(
                _TITLES["letters"],
                key=len,
                reverse=True,
            )
        ),
        *(_dotted(word) for word in _TITLES["short"]),
        any_of(_TITLES["beside"]) + r"(?=\s|\S{1,20}[.ตทอ])",
        r"mrs?\.|ms\.|miss\s|dr\.",
    ]
)
#: Titles that open a person's name, one or several; a name that only begins like one is no harm: it splits nothing.
_TITLE: Final = re.compile(
    rf"(?:(?<=\s)|(?<=[.|)])|^)(?:(?:{_ONE_TITLE})\s?){{1,6}}", re.IGNORECASE
)
#: People who come with the one that is named, and a number of people that is more than one.
_COMPANY: Final = re.compile(
    rf"(?:และ|พร้อมด้วย|พร้อม|กับ|รวม|\+|&|\bwith\b|\band\b)\s*(?:{any_of(_WORDS['company'])})"
    r"|อีก\s*\d+\s*(?:คน|ท่าน|ราย)|(?<!\d)(?:[2-9]|\d\d)\s*(?:คน|ท่าน|people|persons)",
    re.IGNORECASE,
)
_NUMBERING: Final = re.compile(r"(?:^|(?<=\s))[(\[]?\d{1,2}[.)\]]\s*")
_BETWEEN_PEOPLE: Final = re.compile(
    r"[|,;/\n+&]|\s(?:และ|กับ|and)\s|(?<=[ก-๎])\s*และ\s*(?=นาย|นาง|น\.|คณะ)"
)
#: A telephone number with the word for one before it: two to four groups of digits, nine or ten digits in all.
_TELEPHONE: Final = re.compile(
    rf"(?:(?:{any_of(_WORDS['telephone'])})\s?[.:]?\s?){{0,3}}[(\[]?(?P<number>(?:\+?66|0)[\d]{{0,3}}(?:[\s.\-–]?\d{{2,9}}){{1,3}})[)\]]?",
    re.IGNORECASE,
)
_TELEPHONE_WORD_LEFT: Final = re.compile(
    rf"[\s,;/(]{{0,4}}(?:{any_of(_WORDS['telephone'])})[.:\s]{{0,4}}$", re.IGNORECASE
)
_OFFICE: Final = re.compile(rf"^[\s(]*(?:{any_of(_WORDS['office'])})")
#: An office behind a name, without a mark between the two.
_OFFICE_BEHIND: Final = re.compile(
    rf"(?<=\s)[(\[]?(?:{any_of(_WORDS['office'])}).*", re.DOTALL
)
#: Digits of a Thai telephone number, with its leading 0 or with 66.
_DIGITS: Final = range(9, 12)


#: Signs between a group's name and the person behind it.
_LEADING_SIGNS: Final = " (/,:;|–-\n\t"


class NameAndPhone(NamedTuple):
    """A person and the telephone number that stands behind the name, None for none."""

    name: str
    phone: str | None


def split_contact(text: str) -> NameAndPhone:
    """The name and the telephone number that stand in one cell.

    >>> split_contact("นางหนึ่ง ตัวอย่าง โทร. 08-1000-0001"), split_contact("นายสอง ตัวอย่าง")
    (NameAndPhone(name='นางหนึ่ง ตัวอย่าง', phone='08-1000-0001'), NameAndPhone(name='นายสอง ตัวอย่าง', phone=None))
    """
    words = repaired_text(text)
    for match in _TELEPHONE.finditer(words):
        number = match["number"].strip()
        if sum(map(str.isdigit, number)) not in _DIGITS:
            continue
        before = _TELEPHONE_WORD_LEFT.sub("", words[: match.start()])
        name = f"{before} {words[match.end() :]}".strip(" ,;/()\n")
        return NameAndPhone(" ".join(name.split()), number)
    return NameAndPhone(words, None)


def without_leading(name: str) -> str:
    """A group's name without what leads to the person behind it.

    >>> without_leading("กลุ่มทอผ้า โดย "), without_leading("กลุ่มทอผ้า (ตัวแทน: "), without_leading("กลุ่มตัวแทน")
    ('กลุ่มทอผ้า', 'กลุ่มทอผ้า', 'กลุ่มตัวแทน')
    """
    words = longest_first(_WORDS["leading"])
    name = name.rstrip(_LEADING_SIGNS)
    while word := next(filter(name.endswith, words), ""):
        before = name.removesuffix(word)
        if not before.endswith(tuple(_LEADING_SIGNS)):
            break
        name = before.rstrip(_LEADING_SIGNS)
    return name


def people_named(text: str) -> list[str]:
    """The people that a text names: told apart by titles, by marks and by words between them.

    An office or a telephone number behind a name is no second person; "และคณะ" is more than one.

    >>> len(people_named("นางสมศรี ใจดี, ประธานกลุ่ม")), len(people_named("นางสมศรี ใจดี / 081-000-0000"))
    (1, 1)
    >>> len(people_named("1. นายเอ บี 2. น.ส.ซี ดี")), len(people_named("เอ บี และ ซี ดี")), len(people_named("เอ บี และคณะ"))
    (2, 2, 2)
    >>> len(people_named("พ.ต.ท.เอ บี ร.ต.ซี ดี")), len(people_named("ว่าที่ ร.ต.หญิง เอ บี"))
    (2, 1)
    >>> len(people_named("เอ บี พร้อมคณะ")), len(people_named("เอ บี และสมาชิกอีก 2 คน"))
    (2, 2)
    """
    words = split_contact(text).name
    names = []
    for part in _BETWEEN_PEOPLE.split(_NUMBERING.sub("|", words)):
        names += _split_titles(part)
    people = []
    for name in names:
        without_office = " ".join(_OFFICE_BEHIND.sub("", name).split())
        if not _OFFICE.match(name) and _can_be_person(without_office):
            people.append(without_office)
    company = _COMPANY.search(words)
    if company and len(people) == 1:
        people.append(company[0])
    return people


def _can_be_person(name: str) -> bool:
    return bool(person_key(name)) and has_letters(name)


def person_key(name: str) -> str:
    """A person's name without title and spaces, for telling whether two cells name one person.

    >>> person_key("นาง สมศรี  ใจดี") == person_key("สมศรี ใจดี")
    True
    """
    return fold(
        _TITLE.sub(
            "",
            repair(name).strip(),
            count=1,
        )
    )


def _split_titles(text: str) -> list[str]:
    """One piece per title that opens a name, so that names run together are told apart."""
    pieces = pieces_from(_TITLE, text)
    return pieces if len(pieces) > 1 else [text]
