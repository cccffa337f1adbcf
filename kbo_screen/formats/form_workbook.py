"""The form that a district fills in: groups picked from a list in rank order, everything else by formula.

Knows how the form looks and which formulas Excel 2010 and LibreOffice share. Refuses to decide who may be picked:
the shortlist does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Unpack

from kbo_screen.findings.catalogue import text
from kbo_screen.formats.workbook.book import LINE_POINTS, Book
from kbo_screen.formats.writing import Overwriting, Written, write_folder
from kbo_screen.letters.deadline import deadline_words
from kbo_screen.registry.form_stamp import (
    CHOICES_SHEET,
    FORM_VERSION,
    LOOKED_UP,
    STAMP_SHEET,
    FormStamp,
    edition_of,
)
from kbo_screen.registry.registry import column_letters
from kbo_screen.registry.typed_cells import TypedCells, digest_of
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.sentences import not_evaluated_lines, value_in_words
from kbo_screen.results.sheet import Column
from kbo_screen.vocabulary.dates import thai_date
from kbo_screen.vocabulary.file_names import unique_file_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import ScopeDistrict

#: Rows beyond the quota, for a district that names more.
SPARE_ROWS: Final = 5
#: Columns of the form with their widths, in order; the last one is hidden and says whether potential is asked. Two
#: lines of usual length fit in each; all together fill an A4 page in width as they do in height (looked at in print).
WIDTHS: Final = {
    "number": 4, "group_name": 27, "group_id": 12, "subdistrict": 13, "product_name": 18, "star": 8, "quadrant": 11,
    "standard": 17, "tier": 24, "potential": 13, "representative": 20, "phone": 14, "note": 10,
}  # fmt: skip
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
_GIVEN: Final = frozenset({"district", "province"})
#: Answers to whether potential is asked of a choice, as the hidden column holds them; -1: not in the list.
ASKED, NOT_ASKED, NO_CHOICE = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Choice:
    """A group that the form offers: its label, the texts of LOOKED_UP, whether potential is asked, and if proposed."""

    label: str
    texts: tuple[str, ...]
    asks_potential: bool
    proposed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One district's form. choices: in rank order; None for a blank form, in which everything is typed."""

    letter: Letter
    district: ScopeDistrict
    edition: str
    choices: tuple[Choice, ...] | None
    lang: str
    prefill: bool = False
    #: What was not checked when the shortlist was made, a line each.
    stamps: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows for groups."""
        return self.letter.quota.groups_per_district + SPARE_ROWS

    @property
    def stamp(self) -> FormStamp:
        """What the hidden part says."""
        return FormStamp(FORM_VERSION, self.letter.id, self.district.code, self.edition)


def forms_of(run: Run, *, prefill: bool = False) -> list[Form]:
    """A form per district of the run, its choices the listed groups in rank order."""
    edition = edition_of(run.registry.inputs)
    listed = run.screening.listed
    stamps = tuple(not_evaluated_lines(run))
    return [
        Form(
            run.letter,
            district,
            edition,
            _choices(run, listed[listed["district_ix"] == position]),
            run.lang,
            prefill,
            stamps,
        )
        for position, district in enumerate(run.registry.scope.districts)
    ]


def blank_forms(
    letter: Letter, districts: Sequence[ScopeDistrict], lang: str
) -> list[Form]:
    """A form per district to be typed by hand, for a letter whose registry is not at hand."""
    return [Form(letter, district, "", None, lang) for district in districts]


def write_forms(
    forms: Sequence[Form], folder: Path, *, font: str, **over: Unpack[Overwriting]
) -> Written:
    """Write every form into a folder, made where it is missing. Raises UsageError where one cannot be written."""
    names = unique_file_names(
        f"{form.district.code} {form.district.district}.xlsx" for form in forms
    )
    writers = {
        name: partial(write_form, form, font=font)
        for name, form in zip(names, forms, strict=True)
    }
    return write_folder(writers, folder, **over)


def write_form(form: Form, path: Path, *, font: str) -> None:
    """Write one form."""
    book = Book(path, font)
    widths = [
        Column(text(f"form.column.{name}", form.lang), width)
        for name, width in WIDTHS.items()
    ]
    page = book.page(text("form.sheet", form.lang), widths)
    _Sheet(form, book, page).write()
    if form.choices:
        _write_choices(form, book)
    stamp = book.workbook.add_worksheet(STAMP_SHEET)
    for row, (name, value) in enumerate(form.stamp.lines()):
        stamp.write_string(row, 0, name)
        stamp.write_string(row, 1, value)
    stamp.very_hidden()
    book.close()


def _choices(run: Run, groups: Any) -> tuple[Choice, ...]:
    """The listed groups of a district as choices; a name that stands twice is told apart by its id."""
    products = run.registry.products
    judged = {c.id for c in run.letter.conditions if c.kind == "judgement"}
    tiers = {tier.id: tier.name.to(run.lang) for tier in run.letter.tiers}
    names = groups["group_name"].tolist()
    found = []
    for row in each_row(groups):
        product = products.loc[row.product]
        known = {
            "group_id": plain(row.group_id),
            "subdistrict": plain(product["subdistrict"]),
            "product_name": plain(product["product_name"]),
            "star": _stars(product["star"], product["star_rated"]),
            "quadrant": plain(product["quadrant"]),
            "standard": value_in_words("standard", row.standard, run.lang)
            if plain(row.standard)
            else None,
            "tier": tiers[row.tier],
        }
        label = (
            f"{row.group_name} ({row.group_id})"
            if names.count(row.group_name) > 1
            else str(row.group_name)
        )
        asks = not judged.isdisjoint(row.to_confirm)
        found.append(
            Choice(
                label,
                tuple(str(known[name] or "") for name in LOOKED_UP),
                asks,
                bool(row.selected),
            )
        )
    return tuple(found)


def _stars(star: Any, is_rated: Any) -> str:
    """Stars as the registry's own readers take them: a number, "-" for not rated, "?" for not known."""
    rated = plain(is_rated)
    return "?" if rated is None else str(plain(star)) if rated else "-"


def _write_choices(form: Form, book: Book) -> None:
    """The hidden sheet: a row per choice, then what may be said of potential."""
    sheet = book.workbook.add_worksheet(CHOICES_SHEET)
    said = [text(f"words.value.potential.{code}", form.lang) for code in ("yes", "no")]
    said.append(text("form.not_asked", form.lang))
    choices = form.choices or ()
    for row in range(max(len(choices), len(said))):
        if row < len(choices):
            for column, value in enumerate((choices[row].label, *choices[row].texts)):
                sheet.write_string(row, column, value)
            sheet.write_number(
                row,
                len(LOOKED_UP) + 1,
                ASKED if choices[row].asks_potential else NOT_ASKED,
            )
        if row < len(said):
            sheet.write_string(row, len(LOOKED_UP) + 2, said[row])
    sheet.hide()


class _Sheet:
    """The one sheet that the district sees, written from the top."""

    def __init__(self, form: Form, book: Book, page: Any) -> None:
        self.form, self.book, self.page, self.sheet = form, book, page, page.sheet
        base = {
            "font_name": book.font,
            "font_size": 16,
            "valign": "vcenter",
            "border": 1,
            "text_wrap": True,
        }
        self.label = book.workbook.add_format(
            base | {"bold": True, "indent": 1, "bg_color": "#E7E6E6"}
        )
        self.given = book.workbook.add_format(base | {"indent": 1})
        self.small = book.workbook.add_format(
            base | {"font_size": SMALL_POINTS, "indent": 1}
        )
        #: "@" keeps a date of the Buddhist era and the 0 of a telephone number as they are typed.
        self.typed = book.workbook.add_format(
            base
            | {"indent": 1, "locked": False, "bg_color": "#FFF9E5", "num_format": "@"}
        )
        self.centred = book.workbook.add_format(base | {"align": "center"})
        self.hidden = book.workbook.add_format({"font_color": "#FFFFFF"})
        self.columns = {name: position for position, name in enumerate(WIDTHS)}
        self.helper = len(WIDTHS)
        page.end = self.helper + 1

    def write(self) -> None:
        """Title, head, table, count, signatures; then what Excel needs to know of them."""
        form, page, letter = self.form, self.page, self.form.letter
        lang = form.lang
        page.line(f"{text('form.title', lang)} {letter.subject}", "title")
        date = thai_date(letter.date, lang)
        page.line(
            text(
                "form.letter",
                lang,
                province=letter.province,
                number=letter.number,
                date=date,
            )
        )
        quota, deadline = letter.quota, deadline_words(letter, lang)
        page.line(
            text(
                "form.quota",
                lang,
                quota=quota.wording.to(lang),
                clause=quota.clause,
                deadline=deadline,
            )
        )
        page.blank()
        head = page.row
        head_texts: list[str] = []
        for line in _HEAD_LINES:
            head_texts += self._head_line(line)
        self._let_type(head, page.row - 1, 1, len(WIDTHS) - 1, head_texts)
        how = (
            "howto"
            if form.choices
            else "howto_blank"
            if form.choices is None
            else "nobody"
        )
        page.line(text(f"form.{how}", lang), "plain")
        for stamp in form.stamps:
            page.line(stamp, "stamp")
        page.header()
        first = page.row
        for position in range(form.rows):
            self._row(position)
        self._let_type_rows(first, page.row - 1)
        self._count(first)
        page.blank()
        signatures = text("form.signature", lang).split("\n")
        self._let_type(page.row, None, 0, 0, signatures)
        for signature in signatures:
            page.line(signature)
        self._guide(first, first + form.rows - 1)

    def _let_type(
        self,
        first_row: int,
        last_row: int | None,
        first_column: int,
        last_column: int,
        texts: Iterable[str] = (),
    ) -> None:
        """People type into these cells, in which `texts` stand now: a form in which they did is not replaced."""
        name = self.sheet.get_name()
        cells = TypedCells(
            name, first_row, last_row, first_column, last_column, digest_of(texts)
        )
        self.book.typed.append(cells)

    def _let_type_rows(self, first: int, last: int) -> None:
        """People pick or type groups, and type what no formula gives: of a blank form everything."""
        for name, column in self.columns.items():
            if name == "group_name":
                labels = [choice.label for choice in self._prefilled()]
                self._let_type(first, last, column, column, labels)
            elif name != "number" and (name not in LOOKED_UP or not self.form.choices):
                self._let_type(first, last, column, column)

    def _prefilled(self) -> list[Choice]:
        """The groups that stand in the form already."""
        proposed = [choice for choice in self.form.choices or () if choice.proposed]
        return proposed[: self.form.rows] if self.form.prefill else []

    def _head_line(self, line: Sequence[tuple[str, int, int, int]]) -> Iterator[str]:
        """Write a line of the head; yields what stands in it behind its first label."""
        form, row = self.form, self.page.row
        known = {"district": form.district.district, "province": form.district.province}
        self.sheet.set_row(row, LINE_POINTS)
        for name, label, start, end in line:
            if name == "officer" and form.letter.officer is None:
                continue
            words = text(f"form.head.{name}", form.lang)
            self.sheet.merge_range(row, label, row, start - 1, words, self.label)
            style = self.given if name in _GIVEN else self.typed
            self.sheet.merge_range(row, start, row, end, known.get(name, ""), style)
            yield known.get(name, "")
            if label:
                yield words
            if name == "date":
                message = text("form.date", form.lang)
                self.sheet.data_validation(
                    row,
                    start,
                    row,
                    start,
                    {"validate": "any", "input_message": message},
                )
        self.page.row += 1

    def _row(self, position: int) -> None:
        """One group: what was picked, what follows from it by formula, what is typed."""
        form, row = self.form, self.page.row
        self.sheet.set_row(row, LINE_POINTS * 2)
        prefilled = self._prefilled()
        chosen = prefilled[position] if position < len(prefilled) else None
        for name, column in self.columns.items():
            if name == "number":
                self.sheet.write_number(row, column, position + 1, self.centred)
            elif name == "group_name" and chosen:
                self.sheet.write_string(row, column, chosen.label, self.typed)
            elif name in LOOKED_UP and form.choices:
                at = LOOKED_UP.index(name)
                value = chosen.texts[at] if chosen else ""
                style = (
                    self.small
                    if name in _SMALL
                    else self.centred
                    if name in _CENTRED
                    else self.given
                )
                self.sheet.write_formula(
                    row, column, self._look_up(row, at), style, value
                )
            else:
                is_given = form.choices is not None and name in LOOKED_UP
                self.sheet.write_blank(
                    row, column, None, self.given if is_given else self.typed
                )
        if form.choices:
            asked = (ASKED if chosen.asks_potential else NOT_ASKED) if chosen else ""
            self.sheet.write_formula(
                row, self.helper, self._asks(row), self.hidden, asked
            )
        self.page.row += 1

    def _match(self, row: int) -> str:
        """Where the choice of a row stands in the list."""
        return f"MATCH({_cell(row, self.columns['group_name'])},{self._list(0)},0)"

    def _list(self, column: int) -> str:
        letters = column_letters(column)
        return f"{CHOICES_SHEET}!${letters}$1:${letters}${len(self.form.choices or ())}"

    def _look_up(self, row: int, at: int) -> str:
        group = _cell(row, self.columns["group_name"])
        absent = f'"{text("form.unknown", self.form.lang)}"' if at == 0 else '""'
        return f'=IF({group}="","",IFERROR(INDEX({self._list(at + 1)},{self._match(row)})&"",{absent}))'

    def _asks(self, row: int) -> str:
        group = _cell(row, self.columns["group_name"])
        asked = f"INDEX({self._list(len(LOOKED_UP) + 1)},{self._match(row)})"
        return f'=IF({group}="","",IFERROR({asked},{NO_CHOICE}))'

    def _count(self, first: int) -> None:
        """The line that counts the groups picked, and says how many more, and which certificates, are needed."""
        form, lang = self.form, self.form.lang
        group, last = self.columns["group_name"], self.page.row - 1
        picked = f"{_cell(first, group, fixed=True)}:{_cell(last, group, fixed=True)}"
        known = ""
        if form.choices:
            helper = f"{_cell(first, self.helper, fixed=True)}:{_cell(last, self.helper, fixed=True)}"
            known = f"*({helper}<>{NO_CHOICE})"
        count = (
            f'ROUND(SUMPRODUCT(({picked}<>""){known}/COUNTIF({picked},{picked}&"")),0)'
        )
        quota = form.letter.quota.groups_per_district
        words = {
            name: text(f"form.{name}", lang)
            for name in ("chosen", "enough", "more_before", "more_after")
        }
        formula = (
            f'="{words["chosen"]}"&{count}&IF({count}>={quota},"{words["enough"]}",'
            f'"{words["more_before"]}"&({quota}-{count})&"{words["more_after"]}")'
        )
        proposed = self._prefilled()
        chosen, rest = len(proposed), words["enough"]
        if chosen < quota:
            rest = f"{words['more_before']}{quota - chosen}{words['more_after']}"
        if form.choices:
            waits, waiting = self._waiting(
                first, last, sum(choice.asks_potential for choice in proposed)
            )
            formula, rest = formula + waits, rest + waiting
        row = self.page.row
        self.sheet.set_row(row, LINE_POINTS)
        self.sheet.merge_range(row, 0, row, len(WIDTHS) - 1, "", self.label)
        self.sheet.write_formula(
            row, 0, formula, self.label, f"{words['chosen']}{chosen}{rest}"
        )
        self.page.row += 1

    def _waiting(self, first: int, last: int, count: int) -> tuple[str, str]:
        """What the line adds while groups wait for the district's certificate: a formula, and its value."""
        asked = f"{_cell(first, self.helper, fixed=True)}:{_cell(last, self.helper, fixed=True)}"
        potential = self.columns["potential"]
        said = f"{_cell(first, potential, fixed=True)}:{_cell(last, potential, fixed=True)}"
        waits = f'SUMPRODUCT(({asked}={ASKED})*({said}=""))'
        before, after = (
            text(f"form.certify_{part}", self.form.lang) for part in ("before", "after")
        )
        return (
            f'&IF({waits}>0,"{before}"&{waits}&"{after}","")',
            f"{before}{count}{after}" if count else "",
        )

    def _guide(self, first: int, last: int) -> None:
        """Drop-downs, colours and locks; one printed page."""
        form, lang = self.form, self.form.lang
        group, potential = self.columns["group_name"], self.columns["potential"]
        if form.choices:
            self.sheet.data_validation(
                first,
                group,
                last,
                group,
                {
                    "validate": "list",
                    "source": f"={self._list(0)}",
                    "input_message": text("form.pick", lang),
                    "error_message": text("form.pick_wrong", lang),
                },
            )
            said = column_letters(len(LOOKED_UP) + 2)
            asked, words = _cell(first, self.helper), f"{CHOICES_SHEET}!${said}"
            self.sheet.data_validation(
                first,
                potential,
                last,
                potential,
                {
                    "validate": "list",
                    "source": f"=IF({asked}={ASKED},{words}$1:${said}$2,{words}$3:${said}$3)",
                    "input_message": text("form.potential", lang),
                },
            )
            self._colour(first, last)
        meeting = form.letter.meeting
        message = text(
            "form.representative",
            lang,
            count=meeting.representatives_per_group,
            clause=meeting.clause,
        )
        column = self.columns["representative"]
        self.sheet.data_validation(
            first, column, last, column, {"validate": "any", "input_message": message}
        )
        self.sheet.set_column(self.helper, self.helper, None, None, {"hidden": True})
        self.sheet.print_area(0, 0, self.page.row - 1, len(WIDTHS) - 1)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.page.fit_one_page()
        self.sheet.center_horizontally()

    def _colour(self, first: int, last: int) -> None:
        """Red for a group picked twice or not in the list; orange where potential is asked and not yet said."""
        red = self.book.workbook.add_format(
            {"bg_color": "#F8CBAD", "font_color": "#9C0006"}
        )
        orange = self.book.workbook.add_format({"bg_color": "#FFC000"})
        grey = self.book.workbook.add_format({"bg_color": "#D9D9D9"})
        group, potential = self.columns["group_name"], self.columns["potential"]
        here, asked, said = (
            _cell(first, group),
            _cell(first, self.helper),
            _cell(first, potential),
        )
        here, asked, said = f"${here}", f"${asked}", f"${said}"
        picked = f"{_cell(first, group, fixed=True)}:{_cell(last, group, fixed=True)}"
        twice = f'=AND({here}<>"",OR(COUNTIF({picked},{here})>1,{asked}={NO_CHOICE}))'
        rules = [
            (group, twice, red),
            (potential, f'=AND({asked}={ASKED},{said}="")', orange),
            (potential, f'=AND({here}<>"",{asked}={NOT_ASKED})', grey),
        ]
        for column, criteria, style in rules:
            rule = {"type": "formula", "criteria": criteria, "format": style}
            self.sheet.conditional_format(first, column, last, column, rule)


def _cell(row: int, column: int, *, fixed: bool = False) -> str:
    """The name of a cell; fixed: with $ before both parts."""
    mark = "$" if fixed else ""
    return f"{mark}{column_letters(column)}{mark}{row + 1}"
