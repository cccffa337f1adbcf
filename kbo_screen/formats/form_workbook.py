"""The form that a district fills in: groups are picked, everything else follows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.form_formulas import (
    ASKED,
    COLUMNS,
    HELPER,
    NOT_ASKED,
    POTENTIAL_WORDS,
    WIDTHS,
    FormFormulas,
)
from kbo_screen.formats.workbook.book import LINE_POINTS, Book
from kbo_screen.formats.workbook.limits import accepted
from kbo_screen.registry.form_stamp import CHOICES_SHEET, LOOKED_UP, STAMP_SHEET
from kbo_screen.registry.typed_cells import TypedCells, digest_of
from kbo_screen.results.sheet_parts import labelled_columns
from kbo_screen.vocabulary.file_names import unique_file_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kbo_screen.formats.workbook.book import Page
    from kbo_screen.formats.writing import Writer
    from kbo_screen.registry.form_stamp import FormStamp
    from kbo_screen.results.district_form import Form, FormChoice

#: Names of tiers and standards are long and nobody types them: smaller, they take two lines as everything else does.
SMALL_POINTS: Final = 14
_SMALL: Final = frozenset({"standard", "tier"})
_CENTRED: Final = frozenset({"number", "group_id", "star", "quadrant"})
#: Fields of the head: per line the label and the first column of each, and the last column of its input.
_HEAD_LINES: Final = (
    (("district", 0, 2, 4), ("province", 5, 7, 12)),
    (("reporter", 0, 2, 4), ("certifier", 5, 7, 12)),
    (("officer", 0, 2, 4), ("date", 5, 7, 12)),
)
_FRAME: Final = {"border": 1, "text_wrap": True}
#: How the cells of a form look. "@" keeps a date of the Buddhist era and the 0 of a telephone number as they are typed.
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "label": {
        **_FRAME,
        "bold": True,
        "indent": 1,
        "bg_color": "#E7E6E6",
    },
    "given": {**_FRAME, "indent": 1},
    "small": {
        **_FRAME,
        "font_size": SMALL_POINTS,
        "indent": 1,
    },
    "typed": {
        **_FRAME,
        "indent": 1,
        "locked": False,
        "bg_color": "#FFF9E5",
        "num_format": "@",
    },
    "centred": {**_FRAME, "align": "center"},
}
_HIDDEN: Final = {"font_color": "#FFFFFF"}
#: How a cell is coloured that somebody has to look at.
_RED: Final = {"bg_color": "#F8CBAD", "font_color": "#9C0006"}
_ORANGE: Final = {"bg_color": "#FFC000"}
_GREY: Final = {"bg_color": "#D9D9D9"}


def form_writers(forms: Sequence[Form], *, font: str) -> dict[str, Writer]:
    """What writes every form, by its name."""
    names = unique_file_names(
        f"{form.district.code} {form.district.district}.xlsx" for form in forms
    )
    return {
        name: partial(write_form, form, font=font)
        for name, form in zip(names, forms, strict=True)
    }


def write_form(
    form: Form,
    path: Path,
    *,
    font: str,
) -> None:
    """Write one form."""
    book = Book(path, font)
    columns = labelled_columns("form.column", WIDTHS, form.lang)
    page = book.page(text("form.sheet", form.lang), columns)
    _FormPage(form, book, page).write()
    if form.choices:
        _write_choices(form.choices, form.lang, book)
    _write_stamp(form.stamp, book)
    book.close()


def _write_choices(
    choices: Sequence[FormChoice],
    lang: str,
    book: Book,
) -> None:
    """The hidden sheet: a row per choice, then what may be said of potential."""
    sheet = book.workbook.add_worksheet(CHOICES_SHEET)
    potential_words = [
        text("words.value.potential.yes", lang),
        text("words.value.potential.no", lang),
        text("form.not_asked", lang),
    ]
    for row in range(max(len(choices), len(potential_words))):
        if row < len(choices):
            _write_choice(choices[row], row, sheet)
        if row < len(potential_words):
            accepted(sheet.write_string(row, POTENTIAL_WORDS, potential_words[row]))
    sheet.hide()


def _write_choice(
    choice: FormChoice,
    row: int,
    sheet: Any,
) -> None:
    for column, value in enumerate((choice.label, *choice.texts)):
        accepted(sheet.write_string(row, column, value))
    asks = ASKED if choice.asks_potential else NOT_ASKED
    accepted(sheet.write_number(row, len(choice.texts) + 1, asks))


def _write_stamp(stamp: FormStamp, book: Book) -> None:
    """The very hidden sheet that says for what the form was made."""
    sheet = book.workbook.add_worksheet(STAMP_SHEET)
    for row, (name, value) in enumerate(stamp.lines()):
        accepted(sheet.write_string(row, 0, name))
        accepted(sheet.write_string(row, 1, value))
    sheet.very_hidden()


class _FormPage:
    """The one sheet that the district sees, written from the top."""

    def __init__(
        self,
        form: Form,
        book: Book,
        page: Page,
    ) -> None:
        self.form, self.book = form, book
        self.page, self.sheet = page, page.sheet
        self.styles = {name: book.style(look) for name, look in _STYLES.items()}
        self.hidden = book.workbook.add_format(_HIDDEN)
        page.end = HELPER + 1

    def write(self) -> None:
        """Title, head, table, count, signatures; then what Excel needs to know of them."""
        self._write_title()
        self.page.blank()
        self._write_head()
        self._write_how_to()
        self.page.header()
        rows = range(self.page.row, self.page.row + self.form.rows)
        formulas = FormFormulas(self.form, rows)
        for row in rows:
            self._write_row(row, formulas)
        self._let_type_rows(rows)
        self._write_count(formulas)
        self.page.blank()
        self._write_signatures()
        if self.form.choices:
            self._offer_choices(formulas)
            self._colour(formulas)
        representative = COLUMNS["representative"]
        self._advise(rows, representative, self.form.advice_on_representative)
        self._set_up_sheet()

    def _write_title(self) -> None:
        self.page.line(self.form.title, "title")
        for line in self.form.letter_lines:
            self.page.line(line)

    def _write_head(self) -> None:
        """Who reports and certifies, for which district; people type into these lines."""
        first = self.page.row
        texts: list[str] = []
        for fields in _HEAD_LINES:
            accepted(self.sheet.set_row(self.page.row, LINE_POINTS))
            for name, label_column, input_column, last_column in fields:
                if name == "officer" and not self.form.asks_officer:
                    continue
                label = text(f"form.head.{name}", self.form.lang)
                self._write_label(label, label_column, input_column - 1)
                texts.append(self._write_input(name, input_column, last_column))
                if label_column:
                    texts.append(label)
            self.page.row += 1
        self._let_type(first, self.page.row - 1, 1, len(WIDTHS) - 1, texts)

    def _write_label(
        self,
        label: str,
        first: int,
        last: int,
    ) -> None:
        row = self.page.row
        accepted(
            self.sheet.merge_range(row, first, row, last, label, self.styles["label"])
        )

    def _write_input(
        self,
        name: str,
        first: int,
        last: int,
    ) -> str:
        """The cell of a field of the head; returns what stands in it."""
        row, district = self.page.row, self.form.district
        areas = {"district": district.district, "province": district.province}
        style = self.styles["given" if name in areas else "typed"]
        value = areas.get(name, "")
        accepted(self.sheet.merge_range(row, first, row, last, value, style))
        if name == "date":
            self._advise(range(row, row + 1), first, text("form.date", self.form.lang))
        return value

    def _write_how_to(self) -> None:
        """How to fill it in, and what was not checked when the list was made."""
        lang = self.form.lang
        if self.form.choices is None:
            how_to = text("form.howto_blank", lang)
        elif self.form.choices:
            how_to = text("form.howto", lang)
        else:
            how_to = text("form.nobody", lang)
        self.page.line(how_to, "plain")
        for stamp in self.form.stamps:
            self.page.line(stamp, "stamp")

    def _write_row(self, row: int, formulas: FormFormulas) -> None:
        """One group: what was picked, what follows from it by formula, what is typed."""
        accepted(self.sheet.set_row(row, LINE_POINTS * 2))
        position = row - formulas.rows[0]
        prefilled = self.form.prefilled
        choice = prefilled[position] if position < len(prefilled) else None
        number_style = self.styles["centred"]
        accepted(
            self.sheet.write_number(row, COLUMNS["number"], position + 1, number_style)
        )
        for name in COLUMNS:
            if name == "group_name" and choice:
                self._write_group(row, choice)
            elif name in LOOKED_UP:
                self._write_looked_up(row, name, choice, formulas)
            elif name != "number":
                accepted(
                    self.sheet.write_blank(
                        row, COLUMNS[name], None, self.styles["typed"]
                    )
                )
        if self.form.choices:
            self._write_helper(row, choice, formulas)
        self.page.row += 1

    def _write_group(self, row: int, choice: FormChoice) -> None:
        column = COLUMNS["group_name"]
        accepted(
            self.sheet.write_string(row, column, choice.label, self.styles["typed"])
        )

    def _write_looked_up(
        self,
        row: int,
        name: str,
        choice: FormChoice | None,
        formulas: FormFormulas,
    ) -> None:
        """What follows from the group; of a blank form it is typed."""
        column = COLUMNS[name]
        if not self.form.choices:
            is_blank_form = self.form.choices is None
            style = self.styles["typed" if is_blank_form else "given"]
            accepted(self.sheet.write_blank(row, column, None, style))
            return
        value = choice.texts[LOOKED_UP.index(name)] if choice else ""
        formula = formulas.look_up(row, name)
        style = self.styles[_style_of(name)]
        accepted(self.sheet.write_formula(row, column, formula, style, value))

    def _write_helper(
        self,
        row: int,
        choice: FormChoice | None,
        formulas: FormFormulas,
    ) -> None:
        """The hidden cell that says whether potential is asked."""
        value: int | str = ""
        if choice:
            value = ASKED if choice.asks_potential else NOT_ASKED
        formula = formulas.asks_potential(row)
        accepted(self.sheet.write_formula(row, HELPER, formula, self.hidden, value))

    def _write_count(self, formulas: FormFormulas) -> None:
        """The line that counts the groups picked, and says what is lacking."""
        row, style = self.page.row, self.styles["label"]
        accepted(self.sheet.set_row(row, LINE_POINTS))
        accepted(self.sheet.merge_range(row, 0, row, len(WIDTHS) - 1, "", style))
        value = formulas.count_now()
        accepted(self.sheet.write_formula(row, 0, formulas.count(), style, value))
        self.page.row += 1

    def _write_signatures(self) -> None:
        signatures = text("form.signature", self.form.lang).split("\n")
        self._let_type(self.page.row, None, 0, 0, signatures)
        for signature in signatures:
            self.page.line(signature)

    def _let_type(
        self,
        first_row: int,
        last_row: int | None,
        first_column: int,
        last_column: int,
        texts: Iterable[str] = (),
    ) -> None:
        """People type into these cells, in which `texts` stand now.

        A form in which they did is not replaced.
        """
        cells = TypedCells(
            self.sheet.get_name(),
            first_row,
            last_row,
            first_column,
            last_column,
            digest_of(texts),
        )
        self.book.typed.append(cells)

    def _let_type_rows(self, rows: range) -> None:
        """People pick groups, and type what no formula gives: of a blank form everything."""
        first, last = rows[0], rows[-1]
        labels = [choice.label for choice in self.form.prefilled]
        for name, column in COLUMNS.items():
            is_formula = name in LOOKED_UP and self.form.choices
            if name == "group_name":
                self._let_type(first, last, column, column, labels)
            elif name != "number" and not is_formula:
                self._let_type(first, last, column, column)

    def _offer_choices(self, formulas: FormFormulas) -> None:
        """Drop-downs of groups, and of what may be said of potential."""
        lang, rows = self.form.lang, formulas.rows
        groups = {
            "validate": "list",
            "source": f"={formulas.labels}",
            "input_message": text("form.pick", lang),
            "error_message": text("form.pick_wrong", lang),
        }
        potential = {
            "validate": "list",
            "source": formulas.potential_words(),
            "input_message": text("form.potential", lang),
        }
        self._validate(rows, COLUMNS["group_name"], groups)
        self._validate(rows, COLUMNS["potential"], potential)

    def _validate(
        self,
        rows: range,
        column: int,
        rule: dict[str, str],
    ) -> None:
        accepted(self.sheet.data_validation(rows[0], column, rows[-1], column, rule))

    def _advise(
        self,
        rows: range,
        column: int,
        message: str,
    ) -> None:
        """A message beside the cells of a column, which take anything."""
        self._validate(rows, column, {"validate": "any", "input_message": message})

    def _colour(self, formulas: FormFormulas) -> None:
        """Red for a wrong group; orange where potential is asked, grey where it is not."""
        group, potential = COLUMNS["group_name"], COLUMNS["potential"]
        self._colour_where(formulas.is_wrong_group(), group, _RED, formulas.rows)
        self._colour_where(
            formulas.lacks_certificate(), potential, _ORANGE, formulas.rows
        )
        self._colour_where(
            formulas.needs_no_certificate(), potential, _GREY, formulas.rows
        )

    def _colour_where(
        self,
        criteria: str,
        column: int,
        look: dict[str, str],
        rows: range,
    ) -> None:
        style = self.book.workbook.add_format(look)
        rule = {"type": "formula", "criteria": criteria, "format": style}
        accepted(self.sheet.conditional_format(rows[0], column, rows[-1], column, rule))

    def _set_up_sheet(self) -> None:
        """Locks, and one printed page."""
        accepted(self.sheet.set_column(HELPER, HELPER, None, None, {"hidden": True}))
        accepted(self.sheet.print_area(0, 0, self.page.row - 1, len(WIDTHS) - 1))
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.page.fit_one_page()
        self.sheet.center_horizontally()


def _style_of(column: str) -> str:
    """How a cell that a formula fills looks."""
    if column in _SMALL:
        return "small"
    return "centred" if column in _CENTRED else "given"
