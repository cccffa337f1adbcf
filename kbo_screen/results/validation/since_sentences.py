"""What moved since a district's list before, in words: in a line of counts, and each change that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.submission import HEAD_FIELDS
from kbo_screen.results.wording.finding_lines import cell_ranges
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.checking.check_result import CellChange, ChangesSince, GroupChange


def since_in_words(since: ChangesSince, lang: str) -> str:
    """The same file, the same content, or how many findings are mended, there still, new."""
    if since.is_same_file:
        return text("validate.since.same_file", lang, file=since.file)
    if since.is_same_content:
        return text("validate.since.same_content", lang, file=since.file)
    words = text(
        "validate.since.head",
        lang,
        file=since.file,
        mended=len(since.mended),
        still=len(since.still),
        new=len(since.new),
    )
    if since.confirmed:
        count = len(since.confirmed)
        words += text("validate.since.confirmed_count", lang, count=count)
    return words


def changes_in_words(since: ChangesSince, lang: str) -> list[str]:
    """A line per change of a group or cell; what was in order first, and marked as such."""
    groups = sorted(since.groups, key=_was_in_order, reverse=True)
    cells = sorted(since.cells, key=_was_in_order, reverse=True)
    return [
        *(_group_in_words(change, lang) for change in groups),
        *(_cells_in_words([change], lang) for change in cells),
    ]


def silent_changes_in_words(since: ChangesSince, lang: str) -> list[str]:
    """What was in order before and changed, whether its list was accepted or sent back.

    A line per group, and one for all cells of a field.
    """
    groups = filter(_was_in_order, since.groups)
    cells = filter(_was_in_order, since.cells)
    cells_by_kind = lists_by_key(
        ((change.field, change.before, change.place.cell is None), change)
        for change in cells
    )
    return [
        *(_group_in_words(change, lang) for change in groups),
        *(_cells_in_words(alike, lang) for alike in cells_by_kind.values()),
    ]


def _was_in_order(change: GroupChange | CellChange) -> bool:
    """A row is concerned that had no error."""
    return change.before != "not_in_order"


def _group_in_words(change: GroupChange, lang: str) -> str:
    return text(
        f"validate.since.{change.change}",
        lang,
        name=change.group_name,
        other=change.other_name or "-",
        cell=change.place.cell or "-",
    ) + _mark(change, lang)


def _cells_in_words(
    changes: Sequence[CellChange],
    lang: str,
) -> str:
    """Cells of one field of which the same is to be said; of those that are gone the cells of the list before."""
    first = changes[0]
    is_gone = first.place.cell is None
    places = [change.older_place if is_gone else change.place for change in changes]
    cells = {place.cell for place in places if place.cell}
    words = text(
        "validate.since.cell_gone" if is_gone else "validate.since.cell",
        lang,
        field=_field_in_words(first.field, lang),
        cell=cell_ranges(cells) or "-",
    )
    return words + _mark(first, lang)


def _field_in_words(field: str, lang: str) -> str:
    """A field of a row or of the head by its name, any other column by its header."""
    if field in FIELDS:
        return text(f"words.field.{field}", lang)
    if field in HEAD_FIELDS:
        return text(f"form.head.{field}", lang)
    return field


def _mark(change: GroupChange | CellChange, lang: str) -> str:
    return text(f"validate.since.before.{change.before}", lang)
