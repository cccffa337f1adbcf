"""What stands in an office's own form of a district: the proposed groups in rank order, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import value_text
from kbo_screen.results.forms.district_form import labels_of
from kbo_screen.results.rows import each_row, plain
from kbo_screen.vocabulary.fields import FIELDS, PERSONAL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.registry import ScopeDistrict

#: What stands in a row, by field.
OfficeRow = dict[str, str | int]
#: What the district says itself.
_OF_DISTRICT = frozenset({*PERSONAL_FIELDS, "potential"})


@dataclass(frozen=True, slots=True)
class OfficeRows:
    """One district's form: what its head says by field, and a row per group: field -> what stands there."""

    district: ScopeDistrict
    rows: Sequence[OfficeRow] = ()

    @property
    def head(self) -> dict[str, str]:
        """The names of the areas."""
        return {"district": self.district.district, "province": self.district.province}


def office_rows(run: Run) -> list[OfficeRows]:
    """A form per district of the run. What is not known, and what the district says itself, is left blank."""
    listed = run.screening.listed
    products = run.registry.products.loc[listed["product"]]
    rows_by_district: dict[int, list[OfficeRow]] = {}
    rows = zip(each_row(listed), each_row(products), labels_of(listed), strict=True)
    for group, product, label in rows:
        if group.selected:
            row = _row_of(group, product, run.lang) | {"group_name": label}
            rows_by_district.setdefault(group.district_ix, []).append(row)
    return [
        OfficeRows(district, tuple(rows_by_district.get(district_ix, ())))
        for district_ix, district in enumerate(run.areas)
    ]


def _row_of(group: Any, product: Any, lang: str) -> OfficeRow:
    """What is known of a group and the product it stands by, in words."""
    row: OfficeRow = {}
    for field in FIELDS:
        value = plain(getattr(group, field, None))
        if value is None:
            value = plain(getattr(product, field, None))
        if field in _OF_DISTRICT or value is None:
            continue
        is_number = isinstance(value, int)
        row[field] = value if is_number else value_text(field, value, lang)
    if plain(product.star_rated) is False:
        row["star"] = "-"
    return row
