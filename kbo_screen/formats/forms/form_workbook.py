"""The form that a district fills in: groups are picked, everything else follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.forms.form_formulas import (
    ASKED,
    COLUMNS,
    NOT_ASKED,
    POTENTIAL_WORDS,
    WIDTHS,
    FormFormulas,
)
from kbo_screen.formats.forms.form_page import (
    COUNT,
    DISTRICT,
    GROUPS_DIGEST,
    HEAD_DIGEST,
    LAST_CHOICE,
    PROVINCE,
    FormPage,
    head_texts,
    row_points,
)
from kbo_screen.formats.workbook.book import Book
from kbo_screen.formats.workbook.finishing import SheetTable, sheet_part
from kbo_screen.formats.workbook.pattern import Pattern, pattern_of, stand_in
from kbo_screen.formats.workbook.text_fitter import TextFitter
from kbo_screen.formats.writing_apart import Portable
from kbo_screen.registry.form_stamp import (
    CHOICES_SHEET,
    FORM_VERSION,
    LOOKED_UP,
    STAMP_SHEET,
    FormStamp,
)
from kbo_screen.registry.typed_cells import digest_of
from kbo_screen.results.sheets.sheet import Formula
from kbo_screen.results.sheets.sheet_parts import labelled_columns
from kbo_screen.vocabulary.file_names import unique_file_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.findings import Finding
    from kbo_screen.formats.writing import FolderWriters
    from kbo_screen.registry.registry import ScopeDistrict
    from kbo_screen.results.forms.district_form import Form, FormChoice, FormShape

#: The parts in which groups stand: those for a district to name, and those to pick from.
_PAGE_PART: Final = sheet_part(1)
_CHOICES_PART: Final = sheet_part(2)
#: The code of the district, in the stamp.
_CODE: Final = "code"


@dataclass(frozen=True, slots=True)
class FormPattern:
    """What all forms of one shape have in common. rows: those for groups, from 0. findings: what did not fit."""

    shape: FormShape
    pattern: Pattern
    sheet_name: str
    rows: range
    findings: tuple[Finding, ...]


def form_names(
    districts: Iterable[ScopeDistrict],
    suffix: str = ".xlsx",
) -> list[str]:
    """What the files of the districts' forms are called, one of an office's own by its suffix."""
    return unique_file_names(
        f"{district.code} {district.district}{suffix}" for district in districts
    )


def form_writers(forms: Sequence[Form], *, font: str) -> FolderWriters:
    """What writes every form, by its name."""
    names = form_names([form.district for form in forms])
    patterns: dict[FormShape, FormPattern] = {}
    writers: FolderWriters = {}
    for name, form in zip(names, forms, strict=True):
        shape = form.shape
        if shape not in patterns:
            patterns[shape] = _form_pattern(shape, font)
        writers[name] = Portable(_write_draft, patterns[shape], form)
    return writers


def write_form(
    form: Form,
    path: Path,
    *,
    font: str,
) -> Sequence[Finding]:
    """Write one form; returns what did not fit into it."""
    return _write_draft(path, _form_pattern(form.shape, font), form)


def _form_pattern(shape: FormShape, font: str) -> FormPattern:
    """What a form has in common with all of its shape, made once."""
    book = Book(Path(f"{stand_in(DISTRICT)}.xlsx"), font)
    columns = labelled_columns("form.column", WIDTHS, shape.lang)
    page = book.page(text("form.sheet", shape.lang), columns)
    rows = FormPage(shape, book, page).write()
    tables = {_PAGE_PART: rows}
    if shape.offers_groups:
        blank_row = [None] * (POTENTIAL_WORDS + 1)
        book.hidden_sheet(CHOICES_SHEET, [blank_row])
        tables[_CHOICES_PART] = range(1)
    stamp = FormStamp(FORM_VERSION, shape.letter.id, stand_in(_CODE), shape.edition)
    # It says for what the form was made.
    book.hidden_sheet(STAMP_SHEET, stamp.lines()).very_hidden()
    workbook = BytesIO()
    book.close_into(workbook)
    pattern = pattern_of(workbook, tables)
    return FormPattern(
        shape,
        pattern,
        page.name,
        rows,
        tuple(book.findings),
    )


def _write_draft(
    path: Path,
    pattern: FormPattern,
    form: Form,
) -> Sequence[Finding]:
    """Write a form by the pattern of its shape; returns what did not fit into it."""
    last_choice = str(len(form.choices or ()))
    formulas = FormFormulas(pattern.shape, pattern.rows, last_choice)
    fitting = TextFitter(path.name)
    tables = [_group_rows(form, pattern, formulas, fitting)]
    if form.choices:
        choices = _choice_rows(form.choices, form.letter.lang)
        width = POTENTIAL_WORDS + 1
        choice_table = fitting.rows(choices, width, CHOICES_SHEET)
        tables.append(SheetTable(_CHOICES_PART, choice_table, None))
    pattern.pattern.write(path, _words(form, formulas), tables)
    return [*_findings_in(path.name, pattern.findings), *fitting.findings]


def _words(form: Form, formulas: FormFormulas) -> dict[str, str]:
    """What a form has for itself, by the names of the stand-ins."""
    area, prefilled = form.district, form.prefilled
    labels = [choice.label for choice in prefilled]
    return {
        DISTRICT: area.district,
        PROVINCE: area.province,
        _CODE: area.code,
        LAST_CHOICE: formulas.last_choice,
        COUNT: formulas.count_now(prefilled),
        HEAD_DIGEST: digest_of(head_texts(area, form.letter.lang)),
        GROUPS_DIGEST: digest_of(labels),
    }


def _group_rows(
    form: Form,
    pattern: FormPattern,
    formulas: FormFormulas,
    fitting: TextFitter,
) -> SheetTable:
    """The rows in which a district names its groups."""
    rows = [
        _row_cells(row, choice, formulas)
        for row, choice in zip_longest(pattern.rows, form.prefilled)
    ]
    table = fitting.rows(
        rows,
        len(rows[0]),
        pattern.sheet_name,
        pattern.rows[0],
    )
    points = [row_points(pattern.shape)] * len(rows)
    return SheetTable(_PAGE_PART, table, points)


def _row_cells(
    row: int,
    choice: FormChoice | None,
    formulas: FormFormulas,
) -> list[Any]:
    """One group: what was picked, and what follows from it by formula; the rest is typed."""
    cells: dict[str, Any] = dict.fromkeys(COLUMNS)
    cells["number"] = row - formulas.rows[0] + 1
    if choice:
        cells["group_name"] = choice.label
    if not formulas.shape.offers_groups:
        return list(cells.values())
    for ix, name in enumerate(LOOKED_UP):
        value = choice.texts[ix] if choice else ""
        cells[name] = Formula(formulas.look_up(row, name), value)
    return [*cells.values(), _helper(row, choice, formulas)]


def _helper(
    row: int,
    choice: FormChoice | None,
    formulas: FormFormulas,
) -> Formula:
    """Whether potential is asked of the group that a row names."""
    value: int | str = ""
    if choice:
        value = ASKED if choice.asks_potential else NOT_ASKED
    return Formula(formulas.asks_potential(row), value)


def _choice_rows(choices: Sequence[FormChoice], lang: str) -> list[list[Any]]:
    """The rows of the hidden sheet: one per choice, beside the first ones what may be said of potential."""
    potential_words = [
        text("words.value.potential.yes", lang),
        text("words.value.potential.no", lang),
        text("form.not_asked", lang),
    ]
    return [
        [*_choice_cells(choice), word]
        for choice, word in zip_longest(choices, potential_words)
    ]


def _choice_cells(choice: FormChoice | None) -> list[Any]:
    """What the hidden sheet says of a choice; blanks for a row that has none."""
    if choice is None:
        return [None] * POTENTIAL_WORDS
    asks = ASKED if choice.asks_potential else NOT_ASKED
    return [choice.label, *choice.texts, asks]


def _findings_in(file: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    """What did not fit into a pattern, as it shows in a file."""
    for finding in findings:
        yield replace(finding, place=finding.place._replace(file=file))
