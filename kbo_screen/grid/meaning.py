"""What a workbook says and looks like, fact by fact, so that two files can be compared by meaning.

Every fact has a kind, a sheet and a place; what no kind of its own knows is kept as "other", so that nothing is lost
without being seen. What no program shows or uses again (ids, window positions, chains of calculation) is left out.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, ClassVar, Final, Literal, NamedTuple

from kbo_screen.grid.addresses import column_letters, range_of
from kbo_screen.grid.canonical_xml import canonical, joined, plain
from kbo_screen.grid.package import (
    broken_is_corrupt,
    check_package,
    main_part,
    relations_of,
    sheet_parts,
)
from kbo_screen.grid.styles_meaning import CellStyle, Styles, read_styles
from kbo_screen.grid.xml_tree import (
    Package,
    child_named,
    elements_named,
    local_name,
    text_in,
    tree_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element
    from zipfile import ZipInfo

    from kbo_screen.grid.grid import Merge, Position
    from kbo_screen.grid.package import Relation

FactKind = Literal[
    "value", "formula", "result", "style", "fill", "size", "merge", "drop-down", "extended-drop-down",
    "conditional-format", "extended-format", "picture", "chart", "shape", "note", "thread", "macro", "control",
    "embedded", "sheet", "protection", "name", "print", "view", "link", "filter", "table", "pivot", "other",
]  # fmt: skip


class WorkbookFact(NamedTuple):
    """What kind of thing a workbook holds, on which sheet ("" for the whole workbook), and where."""

    kind: FactKind
    sheet: str
    where: str


#: Facts with what each says.
Meaning = dict[WorkbookFact, str]
#: A formula that is written as the number of another cell's; any formula may mean the same.
_SHARED: Final = "?"
#: The rows and columns of a sheet that have a look of their own.
_MOST_COLUMNS: Final = 16_384
#: Marks a cell that is not the first of its merge.
_COVERED: Final = "covered"
#: Merges, and cells under one, that are looked at; more are a trap.
_MOST_MERGES: Final = 20_000
_MOST_COVERED: Final = 20_000
#: What a program may write down though it holds where nothing says so.
_DEFAULTS: Final = frozenset({
    ("print", "pageMargins"), ("size", "defaultRowHeight"), ("style", "palette"), ("style", "theme"),
})  # fmt: skip
#: The size of a header's font, and the blank that keeps it apart from a digit.
_FONT_SIZE: Final = re.compile(r"(&\d+) +")
#: A drawn thing's kind; notes are read elsewhere.
_CONTROL: Final = re.compile(rb"ObjectType=[\"'](?!Note[\"'])(\w+)[\"']")
#: A sheet's name in a reference, in the quotes that programs set as they like.
_QUOTED_SHEET: Final = re.compile(r"'([^'!]+)'!")
#: What one user's window said.
_OF_ONE_WINDOW: Final = frozenset({"PLV"})

#: The kind of what stands right under a worksheet's root; what is missing here is "other".
_KINDS: Final[dict[str, FactKind]] = {
    "mergeCells": "merge",
    "dataValidations": "drop-down",
    "conditionalFormatting": "conditional-format",
    "hyperlinks": "link",
    "sheetProtection": "protection",
    "protectedRanges": "protection",
    "autoFilter": "filter",
    "sortState": "filter",
    "printOptions": "print",
    "pageMargins": "print",
    "pageSetup": "print",
    "headerFooter": "print",
    "rowBreaks": "print",
    "colBreaks": "print",
    "legacyDrawingHF": "picture",
    "picture": "picture",
    "oleObjects": "embedded",
    "controls": "control",
}
#: What is looked at by its relation, or says nothing that lasts.
_LOOKED_AT_ELSEWHERE: Final = frozenset(
    [
        "dimension",
        "drawing",
        "legacyDrawing",
        "tableParts",
        "ignoredErrors",
    ]
)
#: Parts that the readings of a sheet cover; parts that say nothing which another part does not, or that nobody sees.
_PASSED_OVER: Final = re.compile(
    r"(?:^|/)(?:drawings?/drawing\d*\.xml|tables/table\d*\.xml"
    r"|\[content_types\]\.xml|docprops/(?:core|app)\.xml|docprops/thumbnail\.[^/]*|calcchain\.xml"
    r"|sharedstrings\.xml|styles\.xml|workbook\.xml|printersettings\d*\.bin|metadata/core-properties/[^/]*"
    r"|persons/person\d*\.xml|comments?[^/]*\.xml|vmldrawing\d*\.vml|commentsdrawing\d*\.vml)$|\.rels$|/$"
)
#: The kind of a part that no sheet's own reading covers, by a piece of its name.
_PART_KINDS: Final[tuple[tuple[str, FactKind], ...]] = (
    ("vbaproject", "macro"),
    ("vbadata", "macro"),
    ("macrosheets", "macro"),
    ("threadedcomments", "thread"),
    ("ctrlprops", "control"),
    ("activex", "control"),
    ("embeddings", "embedded"),
    ("externallinks", "link"),
    ("pivot", "pivot"),
    ("slicer", "pivot"),
    ("timeline", "pivot"),
    ("charts/", "chart"),
    ("chartsheets/", "chart"),
    ("media/", "picture"),
    ("diagrams/", "shape"),
    ("drawings/", "shape"),
)
#: Attributes of a thing's window, not of the thing.
_OF_WINDOWS: Final = frozenset(
    {
        "tabSelected",
        "workbookViewId",
        "topLeftCell",
        "activeCell",
        "sqref",
        "activePane",
    }
)


def meaning_of(data: bytes) -> Meaning:
    """All that an xlsx or xlsm file says. Raises ReadError for one that is broken, lies or is too large."""
    with broken_is_corrupt():
        check_package(data)
        with Package(data) as package:
            return _Reading(package).read()


def differences(before: Meaning, after: Meaning) -> list[WorkbookFact]:
    """The facts that two workbooks do not share, in order."""
    changed = []
    for fact in before.keys() | after.keys():
        values = (before.get(fact, ""), after.get(fact, ""))
        is_default = fact not in before and (fact.kind, fact.where) in _DEFAULTS
        is_shared = _SHARED in values and all(values)
        if values[0] != values[1] and not is_default and not is_shared:
            changed.append(fact)
    return sorted(changed)


@dataclass(slots=True)
class _Reading:
    """One package while its facts are taken."""

    package: Package
    facts: Meaning = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    texts: list[str] = field(default_factory=list)
    #: By cell of the sheet at hand that a merge covers, the sides of it that show; the first of each among them.
    merged: dict[str, frozenset[str]] = field(default_factory=dict)

    def read(self) -> Meaning:
        """Look at the workbook, at each sheet, then at every part that nothing has covered."""
        main = main_part(self.package)
        relations = relations_of(self.package, main)
        targets = {relation.kind: relation.target for relation in relations}
        self.styles = read_styles(self.package, targets.get("styles", ""))
        self.texts = self._shared_texts(targets.get("sharedStrings", ""))
        self._add("style", "", "palette", self.styles.palette)
        self._read_workbook(tree_of(self.package, main))
        sheets = {}
        for sheet in sheet_parts(self.package):
            if sheet.part is not None:
                sheets[sheet.part.filename.lower()] = sheet.name
                self._read_sheet(sheet.name, sheet.part.filename)
        self._read_parts(frozenset(sheets))
        return self.facts

    def _add(
        self,
        kind: FactKind,
        sheet: str,
        where: str,
        value: str,
    ) -> None:
        """Keep a fact that says something."""
        if value:
            self.facts[WorkbookFact(kind, sheet, where)] = value

    def _shared_texts(self, name: str) -> list[str]:
        part = self.package.part_named(name)
        if part is None:
            return []
        return list(map(_text_of, elements_named(tree_of(self.package, part), "si")))

    def _read_workbook(self, root: Element) -> None:
        """Sheets with their order and whether they are hidden, names, protection, the system of dates."""
        names = []
        for number, sheet in enumerate(elements_named(root, "sheet")):
            names.append(sheet.get("name", ""))
            state = sheet.get("state", "visible")
            self._add("sheet", names[-1], "", f"{number} {state}")
        self._read_names(root, names)
        self._read_locks_and_modes(root)

    def _read_names(self, root: Element, names: list[str]) -> None:
        """The defined names. names: of the sheets."""
        for element in elements_named(root, "definedName"):
            place = element.get("localSheetId")
            sheet_name = names[int(place)] if place and int(place) < len(names) else ""
            kind: FactKind = "print" if "Print_" in element.get("name", "") else "name"
            formula = (element.text or "").strip().removeprefix("=")
            formula = _QUOTED_SHEET.sub(r"\1!", formula)  # LibreOffice quotes no Thai
            words = f"{formula} {_setting(element, 'hidden')}"
            self._add(kind, sheet_name, element.get("name", ""), words)

    def _read_locks_and_modes(self, root: Element) -> None:
        """What protects the workbook, its system of dates, how it calculates."""
        for name in ("workbookProtection", "fileSharing"):
            lock = child_named(root, name)
            if lock is not None:
                self._add("protection", "", name, canonical(lock))
        for element in elements_named(root, "workbookPr"):
            self._add("value", "", "date1904", _setting(element, "date1904").strip("0"))
        for element in elements_named(root, "calcPr"):
            modes = [
                element.get("calcMode", "auto"),
                _setting(element, "iterate"),
            ]
            self._add("formula", "", "calculation", " ".join(modes))

    def _read_sheet(self, sheet: str, part: str) -> None:
        root = tree_of(self.package, part)
        self.merged = _merged_cells(root)
        for element in root:
            self._read_element(sheet, element)
        for relation in relations_of(self.package, part):
            self._read_relation(sheet, relation)

    def _read_element(self, sheet: str, element: Element) -> None:
        """What stands right under the root of a sheet."""
        name = local_name(element.tag)
        if name not in _LOOKED_AT_ELSEWHERE:
            read_block = self._READERS.get(name, _Reading._read_block)
            read_block(self, sheet, element)

    def _resolve(self, attribute: str, value: str) -> str:
        """What a conditional format changes, in place of its number."""
        return self.styles.difference(value) if attribute == "dxfId" else value

    def _read_block(self, sheet: str, element: Element) -> None:
        """A block of a sheet, each of its parts a fact."""
        name = local_name(element.tag)
        kind = _KINDS.get(name, "other")
        if name in ("legacyDrawingHF", "picture", "controls", "oleObjects"):
            self._add(kind, sheet, name, "there")
            return
        if name in ("mergeCells", "dataValidations", "hyperlinks"):
            for child in element:
                where = child.get("ref") or _sorted_words(child.get("sqref", ""))
                self._add(kind, sheet, where, _entry_of(child))
            return
        words = _without_relation(canonical(element, self._resolve))
        self._add(kind, sheet, name, _FONT_SIZE.sub(r"\1", words))

    def _read_formats(self, sheet: str, element: Element) -> None:
        """The conditional formats of some cells, beside those that were read of the same cells."""
        where = _sorted_words(element.get("sqref", ""))
        rules = "".join(canonical(rule, self._resolve) for rule in element)
        fact = WorkbookFact("conditional-format", sheet, where)
        self.facts[fact] = joined([self.facts.get(fact, ""), rules])

    def _read_columns(self, sheet: str, cols: Element) -> None:
        for column in cols:
            first, last = int(column.get("min", "1")), int(column.get("max", "1"))
            size = _size_of_column(column)
            style = self.styles.of_cell(column.get("style", "0"))
            for number in range(first - 1, min(last, _MOST_COLUMNS)):
                letters = column_letters(number)
                self._add("size", sheet, letters, size)
                self._add_style(sheet, letters, style)

    def _add_style(
        self,
        sheet: str,
        where: str,
        style: CellStyle,
    ) -> None:
        """How a cell, a row or a column looks; of merged cells what of it shows."""
        shown_sides = self.merged.get(where)
        for side, words in style.sides.items():
            if shown_sides is None or side in shown_sides:
                self._add("style", sheet, f"{where} {side}", words)
        if shown_sides is not None and _COVERED in shown_sides:
            return
        self._add("fill", sheet, where, style.fill)
        if style.look != self.styles.of_cell("0").look:
            self._add("style", sheet, where, style.look)

    def _read_rows(self, sheet: str, data: Element) -> None:
        row_number = 0
        for row in data:
            row_number = int(row.get("r", row_number + 1))
            size = _size_of_row(row)
            self._add("size", sheet, str(row_number), size)
            if row.get("customFormat") in ("1", "true"):
                style = self.styles.of_cell(row.get("s", "0"))
                self._add_style(sheet, str(row_number), style)
            for number, cell in enumerate(row):
                where = cell.get("r") or f"{column_letters(number)}{row_number}"
                self._read_cell(sheet, where, cell)

    def _read_cell(
        self,
        sheet: str,
        where: str,
        cell: Element,
    ) -> None:
        style = self.styles.of_cell(cell.get("s", "0"))
        self._add_style(sheet, where, style)
        kind = cell.get("t", "n")
        formula, value, inline = (child_named(cell, name) for name in ("f", "v", "is"))
        words = "" if value is None else self._value(kind, value.text or "")
        if inline is not None:
            words = _text_of(inline)
        if formula is None:
            self._add("value", sheet, where, words)
            return
        self._add("formula", sheet, where, _formula_of(formula))
        self._add("result", sheet, where, words)

    def _value(self, kind: str, words: str) -> str:
        """The value of a cell with its type; "" for an empty one."""
        if kind == "s":
            position = int(words or "0")
            return self.texts[position] if position < len(self.texts) else ""
        if kind == "n":
            return f"number {float(words):.15g}" if words.strip() else ""
        if kind in ("str", "inlineStr"):
            return f"text {words}" if words else ""
        return f"{kind} {words}"

    def _read_settings(self, sheet: str, element: Element) -> None:
        """The tab's colour, the outline, fitting to pages; the usual size of cells."""
        if local_name(element.tag) == "sheetFormatPr":
            for name in ("defaultColWidth", "defaultRowHeight", "zeroHeight"):
                self._add("size", sheet, name, _setting(element, name).strip("0"))
            return
        self._add("view", sheet, "codeName", element.get("codeName", ""))
        for child in element:
            name = local_name(child.tag)
            kind: FactKind = "print" if name == "pageSetUpPr" else "view"
            self._add(kind, sheet, name, canonical(child))

    def _read_views(self, sheet: str, views: Element) -> None:
        """Frozen panes, hidden lines, the zoom."""
        for number, view in enumerate(elements_named(views, "sheetView", "pane")):
            attributes = []
            for name, value in sorted(view.attrib.items()):
                is_zoom_or_line = name not in _OF_WINDOWS
                if is_zoom_or_line:
                    attributes.append(f"{name}={plain(value)}")
            changed_settings = [
                words for words in attributes if words not in _USUAL_VIEW
            ]
            self._add("view", sheet, f"view {number}", " ".join(changed_settings))

    def _read_extensions(self, sheet: str, extensions: Element) -> None:
        """What later versions of Excel write: drop-downs from other sheets, formats, lines in cells."""
        for number, extension in enumerate(extensions):
            for block in extension:
                name = local_name(block.tag)
                kind = _EXTENSION_KINDS.get(name, "other")
                if name not in _OF_ONE_WINDOW:
                    self._add(kind, sheet, f"{name} {number}", canonical(block))

    #: How the blocks of a sheet are read that are read in a way of their own.
    _READERS: ClassVar[dict[str, Callable[[_Reading, str, Element], None]]] = {
        "cols": _read_columns,
        "sheetData": _read_rows,
        "sheetPr": _read_settings,
        "sheetFormatPr": _read_settings,
        "sheetViews": _read_views,
        "extLst": _read_extensions,
        "conditionalFormatting": _read_formats,
    }

    def _read_relation(self, sheet: str, relation: Relation) -> None:
        part = self.package.part_named(relation.target)
        if part is None:
            if relation.kind == "hyperlink":
                self._add("link", sheet, f"to {relation.target}", "there")
            return
        if relation.kind == "comments":
            self._read_notes(sheet, tree_of(self.package, part))
        elif relation.kind == "table":
            table = tree_of(self.package, part)
            words = re.sub(r" name=[^ >]*", "", canonical(table))
            self._add("table", sheet, table.get("ref", ""), words)
        elif relation.kind == "vmlDrawing":
            self._read_controls(sheet, self.package.read(part))
        elif relation.kind == "drawing":
            self._read_drawing(sheet, relation.target)

    def _read_notes(self, sheet: str, comments: Element) -> None:
        """The notes on cells, by their words."""
        for comment in elements_named(comments, "comment"):
            words = text_in(comment, "t") or " "
            self._add("note", sheet, comment.get("ref", ""), words)

    def _read_controls(self, sheet: str, vml: bytes) -> None:
        """Buttons and boxes of forms, and pictures in headers, drawn beside the notes."""
        controls = sorted(_CONTROL.findall(vml))
        self._add("control", sheet, "controls", b" ".join(controls).decode())

    def _read_drawing(self, sheet: str, target: str) -> None:
        """Pictures by their bytes, charts by their XML, shapes as they are drawn."""
        root = tree_of(self.package, self.package.parts_by_name[target.lower()])
        targets = {
            relation.id: relation.target
            for relation in relations_of(self.package, target)
        }
        for number, anchor in enumerate(root):
            drawn = {local_name(element.tag) for element in anchor.iter()}
            kind: FactKind = "picture" if "pic" in drawn else "shape"
            if "chart" in drawn:
                kind = "chart"
            parts = [self._hash_of(name) for name in _relations_in(anchor, targets)]
            words = canonical(anchor) if kind == "shape" else _position_of(anchor)
            self._add(kind, sheet, f"drawing {number}", " ".join([words, *parts]))

    def _hash_of(self, target: str) -> str:
        part = self.package.part_named(target)
        return hashlib.sha256(self.package.read(part)).hexdigest() if part else ""

    def _read_parts(self, sheets: frozenset[str]) -> None:
        """Every part that no reading above covers, and that says something."""
        for name, part in self.package.parts_by_name.items():
            if name not in sheets and not _PASSED_OVER.search(name):
                self._read_part(name, part)

    def _read_part(self, name: str, part: ZipInfo) -> None:
        """A part of a kind that no reading knows by what it says: it is there, or it is as it was."""
        kind = _kind_of_part(name)
        words = self._hash_of(name)
        if kind in ("chart", "picture", "shape"):
            suffix = posixpath.splitext(name)[1]
            self._add(kind, "", f"{suffix} {words[:16]}", "there")
            return
        if name.endswith(".xml"):
            words = canonical(tree_of(self.package, part))
        if "theme" in name:
            self._add("style", "", "theme", words)
        elif name.endswith("custom.xml"):
            self._add("other", "", "properties", words)
        else:
            self._add(kind, "", name, words)


#: What a view says where nobody changed it.
_USUAL_VIEW: Final = frozenset(
    [
        "showGridLines=1",
        "showRowColHeaders=1",
        "showZeros=1",
        "view=normal",
        "zoomScale=100",
        "zoomScaleNormal=100",
        "rightToLeft=0",
        "showFormulas=0",
        "showOutlineSymbols=1",
        "defaultGridColor=1",
        "colorId=64",
        "showRuler=1",
        "showWhiteSpace=1",
        "zoomScalePageLayoutView=100",
        "zoomScaleSheetLayoutView=100",
        "windowProtection=0",
        "zoomScaleNormal=0",
        "zoomScalePageLayoutView=0",
        "zoomScaleSheetLayoutView=0",
    ]
)
_EXTENSION_KINDS: Final[dict[str, FactKind]] = {
    "dataValidations": "extended-drop-down",
    "conditionalFormattings": "extended-format",
    "sparklineGroups": "extended-format",
    "slicerList": "pivot",
    "timelineRefs": "pivot",
}


def _entry_of(child: Element) -> str:
    """What a merge, a drop-down or a link says, without where."""
    words = canonical(child)
    if local_name(child.tag) != "hyperlink":
        return re.sub(r" sqref=[^ >]*(?: [A-Z$]+\d[^ >=]*)*", "", words)
    return re.sub(r" display=[^>]*?(?= \w+=|>)", "", words)


def _setting(element: Element, name: str) -> str:
    """What an attribute says, in plain words; "0" where it is left out."""
    return plain(element.get(name, "0"))


def _size_of_column(column: Element) -> str:
    """The width of a column, whether it is hidden, its level."""
    is_hidden = _setting(column, "hidden") == "1"
    width = "hidden" if is_hidden else plain(column.get("width", ""))
    return f"{width} {_setting(column, 'outlineLevel')}"


def _size_of_row(row: Element) -> str:
    """The height of a row, whether it is hidden, its level."""
    size = plain(row.get("ht", ""))
    if _setting(row, "hidden") == "1":
        size += " hidden"
    if row.get("outlineLevel", "0") != "0":
        size += f" level {row.get('outlineLevel')}"
    return size


def _kind_of_part(name: str) -> FactKind:
    for piece, kind in _PART_KINDS:
        if piece in name:
            return kind
    return "other"


def _text_of(element: Element) -> str:
    """A shared or inline text: its words, and the looks of its runs where it has some."""
    runs = [child for child in element if local_name(child.tag) == "r"]
    if runs:
        return "runs " + "".join(map(canonical, runs))
    first = child_named(element, "t")
    words = "" if first is None else first.text or ""
    return f"text {words}" if words else ""


def _formula_of(formula: Element) -> str:
    if formula.get("t") == "shared" and not (formula.text or "").strip():
        return _SHARED
    kind = formula.get("t", "normal").replace("shared", "normal")
    return f"{kind} {(formula.text or '').strip()}"


def _sorted_words(words: str) -> str:
    return " ".join(sorted(words.split()))


def _without_relation(words: str) -> str:
    """A block without what only names another part."""
    return re.sub(r" (?:id|r:id)=\S+?(?=[ >])", "", words)


def _merged_cells(root: Element) -> dict[str, frozenset[str]]:
    """The cells of the merges of a sheet, and which of their sides show; all but the first of each are covered."""
    merged = {}
    merges = list(elements_named(root, "mergeCell"))[:_MOST_MERGES]
    for merge in merges:
        area = range_of(merge.get("ref", ""))
        top, left, bottom, right = area
        if (bottom - top + 1) * (right - left + 1) > _MOST_COVERED:
            continue
        for row, column in product(range(top, bottom + 1), range(left, right + 1)):
            name = f"{column_letters(column)}{row + 1}"
            merged[name] = _sides_shown((row, column), area)
    return merged


def _sides_shown(
    cell: Position,
    merge: Merge,
) -> frozenset[str]:
    """The sides of a merged cell that lie on the edge of its merge, and whether it is covered."""
    row, column = cell
    edges = dict(zip(("top", "left", "bottom", "right"), merge, strict=True))
    position = {"top": row, "bottom": row, "left": column, "right": column}
    sides = {side for side, edge in edges.items() if position[side] == edge}
    if cell != merge[:2]:
        sides.add(_COVERED)
    return frozenset(sides)


def _relations_in(anchor: Element, targets: dict[str, str]) -> Iterator[str]:
    for element in anchor.iter():
        for value in element.attrib.values():
            if value in targets:
                yield targets[value]


def _position_of(anchor: Element) -> str:
    """Where a drawing stands."""
    corners = elements_named(anchor, "from", "to", "ext")
    return "".join(map(canonical, corners))
