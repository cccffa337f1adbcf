"""The form that a district fills in: groups are picked, everything else follows."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.forms.form_formulas import (
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
from kbo_screen.formats.writing_apart import Portable
from kbo_screen.registry.form_stamp import CHOICES_SHEET, LOOKED_UP, STAMP_SHEET
from kbo_screen.registry.typed_cells import TypedCells, digest_of
from kbo_screen.results.sheets.sheet import Formula
from kbo_screen.results.sheets.sheet_parts import labelled_columns
from kbo_screen.vocabulary.file_names import unique_file_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.formats.workbook.book import Page
    from kbo_screen.formats.writing import Writer
    from kbo_screen.results.forms.district_form import Form, FormChoice

#: Names of tiers and standards are long and nobody types them: smaller, they take two lines as everything else does.
SMALL_POINTS: Final = 14
#: A reason of three lines in the smaller size; with so many rows a page is still wider than high (looked at in print).
_REASON_POINTS: Final = 70
_FEW_ROWS: Final = 10
_SMALL: Final = frozenset({"standard", "tier"})
_CENTRED: Final = frozenset({"number", "group_id", "star", "quadrant"})
#: Fields of the head: per line the label and the first column of each, and the last column of its input.
_LAST: Final = len(WIDTHS) - 1
_HEAD_LINES: Final = (
    (("district", 0, 2, 4), ("province", 5, 7, _LAST)),
    (("reporter", 0, 2, 4), ("certifier", 5, 7, _LAST)),
    (("officer", 0, 2, 4), ("date", 5, 7, _LAST)),
)
#: Below the count: whether the district has none, and why it names fewer than are asked for.
_RETURN_LINE: Final = (("none", 0, 3, 3), ("reason", 4, 6, _LAST))
#: What is picked in the cell that says the district has none; a sign of every code page.
_TICK: Final = "/"
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
#: A reason takes a sentence, in a cell that people type into.
_STYLES["sentence"] = {**_STYLES["typed"], "font_size": SMALL_POINTS}
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
        name: Portable(_write_draft, form, font)
        for name, form in zip(names, forms, strict=True)
    }


def _write_draft(
    path: Path,
    form: Form,
    font: str,
) -> Sequence[Finding]:
    return write_form(form, path, font=font)


def write_form(
    form: Form,
    path: Path,
    *,
    font: str,
) -> Sequence[Finding]:
    """Write one form; returns what did not fit into it."""
    book = Book(path, font)
    columns = labelled_columns("form.column", WIDTHS, form.lang)
    page = book.page(text("form.sheet", form.lang), columns)
    _FormPage(form, book, page).write()
    if form.choices:
        book.hidden_sheet(CHOICES_SHEET, _choice_rows(form.choices, form.lang))
    # It says for what the form was made.
    book.hidden_sheet(STAMP_SHEET, form.stamp.lines()).very_hidden()
    book.close()
    return book.findings


def _choice_rows(choices: Sequence[FormChoice], lang: str) -> list[list[Any]]:
    """The rows of the hidden sheet: one per choice, beside the first ones what may be said of potential."""
    potential_words = [
        text("words.value.potential.yes", lang),
        text("words.value.potential.no", lang),
        text("form.not_asked", lang),
    ]
    rows = []
    for choice, word in zip_longest(choices, potential_words):
        rows.append([*_choice_cells(choice), word])
    return rows


def _choice_cells(choice: FormChoice | None) -> list[Any]:
    """What the hidden sheet says of a choice; blanks for a row that has none."""
    if choice is None:
        return [None] * POTENTIAL_WORDS
    asks = ASKED if choice.asks_potential else NOT_ASKED
    return [choice.label, *choice.texts, asks]


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
        """Title, head, table, count, foot, signatures; then what Excel needs to know of them."""
        self._write_title()
        self.page.blank()
        self._write_head()
        self._write_how_to()
        self.page.header()
        rows = range(self.page.row, self.page.row + self.form.rows)
        formulas = FormFormulas(self.form, rows)
        cells = [self._row_cells(row, formulas) for row in rows]
        self.page.rows(cells, self._row_looks(), _row_points(self.form))
        self._let_type_rows(rows)
        self._write_count(formulas)
        self._write_return()
        self._write_foot()
        self.page.blank()
        self._write_signatures()
        if self.form.choices:
            self._offer_choices(formulas)
            self._colour(formulas)
        representative = COLUMNS["representative"]
        self._advise(rows, representative, self.form.advice_on_representative)
        confirming = text("form.confirm", self.form.lang)
        self._advise(rows, COLUMNS["confirmation"], confirming)
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
        self._let_type(first, self.page.row - 1, 1, _LAST, texts)

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
        if first == last:
            accepted(self.sheet.write_blank(row, first, None, style))
        else:
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
        elif self.form.quota:
            how_to = text("form.nobody", lang)
        else:
            how_to = text("form.nobody_of_province", lang)
        self.page.line(how_to, "plain")
        for stamp in self.form.stamps:
            self.page.line(stamp, "stamp")

    def _row_cells(self, row: int, formulas: FormFormulas) -> list[Any]:
        """One group: what was picked, and what follows from it by formula; the rest is typed."""
        position = row - formulas.rows[0]
        prefilled = self.form.prefilled
        choice = prefilled[position] if position < len(prefilled) else None
        cells: dict[str, Any] = dict.fromkeys(COLUMNS)
        cells["number"] = position + 1
        if choice:
            cells["group_name"] = choice.label
        if not self.form.choices:
            return list(cells.values())
        for ix, name in enumerate(LOOKED_UP):
            value = choice.texts[ix] if choice else ""
            cells[name] = Formula(formulas.look_up(row, name), value)
        return [*cells.values(), _helper(row, choice, formulas)]

    def _row_looks(self) -> list[Any]:
        """The style of each column; behind them that of the hidden cell that says whether potential is asked."""
        looks = dict.fromkeys(COLUMNS, self.styles["typed"])
        looks["number"] = self.styles["centred"]
        looks["confirmation"] = self.styles["sentence"]
        if self.form.choices is None:
            return list(looks.values())
        for name in LOOKED_UP:
            style = _style_of(name) if self.form.choices else "given"
            looks[name] = self.styles[style]
        hidden = [self.hidden] if self.form.choices else []
        return [*looks.values(), *hidden]

    def _write_count(self, formulas: FormFormulas) -> None:
        """The line that counts the groups picked, and says what is lacking."""
        row, style = self.page.row, self.styles["label"]
        accepted(self.sheet.set_row(row, LINE_POINTS))
        accepted(self.sheet.merge_range(row, 0, row, _LAST, "", style))
        value = formulas.count_now()
        accepted(self.sheet.write_formula(row, 0, formulas.count(), style, value))
        self.page.row += 1

    def _write_return(self) -> None:
        """The cells in which a district says that it has no group, and why it names fewer than are asked for."""
        row, lang = self.page.row, self.form.lang
        accepted(self.sheet.set_row(row, LINE_POINTS))
        labels = []
        for name, label_column, input_column, last_column in _RETURN_LINE:
            labels.append(text(f"form.head.{name}", lang))
            self._write_label(labels[-1], label_column, input_column - 1)
            self._write_input(name, input_column, last_column)
        self._let_type(row, row, 1, _LAST, ["", labels[1], ""])
        (_, _, tick_column, _), (_, _, reason_column, _) = _RETURN_LINE
        rule = {
            "validate": "list",
            "source": [_TICK],
            "input_message": text("form.tick", lang),
        }
        self._validate(range(row, row + 1), tick_column, rule)
        self._advise(range(row, row + 1), reason_column, text("form.reason", lang))
        self.page.row += 1

    def _write_foot(self) -> None:
        """What a district reports that has too few groups; the meeting to which it calls those it names."""
        shortage = self.form.shortage_line
        if shortage:
            self.page.line(shortage, "stamp")
        for meeting_line in self.form.meeting_lines:
            self.page.line(meeting_line, "plain")

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
        rule: dict[str, Any],
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
        accepted(self.sheet.print_area(0, 0, self.page.row - 1, _LAST))
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.page.fit_one_page()
        self.sheet.center_horizontally()


def _row_points(form: Form) -> int:
    """The height of a row: room for a reason where that makes the page no smaller, else for a name of two lines."""
    has_room = form.rows <= _FEW_ROWS
    return _REASON_POINTS if has_room else LINE_POINTS * 2


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


def _style_of(column: str) -> str:
    """How a cell that a formula fills looks."""
    if column in _SMALL:
        return "small"
    return "centred" if column in _CENTRED else "given"
