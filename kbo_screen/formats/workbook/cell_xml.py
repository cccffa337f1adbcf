"""Cells and texts as the XML of a workbook's parts, escaped as xlsxwriter does it."""

from __future__ import annotations

import math
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.results.sheets.sheet import Formula

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Texts that are joined at a time.
_BATCH: Final = 8192
#: Characters that XML does not hold are spelled _xHHHH_; a text that is spelled so by itself gets its mark spelled.
_SPELLED: Final = re.compile("(_x[0-9a-fA-F]{4}_)")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: What one of these finds something in, looked for by one search.
_UNUSUAL: Final = re.compile(
    "[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9a-fA-F]{4}_"
)
_MARKUP: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class ValueNumbers(dict[Any, int]):
    """A number for each different value, from 0 in the order in which they come.

    >>> numbers = ValueNumbers()
    >>> [numbers[value] for value in "abac"], list(numbers)
    ([0, 1, 0, 2], ['a', 'b', 'c'])
    """

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


class SharedTexts:
    """Texts that stand once in a workbook, behind those that are there; cells name them by number."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._numbers = ValueNumbers()

    def number_of(self, text: str) -> int:
        """The number by which cells name a text."""
        return self._first + self._numbers[text]

    @property
    def count(self) -> int:
        """How many texts there are, with those that were there before."""
        return self._first + len(self._numbers)

    def xml(self) -> Iterator[str]:
        """The texts as items of the part that holds them, some thousand at a time."""
        texts = iter(self._numbers)
        while batch := list(islice(texts, _BATCH)):
            yield _text_items(batch)


def _text_items(texts: list[str]) -> str:
    """Shared texts, as `text_item` has each: where none is unusual, told by one look at all of them, simply joined.

    >>> _text_items(["ก", "ข"]), _text_items(["ก", " <"])
    ('<si><t>ก</t></si><si><t>ข</t></si>', '<si><t>ก</t></si><si><t xml:space="preserve"> &lt;</t></si>')
    """
    has_outer_space = list(map(str.strip, texts)) != texts
    if has_outer_space or _UNUSUAL.search("".join(texts)):
        return "".join(map(text_item, texts))
    return f"<si><t>{'</t></si><si><t>'.join(texts)}</t></si>"


def text_item(text: str) -> str:
    r"""One shared text.

    >>> text_item("a<b"), text_item(" c\r")
    ('<si><t>a&lt;b</t></si>', '<si><t xml:space="preserve"> c_x000D_</t></si>')
    """
    words = escape_text(text)
    keep_spaces = ' xml:space="preserve"'
    has_outer_space = words[:1].isspace() or words[-1:].isspace()
    return f"<si><t{keep_spaces if has_outer_space else ''}>{words}</t></si>"


def unmarked(text: str) -> str:
    """A text that xlsxwriter takes as a text: one that looks like its own markup it would write unescaped.

    >>> unmarked("<r>"), unmarked("<r>&</r>")
    ('<r>', '<r>&</r> ')
    """
    is_markup = text.startswith("<r>") and text.endswith("</r>")
    return f"{text} " if is_markup else text


def escape_text(text: str) -> str:
    """A text as it stands in XML; half a surrogate pair, which no file holds, as a question mark."""
    if not _UNUSUAL.search(text):
        return text
    words = _SPELLED.sub(r"_x005F\1", text)
    words = _CONTROL.sub(_spell, words)
    return _SURROGATE.sub("?", words).translate(_MARKUP)


def _spell(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def cell_rest(
    value: Any,
    style: str,
    texts: SharedTexts,
) -> str:
    """What stands in a cell's element behind its name: its style and its value, a text by number.

    style: "" for none. A blank text is a blank cell. Raises ValueError for a number that no cell holds.

    >>> texts = SharedTexts(7)
    >>> [cell_rest(value, "3", texts) for value in (None, 2, "ก")]
    ['" s="3"/>', '" s="3"><v>2</v></c>', '" s="3" t="s"><v>7</v></c>']
    """
    attributes = f'" s="{style}"' if style else '"'
    if isinstance(value, int | float):
        return f"{attributes}><v>{number_text(value)}</v></c>"
    if isinstance(value, Formula):
        return attributes + _formula_rest(value)
    text = "" if value is None else str(value)
    if not text:
        return f"{attributes}/>"
    return f'{attributes} t="s"><v>{texts.number_of(text)}</v></c>'


def number_text(value: float) -> str:
    """A number as a cell holds it. Raises ValueError for one that no cell holds."""
    if not math.isfinite(value):
        raise ValueError(value)
    return f"{value:.16G}"


def _formula_rest(formula: Formula) -> str:
    """A formula behind the attributes of its cell, and what it gives: a text, nothing, yes or no, or a number."""
    content = f"><f>{escape_text(formula.text.removeprefix('='))}</f>"
    if isinstance(formula.value, bool):
        return f' t="b"{content}<v>{int(formula.value)}</v></c>'
    if not isinstance(formula.value, str):
        return f"{content}<v>{number_text(formula.value)}</v></c>"
    kind = ' t="str"' if formula.value else ""
    return f"{kind}{content}<v>{escape_text(formula.value)}</v></c>"
