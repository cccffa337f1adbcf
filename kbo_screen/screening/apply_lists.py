"""What side lists add to a registry: stars, standards and other projects, each with the cell it came from.

Knows what a list may settle and what stays unknown. Refuses to let one source overrule another in silence.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.screening.identity import number_groups
from kbo_screen.screening.matching import Match, match_rows
from kbo_screen.screening.registry import PERHAPS_COLUMNS, Registry, cell_name
from kbo_screen.screening.side_lists import FIELD_OF_ROLE, SideList
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.model import Letter


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


class _Said:
    """One line of a list about one product: what it says, and where."""

    def __init__(self, one: SideList, match: Match, table: int) -> None:
        row: Any = one.rows.iloc[match.row]
        self.same, self.likeness = match.same, match.likeness
        self.name = row["group_name"] if row["group_name"] is not None else row["product_name"]
        self.address, self.name_address, self.table = int(row["value_address"]), int(row["name_address"]), table
        source = one.tables[int(row["table"])]
        self.place = Place(source.file, source.sheet, cell_name(self.address) if self.address >= 0 else None)
        self.value = _value(one, row)


def _value(one: SideList, row: Any) -> Any:
    """What a line says, None where it is unknown; of stars "none" for not rated."""
    if one.role == "stars":
        if pd.isna(row["star_rated"]):
            return None
        return int(row["star"]) if row["star_rated"] else "none"
    value = row[FIELD_OF_ROLE[one.role]]
    return None if pd.isna(value) else value


def _apply_role(registry: Registry, lists: list[SideList], groups: pd.Series, letter: Letter) -> Registry:
    """Complete one field of the registry from all lists that bring it."""
    role, field = lists[0].role, FIELD_OF_ROLE[lists[0].role]
    said: dict[int, list[_Said]] = defaultdict(list)
    findings: list[Finding] = []
    side_tables = list(registry.side_tables)
    for one in lists:
        one = _of_round(one, letter)
        found = match_rows(one.rows, registry, groups, letter.matching, by_product=role != "standards")
        offset = len(registry.tables) + len(side_tables)
        side_tables += one.tables
        for match in found.found:
            said[match.product].append(_Said(one, match, offset + one.rows["table"].tolist()[match.row]))
        findings += [*one.findings, *_unmatched(one, found.nearest)]
    products = registry.products.copy()
    is_new = field in registry.absent_fields
    if is_new:
        _fill_blank(products, role)
    addresses, origins = registry.addresses.copy(), registry.origins.reindex(registry.products.index)
    if field not in origins:
        origins[field] = -1
    perhaps = []
    for product, lines in sorted(said.items()):
        sure = [line for line in lines if line.same]
        if sure:
            own = None if is_new else _own_value(registry, product, role)
            findings += _disagreements(registry, product, role, sure, own)
            _write(products, product, role, _agreed(role, own, [line.value for line in sure]))
            if role == "stars":
                products.loc[product, "star_year_be"] = letter.star_year_be
            addresses.loc[product, field] = sure[0].address
            origins.loc[product, field] = sure[0].table
        elif _is_open(registry, product, role, is_new=is_new):
            _leave_open(products, product, role)
            perhaps += [
                [product, field, one.name, one.likeness, one.table, one.name_address, one.value] for one in lines
            ]
            findings += [_perhaps_finding(registry, product, one) for one in lines]
    return replace(
        registry,
        products=products,
        addresses=addresses,
        origins=origins,
        side_tables=tuple(side_tables),
        inputs=(*registry.inputs, *(one.input for one in lists)),
        absent_fields=registry.absent_fields - {field},
        perhaps=pd.concat([registry.perhaps, pd.DataFrame(perhaps, columns=PERHAPS_COLUMNS)], ignore_index=True),
        findings=registry.findings + tuple(findings),
    )


def _of_round(one: SideList, letter: Letter) -> SideList:
    """A star list's lines of the letter's round; a star of another round says nothing of it."""
    if one.role != "stars" or letter.star_year_be is None:
        return one
    keep = one.rows["star_year_be"].eq(letter.star_year_be).fillna(value=False).astype(bool)
    return replace(one, rows=one.rows[keep].reset_index(drop=True))


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


def _leave_open(products: pd.DataFrame, product: int, role: str) -> None:
    if role == "stars":
        products.loc[product, "star_rated"] = pd.NA
        products.loc[product, "star"] = pd.NA
    elif role == "projects":
        products.loc[product, "other_project"] = None


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
                value=str(line.value),
                group=str(registry.products["group_name"].iat[product]),
                other_value=str(first),
                other_place=" ".join(part for part in (place.file, place.cell) if part),
                field=field,
            )


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


def _write(products: pd.DataFrame, product: int, role: str, value: Any) -> None:
    if role == "stars":
        products.loc[product, "star_rated"] = pd.NA if value is None else value != "none"
        products.loc[product, "star"] = pd.NA if value in (None, "none") else value
    else:
        products.loc[product, FIELD_OF_ROLE[role]] = value


def _unmatched(one: SideList, nearest: dict[int, tuple[str, ...]]) -> Iterator[Finding]:
    """One finding per line that means no product of the registry."""
    for row, names in nearest.items():
        line = one.rows.iloc[row]
        source = one.tables[int(line["table"])]
        address = int(line["name_address"])
        place = Place(source.file, source.sheet, cell_name(address) if address >= 0 else None)
        parts = [str(line[name]) for name in ("group_name", "product_name", "group_id") if line[name] is not None]
        suggestion = ", ".join(f"“{name}”" for name in names) or "-"
        yield make_finding("list.unmatched", place, value=" / ".join(parts), suggestion=suggestion)


def _perhaps_finding(registry: Registry, product: int, line: _Said) -> Finding:
    own = registry.place(product, "group_name")
    return make_finding(
        "list.perhaps-same",
        line.place._replace(cell=cell_name(line.name_address) if line.name_address >= 0 else None),
        value=str(line.name),
        group=str(registry.products["group_name"].iat[product]),
        other_place=" ".join(part for part in (own.file, own.cell) if part),
        likeness=f"{line.likeness:.0f}",
    )
