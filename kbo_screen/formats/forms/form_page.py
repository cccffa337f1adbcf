"""The sheet of a form that a district sees, as all forms of one shape have it: names and groups are put in later."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.forms.form_formulas import COLUMNS, HELPER, WIDTHS, FormFormulas
from kbo_screen.formats.workbook.book import LINE_POINTS
from kbo_screen.formats.workbook.limits import accepted
from kbo_screen.formats.workbook.pattern import stand_in
from kbo_screen.registry.form_stamp import LOOKED_UP
from kbo_screen.registry.typed_cells import TypedCells, digest_of

if TYPE_CHECKING:
    from kbo_screen.formats.workbook.book import Book, Page
    from kbo_screen.registry.registry import ScopeDistrict
    from kbo_screen.results.forms.district_form import FormShape

#: What each form has for itself, by the names of its stand-ins.
DISTRICT: Final = "district"
PROVINCE: Final = "province"
LAST_CHOICE: Final = "last choice"
COUNT: Final = "count"
HEAD_DIGEST: Final = "head digest"
GROUPS_DIGEST: Final = "groups digest"

#: Names of tiers and standards are long and nobody types them: smaller, they take two lines as everything else does.
SMALL_POINTS: Final = 14
#: A reason of three lines in the smaller size; with so many rows a page is still wider than high (looked at in print).
_REASON_POINTS: Final = 70
_FEW_ROWS: Final = 10
_SMALL: Final = frozenset({"standard", "tier"})
_CENTRED: Final = frozenset({"number", "group_id", "star", "quadrant"})
#: The last column that is seen.
_LAST: Final = len(WIDTHS) - 1


class _Field(NamedTuple):
    """A label, and behind it the cells that are typed into: the first column of both, and the last."""

    name: str
    label_column: int
    input_column: int
    last_column: int


#: The lines of the head.
_HEAD_LINES: Final = (
    (_Field("district", 0, 2, 4), _Field("province", 5, 7, _LAST)),
    (_Field("reporter", 0, 2, 4), _Field("certifier", 5, 7, _LAST)),
    (_Field("officer", 0, 2, 4), _Field("date", 5, 7, _LAST)),
)
#: Below the count: whether the district has none, and why it names fewer than are asked for.
_NONE: Final = _Field("none", 0, 3, 3)
_REASON: Final = _Field("reason", 4, 6, _LAST)
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


class FormPage:
    """The one sheet that the district sees, written from the top."""

    def __init__(
        self,
        shape: FormShape,
        book: Book,
        page: Page,
    ) -> None:
        self.shape, self.book = shape, book
        self.page, self.sheet = page, page.sheet
        self.styles = {name: book.style(look) for name, look in _STYLES.items()}
        self.hidden = book.workbook.add_format(_HIDDEN)
        page.end = HELPER + 1

    def write(self) -> range:
        """Title, head, table, count, foot, signatures; then what Excel needs to know of them.

        Returns the positions of the rows for groups, which are blank.
        """
        self._write_title()
        self.page.blank()
        self._write_head()
        self._write_how_to()
        self.page.header()
        rows = range(self.page.row, self.page.row + self.shape.rows)
        formulas = FormFormulas(self.shape, rows, stand_in(LAST_CHOICE))
        looks = self._row_looks()
        blanks = [[None] * len(looks) for _ in rows]
        self.page.rows(blanks, looks, row_points(self.shape))
        self._let_type_rows(rows)
        self._write_count(formulas)
        self._write_return()
        self._write_foot()
        self.page.blank()
        self._write_signatures()
        if self.shape.offers_groups:
            self._offer_choices(formulas)
            self._colour(formulas)
        representative = COLUMNS["representative"]
        advice = self.shape.letter.advice_on_representative
        self._advise(rows, representative, advice)
        confirming = text("form.confirm", self.shape.lang)
        self._advise(rows, COLUMNS["confirmation"], confirming)
        self._set_up_sheet()
        return rows

    def _write_title(self) -> None:
        self.page.line(self.shape.letter.title, "title")
        for line in self.shape.letter.lines:
            self.page.line(line)

    def _write_head(self) -> None:
        """Who reports and certifies, for which district; people type into these lines."""
        first = self.page.row
        for fields in _HEAD_LINES:
            accepted(self.sheet.set_row(self.page.row, LINE_POINTS))
            for field in fields:
                if field.name != "officer" or self.shape.letter.asks_officer:
                    self._write_label(field)
                    self._write_input(field)
            self.page.row += 1
        last = self.page.row - 1
        self._let_type(first, last, 1, _LAST, stand_in(HEAD_DIGEST))

    def _write_label(self, field: _Field) -> None:
        self._write_over(
            field.label_column,
            field.input_column - 1,
            _label(field, self.shape.lang),
            self.styles["label"],
        )

    def _write_input(self, field: _Field) -> None:
        """The cell of a field."""
        row = self.page.row
        first, last = field.input_column, field.last_column
        is_given = field.name in (DISTRICT, PROVINCE)
        style = self.styles["given" if is_given else "typed"]
        value = stand_in(field.name) if is_given else ""
        if first == last:
            accepted(self.sheet.write_blank(row, first, None, style))
        else:
            self._write_over(first, last, value, style)
        if field.name == "date":
            self._advise(range(row, row + 1), first, text("form.date", self.shape.lang))

    def _write_over(self, first: int, last: int, words: str, style: Any) -> None:
        """Write into these columns of the row, merged."""
        row = self.page.row
        accepted(self.sheet.merge_range(row, first, row, last, words, style))

    def _write_how_to(self) -> None:
        """How to fill it in, and what was not checked when the list was made."""
        self.page.line(self.shape.how_to, "plain")
        for stamp in self.shape.stamps:
            self.page.line(stamp, "stamp")

    def _row_looks(self) -> list[Any]:
        """The style of each column; behind them that of the hidden cell that says whether potential is asked."""
        looks = dict.fromkeys(COLUMNS, self.styles["typed"])
        looks["number"] = self.styles["centred"]
        looks["confirmation"] = self.styles["sentence"]
        if self.shape.is_blank:
            return list(looks.values())
        for name in LOOKED_UP:
            style = _style_of(name) if self.shape.offers_groups else "given"
            looks[name] = self.styles[style]
        hidden = [self.hidden] if self.shape.offers_groups else []
        return [*looks.values(), *hidden]

    def _write_count(self, formulas: FormFormulas) -> None:
        """The line that counts the groups picked, and says what is lacking."""
        row, style = self.page.row, self.styles["label"]
        accepted(self.sheet.set_row(row, LINE_POINTS))
        self._write_over(0, _LAST, "", style)
        formula = formulas.count()
        accepted(self.sheet.write_formula(row, 0, formula, style, stand_in(COUNT)))
        self.page.row += 1

    def _write_return(self) -> None:
        """The cells in which a district says that it has no group, and why it names fewer than are asked for."""
        row, lang = self.page.row, self.shape.lang
        accepted(self.sheet.set_row(row, LINE_POINTS))
        for field in (_NONE, _REASON):
            self._write_label(field)
            self._write_input(field)
        self._let_type(row, row, 1, _LAST, digest_of([_label(_REASON, lang)]))
        rule = {
            "validate": "list",
            "source": [_TICK],
            "input_message": text("form.tick", lang),
        }
        only_row = range(row, row + 1)
        self._validate(only_row, _NONE.input_column, rule)
        self._advise(only_row, _REASON.input_column, text("form.reason", lang))
        self.page.row += 1

    def _write_foot(self) -> None:
        """What a district reports that has too few groups; the meeting to which it calls those it names."""
        shortage = self.shape.shortage_line
        if shortage:
            self.page.line(shortage, "stamp")
        for meeting_line in self.shape.letter.meeting_lines:
            self.page.line(meeting_line, "plain")

    def _write_signatures(self) -> None:
        signatures = text("form.signature", self.shape.lang).split("\n")
        self._let_type(self.page.row, None, 0, 0, digest_of(signatures))
        for signature in signatures:
            self.page.line(signature)

    def _let_type(
        self,
        first_row: int,
        last_row: int | None,
        first_column: int,
        last_column: int,
        digest: str = "",
    ) -> None:
        """People type into these cells. digest: of the texts that stand in them now.

        A form in which they did is not replaced.
        """
        cells = TypedCells(
            self.sheet.get_name(),
            first_row,
            last_row,
            first_column,
            last_column,
            digest,
        )
        self.book.typed.append(cells)

    def _let_type_rows(self, rows: range) -> None:
        """People pick groups, and type what no formula gives: of a blank form everything."""
        first, last = rows[0], rows[-1]
        for name, column in COLUMNS.items():
            is_formula = name in LOOKED_UP and self.shape.offers_groups
            if name == "group_name":
                self._let_type(first, last, column, column, stand_in(GROUPS_DIGEST))
            elif name != "number" and not is_formula:
                self._let_type(first, last, column, column)

    def _offer_choices(self, formulas: FormFormulas) -> None:
        """Drop-downs of groups, and of what may be said of potential."""
        lang, rows = self.shape.lang, formulas.rows
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
        colours = [
            ("group_name", formulas.is_wrong_group(), _RED),
            ("potential", formulas.lacks_certificate(), _ORANGE),
            ("potential", formulas.needs_no_certificate(), _GREY),
        ]
        first, last = formulas.rows[0], formulas.rows[-1]
        for name, criteria, look in colours:
            column, style = COLUMNS[name], self.book.workbook.add_format(look)
            rule = {"type": "formula", "criteria": criteria, "format": style}
            accepted(self.sheet.conditional_format(first, column, last, column, rule))

    def _set_up_sheet(self) -> None:
        """Locks, and one printed page."""
        accepted(self.sheet.set_column(HELPER, HELPER, None, None, {"hidden": True}))
        accepted(self.sheet.print_area(0, 0, self.page.row - 1, _LAST))
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.page.fit_one_page()
        self.sheet.center_horizontally()


def row_points(shape: FormShape) -> float:
    """The height of a row: room for a reason where that makes the page no smaller, else for a name of two lines."""
    has_room = shape.rows <= _FEW_ROWS
    return _REASON_POINTS if has_room else LINE_POINTS * 2


def head_texts(district: ScopeDistrict, lang: str) -> list[str]:
    """What stands in the head in cells into which people may type."""
    labels = [
        _label(field, lang) for field in chain(*_HEAD_LINES) if field.label_column
    ]
    return [district.district, district.province, *labels]


def _label(field: _Field, lang: str) -> str:
    return text(f"form.head.{field.name}", lang)


def _style_of(column: str) -> str:
    """How a cell that a formula fills looks."""
    if column in _SMALL:
        return "small"
    return "centred" if column in _CENTRED else "given"
