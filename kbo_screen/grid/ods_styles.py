"""What the styles of an ods workbook say that a person sees and a reader does not: hidden, struck out, coloured."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.grid.styles_xml import SYMBOL_FONTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

_NAMESPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE: Final = f"{{{_NAMESPACE}style:1.0}}"
_FO: Final = f"{{{_NAMESPACE}xsl-fo-compatible:1.0}}"
STYLE_TAG: Final = f"{_STYLE}style"
_NAME: Final = f"{_STYLE}name"
_FAMILY: Final = f"{_STYLE}family"
_PARENT: Final = f"{_STYLE}parent-style-name"
_STRIKES: Final = (
    f"{_STYLE}text-line-through-style",
    f"{_STYLE}text-line-through-type",
)
_FONTS: Final = (f"{_STYLE}font-name", f"{_FO}font-family")
_BACKGROUND: Final = f"{_FO}background-color"
_SIZES: Final = (f"{_STYLE}row-height", f"{_STYLE}column-width")
#: Fills that mark nothing.
_UNMARKED: Final = ("TRANSPARENT", "FFFFFF")
#: Styles that stand on one another: more make a circle, or nothing that a program writes.
_MOST_PARENTS: Final = 20


class OdsLook(NamedTuple):
    """What one style says itself; None: what the style that it stands on says."""

    parent: str | None = None
    is_struck: bool | None = None
    symbol_font: str | None = None
    fill: str | None = None
    has_no_size: bool = False


class OdsStyles:
    """The styles of a workbook by family ("table-cell", "text", "table-row" …) and name."""

    def __init__(self) -> None:
        self._looks: dict[tuple[str, str], OdsLook] = {}
        self._whole_looks: dict[tuple[str, str | None], OdsLook] = {}
        #: Some style strikes out, colours or is in a symbol font.
        self.has_marks = False

    def add(self, style: Element) -> None:
        """Take in a style, its properties inside it."""
        look = _look_of(style)
        self._looks[style.get(_FAMILY, ""), style.get(_NAME, "")] = look
        has_mark = look.is_struck or look.symbol_font or look.fill
        self.has_marks |= bool(has_mark)

    def has_no_size(self, family: str, name: str | None) -> bool:
        """True for the style of a row or a column that takes no place on the screen."""
        return self._looks.get((family, name or ""), OdsLook()).has_no_size

    def look(self, family: str, name: str | None) -> OdsLook:
        """What a style says with all that it stands on; to be asked when all styles are in."""
        key = (family, name)
        if key not in self._whole_looks:
            self._whole_looks[key] = self._whole_look(family, name)
        return self._whole_looks[key]

    def _whole_look(self, family: str, name: str | None) -> OdsLook:
        look = self._looks.get((family, name or ""), OdsLook())
        for _ in range(_MOST_PARENTS):
            parent = self._looks.get((family, look.parent or ""))
            if parent is None:
                break
            look = _standing_on(look, parent)
        return look


def _standing_on(look: OdsLook, parent: OdsLook) -> OdsLook:
    return OdsLook(
        parent.parent,
        parent.is_struck if look.is_struck is None else look.is_struck,
        parent.symbol_font if look.symbol_font is None else look.symbol_font,
        parent.fill if look.fill is None else look.fill,
    )


def _look_of(style: Element) -> OdsLook:
    properties: dict[str, str] = {}
    for part in style:
        properties.update(part.attrib)
    strikes = _stated(properties, _STRIKES)
    fonts = _stated(properties, _FONTS)
    sizes = _stated(properties, _SIZES)
    background = properties.get(_BACKGROUND)
    return OdsLook(
        style.get(_PARENT),
        "none" not in strikes if strikes else None,
        _symbol_font(fonts) if fonts else None,
        _fill(background) if background else None,
        any(map(_is_zero, sizes)),
    )


def _stated(properties: Mapping[str, str], names: Sequence[str]) -> list[str]:
    """The values of these properties, as far as a style states them."""
    return [properties[name] for name in names if name in properties]


def _symbol_font(fonts: list[str]) -> str:
    """The symbol font among the names of a font, in small letters; "" for letters that are letters."""
    for font in fonts:
        name = font.strip("' ").lower()
        if name in SYMBOL_FONTS:
            return name
    return ""


def _fill(background: str) -> str:
    """The colour of a fill as "FFFF00"; "" for none and for white."""
    colour = background.lstrip("#").upper()
    return "" if colour in _UNMARKED else colour


def _is_zero(size: str) -> bool:
    """A height or width of 0, whatever the unit.

    >>> _is_zero("0cm"), _is_zero("0.00in"), _is_zero("0.05in")
    (True, True, False)
    """
    return bool(size) and not size.rstrip(ascii_lowercase).strip("0.")
