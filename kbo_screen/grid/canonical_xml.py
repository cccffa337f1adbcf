"""An element of a workbook's XML as a text that is the same for every spelling of the same thing.

Two programs write one border as `<left/>` and as nothing, `true` as `1`, 15 as `15.0`: what only says the default is
left out. What means something else in another order stays in its order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.xml_tree import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

#: Attributes that say nothing of what is shown: ids, window positions, what was saved when.
_SILENT: Final = frozenset(
    {"id", "uid", "xr:uid", "count", "uniqueCount", "spans", "Ignorable"}
)
#: What an attribute says where it is missing, by element and attribute; of all others it is "0".
_DEFAULTS: Final[dict[tuple[str, str], str]] = {
    ("b", "val"): "1",
    ("i", "val"): "1",
    ("strike", "val"): "1",
    ("outline", "val"): "1",
    ("shadow", "val"): "1",
    ("condense", "val"): "1",
    ("extend", "val"): "1",
    ("u", "val"): "single",
    ("vertAlign", "val"): "baseline",
    ("alignment", "horizontal"): "general",
    ("alignment", "vertical"): "bottom",
    ("protection", "locked"): "1",
    ("dataValidation", "type"): "none",
    ("dataValidation", "errorStyle"): "stop",
    ("dataValidation", "operator"): "between",
    ("dataValidation", "imeMode"): "noControl",
    ("pageSetup", "orientation"): "default",
    ("pageSetup", "paperSize"): "1",
    ("pageSetup", "scale"): "100",
    ("pageSetup", "fitToWidth"): "1",
    ("pageSetup", "fitToHeight"): "1",
    ("pageSetup", "firstPageNumber"): "1",
    ("pageSetup", "pageOrder"): "downThenOver",
    ("pageSetup", "cellComments"): "none",
    ("pageSetup", "errors"): "displayed",
    ("pageSetup", "horizontalDpi"): "600",
    ("pageSetup", "verticalDpi"): "600",
    ("pageSetup", "copies"): "1",
    ("pageSetup", "usePrinterDefaults"): "1",
    ("pageSetUpPr", "autoPageBreaks"): "1",
    ("outlinePr", "summaryBelow"): "1",
    ("outlinePr", "summaryRight"): "1",
    ("outlinePr", "showOutlineSymbols"): "1",
    ("printOptions", "gridLinesSet"): "1",
    ("headerFooter", "scaleWithDoc"): "1",
    ("headerFooter", "alignWithMargins"): "1",
    ("sheetPr", "published"): "1",
    ("sheetPr", "enableFormatConditionsCalculation"): "1",
    ("sheetView", "showGridLines"): "1",
    ("sheetView", "showRowColHeaders"): "1",
    ("sheetView", "showZeros"): "1",
    ("sheetView", "showRuler"): "1",
    ("sheetView", "showOutlineSymbols"): "1",
    ("sheetView", "showWhiteSpace"): "1",
    ("sheetView", "defaultGridColor"): "1",
    ("sheetView", "view"): "normal",
    ("sheetView", "zoomScale"): "100",
    ("sheetProtection", "formatCells"): "1",
    ("sheetProtection", "formatColumns"): "1",
    ("sheetProtection", "formatRows"): "1",
    ("sheetProtection", "insertColumns"): "1",
    ("sheetProtection", "insertRows"): "1",
    ("sheetProtection", "insertHyperlinks"): "1",
    ("sheetProtection", "deleteColumns"): "1",
    ("sheetProtection", "deleteRows"): "1",
    ("sheetProtection", "sort"): "1",
    ("sheetProtection", "autoFilter"): "1",
    ("sheetProtection", "pivotTables"): "1",
    ("filterColumn", "showButton"): "1",
    ("cfRule", "stopIfTrue"): "0",
    ("iconSet", "showValue"): "1",
    ("iconSet", "percent"): "1",
    ("iconSet", "iconSet"): "3TrafficLights1",
    ("cfvo", "gte"): "1",
    ("dataBar", "showValue"): "1",
    ("dataBar", "minLength"): "10",
    ("dataBar", "maxLength"): "90",
    ("cfRule", "aboveAverage"): "1",
    ("table", "headerRowCount"): "1",
    ("tableStyleInfo", "showFirstColumn"): "0",
    ("patternFill", "patternType"): "none",
}  # fmt: skip
#: Elements that say nothing where they hold nothing.
_EMPTY_SAYS_NOTHING: Final = frozenset(
    [
        "left",
        "right",
        "top",
        "bottom",
        "diagonal",
        "vertical",
        "horizontal",
        "start",
        "end",
        "border",
        "font",
        "fill",
        "alignment",
        "protection",
        "patternFill",
        "autoFilter",
        "outlinePr",
        "pageSetUpPr",
        "sheetPr",
        "headerFooter",
        "printOptions",
        "pageSetup",
        "Properties",
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
        "rPr",
        "phoneticPr",
        "extLst",
        "sheetProtection",
    ]
)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
#: A colour is red, green and blue, two digits each.
_COLOUR_DIGITS: Final = 6
#: Elements whose children are a set.
_SETS: Final = frozenset(
    [
        "font",
        "rPr",
        "border",
        "dxf",
        "mergeCells",
        "dataValidations",
        "hyperlinks",
        "protectedRanges",
    ]
)


def canonical(
    element: Element,
    resolve: Callable[[str, str], str] | None = None,
) -> str:
    """An element as a text; "" for one that says nothing but defaults.

    resolve: says of an attribute, by its name and value, what is to stand in its place: a colour in place of its
    number, the target in place of a relation.
    """
    name = local_name(element.tag)
    attributes = _attributes(name, element, resolve)
    children = [canonical(child, resolve) for child in element]
    children = [child for child in children if child]
    if name in _SETS:
        children.sort()
    words = _words(element.text or "")
    says_nothing = not attributes and not children and not words
    if says_nothing and name in _EMPTY_SAYS_NOTHING:
        return ""
    return f"<{name}{attributes}>{words}{''.join(children)}</>"


def _attributes(
    name: str,
    element: Element,
    resolve: Callable[[str, str], str] | None,
) -> str:
    parts = []
    for long_attribute, value in element.attrib.items():
        attribute = local_name(long_attribute)
        if attribute in _SILENT:
            continue
        plain_value = _plain_colour(value) if attribute == "rgb" else plain(value)
        if plain_value == _DEFAULTS.get((name, attribute), "0"):
            continue
        if resolve:
            plain_value = resolve(attribute, plain_value)
        parts.append(f" {attribute}={plain_value}")
    return "".join(sorted(parts))


def plain(value: str) -> str:
    """A value in one spelling.

    >>> plain("true"), plain("15.0"), plain("0.70"), plain("A1:B2")
    ('1', '15', '0.7', 'A1:B2')
    """
    if value in ("true", "false"):
        return "1" if value == "true" else "0"
    if len(value) > 1 and _NUMBER.fullmatch(value):
        return f"{float(value):.10g}"
    return value


def _plain_colour(value: str) -> str:
    """A colour without its opacity, which no program shows."""
    return value[-_COLOUR_DIGITS:].upper()


def _words(text: str) -> str:
    return "" if text.isspace() else text


def joined(parts: Iterable[str]) -> str:
    """Several texts that are no sequence as one."""
    return "".join(sorted(parts))
