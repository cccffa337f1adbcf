"""Parts of a zip that carry no clock: equal contents make equal files, whenever and wherever they are written."""

from __future__ import annotations

import re
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kbo_screen.cores.threads import do_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import BinaryIO

#: The first moment that a zip can name; Excel dates the parts of its own files so.
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
PROPERTIES: Final = "docProps/core.xml"
#: When a file was made and saved: a result says its time once, on its receipt.
_TIMES: Final = re.compile(
    rb"<dcterms:(created|modified)[^<>]*>[^<]*</dcterms:\1>|<dcterms:(?:created|modified)[^<>]*/>"
)
_SAVED: Final = re.compile(
    rb"<dcterms:modified[^<>]*>[^<]*</dcterms:modified>|<dcterms:modified[^<>]*/>"
)


def write_part(
    package: ZipFile,
    name: str,
    pieces: Iterable[bytes],
    *,
    are_many: bool = False,
) -> None:
    """Write a part of a package piece by piece, without the time and the system of the writing.

    are_many: a piece is packed, which is not Python's work, while the next one is made.
    """
    part = ZipInfo(name, _ZIP_EPOCH)
    part.compress_type = ZIP_DEFLATED
    part.create_system = 0
    # a part that is opened by its name takes the level of its package, and the clock
    untyped_part: Any = part
    untyped_part._compresslevel = package.compresslevel  # noqa: SLF001
    with package.open(part, "w") as file:
        if are_many:
            do_behind(file.write, pieces)
            return
        for piece in pieces:
            file.write(piece)


def without_times(properties: bytes) -> bytes:
    """The properties of a document without when it was made and saved."""
    return _TIMES.sub(b"", properties)


def write_without_clock(made: BinaryIO, path: Path) -> None:
    """Write a package again, without times. Raises OSError."""
    _write_again(made, path, without_times)


def without_time_of_saving(made: bytes) -> bytes:
    """Somebody's own package that was just saved, without when; when it was made stays a fact of it."""
    target = BytesIO()
    _write_again(BytesIO(made), target, partial(_SAVED.sub, b""))
    return target.getvalue()


def _write_again(
    made: BinaryIO,
    target: Path | BinaryIO,
    change_properties: Callable[[bytes], bytes],
) -> None:
    """Write a package again, its parts without the clock and its properties changed."""
    with ZipFile(made) as parts, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in parts.namelist():
            content = parts.read(name)
            if name == PROPERTIES:
                content = change_properties(content)
            write_part(package, name, [content])
