"""Ticks, crosses and empty boxes, and the columns of yes and no.

The marks stand in `ticks.toml`; those of `marks.py` are the same in every column.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from kbo_screen.vocabulary.answer_words import read_yes_no
from kbo_screen.vocabulary.marks import is_cross, is_tick, is_unticked
from kbo_screen.vocabulary.reading import UNKNOWN, Reading, cell_text, is_blank, unknown
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.thai_text import holds_any
from kbo_screen.vocabulary.values import (
    UNCLEAR_PROJECT,
    names_own_project,
    read_field,
    read_other_project,
    says_still_in_project,
)
from kbo_screen.vocabulary.word_tables import word_table

Mark = Literal["tick", "cross", "unticked"]
_KINDS: Final[tuple[Mark, ...]] = ("tick", "cross", "unticked")


def mark_of(value: object) -> Mark | None:
    """What a mark says in a column that is one answer of several; a blank is unticked, None is for any other text.

    >>> [mark_of(value) for value in ("/", 1, True, "✔", "x", "", "ไม่", "2", "ผ้าไหม")]
    ['tick', 'tick', 'tick', 'tick', 'cross', 'unticked', 'unticked', None, None]
    """
    text = cell_text(value)
    key = text.replace(" ", "").casefold()
    if not key or is_unticked(text):
        return "unticked"
    if is_tick(text):
        return "tick"
    if is_cross(text):
        return "cross"
    for kind in _KINDS:
        if key in _marks()[kind]:
            return kind
    return None


def read_denied_project(value: object) -> Reading:
    """What stands under a header that denies, "ไม่ซ้ำกับโครงการอื่น": a yes or a tick is clear, a no is a project.

    A word that says the same in full is taken at its word. A blank, a cross or a project's name says neither.

    >>> [read_denied_project(value).value for value in ("ใช่", "✓", "ไม่ซ้ำ", "ไม่ใช่", "ไม่จริง", "ซ้ำ")]
    ['clear', 'clear', 'clear', 'in_project', 'in_project', 'in_project']
    >>> [read_denied_project(value).problem for value in ("", "x", "Young OTOP", "ไม่", "มี")]
    ['unclear-denial', 'unclear-denial', 'unclear-denial', 'unclear-denial', 'unclear-denial']
    """
    text = cell_text(value)
    key = text.replace(" ", "").casefold()
    doubtful = unknown("unclear-denial")
    if is_blank(text) or key in _words()["doubtful_denials"]:
        return doubtful
    if key in _words()["admitted_projects"]:
        return Reading("in_project")
    answer = read_yes_no(value)
    if answer:
        return Reading("clear" if answer == "yes" else "in_project")
    if _denies_in_full(key) and read_other_project(value).value == "clear":
        return Reading("clear")
    return Reading("clear") if mark_of(value) == "tick" else doubtful


def read_former_project(value: object) -> Reading:
    """What stands under a header that asks for projects of before: one without a year is clear, and told.

    One that goes on is read as under any other header.

    >>> [read_former_project(value).value for value in ("ใช่", "✓", "Young OTOP", "ไม่เคย", "-")]
    ['clear', 'clear', 'clear', 'clear', 'clear']
    >>> read_former_project("Young OTOP").problem, read_former_project("Young OTOP 66").year_be
    ('former-project', 2566)
    >>> [read_former_project(value).value for value in ("Young OTOP (ต่อเนื่อง)", "เข้าร่วมอยู่")]
    ['in_project', 'in_project']
    """
    reading = read_other_project(value)
    if reading.value != "in_project" or reading.year_be is not None:
        return reading
    key = cell_text(value).replace(" ", "").casefold()
    if says_still_in_project(value) or holds_any(key, _words()["of_now"]):
        return reading
    return Reading("clear", problem="former-project")


def read_support(value: object) -> Reading:
    """What stands under a header of any support: what names no project of the department may be a fair or a shelf.

    >>> [read_support(value).value for value in ("Young OTOP", "-", "ออกบูธ OTOP Midyear")]
    ['in_project', 'clear', None]
    """
    reading = read_other_project(value)
    if reading.value != "in_project" or names_own_project(cell_text(value)):
        return reading
    return UNCLEAR_PROJECT


def _denies_in_full(key: str) -> bool:
    return holds_any(key, _words()["full_denials"])


def read_ticked(
    field: str,
    option: str,
    value: object,
    spellings: Spellings = NO_SPELLINGS,
) -> Reading:
    """What stands under a header that names one answer, "ผ่าน มชช.": a tick or a yes is that answer.

    A word of the field's own is taken at its word.

    >>> [read_ticked("standard", "ผ่าน มชช.", value).value for value in ("/", "ใช่", "อยู่ระหว่างการพัฒนา", "")]
    ['passed', 'passed', 'developing', None]
    """
    reading = read_field(field, value, spellings)
    if reading.known:
        return reading
    mark = mark_of(value)
    is_ticked = mark == "tick" and cell_text(value) != ""
    if is_ticked or read_yes_no(value) == "yes":
        return read_field(field, option, spellings)
    return UNKNOWN if mark == "unticked" else reading


@cache
def _marks() -> dict[Mark, frozenset[str]]:
    return {kind: frozenset(_words()[kind]) for kind in _KINDS}


def _words() -> dict[str, list[str]]:
    return word_table("ticks")
