"""What the lines of side lists say of the products that they mean, and where every line of a list went.

What follows for the registry stands in `apply_lists.py`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from kbo_screen.desk.list_matching import LineMatch, ListMatches, match_rows
from kbo_screen.desk.open_lines import name_on, open_lines_of
from kbo_screen.desk.stated_values import star_value
from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, Registry
from kbo_screen.registry.side_list import FIELD_OF_ROLE, ListAccount, SideList
from kbo_screen.screening.accounting import check_list_sums
from kbo_screen.vocabulary.grouping import row_ranges
from kbo_screen.vocabulary.thai_text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import OpenLine, TableSource

#: So much of a name that is no name is shown.
SHOWN_COLUMNS: Final = 60


class Statement(NamedTuple):
    """What one line of a list says of one product; `match` says how surely it means the product.

    name: the group or product as the line names it, in the cell name_address. value: None for unknown, of stars "none"
    for not rated; words: what stands in its cell, at the place. table: position in `tables + side_tables`.
    year_be: of which year the line is, None where nothing says it.
    """

    match: LineMatch
    name: str
    value: Any
    words: str | None
    address: int
    name_address: int
    table: int
    place: Place
    year_be: int | None = None


@dataclass(slots=True)
class ListsOfRole:
    """What all lists of one kind say, by product; what is to be told of them; all side tables, theirs included."""

    statements: dict[int, list[Statement]]
    findings: list[Finding]
    side_tables: list[TableSource]
    #: Some list is of the letter's year: what none of them names is not rated, or in no project.
    says_of_year: bool = False
    open_lines: list[OpenLine] = field(default_factory=list)


def match_lists(
    registry: Registry,
    lists: Sequence[SideList],
    groups: pd.Series,
    letter: Letter,
) -> ListsOfRole:
    """Match the lines of all lists of one kind with products, and account for every line."""
    of_role = ListsOfRole(defaultdict(list), [], list(registry.side_tables))
    for side_list in lists:
        _add_list(of_role, side_list, registry, groups, letter)
    return of_role


def _add_list(
    of_role: ListsOfRole,
    side_list: SideList,
    registry: Registry,
    groups: pd.Series,
    letter: Letter,
) -> None:
    """Add what one list says."""
    of_year, findings_of_years = _of_letter_year(side_list, letter)
    matches = match_rows(
        of_year.rows,
        registry,
        groups,
        letter.matching,
        by_product=side_list.role != "standards",
    )
    first_table = len(registry.tables) + len(of_role.side_tables)
    of_role.side_tables.extend(side_list.tables)
    for statement in _statements(of_year, matches, first_table):
        of_role.statements[statement.match.product].append(statement)
    of_role.open_lines += open_lines_of(
        of_year,
        matches.nearest,
        first_table,
        registry,
        letter,
    )
    is_empty = not len(side_list.rows)
    if is_empty or len(of_year.rows):
        of_role.says_of_year = True
    n_lines_of_other_years = len(side_list.rows) - len(of_year.rows)
    account = _account(side_list, matches, n_lines_of_other_years)
    of_role.findings += [
        *side_list.findings,
        *findings_of_years,
        *_unmatched(of_year, matches.nearest),
        *_not_compared(of_year, of_year.rows.iloc[list(matches.not_compared)]),
        make_finding("list.read", Place(side_list.input.name), **account._asdict()),
    ]


def _statements(
    side_list: SideList,
    matches: ListMatches,
    first_table: int,
) -> Iterator[Statement]:
    """What a list says of every product that one of its lines means. first_table: where its tables come to stand."""
    lines = list(side_list.rows.itertuples(index=False))
    for match in matches.matches:
        yield _statement(side_list, lines[match.row], match, first_table)


def _statement(
    side_list: SideList,
    line: Any,
    match: LineMatch,
    first_table: int,
) -> Statement:
    return Statement(
        match=match,
        name=name_on(line),
        value=_value(side_list, line),
        words=line.value_words,
        address=line.value_address,
        name_address=line.name_address,
        table=first_table + line.table,
        place=_place_of(side_list, line.table, line.value_address),
        year_be=None if pd.isna(line.year_be) else int(line.year_be),
    )


def _place_of(
    side_list: SideList,
    table: int,
    address: int,
) -> Place:
    """A cell of one of a list's tables."""
    return side_list.tables[table].place(address)


def _value(side_list: SideList, line: Any) -> Any:
    """What a line says, None where it is unknown; of stars "none" for not rated."""
    if side_list.role == "stars":
        return star_value(line)
    value = getattr(line, FIELD_OF_ROLE[side_list.role])
    return None if pd.isna(value) else value


def _account(
    side_list: SideList,
    matches: ListMatches,
    n_lines_of_other_years: int,
) -> ListAccount:
    """Where every row of a list went. Raises AccountingError when the sums do not add up."""
    matched_rows = {match.row for match in matches.matches}
    sure_rows = {match.row for match in matches.matches if match.is_sure}
    account = ListAccount(
        rows_read=side_list.input.rows,
        matched=len(sure_rows),
        perhaps=len(matched_rows - sure_rows),
        unmatched=len(matches.nearest),
        other_round=n_lines_of_other_years,
        out_of_scope=side_list.out_of_scope,
        nameless=side_list.nameless,
        beside=_count_rows_beside(side_list),
    )
    check_list_sums(account)
    return account


def _count_rows_beside(side_list: SideList) -> int:
    """The rows of its tables that are no lines."""
    count = 0
    for table in side_list.tables:
        count += sum(table.rows.values()) - table.rows.get("data", 0)
    return count


def _of_letter_year(
    side_list: SideList, letter: Letter
) -> tuple[SideList, list[Finding]]:
    """A list's lines of the year that the letter means; one of another year says nothing of it, and that is told.

    Stars are of a round, projects of a fiscal year. A standard is of the group, whatever its year.
    """
    letter_year_be = _letter_year(side_list.role, letter)
    if letter_year_be is None:
        return side_list, []
    lines = side_list.rows
    is_other = lines["year_be"].ne(letter_year_be).fillna(value=False).astype(bool)
    findings = _other_years(side_list, lines[is_other], letter_year_be)
    of_year = lines[~is_other].reset_index(drop=True)
    return replace(side_list, rows=of_year), list(findings)


def _letter_year(role: str, letter: Letter) -> int | None:
    """The year of which the letter means the lines of a list; None where it means any."""
    if role == "stars":
        return letter.star_year_be
    if role == "projects" and letter.choices.project_year == "fiscal-year":
        return letter.fiscal_year_be
    return None


def _other_years(
    side_list: SideList,
    lines: pd.DataFrame,
    letter_year_be: int,
) -> Iterator[Finding]:
    """One finding per table and year of lines that are of another year than the letter's."""
    is_of_round = side_list.role == "stars"
    for (table, year), of_year in lines.groupby(["table", "year_be"]):
        addresses = of_year["value_address"]
        first_address = int(addresses.iloc[0])
        yield make_finding(
            "list.other-round" if is_of_round else "list.other-fiscal-year",
            _place_of(side_list, int(str(table)), first_address),
            count=len(of_year),
            rows=row_ranges(addresses // EXCEL_MAX_COLUMNS + 1),
            year=int(str(year)),
            wanted=letter_year_be,
        )


def _unmatched(
    side_list: SideList, nearest: dict[int, tuple[str, ...]]
) -> Iterator[Finding]:
    """One finding per line that means no product of the registry."""
    for row, names in nearest.items():
        line = side_list.rows.iloc[row]
        names_on_line = _texts(line, "group_name", "product_name")
        ids_on_line = _texts(line, "group_id", "product_id")
        yield make_finding(
            "list.unmatched",
            _place_of_name(side_list, line),
            value=" / ".join(names_on_line or ids_on_line),
            suggestion=", ".join(f"“{name}”" for name in names) or "-",
        )


def _not_compared(side_list: SideList, lines: pd.DataFrame) -> Iterator[Finding]:
    """One finding per line whose name was looked for as it stands alone."""
    for line in lines.itertuples():
        yield make_finding(
            "list.not-compared",
            _place_of_name(side_list, line),
            value=shorten(str(line.group_name), SHOWN_COLUMNS),
        )


def _place_of_name(side_list: SideList, line: Any) -> Place:
    """Where a line names what it is about."""
    return _place_of(side_list, line.table, line.name_address)


def _texts(line: pd.Series, *columns: str) -> list[str]:
    """What stands in those of the columns that are filled."""
    values = [line[column] for column in columns]
    return [str(value) for value in values if value is not None]
