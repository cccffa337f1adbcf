"""Registries as people type them: rounds and years, editions of a row, ditto marks, and words that say nothing.

Beside the text of each cell stands what its words say, so that `tests/tools/clerk.py` reads it without looking into the
program. What the letter leaves open is never typed:

- a blank beside a star or a project of the same product on another row (is a blank "none", or not filled in?);
- a doubt ("?") beside a value of the same product on another row;
- two values that differ and lead to one and the same answer (1 and 3 stars, 4 and 5, two years of the window);
- projects of two fiscal years on two rows of one product;
- a มชช. or a quadrant with a year beside one without, on two rows;
- a sheet called by a bare year alone in its file (the year of its stars, or the one in which it was made?);
- a doubtful star of a round that only a year column names;
- a project whose cell and whose header name different fiscal years.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.tools.looks import flat
from tests.tools.registries import WORDS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    Inventor = Callable[[random.Random, int, int], list[dict[str, "Any"]]]

BLANK = "blank"
ROUND = 2565
FISCAL_YEAR = 2566
#: District -> its official code.
DISTRICTS = {"เมืองฉะเชิงเทรา": 2401, "บางคล้า": 2402, "ราชสาส์น": 2407}
NULL_WORDS = ["nan", "___", "(ว่าง)", "…", "NULL", "None"]
DITTO_MARKS = ['"', "〃", "-do-"]
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: What a blank stands for in a field where it is a fact.
MEANING_OF_BLANK = {"star": "none", "project": "clear"}
IDENTITY = {
    "district": "อำเภอ",
    "id": "รหัสผู้ผลิต",
    "group": "ชื่อกลุ่ม",
    "product_id": "รหัสผลิตภัณฑ์",
    "product": "ชื่อผลิตภัณฑ์",
}


@dataclass(frozen=True)
class Written:
    """The text of a cell, what its words say (None: they leave it open), and the year that they name."""

    text: str
    says: Any
    year: int | None = None


@dataclass(frozen=True)
class Column:
    """A column: its field, its header from above, the year that the header names, and the year of what it holds."""

    field: str
    header: tuple[str, ...]
    year: int | None = None
    holds: int | None = None
    year_in_cell: bool = False


@dataclass
class Row:
    """One product as typed: what is true of it, and its cells from left to right."""

    truth: dict[str, Any]
    cells: list[Written]


@dataclass
class Sheet:
    """One table, its title above it; `years` is what title, sheet and file name say of a field."""

    file: str
    name: str
    columns: list[Column]
    rows: list[Row]
    title: str = ""
    years: dict[str, int] = field(default_factory=dict)

    @property
    def header_rows(self) -> int:
        return max(len(column.header) for column in self.columns)

    def address(self, row: int, column: int) -> str:
        """The cell of a row of data and a column, as Excel calls it."""
        top = self.header_rows + (1 if self.title else 0)
        return str(xl_rowcol_to_cell(top + row, column))


def invent(
    chance: random.Random,
    first: int,
    groups: int,
) -> list[dict[str, Any]]:
    """What is true of the products of some groups, rounds and years apart."""
    products = []
    has_ids = chance.random() < 0.7
    for number in range(first, first + groups):
        district = chance.choice(list(DISTRICTS))
        producer = {
            "district": district,
            "id": f"{DISTRICTS[district]}{number:05d}" if has_ids else None,
            "group": f"กลุ่มทอผ้า {number:03d}",
            "type": chance.choices(["community", "single", "sme", None], [10, 1, 1, 1])[
                0
            ],
            "year": chance.choice([2556, 2557, 2560, 2562, 2565, 2565, 2566, None]),
            "standard": {
                year: chance.choice(["passed", "developing", "none", None])
                for year in (2563, 2565)
            },
        }
        products += [
            {**producer, **invent_product(chance, number, item)}
            for item in range(chance.choice([1, 1, 2, 3]))
        ]
    return products


def invent_product(
    chance: random.Random,
    number: int,
    item: int,
) -> dict[str, Any]:
    stars = [1, 2, 3, 3, 4, 5, "none", "none", None]
    return {
        "product_id": f"{number:03d}{item}",
        "product": f"ผ้า {number:03d}-{item}",
        "star": {year: chance.choice(stars) for year in (2562, 2565, 2567)},
        "quadrant": {
            year: chance.choice(["D", "D", "D", "A", "B", None])
            for year in (2562, 2565)
        },
        "project": {
            year: chance.choices(["clear", "in", None], [6, 1, 1])[0]
            for year in (2565, 2566)
        },
        "potential": chance.choice(["yes", "yes", "no", None]),
    }


#: Per field what the letter asks of it, and what would not do or leaves it open.
ADMITTING = {
    "type": "community",
    "star": 3,
    "quadrant": "D",
    "project": "clear",
    "year": 2560,
    "potential": "yes",
}
LACKING: dict[str, list[Any]] = {
    "type": ["sme", "single", None],
    "star": ["none", 5, None],
    "quadrant": ["A", None],
    "project": ["in", "in", None],
    "year": [2556, None],
    "potential": ["no", None],
}
#: What a product lacks that the letter admits by neither tier; the first stands for all that lack nothing.
LACKS = (
    (),
    ("type",),
    ("project",),
    ("star", "quadrant"),
    ("star", "year"),
    ("star", "potential"),
)
#: Fields that the truth holds year by year, and the year that counts.
COUNTED_YEARS = {"star": ROUND, "quadrant": ROUND, "project": FISCAL_YEAR}


def invent_nearly_admitted(
    chance: random.Random,
    first: int,
    groups: int,
) -> list[dict[str, Any]]:
    """Products that the letter admits, but for one thing of most; what is of another year would admit all of them."""
    products = invent(chance, first, groups)
    lacks: dict[str, tuple[str, ...]] = {}
    for product in products:
        lack = lacks.setdefault(product["group"], chance.choice(LACKS))
        for name, admitting in ADMITTING.items():
            value = chance.choice(LACKING[name]) if name in lack else admitting
            if name in COUNTED_YEARS:
                product[name] = {
                    **dict.fromkeys(product[name], admitting),
                    COUNTED_YEARS[name]: value,
                }
            else:
                product[name] = value
    return products


# Words.


def write_year(chance: random.Random, year: int) -> str:
    """A year as somebody types it."""
    forms = [
        str(year),
        str(year).translate(THAI_DIGITS),
        f"พ.ศ. {year}",
        str(year)[2:],
        str(year - 543),
    ]
    return chance.choice(forms)


def write_value(
    chance: random.Random,
    name: str,
    value: Any,
) -> Written:
    """A value of a field in the words of some typist."""
    if name == "year":
        return write_registered_year(chance, value)
    text = chance.choice(WORDS[name][value])
    if value is None and name == "type" and chance.random() < 0.3:
        text = "กลุ่มผู้ผลิตชุมชน (ยุบ)"
    if text == "":
        return write_nothing(chance, name)
    return Written(text, value)


def write_nothing(chance: random.Random, name: str) -> Written:
    """A blank, or a word that says nothing; of a star only a blank is "not rated"."""
    text = chance.choice(["", "", "", *NULL_WORDS])
    is_in_doubt = name == "star" and text != ""
    return Written(text, None if is_in_doubt else BLANK)


def write_registered_year(chance: random.Random, year: int | None) -> Written:
    if year is not None:
        return Written(write_year(chance, year), year)
    if chance.random() < 0.5:
        return write_nothing(chance, "year")
    return Written(chance.choice(["2543", "2600", "ไม่ทราบ"]), None)


#: With a year in the cell.
DATED_WORDS = {
    "star": {
        number: [f"{number} ดาว ({{}})", f"ระดับ {number} ดาว ปี {{}}"]
        for number in range(1, 6)
    },
    "project": {"in": ["Young OTOP (ปี {})", "นวัตวิถี ปี {}"]},
    "standard": {"passed": ["ผ่าน ปี {}", "ผ่าน ({})"], "none": ["ไม่ผ่าน ปี {}"]},
}


def write_dated(
    chance: random.Random,
    column: Column,
    truth: dict[str, Any],
) -> Written:
    """A value with its year in the cell, where it has words for that."""
    years = list(truth[column.field])
    year = chance.choice([ROUND, ROUND, *years] if column.field == "star" else years)
    value = truth[column.field][year]
    if column.field == "standard" and value not in DATED_WORDS["standard"]:
        value = "none"
    words = DATED_WORDS[column.field].get(value)
    if words:
        return Written(chance.choice(words).format(year), value, year)
    counted = truth[column.field][FISCAL_YEAR if column.field == "project" else ROUND]
    return write_value(
        chance,
        column.field,
        None if counted is None else MEANING_OF_BLANK[column.field],
    )


def write_cell(
    chance: random.Random,
    column: Column,
    truth: dict[str, Any],
) -> Written:
    if column.field in IDENTITY:
        return Written(truth[column.field] or "", truth[column.field])
    if column.year_in_cell:
        return write_dated(chance, column, truth)
    value = truth[column.field]
    return write_value(
        chance, column.field, value[column.holds] if column.holds else value
    )


def write_row(
    chance: random.Random,
    columns: list[Column],
    truth: dict[str, Any],
) -> Row:
    plain = [column for column in columns if not column.field.endswith("_year")]
    cells = {column: write_cell(chance, column, truth) for column in plain}
    for column in columns:
        if column.field.endswith("_year"):
            (about,) = [
                other
                for other in plain
                if other.field == column.field.removesuffix("_year")
            ]
            cells[column] = write_year_beside(chance, about, cells[about])
    return Row(truth, [cells[column] for column in columns])


def write_year_beside(
    chance: random.Random,
    column: Column,
    cell: Written,
) -> Written:
    """The year of a value in a column beside it: only a value that is stated has one."""
    counted = FISCAL_YEAR if column.field == "project" else ROUND
    has_year = isinstance(cell.says, int) or cell.says == "in"
    if not has_year or chance.random() < 0.3:
        return Written("", BLANK)
    year = chance.choice([counted, 2562])
    return Written(
        chance.choice([str(year), f"ปี {year}", str(year).translate(THAI_DIGITS)]), year
    )


# Layouts.


def dated(
    chance: random.Random,
    year: int,
    *headers: str,
) -> tuple[str, ...]:
    """A header with a year."""
    text = str(year).translate(THAI_DIGITS) if chance.random() < 0.2 else str(year)
    return (chance.choice(headers).format(text),)


STAR_STYLES = (
    *(
        "plain",
        "year",
        "rounds",
        "beside",
        "stale",
        "cell",
        "column",
        "merged",
        "title",
    ),
    *("title-clash", "column-clash"),
)


def star_columns(chance: random.Random, sheet: Sheet) -> list[Column]:
    """The columns of stars in one of many styles; a title may say their round."""
    plain = Column("star", (chance.choice(["ระดับดาว", "ดาว"]),), holds=ROUND)
    years = [*chance.sample([2562, 2567], chance.choice([1, 2])), ROUND]
    chance.shuffle(years)
    style = chance.choice(STAR_STYLES)
    if style in ("title", "title-clash"):
        sheet.years["star"] = chance.choice([2562, ROUND]) if style == "title" else 2562
        sheet.title = chance.choice(
            ["ผลการคัดสรร OPC ปี {}", "บัญชีผลิตภัณฑ์ที่ผ่านการคัดสรร ปี {}"]
        ).format(sheet.years["star"])
    of_round = replace(
        plain,
        header=dated(
            chance, ROUND, "ระดับดาว ปี {}", "ผลดาว {}", "OPC {}", "ระดับดาว ({})"
        ),
        year=ROUND,
    )
    by_year = [
        replace(
            plain,
            header=dated(chance, y, "ระดับดาว ปี {}", "ดาว{}", "OPC {}"),
            year=y,
            holds=y,
        )
        for y in years
    ]
    merged = [
        replace(
            plain,
            header=("ระดับดาว", f"ปี {y}"),
            year=y,
            holds=y,
        )
        for y in years
    ]
    beside = [replace(plain, holds=2562), of_round]
    chance.shuffle(beside)
    return {
        "plain": [plain],
        "title": [plain],
        "year": [of_round],
        "title-clash": [of_round],
        "rounds": by_year,
        "beside": beside,
        "stale": [plain, *(column for column in by_year if column.year != ROUND)],
        "cell": [replace(plain, year_in_cell=True)],
        "column": [plain, Column("star_year", ("ปีที่คัดสรร",))],
        "column-clash": [of_round, Column("star_year", ("ปีที่คัดสรร",))],
        "merged": merged,
    }[style]


def project_columns(chance: random.Random) -> list[Column]:
    plain = Column(
        "project", (chance.choice(["โครงการอื่น", "เข้าร่วมโครงการอื่น"]),), holds=FISCAL_YEAR
    )
    by_year = [
        replace(
            plain,
            header=dated(chance, y, "โครงการอื่น ปี {}", "โครงการอื่น ปีงบประมาณ {}"),
            year=y,
            holds=y,
        )
        for y in chance.sample([2565, FISCAL_YEAR], 2)
    ]
    other = [column for column in by_year if column.year != FISCAL_YEAR]
    counted = [column for column in by_year if column.year == FISCAL_YEAR]
    in_cell = replace(plain, year_in_cell=True)
    with_year = [plain, Column("project_year", ("ปีงบประมาณ",))]
    return chance.choice(
        [
            [],
            [],
            [],
            [plain],
            [plain],
            counted,
            by_year,
            by_year,
            other,
            [in_cell],
            with_year,
        ]
    )


def dated_columns(
    chance: random.Random,
    name: str,
    header: str,
    years: list[int],
) -> list[Column]:
    """No column, one, or one of each year: of มชช. and the quadrant."""
    plain = Column(name, (header,), holds=years[-1])
    by_year = [
        replace(
            plain,
            header=dated(chance, year, header + " ปี {}"),
            year=year,
            holds=year,
        )
        for year in chance.sample(years, len(years))
    ]
    stale = [plain, *(column for column in by_year if column.year != years[-1])]
    return chance.choice([[], [plain], [plain], by_year, by_year, stale])


def lay_out(chance: random.Random, sheet: Sheet) -> None:
    """Give a sheet its columns, in some order."""
    first = [
        Column(name, (header,))
        for name, header in IDENTITY.items()
        if name != "product_id"
    ]
    if chance.random() < 0.7:
        first.append(Column("product_id", (IDENTITY["product_id"],)))
    blocks = [
        [Column("type", ("ประเภทผู้ผลิต",))],
        star_columns(chance, sheet),
        project_columns(chance),
    ]
    blocks.append(dated_columns(chance, "quadrant", "Quadrant", [2562, 2565]))
    in_cell = [Column("standard", ("สถานะ มชช.",), year_in_cell=True)]
    standards = dated_columns(chance, "standard", "สถานะ มชช.", [2563, 2565])
    blocks.append(in_cell if chance.random() < 0.2 else standards)
    blocks.append([Column("year", ("ปีที่ลงทะเบียน",))] if chance.random() < 0.85 else [])
    blocks.append([Column("potential", ("ศักยภาพ",))] if chance.random() < 0.85 else [])
    chance.shuffle(blocks)
    sheet.columns = [*first, *(flat(blocks))]


def type_registry(
    chance: random.Random,
    groups: int,
    invent_groups: Inventor = invent,
) -> list[Sheet]:
    """One or two files of a sheet, or a workbook with a sheet per round."""
    if chance.random() < 0.2:
        return type_sheets_per_round(chance, groups, invent_groups)
    sheets = []
    files = chance.choice([1, 1, 2])
    for number in range(files):
        sheet = Sheet(f"ทะเบียน {chr(ord('A') + number)}", "ทะเบียน", [], [])
        lay_out(chance, sheet)
        truths = invent_groups(chance, 1 + 100 * number, max(groups // files, 2))
        sheet.rows = [write_row(chance, sheet.columns, truth) for truth in truths]
        sheets.append(sheet)
    agree_on_identity(sheets)
    return sheets


def agree_on_identity(sheets: list[Sheet]) -> None:
    """The same product is to have the same key everywhere: all sheets have an id column, or none."""
    for sheet in sheets:
        if all(row.truth["id"] is None for row in sheet.rows):
            at = [column.field for column in sheet.columns].index("id")
            del sheet.columns[at]
            for row in sheet.rows:
                del row.cells[at]


def type_sheets_per_round(
    chance: random.Random,
    groups: int,
    invent_groups: Inventor,
) -> list[Sheet]:
    """Each sheet is of one round: its stars and quadrants are of its year."""
    truths = invent_groups(chance, 1, groups)
    names = chance.choice([["ปี {}", "ปี {}"], ["ดาว {}", "ดาว {}"], ["{}", "{} (แก้ไข)"]])
    optional = [
        Column("quadrant", ("Quadrant",)),
        Column("year", ("ปีที่ลงทะเบียน",)),
        Column("potential", ("ศักยภาพ",)),
    ]
    optional = [column for column in optional if chance.random() < 0.9]
    project = Column(
        "project",
        ("โครงการอื่น ปี 2566",),
        year=FISCAL_YEAR,
        holds=FISCAL_YEAR,
    )
    sheets = []
    for year, name in zip([2562, ROUND], names, strict=True):
        columns = [
            Column(field_name, (header,)) for field_name, header in IDENTITY.items()
        ]
        columns += [
            Column("type", ("ประเภทผู้ผลิต",)),
            Column("star", ("ระดับดาว",), holds=year),
            project,
        ]
        columns += [
            replace(column, holds=year) if column.field == "quadrant" else column
            for column in optional
        ]
        typed = [truth for truth in truths if chance.random() < 0.7]
        rows = [write_row(chance, columns, truth) for truth in typed]
        sheets.append(
            Sheet(
                "ทะเบียน",
                name.format(year),
                columns,
                rows,
                years={"star": year, "quadrant": year},
            )
        )
    settle_projects(sheets)
    agree_on_identity(sheets)
    chance.shuffle(sheets)
    return [sheet for sheet in sheets if sheet.rows]


def settle_projects(sheets: list[Sheet]) -> None:
    """A product on two sheets says the same of its project on both, in the same words."""
    first_cells: dict[str, Written] = {}
    for sheet in sheets:
        (at,) = [
            ix for ix, column in enumerate(sheet.columns) if column.field == "project"
        ]
        for row in sheet.rows:
            row.cells[at] = first_cells.setdefault(
                row.truth["product_id"], row.cells[at]
            )


# Second editions, ditto marks, and rows that are none.


#: What contradicts a value so that the answer depends on which is right.
CONTRARY: dict[str, dict[Any, list[Any]]] = {
    "type": {
        "community": ["single", "sme"],
        "single": ["community"],
        "sme": ["community"],
    },
    "star": {1: [4, 5], 2: [5], 3: [4, 5], 4: [1, 3], 5: [2, 3]},
    "quadrant": {"D": ["A", "B"], "A": ["D"], "B": ["D"]},
    "project": {"clear": ["in"], "in": ["clear"]},
    "year": {
        2556: [2560],
        2557: [2566],
        2560: [2556],
        2562: [2556],
        2565: [2566],
        2566: [2565],
    },
}
#: Words that state "in none", where a blank would only let it be taken.
CLEAR_IN_WORDS = ["ไม่ซ้ำ", "ไม่ได้เข้าร่วม"]


def contradict(
    chance: random.Random,
    sheet: Sheet,
    row: Row,
) -> Row | None:
    """The row again, one of its values stated differently; None where nothing in it can be contradicted."""
    places = [
        ix
        for ix, column in enumerate(sheet.columns)
        if can_be_contradicted(sheet, row, ix, column)
    ]
    if not places:
        return None
    at = chance.choice(places)
    column = sheet.columns[at]
    value = chance.choice(CONTRARY[column.field][row.cells[at].says])
    cell = write_value(chance, column.field, value)
    if value == "clear":
        cell = Written(chance.choice(CLEAR_IN_WORDS), value)
    return Row(row.truth, [*row.cells[:at], cell, *row.cells[at + 1 :]])


def can_be_contradicted(
    sheet: Sheet,
    row: Row,
    at: int,
    column: Column,
) -> bool:
    cell = row.cells[at]
    if cell.says not in CONTRARY.get(column.field, {}) or column.year_in_cell:
        return False
    if (
        column.field == "project"
        and cell.says == "clear"
        and cell.text not in CLEAR_IN_WORDS
    ):
        return False
    has_year_column = any(
        other.field == f"{column.field}_year" for other in sheet.columns
    )
    return not has_year_column


def retype(
    chance: random.Random,
    sheet: Sheet,
    row: Row,
) -> Row:
    """The row again, the same said in other words; a type, quadrant or year may be left out."""
    cells = []
    for column, cell in zip(sheet.columns, row.cells, strict=True):
        if (
            column.field not in CONTRARY
            or cell.year
            or cell.says is None
            or cell.says == BLANK
        ):
            cells.append(cell)
        elif (
            column.field in ("type", "quadrant", "year")
            and not column.year
            and chance.random() < 0.1
        ):
            cells.append(write_nothing(chance, column.field))
        elif column.field == "year":
            cells.append(write_registered_year(chance, cell.says))
        elif cell.text in CLEAR_IN_WORDS:
            cells.append(Written(chance.choice(CLEAR_IN_WORDS), cell.says))
        elif cell.says in ("clear", "none"):
            cells.append(cell)
        else:
            cells.append(write_value(chance, column.field, cell.says))
    return Row(row.truth, cells)


def add_editions(chance: random.Random, sheets: list[Sheet]) -> None:
    """Type some rows again, as they are or with one value stated differently: below, at the end, elsewhere."""
    for sheet in list(sheets):
        chosen = [row for row in sheet.rows if chance.random() < 0.2]
        editions = []
        for row in chosen:
            contrary = contradict(chance, sheet, row) if chance.random() < 0.6 else None
            editions.append(contrary or retype(chance, sheet, row))
        is_of_round = sheet.name != "ทะเบียน"
        place = chance.choice(
            ["below", "end", "sheet"]
            if is_of_round
            else ["below", "end", "sheet", "file"]
        )
        if place == "below":
            for row, edition in zip(chosen, editions, strict=True):
                at = next(ix for ix, other in enumerate(sheet.rows) if other is row)
                sheet.rows.insert(at + 1, edition)
        elif place == "end":
            sheet.rows += editions
        elif editions:
            name, file = (
                ("แก้ไข", sheet.file)
                if place == "sheet"
                else (sheet.name, f"{sheet.file} แก้ไข")
            )
            name = f"{sheet.name} แก้ไข" if is_of_round else name
            sheets.append(
                Sheet(file, name, sheet.columns, editions, sheet.title, sheet.years)
            )


def differ_within_producers(chance: random.Random, sheets: list[Sheet]) -> None:
    """Give another product of some producer another type or another year."""
    for sheet in sheets:
        for above, row in zip(sheet.rows, sheet.rows[1:], strict=False):
            if above.truth["group"] != row.truth["group"] or chance.random() > 0.12:
                continue
            name = chance.choice(["type", "year"])
            places = [
                ix for ix, column in enumerate(sheet.columns) if column.field == name
            ]
            for at in places:
                if above.cells[at].says in CONTRARY[name]:
                    row.cells[at] = write_value(
                        chance,
                        name,
                        chance.choice(CONTRARY[name][above.cells[at].says]),
                    )


#: Fields that people repeat with a mark; of a star or a project also the header says the year.
DITTO_FIELDS = ("district", "type", "quadrant", "project", "year", "potential", "star")


def mark_dittos(chance: random.Random, sheet: Sheet) -> None:
    """Put a mark for what stands the same in the cell above."""
    for at, column in enumerate(sheet.columns):
        if column.field not in DITTO_FIELDS:
            continue
        for above, row in reversed(list(zip(sheet.rows, sheet.rows[1:], strict=False))):
            upper, cell = above.cells[at], row.cells[at]
            repeats = (
                upper.says == cell.says
                and cell.says not in (None, BLANK)
                and not upper.year
                and not cell.year
            )
            is_in_words = upper.text != "-" and (
                column.field != "project" or upper.text in CLEAR_IN_WORDS
            )
            if repeats and is_in_words and chance.random() < 0.5:
                row.cells[at] = Written(chance.choice(DITTO_MARKS), cell.says)


def doubtful_ditto(chance: random.Random, sheet: Sheet) -> None:
    """Put a mark into the first row, where nothing stands above."""
    row = sheet.rows[0]
    fields = [
        ix
        for ix, column in enumerate(sheet.columns)
        if column.field in ("quadrant", "potential") and not column.year
    ]
    is_typed_once = (
        sum(
            other.truth["product_id"] == row.truth["product_id"] for other in sheet.rows
        )
        == 1
    )
    if fields and is_typed_once:
        row.cells[chance.choice(fields)] = Written(chance.choice(DITTO_MARKS), None)


def add_nameless_rows(chance: random.Random, sheet: Sheet) -> None:
    """Add a row whose group has no name: there is no such group."""
    row = chance.choice(sheet.rows)
    cells = []
    for column, cell in zip(sheet.columns, row.cells, strict=True):
        is_name = column.field in ("id", "group")
        text = (
            chance.choice(["___", "nan", "…", "ไม่มี"]) if column.field == "group" else ""
        )
        cells.append(Written(text, None) if is_name else cell)
    sheet.rows.append(Row({**row.truth, "group": None}, cells))


def type_out(chance: random.Random, groups: int) -> list[Sheet]:
    """A registry with all that people do to one."""
    sheets = type_registry(chance, groups)
    differ_within_producers(chance, sheets)
    if chance.random() < 0.7:
        add_editions(chance, sheets)
    for sheet in sheets:
        if chance.random() < 0.3:
            mark_dittos(chance, sheet)
        if chance.random() < 0.15:
            doubtful_ditto(chance, sheet)
        if chance.random() < 0.2:
            add_nameless_rows(chance, sheet)
    return sheets


def type_projects_list(chance: random.Random, sheets: list[Sheet]) -> Sheet | None:
    """A list of who is in other projects, for a registry without such a column; its title may say its year."""
    has_column = any(
        column.field == "project" for column in flat(sheet.columns for sheet in sheets)
    )
    truths = [
        row.truth
        for row in flat(sheet.rows for sheet in sheets)
        if row.truth["group"] and chance.random() < 0.2
    ]
    if has_column or not truths:
        return None
    year = chance.choice([None, FISCAL_YEAR, 2565, 2564])
    title = f"ผู้เข้าร่วมโครงการ ปีงบประมาณ {year}" if year else "รายชื่อกลุ่ม"
    columns = [
        Column(name, (IDENTITY[name],)) for name in ("district", "group", "product")
    ]
    columns.append(Column("project", ("โครงการ",)))
    rows = []
    for truth in truths:
        named = truth if chance.random() < 0.5 else {**truth, "product": None}
        cells = [
            Written(named[column.field] or "", named[column.field])
            for column in columns[:-1]
        ]
        rows.append(Row(named, [*cells, Written("Young OTOP", "in")]))
    return Sheet(
        "บัญชีโครงการ", "รายชื่อ", columns, rows, title, {"project": year} if year else {}
    )


def type_stars_list(chance: random.Random, sheets: list[Sheet]) -> Sheet | None:
    """A list of the stars of products that the registry rates too, the same or contrary; its title may say its round.

    Of products with a blank or doubtful star cell, or one whose round is in doubt, the list says nothing.
    """
    if any("star" in sheet.years or has_field(sheet, "star_year") for sheet in sheets):
        return None
    in_doubt = {
        row.truth["product"]
        for sheet in sheets
        for row in sheet.rows
        if leaves_star_open(sheet, row)
    }
    truths = {
        row.truth["product"]: row.truth
        for row in flat(sheet.rows for sheet in sheets)
        if row.truth["group"]
    }
    year = chance.choice([None, ROUND, ROUND, 2562])
    columns = [
        Column(name, (IDENTITY[name],)) for name in ("district", "group", "product")
    ]
    columns.append(Column("star", ("ระดับดาว",)))
    rows = []
    for product, truth in truths.items():
        star = truth["star"][ROUND]
        if product in in_doubt or star not in CONTRARY["star"] or chance.random() < 0.5:
            continue
        value = star if chance.random() < 0.5 else chance.choice(CONTRARY["star"][star])
        cells = [
            Written(truth[column.field], truth[column.field]) for column in columns[:-1]
        ]
        rows.append(Row(truth, [*cells, write_value(chance, "star", value)]))
    if not rows:
        return None
    title = f"ผลการคัดสรร OPC ปี {year}" if year else "บัญชีดาว"
    return Sheet(
        "บัญชีดาว", "รายชื่อ", columns, rows, title, {"star": year} if year else {}
    )


def has_field(sheet: Sheet, name: str) -> bool:
    return any(column.field == name for column in sheet.columns)


def leaves_star_open(sheet: Sheet, row: Row) -> bool:
    """A cell of stars is blank, a dash or doubtful."""
    cells = [
        cell
        for column, cell in zip(sheet.columns, row.cells, strict=True)
        if column.field == "star"
    ]
    return any(cell.says in (None, BLANK) or cell.text == "-" for cell in cells)


# Files.


def write_files(
    folder: Path,
    sheets: list[Sheet],
    chance: random.Random,
) -> list[Path]:
    """A workbook for each file; a plain sheet alone in its file may be a CSV."""
    folder.mkdir(exist_ok=True)
    paths = []
    for file in dict.fromkeys(sheet.file for sheet in sheets):
        own_sheets = [sheet for sheet in sheets if sheet.file == file]
        is_plain = (
            len(own_sheets) == 1
            and own_sheets[0].header_rows == 1
            and not own_sheets[0].title
        )
        if is_plain and own_sheets[0].name == "ทะเบียน" and chance.random() < 0.5:
            paths.append(write_csv_sheet(folder / f"{file}.csv", own_sheets[0]))
        else:
            paths.append(write_workbook(folder / f"{file}.xlsx", own_sheets))
    return paths


def write_csv_sheet(path: Path, sheet: Sheet) -> Path:
    with path.open(
        "w",
        encoding="utf-8",
        newline="",
    ) as stream:
        writer = csv.writer(stream)
        writer.writerow([column.header[0] for column in sheet.columns])
        writer.writerows([[cell.text for cell in row.cells] for row in sheet.rows])
    return path


def write_workbook(path: Path, sheets: list[Sheet]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            top = 1 if sheet.title else 0
            if sheet.title:
                page.write_string(0, 0, sheet.title)
            write_header(page, sheet, top)
            for number, row in enumerate(sheet.rows):
                for at, cell in enumerate(row.cells):
                    if cell.text:
                        page.write_string(
                            top + sheet.header_rows + number, at, cell.text
                        )
    return path


def write_header(
    page: Any,
    sheet: Sheet,
    top: int,
) -> None:
    """One row, or two: a cell over the columns that it is of, and a cell down over both rows for the others."""
    if sheet.header_rows == 1:
        for at, column in enumerate(sheet.columns):
            page.write_string(top, at, column.header[0])
        return
    over = [at for at, column in enumerate(sheet.columns) if len(column.header) == 2]
    page.merge_range(top, over[0], top, over[-1], sheet.columns[over[0]].header[0])
    for at, column in enumerate(sheet.columns):
        if at in over:
            page.write_string(top + 1, at, column.header[1])
        else:
            page.merge_range(top, at, top + 1, at, column.header[0])
