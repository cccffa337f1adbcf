"""The streams of an OLE file, the container of xls and of encrypted workbooks."""

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
    streams = {}
    with olefile.OleFileIO(BytesIO(data)) as ole:
        for path in ole.listdir(storages=True):
            name = "/".join(path).lower()
            is_workbook = name in ("workbook", "book")
            streams[name] = ole.openstream(name).read() if is_workbook else b""
    return streams


def with_stream(
    data: bytes,
    name: str,
    content: bytes,
) -> bytes:
    """The file with other content of the same length in one of its streams. Raises OSError or ValueError."""
    import olefile

    copy = BytesIO(data)
    with olefile.OleFileIO(copy, write_mode=True) as ole:
        ole.write_stream(name, content)
        return copy.getvalue()


def asks_too_much(data: bytes) -> bool:
    """True where the header of an OLE file speaks of more sectors than its bytes can hold."""
    if len(data) < HEADER_BYTES:
        return True
    (sector_shift,) = struct.unpack_from("<H", data, 30)
    sector_size = 1 << min(sector_shift, 20)
    counts = struct.unpack_from("<8I", data, 44)
    fat, _, _, _, _, mini_fat, _, difat = counts
    most_sectors = max(fat, mini_fat, difat)
    return bool(most_sectors * sector_size > len(data))
