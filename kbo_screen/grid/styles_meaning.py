"""What the styles of an xlsx package look like, each as a text by its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.grid.canonical_xml import canonical
from kbo_screen.grid.xml_tree import (
    children_of,
    elements_named,
    local_name,
    tree_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from kbo_screen.grid.xml_tree import Package

#: Below it number formats are built in, and a program may write their code or not.
_FIRST_OWN_FORMAT: Final = 164
#: How a border may run across its cell.
_DIAGONALS: Final = ("diagonalUp", "diagonalDown")
#: Number formats that are built in, where a program writes them as its own.
_BUILT_IN: Final = {
    "general": "0",
    "0": "1",
    "0.00": "2",
    "#,##0": "3",
    "#,##0.00": "4",
    "0%": "9",
    "0.00%": "10",
    "@": "49",
}
#: A fill that is none.
_NO_FILL: Final = "<fill><patternFill></></>"


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks: its fill, the sides of its border by their names, all else."""

    fill: str
    look: str
    sides: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a package. cells: by the number that a cell bears; differences: of conditional formats."""

    cells: tuple[CellStyle, ...] = ()
    differences: tuple[str, ...] = ()
    palette: str = ""

    def of_cell(self, number: str) -> CellStyle:
        """The style of a cell's number; the plain one where there is none."""
        position = int(number)
        if position < len(self.cells):
            return self.cells[position]
        return CellStyle("", "", {})

    def difference(self, number: str) -> str:
        """What a conditional format changes, by its number."""
        position = int(number)
        return self.differences[position] if position < len(self.differences) else ""


def read_styles(package: Package, name: str) -> Styles:
    """The styles of a package; none where it has no part of them.

    Raises ParseError, LookupError or ValueError for a broken part.
    """
    part = package.part_named(name)
    if part is None:
        return Styles()
    root = tree_of(package, part)
    formats = _number_formats(root)
    fonts = _texts(root, "fonts")
    fills = _texts(root, "fills")
    borders = [_sides(border) for border in children_of(root, "borders")]
    cells = []
    for style in children_of(root, "cellXfs"):
        fill = _numbered(fills, style, "fillId", "")
        font = _numbered(fonts, style, "fontId", "")
        sides = _numbered(borders, style, "borderId", {})
        look = _look_of(style, font, formats)
        cells.append(CellStyle("" if fill == _NO_FILL else fill, look, sides))
    palette = "".join(map(canonical, elements_named(root, "indexedColors")))
    return Styles(tuple(cells), tuple(_texts(root, "dxfs")), palette)


def _numbered(
    things: list[Any],
    style: Element,
    name: str,
    default: Any,
) -> Any:
    """The font, fill or border that a style names by its number."""
    return things[int(style.get(name, "0"))] if things else default


def _look_of(
    style: Element,
    font: str,
    formats: Mapping[str, str],
) -> str:
    """All of a style but its fill and its border."""
    number = style.get("numFmtId", "0")
    is_quoted = style.get("quotePrefix") in ("1", "true")
    parts = [font, formats.get(number, number), "quoted" if is_quoted else ""]
    parts += sorted(map(canonical, style))
    return "|".join(filter(None, parts))


def _texts(root: Element, name: str) -> list[str]:
    return [canonical(element) for element in children_of(root, name)]


def _sides(border: Element) -> dict[str, str]:
    """The sides of a border that are drawn, with how the diagonal one runs."""
    sides = {}
    for side in border:
        words = canonical(side)
        if words:
            sides[local_name(side.tag)] = words
    diagonals = [name for name in _DIAGONALS if border.get(name) in ("1", "true")]
    return sides | {name: name for name in diagonals}


def _number_formats(root: Element) -> dict[str, str]:
    """The codes of a workbook's own number formats, by their numbers."""
    formats = {}
    for element in children_of(root, "numFmts"):
        number = element.get("numFmtId", "0")
        code = element.get("formatCode", "")
        if code.lower() in _BUILT_IN:
            formats[number] = _BUILT_IN[code.lower()]
        elif int(number) >= _FIRST_OWN_FORMAT:
            formats[number] = f"code {code}"
    return formats
