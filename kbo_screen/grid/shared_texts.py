"""The shared texts of an xlsx workbook, read as the fast reader reads them.

Refuses to read what is not spelled as usual (rich text, entities by number): whoever asks takes the fast reader then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
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
_FIRST_TAGS: Final = "<si><t>"
_LAST_TAGS: Final = "</t></si>"
_BETWEEN_TEXTS: Final = _LAST_TAGS + _FIRST_TAGS
#: Where one of these stands, a text is not what its XML shows.
_NOT_PLAIN: Final = ("&", "\r", "_x", "> ", ">\t", ">\n", " <", "\t<", "\n<")


class UnusualSpellingError(Exception):
    """A part is not spelled as spreadsheet programs spell it: the fast reader is to read it."""


def read_shared_texts(package: Package) -> list[str]:
    """Every shared text by its number; none of a workbook that has none.

    Raises UnusualSpellingError.
    """
    part = package.parts_by_name.get(SHARED_TEXTS)
    if part is None:
        return []
    try:
        xml = package.read(part).decode()
    except UnicodeDecodeError:
        raise UnusualSpellingError from None
    start = max(xml.find("<si>"), 0)
    end = start
    if start:
        end = xml.rfind("</si>") + len("</si>")
    items = xml[start:end]
    others = xml[:start] + xml[end:]
    require_well_formed(others.encode())
    if "<si" in others:
        raise UnusualSpellingError
    return _texts_of(items)


def require_well_formed(xml: bytes) -> None:
    """Raises UnusualSpellingError for broken XML: what the fast reader makes of it, nobody can foretell."""
    try:
        ParserCreate().Parse(xml, True)
    except ExpatError:
        raise UnusualSpellingError from None


def _texts_of(items: str) -> list[str]:
    """The texts of all items, between which nothing may stand."""
    texts = []
    for piece in _pieces(items):
        texts += _plain_texts(piece) or _read_texts(piece)
    return texts


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
    if not is_cut_whole or any(sign in items for sign in _NOT_PLAIN):
        return []
    texts = items[len(_FIRST_TAGS) : -len(_LAST_TAGS)].split(_BETWEEN_TEXTS)
    tag_count = _BETWEEN_TEXTS.count("<") * len(texts)
    return texts if items.count("<") == tag_count else []


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
