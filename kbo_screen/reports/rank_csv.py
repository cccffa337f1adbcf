"""The shortlist as CSV: one row per listed group, the names of the JSON, as Excel opens it.

Knows how a text is kept from becoming a formula. Refuses personal data.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Place
from kbo_screen.reports.console import without_controls
from kbo_screen.reports.places import place_words
from kbo_screen.reports.rank_json import group_payloads

if TYPE_CHECKING:
    from kbo_screen.screening.run import Run

BOM: Final = "\ufeff"
#: The signs that begin a formula; of full width (U+FF1D, U+FF0B, U+FF0D, U+FF20) some Excels take them so too.
_FORMULA: Final = re.compile("^\\s*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"^-?\d+(\.\d+)?$")
_LEFT_OUT: Final = ("other_products", "source", "answers")


def to_csv(run: Run) -> str:
    """The text of the file, its byte-order mark in front: utf-8-sig, as Excel wants it."""
    listed = run.screening.listed
    places = zip(listed["province"], listed["district"], listed["district_code"], strict=True)
    rows = [
        {"province": province, "district": district, "district_code": code, **_flat(group)}
        for (province, district, code), group in zip(places, group_payloads(run, listed), strict=True)
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    writer.writerows([as_text(row[name]) for name in _HEADER] for row in rows)
    return BOM + out.getvalue()


_HEADER: Final = (
    "province", "district", "district_code", "rank", "selected", "tier", "certainty", "group_id", "group_name",
    "subdistrict", "product_id", "product_name", "category", "star", "star_year_be", "quadrant", "registered_year_be",
    "standard", "to_confirm", "notes", "reason", "file", "sheet", "row", "other_files",
)  # fmt: skip


def as_text(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal for a command; negative numbers stay numbers.

    >>> as_text("=1+1"), as_text("-5"), as_text(None)
    ("'=1+1", '-5', '')
    """
    shown = "" if value is None else without_controls(str(value))
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.match(shown) else shown


def _flat(group: dict[str, Any]) -> dict[str, Any]:
    """A group with its lists joined and its place spelled out."""
    source = group["source"]
    flat = {name: value for name, value in group.items() if name not in _LEFT_OUT}
    for name in ("to_confirm", "notes"):
        flat[name] = " ".join(group[name])
    others = [f"{name}: {place_words(Place(**place))}" for name, place in source["other_files"].items()]
    return flat | {name: source[name] for name in ("file", "sheet", "row")} | {"other_files": "; ".join(others)}
