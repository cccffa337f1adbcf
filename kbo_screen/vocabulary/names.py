"""Names of producer groups: when two spellings are one name, and how alike two names are.

Craft, village, number and legal form tell groups apart. That two names which only look alike are one group is for
people to say.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.vocabulary.many_texts import (
    letters_of_each,
    positions_to_look_at,
    repair_each,
)
from kbo_screen.vocabulary.name_trimmings import (
    FORM_SLIPS,
    MAY_HOLD_TRIMMINGS,
    trim_name,
    without_number,
)
from kbo_screen.vocabulary.thai_text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The highest likeness of names of which one leaves out what the other says: a village, a number.
LEFT_OUT: Final = 85.0
#: The highest likeness of names whose legal form may be one and the same ("กลุ่ม" beside "วิสาหกิจชุมชน").
OTHER_FORM: Final = 88.0
#: The highest likeness of names whose places are of another kind: บ้านหนองบัว lies in ตำบลหนองบัว and is not it.
OTHER_PLACE: Final = 88.0
#: The highest likeness of names that say the same words in another order, and of a name that ฯ cuts short.
OTHER_ORDER: Final = 85.0
#: The likeness of words that differ by one slip of the hand: a tone mark lost, a short vowel for a long one.
ONE_SLIP: Final = 95.0
#: The highest likeness of words that differ by a letter otherwise, however long: หนองแสง is not หนองแสน.
OTHER_LETTER: Final = 90.0

#: Abbreviations of the trade, as whole words; a dot ends an abbreviation.
_ABBREVIATIONS: Final = (
    (re.compile(r"ว\s?\.?\s?ส\s?\.?\s?ช\s?\.?\s?(?=[ก-๎])"), "วิสาหกิจชุมชน"),
    (re.compile(r"(?<![ก-๎])(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\s?\.?)\s?(?=\d)"), "หมู่"),
    (re.compile(r"(?:หมู่ที่|หมู่)\s?(?=\d)"), "หมู่"),
    (re.compile(r"(?<![ก-๎])บ\s?\.\s?"), "บ้าน"),
    (re.compile(r"(?<=[ก-๎])\sบ\s?\.\s?"), "บ้าน"),
    # Not the office (อบ.) and the commander (ผบ.).
    (re.compile(r"(?<=[ก-๎])(?<![อผ])บ\.\s?(?=[ก-๎])"), "บ้าน"),
    (re.compile(r"(?<![ก-๎])ต\s?\.\s?"), "ตำบล"),
    (re.compile(r"(?<![ก-๎])อ\s?\.\s?"), "อำเภอ"),
    (re.compile(r"หจก\s?\.?\s?"), "ห้างหุ้นส่วนจำกัด"),
    (re.compile(r"บจก\s?\.?\s?"), "บริษัท"),
)
#: Without one of these no abbreviation stands in a name, and most have none.
_MAY_BE_SHORT: Final = re.compile(r"\.|หมู่|ม\s?\d|ว\s?ส\s?ช|หจก|บจก")
#: Legal forms by the words that open a name; "group" is any community group, named or not.
_FORMS: Final = (
    ("enterprise", re.compile(r"^(?:กลุ่?ม)?วิสาหกิจ(?:ชุมชน|ฯ|(?!ขนาด))(?:กลุ่?ม)?ฯ?")),
    ("company", re.compile(r"^บริษัท|จำกัด$")),
    ("partnership", re.compile(r"^ห้างหุ้นส่วน(?:จำกัด|สามัญ)?")),
    ("cooperative", re.compile(r"^สหกรณ์")),
    ("shop", re.compile(r"^ร้าน")),
    ("group", re.compile(r"^กลุ่?มฯ?")),
)
COMMUNITY_FORMS: Final = frozenset({"enterprise", "group"})
_PLACE: Final = re.compile(r"(?:(?<!แม่)บ้าน|ชุมชน|ตำบล|หมู่)")
#: Words of a place that say of which kind it is; หมู่ stands before a number.
_KINDS_OF_PLACE: Final = frozenset({"บ้าน", "ชุมชน", "ตำบล"})
#: Behind what a name leaves out.
_CUT_SHORT: Final = "ฯ"
_SO_ON: Final = "ฯลฯ"
#: A word cut shorter than this may be the beginning of anything.
SHORTEST_CUT: Final = 4
_NUMBER: Final = re.compile(r"\d+")
#: What stands between a name and other words in one cell.
_BETWEEN_WORDS: Final = re.compile(r"[\s(\[)\]/:,;|–-]+")
#: A name is tried without its words behind, or before, so many gaps: more words are a text, no name.
MOST_GAPS: Final = 20
#: Letters that sound alike and are mistaken for one another, and the silent letter with its mark.
_LOOK_ALIKE: Final = str.maketrans("ศษณฬใฎฏฐฆฌฑฒธญ", "สสนลไดตถคชทททย")
_SILENT: Final = re.compile(r"[ก-ฮ][ิุ]?์")
#: Marks that a hand drops or shortens in passing; what is left is the bare word.
_TONES: Final = "่้๊๋"
_BARE: Final = str.maketrans("ูีืำ", "ุิึา", _TONES)
#: Words that people put in or leave out without meaning another group.
_FILLER: Final = re.compile(r"(?:ผลิตภัณฑ์|ผู้ผลิต|และ)")


class NameParts(NamedTuple):
    """What tells one group from another: its form, craft, village and numbers, in a spelling that looks past typing.

    places: the kinds of place that the name says (บ้าน, ชุมชน, ตำบล). subdistrict: the one of an address behind the name.
    is_cut: the name says by ฯ that it leaves something out.
    """

    form: str
    craft: str
    village: str
    numbers: tuple[str, ...]
    places: frozenset[str] = frozenset()
    subdistrict: str = ""
    is_cut: bool = False


@lru_cache(maxsize=200_000)
def group_key(name: str) -> str:
    """The normalised name: equal keys are one name, with other spaces, digits, abbreviations or a number in front.

    >>> group_key("วสช. ทอผ้า บ.นา ม. ๒") == group_key("วิสาหกิจชุมชนทอผ้าบ้านนา หมู่ที่ 2") == group_key("วสช.ทอผ้าบ.นา ม.2")
    True
    >>> group_key("1. กลุ่มทอผ้า (OTOP) อ.บางคล้า") == group_key("กลุ่มทอผ้า")
    True
    """
    trimmed = trim_name(name)
    key = letters(_expand(trimmed.name))
    if not trimmed.subdistrict:
        return key
    subdistrict = letters(trimmed.subdistrict)
    return f"{key}ตำบล{subdistrict}"


@lru_cache(maxsize=4)
def group_keys(names: tuple[str, ...]) -> tuple[str, ...]:
    """As `group_key`, of many names: one that holds nothing around it and no abbreviation is only folded.

    >>> group_keys(("วสช. ทอผ้า", "กลุ่ม ทอผ้า ๒"))
    ('วิสาหกิจชุมชนทอผ้า', 'กลุ่มทอผ้า2')
    """
    repaired_names = repair_each(names)
    keys = letters_of_each(repaired_names)
    patterns = (*MAY_HOLD_TRIMMINGS, _MAY_BE_SHORT)
    for position in positions_to_look_at(repaired_names, *patterns):
        keys[position] = group_key(names[position])
    return tuple(keys)


@lru_cache(maxsize=200_000)
def name_parts(name: str) -> NameParts:
    """The parts of a name.

    >>> name_parts("กลุ่มทอผ้าบ้านนา หมู่ที่ ๒")[:4]
    ('group', 'ทอผ้า', 'นา', ('2',))
    """
    trimmed = trim_name(name)
    key = letters(_expand(trimmed.name)).replace(_SO_ON, _CUT_SHORT)
    form, key = _take_form(_without_slip(key))
    is_cut = _CUT_SHORT in key
    key = key.replace(_CUT_SHORT, "")
    numbers = tuple(_NUMBER.findall(key))
    craft, place = _split_at_place(_NUMBER.sub("", key))
    return NameParts(
        form=form,
        craft=_sound(_FILLER.sub("", craft) or craft),
        village=_sound(_PLACE.sub("", place)),
        numbers=numbers,
        places=_KINDS_OF_PLACE.intersection(_PLACE.findall(place)),
        subdistrict=_sound(letters(trimmed.subdistrict)),
        is_cut=is_cut,
    )


def _take_form(key: str) -> tuple[str, str]:
    """The legal form that a name opens with, and the name without the words for forms."""
    forms = (form for form, words in _FORMS if words.search(key))
    form = next(forms, "group")
    for _, words in _FORMS:
        key = words.sub("", key) or key
    return form, key


def _split_at_place(key: str) -> tuple[str, str]:
    """What stands before the first word for a place, and the place."""
    place = _PLACE.search(key, 1)
    if place is None:
        return key, ""
    return key[: place.start()], key[place.start() :]


def _without_slip(key: str) -> str:
    """The key with the word for its form as it is spelled, where a slip of the hand changed that word.

    >>> _without_slip("วิสาหกิจรุมชนทอผ้า"), _without_slip("วิสาหกิจขนาดย่อมทอผ้า"), _without_slip("กล้วยตาก")
    ('วิสาหกิจชุมชนทอผ้า', 'วิสาหกิจขนาดย่อมทอผ้า', 'กล้วยตาก')
    """
    if key.startswith(tuple(FORM_SLIPS)):
        return key
    for word, most_slips in FORM_SLIPS.items():
        if key[:1] != word[:1]:
            continue
        beginning, slips = _nearest_beginning(word, key, most_slips)
        if slips <= most_slips:
            return word + key.removeprefix(beginning)
    return key


def _nearest_beginning(
    word: str,
    key: str,
    most_slips: int,
) -> tuple[str, int]:
    """The beginning of the key that is most like the word, the longest of equals, and its slips."""
    from rapidfuzz.distance import OSA

    nearest = ""
    fewest_slips = most_slips + 1
    for length in range(len(word) + most_slips, len(word) - most_slips - 1, -1):
        beginning = key[:length]
        slips = OSA.distance(word, beginning)
        if slips < fewest_slips:
            nearest = beginning
            fewest_slips = slips
    return nearest, fewest_slips


def likeness(first: str, second: str) -> float:
    """How alike two names are, 0 to 100: the lower of craft and village; 0 where numbers or legal forms differ.

    A number or a village that only one of them gives, another community form, another kind of place, another order of
    words and another letter each have a ceiling.

    >>> likeness("กลุ่มทอผ้าบ้านนา", "กลุ่ม ทอผ้า บ.นา"), likeness("กลุ่มทอผ้าบ้านนา หมู่ 1", "กลุ่มทอผ้าบ้านนา หมู่ 2")
    (100.0, 0.0)
    """
    return likeness_of_parts(name_parts(first), name_parts(second))


def likeness_of_parts(first: NameParts, second: NameParts) -> float:
    """As `likeness`, of names already taken apart.

    A subdistrict behind a name that has a village is its address: it may be left out. Behind a name without a village
    it may be the place that the other one is called by.
    """
    if first == second:
        return 100.0
    without_address = _likeness_without_address(first, second)
    if first.subdistrict == second.subdistrict:
        return without_address
    if first.subdistrict and second.subdistrict:
        return min(without_address, LEFT_OUT)
    addressed = first if first.subdistrict else second
    if addressed.village:
        return without_address
    by_place = _likeness_without_address(
        _called_by_subdistrict(first),
        _called_by_subdistrict(second),
    )
    return max(min(without_address, LEFT_OUT), by_place)


def _called_by_subdistrict(parts: NameParts) -> NameParts:
    """The parts with the subdistrict for the village, where a name has no village."""
    if not parts.subdistrict or parts.village:
        return parts
    return parts._replace(
        village=parts.subdistrict,
        places=frozenset({"ตำบล"}),
    )


def _likeness_without_address(first: NameParts, second: NameParts) -> float:
    ceiling = _ceiling(first, second)
    if not ceiling:
        return 0.0
    craft = _craft_likeness(first, second)
    if bool(first.village) == bool(second.village):
        village = _word_likeness(first.village, second.village)
        return min(craft, village, ceiling)
    # "บ้าน" may be left out, the village not.
    in_one_word = _word_likeness(word_of_parts(first), word_of_parts(second))
    without_village = min(craft, LEFT_OUT)
    return min(max(in_one_word, without_village), ceiling)


def _ceiling(first: NameParts, second: NameParts) -> float:
    """The highest likeness that all but the words allow; 0 where forms or numbers tell two groups apart."""
    ceiling = 100.0
    if first.form != second.form:
        if not {first.form, second.form} <= COMMUNITY_FORMS:
            return 0.0
        ceiling = OTHER_FORM
    if first.numbers != second.numbers:
        if first.numbers and second.numbers:
            return 0.0
        ceiling = min(ceiling, LEFT_OUT)
    if first.places and second.places and first.places.isdisjoint(second.places):
        ceiling = min(ceiling, OTHER_PLACE)
    if first.is_cut != second.is_cut:
        ceiling = min(ceiling, OTHER_ORDER)
    return ceiling


def _craft_likeness(first: NameParts, second: NameParts) -> float:
    """How alike the crafts are; the same words in another order, or one that ฯ cuts short, are perhaps one."""
    likeness_of_words = _word_likeness(first.craft, second.craft)
    is_beginning = is_cut_from(first, second) or is_cut_from(second, first)
    is_reordered = sorted(first.craft) == sorted(second.craft)
    if is_beginning or is_reordered:
        return max(likeness_of_words, OTHER_ORDER)
    return likeness_of_words


def is_cut_from(short: NameParts, full: NameParts) -> bool:
    """The craft of a name that ฯ cuts short begins the other's."""
    if not short.is_cut or len(short.craft) < SHORTEST_CUT:
        return False
    return full.craft.startswith(short.craft)


def names_inside(name: str) -> list[str]:
    """The beginnings and ends of a name that may be a group's whole name, with other words around it, as keys.

    >>> group_key("กลุ่มทอผ้าบ้านนา") in names_inside("กลุ่มทอผ้าบ้านนา (ผ้าขาวม้า)")
    True
    """
    gaps = list(_BETWEEN_WORDS.finditer(name))
    beginnings = [name[: gap.start()] for gap in gaps[:MOST_GAPS]]
    ends = [name[gap.end() :] for gap in gaps[-MOST_GAPS:]]
    keys = []
    for piece in (*beginnings, *ends):
        word = word_of_parts(name_parts(piece))
        if len(word) >= SHORTEST_CUT:
            keys.append(group_key(piece))
    return list(dict.fromkeys(keys))


def product_likeness(first: str, second: str) -> float:
    """How alike two names of products are, 0 to 100; 0 where their numbers differ.

    >>> product_likeness("ผ้าขาวม้า สูตร ๑", "ผ้าขาวม้าสูตร 1"), product_likeness("ยาหม่อง 1", "ยาหม่อง 2")
    (100.0, 0.0)
    """
    first_word = product_word(first)
    second_word = product_word(second)
    if _NUMBER.findall(first_word) != _NUMBER.findall(second_word):
        return 0.0
    return _word_likeness(first_word, second_word)


def word_of_parts(parts: NameParts) -> str:
    """Craft and village in one word, for a rough comparison of many names."""
    return parts.craft + parts.village


@lru_cache(maxsize=200_000)
def product_word(name: str) -> str:
    """A product's name in a spelling that looks past typing, for comparing many names."""
    return _sound(fold(without_number(name)))


def nearest_names(name: str, names: Iterable[str]) -> list[str]:
    """The three names most like `name`, best first."""
    from rapidfuzz import fuzz, process

    keys = {candidate: group_key(candidate) for candidate in names}
    matches = process.extract(
        group_key(name),
        keys,
        scorer=fuzz.WRatio,
        limit=3,
    )
    return [candidate for _, _, candidate in matches]


def _expand(text: str) -> str:
    """A repaired text with its abbreviations written out."""
    if not _MAY_BE_SHORT.search(text):
        return text
    for pattern, word in _ABBREVIATIONS:
        text = pattern.sub(word, text)
    return text


def _sound(text: str) -> str:
    """The text with letters that are mistaken for one another made one, and silent letters left out."""
    return _SILENT.sub("", text).translate(_LOOK_ALIKE)


def _word_likeness(first: str, second: str) -> float:
    """How alike two words in `_sound` spelling are: 100 the same, ONE_SLIP a slip, else OTHER_LETTER at most."""
    from rapidfuzz import fuzz

    if first == second:
        return 100.0
    if _is_slip(first, second):
        return ONE_SLIP
    return min(float(fuzz.ratio(first, second)), OTHER_LETTER)


def _is_slip(first: str, second: str) -> bool:
    """One tone mark was lost or one vowel shortened; a tone mark for another makes another word (เก่า, เก้า).

    >>> _is_slip("หนองไผ่", "หนองไผ"), _is_slip("ทุ่งเก่า", "ทุ่งเก้า"), _is_slip("หนองแสง", "หนองแสน")
    (True, False, False)
    """
    if abs(len(first) - len(second)) > 1:
        return False
    if first.translate(_BARE) != second.translate(_BARE):
        return False
    if len(first) != len(second):
        shorter, longer = sorted((first, second), key=len)
        return _lost_tone_mark(shorter, longer)
    pairs = zip(first, second, strict=True)
    changes = [letter for letter, changed in pairs if letter != changed]
    return len(changes) == 1 and changes[0] not in _TONES


def _lost_tone_mark(shorter: str, longer: str) -> bool:
    """The longer word without one of its tone marks is the shorter."""
    for position, letter in enumerate(longer):
        without_letter = longer[:position] + longer[position + 1 :]
        if letter in _TONES and without_letter == shorter:
            return True
    return False
