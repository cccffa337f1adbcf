"""The values that people write in the columns of a registry, read as codes and numbers.

The words stand in `values.toml`; what a blank means is each column's. Nothing is guessed: what is not understood is
unknown, with the slug of a finding.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache, partial
from itertools import chain, product
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.cell_years import YearsBeside, take_years
from kbo_screen.vocabulary.dates import (
    SHORTEST_SERIAL,
    names_month_of_next_fiscal_year,
    read_date,
    read_year_be,
)
from kbo_screen.vocabulary.fewer_reasons import fewer_reason
from kbo_screen.vocabulary.fields import FIELD_OF, STANDARDS, YES_NO
from kbo_screen.vocabulary.grouping import only
from kbo_screen.vocabulary.ids import (
    PLAIN_ID,
    PLAIN_PHONE,
    read_id,
    read_phone,
)
from kbo_screen.vocabulary.many_texts import (
    FEW,
    letters_of_each,
    positions_to_look_at,
    repair_each,
)
from kbo_screen.vocabulary.marks import (
    holds_boxes,
    is_cross,
    is_ditto,
    is_empty_box,
    is_tick,
    ticked_option,
)
from kbo_screen.vocabulary.phrases import (
    Phrase,
    codes_said,
    make_phrase,
    phrases_of,
    says,
)
from kbo_screen.vocabulary.reading import (
    UNKNOWN,
    Reading,
    cell_text,
    folded,
    is_blank,
    is_dash,
    is_null_word,
    unknown,
    without_politeness,
    words,
)
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.thai_text import (
    fold,
    has_letters,
    holds_any,
    is_plain_thai,
    without_each,
)
from kbo_screen.vocabulary.title_years import holds_day, without_days_of
from kbo_screen.vocabulary.word_tables import any_of, finder_of, longest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    PlainTest = Callable[[Sequence[str]], Iterable[object]]
    #: What reads a value of one field.
    ValueReader = Callable[[object], Reading]

#: An id has at least so many digits.
FEWEST_ID_DIGITS: Final = 4
#: What every reader takes for a doubt.
ANY_DOUBT: Final = "?"
#: No word that names nothing, means "as above" or stands for an empty cell has more letters.
LONGEST_NO_NAME: Final = 20
MOST_STARS: Final = 5
STAR_SIGNS: Final = "★*⭐🌟"
HOLLOW_STAR_SIGNS: Final = "☆✩"

UNREADABLE_STAR: Final = unknown("unreadable-star")
UNCLEAR_PROJECT: Final = unknown("unclear-project")
UNCLEAR_POTENTIAL: Final = unknown("unclear-potential")

#: No number of stars or of a year has more digits than these; longer ones are texts that nobody understands.
_WHOLE_NUMBER: Final = re.compile(r"^\d{1,9}(?:\.0{1,9})?$")
#: Behind one of these a name goes on with a remark.
_REMARK_IN_NAME: Final = re.compile(r"[(\[{*]|\s[-–—/]\s?")
#: What joins two projects in one cell.
_BETWEEN_PROJECTS: Final = re.compile(r"[,;+\n]|(?<!\d)/|/(?!\d)|\s(?:และ|กับ|&|and)\s")


def read_field(
    field: str,
    value: object,
    spellings: Spellings = NO_SPELLINGS,
) -> Reading:
    """Read what stands in a column of that field; a field without a reader of its own is text.

    >>> read_field("quadrant", "Quadrant D").value, read_field("product_name", " น้ำพริก ").value
    ('D', 'น้ำพริก')
    """
    return reader_of(field, spellings)(value)


def reader_of(field: str, spellings: Spellings = NO_SPELLINGS) -> ValueReader:
    """What reads every value of a column of that field: the words of the office first, where it has some.

    A mark for "as above" that reaches a reader could not be settled by the cell above. A word of a program for an empty
    cell is told. Of boxes in one cell the ticked one counts.
    """
    kind = FIELD_OF[field].kind if field in FIELD_OF else "text"
    plain = _READERS.get(field) or _READERS_OF_KINDS.get(kind, read_text)
    is_told = kind in ("name", "id", "code", "number")
    may_hold_boxes = kind in ("code", "number")
    has_codes = field in spellings.codes

    def read(value: object) -> Reading:
        if type(value) is str and value.isdigit() and not has_codes:
            return plain(value)  # digits alone are no mark and no word
        text = cell_text(value)
        code = spellings.code_of(field, text)
        if code:
            return _office_reading(field, code)
        if is_ditto(text):
            return unknown("doubtful-ditto")
        if may_hold_boxes and holds_boxes(text):
            return plain(ticked_option(text) or ANY_DOUBT)
        if may_hold_boxes and type(value) is str:
            value = without_politeness(text)
        reading = plain(value)
        if is_told and reading.problem is None and is_null_word(text):
            return reading._replace(problem="null-word")
        return reading

    return read


def plain_test_of(field: str) -> PlainTest | None:
    """What tells at a glance which texts of a column are read as they are; None where nothing does."""
    kind = FIELD_OF[field].kind if field in FIELD_OF else "text"
    return _PLAIN_TESTS.get(kind)


def _office_reading(field: str, code: str) -> Reading:
    """The reading of a word of the office's own; of stars the code is a number, or "none" for not rated."""
    if field != "star":
        return Reading(code)
    if code == "none":
        return Reading(None)
    return Reading(int(code))


#: A title of rows that are no more is shorter.
LONGEST_TITLE: Final = 80
_COUNT_OF_GROUPS: Final = re.compile(r"\d{1,5}\s?(?:กลุ่ม|ราย|แห่ง)")


def read_producer_type(value: object) -> Reading:
    """Community group, single owner or SME; a blank is unknown, and so is a group that is said to be no more.

    >>> read_producer_type("รายเดี่ยว").value, read_producer_type("วิสาหกิจขนาดกลางและขนาดย่อม (SMEs)").value
    ('single_owner', 'sme')
    >>> read_producer_type("กลุ่ม (ยุบ)").problem
    'dissolved-group'
    """
    text = cell_text(value)
    if is_blank(text):
        return UNKNOWN
    table = words("producer_type")
    key = fold(text).removeprefix(fold(table["sign"]))
    codes = _code_of(key, table["exact"]) or _codes_in(key, table["contains"])
    if says_dissolved(text) and codes in (set(), {"community_group"}):
        return unknown("dissolved-group")
    if len(codes) != 1 or is_doubtful(text) or _denies_type(key) or _is_not_yet(key):
        return unknown("unknown-producer-type")
    return Reading(codes.pop())


def _denies_type(key: str) -> bool:
    """The text denies a type, or says that it was one before or is neither."""
    former = folded("producer_type", "former")
    neither = folded("producer_type", "neither")
    denials = {words("producer_type")["denial"], *former, *neither}
    return holds_any(key, denials)


def _is_not_yet(key: str) -> bool:
    """The text begins with what people still want to become: "กำลังรวมกลุ่ม", not "กำลังผลิตเป็นกลุ่ม"."""
    return _becoming().match(key) is not None


@cache
def _becoming() -> re.Pattern[str]:
    """What opens a text about what is none yet: "กำลังรวม", "ประสงค์จะจดทะเบียน"."""
    opening = any_of(folded("producer_type", "not_yet"))
    between = any_of(folded("producer_type", "between"))
    becoming = any_of(folded("producer_type", "becoming"))
    return re.compile(rf"(?:{opening})(?:{between}){{0,3}}(?:{becoming})")


def positions_of_dissolved(texts: Sequence[str]) -> set[int]:
    """The positions of the texts in which stands a word by which a remark, or a name, says that a group is no more.

    >>> positions_of_dissolved(["กลุ่มทอผ้า", "กลุ่มบ้านหนองยุบน้อย"])
    {1}
    """
    keys = letters_of_each(repair_each(texts))
    return positions_to_look_at(keys, _words_of_dissolved())


@cache
def _words_of_dissolved() -> re.Pattern[str]:
    """Any of the phrases, wherever in a folded text."""
    phrases = phrases_of("dissolved", ("gone", "cancelled", "in_names"))
    return finder_of(phrase.key for phrase in phrases)


def says_dissolved(text: str) -> bool:
    """A remark, or a type, says that the group is no more.

    >>> [says_dissolved(text) for text in ("ยุบเลิกแล้ว", "กลุ่ม (ยกเลิก)", "ยังไม่ได้ยุบ", "ย้ายที่ทำการ")]
    [True, True, False, False]
    """
    phrases = phrases_of("dissolved", ("gone", "cancelled", "stands"))
    return not codes_said(text, phrases).isdisjoint(("gone", "cancelled"))


@lru_cache(maxsize=4096)  # of one text the columns of a list hold many
def remark_withdraws(text: str, header: str) -> bool:
    """A remark beside a row, under its header, says that the group does not come, or is no more.

    >>> [remark_withdraws(text, "หมายเหตุ") for text in ("ขอถอนตัว", "เลิกแล้ว", "ไม่เข้าร่วม", "ไม่ขอถอนตัว")]
    [True, True, True, False]
    >>> [remark_withdraws(text, "ออกบูธปีที่แล้ว") for text in ("ขอถอนตัว", "ไม่เข้าร่วม")]
    [True, False]
    """
    is_about_list = fewer_reason(header) is not None or fewer_reason(text) is not None
    if is_about_list or _is_about_others(fold(text)):
        return False
    phrases = phrases_of("not_coming", ("gone", "answered", "stands"))
    codes = codes_said(text, phrases)
    if "gone" in codes or says_dissolved(text):
        return True
    return "answered" in codes and _asks_whether_it_comes(fold(header))


def _asks_whether_it_comes(header: str) -> bool:
    if holds_any(header, folded("not_coming", "asking_else")):
        return False
    return holds_any(header, folded("not_coming", "asking"))


def _is_about_others(key: str) -> bool:
    """A remark that speaks of the group whose place this one takes, or of those that are not named."""
    if holds_any(key, folded("not_coming", "of_another")):
        return True
    return key.startswith(tuple(folded("not_coming", "of_others")))


def title_says_dissolved(title: str) -> bool:
    """A title says that the groups below it are no more; one that leaves them out, or counts them, says nothing.

    >>> [title_says_dissolved(title) for title in ("ยุบเลิก", "รายชื่อกลุ่มที่เลิกกิจการ ปี 2565", "กลุ่มที่ถูกเพิกถอนทะเบียน")]
    [True, True, True]
    >>> [title_says_dissolved(title) for title in ("ไม่รวมกลุ่มที่ยุบเลิก", "ยุบเลิก 3 กลุ่ม", "ดำเนินการ/เลิกกิจการ")]
    [False, False, False]
    >>> [title_says_dissolved(title) for title in ("กลุ่มที่ยกเลิก", "ยกเลิกฉบับเดิม", "ไม่มีกลุ่มที่ยุบเลิก", "กลุ่มที่ไม่มีตัวตน")]
    [True, False, False, True]
    """
    if len(title) > LONGEST_TITLE or _COUNT_OF_GROUPS.search(title):
        return False
    if says(title, "dissolved", "not_of_rows", "gone"):
        return False
    phrases = phrases_of("dissolved", ("gone", "cancelled_rows", "stands"))
    return not codes_said(title, phrases).isdisjoint(("gone", "cancelled_rows"))


def name_says_dissolved(name: str) -> bool:
    """A group's name says that it is no more: behind a bracket or a dash, or in words that no name holds.

    >>> [name_says_dissolved(name) for name in ("กลุ่มทอผ้า (ยุบ)", "กลุ่มทอผ้า - เลิกกลุ่มแล้ว", "กลุ่มบ้านหนองยุบน้อย")]
    [True, True, False]
    """
    if says(name, "dissolved", "in_names", "stands"):
        return True
    remarks = _REMARK_IN_NAME.split(name)[1:]
    return any(map(says_dissolved, remarks))


def read_star(value: object) -> Reading:
    """Stars from 1 to 5 and the round beside them, if any; a blank, "-" and "not entered" are a known None.

    What else says nothing, dots or "nan", may be a result that nobody wrote: unknown.

    >>> [read_star(v).value for v in (3, "๓ (สาม)", "ระดับ 3 ดาว", "★★★", "***", "ไม่ได้คัดสรร")]
    [3, 3, 3, 3, 3, None]
    >>> read_star("3 ดาว (2562)")
    Reading(value=3, known=True, problem=None, year_be=2562)
    >>> read_star("3-4"), read_star(6).problem
    (Reading(value=None, known=False, problem='unreadable-star', year_be=None), 'star-out-of-range')
    """
    if isinstance(value, bool | dt.date | dt.time):
        return UNREADABLE_STAR
    text = cell_text(value)
    if not text or text in words("star")["dashes"]:
        return Reading(None)
    if is_blank(text) or is_doubtful(text):
        return UNREADABLE_STAR
    years = take_years(text)
    if len(years.years_be) > 1:
        return UNREADABLE_STAR
    return _read_star_words(years.rest, years.year_be)


def _read_star_words(text: str, year_be: int | None) -> Reading:
    """The stars of a text without its year."""
    if fold(text) in _words_of_not_rated():
        return Reading(None, year_be=year_be)
    stars = _number_of_stars(_score().sub(" ", text))
    if stars is None:
        return UNREADABLE_STAR
    if not 1 <= stars <= MOST_STARS:
        return unknown("star-out-of-range")
    return Reading(stars, year_be=year_be)


@cache
def _score() -> re.Pattern[str]:
    """A score beside stars, of which it says nothing: "3 ดาว (75.5 คะแนน)"."""
    unit = any_of(words("star")["score"])
    return re.compile(rf"[(\[/,]?\s?\d{{1,3}}(?:\.\d{{1,3}})?\s?(?:{unit})\s?[)\]]?")


@cache
def _words_of_not_rated() -> frozenset[str]:
    """Everything that says plainly that a product was not entered: "ไม่ได้ส่งเข้าคัดสรร"."""
    parts = [folded("star", name) for name in ("denials", "entering", "entered")]
    return folded("star", "not_rated").union(map("".join, product(*parts)))


def read_quadrant(value: object) -> Reading:
    """A to D, by letter, by name or both; a blank is unknown.

    >>> [read_quadrant(v).value for v in ("d", "Quadrant D", "ปรับตัวสู่การพัฒนา (D)", "A,D", "4")]
    ['D', 'D', 'D', None, None]
    """
    text = cell_text(value)
    if is_blank(text):
        return UNKNOWN
    letter = _quadrant_letter(fold(text))
    if letter is None or is_doubtful(text):
        return unknown("unknown-quadrant")
    return Reading(letter)


def _quadrant_letter(key: str) -> str | None:
    """The one letter that a text gives by itself, by the quadrant's name or by both."""
    names = words("quadrant")["contains"]
    letters = _codes_in(key, names)
    remainder = _without(key, _quadrant_words())
    for letter in names:
        if letter.casefold() in remainder:
            letters.add(letter)
    if len(letters) != 1:
        return None
    letter = letters.pop()
    return letter if remainder.upper() in ("", letter) else None


@cache
def _quadrant_words() -> tuple[str, ...]:
    """The names of all quadrants, and the words that stand beside them."""
    table = words("quadrant")
    names = chain.from_iterable(table["contains"].values())
    return (*names, *table["beside"])


def read_standard(value: object) -> Reading:
    """The community development standard (มชช.): passed, developing or none ("-"); a blank is unknown.

    >>> [read_standard(v).value for v in ("ผ่าน มชช.", "ยังไม่ผ่าน อยู่ระหว่างการพัฒนา", "ไม่ผ่าน", "-", "")]
    ['passed', 'developing', 'none', 'none', None]
    >>> read_standard("สมัครแล้ว").problem, read_standard("มผช. 123/2560").problem
    ('applied-only', 'product-standard')
    >>> read_standard("ผ่าน(64)").year_be, read_standard("ผ่าน (หมดอายุ)").problem
    (2564, 'unknown-standard')
    """
    text = cell_text(value)
    if is_dash(text):
        return Reading("none")
    if is_blank(text):
        return UNKNOWN
    key = fold(text)
    table = words("standard")
    if table["other_name"] in key:
        return unknown("product-standard")
    if is_doubtful(text) or says_lapsed(text):
        return unknown("unknown-standard")
    years = take_years(text)
    code = _standard_code(fold(years.rest))
    if code:
        return Reading(code, year_be=max(years.years_be, default=None))
    if key.startswith(tuple(table["applied"])):
        return unknown("applied-only")
    return unknown("unknown-standard")


def says_lapsed(text: str) -> bool:
    """The standard held once, ran out, or was given back: nobody can say what the letter makes of it."""
    return says(text, "standard", "lapsed", "not_lapsed")


def said_failed(value: object) -> bool:
    """The value says "not passed", which may hide a group under development.

    >>> said_failed("ไม่ผ่าน มชช."), said_failed("ไม่มี"), said_failed("ไม่ผ่าน อยู่ระหว่างการพัฒนา")
    (True, False, False)
    """
    key = fold(cell_text(value))
    if not holds_any(key, folded("standard", "failed")):
        return False
    return read_standard(value).value == "none"


def read_other_project(value: object, fiscal_year: int | None = None) -> Reading:
    """In another project or clear: a blank, "-" and a negation are clear, any other text is a project.

    A year beside a project is its fiscal year. A project of before, and KBO itself, are clear and told; who withdrew,
    and what says that nobody knows, is unknown. A cell with several projects is read part by part.

    fiscal_year: for which it is read, where that is known. Of several years beside a project that one counts, else the
    last; a day of it is the day on which somebody looked, and of another year nobody has looked in this one.

    >>> [read_other_project(v).value for v in ("", "-", "ไม่ซ้ำ", "Young OTOP", "รอตรวจสอบ", "?", "ยัง")]
    ['clear', 'clear', 'clear', 'in_project', None, None, None]
    >>> read_other_project("นวัตวิถี 65").year_be, read_other_project("เคยเข้าปี 64").problem
    (2565, 'former-project')
    >>> read_other_project("ต.ค. 2565").problem, read_other_project("เคยเข้าร่วมและยังอยู่").problem
    ('unclear-project', 'unclear-project')
    >>> [read_other_project("นวัตวิถี 2561-2563", year).year_be for year in (None, 2562, 2566)]
    [None, 2562, 2563]
    >>> [read_other_project("ไม่ซ้ำ (ตรวจ 1 ธ.ค. 65)", year).value for year in (None, 2565, 2566)]
    [None, None, 'clear']
    """
    text = cell_text(value)
    if is_empty_box(text) or is_cross(text) or isinstance(value, dt.date | dt.time):
        return UNCLEAR_PROJECT
    if is_blank(text):
        return Reading("clear")
    if is_tick(text):
        return Reading("in_project")
    if is_doubtful(text) or not fold(text):
        return UNCLEAR_PROJECT
    if fiscal_year:
        text = without_days_of(text, fiscal_year)
    readings = [_read_project(part, fiscal_year) for part in _parts_of_projects(text)]
    reading = _joined_projects(readings, fiscal_year)
    if fiscal_year and _says_clear(reading) and holds_day(text):
        return UNCLEAR_PROJECT
    return reading


def _parts_of_projects(text: str) -> list[str]:
    """The projects that one cell names, one text each; a year alone is of the project before it: "Trader 64, 66"."""
    parts: list[str] = []
    for part in _BETWEEN_PROJECTS.split(text):
        if not part or not fold(part):
            continue
        if parts and not take_years(part).rest:
            parts[-1] = f"{parts[-1]}, {part.strip()}"
        else:
            parts.append(part)
    return parts


def says_still_in_project(value: object) -> bool:
    """The cell says that a project goes on, so that an earlier year beside it is not the last one.

    >>> [says_still_in_project(text) for text in ("OTOP Trader 2564 - ปัจจุบัน", "ตั้งแต่ปี 2564", "OTOP Trader 2564")]
    [True, True, False]
    """
    text = cell_text(value)
    return "still" in codes_said(text, project_phrases(text))


def says_withdrawn(value: object) -> bool:
    """The cell says of one project that the group left it, and nothing else.

    >>> [says_withdrawn(value) for value in ("ถอนตัวแล้ว", "สละสิทธิ์ OTOP Trader", "ยังไม่ได้ถอนตัว", "Young OTOP, ถอนตัว")]
    [True, True, False, False]
    """
    text = cell_text(value)
    if len(_parts_of_projects(text)) != 1 or is_doubtful(text):
        return False
    return codes_said(text, project_phrases(text)) == {"withdrawn"}


def read_project_as_member(value: object) -> Reading:
    """The project of a cell for a group that counts as being in it, of the fiscal year that stands beside it.

    >>> read_project_as_member("ถอนตัวจาก OTOP Trader ปี 2564").year_be
    2564
    """
    years = take_years(cell_text(value))
    if len(years.years_be) > 1:
        return UNCLEAR_PROJECT
    return Reading("in_project", year_be=years.year_be)


def _read_project(text: str, fiscal_year: int | None) -> Reading:
    """One project, or one word about projects, without a tick and without a doubt."""
    years = take_years(text)
    statement = _without_looking(years.rest)
    codes = codes_said(statement, project_phrases(statement))
    if _is_unclear_project(text, codes, years):
        return UNCLEAR_PROJECT
    counting_years = _counting_years(years.years_be, fiscal_year)
    if "former" in codes:
        return _former_project(counting_years)
    if "kbo" in codes and not _names_another_project(years.rest):
        return Reading(
            "clear",
            problem="kbo-itself",
            year_be=years.year_be,
        )
    if "clear" in codes:
        return Reading("clear", year_be=years.year_be)
    if "taken_back" in codes or _names_nothing_of_projects(years, statement):
        return UNCLEAR_PROJECT
    if len(counting_years) > 1:
        return UNCLEAR_PROJECT
    return Reading("in_project", year_be=only(counting_years))


def _former_project(years_be: tuple[int, ...]) -> Reading:
    """A project of before, of the year that counts: of several nobody can say whether one is the letter's."""
    if len(years_be) > 1:
        return UNCLEAR_PROJECT
    return Reading("clear", problem="former-project", year_be=only(years_be))


def _counting_years(
    years_be: tuple[int, ...], fiscal_year: int | None
) -> tuple[int, ...]:
    """Of several years the one that counts for a fiscal year; all where none is known."""
    if fiscal_year is None or len(years_be) < 2:
        return years_be
    return (fiscal_year if fiscal_year in years_be else max(years_be),)


def _without_looking(text: str) -> str:
    """What somebody found who looked: "ตรวจสอบแล้ว ไม่ซ้ำ" without its first word, and without politeness.

    Who only looked has found nothing yet: then the words stay.
    """
    key = without_politeness(fold(text))
    openings = longest_first(folded("other_project", "looked"))
    opening = next(filter(key.startswith, openings), "")
    return key.removeprefix(opening) or key


def _names_nothing_of_projects(years: YearsBeside, statement: str) -> bool:
    """A number, a Latin letter, or that somebody looked, names no project; a year alone, or the flag, does."""
    if not statement:
        return not years.years_be
    if statement in folded("other_project", "looked"):
        return True
    if statement.isdigit():
        flag: str = words("other_project")["flag"]
        return statement != flag
    signs = folded("answer", "yes")
    return len(statement) == 1 and statement.isascii() and statement not in signs


def _is_unclear_project(
    text: str,
    codes: set[str],
    years: YearsBeside,
) -> bool:
    """The text contradicts itself, says that nobody knows, denies for two fiscal years, or is a day alone."""
    unclear_codes = {"unknown", "denied_otherwise", "withdrawn"}
    if codes & unclear_codes or codes.issuperset({"former", "still"}):
        return True
    if words("other_project")["but"] in text.casefold():
        return True
    if len(years.years_be) > 1 and "clear" in codes:
        return True
    if names_month_of_next_fiscal_year(text):
        return True
    return read_date(text).date is not None


def project_phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases about other projects that a text may say: those with a "not" only where one stands in it."""
    if holds_any(fold(text), _denials_of_projects()):
        return (*_phrases_of_projects(), *_phrases_of_denials())
    return _phrases_of_projects()


@cache
def _denials_of_projects() -> frozenset[str]:
    """What opens a phrase with a "not"."""
    return folded("other_project", "denials") | folded("other_project", "negations")


@cache
def _phrases_of_projects() -> tuple[Phrase, ...]:
    codes = (
        "clear",
        "former",
        "kbo",
        "unknown",
        "denied_otherwise",
        "withdrawn",
        "still",
        "taken_back",
        "plain",
    )
    return phrases_of("other_project", codes)


@cache
def _phrases_of_denials() -> tuple[Phrase, ...]:
    """A "not" before a word of being in one is clear; before one of knowing it says that nobody knows."""
    phrases: list[Phrase] = []
    table = words("other_project")
    for negation in table["negations"]:
        nobody_knows = [f"…{negation}{knowing}…" for knowing in table["knowing"]]
        phrases.extend(make_phrase("unknown", written) for written in nobody_knows)
    for denial in table["denials"]:
        is_in_none = [f"{denial}{denied}…" for denied in table["denied"]]
        phrases.extend(make_phrase("clear", written) for written in is_in_none)
    return tuple(phrases)


def names_project(text: str) -> bool:
    """A text speaks of a project, or of being twice in one, by a word of its own.

    >>> [names_project(text) for text in ("ซ้ำ", "ไม่อยู่ในโครงการ", "Young OTOP", "ผ่าน")]
    [True, True, True, False]
    """
    table = words("other_project")
    return holds_any(fold(text), map(fold, [*table["names"], *table["of_projects"]]))


def names_own_project(text: str) -> bool:
    """A text names a project of the department by more than its mark, which fairs and signs bear too.

    >>> [names_own_project(text) for text in ("Young OTOP", "ป้ายร้าน OTOP", "โครงการทอผ้าไหม (OTOP)")]
    [True, False, False]
    """
    table = words("other_project")
    names = set(table["names"]).difference(table["general"])
    return holds_any(fold(text), map(fold, names))


def _names_another_project(text: str) -> bool:
    """Beside KBO a text names a project of the department by a word of its own."""
    table = words("other_project")
    key = _without(fold(text), table["kbo"])
    return holds_any(key, map(fold, table["names"]))


def _joined_projects(readings: list[Reading], fiscal_year: int | None) -> Reading:
    """What the parts of a cell say together: a doubt leaves it open, a project decides, years must be one."""
    for reading in readings:
        if not reading.known:
            return reading
    projects = [reading for reading in readings if reading.value == "in_project"]
    if projects:
        if any(map(_says_clear, readings)):
            return UNCLEAR_PROJECT
        return _one_project(projects, fiscal_year)
    for reading in readings:
        if reading.problem or reading.year_be:
            return reading
    return Reading("clear")


def _says_clear(reading: Reading) -> bool:
    """The part denies a project; that of before, and KBO, does not."""
    return reading.value == "clear" and reading.problem is None


def _one_project(projects: list[Reading], fiscal_year: int | None) -> Reading:
    """Several projects of one cell as one."""
    years_be = [project.year_be for project in projects if project.year_be is not None]
    if len(years_be) < len(projects):
        return Reading("in_project")
    counting_years = _counting_years(tuple(dict.fromkeys(years_be)), fiscal_year)
    if len(counting_years) > 1:
        return UNCLEAR_PROJECT
    return Reading("in_project", year_be=counting_years[0])


def read_potential(value: object) -> Reading:
    """Yes or no as the district said it; a blank, and the form's "not asked", is not yet said.

    >>> [read_potential(v).value for v in ("มีศักยภาพ", "ใช่", "ไม่มี", "", "ปานกลาง", "มี?")]
    ['yes', 'yes', 'no', None, None, None]
    """
    text = cell_text(value)
    key = fold(text)
    if is_blank(text) or key in folded("potential", "not_said"):
        return UNKNOWN
    if is_tick(text):
        return Reading("yes")
    if is_doubtful(text):
        return UNCLEAR_POTENTIAL
    for code in YES_NO:
        if key in folded("potential", code):
            return Reading(code)
    return UNCLEAR_POTENTIAL


def read_registered_year(value: object) -> Reading:
    """A Buddhist year from a year, a date or a text; a blank is unknown, two digits are said to be assumed.

    >>> read_registered_year("พ.ศ. ๒๕๖๕").value, read_registered_year("65").problem
    (2565, 'assumed-century')
    >>> read_registered_year(45322)
    Reading(value=2567, known=True, problem='date-as-number', year_be=None)
    """
    if isinstance(value, bool | dt.time):
        return unknown("unreadable-year")
    text = cell_text(value)
    if is_blank(text):
        return UNKNOWN
    openings = longest_first(words("registered_year_be")["opening"])
    opening = next(filter(text.startswith, openings), "")
    reading = read_year_be(text.removeprefix(opening) if opening else value)
    if reading.year_be is None:
        return unknown(reading.problem or "unreadable-year")
    if reading.assumed_century:
        return Reading(reading.year_be, problem="assumed-century")
    if isinstance(value, int | float) and value >= SHORTEST_SERIAL:
        return Reading(reading.year_be, problem="date-as-number")
    return Reading(reading.year_be)


def read_text(value: object) -> Reading:
    """A text as a careful typist would have typed it; a blank or a dash is none."""
    text = cell_text(value)
    return Reading(None if is_blank(text) else text)


def read_name(value: object) -> Reading:
    """The name of a group or a product; signs, and words that say there is none, name nothing and are told.

    Digits alone may be an id that stands in the place of a name, unless they are too few for one.

    >>> read_name("กลุ่มทอผ้า").value, read_name("___"), read_name("nan").problem
    ('กลุ่มทอผ้า', Reading(value=None, known=True, problem='names-nothing', year_be=None), 'names-nothing')
    >>> read_name(240200001).value, read_name("0").problem
    ('240200001', 'names-nothing')
    """
    text = cell_text(value)
    if not text:
        return Reading(None)
    if is_blank(text) or not _can_be_name(text):
        return Reading(None, problem="names-nothing")
    return Reading(text)


def is_plain_name(text: str) -> bool:
    """A name that is read as it stands: plain Thai, longer than any word that names nothing or means "as above".

    >>> is_plain_name("กลุ่มจักสานบ้านหนองบัว 111"), is_plain_name("กลุ่มทอผ้า")
    (True, False)
    """
    return _is_long_name(text) and is_plain_thai(text)


def are_plain_names(texts: Sequence[str]) -> list[bool]:
    """Per text whether it is a plain name.

    >>> are_plain_names(["กลุ่มจักสานบ้านหนองบัว 111", "กลุ่มทอผ้า", ""])
    [True, False, False]
    """
    if len(texts) < FEW:
        return list(map(is_plain_name, texts))
    from kbo_screen.vocabulary.letter_pairs import are_plain_thai  # loads numpy

    is_plain_thai_text = are_plain_thai(texts).tolist()
    return [
        is_plain and _is_long_name(text)
        for text, is_plain in zip(texts, is_plain_thai_text, strict=True)
    ]


def _is_long_name(text: str) -> bool:
    return len(text) - text.count(" ") > LONGEST_NO_NAME and text[0].isalpha()


def _can_be_name(text: str) -> bool:
    if fold(text) in folded("name", "none"):
        return False
    if has_letters(text):
        return True
    digits = sum(map(str.isdigit, text))
    return digits >= FEWEST_ID_DIGITS


def read_person(value: object) -> Reading:
    """Who is named; dots, "none" and "to be told" name nobody.

    >>> [read_person(v).value for v in ("นางหนึ่ง ใจดี", "รอแจ้ง", "........", "ยังไม่มี")]
    ['นางหนึ่ง ใจดี', None, None, None]
    """
    text = cell_text(value)
    if is_blank(text) or not has_letters(text):
        return Reading(None)
    if fold(text) in folded("person", "none"):
        return Reading(None)
    begins = tuple(words("person")["begins"])
    if text.casefold().startswith(begins):
        return Reading(None)
    return Reading(text)


def _number_of_stars(text: str) -> int | None:
    """How many stars a text names by signs, digit or word; None where it names none, or two different numbers."""
    signs = sum(map(text.count, STAR_SIGNS))
    remainder = _without(text.casefold(), words("star")["beside"])
    remainder = remainder.strip(f"{STAR_SIGNS}{HOLLOW_STAR_SIGNS} ().,:=/[]'\"")
    if not remainder:
        return signs or None
    # Officers write a number again in words: "3 (สาม)".
    numbers = {_one_number(part.strip()) for part in remainder.split("(")}
    number = numbers.pop()
    return number if not numbers and signs in (0, 1, number) else None


def _one_number(key: str) -> int | None:
    """The number that digits or a word say."""
    if _WHOLE_NUMBER.match(key):
        return int(float(key))
    for number, spellings in words("star")["spelled"].items():
        if key in spellings:
            return int(number)
    return None


def _standard_code(key: str) -> str | None:
    for word in folded("standard", "developing_words"):
        if word in key:
            before = key.partition(word)[0]
            return None if _denies(before) else "developing"
    words_alone = _without(key, words("standard")["beside"])
    for code in STANDARDS:
        if words_alone in folded("standard", code):
            return code
    return None


def _denies(before: str) -> bool:
    """What stands before "under development" denies it; that the group has not passed yet does not."""
    failed = longest_first(folded("standard", "failed"))
    return holds_any(without_each(before, failed), folded("standard", "denial"))


def is_doubtful(text: str) -> bool:
    """The text asks, waits or guesses, whatever else it says.

    >>> [is_doubtful(text) for text in ("3 ดาว?", "รอผล", "น่าจะผ่าน", "ตรวจสอบแล้ว", "รอบ 2565")]
    [True, True, True, True, False]
    """
    return "?" in text or says(text, "doubt", "unknown", "plain")


def _code_of(
    key: str,
    table: dict[str, list[str]],
) -> set[str]:
    return {code for code, spellings in table.items() if key in map(fold, spellings)}


def _codes_in(
    key: str,
    table: dict[str, list[str]],
) -> set[str]:
    return {
        code
        for code, spellings in table.items()
        if holds_any(key, map(fold, spellings))
    }


def _without(key: str, words: Iterable[str]) -> str:
    return without_each(key, map(fold, words))


#: How a column of each kind is read; one of codes or numbers has a reader of its own.
_READERS_OF_KINDS: Final[dict[str, ValueReader]] = {
    "id": read_id,
    "name": read_name,
    "person": read_person,
    "phone": read_phone,
}
#: A country has a million ids and telephone numbers, nearly all as they should be.
_PLAIN_TESTS: Final[dict[str, PlainTest]] = {
    "id": partial(map, PLAIN_ID.match),
    "phone": partial(map, PLAIN_PHONE.match),
    "name": are_plain_names,
}
_READERS: Final[dict[str, ValueReader]] = {
    "producer_type": read_producer_type,
    "star": read_star,
    "star_year_be": read_registered_year,
    "quadrant": read_quadrant,
    "registered_year_be": read_registered_year,
    "standard": read_standard,
    "other_project": read_other_project,
    "potential": read_potential,
}
