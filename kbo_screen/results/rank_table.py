"""The shortlist as a table: one row per listed group, with the names of the JSON. Holds no personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Place
from kbo_screen.results.cell_places import place_words
from kbo_screen.results.flat_table import FlatTable
from kbo_screen.results.rank_payload import group_payloads

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run

_LEFT_OUT: Final = ("other_products", "source", "answers")
_COLUMNS: Final = (
    "province", "district", "district_code", "rank", "selected", "tier", "certainty", "group_id", "group_name",
    "subdistrict", "product_id", "product_name", "category", "star", "star_year_be", "quadrant", "registered_year_be",
    "standard", "to_confirm", "notes", "reason", "file", "sheet", "row", "other_files",
)  # fmt: skip


def rank_table(run: Run) -> FlatTable:
    """One row per listed group, in the order of the list."""
    listed = run.screening.listed
    places = zip(
        listed["province"], listed["district"], listed["district_code"], strict=True
    )
    rows = []
    for (province, district, code), group in zip(
        places, group_payloads(run, listed), strict=True
    ):
        values = {
            "province": province,
            "district": district,
            "district_code": code,
            **_flat(group),
        }
        rows.append([values[name] for name in _COLUMNS])
    return FlatTable(_COLUMNS, rows)


def _flat(group: dict[str, Any]) -> dict[str, Any]:
    """A group with its lists joined and its place spelled out."""
    source = group["source"]
    flat = {name: value for name, value in group.items() if name not in _LEFT_OUT}
    for name in ("to_confirm", "notes"):
        flat[name] = " ".join(group[name])
    others = [
        f"{name}: {place_words(Place(**place))}"
        for name, place in source["other_files"].items()
    ]
    return (
        flat
        | {name: source[name] for name in ("file", "sheet", "row")}
        | {"other_files": "; ".join(others)}
    )
