"""What the styles of an xlsx workbook say that a person sees and a reader does not: struck out, symbols, fills.

Which cell has which style, `sheet_xml.py` looks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from kbo_screen.grid.package import main_part, relations_of
from kbo_screen.grid.xml_tree import child_named, children_of, local_name, tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element
    from zipfile import ZipInfo

    from kbo_screen.grid.xml_tree import Package

Thing = TypeVar("Thing")

#: Fonts in which a letter is a picture.
SYMBOL_FONTS: Final = frozenset(
    {"wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett"}
)
#: A shared text, up to where the next one begins, and a run of one that is struck out.
_SHARED_TEXT: Final = re.compile(rb"<(?:\w+:)?si\b[^<]*+(?:<(?!(?:\w+:)?si\b)[^<]*+)*+")
STRUCK_RUN: Final = re.compile(
    rb"""<(?:\w+:)?strike\b(?![^<>]*\bval\s*+=\s*+["'](?:0|false)["'])[^<>]*>"""
)
_NO: Final = ("0", "false")
#: The ids of Excel's own formats of dates and times, those of eastern calendars too.
_DATE_FORMATS: Final = frozenset(
    map(
        str,
        (
            *range(14, 23),
            *range(27, 37),
            *range(45, 48),
            *range(50, 59),
            *range(71, 82),
        ),
    )
)
#: What a format may hold beside the letters of a date: a language with its digits, red for what is below nothing.
_HARMLESS: Final = re.compile(r"\[\$-[0-9A-Fa-f]+\]|\[Red\]")
_DATE_LETTER: Final = re.compile("[dmyhsDMYHS/]")
#: Fills that mark nothing.
_WHITE: Final = ("FFFFFFFF", "00FFFFFF")
_WHITE_INDEXES: Final = (None, "1", "9", "64", "65")


@dataclass(frozen=True, slots=True)
class Marks:
    """The styles (as cells name them) and the shared texts (by their positions) that are to be looked for."""

    struck_styles: frozenset[int] = frozenset()
    struck_texts: frozenset[int] = frozenset()
    #: Style -> the symbol font, in small letters.
    symbol_styles: Mapping[int, str] = field(default_factory=dict)
    #: Style -> the colour of its fill, as a person can name it: "FFFF00", else "theme 4" and the like.
    fill_styles: Mapping[int, str] = field(default_factory=dict)
    #: Styles that may show a number as a date or a time.
    date_styles: frozenset[int] = frozenset()


def read_marks(package: Package) -> Marks:
    """The marks that the cells of a workbook may bear. Raises ElementTree.ParseError, LookupError or ValueError."""
    texts = _related_part(package, "sharedStrings")
    struck_texts: frozenset[int] = frozenset()
    if texts:
        struck_texts = _struck_texts(package.read(texts))
    styles = _related_part(package, "styles")
    if styles is None:
        return Marks(struck_texts=struck_texts)
    root = tree_of(package, styles)
    fonts = children_of(root, "fonts")
    colours = [_fill_colour(fill) for fill in children_of(root, "fills")]
    struck_styles: set[int] = set()
    symbol_styles: dict[int, str] = {}
    fill_styles: dict[int, str] = {}
    date_styles: set[int] = set()
    date_formats = _date_formats(root)
    for style, look in enumerate(children_of(root, "cellXfs")):
        font = _at(fonts, look.get("fontId"))
        if font is not None:
            if _is_struck(font):
                struck_styles.add(style)
            if symbol_font := _symbol_font(font):
                symbol_styles[style] = symbol_font
        if colour := _at(colours, look.get("fillId")):
            fill_styles[style] = colour
        if look.get("numFmtId", "0") in date_formats:
            date_styles.add(style)
    return Marks(
        frozenset(struck_styles),
        struck_texts,
        symbol_styles,
        fill_styles,
        frozenset(date_styles),
    )


def _date_formats(root: Element) -> frozenset[str]:
    """The ids of the number formats that may show a date: more of them than do."""
    ids = set(_DATE_FORMATS)
    for number_format in children_of(root, "numFmts"):
        code = _HARMLESS.sub("", number_format.get("formatCode", ""))
        if _DATE_LETTER.search(code):
            ids.add(number_format.get("numFmtId", ""))
    return frozenset(ids)


def _related_part(package: Package, kind: str) -> ZipInfo | None:
    """The part that stands in this relation to the workbook; the last of several."""
    related_part = None
    for relation in relations_of(package, main_part(package)):
        if relation.kind == kind:
            related_part = package.part_named(relation.target)
    return related_part


def _struck_texts(xml: bytes) -> frozenset[int]:
    """The positions of the shared texts of which a part is struck out."""
    if b"strike" not in xml:
        return frozenset()
    texts = enumerate(_SHARED_TEXT.finditer(xml))
    return frozenset(place for place, text in texts if STRUCK_RUN.search(text[0]))


def _at(
    things: Sequence[Thing],
    position: str | None,
) -> Thing | None:
    number = int(position or 0)
    if not 0 <= number < len(things):
        return None
    return things[number]


def _is_struck(font: Element) -> bool:
    strike = child_named(font, "strike")
    return strike is not None and strike.get("val", "1") not in _NO


def _symbol_font(font: Element) -> str | None:
    for part in font:
        if local_name(part.tag) != "name":
            continue
        name = part.get("val", "").strip().lower()
        if name in SYMBOL_FONTS:
            return name
    return None


def _fill_colour(fill: Element) -> str | None:
    """The colour of a plain fill; None for no fill, white, a pattern of lines and a gradient."""
    pattern = child_named(fill, "patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return None
    colour = child_named(pattern, "fgColor")
    if colour is None:
        return None
    if rgb := colour.get("rgb", "").upper():
        is_white = rgb in _WHITE
        return None if is_white else rgb[-6:]
    theme = colour.get("theme")
    if theme is not None:
        return _theme_colour(theme, colour.get("tint", ""))
    indexed = colour.get("indexed")
    return None if indexed in _WHITE_INDEXES else f"indexed {indexed}"


def _theme_colour(theme: str, tint: str) -> str | None:
    """A colour of the theme, lighter or darker by its tint; the first one is white."""
    is_white = theme == "0" and float(tint or "0") == 0
    return None if is_white else f"theme {theme} {tint}".strip()
