"""A workbook that is made once, and filled many times.

What differs from file to file is a text for which another one stands in, or the rows of a table; all other parts are
packed once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from kbo_screen.formats.package_parts import write_part
from kbo_screen.formats.workbook.cell_xml import SharedTexts, escape_text
from kbo_screen.formats.workbook.finishing import (
    SHARED_TEXTS,
    ZIP_LEVEL,
    SheetFrame,
    frame_of,
    sheet_pieces,
    text_count,
    with_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from kbo_screen.formats.workbook.finishing import SheetTable

#: Around the name of a text that is still to come: characters that Unicode leaves to private use.
_OPEN, _SHUT = "\ue0f0", "\ue0f1"
#: The last row of a sheet, in what it says of its size.
_LAST_ROW: Final = re.compile(rb'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+')


def stand_in(name: str) -> str:
    """What stands in a pattern for a text that each file has for itself."""
    return f"{_OPEN}{name}{_SHUT}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A workbook in which texts and rows are still to be put.

    packed: the parts that are the same in every file, as a package. parts: those that hold
    a `stand_in`. frames: the sheets whose rows are put in. shared_texts: of all sheets.
    """

    packed: bytes
    parts: dict[str, bytes]
    frames: dict[str, SheetFrame]
    shared_texts: bytes

    def write(
        self,
        path: Path,
        words: Mapping[str, str],
        tables: Iterable[SheetTable],
    ) -> None:
        """Write a workbook with these texts, by the names of their stand-ins, and these rows. Raises OSError.

        A table that ends its sheet may have more rows than in the pattern.
        """
        package_bytes = BytesIO()
        package_bytes.write(self.packed)
        texts = SharedTexts(text_count(self.shared_texts))
        texts_of = {
            stand_in(name).encode(): escape_text(text).encode()
            for name, text in words.items()
        }
        with ZipFile(package_bytes, "a", ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as file:
            for name, content in self.parts.items():
                write_part(file, name, [_put_in(texts_of, content)])
            for table in tables:
                frame = _frame_for(self.frames[table.part], texts_of, table)
                write_part(file, table.part, sheet_pieces(frame, table, texts))
            shared_texts = _put_in(texts_of, self.shared_texts)
            write_part(file, SHARED_TEXTS, with_texts(shared_texts, texts))
        path.write_bytes(package_bytes.getbuffer())


def pattern_of(workbook: BinaryIO, tables: Mapping[str, range]) -> Pattern:
    """A finished workbook as a pattern. tables: the positions of the rows that are to be put in, by part."""
    packed = BytesIO()
    parts, frames = {}, {}
    with (
        ZipFile(workbook) as package,
        ZipFile(packed, "w", ZIP_DEFLATED) as packed_parts,
    ):
        shared_texts = package.read(SHARED_TEXTS)
        for name in package.namelist():
            content = package.read(name)
            if name in tables:
                frames[name] = frame_of(content, tables[name])
            elif _OPEN.encode() in content and name != SHARED_TEXTS:
                parts[name] = content
            elif name != SHARED_TEXTS:
                write_part(packed_parts, name, [content])
    return Pattern(packed.getvalue(), parts, frames, shared_texts)


def _put_in(texts_of: Mapping[bytes, bytes], content: bytes) -> bytes:
    """Texts in the places of their stand-ins."""
    for mark, text in texts_of.items():
        content = content.replace(mark, text)
    return content


def _frame_for(
    frame: SheetFrame,
    texts_of: Mapping[bytes, bytes],
    table: SheetTable,
) -> SheetFrame:
    """A sheet with its texts, which says how many rows it has once those of a table are put in."""
    head = _put_in(texts_of, frame.head)
    ends_sheet = b"<row " not in frame.foot
    if ends_sheet:
        head = _LAST_ROW.sub(rb"\g<1>%d" % table.rows.positions.stop, head)
    return SheetFrame(head, _put_in(texts_of, frame.foot), frame.styles)
