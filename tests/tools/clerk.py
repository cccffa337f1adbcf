"""What a careful clerk takes as a fact from what is written, by the letter's words alone; no code of the program.

A value is a fact only where one reading is possible. Of the cells of a product (of a producer, for its type, its year
and its standard) the clerk leaves aside those that are of another round or fiscal year, and signs for what is left
only where it says one thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.tools.typist import BLANK, FISCAL_YEAR, MEANING_OF_BLANK, ROUND

if TYPE_CHECKING:
    from tests.tools.oracle import Product
    from tests.tools.typist import Column, Row, Sheet

#: A year that two places say differently.
CLASH = "clash"
#: The year that the letter asks of a field.
LETTER_YEARS = {"star": ROUND, "project": FISCAL_YEAR}
LETTER_STARS = (1, 2, 3)
#: Fields of which the latest year counts.
LATEST = ("quadrant", "standard")
FIELDS = ("type", "star", "project", "quadrant", "year", "standard", "potential")
#: A producer's, not a product's.
OF_PRODUCER = ("type", "year", "standard")


@dataclass(frozen=True)
class Place:
    file: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Statement:
    """What one cell says of one field, and of which year it is."""

    says: Any
    year: int | str | None
    place: Place


@dataclass
class Findings:
    """What the clerk concludes: products, columns that say anything, and where values contradict."""

    products: list[Product]
    columns: set[str]
    contradictions: dict[tuple[str, str], list[Place]]


def columns_that_count(sheet: Sheet, name: str) -> list[tuple[int, Column]]:
    """The columns of a field that are of the letter's year, or of the latest; another year never stands in.

    A column without a year says what holds now, but for one of the letter's round or of a later year.
    """
    columns = [
        (at, column) for at, column in enumerate(sheet.columns) if column.field == name
    ]
    plain = [(at, column) for at, column in columns if column.year is None]
    if name in LETTER_YEARS:
        of_letter = [
            (at, column) for at, column in columns if column.year == LETTER_YEARS[name]
        ]
        return of_letter or plain
    if name in LATEST and any(column.year for _, column in columns):
        latest_year = max(column.year for _, column in columns if column.year)
        if latest_year < ROUND and plain:
            return plain
        return [(at, column) for at, column in columns if column.year == latest_year]
    return columns


def year_of(
    sheet: Sheet,
    row: Row,
    at: int,
) -> int | str | None:
    """The year of a cell: its own, its header's, the year column's, the title's, sheet's and file's.

    Nothing says it where its year column is blank and names years in other rows: of which year it is nobody knows.
    """
    column = sheet.columns[at]
    years = {row.cells[at].year, column.year, sheet.years.get(column.field)}
    year_column = place_of_year_column(sheet, column.field)
    if year_column is not None and row.cells[year_column].says != BLANK:
        years.add(row.cells[year_column].says)
    years.discard(None)
    is_left_blank = not years and years_stand_in(sheet, year_column)
    says_something = row.cells[at].says not in (BLANK, "none", "clear")
    if len(years) > 1 or (is_left_blank and says_something):
        return CLASH
    return years.pop() if years else None


def years_stand_in(sheet: Sheet, year_column: int | None) -> bool:
    return year_column is not None and any(
        row.cells[year_column].says != BLANK for row in sheet.rows
    )


def place_of_year_column(sheet: Sheet, name: str) -> int | None:
    """The position of the column that says of which year a field is, row by row."""
    return next(
        (
            at
            for at, column in enumerate(sheet.columns)
            if column.field == f"{name}_year"
        ),
        None,
    )


def place_of_clash(
    sheet: Sheet,
    number: int,
    at: int,
) -> Place:
    """Where a year stands that something else contradicts: beside the value, else in the header of its column."""
    year_column = place_of_year_column(sheet, sheet.columns[at].field)
    if year_column is not None:
        return Place(sheet.file, sheet.name, sheet.address(number, year_column))
    return Place(sheet.file, sheet.name, sheet.address(-1, at))


def statements_of(
    sheet: Sheet,
    number: int,
    name: str,
) -> list[Statement]:
    row = sheet.rows[number]
    statements = []
    for at, _ in columns_that_count(sheet, name):
        year = year_of(sheet, row, at)
        place = Place(sheet.file, sheet.name, sheet.address(number, at))
        if year == CLASH:
            place = place_of_clash(sheet, number, at)
        statements.append(Statement(row.cells[at].says, year, place))
    return statements


def conclude(
    statements: list[Statement], meaning_of_blank: Any = None
) -> tuple[Any, list[Place]]:
    """The one value that is stated; None, with the places, where two are."""
    stated = [s for s in statements if s.says != BLANK]
    values = {s.says for s in stated}
    if meaning_of_blank is not None and len(stated) < len(statements):
        values.add(meaning_of_blank)
    if len(values) > 1:
        return None, [s.place for s in stated]
    return (values.pop() if values else None), []


def conclude_star(statements: list[Statement]) -> tuple[Any, list[Place]]:
    """The star of the letter's round: one of another round is none of it; whose round is in doubt is unknown.

    A star outside the letter's range is none that it asks for, whichever its round.
    """
    of_round = [s for s in statements if s.year in (None, ROUND)]
    of_doubtful_round = [
        s for s in statements if s.year == CLASH and s.says in (None, *LETTER_STARS)
    ]
    if of_doubtful_round:
        return None, [s.place for s in of_doubtful_round]
    if not of_round:
        return "none", []
    return conclude(of_round, MEANING_OF_BLANK["star"])


def stated_star(statements: list[Statement]) -> Any:
    """The star by which our own keys order a product: also one whose round alone is in doubt."""
    of_round = [s for s in statements if s.year in (None, ROUND, CLASH)]
    stated = {s.says for s in of_round} - {None, BLANK}
    (star,) = stated if len(stated) == 1 else (None,)
    return star if isinstance(star, int) else None


def conclude_project(statements: list[Statement]) -> tuple[Any, list[Place]]:
    """In a project of the letter's fiscal year, or of none that is named; one of another year does not exclude."""
    if any(s.year == CLASH and s.says == "in" for s in statements):
        return None, [s.place for s in statements if s.year == CLASH and s.says == "in"]
    of_letter = []
    for statement in statements:
        is_of_other_year = statement.says == "in" and statement.year not in (
            None,
            FISCAL_YEAR,
        )
        says = "clear" if is_of_other_year else statement.says
        of_letter.append(Statement(says, None, statement.place))
    return conclude(of_letter, MEANING_OF_BLANK["project"])


def latest(statements: list[Statement]) -> list[Statement]:
    """Of statements of several years those of the latest."""
    years = [s.year for s in statements if isinstance(s.year, int)]
    return [s for s in statements if s.year == max(years)] if years else statements


def conclude_standard(statements: list[Statement]) -> tuple[Any, list[Place]]:
    """The best of the group's latest ones."""
    says = [s.says for s in latest(statements)]
    return next(
        (value for value in ("passed", "developing", "none") if value in says), None
    ), []


CONCLUSIONS = {
    "star": conclude_star,
    "project": conclude_project,
    "standard": conclude_standard,
    "quadrant": lambda statements: conclude(latest(statements)),
}


def speaks_of_letter_year(sheet: Sheet, name: str) -> bool:
    """A sheet whose projects are all of another fiscal year, by header or title, says nothing of the letter's."""
    if not columns_that_count(sheet, name):
        return False
    return name != "project" or sheet.years.get(name) in (None, FISCAL_YEAR)


def read_projects_list(concluded: Findings, projects: Sheet | None) -> Findings:
    """What a list says of other projects where the registry has no such column; one of another year says nothing."""
    if projects is None or projects.years.get("project") not in (None, FISCAL_YEAR):
        return concluded
    lines = [row.truth for row in projects.rows]
    products = []
    for product in concluded.products:
        of_group = [line for line in lines if line["group"] == product["group"]]
        is_named = any(
            line["product"] in (None, product["product"]) for line in of_group
        )
        products.append({**product, "project": "in" if is_named else "clear"})
    return Findings(products, concluded.columns | {"project"}, concluded.contradictions)


def read_stars_list(
    stars: Sheet | None, statements: dict[tuple[Any, ...], list[Statement]]
) -> None:
    """Lay what a list says of the stars of products beside what the registry says of them."""
    for number, row in enumerate(stars.rows if stars else []):
        key = (
            "star",
            row.truth["district"],
            row.truth["id"] or row.truth["group"],
            row.truth["product"],
        )
        statements[key] += statements_of(stars, number, "star")


def read(sheets: list[Sheet], stars: Sheet | None = None) -> Findings:
    """Every product once, with what is certain of it. stars: a list of stars beside the registry."""
    statements: dict[tuple[Any, ...], list[Statement]] = {}
    products: dict[tuple[Any, ...], Product] = {}
    columns = {
        name
        for sheet in sheets
        for name in FIELDS
        if speaks_of_letter_year(sheet, name)
    }
    for sheet in sheets:
        for number, row in enumerate(sheet.rows):
            if row.truth["group"] is None:
                continue
            producer = (row.truth["district"], row.truth["id"] or row.truth["group"])
            product = (*producer, row.truth["product"])
            products.setdefault(
                product, {**row.truth, "product_id": row.truth["product"]}
            )
            for name in FIELDS:
                if speaks_of_letter_year(sheet, name):
                    key = (name, *(producer if name in OF_PRODUCER else product))
                    statements.setdefault(key, []).extend(
                        statements_of(sheet, number, name)
                    )
    read_stars_list(stars, statements)
    contradictions = {}
    concluded = []
    for product, truth in products.items():
        facts = {
            name: truth[name]
            for name in ("district", "id", "group", "product_id", "product")
        }
        for name in FIELDS:
            key = (name, *(product[:2] if name in OF_PRODUCER else product))
            stated = statements.get(key, [])
            facts[name], places = (
                CONCLUSIONS.get(name, conclude)(stated) if stated else (None, [])
            )
            if name == "star":
                facts["stated_star"] = stated_star(stated)
            if places:
                contradictions[name, truth["product"]] = places
        concluded.append(facts)
    return Findings(concluded, columns, contradictions)
