"""What lies beside a worksheet in an xlsx package: notes on its cells, threaded comments, pivot tables."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.addresses import position_of, range_of
from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.package import relations_of
from kbo_screen.grid.xml_tree import elements_named, text_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from kbo_screen.grid.grid import Merge, Position
    from kbo_screen.grid.xml_tree import Package

    Texts = defaultdict[Position, list[str]]

#: What Excel writes into a plain note in place of a threaded comment, for programs that know none.
_THREADED_STAND_IN: Final = "[Threaded comment]"
#: More pivot tables are on no sheet.
MAX_PIVOTS: Final = 1_000


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """The notes of a sheet by their cells, a thread of comments as one text, and where its pivot tables lie."""

    notes: Mapping[Position, str] = field(default_factory=dict)
    pivots: tuple[Merge, ...] = ()


def read_extras(package: Package, sheet_part: str) -> SheetExtras:
    """What a sheet's relations name, each part once.

    Raises ElementTree.ParseError, LookupError or ValueError for broken parts, ReadError for too many.
    """
    notes: Texts = defaultdict(list)
    threads: Texts = defaultdict(list)
    pivots: list[Merge] = []
    relations = relations_of(package, sheet_part)
    kind_of_target = {relation.target.lower(): relation.kind for relation in relations}
    for target, kind in kind_of_target.items():
        part = package.part_named(target)
        if part is None:
            continue
        if kind == "comments":
            _collect(tree_of(package, part), "comment", notes)
        elif kind == "threadedComment":
            _collect(tree_of(package, part), "threadedComment", threads)
        elif kind == "pivotTable":
            pivots.extend(_ranges(tree_of(package, part)))
    if len(pivots) > MAX_PIVOTS:
        raise unreadable("too-large")
    return SheetExtras(_joined(notes, threads), tuple(pivots))


def _joined(notes: Texts, threads: Texts) -> dict[Position, str]:
    """One text per cell: its thread where it has one, else its notes but for one that stands in for a thread."""
    return {
        cell: " / ".join(texts)
        for cell, texts in (notes | threads).items()
        if cell in threads or not texts[0].startswith(_THREADED_STAND_IN)
    }


def _collect(
    root: Element,
    name: str,
    texts: Texts,
) -> None:
    """Add the texts of all elements of a name to those of their cells, in order."""
    for element in elements_named(root, name):
        reference = element.get("ref")
        if reference is None:
            continue
        cell = position_of(reference.replace("$", "").strip().upper())
        text = _text_of(element)
        if text:
            texts[cell].append(text)


def _text_of(comment: Element) -> str:
    return " ".join(text_in(comment, "t", "text").split())


def _ranges(root: Element) -> Iterator[Merge]:
    """Where a pivot table lies, as far as it says so in a way that is known."""
    for location in elements_named(root, "location"):
        with suppress(ValueError):
            yield range_of(location.get("ref", ""))
