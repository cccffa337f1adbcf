"""People named with a title in a text: the title, the first name and the last.

`vocabulary/titles.toml` lists titles, ranks, and the words that only look like them. A name without a title cannot be
told from other words. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from heapq import merge
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.vocabulary.word_tables import word_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: A Thai name begins with a consonant or a vowel that stands before one.
_THAI_LETTER: Final = "[ก-๎]"
_THAI_NAME: Final = "[ก-ฮเ-ไ][ก-๎]{1,60}"
_LATIN_NAME: Final = r"[A-Za-z][A-Za-z'’-]{0,40}"
#: What people put between a title and a name, and between a first name and a last.
_MARKS: Final = r"[\s._:*'\"“”‘’()\[\]{}|~-]"
_LATIN_NAMES: Final = re.compile(
    rf"{_MARKS}{{0,5}}([A-Z][A-Za-z'’-]{{0,40}}(?:[\s._-]{{1,3}}[A-Z][A-Za-z'’-]{{0,40}}){{0,3}})"
)
#: "ณ อยุธยา" is a last name, or stands behind one.
_OF_A_TOWN: Final = rf"(?:{_MARKS}|/){{1,4}}ณ\.?\s{{0,3}}{_THAI_NAME}"
#: A name that people are called by, between a first name and a last: (เล็ก), "เล็ก".
_NICKNAME: Final = rf"\s{{0,3}}[(\[\"'“‘]\s?{_THAI_LETTER}{{1,20}}\s?[)\]\"'”’]"
#: แซ่ is a last name with the word behind it.
_OF_A_CLAN: Final = rf"แซ่\s{{1,3}}{_THAI_NAME}"
_LATIN: Final = re.compile(r"[A-Za-z]{2}")
#: Programs, phrases and contests that share their letters with a title.
_NO_PERSONS: Final = re.compile(
    r"\s{0,3}(?:Excel|Word|Office|Windows|Access|Teams|You|U|Universe|Grand|Teen|Thailand|Soap)(?![A-Za-z])",
    re.IGNORECASE,
)
#: Behind the last letter of an abbreviation: its dot may be missing before a blank, a colon or a bracket.
_LAST_DOT: Final = r"(?:\s?\.|(?=[\s:(\[\"'_-]))"
#: The longest word that stands before or behind a title and decides about it.
_LONGEST_WORD: Final = 16
#: Titles in front of one name.
_MOST_TITLES: Final = 4


class PersonSpan(NamedTuple):
    """Where a person stands: the first title, the end of the last one, and the end of the name."""

    start: int
    name: int
    end: int


class _Titles:
    """The patterns that the table of titles makes, each when it is first asked for: most texts need one or two."""

    def __init__(self) -> None:
        self._table = word_table("titles")
        self._titles = self._table["titles"]
        self._around = self._table["around"]

    @cached_property
    def plain(self) -> frozenset[str]:
        """Titles that are no part of another word."""
        return frozenset([*self._titles["plain"], _ACTING])

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Titles that may be."""
        return frozenset(self._titles["doubtful"])

    @cached_property
    def dotted(self) -> re.Pattern[str]:
        """Abbreviations with a dot behind every letter."""
        return re.compile(self._dotted)

    @cached_property
    def joined(self) -> re.Pattern[str]:
        """Abbreviations with one dot at the end, and short ones without."""
        short = rf"(?P<short>{self._short}(?:\s?\.|(?=\s)))"
        return re.compile(rf"{self._joined}|{short}")

    @cached_property
    def short(self) -> re.Pattern[str]:
        """Short abbreviations before a space."""
        return re.compile(rf"{self._short}\s")

    @cached_property
    def english(self) -> re.Pattern[str]:
        """English titles."""
        return re.compile(_english_titles(self._titles))

    @cached_property
    def more_titles(self) -> re.Pattern[str]:
        """Titles that follow another one, the last of them as a group."""
        suffixes = "|".join(map(re.escape, self._titles["beside"]))
        title = rf"{title_words().pattern}|{self._abbreviation}|{suffixes}"
        return re.compile(rf"(?:{_MARKS}{{0,3}}({title})){{1,{_MOST_TITLES}}}")

    @cached_property
    def no_names(self) -> dict[str, re.Pattern[str]]:
        """Title -> what stands behind it where the two are another word."""
        words_by_title = self._table["no_names"].items()
        return {title: _beginning(words) for title, words in words_by_title}

    @cached_property
    def perhaps_names(self) -> dict[str, re.Pattern[str]]:
        """Title -> what stands behind it where they are another word unless a second name follows."""
        words_by_title = self._table["perhaps_names"].items()
        return {title: re.compile(_any_of(words)) for title, words in words_by_title}

    @cached_property
    def before(self) -> re.Pattern[str]:
        """What may stand in front of a title."""
        return _ending(self._around["before"])

    @cached_property
    def never(self) -> re.Pattern[str]:
        """What stands in front of no title."""
        return _ending(self._around["never"])

    @cached_property
    def works(self) -> re.Pattern[str]:
        """Words for works, in front of a title."""
        return _ending(self._around["works"])

    @cached_property
    def first_name(self) -> re.Pattern[str]:
        """A first name behind a title."""
        names = f"{_THAI_NAME}|{_LATIN_NAME}"
        return re.compile(rf"{_MARKS}{{0,5}}(?!{self._no_name})({names})")

    @cached_property
    def last_name(self) -> re.Pattern[str]:
        """A last name behind a first one."""
        no_last_name = rf"{self._no_name}|{_THAI_LETTER}\.|{self._abbreviation}"
        return _last_names(self._around["surname"], no_last_name)

    @cached_property
    def telephone(self) -> re.Pattern[str]:
        """The words that stand in front of a telephone number."""
        return re.compile(_any_of(self._around["telephone"]), re.IGNORECASE)

    @cached_property
    def _letters(self) -> list[list[str]]:
        return [line.split() for line in self._titles["letters"]]

    @cached_property
    def _dotted(self) -> str:
        """Letters with a dot behind each."""
        letters = map(r"\s?\.\s?".join, self._letters)
        return rf"(?:{_by_first_letter(letters)}){_LAST_DOT}"

    @cached_property
    def _joined(self) -> str:
        """Letters with one dot behind all of them."""
        letters = map("".join, self._letters)
        return rf"(?:{_by_first_letter(letters)})\s?\."

    @cached_property
    def _short(self) -> str:
        return f"(?:{_any_of(self._titles['short'])})"

    @property
    def _abbreviation(self) -> str:
        return rf"{self._dotted}|{self._joined}|{self._short}\s?\."

    @property
    def _no_name(self) -> str:
        return f"(?:{_any_of(self._around['behind'])})"


def people_in(text: str) -> Iterator[PersonSpan]:
    """The people of a text, from its left."""
    position = 0
    for title in _titles_in(text):
        if title.start() < position:
            continue
        person = _person_at(text, title)
        if person:
            yield person
            position = person.end


def _titles_in(text: str) -> Iterator[re.Match[str]]:
    """Every title of a text, from its left; a text is searched only for what it can hold."""
    titles = _titles()
    kinds = [title_words()]
    if "." in text or titles.short.search(text):
        kinds += [titles.dotted, titles.joined]
    if _LATIN.search(text):
        kinds.append(titles.english)
    return merge(*(kind.finditer(text) for kind in kinds), key=_start)


def _start(title: re.Match[str]) -> int:
    return title.start()


def telephone_words() -> re.Pattern[str]:
    """The words that stand in front of a telephone number."""
    return _titles().telephone


@cache
def title_words() -> re.Pattern[str]:
    """The Thai titles that are words."""
    titles = word_table("titles")["titles"]
    return re.compile(_any_of([*titles["plain"], _ACTING, *titles["doubtful"]]))


@cache
def other_marks_of_titles() -> re.Pattern[str]:
    """What of a text with any other title stands in it for sure: the title, or the dot of an abbreviation."""
    titles = word_table("titles")["titles"]
    marks = [f"{word} " for word in titles["short"]]
    for word in titles["english"]:
        marks += [word, word.upper(), word.lower()]
    return re.compile(rf"\.|{_any_of(marks)}")


def _person_at(
    text: str,
    title: re.Match[str],
) -> PersonSpan | None:
    """The person whose title stands there; None where it is no title, or nobody is named."""
    if title.lastgroup == "english":
        return _english_person(text, title)
    last_title, end = _last_title(text, title)
    if _is_another_word(text, last_title, end):
        return None
    first = _titles().first_name.match(text, end)
    if first is None:
        return None
    last = _titles().last_name.match(text, first.end())
    is_perhaps_none = _is_perhaps_a_name(last_title, first[1])
    if is_perhaps_none and last is None:
        return None
    is_full_name = last is not None and not is_perhaps_none
    may_stand_here = _may_stand_here(
        text,
        title,
        is_full_name=is_full_name,
        is_perhaps_none=is_perhaps_none,
    )
    if not may_stand_here:
        return None
    name = last or first
    return PersonSpan(title.start(), end, name.end())


def _last_title(
    text: str,
    title: re.Match[str],
) -> tuple[str, int]:
    """The last of the titles in front of one name, and where it ends: ผศ.ดร., ว่าที่ ร.ต."""
    more_titles = _titles().more_titles.match(text, title.end())
    if more_titles is None:
        return title[0], title.end()
    return more_titles[1], more_titles.end()


def _is_another_word(
    text: str,
    title: str,
    end: int,
) -> bool:
    """Title and what follows are a word of another meaning: นายอำเภอ, คุณภาพ, นางพญา."""
    pattern = _titles().no_names.get(title)
    return pattern is not None and pattern.match(text, end) is not None


def _is_perhaps_a_name(
    title: str,
    name: str,
) -> bool:
    pattern = _titles().perhaps_names.get(title)
    return pattern is not None and pattern.fullmatch(name) is not None


def _may_stand_here(
    text: str,
    title: re.Match[str],
    *,
    is_full_name: bool,
    is_perhaps_none: bool,
) -> bool:
    """A title that is part of other words counts by what stands in front of it."""
    titles = _titles()
    start = title.start()
    before = text[max(0, start - _LONGEST_WORD) : start]
    if title.lastgroup == "short" and before.endswith("."):
        return False
    is_behind_letters = re.search(rf"{_THAI_LETTER}$", before) is not None
    if not is_behind_letters or titles.before.search(before):
        return True
    is_behind_work = titles.works.search(before) is not None
    if title[0] not in titles.doubtful:
        return is_behind_work or _is_sure_title(title[0])
    if is_behind_work:
        return not is_perhaps_none
    if not is_full_name or title[0] == "คุณ":
        return False
    return titles.never.search(before) is None


def _is_sure_title(title: str) -> bool:
    """The title is no part of another word: a plain one, or an abbreviation of several letters."""
    return title in _titles().plain or title.count(".") > 1


def _english_person(
    text: str,
    title: re.Match[str],
) -> PersonSpan | None:
    """The person behind an English title: names in capitals, Thai names, or any words behind a title with a dot."""
    start, end = title.span()
    if _NO_PERSONS.match(text, end):
        return None
    names = _LATIN_NAMES.match(text, end)
    if names:
        return PersonSpan(start, end, names.end())
    first = _titles().first_name.match(text, end)
    if first is None:
        return None
    is_sure_title = title[0].endswith(".") or title[0].islower()
    if not is_sure_title and _LATIN.match(first[1]):
        return None
    name = _titles().last_name.match(text, first.end()) or first
    return PersonSpan(start, end, name.end())


#: Stands in front of a rank, and alone as a title.
_ACTING: Final = "ว่าที่"


@cache
def _titles() -> _Titles:
    """The patterns of the table, made once."""
    return _Titles()


def _last_names(surname_words: list[str], no_last_name: str) -> re.Pattern[str]:
    """Finds a last name, perhaps with a nickname or a word for surnames in front."""
    surname = rf"(?:{_any_of(surname_words)})[\s:]{{1,3}}"
    return re.compile(
        rf"{_OF_A_TOWN}|(?:{_NICKNAME})?(?:{_MARKS}|/){{1,4}}(?!{no_last_name})"
        rf"(?:{surname})?(?:{_OF_A_CLAN}|{_THAI_NAME}(?:{_OF_A_TOWN})?|{_LATIN_NAME})"
    )


def _english_titles(titles: dict[str, list[str]]) -> str:
    """English titles as they are written, in capitals, or in small letters with a dot; ranks with theirs."""
    words = titles["english"]
    capitals = [word.upper() for word in words if word != "Ms"]
    small = [word.lower() for word in words]
    any_word = _any_of([*words, *capitals])
    plain = rf"(?:{any_word})(?![A-Za-z])\.?|(?:{_any_of(small)}|MS)\."
    bare_words = titles["english_bare"]
    bare = rf"(?<![A-Za-z]\s)(?:{_any_of(bare_words)})(?![A-Za-z])"
    glued = rf"(?:{_any_of(map(str.title, bare_words))})(?=[A-Z][a-z])"
    ranks: list[str] = []
    for rank in titles["english_ranks"]:
        ranks += [rank, rank.upper()]
    first_rank = _any_of([*ranks, "pol"])
    more_ranks = _any_of([*ranks, *map(str.lower, titles["english_ranks"])])
    several = (
        rf"(?:{first_rank})\.(?:\s?(?:{more_ranks})\.){{0,2}}"
        rf"(?:\s?(?:{_any_of(words)})\.?)?"
    )
    return rf"(?<![A-Za-z])(?P<english>{several}|{plain}|{bare}|{glued})"


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{_any_of(words)})")


def _ending(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(words)})$")


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of these words, longer ones first."""
    return _by_first_letter(map(re.escape, words))


def _by_first_letter(patterns: Iterable[str]) -> str:
    """Any of these patterns, longer ones first; each begins with a letter, by which a search skips most of a text."""
    endings: dict[str, list[str]] = {}
    for pattern in sorted(patterns, key=len, reverse=True):
        letter = pattern[0]
        endings.setdefault(letter, []).append(pattern[1:])
    choices = []
    for letter, patterns_behind in endings.items():
        any_behind = "|".join(patterns_behind)
        choices.append(f"{letter}(?:{any_behind})")
    return "|".join(choices)
