"""The shared texts of an xlsx workbook, read as the fast reader reads them.

Refuses to read what is not spelled as usual (rich text, entities by number): whoever asks takes the fast reader then.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid.xml_tree import Package

#: The one place where the fast reader looks for them.
SHARED_TEXTS: Final = "xl/sharedstrings.xml"
#: A text, and what says that white space around it counts.
_ITEM: Final = re.compile(r'<si><t( xml:space="preserve")?>([^<]*)</t></si>')
_ENTITIES: Final = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&apos;", "'"),
    ("&amp;", "&"),
)
_ENTITY: Final = re.compile("&(?!(?:lt|gt|quot|apos|amp);)")
#: A character that XML cannot hold, or no text should: "_x000D_".
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATES: Final = range(0xD800, 0xE000)
#: White space of XML.
_SPACE: Final = " \t\r\n"
#: Letters of items that are looked at together.
_PIECE_LETTERS: Final = 2**16
_ITEM_TAG: Final = "<si>"
_FIRST_TAGS: Final = "<si><t>"
_LAST_TAGS: Final = "</t></si>"
_BETWEEN_TEXTS: Final = _LAST_TAGS + _FIRST_TAGS
#: Where one of these stands, a text is not what its XML shows; by a letter of theirs, which is found at once.
_NOT_PLAIN: Final = {
    "&": ("&",),
    "\r": ("\r",),
    "_": ("_x",),
    " ": ("> ", " <"),
    "\t": (">\t", "\t<"),
    "\n": (">\n", "\n<"),
}


class UnusualSpellingError(Exception):
    """A part is not spelled as spreadsheet programs spell it: the fast reader is to read it."""


class SharedTextsPart(NamedTuple):
    """The XML of the shared texts: its items, one behind the other, and their number if each is spelled as usual."""

    items: str
    text_count: int

    def texts(self) -> list[str]:
        """Every text by its number. Raises UnusualSpellingError."""
        texts: list[str] = []
        for piece in _pieces(self.items):
            texts += _plain_texts(piece) or _read_texts(piece)
        return texts


def open_shared_texts(package: Package) -> SharedTextsPart:
    """The shared texts of a workbook, which are cheap to count; none of one that has none.

    Raises UnusualSpellingError.
    """
    part = package.parts_by_name.get(SHARED_TEXTS)
    if part is None:
        return SharedTextsPart("", 0)
    try:
        xml = package.read(part).decode()
    except UnicodeDecodeError:
        raise UnusualSpellingError from None
    start = max(xml.find(_ITEM_TAG), 0)
    end = start
    if start:
        end = xml.rfind("</si>") + len("</si>")
    items = xml[start:end]
    other_xml = xml[:start] + xml[end:]
    require_well_formed(other_xml.encode())
    if "<si" in other_xml:
        raise UnusualSpellingError
    return SharedTextsPart(items, items.count(_ITEM_TAG))


def require_well_formed(xml: bytes) -> None:
    """Raises UnusualSpellingError for broken XML: what the fast reader makes of it, nobody can foretell."""
    try:
        ParserCreate().Parse(xml, True)
    except ExpatError:
        raise UnusualSpellingError from None


def _pieces(items: str) -> Iterator[str]:
    """The items in pieces that end behind one."""
    start = 0
    while start < len(items):
        end = items.find(_LAST_TAGS, start + _PIECE_LETTERS)
        end = len(items) if end < 0 else end + len(_LAST_TAGS)
        yield items[start:end]
        start = end


def _plain_texts(items: str) -> list[str]:
    """The texts of items that are spelled alike and show what they say; none where an item needs a closer look.

    A country has half a million: one cut through many costs a tenth of a look at each.
    """
    is_cut_whole = items.startswith(_FIRST_TAGS) and items.endswith(_LAST_TAGS)
    if not is_cut_whole or not _are_plain(items):
        return []
    texts = items[len(_FIRST_TAGS) : -len(_LAST_TAGS)].split(_BETWEEN_TEXTS)
    tag_count = _BETWEEN_TEXTS.count("<") * len(texts)
    return texts if items.count("<") == tag_count else []


def _are_plain(items: str) -> bool:
    """The texts of these items are what their XML shows."""
    letters = [letter for letter in _NOT_PLAIN if letter in items]
    signs = chain.from_iterable(map(_NOT_PLAIN.__getitem__, letters))
    return not any(sign in items for sign in signs)


def _read_texts(items: str) -> list[str]:
    """The same, each item looked at by itself. Raises UnusualSpellingError."""
    texts = []
    length = 0
    for space, text in _ITEM.findall(items):
        length += len("<si><t></t></si>") + len(space) + len(text)
        texts.append(plain_text(text, is_preserved=bool(space)))
    if length != len(items):
        raise UnusualSpellingError
    return texts


def plain_text(
    text: str,
    *,
    is_preserved: bool,
) -> str:
    r"""What the XML of a text says. Raises UnusualSpellingError.

    is_preserved: white space around it counts.

    >>> plain_text(" ผ้า &amp; ไหม_x000D_ ", is_preserved=False)
    'ผ้า & ไหม\r'
    """
    if not is_preserved:
        text = text.strip(_SPACE)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        text = text.replace("\r", "\n")
    if "&" in text:
        text = _without_entities(text)
    if "_x" in text:
        text = _ESCAPE.sub(_unescaped, text)
    return text


def _without_entities(text: str) -> str:
    if _ENTITY.search(text):
        raise UnusualSpellingError
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return escape[0] if code in _SURROGATES else chr(code)
