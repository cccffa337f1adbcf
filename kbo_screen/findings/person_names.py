"""People named with a title in a text: the title, the first name and the last.

Knows what `vocabulary/titles.toml` lists: titles, ranks, and the words that only look like them. Refuses to know names:
one without a title cannot be told from other words. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from heapq import merge
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

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
    r"\s*(?:Excel|Word|Office|Windows|Access|Teams|You|U|Universe|Grand|Teen|Thailand|Soap)(?![A-Za-z])",
    re.IGNORECASE,
)
#: The longest word that stands before or behind a title and decides about it.
_LONGEST_WORD: Final = 16
#: Titles in front of one name.
_MOST_TITLES: Final = 4


class PersonSpan(NamedTuple):
    """Where a person stands: the first title, the end of the last one, and the end of the name."""

    start: int
    name: int
    end: int


class _Titles(NamedTuple):
    """The patterns that the table of titles makes."""

    words: re.Pattern[str]
    dotted: re.Pattern[str]
    joined: re.Pattern[str]
    short: re.Pattern[str]
    english: re.Pattern[str]
    next_title: re.Pattern[str]
    plain: frozenset[str]
    doubtful: frozenset[str]
    #: Title -> what stands behind it where the two are another word; where they are unless a second name follows.
    no_names: dict[str, re.Pattern[str]]
    perhaps_names: dict[str, re.Pattern[str]]
    before: re.Pattern[str]
    never: re.Pattern[str]
    works: re.Pattern[str]
    first_name: re.Pattern[str]
    last_name: re.Pattern[str]
    telephone: re.Pattern[str]


def people_in(text: str) -> Iterator[PersonSpan]:
    """The people of a text, from its left."""
    titles = _titles()
    position = 0
    for title in _titles_in(text, titles):
        person = _person_at(text, title, titles) if title.start() >= position else None
        if person:
            yield person
            position = person.end


def _titles_in(text: str, titles: _Titles) -> Iterator[re.Match[str]]:
    """Every title of a text, from its left; a text is searched only for what it can hold."""
    kinds = [titles.words]
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


def title_words() -> re.Pattern[str]:
    """The Thai titles that are words."""
    return _titles().words


@cache
def other_marks_of_titles() -> tuple[str, ...]:
    """What of a text with any other title stands in it for sure: the title, or the dot of an abbreviation."""
    titles = _table()["titles"]
    spaced = [f"{word} " for word in titles["short"]]
    english = [
        form(word) for word in titles["english"] for form in (str, str.upper, str.lower)
    ]
    return (".", *spaced, *english)


def _person_at(text: str, title: re.Match[str], titles: _Titles) -> PersonSpan | None:
    """The person whose title stands there; None where it is no title, or nobody is named."""
    if title.lastgroup == "english":
        return _english_person(text, title, titles)
    last_title, end = _last_title(text, title, titles)
    if _is_another_word(text, last_title, end, titles):
        return None
    first = titles.first_name.match(text, end)
    if first is None:
        return None
    last = titles.last_name.match(text, first.end())
    is_perhaps_none = _is_perhaps_a_name(last_title, first[1], titles)
    if is_perhaps_none and last is None:
        return None
    is_full_name = last is not None and not is_perhaps_none
    if not _may_stand_here(
        text, title, titles, is_full_name=is_full_name, is_perhaps_none=is_perhaps_none
    ):
        return None
    return PersonSpan(title.start(), end, last.end() if last else first.end())


def _last_title(text: str, title: re.Match[str], titles: _Titles) -> tuple[str, int]:
    """The last of the titles in front of one name, and where it ends: ผศ.ดร., ว่าที่ ร.ต."""
    word, end = title[0], title.end()
    for _ in range(_MOST_TITLES):
        more = titles.next_title.match(text, end)
        if more is None:
            break
        word, end = more[1], more.end()
    return word, end


def _is_another_word(text: str, title: str, end: int, titles: _Titles) -> bool:
    """Title and what follows are a word of another meaning: นายอำเภอ, คุณภาพ, นางพญา."""
    pattern = titles.no_names.get(title)
    return pattern is not None and pattern.match(text, end) is not None


def _is_perhaps_a_name(title: str, name: str, titles: _Titles) -> bool:
    pattern = titles.perhaps_names.get(title)
    return pattern is not None and pattern.fullmatch(name) is not None


def _may_stand_here(
    text: str,
    title: re.Match[str],
    titles: _Titles,
    *,
    is_full_name: bool,
    is_perhaps_none: bool,
) -> bool:
    """A title that is part of other words counts by what stands in front of it."""
    start = title.start()
    before = text[max(0, start - _LONGEST_WORD) : start]
    is_behind_letters = re.search(rf"{_THAI_LETTER}$", before) is not None
    if title.lastgroup == "short" and before.endswith("."):
        return False
    if not is_behind_letters or titles.before.search(before):
        return True
    is_behind_work = titles.works.search(before) is not None
    if title[0] not in titles.doubtful:
        return is_behind_work or title[0] in titles.plain or title[0].count(".") > 1
    if is_behind_work:
        return not is_perhaps_none
    return is_full_name and title[0] != "คุณ" and titles.never.search(before) is None


def _english_person(
    text: str, title: re.Match[str], titles: _Titles
) -> PersonSpan | None:
    """The person behind an English title: names in capitals, Thai names, or any words behind a title with a dot."""
    start, end = title.span()
    if _NO_PERSONS.match(text, end):
        return None
    if names := _LATIN_NAMES.match(text, end):
        return PersonSpan(start, end, names.end())
    first = titles.first_name.match(text, end)
    is_sure_title = title[0].endswith(".") or title[0].islower()
    if first is None or (_LATIN.match(first[1]) and not is_sure_title):
        return None
    last = titles.last_name.match(text, first.end())
    return PersonSpan(start, end, last.end() if last else first.end())


@cache
def _titles() -> _Titles:
    """The patterns of the table, made once."""
    table = _table()
    titles, around = table["titles"], table["around"]
    words = _any_of([*titles["plain"], *titles["doubtful"], "ว่าที่"])
    letters = [line.split() for line in titles["letters"]]
    dotted = _by_first_letter(map(_dotted, letters))
    joined = _by_first_letter(rf"{''.join(each)}\s?\." for each in letters)
    short = _any_of(titles["short"])
    english = _english_titles(titles)
    beside = "|".join(map(re.escape, titles["beside"]))
    behind = f"(?:{_any_of(around['behind'])})"
    surname = rf"(?:{_any_of(around['surname'])})[\s:]{{1,3}}"
    no_last_name = rf"{behind}|{_THAI_LETTER}\.|{dotted}|{joined}|(?:{short})\s?\."
    last_name = (
        rf"{_OF_A_TOWN}|(?:{_NICKNAME})?(?:{_MARKS}|/){{1,4}}(?!{no_last_name})"
        rf"(?:{surname})?(?:{_OF_A_CLAN}|{_THAI_NAME}(?:{_OF_A_TOWN})?|{_LATIN_NAME})"
    )
    return _Titles(
        words=re.compile(words),
        dotted=re.compile(dotted),
        joined=re.compile(rf"{joined}|(?P<short>(?:{short})(?:\s?\.|(?=\s)))"),
        short=re.compile(rf"(?:{short})\s"),
        english=re.compile(english),
        next_title=re.compile(
            rf"{_MARKS}{{0,3}}({words}|{dotted}|{joined}|(?:{short})\s?\.|{beside})"
        ),
        plain=frozenset([*titles["plain"], "ว่าที่"]),
        doubtful=frozenset(titles["doubtful"]),
        no_names={
            title: _beginning(words)
            for title, words in table["no_names"].items()
            if words
        },
        perhaps_names={
            title: re.compile(_any_of(words))
            for title, words in table["perhaps_names"].items()
        },
        before=re.compile(rf"(?:{_any_of(around['before'])})$"),
        never=re.compile(rf"(?:{_any_of(around['never'])})$"),
        works=re.compile(rf"(?:{_any_of(around['works'])})$"),
        first_name=re.compile(
            rf"{_MARKS}{{0,5}}(?!{behind})({_THAI_NAME}|{_LATIN_NAME})"
        ),
        last_name=re.compile(last_name),
        telephone=re.compile(_any_of(around["telephone"]), re.IGNORECASE),
    )


def _dotted(letters: list[str]) -> str:
    """Letters with a dot behind each; the last one may be missing before a blank, a colon or a bracket."""
    between = r"\s?\.\s?".join(letters)
    return rf"{between}(?:\s?\.|(?=[\s:(\[\"'_-]))"


def _english_titles(titles: dict[str, list[str]]) -> str:
    """English titles as they are written, in capitals, or in small letters with a dot; ranks with theirs."""
    words = titles["english"]
    capitals = [word.upper() for word in words if word != "Ms"]
    small = [word.lower() for word in words]
    plain = (
        rf"(?:{_any_of([*words, *capitals])})(?![A-Za-z])\.?|(?:{_any_of(small)}|MS)\."
    )
    bare = rf"(?<![A-Za-z]\s)(?:{_any_of(titles['english_bare'])})(?![A-Za-z])"
    glued = (
        rf"(?:{_any_of(word.title() for word in titles['english_bare'])})(?=[A-Z][a-z])"
    )
    ranks = [
        form(rank) for rank in titles["english_ranks"] for form in (str, str.upper)
    ]
    more_ranks = _any_of([*ranks, *map(str.lower, titles["english_ranks"])])
    several = rf"(?:{_any_of([*ranks, 'pol'])})\.(?:\s?(?:{more_ranks})\.){{0,2}}(?:\s?(?:{_any_of(words)})\.?)?"
    return rf"(?<![A-Za-z])(?P<english>{several}|{plain}|{bare}|{glued})"


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{_any_of(words)})")


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of these words, longer ones first."""
    return _by_first_letter(map(re.escape, words))


def _by_first_letter(patterns: Iterable[str]) -> str:
    """Any of these patterns, longer ones first; each begins with a letter, by which a search skips most of a text."""
    rests: dict[str, list[str]] = {}
    for pattern in sorted(patterns, key=len, reverse=True):
        rests.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in rests.items())


def _table() -> dict[str, Any]:
    return tomllib.loads(
        files("kbo_screen.vocabulary")
        .joinpath("titles.toml")
        .read_text(encoding="utf-8")
    )
