"""A workbook that is filled by a pattern is the workbook that is written whole."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from kbo_screen.formats.forms.form_workbook import write_form
from kbo_screen.formats.workbook.book import Book
from kbo_screen.formats.workbook.finishing import SheetTable, sheet_part
from kbo_screen.formats.workbook.limits import EXCEL_LIMITS
from kbo_screen.formats.workbook.pattern import pattern_of, stand_in
from kbo_screen.formats.workbook.text_fitter import TextFitter
from kbo_screen.registry.form_stamp import CHOICES_SHEET
from kbo_screen.registry.typed_cells import TypedCells
from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.results.sheets.sheet import Formula, SheetColumn
from tests.tools.lists import make_run
from tests.tools.written import write_forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = [SheetColumn("กลุ่ม", 30), SheetColumn("จำนวน", 10)]
#: Names that need escaping, or are none.
WORDS = [
    {"name": "บางคล้า", "digest": "8c5d", "last": "7", "count": "เลือกแล้ว 0"},
    {"name": "ก & <ข>", "digest": "", "last": "7", "count": 'x "y" & z'},
    {"name": "a\x07_x000D_", "digest": "0", "last": "7", "count": "\U0001f600"},
]
STAND_INS = {name: stand_in(name) for name in WORDS[0]}
#: Around every stand-in.
MARK = stand_in("")[0]
BLANK_ROWS = [[None, None]] * 3


def write_book(
    book: Book,
    words: Mapping[str, str],
    rows: Sequence[Sequence[Any]],
    choices: Sequence[Sequence[Any]],
) -> range:
    """A sheet with a table between lines, a hidden one, a mark; returns the positions of the rows."""
    page = book.page("แบบ", COLUMNS)
    page.line("เหมือนกันทุกอำเภอ", "title")
    page.line(words["name"], "plain")
    page.header()
    positions = range(page.row, page.row + len(rows))
    page.rows(rows, [book.styles["text"], book.styles["centred"]], 54)
    formula = f"=COUNTA({CHOICES_SHEET}!$A$1:$A${words['last']})"
    page.sheet.write_formula(page.row, 0, formula, None, words["count"])
    book.hidden_sheet(CHOICES_SHEET, choices)
    book.typed.append(TypedCells("แบบ", 1, 2, 0, 1, words["digest"]))
    return positions


def mixed_rows(count: int) -> list[list[Any]]:
    """Texts, one of which the pattern shares, formulas and numbers."""
    rows: list[list[Any]] = [["บางคล้า", 1], ["เหมือนกันทุกอำเภอ", None]]
    while len(rows) < count:
        rows.append([f"กลุ่ม <{len(rows)}>", Formula("=1<2", "ใช่")])
    return rows[:count]


def parts_of(path: Path) -> dict[str, str]:
    """The parts of a workbook, every shared text in the cells that name it."""
    with ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    shared_texts = parts.pop("xl/sharedStrings.xml")
    items = re.findall("(?s)<si>(.*?)</si>", shared_texts)
    assert f'uniqueCount="{len(items)}"' in shared_texts
    for name in parts:
        parts[name] = re.sub(
            r't="s"><v>(\d+)</v>',
            lambda match: items[int(match[1])],
            parts[name],
        )
    return parts


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("choice_count", [1, 2, 40])
def test_a_filled_pattern_is_the_plain_workbook(
    words: dict[str, str],
    choice_count: int,
    tmp_path: Path,
) -> None:
    rows, choices = mixed_rows(3), mixed_rows(choice_count)
    plain = Book(tmp_path / "plain.xlsx", "Garuda")
    write_book(plain, words, rows, choices)
    plain.close()

    book, workbook = Book(Path("pattern.xlsx"), "Garuda"), BytesIO()
    positions = write_book(book, STAND_INS, BLANK_ROWS, BLANK_ROWS[:1])
    book.close_into(workbook)
    part, choices_part = sheet_part(1), sheet_part(2)
    pattern = pattern_of(workbook, {part: positions, choices_part: range(1)})
    fitting = TextFitter("filled.xlsx")
    tables = [
        SheetTable(part, fitting.rows(rows, 2, "แบบ", positions[0]), [54] * 3),
        SheetTable(choices_part, fitting.rows(choices, 2, CHOICES_SHEET), None),
    ]
    pattern.write(tmp_path / "filled.xlsx", words, tables)
    assert parts_of(tmp_path / "filled.xlsx") == parts_of(tmp_path / "plain.xlsx")


def test_forms_of_one_pattern_are_forms_written_alone(tmp_path: Path) -> None:
    forms = forms_of(make_run(tmp_path), prefill=True)
    write_forms(forms, tmp_path / "all", font="Garuda", force=False, inputs=[])
    assert len({form.shape for form in forms}) < len(forms)
    for form, path in zip(forms, sorted((tmp_path / "all").iterdir()), strict=True):
        write_form(form, tmp_path / path.name, font="Garuda")
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()
        assert form.district.district in path.name
        assert [part for part in parts_of(path).values() if MARK in part] == []


def test_what_does_not_fit_is_told_of_every_form(tmp_path: Path) -> None:
    """A title, which all forms share, and the name of a group that one form offers."""
    form = next(form for form in forms_of(make_run(tmp_path)) if form.choices)
    long_text = "ก" * (EXCEL_LIMITS.text_units + 1)
    (choice, *others) = form.choices or ()
    long_choice = replace(choice, label=long_text)
    letter = replace(form.letter, title=long_text)
    long_form = replace(form, letter=letter, choices=(long_choice, *others))
    findings = write_form(long_form, tmp_path / "form.xlsx", font="Garuda")
    assert [(finding.code, *finding.place) for finding in findings] == [
        ("output.text-cut", "form.xlsx", "แบบแจ้งรายชื่อ", "A1"),
        ("output.text-cut", "form.xlsx", CHOICES_SHEET, "A1"),
    ]
