"""Thai text as people type it: repaired, compared, measured and folded.

Normal form is NFC with a table of our own, never NFKC, which splits ำ in 558 of 8,364 official names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

ZERO_WIDTH: Final = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
#: Everything that Python takes for a blank, but the blank itself: so a repaired text never holds two in a row.
WIDE_SPACES: Final = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

_TONES: Final = "\u0e48-\u0e4b"
#: Vowels and marks that stand above or below a consonant, before any tone mark or thanthakhat.
_MARKS: Final = "\u0e31\u0e34-\u0e3a\u0e47"
_THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"

#: Every vowel and mark that stands behind, above or below a consonant: no word begins with one.
_FOLLOWING: Final = "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"
_LEADING_VOWELS: Final = "\u0e40-\u0e44"
#: Signs of the private area in which old Thai fonts draw marks lower or further left, and what they mean.
_OF_OLD_FONTS: Final = dict(
    zip(
        range(0xF700, 0xF71B),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
        "\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)

_THAI_DIGIT: Final = re.compile(f"[{_THAI_DIGITS}]")
#: Texts of which is kept what was made of them: a name is asked for again by each step of a reading.
_KEPT: Final = 2**16
_TO_ASCII: Final = str.maketrans(_THAI_DIGITS, "0123456789")
_TO_THAI: Final = str.maketrans("0123456789", _THAI_DIGITS)
_SPACES: Final = (
    str.maketrans({**dict.fromkeys(ZERO_WIDTH), **dict.fromkeys(WIDE_SPACES, " ")})
    | _OF_OLD_FONTS
)


#: Letters that are a sign by themselves that a text needs a closer look.
ALWAYS_SUSPECT: Final = ZERO_WIDTH + WIDE_SPACES + "".join(map(chr, _OF_OLD_FONTS))
#: Any such sign, in one letter or in two (`letter_pairs.py`); most texts have none and are returned as they are.
_SUSPECT: Final = re.compile(
    # most letters begin no sign: to leave them out first takes a third of the time
    rf"(?=[^!-^`-~\u0e01-\u0e2f])(?:[{ALWAYS_SUSPECT}]|_x000[DdAa]_|^ | $|  |เเ|\u0e4d"
    rf"|\u0e33[{_TONES}]|[{_TONES}\u0e4c][{_MARKS}]|([\u0e30-\u0e4e])\1|[{_MARKS}][{_MARKS}]"
    rf"|\u0e45|[\u0e30\u0e32][{_TONES}]|[{_FOLLOWING}](?<![\u0e01-\u0e4e].)|[{_LEADING_VOWELS}] )"
)
#: Without phinthu, which alone would change places with a vowel that stands before it.
_PLAIN_THAI: Final = re.compile(
    r"[ก-\u0e39เ-ไ\u0e47-\u0e4e0-9]++(?: [ก-\u0e39เ-ไ\u0e47-\u0e4e0-9]++)*+\Z"
)

#: The mending rules, in the order in which they are applied.
_RULES: Final = (
    (re.compile(r"_x000[DdAa]_"), " "),
    (re.compile(rf"([{_LEADING_VOWELS}]) +(?=[\u0e01-\u0e2e\u0e40])"), r"\1"),
    (re.compile(r"เเ"), "แ"),
    # A PDF loses the ring of sara am and leaves a blank: "อ าเภอ". No other word is broken before its า.
    (re.compile(rf"(?<=[\u0e01-\u0e2e])([{_TONES}]?) +\u0e32"), "\\1\u0e33"),
    (re.compile(rf"(?<=[\u0e01-\u0e4e]) +(?=[{_FOLLOWING}])"), ""),
    (re.compile(rf"(^|[^\u0e01-\u0e4e])[{_FOLLOWING}]+"), r"\1"),
    (re.compile(r"(?<![\u0e24\u0e26])\u0e45"), "\u0e32"),
    (re.compile(rf"(?<!\u0e4d)\u0e4d++([{_TONES}]?)\u0e32"), "\\1\u0e33"),
    (re.compile(rf"([{_TONES}])\u0e4d+\u0e32"), "\\1\u0e33"),
    (re.compile(rf"\u0e33([{_TONES}]+)"), "\\1\u0e33"),
    (re.compile(rf"([\u0e30\u0e32])([{_TONES}]+)"), r"\2\1"),
    (re.compile(rf"(?<![{_TONES}\u0e4c])([{_TONES}\u0e4c]++)([{_MARKS}]++)"), r"\2\1"),
    (re.compile(r"([\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e])\1+"), r"\1"),
    (re.compile(r" {2,}"), " "),
)

#: A text of so few letters is composed as a whole.
SHORT_TEXT: Final = 200
#: Plain letters, which never become one with what stands before them, and what stands behind the last one.
_PIECE: Final = re.compile(r"[ -~ก-ฮ]++[^ -~ก-ฮ]{0,60}+|[^ -~ก-ฮ]{1,60}+")

#: All but letters, digits, and the marks of Thai, which Python takes for no letters.
_NOT_A_WORD: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+|_")
_NOT_A_WORD_IN_LINE: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\n]+|_")
_CLUSTER: Final = re.compile(
    r"[เ-ไ]?.[\u0e30-\u0e3a\u0e47-\u0e4e\u0300-\u036f]*", re.DOTALL
)
_WIDTHLESS: Final = re.compile(
    rf"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f{ZERO_WIDTH}]"
)


@lru_cache(_KEPT)
def repair(text: str) -> str:
    """What a careful typist would have typed; clean text comes back unchanged. Thai digits stay.

    >>> repair("นํ้าพริกเเกง\u200b  บ้าน\u00a0เหนือ ")
    'น้ำพริกแกง บ้าน เหนือ'
    """
    if text.isascii() and not _SUSPECT.search(text):
        return text
    text = composed(text)
    if not _SUSPECT.search(text):
        return text
    text = text.translate(_SPACES)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text.strip()


def needs_look(text: str) -> bool:
    """A sign stands in the text for which `repair` may change it; without one it changes nothing but to NFC."""
    return _SUSPECT.search(text) is not None


def is_plain_thai(text: str) -> bool:
    """Thai letters, digits and single spaces, of which `repair` changes nothing for sure.

    >>> [is_plain_thai(text) for text in ("น้ำพริก 2", "นํ้าพริก", "น้ำพริก  2", "OTOP")]
    [True, False, False, False]
    """
    return bool(_PLAIN_THAI.match(text)) and not needs_look(text)


def composed(text: str) -> str:
    """A text in normal form C, in linear time.

    Python sorts the marks of one letter by exchanging neighbours, which takes a minute for a cell full of marks: a long
    text is composed in pieces that end before a plain letter, or after more marks than any letter has.
    """
    if len(text) <= SHORT_TEXT:
        return unicodedata.normalize("NFC", text)
    pieces = _PIECE.findall(text)
    return "".join(unicodedata.normalize("NFC", piece) for piece in pieces)


def to_ascii_digits(text: str) -> str:
    """Thai digits as 0–9.

    >>> to_ascii_digits("๓ ดาว ปี ๒๕๖๕")
    '3 ดาว ปี 2565'
    """
    return text.translate(_TO_ASCII) if _THAI_DIGIT.search(text) else text


def repaired_text(text: str) -> str:
    """The text as `repair` gives it, its digits as 0–9."""
    return to_ascii_digits(repair(text))


def to_thai_digits(text: str) -> str:
    """0–9 as Thai digits.

    >>> to_thai_digits("28 ธันวาคม 2565")
    '๒๘ ธันวาคม ๒๕๖๕'
    """
    return text.translate(_TO_THAI)


@lru_cache(_KEPT)
def fold(text: str) -> str:
    """The key by which two spellings of one text are equal: repaired, ASCII digits, no case, spaces or punctuation.

    >>> fold("ระดับดาว  (ปี ๒๕๖๕)") == fold("ระดับดาว ปี 2565")
    True
    """
    return letters(repaired_text(text))


def letters(text: str) -> str:
    """A repaired text without case, spaces or punctuation.

    >>> letters("OTOP  (2 ดาว)")
    'otop2ดาว'
    """
    return _NOT_A_WORD.sub("", text.casefold())


def letters_of_lines(text: str) -> str:
    """As `letters`, of lines that stay lines."""
    return _NOT_A_WORD_IN_LINE.sub("", text.casefold())


def holds_any(text: str, words: Iterable[str]) -> bool:
    """One of the words stands somewhere in the text."""
    return any(word in text for word in words)


def without_each(text: str, words: Iterable[str]) -> str:
    """The text without the words, which are taken out one after the other."""
    for word in words:
        text = text.replace(word, "")
    return text


def has_letters(text: str) -> bool:
    """A letter of any alphabet stands in the text."""
    return any(map(str.isalpha, text))


def clusters(text: str) -> list[str]:
    """The pieces of a text that must never be torn: a consonant with its vowels and its marks.

    >>> clusters("น้ำพริกเผ็ด")
    ['น้ำ', 'พ', 'ริ', 'ก', 'เผ็', 'ด']
    """
    return _CLUSTER.findall(text)


def display_width(text: str) -> int:
    """Columns on a terminal: vowels and tone marks above or below take none.

    >>> display_width("กลุ่มผู้ผลิต"), len("กลุ่มผู้ผลิต")
    (7, 12)
    """
    return len(_WIDTHLESS.sub("", text))


def shorten(text: str, width: int) -> str:
    """The text within `width` columns, an ellipsis where it was cut, no cluster torn.

    >>> shorten("กลุ่มทอผ้าบ้านเหนือ", 8)
    'กลุ่มทอผ้า…'
    """
    if display_width(text) <= width:
        return text
    beginning = "".join(_fitting(clusters(text), width - 1))
    return beginning.rstrip() + "…"


def shorten_middle(text: str, width: int) -> str:
    """The text within `width` columns, cut in its middle: names that differ at the end stay apart, no cluster torn.

    >>> shorten_middle("กลุ่มแม่บ้านเกษตรกรบ้านดอนทราย 12", 18)
    'กลุ่มแม่บ้านเกษ…ราย 12'
    """
    if display_width(text) <= width:
        return text
    tail_width = (width - 1) * 2 // 5
    head = _fitting(clusters(text), width - 1 - tail_width)
    tail = _fitting(clusters(text)[::-1], tail_width)[::-1]
    return "".join(head).rstrip() + "…" + "".join(tail).lstrip()


def _fitting(pieces: list[str], width: int) -> list[str]:
    """The first pieces that fit into `width` columns."""
    used = 0
    for count, piece in enumerate(pieces):
        used += display_width(piece)
        if used > width:
            return pieces[:count]
    return pieces


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text within `width` columns, broken at spaces where there is one, never inside a cluster.

    >>> wrap("กลุ่มทอผ้า บ้านเหนือ", 12)
    ['กลุ่มทอผ้า', 'บ้านเหนือ']
    """
    lines: list[list[str]] = [[]]
    line_width = 0
    for word in re.findall(r"\S+ ?", text):
        pieces = [word] if display_width(word.rstrip()) <= width else clusters(word)
        for piece in pieces:
            if lines[-1] and line_width + display_width(piece.rstrip()) > width:
                lines.append([])
                line_width = 0
            lines[-1].append(piece)
            line_width += display_width(piece)
    return ["".join(line).rstrip() for line in lines]
