"""What a note on a cell, or a remark on its row, says of the value in it: another value, or nothing of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.phrases import phrases_of
from kbo_screen.vocabulary.reading import holds_words
from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.title_years import years_in_title
from kbo_screen.vocabulary.values import is_doubtful, read_field, says_withdrawn
from kbo_screen.vocabulary.word_tables import (
    any_of,
    finder_of,
    longest_first,
    word_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.vocabulary.reading import Reading

#: Fields of which a remark may say another value.
REMARKED_FIELDS: Final = ("star", "producer_type", "standard", "other_project")
#: Those of them that are results of an assessment, which somebody may take back.
RESULT_FIELDS: Final = ("star", "standard")
#: A part of a note that says a value is shorter.
LONGEST_PART: Final = 60
#: Of a longer note the rest is not looked at: a part of it that is a value is short.
LONGEST_NOTE: Final = 1000
#: Signs around the words of a part.
_SIGNS: Final = " .!?\t"
#: A part that says nothing but a doubt is shorter.
LONGEST_DOUBT: Final = 20
_ENGLISH_WORD: Final = re.compile(r"[a-z]+")
_NUMBER_BEHIND: Final = re.compile(r"=\s?\d{1,3}$")
#: What stands between the parts of a note: behind its author's name, between the comments of a thread.
_BETWEEN_PARTS: Final = re.compile(r"[:;,=\n]|\s[/-]\s|\s(?=ตาม)|หมายถึง|\sคือ")
#: What stands between the clauses of a remark.
_BETWEEN_CLAUSES: Final = re.compile(r"[,;\n]")


def note_differs(
    field: str,
    reading: Reading,
    note: str,
    letter_year: int | None,
) -> bool:
    """A note says another value than its cell does, or doubts it.

    reading: the cell's. letter_year: of which the field's values are.

    >>> from kbo_screen.vocabulary.values import read_star
    >>> notes = ("ที่จริงได้ 4 ดาว", "สมศรี: แก้เป็น 5 ดาว", "รอผล", "3 ดาว", "ปี 62 ได้ 4 ดาว", "โทรถามแล้ว 2 ครั้ง")
    >>> [note_differs("star", read_star(3), note, 2565) for note in notes]
    [True, True, True, False, False, False]
    """
    if not reading.known:
        return False
    if any(map(_only_doubts, _BETWEEN_PARTS.split(note))):
        return True
    parts = _parts_of(note)
    return any(_differs(field, reading, part, letter_year) for part in parts)


def remark_differs(
    field: str,
    reading: Reading,
    remark: str,
    letter_year: int | None = None,
    round_year: int | None = None,
    *,
    is_only: bool = False,
) -> bool:
    """A remark on a row says another value of a field, in words that speak of this field. As `note_differs`.

    That a group left its project is asked beside the project as in its own cell, and so is a result that was taken
    back. round_year: of the letter's stars; what lapses later is no less. is_only: the table is a list of this field
    and nothing else, so that a remark need not name it.

    >>> from kbo_screen.vocabulary.values import read_other_project, read_star
    >>> remarks = ("4 ดาว", "4", "รอผล", "รอผลดาว", "รอผลดาวปี 67")
    >>> [remark_differs("star", read_star(3), remark, 2565) for remark in remarks]
    [True, False, False, True, False]
    >>> [remark_differs("other_project", read_other_project(value), "ถอนตัวแล้ว") for value in ("Young OTOP", "ไม่ซ้ำ")]
    [True, False]
    >>> remark_differs("other_project", read_other_project("-"), "ถอนตัวจาก Young OTOP ปี 66", 2566)
    True
    """
    if not reading.known:
        return False
    is_result = reading.value is not None
    if is_result and _takes_back(field, remark, round_year, is_only=is_only):
        return letter_year is None or _may_be_of(letter_year, remark)
    if field == "other_project" and says_withdrawn(remark):
        if reading.value == "in_project":
            return True
        return _left_project_of(letter_year, remark)
    for part in _parts_of(remark):
        if not _speaks_of(field, part):
            continue
        if _differs(field, reading, part, letter_year):
            return True
        if _doubts(field, reading, part) and _may_be_of(letter_year, part):
            return True
    return False


def without_taken_back(remark: str) -> str:
    """A remark without what takes the stars or the standard of its row back: the rest is of the group.

    >>> [without_taken_back(remark).strip() for remark in ("ยกเลิกผลดาว", "ยุบแล้ว มชช. ถูกยกเลิก", "ยกเลิก เดิม 3 ดาว")]
    ['', 'ยุบแล้ว', 'ยกเลิก เดิม 3 ดาว']
    """
    clauses = []
    for clause in map(_spaced, _BETWEEN_CLAUSES.split(remark)):
        for field in RESULT_FIELDS:
            clause = _taken_back_of(field).sub(" ", clause)
        clauses.append(clause)
    return ", ".join(clauses)


def _takes_back(
    field: str,
    remark: str,
    round_year: int | None,
    *,
    is_only: bool,
) -> bool:
    """A remark takes a result of this field back: "อุทธรณ์ผลดาว", in a list of stars "อุทธรณ์"."""
    if field not in RESULT_FIELDS or holds_any(fold(remark), _folded("stays")):
        return False
    finder = _taken_back_of(field)
    found = any(map(finder.search, _clauses_of(remark)))
    if is_only and not found:
        found = _taken_back_alone().search(_spaced(remark)) is not None
    return found and _has_lapsed(remark, round_year)


def _has_lapsed(remark: str, round_year: int | None) -> bool:
    """What lapsed did so before this year, where a remark says when: "หมดอายุ 2568" is to come."""
    pieces = re.split(any_of(_words()["lapsed"]), remark, flags=re.IGNORECASE)
    when = pieces[-1]
    if len(pieces) == 1 or not re.search(r"\d", when):
        return True
    years_be = [year.year_be for year in years_in_title(when)]
    if round_year is None or not years_be:
        return False
    return max(years_be) < round_year


def _clauses_of(remark: str) -> Iterator[str]:
    """The clauses of a remark as `_spaced`, without words that are denied."""
    for clause in _BETWEEN_CLAUSES.split(remark):
        yield _denied().sub(" ", _spaced(clause))


def _spaced(text: str) -> str:
    """A text folded word by word: between its words stand blanks."""
    return " ".join(map(fold, text.replace("(", " ").split()))


@cache
def _taken_back_of(field: str) -> re.Pattern[str]:
    """A result of this field directly beside what takes it back."""
    result = _any_word(f"of_{field}")
    number = r"\d++"
    between = rf"(?: ?(?:{number}|{_any_word('between')}))*+ ?"
    leading = _any_word("between", "leading_to_taken_back")
    before = rf"(?: ?{leading})* ?"
    before_lapsed = rf"(?: ?(?:{number}|{leading}))* ?"
    behind = rf"(?: ?{_any_word('following_taken_back')})*(?=$|\d| ?ปี ?\d"
    is_back = rf"{_any_word('taken_back')}{behind}| {_any_word('reasons')})"
    is_lapsed = rf"{_any_word('lapsed')}{behind}| )"
    return re.compile(
        rf"{_any_word('taken_back')}{between}{result}"
        rf"|(?:{number} ?)?{result}(?:{before}{is_back}|{before_lapsed}{is_lapsed})"
    )


@cache
def _taken_back_alone() -> re.Pattern[str]:
    """A remark that is nothing but such a word."""
    leading = _any_word("between", "leading_to_taken_back")
    word = _any_word("taken_back", "lapsed")
    trailing = _any_word("between", "following_taken_back")
    return re.compile(
        rf"\A(?:{leading} ?)*{word}(?: ?(?:\d+|{trailing}))*(?: ?(?:เมื่อ|วันที่).{{0,20}})?\Z"
    )


@cache
def _denied() -> re.Pattern[str]:
    """Such a word behind what denies it."""
    words = _any_word("taken_back", "lapsed")
    return re.compile(rf"{_any_word('denials')} ?(?:{_any_word('denied')} ?)*{words}")


def _any_word(*names: str) -> str:
    """A pattern of any word of these lists, folded word by word."""
    return f"(?:{any_of(_spaced(word) for name in names for word in _words()[name])})"


def _folded(name: str) -> list[str]:
    return [fold(word) for word in _words()[name]]


def _doubts(
    field: str,
    reading: Reading,
    part: str,
) -> bool:
    """A part of a remark doubts a field, or waits for its result: "รอผลดาว", not "รอป้ายดาว".

    While a standard is being developed everybody waits for it; for a type nobody waits, but for a loan as an SME.
    """
    if not _only_doubts(part):
        return False
    if field == "other_project" and not _names_project(part):
        return False
    if not holds_any(fold(part), _folded("waiting")):
        return True
    if field == "producer_type" or reading.value == "developing":
        return False
    return _wait_for(field).search(_spaced(part)) is not None


@cache
def _wait_for(field: str) -> re.Pattern[str]:
    """A wait directly for the result of this field, or behind it."""
    field_word = _any_word(f"of_{field}")
    wait = _any_word("waiting_for_result")
    between = rf"(?: ?(?:\d++|{_any_word('between')}))*+ ?"
    return re.compile(rf"{wait}{between}{field_word}|{field_word} ?{wait}(?=$|\d| )")


def _left_project_of(year_be: int | None, remark: str) -> bool:
    """A clause of a remark says that the group left a project that it names, of no other year than this."""
    clauses = _BETWEEN_CLAUSES.split(remark)
    is_left = any(says_withdrawn(part) and _names_project(part) for part in clauses)
    return is_left and _may_be_of(year_be, remark)


def _names_project(part: str) -> bool:
    """A part names another project: "Young OTOP", not "เข้าร่วม" alone."""
    key = fold(part)
    names = set(_folded("of_other_project")) - set(_folded("without_name"))
    return holds_any(key, names) and not holds_any(key, _folded("no_projects"))


def _may_be_of(year_be: int | None, part: str) -> bool:
    """A part names no year but this one."""
    years_be = {year.year_be for year in years_in_title(part)}
    return years_be <= {year_be}


@cache
def heads_remarks(header: str) -> bool:
    """A header under which people write remarks, among other words too.

    >>> headers = ("หมายเหตุ (สพอ.)", "สถานะปัจจุบันของกลุ่ม", "สถานะ", "สถานะ มชช.", "สถานะผลิตภัณฑ์", "Notebook")
    >>> [heads_remarks(header) for header in headers]
    [True, True, True, False, False, False]
    """
    key = fold(header)
    table = word_table("values")["dissolved"]
    if key in map(fold, table["headers"]):
        return True
    is_of_remarks = holds_any(key, map(fold, table["of_remarks"]))
    if not is_of_remarks and holds_any(key, map(fold, table["other_headers"])):
        return False
    return any(_holds_all(header, words) for words in table["header_words"])


def _holds_all(header: str, words: list[str]) -> bool:
    """A header holds all these words; an English one not as a part of another: "Notebook"."""
    key = fold(header)
    english = _ENGLISH_WORD.findall(header.lower())
    english += [word.removesuffix("s") for word in english]
    return all(word in english or _is_thai_in(word, key) for word in words)


def _is_thai_in(word: str, key: str) -> bool:
    return not word.isascii() and fold(word) in key


def counts_groups(text: str) -> bool:
    """A text is the label of a count, not a remark: "จำนวนกลุ่มที่ยุบ"."""
    counts = map(fold, _words()["counts"])
    return fold(text).startswith(tuple(counts))


def gives_number(text: str) -> bool:
    """A text ends in its number, as a key or a sum beside a table does: "ยุบ = 1"."""
    return _NUMBER_BEHIND.search(text) is not None


def speaks_of_any(remark: str) -> bool:
    """A remark says a value of some field that a remark is asked for."""
    if not _speaks_of_fields().search(fold(remark)):
        return False
    is_back = holds_any(fold(remark), [*_folded("taken_back"), *_folded("lapsed")])
    if says_withdrawn(remark) or is_back:
        return True
    for part in _parts_of(remark):
        for field in REMARKED_FIELDS:
            if not _speaks_of(field, part):
                continue
            reading = read_field(field, part)
            if _is_plain(field, reading, part) or _only_doubts(part):
                return True
    return False


@cache
def _speaks_of_fields() -> re.Pattern[str]:
    """Any word that speaks of some field: most remarks hold none."""
    words = [phrase.key for phrase in phrases_of("other_project", ("withdrawn",))]
    words += [*_folded("taken_back"), *_folded("lapsed")]
    for field in REMARKED_FIELDS:
        words += map(fold, _words()[f"of_{field}"])
    return finder_of(words)


def _speaks_of(field: str, part: str) -> bool:
    """The words of a part speak of the field; of no type that admits a group, for its name may hold such a word."""
    if not holds_any(fold(part), map(fold, _words()[f"of_{field}"])):
        return False
    return read_field(field, part).value not in ("community_group", "clear")


def _differs(
    field: str,
    reading: Reading,
    part: str,
    letter_year: int | None,
) -> bool:
    said = read_field(field, part)
    is_of_other_year = said.year_be not in (None, letter_year)
    is_plain = _is_plain(field, said, part) and not is_of_other_year
    return is_plain and said.value != reading.value


def _only_doubts(part: str) -> bool:
    part = part.strip()
    confirmations = map(fold, _words()["confirmations"])
    if fold(part) in confirmations:
        return False
    is_short = len(part) <= LONGEST_DOUBT
    return is_short and is_doubtful(part)


def _is_plain(
    field: str,
    said: Reading,
    part: str,
) -> bool:
    """A part says a value in words that are understood, or that a product has no star.

    Any words may be a project's name: in a note only those count that speak of one.
    """
    if not said.known or said.problem is not None:
        return False
    if said.value is None:
        return field == "star" and holds_words(part)
    if said.value == "in_project":
        key = fold(part)
        wishes = map(fold, _words()["wishes"])
        projects = map(fold, _words()["of_other_project"])
        is_wish = holds_any(key, wishes)
        return holds_any(key, projects) and not is_wish
    return True


def _parts_of(note: str) -> Iterator[str]:
    """The note and each of its parts, without words that only lead to a value or follow it."""
    for part in (note, *_BETWEEN_PARTS.split(note)):
        plain_part = _without_trimmings(part[:LONGEST_NOTE])
        if plain_part and len(plain_part) <= LONGEST_PART:
            yield plain_part


def _without_trimmings(part: str) -> str:
    """A part without the words and signs around its value.

    >>> _without_trimmings("ที่จริงแล้วได้ 4 ดาวค่ะ"), _without_trimmings("Correct: 4")
    ('4 ดาว', '4')
    """
    leading, trailing = _trimmings()
    part = part.strip(_SIGNS)
    while word := next(filter(part.lower().startswith, leading), ""):
        part = part[len(word) :].lstrip(_SIGNS)
    while word := next(filter(part.lower().endswith, trailing), ""):
        part = part[: -len(word)].rstrip(_SIGNS)
    return part


@cache
def _trimmings() -> tuple[list[str], list[str]]:
    """Words in front of a value, and behind one, the longest first."""
    words = _words()
    return longest_first(words["leading"]), longest_first(words["trailing"])


def _words() -> dict[str, list[str]]:
    return word_table("note_values")
