"""What a workbook could run or fetch, told by the names of its parts or streams: noted, never run.

It knows where each format keeps macros, controls and links to other files. It refuses to open any of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.grid.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Parts of a package, or streams of an old workbook.
_MACROS: Final = re.compile(
    r"vbaProject|macrosheets/|activeX/|^Basic/.*\.xml$|^Scripts/.+|^_VBA_PROJECT",
    re.IGNORECASE,
)
_LINKS: Final = re.compile(
    r"externalLinks/|(^|/)connections\.(xml|bin)$", re.IGNORECASE
)
_OBJECTS: Final = re.compile(r"embeddings/.|^Object \d|^MBD[0-9A-F]{8}", re.IGNORECASE)


def active_content(
    names: Iterable[str], *, is_linked: bool = False
) -> Iterator[Notice]:
    """Notices of macros, links to other files and embedded objects.

    names: of the parts or streams. is_linked: formulas are known to look into other files.
    """
    names = [name.replace("\\", "/") for name in names]
    if any(map(_MACROS.search, names)):
        yield Notice("macros")
    if is_linked or any(map(_LINKS.search, names)):
        yield Notice("outside-links")
    if any(map(_OBJECTS.search, names)):
        yield Notice("embedded-objects")
