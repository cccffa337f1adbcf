"""What stands in an office's own form of a district: the proposed groups in rank order, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import value_text
from kbo_screen.results.rows import each_row, plain
from kbo_screen.vocabulary.fields import FIELDS, PERSONAL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.registry import ScopeDistrict

#: What the district says itself.
_OF_DISTRICT = frozenset({*PERSONAL_FIELDS, "potential"})


@dataclass(frozen=True, slots=True)
class OfficeRows:
    """One district's form: what its head says by field, and a row per group: field -> what stands there."""

    district: ScopeDistrict
    rows: Sequence[Mapping[str, str | int]] = ()

    @property
    def head(self) -> dict[str, str]:
        """The names of the areas."""
        return {"district": self.district.district, "province": self.district.province}


def office_rows(run: Run) -> list[OfficeRows]:
    """A form per district of the run. What is not known, and what the district says itself, is left blank."""
    listed = run.screening.listed
    proposed = listed[listed["selected"]]
    is_repeated = listed.duplicated(["district_ix", "group_name"], keep=False)
    products = run.registry.products.loc[proposed["product"]]
    rows_by_district: dict[int, list[dict[str, str | int]]] = {}
    rows = zip(
        each_row(proposed),
        each_row(products),
        is_repeated[proposed.index],
        strict=True,
    )
    for group, product, has_namesake in rows:
        row = _row_of(group, product, run.lang)
        if has_namesake:
            row["group_name"] = f"{group.group_name} ({group.group_id})"
        rows_by_district.setdefault(group.district_ix, []).append(row)
    return [
        OfficeRows(district, tuple(rows_by_district.get(district_ix, ())))
        for district_ix, district in enumerate(run.areas)
    ]


def _row_of(
    group: Any,
    product: Any,
    lang: str,
) -> dict[str, str | int]:
    """What is known of a group and the product it stands by, in words."""
    row: dict[str, str | int] = {}
    for field in FIELDS:
        of_group = getattr(group, field, None)
        value = (
            of_group if plain(of_group) is not None else getattr(product, field, None)
        )
        if field in _OF_DISTRICT or plain(value) is None:
            continue
        is_number = isinstance(plain(value), int)
        row[field] = plain(value) if is_number else value_text(field, value, lang)
    if plain(product.star_rated) is False:
        row["star"] = "-"
    return row
