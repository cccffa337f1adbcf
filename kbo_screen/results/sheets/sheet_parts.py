"""What the sheets of every command share: the title block and the labelled columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.sheets.sheet import Line, Sheet, SheetColumn
from kbo_screen.results.wording.head_lines import letter_line
from kbo_screen.results.wording.sentences import not_evaluated_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kbo_screen.desk.run import Run

#: Columns of a district's least.
_OF_LEAST: Final = ("required", "shortfall")


def title_block(
    run: Run,
    title: str,
    *lines: str,
) -> tuple[Line, ...]:
    """The title, the letter, further lines, and a stamp per condition not evaluated."""
    return (Line(title, "title"), *letter_block(run, *lines))


def letter_block(run: Run, *lines: str) -> list[Line]:
    """The title block below its title."""
    return [
        Line(letter_line(run)),
        *map(Line, lines),
        *(Line(stamp, "stamp") for stamp in not_evaluated_lines(run)),
    ]


def plain_note(text_id: str, lang: str, **fields: Any) -> Line:
    """A sentence of the catalogue as a line above or below a table. fields: what it is filled with."""
    return Line(text(text_id, lang, **fields), "plain")


def labelled_columns(
    label_family: str,
    widths: Mapping[str, int],
    lang: str,
    *,
    centred: Collection[str] = (),
    typed: Collection[str] = (),
    fields: Collection[str] = (),
) -> list[SheetColumn]:
    """Columns of these widths, by name; the text `label_family.name` is the label.

    fields: those that a field of the registry labels.
    """
    labels = {
        name: text(f"{label_family}.{name}", lang)
        for name in widths
        if name not in fields
    }
    labels |= {name: field_label(name, lang) for name in fields}
    return [
        SheetColumn(
            labels[name],
            width,
            is_centred=name in centred,
            is_typed=name in typed,
        )
        for name, width in widths.items()
    ]


def field_label(field: str, lang: str) -> str:
    """The name of a field as it heads a column.

    >>> field_label("product_name", "en")
    'Product name'
    """
    name = text(f"words.field.{field}", lang)
    return f"{name[:1].upper()}{name[1:]}"


def without_least(
    sheet: Sheet,
    names: Iterable[str],
    run: Run,
) -> Sheet:
    """A sheet of districts; without what they need and lack where the letter sets them no least.

    names: of all its columns, in order.
    """
    if run.letter.quota.least_per_district:
        return sheet
    kept = [position for position, name in enumerate(names) if name not in _OF_LEAST]

    def cut(row: Sequence[Any]) -> list[Any]:
        return [row[position] for position in kept]

    return sheet._replace(
        columns=cut(sheet.columns),
        rows=map(cut, sheet.rows),
        total=None if sheet.total is None else cut(sheet.total),
    )
