"""What lies beside a worksheet in an xlsx package: notes on its cells, threaded comments, pivot tables.

Knows the parts that a sheet's relations name. Refuses to know what a note means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from kbo_screen.grid.package import parts_by_name, relations_of
from kbo_screen.grid.sheet_tokens import position_of

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

    from kbo_screen.grid.grid import Merge
    from kbo_screen.grid.sheet_facts import Position

#: What Excel writes into a plain note in place of a threaded comment, for programs that know none.
_THREADED_STAND_IN: Final = "[Threaded comment]"
#: How a pivot table says where it lies.
_RANGE: Final = re.compile(
    r"^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$"
)


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """The notes of a sheet by their cells, a thread of comments as one text, and where its pivot tables lie."""

    notes: Mapping[Position, str] = field(default_factory=dict)
    pivots: tuple[Merge, ...] = ()


def read_extras(package: zipfile.ZipFile, sheet_part: str) -> SheetExtras:
    """What a sheet's relations name. Raises ElementTree.ParseError, LookupError or ValueError for broken parts."""
    parts = parts_by_name(package)
    notes: dict[Position, str] = {}
    threads: dict[Position, str] = {}
    pivots: list[Merge] = []
    for relation in relations_of(package, sheet_part):
        part = parts.get(relation.target.lower())
        if part is None or relation.kind not in (
            "comments",
            "threadedComment",
            "pivotTable",
        ):
            continue
        root = ElementTree.fromstring(package.read(part))  # noqa: S314 - entities were refused
        if relation.kind == "comments":
            _collect(root, "comment", notes)
        elif relation.kind == "threadedComment":
            _collect(root, "threadedComment", threads)
        else:
            pivots.extend(_ranges(root))
    plain = {
        cell: text
        for cell, text in notes.items()
        if not text.startswith(_THREADED_STAND_IN)
    }
    return SheetExtras(plain | threads, tuple(pivots))


def _collect(root: ElementTree.Element, name: str, texts: dict[Position, str]) -> None:
    """Add the texts of all elements of a name to those of their cells, in order."""
    for element in root.iter():
        if _local(element.tag) != name or "ref" not in element.attrib:
            continue
        cell = position_of(element.attrib["ref"].replace("$", "").strip().upper())
        spoken = (
            part.text or ""
            for part in element.iter()
            if _local(part.tag) in ("t", "text")
        )
        text = " ".join("".join(spoken).split())
        if text:
            texts[cell] = f"{texts[cell]} / {text}" if cell in texts else text


def _ranges(root: ElementTree.Element) -> list[Merge]:
    """Where a pivot table lies, as (first row, first column, last row, last column) from 0."""
    ranges = []
    for element in root.iter():
        match = (
            _RANGE.match(element.get("ref", ""))
            if _local(element.tag) == "location"
            else None
        )
        if match:
            first_column, first_row, last_column, last_row = match.groups()
            first = position_of(f"{first_column}{first_row}")
            ranges.append(
                (
                    *first,
                    *(
                        position_of(f"{last_column}{last_row}")
                        if last_column
                        else first
                    ),
                )
            )
    return ranges


def _local(name: str) -> str:
    return name.rpartition("}")[2]
