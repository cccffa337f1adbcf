"""What moved since a district's list before, in words: in a line of counts, and each change that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.catalogue import text

if TYPE_CHECKING:
    from kbo_screen.checking.check_result import CellChange, GroupChange, Since


def since_in_words(since: Since, lang: str) -> str:
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


def changes_in_words(since: Since, lang: str) -> list[str]:
    """A line per change of a group or cell; what was in order first, and marked as such."""
    groups = sorted(since.groups, key=_was_in_order, reverse=True)
    cells = sorted(since.cells, key=_was_in_order, reverse=True)
    return [
        *(_group_in_words(change, lang) for change in groups),
        *(_cell_in_words(change, lang) for change in cells),
    ]


def silent_changes_in_words(since: Since, lang: str) -> list[str]:
    """A line per change of what was in order before, whether its list was accepted or sent back."""
    groups = filter(_was_in_order, since.groups)
    cells = filter(_was_in_order, since.cells)
    return [
        *(_group_in_words(change, lang) for change in groups),
        *(_cell_in_words(change, lang) for change in cells),
    ]


def _was_in_order(change: GroupChange | CellChange) -> bool:
    """A row is concerned that had no error."""
    return change.before != "not_in_order"


def _group_in_words(change: GroupChange, lang: str) -> str:
    words = text(
        f"validate.since.{change.change}",
        lang,
        name=change.group_name,
        other=change.other_name or "-",
        cell=change.place.cell or "-",
    )
    return words + _mark(change, lang)


def _cell_in_words(change: CellChange, lang: str) -> str:
    words = text(
        "validate.since.cell",
        lang,
        field=text(f"words.field.{change.field}", lang),
        cell=change.place.cell or "-",
    )
    return words + _mark(change, lang)


def _mark(change: GroupChange | CellChange, lang: str) -> str:
    return text(f"validate.since.before.{change.before}", lang)
