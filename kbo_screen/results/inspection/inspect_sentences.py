"""What an inspection says in words: fields, values and what they were taken for, rows, what a registry lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.findings.masking import MASK
from kbo_screen.results.rank.rank_sentences import rows_in_words
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS

if TYPE_CHECKING:
    from kbo_screen.registry.inspection import Inspection, ValueCount


class ValueWords(NamedTuple):
    """A value of a column as it is written, what it was taken for in words, and in how many rows it stands."""

    field: str
    written: str
    taken: str
    rows: int


def field_words(field: str, lang: str) -> str:
    """A field in words; of a to-confirm sheet its column."""
    if field in FIELDS:
        return text(f"words.field.{field}", lang)
    return text(f"workbook.column.{field}", lang)


def value_words(
    field: str,
    value: ValueCount,
    lang: str,
) -> ValueWords:
    """A value, what it was taken for in words, and its rows."""
    return ValueWords(
        field=field_words(field, lang),
        written=value.text or text("inspect.blank", lang),
        taken=_taken_for(field, value, lang),
        rows=value.rows,
    )


def _taken_for(
    field: str,
    value: ValueCount,
    lang: str,
) -> str:
    if not value.known:
        return text("words.truth.unknown", lang)
    if field in CODED_VALUES and value.taken_for:
        return text(f"words.value.{field}.{value.taken_for}", lang)
    if field == "star" and value.taken_for is None:
        return text("words.value.star.not_rated", lang)
    return "-" if value.taken_for is None else str(value.taken_for)


def row_words(inspection: Inspection, lang: str) -> str:
    """How many rows of each kind a table has; of a to-confirm sheet how many questions."""
    if inspection.kind == "answers":
        return text(
            "inspect.answered",
            lang,
            asked=inspection.asked,
            answered=inspection.answered,
        )
    return ", ".join(rows_in_words(inspection.table.rows, lang))


def lacking_lines(inspection: Inspection, lang: str) -> list[str]:
    """The required columns that are missing, and the conditions that would not be checked."""
    lines = []
    for field in inspection.missing:
        words = field_words(field, lang)
        lines.append(text("inspect.missing", lang, field=words))
    for condition in inspection.stamped:
        line = text(
            "inspect.stamped",
            lang,
            condition=condition.wording.to(lang),
            clause=condition.clause,
        )
        lines.append(line)
    return lines


def unknown_value_lines(inspection: Inspection, lang: str) -> list[str]:
    """The values that are written and were not understood, a line each."""
    lines = []
    for field, values in inspection.values.items():
        for value in values:
            if value.known or not value.text:
                continue
            words = value_words(field, value, lang)
            line = text(
                "guide.not_understood",
                lang,
                field=words.field,
                written=words.written,
                rows=words.rows,
            )
            lines.append(line)
    return lines


def hides_something(words: str) -> bool:
    """A person is hidden in what is shown of these words."""
    return MASK in words
