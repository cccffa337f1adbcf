"""The streams of an OLE file, the container of xls and of encrypted workbooks.

Knows their names. Refuses to know what is in them.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Final

#: The header of an OLE file.
HEADER_BYTES: Final = 512


def open_streams(data: bytes) -> dict[str, bytes]:
    """The streams that say what a file is, by their lower-case names; of the others the name alone.

    Raises OSError, LookupError or ValueError for a file whose directory is broken.
    """
    import olefile

    if asks_too_much(data):
        raise ValueError
    with olefile.OleFileIO(BytesIO(data)) as ole:
        names = ["/".join(path).lower() for path in ole.listdir(storages=True)]
        return {
            name: ole.openstream(name).read() if name in ("workbook", "book") else b""
            for name in names
        }


def asks_too_much(data: bytes) -> bool:
    """True where the header of an OLE file speaks of more sectors than its bytes can hold."""
    if len(data) < HEADER_BYTES:
        return True
    sector_size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    fat, _, _, _, _, mini_fat, _, difat = struct.unpack_from("<8I", data, 44)
    return bool(max(fat, mini_fat, difat) * sector_size > len(data))
