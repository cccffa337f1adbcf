"""What the styles of an xlsx workbook say that a person sees and a reader does not: struck out, symbols, fills.

Knows the XML of styles and of shared texts. Refuses to know which cell has which style: `sheet_xml.py` looks for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar
from xml.etree import ElementTree

from kbo_screen.grid.package import main_part, parts_by_name, relations_of

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping, Sequence

Thing = TypeVar("Thing")

#: Fonts in which a letter is a picture.
SYMBOL_FONTS: Final = frozenset(
    {"wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett"}
)
#: A text of several runs, each with a look of its own, and a run that is struck out.
_SHARED_TEXT: Final = re.compile(
    rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", re.DOTALL
)
STRUCK_RUN: Final = re.compile(
    rb"""<(?:\w+:)?strike\b(?![^>]*\bval\s*=\s*["'](?:0|false)["'])[^>]*>"""
)
_NO: Final = ("0", "false")
#: Fills that mark nothing.
_WHITE: Final = ("FFFFFFFF", "00FFFFFF")


@dataclass(frozen=True, slots=True)
class Marks:
    """The styles (as cells name them) and the shared texts (by their positions) that are to be looked for."""

    struck_styles: frozenset[int] = frozenset()
    struck_texts: frozenset[int] = frozenset()
    #: Style -> the symbol font, in small letters.
    symbol_styles: Mapping[int, str] = field(default_factory=dict)
    #: Style -> the colour of its fill, as a person can name it: "FFFF00", else "theme 4" and the like.
    fill_styles: Mapping[int, str] = field(default_factory=dict)


def read_marks(package: zipfile.ZipFile) -> Marks:
    """The marks that the cells of a workbook may bear. Raises ElementTree.ParseError, LookupError or ValueError."""
    parts = parts_by_name(package)
    relations = relations_of(package, main_part(package))
    by_kind = {
        relation.kind: parts.get(relation.target.lower()) for relation in relations
    }
    styles, texts = by_kind.get("styles"), by_kind.get("sharedStrings")
    struck_texts = (
        frozenset(_struck_texts(package.read(texts))) if texts else frozenset()
    )
    if styles is None:
        return Marks(struck_texts=struck_texts)
    root = ElementTree.fromstring(package.read(styles))  # noqa: S314 - entities were refused
    fonts, fills = (
        _children(root, "fonts"),
        [_fill_colour(fill) for fill in _children(root, "fills")],
    )
    struck_styles: set[int] = set()
    symbol_styles: dict[int, str] = {}
    fill_styles: dict[int, str] = {}
    for style, look in enumerate(_children(root, "cellXfs")):
        font = _at(fonts, look.get("fontId"))
        if font is not None and _is_struck(font):
            struck_styles.add(style)
        if font is not None and (symbol_font := _symbol_font(font)):
            symbol_styles[style] = symbol_font
        if colour := _at(fills, look.get("fillId")):
            fill_styles[style] = colour
    return Marks(frozenset(struck_styles), struck_texts, symbol_styles, fill_styles)


def _struck_texts(xml: bytes) -> set[int]:
    """The positions of the shared texts of which a part is struck out."""
    if b"strike" not in xml:
        return set()
    return {
        at
        for at, text in enumerate(_SHARED_TEXT.finditer(xml))
        if STRUCK_RUN.search(text[0])
    }


def _children(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """The elements inside the first element of a name, in whatever namespace."""
    for element in root:
        if _local(element.tag) == name:
            return list(element)
    return []


def _is_struck(font: ElementTree.Element) -> bool:
    return any(
        _local(part.tag) == "strike" and part.get("val", "1") not in _NO
        for part in font
    )


def _symbol_font(font: ElementTree.Element) -> str | None:
    for part in font:
        name = part.get("val", "").strip().lower()
        if _local(part.tag) == "name" and name in SYMBOL_FONTS:
            return name
    return None


def _fill_colour(fill: ElementTree.Element) -> str | None:
    """The colour of a plain fill; None for no fill, white, a pattern of lines and a gradient."""
    pattern = next((part for part in fill if _local(part.tag) == "patternFill"), None)
    if pattern is None or pattern.get("patternType") != "solid":
        return None
    colour = next((part for part in pattern if _local(part.tag) == "fgColor"), None)
    if colour is None:
        return None
    rgb = colour.get("rgb", "").upper()
    if rgb:
        return None if rgb in _WHITE else rgb[-6:]
    theme, indexed = colour.get("theme"), colour.get("indexed")
    if theme is not None:
        is_white = theme == "0" and float(colour.get("tint", "0")) == 0
        return None if is_white else f"theme {theme} {colour.get('tint', '')}".strip()
    return None if indexed in (None, "1", "9", "64", "65") else f"indexed {indexed}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _at(things: Sequence[Thing], position: str | None) -> Thing | None:
    at = int(position or 0)
    return things[at] if 0 <= at < len(things) else None
