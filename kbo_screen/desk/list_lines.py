"""What the lines of side lists say of the products that they mean, and where every line of a list went.

Says nothing of what follows for the registry: that is `apply_lists.py`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from kbo_screen.desk.list_matching import LineMatch, ListMatches, match_rows
from kbo_screen.desk.open_lines import open_lines_of
from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, Registry, cell_name
from kbo_screen.registry.side_list import FIELD_OF_ROLE, ListAccount, SideList
from kbo_screen.screening.accounting import check_list_sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import OpenLine, TableSource


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
    registry: Registry, lists: Sequence[SideList], groups: pd.Series, letter: Letter
) -> ListsOfRole:
    """Match the lines of all lists of one kind with products, and account for every line."""
    of_role = ListsOfRole(defaultdict(list), [], list(registry.side_tables))
    for side_list in lists:
        of_round, other_years = _of_letter_year(side_list, letter)
        by_product = side_list.role != "standards"
        matches = match_rows(
            of_round.rows, registry, groups, letter.matching, by_product=by_product
        )
        first_table = len(registry.tables) + len(of_role.side_tables)
        for statement in _statements(of_round, matches, first_table):
            of_role.statements[statement.match.product].append(statement)
        of_role.open_lines.extend(
            open_lines_of(of_round, matches.nearest, first_table, registry, letter)
        )
        of_role.side_tables.extend(side_list.tables)
        of_role.says_of_year |= not len(side_list.rows) or bool(len(of_round.rows))
        account = _account(side_list, matches, len(side_list.rows) - len(of_round.rows))
        of_role.findings.extend(side_list.findings)
        of_role.findings.extend(other_years)
        of_role.findings.extend(_unmatched(of_round, matches.nearest))
        of_role.findings.append(
            make_finding("list.read", Place(side_list.input.name), **asdict(account))
        )
    return of_role


def _statements(
    side_list: SideList, matches: ListMatches, first_table: int
) -> Iterator[Statement]:
    """What a list says of every product that one of its lines means. first_table: where its tables come to stand."""
    lines: list[Any] = list(side_list.rows.itertuples(index=False))
    for match in matches.matches:
        line = lines[match.row]
        source = side_list.tables[line.table]
        yield Statement(
            match=match,
            name=_name_on(line),
            value=_value(side_list, line),
            words=line.value_words,
            address=line.value_address,
            name_address=line.name_address,
            table=first_table + line.table,
            place=Place(source.file, source.sheet, cell_at(line.value_address)),
            year_be=None if pd.isna(line.year_be) else int(line.year_be),
        )


def _name_on(line: Any) -> str:
    """What a line names, the group before the product, names before ids."""
    names = (line.group_name, line.product_name, line.group_id, line.product_id)
    return str(next(name for name in names if name is not None))


def cell_at(address: int) -> str | None:
    """The cell of an address, None for none."""
    return cell_name(int(address)) if address >= 0 else None


def _value(side_list: SideList, line: Any) -> Any:
    """What a line says, None where it is unknown; of stars "none" for not rated."""
    if side_list.role == "stars":
        if pd.isna(line.star_rated):
            return None
        return int(line.star) if line.star_rated else "none"
    value = getattr(line, FIELD_OF_ROLE[side_list.role])
    return None if pd.isna(value) else value


def _account(
    side_list: SideList, matches: ListMatches, other_round: int
) -> ListAccount:
    """Where every row of a list went. Raises AccountingError when the sums do not add up."""
    sure_rows = {match.row for match in matches.matches if match.is_sure}
    perhaps_rows = {match.row for match in matches.matches} - sure_rows
    beside = 0
    for table in side_list.tables:
        beside += sum(table.rows.values()) - table.rows.get("data", 0)
    account = ListAccount(
        rows_read=side_list.input.rows,
        matched=len(sure_rows),
        perhaps=len(perhaps_rows),
        unmatched=len(matches.nearest),
        other_round=other_round,
        out_of_scope=side_list.out_of_scope,
        nameless=side_list.nameless,
        beside=beside,
    )
    check_list_sums(account)
    return account


def _of_letter_year(
    side_list: SideList, letter: Letter
) -> tuple[SideList, list[Finding]]:
    """A list's lines of the year that the letter means; one of another year says nothing of it, and that is told.

    Stars are of a round, projects of a fiscal year. A standard is of the group, whatever its year.
    """
    wanted = _wanted_year(side_list.role, letter)
    if wanted is None:
        return side_list, []
    years = side_list.rows["year_be"]
    is_of_other = years.ne(wanted).fillna(value=False).astype(bool)
    findings = []
    for (table, year), lines in side_list.rows[is_of_other].groupby(
        ["table", "year_be"]
    ):
        source = side_list.tables[int(str(table))]
        place = Place(
            source.file, source.sheet, cell_at(int(lines["value_address"].iloc[0]))
        )
        rows = _row_ranges(lines["value_address"] // EXCEL_MAX_COLUMNS + 1)
        code = (
            "list.other-round"
            if side_list.role == "stars"
            else "list.other-fiscal-year"
        )
        year_be = int(str(year))
        findings.append(
            make_finding(
                code, place, count=len(lines), rows=rows, year=year_be, wanted=wanted
            )
        )
    return replace(
        side_list, rows=side_list.rows[~is_of_other].reset_index(drop=True)
    ), findings


def _wanted_year(role: str, letter: Letter) -> int | None:
    """The year of which the letter means the lines of a list; None where it means any."""
    if role == "stars":
        return letter.star_year_be
    if role == "projects" and letter.choices.project_year == "fiscal-year":
        return letter.fiscal_year_be
    return None


def _row_ranges(rows: Iterable[int]) -> str:
    """Rows below one another as ranges: 2–4, 7."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and ranges[-1][-1] == row - 1:
            ranges[-1] = [ranges[-1][0], row]
        else:
            ranges.append([row])
    return ", ".join("–".join(map(str, ends)) for ends in ranges)


def _unmatched(
    side_list: SideList, nearest: dict[int, tuple[str, ...]]
) -> Iterator[Finding]:
    """One finding per line that means no product of the registry."""
    for row, names in nearest.items():
        line = side_list.rows.iloc[row]
        source = side_list.tables[int(line["table"])]
        place = Place(source.file, source.sheet, cell_at(int(line["name_address"])))
        parts = [
            str(line[name])
            for name in ("group_name", "product_name")
            if line[name] is not None
        ]
        parts = parts or [
            str(line[name])
            for name in ("group_id", "product_id")
            if line[name] is not None
        ]
        suggestion = ", ".join(f"“{name}”" for name in names) or "-"
        yield make_finding(
            "list.unmatched", place, value=" / ".join(parts), suggestion=suggestion
        )
