"""What side lists add to a registry: stars, standards and other projects, each with the cell it came from.

Knows what a list may settle and what stays unknown. Refuses to let one source overrule another in silence.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text, value_text
from kbo_screen.screening.accounting import check_list_sums
from kbo_screen.screening.identity import number_groups
from kbo_screen.screening.matching import Match, Matches, match_rows
from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS, PERHAPS_COLUMNS, Registry, cell_name
from kbo_screen.screening.side_lists import FIELD_OF_ROLE, ListAccount, SideList
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.registry import TableSource


def apply_lists(registry: Registry, lists: Sequence[SideList], letter: Letter) -> Registry:
    """The registry as the lists complete it.

    Clearly the same counts; perhaps the same is unknown, and kept in `Registry.perhaps`. Two sources that disagree
    leave the value unknown (a standard: the better of the two) with a finding at both cells. Where a kind of list is
    given and the registry has no such column, a product that no list names is not rated, or in no project.
    """
    groups = number_groups(registry.products)
    for role in dict.fromkeys(one.role for one in lists):
        registry = _apply_role(registry, [one for one in lists if one.role == role], groups, letter)
    return registry


class _Said(NamedTuple):
    """One line of a list about one product: what it says, in which words, and where; `match` says how surely."""

    match: Match
    name: str
    value: Any
    words: str | None
    address: int
    name_address: int
    table: int
    place: Place


def _apply_role(registry: Registry, lists: list[SideList], groups: pd.Series, letter: Letter) -> Registry:
    """Complete one field of the registry from all lists that bring it."""
    role, field = lists[0].role, FIELD_OF_ROLE[lists[0].role]
    said, findings, side_tables = _match_lists(registry, lists, groups, letter)
    products = registry.products.copy()
    is_new = field in registry.absent_fields
    if is_new:
        _fill_blank(products, role)
    addresses, origins = registry.addresses.copy(), registry.origins.reindex(registry.products.index)
    if field not in origins:
        origins[field] = -1
    perhaps, disputed = [], dict(registry.disputed)
    for product, lines in sorted(said.items()):
        sure = [line for line in lines if line.match.same]
        unsure = [line for line in lines if not line.match.same]
        if sure:
            own = None if is_new else _own_value(registry, product, role)
            findings += _disagreements(registry, product, role, sure, own)
            agreed = _agreed(role, own, [line.value for line in sure])
            if agreed is None and (values := _values(own, sure)):
                disputed[product, field] = values
            write_value(products, product, field, agreed, letter.star_year_be)
            addresses.loc[product, field] = sure[0].address
            origins.loc[product, field] = sure[0].table
        is_open = not sure and _is_open(registry, product, role, is_new=is_new)
        if unsure and is_open:
            perhaps += _leave_open(products, product, field, unsure)
        findings += [_perhaps_finding(registry, product, line, is_open=is_open) for line in unsure]
    return replace(
        registry,
        products=products,
        addresses=addresses,
        origins=origins,
        side_tables=tuple(side_tables),
        inputs=(*registry.inputs, *(one.input for one in lists)),
        absent_fields=registry.absent_fields - {field},
        perhaps=pd.concat(
            [registry.perhaps, pd.DataFrame(perhaps, columns=PERHAPS_COLUMNS, dtype=object)], ignore_index=True
        ),
        disputed=disputed,
        findings=registry.findings + tuple(findings),
    )


def _match_lists(
    registry: Registry, lists: list[SideList], groups: pd.Series, letter: Letter
) -> tuple[dict[int, list[_Said]], list[Finding], list[TableSource]]:
    """By product what the lines of all lists say of it; what is to be told of the lists, and all side tables."""
    said: dict[int, list[_Said]] = defaultdict(list)
    findings: list[Finding] = []
    side_tables = list(registry.side_tables)
    for one in lists:
        of_round, of_others = _of_round(one, letter)
        matches = match_rows(of_round.rows, registry, groups, letter.matching, by_product=one.role != "standards")
        for line in _lines(of_round, matches, len(registry.tables) + len(side_tables)):
            said[line.match.product].append(line)
        side_tables += one.tables
        account = _account(one, matches, len(one.rows) - len(of_round.rows))
        told = make_finding("list.read", Place(one.input.name), **asdict(account))
        findings += [*one.findings, *of_others, *_unmatched(of_round, matches.nearest), told]
    return said, findings, side_tables


def _lines(one: SideList, matches: Matches, first_table: int) -> Iterator[_Said]:
    """What a list says of every product that one of its lines means. first_table: where its tables come to stand."""
    rows = list(one.rows.itertuples(index=False))
    for match in matches.matches:
        row: Any = rows[match.row]
        source = one.tables[row.table]
        name = next(
            name for name in (row.group_name, row.product_name, row.group_id, row.product_id) if name is not None
        )
        yield _Said(
            match=match,
            name=name,
            value=_value(one, row),
            words=row.value_words,
            address=row.value_address,
            name_address=row.name_address,
            table=first_table + row.table,
            place=Place(source.file, source.sheet, _cell(row.value_address)),
        )


def _cell(address: int) -> str | None:
    return cell_name(int(address)) if address >= 0 else None


def _value(one: SideList, row: Any) -> Any:
    """What a line says, None where it is unknown; of stars "none" for not rated."""
    if one.role == "stars":
        if pd.isna(row.star_rated):
            return None
        return int(row.star) if row.star_rated else "none"
    value = getattr(row, FIELD_OF_ROLE[one.role])
    return None if pd.isna(value) else value


def _account(one: SideList, matches: Matches, other_round: int) -> ListAccount:
    """Where every row of a list went. Raises AccountingError when the sums do not add up."""
    sure = {match.row for match in matches.matches if match.same}
    perhaps = {match.row for match in matches.matches} - sure
    beside = sum(count for table in one.tables for kind, count in table.rows.items() if kind != "data")
    account = ListAccount(
        rows_read=one.input.rows,
        matched=len(sure),
        perhaps=len(perhaps),
        unmatched=len(matches.nearest),
        other_round=other_round,
        out_of_scope=one.out_of_scope,
        nameless=one.nameless,
        beside=beside,
    )
    check_list_sums(account)
    return account


def _of_round(one: SideList, letter: Letter) -> tuple[SideList, list[Finding]]:
    """A star list's lines of the letter's round; a star of another round says nothing of it, and that is told."""
    if one.role != "stars" or letter.star_year_be is None:
        return one, []
    keep = one.rows["star_year_be"].eq(letter.star_year_be).fillna(value=False).astype(bool)
    others = one.rows[~keep]
    findings = [
        make_finding(
            "list.other-round",
            Place(one.tables[table].file, one.tables[table].sheet, _cell(int(lines["value_address"].iloc[0]))),
            count=len(lines),
            rows=_row_ranges(lines["value_address"] // EXCEL_MAX_COLUMNS + 1),
            year="-" if pd.isna(year) else int(year),
            wanted=letter.star_year_be,
        )
        for table, year, lines in _by_table_and_year(others)
    ]
    return replace(one, rows=one.rows[keep].reset_index(drop=True)), findings


def _by_table_and_year(rows: pd.DataFrame) -> Iterator[tuple[int, Any, pd.DataFrame]]:
    for key, lines in rows.groupby(["table", "star_year_be"], dropna=False):
        table, year = tuple(key)
        yield int(str(table)), year, lines


def _row_ranges(rows: Iterable[int]) -> str:
    """Rows below one another as ranges: 2–4, 7."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and ranges[-1][-1] == row - 1:
            ranges[-1] = [ranges[-1][0], row]
        else:
            ranges.append([row])
    return ", ".join("–".join(map(str, ends)) for ends in ranges)


def _fill_blank(products: pd.DataFrame, role: str) -> None:
    """What it means that no list names a product; a standard nobody states stays unknown."""
    if role == "stars":
        products["star_rated"] = pd.array([False] * len(products), dtype="boolean")
    elif role == "projects":
        products["other_project"] = pd.Categorical(["clear"] * len(products), categories=CODED_VALUES["other_project"])


def _is_open(registry: Registry, product: int, role: str, *, is_new: bool) -> bool:
    """The registry itself does not say: a perhaps leaves the value unknown."""
    row: Any = registry.products.loc[product]
    if role == "stars":
        return is_new or not (pd.notna(row["star_rated"]) and row["star_rated"])
    if role == "projects":
        return is_new or bool(row["other_project"] != "in_project")
    return bool(pd.isna(row["standard"]))


def _state(products: pd.DataFrame, product: int, field: str) -> Any:
    """What stands of a product before a doubt: None where it is unknown; of stars "none" for not rated."""
    row: Any = products.loc[product]
    if field == "star":
        return None if pd.isna(row["star_rated"]) else int(row["star"]) if row["star_rated"] else "none"
    return None if pd.isna(row[field]) else row[field]


def _leave_open(products: pd.DataFrame, product: int, field: str, unsure: list[_Said]) -> list[list[Any]]:
    """Make the value unknown; a row of PERHAPS_COLUMNS per line that leaves it in doubt."""
    state = _state(products, product, field)
    write_value(products, product, field, None, None)
    return [
        [product, field, one.name, one.match.likeness, one.table, one.name_address, one.value, one.address, state]
        for one in unsure
    ]


def _values(own: Any, sure: list[_Said]) -> tuple[str, ...]:
    """What the sources say, in an order of its own; nothing where they do not differ."""
    values = {str(line.value) for line in sure} | (set() if own is None else {str(own)})
    return tuple(sorted(values)) if len(values) > 1 else ()


def _disagreements(registry: Registry, product: int, role: str, sure: list[_Said], own: Any) -> Iterator[Finding]:
    """A finding at every line that differs from the registry's own cell, or from the first line."""
    field = FIELD_OF_ROLE[role]
    first = sure[0].value if own is None else own
    place = sure[0].place if own is None else registry.place(product, field)
    for line in sure:
        if line.value is not None and first is not None and line.value != first:
            yield make_finding(
                "list.disagrees",
                line.place,
                value=line.words or str(line.value),
                said=in_words(field, line.value, line.words),
                group=str(registry.products["group_name"].iat[product]),
                other_value=in_words(field, first, sure[0].words if own is None else None),
                other_place=place.whole,
                field=field,
            )


def in_words(field: str, value: Any, words: str | None = None) -> dict[str, str]:
    """What a cell says, per language: its own words, else those of the value (None: unknown)."""
    if value is None:
        return {lang: words or text("words.truth.unknown", lang) for lang in LANGUAGES}
    named = "not_rated" if field == "star" and value == "none" else value
    return {lang: words or value_text(field, named, lang) for lang in LANGUAGES}


def _agreed(role: str, own: Any, values: list[Any]) -> Any:
    """The one value of all sources, None where they differ or one is unknown; of standards the best."""
    known = [value for value in (own, *values) if value is not None]
    if role == "standards":
        return min(known, key=CODED_VALUES["standard"].index, default=None)
    return known[0] if known and None not in values and all(value == known[0] for value in known) else None


def _own_value(registry: Registry, product: int, role: str) -> Any:
    """What the registry's own cell says against a list; a blank says nothing, and neither does an unknown."""
    row: Any = registry.products.loc[product]
    if role == "stars":
        return int(row["star"]) if pd.notna(row["star_rated"]) and row["star_rated"] else None
    if role == "projects" and not row["project_said"]:
        return None
    value = row[FIELD_OF_ROLE[role]]
    return None if pd.isna(value) else value


def write_value(products: pd.DataFrame, product: int, field: str, value: Any, star_year_be: int | None) -> None:
    """Set one value, None for unknown; of stars "none" for not rated, and the round that the stars are of."""
    if field != "star":
        products.loc[product, field] = value
        return
    products.loc[product, "star_rated"] = pd.NA if value is None else value != "none"
    products.loc[product, "star"] = pd.NA if value in (None, "none") else value
    if star_year_be is not None:
        products.loc[product, "star_year_be"] = star_year_be


def _unmatched(one: SideList, nearest: dict[int, tuple[str, ...]]) -> Iterator[Finding]:
    """One finding per line that means no product of the registry."""
    for row, names in nearest.items():
        line = one.rows.iloc[row]
        source = one.tables[int(line["table"])]
        address = int(line["name_address"])
        place = Place(source.file, source.sheet, cell_name(address) if address >= 0 else None)
        parts = [str(line[name]) for name in ("group_name", "product_name") if line[name] is not None]
        parts = parts or [str(line[name]) for name in ("group_id", "product_id") if line[name] is not None]
        suggestion = ", ".join(f"“{name}”" for name in names) or "-"
        yield make_finding("list.unmatched", place, value=" / ".join(parts), suggestion=suggestion)


def _perhaps_finding(registry: Registry, product: int, line: _Said, *, is_open: bool) -> Finding:
    own = registry.place(product, "group_name")
    return make_finding(
        "list.id-and-name-differ" if line.match.id_differs else "list.perhaps-same",
        line.place._replace(cell=_cell(line.name_address)),
        severity="warning" if is_open else "info",
        value=str(line.name),
        group=str(registry.products["group_name"].iat[product]),
        other_place=own.whole,
        likeness=f"{line.match.likeness:.0f}",
        effect=effect_of_doubt("unknown" if is_open else "none"),
    )


def effect_of_doubt(name: str) -> dict[str, str]:
    """What follows from a line that is perhaps about a product, in words: unknown, none, or answered yes or no."""
    return {lang: text(f"words.doubt.{name}", lang) for lang in LANGUAGES}
