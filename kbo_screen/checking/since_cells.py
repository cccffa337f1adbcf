"""Which cells of a list say something else than in the list before, of the head, of groups in both, beside them.

What a cell says is compared, not how it is written: a telephone number with hyphens is no other number. No value is
kept.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from kbo_screen.checking.check_result import CellChange
from kbo_screen.registry.submission import CONFIRMATION, HEAD_FIELDS, TYPED_FIELDS
from kbo_screen.vocabulary.people import person_key
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from kbo_screen.checking.list_by_group import ListByGroup
    from kbo_screen.registry.submission import CellEntry

    Cells = Mapping[str, CellEntry]

#: Cells of a row whose change is told as one of its group.
_TOLD_AS_GROUP: Final = frozenset(
    {"group_name", "group_id", "product_id", "product_name", "representative"}
)
#: Cells that are gone where the newer list has no such column; what else a row says, the registry says too.
_GONE_FROM_ROW: Final = frozenset(TYPED_FIELDS) - _TOLD_AS_GROUP
#: What a form fills by a formula is all else.
_NO_FORMULA: Final = frozenset((*TYPED_FIELDS, CONFIRMATION)) - {"group_id"}
#: Lines of the head that are told; a list that is sent again has another day.
_OF_HEAD: Final = frozenset(HEAD_FIELDS) - {"district", "date"}
_PEOPLE_OF_HEAD: Final = frozenset({"reporter", "certifier", "officer"})


def cell_changes(old: ListByGroup, new: ListByGroup) -> Iterator[CellChange]:
    """The cells that were right and say something else: of the head, then of the groups that both lists name."""
    yield from _head_changes(old, new)
    for identity in new.rows:
        if identity in old.rows:
            yield from _changes_of_row(identity, old, new)
            yield from _changes_beside_row(identity, old, new)


def has_same_content(old: ListByGroup, new: ListByGroup) -> bool:
    """Every cell that somebody filled in says the same, in the same order."""
    is_form = _is_form(old, new)
    for old_cell, new_cell in zip_longest(_content(old), _content(new)):
        if old_cell is None or new_cell is None:
            return False
        (old_field, old_words), (new_field, new_words) = old_cell, new_cell
        if old_field != new_field:
            return False
        if is_form and _is_not_calculated(old_field, old_words, new_words):
            continue
        if fold(old_words) != fold(new_words):
            return False
    return True


def says_otherwise(
    field: str,
    old: ListByGroup,
    new: ListByGroup,
    identity: Hashable,
) -> bool:
    """Both lists have the cell of a group, and what it says differs."""
    old_cell = old.rows[identity].cells.get(field)
    new_cell = new.rows[identity].cells.get(field)
    if old_cell is None or new_cell is None:
        return False
    texts = (old_cell.text, new_cell.text)
    if _is_form(old, new) and _is_not_calculated(field, *texts):
        return False
    return not _says_the_same(old_cell, new_cell)


def _says_the_same(old_cell: CellEntry, new_cell: CellEntry) -> bool:
    """By its letters, else by what it was read as."""
    if fold(old_cell.text) == fold(new_cell.text):
        return True
    if old_cell.value is None or not (old_cell.is_clear and new_cell.is_clear):
        return False
    same_value = bool(old_cell.value == new_cell.value)
    return same_value and old_cell.year_be == new_cell.year_be


def _is_form(old: ListByGroup, new: ListByGroup) -> bool:
    """One of the lists at least is a form of ours."""
    return any(each.file.submission.stamp for each in (old, new))


def _is_not_calculated(
    field: str,
    old_words: str,
    new_words: str,
) -> bool:
    """A cell that a form fills by a formula is blank in one of two lists: nobody has calculated it there."""
    return field not in _NO_FORMULA and not (old_words and new_words)


def _head_changes(old: ListByGroup, new: ListByGroup) -> Iterator[CellChange]:
    old_head, new_head = old.file.submission.head, new.file.submission.head
    for field, old_cell in old_head.items():
        if field not in _OF_HEAD or old_cell.place in old.wrong_places:
            continue
        if not old_cell.text:
            continue
        new_cell = new_head.get(field)
        if new_cell is None:
            yield _gone(field, old_cell, old, new)
        elif _key_of_head(field, old_cell) != _key_of_head(field, new_cell):
            places = (new_cell.place, old_cell.place)
            yield CellChange(field, *places, old.before)


def _key_of_head(field: str, cell: CellEntry) -> str:
    """A line of the head as it is compared; of a person without the title."""
    return person_key(cell.text) if field in _PEOPLE_OF_HEAD else fold(cell.text)


def _changes_of_row(
    identity: Hashable,
    old: ListByGroup,
    new: ListByGroup,
) -> Iterator[CellChange]:
    new_cells = new.rows[identity].cells
    before = old.row_before(identity)
    for field, old_cell in old.rows[identity].cells.items():
        if field in _TOLD_AS_GROUP or old_cell.place in old.wrong_places:
            continue
        new_cell = new_cells.get(field)
        is_gone = new_cell is None and field in _GONE_FROM_ROW
        if is_gone and old_cell.text:
            yield _gone(field, old_cell, old, new)._replace(before=before)
        if new_cell and says_otherwise(field, old, new, identity):
            yield CellChange(field, new_cell.place, old_cell.place, before)


def _changes_beside_row(
    identity: Hashable,
    old: ListByGroup,
    new: ListByGroup,
) -> Iterator[CellChange]:
    """The words in columns of no field that both lists have, under their header; numbers of rows are none."""
    new_cells = new.rows[identity].remarks
    before = old.row_before(identity)
    for header, old_cell in old.rows[identity].remarks.items():
        new_cell, old_words = new_cells.get(header), _words(old_cell)
        if new_cell and old_words and _words(new_cell) != old_words:
            yield CellChange(header, new_cell.place, old_cell.place, before)


def _words(cell: CellEntry) -> str:
    has_letters = any(map(str.isalpha, cell.text))
    return fold(cell.text) if has_letters else ""


def _gone(
    field: str,
    old_cell: CellEntry,
    old: ListByGroup,
    new: ListByGroup,
) -> CellChange:
    """A cell of which the newer list has no like: its place is the sheet."""
    place = new.file.submission.place
    return CellChange(field, place, old_cell.place, old.before)


def _content(listed: ListByGroup) -> Iterator[tuple[str, str]]:
    """Every cell that somebody filled in, in order: its field or header, its text."""
    submission = listed.file.submission
    for field, cell in submission.head.items():
        if cell.text:
            yield field, cell.text
    for row in submission.rows:
        for field, cell in row.cells.items():
            yield field, cell.text
        yield CONFIRMATION, row.reason.text if row.reason else ""
        for header, cell in row.remarks.items():
            if cell.text:
                yield header, cell.text
    yield "nil", submission.nil.text if submission.nil else ""
